/* SPDX-License-Identifier: MIT */
/*
 * Letters of seven dots' height, for the few words that have to be read from afar:
 * capital letters with all marks of Vietnamese, digits, and what stands in a date. A dot
 * is one column wide and half a row high, so that it is about square. Pure; draw_large()
 * of the screens puts it on the terminal.
 */
#ifndef UI_LARGE_H
#define UI_LARGE_H

#include <stdbool.h>

enum {
    LARGE_WIDTH_MOST = 160, /* columns */
    LARGE_DOTS_MOST = 14    /* marks above, the letter, a dot below */
};

struct large {
    int columns, rows; /* on the terminal: only those that the text needs */
    bool dots[LARGE_DOTS_MOST][LARGE_WIDTH_MOST]; /* 2 × rows of them */
};

/* Sets `text` in large letters, in capitals. False where a character has no drawing, or
 * where it is too wide: then the text has to be shown as it is. */
bool large_set(struct large *large, const char *text);

/* What stands in one cell of the terminal: ' ', or a half or whole block. */
const char *large_cell(const struct large *large, int row, int column);

#endif
