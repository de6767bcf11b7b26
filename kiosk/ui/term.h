/* SPDX-License-Identifier: MIT */
/*
 * The terminal of the counter. Everything that is shown goes through term_text(), where
 * text is made harmless once more: what is no plain character becomes U+FFFD and never
 * reaches the terminal, and what the terminal cannot show is replaced (glyphs.h). Rows
 * and columns count from 0.
 *
 * One terminal a program: the state is in term.c.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "kiosk/base/error.h"
#include "kiosk/ui/glyphs.h"

enum style {
    STYLE_PLAIN,
    STYLE_STRONG,   /* what the eye should find first */
    STYLE_QUIET,    /* help, what is not the matter now */
    STYLE_HEADER,   /* the top line */
    STYLE_TRAINING, /* the top line of a kiosk for training */
    STYLE_KEY,      /* a key's name in the footer */
    STYLE_FOCUS,    /* where the cursor is */
    STYLE_WRONG,    /* to be mended */
    STYLE_GOOD,
    STYLE_WARNING,
    STYLE_BLACK_ON_WHITE, /* a QR code, whatever the theme */
    STYLE_WHITE_ON_BLACK, /* and its dark modules, where they are blanks */
    STYLE_COUNT
};

enum theme { THEME_NORMAL, THEME_CONTRAST };

/* Colour is used where there is any; no style is told by colour alone (looks.h). Error:
 * standard input and output are no terminal, or one that cannot place a cursor. */
bool term_open(enum glyphs_wish glyphs, enum theme theme, struct error *err);
/* Gives the terminal back as it was, the screen cleared; may be called twice. */
void term_close(void);
int term_input(void); /* the file descriptor keys come from */

void term_size(int *rows, int *columns);
void term_resized(void); /* after SIGWINCH */

/* Is each character of the text shown as it is? */
bool term_shows(const char *text);
/* The answer to the question that term_open() asked: in which column the cursor stood
 * after a letter of three bytes. The first answer counts; true if the screen is to be
 * drawn anew, because the terminal turns out not to read UTF-8. */
bool term_told_column(uint32_t column);
void term_change_theme(void); /* to the other one */

void term_begin(void); /* an empty screen to draw on */
/* Draws at most `columns` columns of one line; returns how many it took. */
int term_text(int row, int column, int columns, enum style style, const char *text);
void term_fill(int row, int column, int columns, enum style style);
void term_rule(int row);
void term_cursor(int row, int column); /* row -1 hides it */
/* Sends what has changed since the last time, and nothing else. */
void term_end(void);
/* Everything anew: the terminal may show what others wrote. */
void term_repaint(void);
/* Also forgets what has scrolled away: between one citizen and the next. */
void term_forget(void);

#endif
