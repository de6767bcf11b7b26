/* SPDX-License-Identifier: MIT */
/* A text being typed: one line or several, with a cursor. Pure; the screen draws it. What
 * was typed is wiped when the edit is freed or cleared. */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct edit {
    char *text;  /* UTF-8, NUL at the end; never NULL after edit_init */
    size_t size; /* bytes */
    size_t room;
    size_t limit;   /* most bytes */
    size_t cursor;  /* byte offset, at the start of a letter */
    bool lines;     /* '\n' may stand in it */
    bool full;      /* the last insertion did not fit whole */
    size_t changes; /* how often the text was changed */
};

void edit_init(struct edit *edit, size_t limit, bool lines);
void edit_free(struct edit *edit);
void edit_set(struct edit *edit, const char *text); /* cursor at the end */

/* Inserts one code point at the cursor and composes it with the letter before it (NFC).
 * Controls are left out, but '\n' where lines may stand (else a blank). False: full. */
bool edit_insert(struct edit *edit, uint32_t code_point);
/* Puts `text` (UTF-8, NFC, nothing but letters) in the place of so many letters right
 * before the cursor, whole or not at all: false, it is full. */
bool edit_replace(struct edit *edit, size_t letters, const char *text);
void edit_backspace(struct edit *edit); /* the letter before, marks and all */
void edit_delete(struct edit *edit);

enum edit_move {
    EDIT_LEFT,
    EDIT_RIGHT,
    EDIT_HOME, /* of the line */
    EDIT_END,
    EDIT_UP, /* to the line before; these two are false on the first or last line */
    EDIT_DOWN
};
bool edit_move(struct edit *edit, enum edit_move where);

/* The part to show in `columns`: *from is the byte where it starts (kept from call to
 * call, 0 at first), returns the column of the cursor. For one line. */
int edit_view(const struct edit *edit, int columns, size_t *from);

#endif
