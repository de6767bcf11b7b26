/* SPDX-License-Identifier: MIT */
/* What several screens draw in the same way. */
#ifndef SCREEN_DRAW_H
#define SCREEN_DRAW_H

#include "kiosk/screen/screen.h"
#include "kiosk/ui/edit.h"

/* Sets `text` in lines of `columns`; draws at most `rows` of them. Returns the number of
 * rows the text needs, drawn or not. */
int draw_wrapped(int row, int column, int columns, int rows, enum style style,
                 const char *text);
/* One line of text; what does not fit ends in "…" behind a word. Returns
 * the columns it took. */
int draw_short(int row, int column, int columns, enum style style, const char *text);
/* Capitals in half blocks, to be read from afar, within `rows`; where the terminal has
 * none or there is no room, capitals with blanks between them, or as they are. Returns
 * the rows it took. */
int draw_large(int row, int column, int columns, int rows, enum style style,
               const char *text);
/* "[ text      ]" with the cursor in it; *from is the edit's view (edit_view). Plain
 * within the brackets: no line runs through the dots below letters, and a key that is
 * typed or taken back is the letter alone to the terminal. */
void draw_edit(int row, int column, int columns, const struct edit *edit, size_t *from);

/* A bar and the per cent beside it: how far something is. */
void draw_progress(int row, int column, int columns, int percent);

/* "F11 Telex" in the row of the messages, on the right: how letters get into the field
 * under the cursor. `beside`: what may stand there, too, or "". */
void draw_typing(const struct counter *counter, struct area area, const char *beside);

/* The first row to show so that `selected` (of height `height`) is seen; `first` is where
 * the view was. */
int draw_scroll(int first, int rows, int selected, int height);

/* Types a key into an edit: characters, movements, deletions. True if it was taken. */
bool edit_take_key(struct edit *edit, const struct key *key);

#endif
