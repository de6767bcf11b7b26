/* SPDX-License-Identifier: MIT */
/*
 * The QR code of an identity card (căn cước, căn cước công dân):
 *
 *   number|old number, may be empty|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy of issue
 *
 * Cards from 2024 say more behind these seven; that is kept as it stands. Nothing signs
 * the code: it tells what to fill in, and a member of staff compares the person with the
 * card. Pure: no clock, no device.
 */
#ifndef FORMS_CARD_H
#define FORMS_CARD_H

#include "kiosk/base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    CARD_BYTES_MOST = 2048, /* of the whole code */
    CARD_EXTRAS_MOST = 25,  /* fields behind the seven */
};

/* Texts are UTF-8, cleaned, in NFC, without blanks at their ends, else as the card has
 * them: a name is never restyled (hòa stays hòa). */
struct card {
    char number[13];     /* số định danh cá nhân */
    char old_number[10]; /* of the card before, nine digits, or "" */
    char *name;
    char birth_date[11]; /* "1990-03-15" */
    bool female;
    char *address;
    char issue_date[11];
    char **extras; /* what stands behind the seven, unread */
    size_t extra_count;
    /* A scanner that types as a keyboard loses Vietnamese letters: name and address are
     * not to be used. */
    bool letters_lost;
};

/* Reads what a scanner gave: controls and blanks at the ends and the scanner's own "]Q1"
 * in front do not matter. `today` ("2026-11-21", or NULL) is what no date may be after.
 * False and a sentence for the clerk where it is no card, or one that contradicts itself;
 * `card` is then empty. The sentence repeats nothing of what was read. */
bool card_read(const char *text, size_t size, const char *today, struct card *card,
               struct error *err);
void card_clear(struct card *card); /* wiped; an empty one is fine */

#endif
