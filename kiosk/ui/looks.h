/* SPDX-License-Identifier: MIT */
/*
 * How the styles look, in the theme that is in use. No style is told by its colour alone:
 * whoever uses one writes the mark or the words as well.
 */
#ifndef UI_LOOKS_H
#define UI_LOOKS_H

#include "kiosk/ui/term.h"

/* After the terminal was opened. With NO_COLOR set only QR codes are black and white. */
void looks_start(enum theme theme);
/* The screen is to be drawn anew then. */
void looks_use(enum theme theme);
enum theme looks_theme(void);
/* What is drawn next is drawn in this style. */
void looks_take(enum style style);

#endif
