/* SPDX-License-Identifier: MIT */
/*
 * The same frame on every screen:
 *
 *  row 0        where, who, is the portal there, what waits, what time it is
 *  row 1        a rule
 *  row 2        the title
 *  …            the body
 *  last - 2     one line for messages; a longer one grows upwards
 *  last - 1     a rule
 *  last         the keys that work now
 */
#ifndef SCREEN_FRAME_H
#define SCREEN_FRAME_H

#include "kiosk/screen/screen.h"

struct frame {
    struct counter *counter;
    int rows, columns;
};

/* False where the terminal is too small: then that is drawn, and nothing else is. */
bool frame_begin(struct frame *frame, struct counter *counter);
void frame_header(const struct frame *frame);
void frame_title(const struct frame *frame, const struct screen *screen);
struct area frame_body(const struct frame *frame, const struct screen *screen);
void frame_message(const struct frame *frame, enum style style, const char *text);
void frame_footer(const struct frame *frame, const struct screen *screen,
                  const struct action *everywhere);

#endif
