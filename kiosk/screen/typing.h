/* SPDX-License-Identifier: MIT */
/*
 * How keys become letters in a field: by Telex, by VNI, or as the keyboard gives them.
 *
 * The way is the counter's, the same in all fields: as the settings say, until F11
 * changes it, and the next citizen finds it as the last one left it. The word that is
 * being typed is the field's. A paste and a scan never become other letters, and neither
 * does what others put into the field: the word before the cursor is taken up again only
 * if it still stands there.
 */
#ifndef SCREEN_TYPING_H
#define SCREEN_TYPING_H

#include "kiosk/base/settings.h"
#include "kiosk/input/keys.h"
#include "kiosk/input/telex.h"
#include "kiosk/ui/edit.h"

enum typing_method { TYPING_TELEX, TYPING_VNI, TYPING_OFF, TYPING_WAYS };

struct typing_way {
    enum typing_method method;
    bool new_tones; /* hoà, khoẻ, thuỷ */
    bool shown;     /* on the screens with a field: not where the settings say "off", for
                       the keyboard has a way of its own there; until F11 */
};

void typing_start(struct typing_way *way, const struct settings *settings);
void typing_change(struct typing_way *way); /* Telex, VNI, off, and Telex again */
const char *typing_name(const struct typing_way *way);    /* "Telex", "VNI", "—" */
const char *typing_explain(const struct typing_way *way); /* a sentence, translated */

/* What is written in the field. */
enum typing_into {
    TYPING_PLAIN, /* codes, numbers: keys as they are */
    TYPING_TEXT,  /* words that cannot be Vietnamese stay as they were typed */
    TYPING_NAMES, /* no word is too strange: Krông, H'Hen */
};

/* Zeroed: nothing is being typed. As personal as the field, and wiped with its screen. */
struct typing {
    struct telex word; /* before the cursor */
    /* What the last key did, if it was a digit: perhaps a scanner's first one. */
    char erased[TELEX_TEXT_ROOM];
    size_t written; /* letters */
};

/* A key for the field; true if it was taken. Any other key ends the word. */
bool typing_take_key(struct typing *typing, const struct typing_way *way,
                     enum typing_into into, struct edit *edit, const struct key *key);
/* The last key was no person's: undoes it, if it was a digit. */
void typing_take_back(struct typing *typing, struct edit *edit);
/* The cursor or the keyboard leaves the word: it may come back to its keys. */
void typing_leave(struct typing *typing, struct edit *edit);
/* The field has another text now. */
void typing_forget(struct typing *typing);

#endif
