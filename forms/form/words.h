/* SPDX-License-Identifier: MIT */
/* Texts that are handed out together and dropped together: those of a form in one
 * language, those of its problems. */
#ifndef FORMS_WORDS_H
#define FORMS_WORDS_H

#include "kiosk/base/utf8.h"

#include <stddef.h>

struct words {
    char **list;
    size_t count, room;
};

/* Keeps an allocated text; returns it. */
const char *words_keep(struct words *words, char *taken);
/* A copy of the text; NULL stays NULL. */
const char *words_copy(struct words *words, const char *text);
/* Keeps a cleaned copy; NULL is "". */
const char *words_clean(struct words *words, const char *text, enum utf8_lines lines);
/* Wipes and frees all of them. */
void words_clear(struct words *words);

#endif
