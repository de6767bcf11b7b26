/* SPDX-License-Identifier: MIT */
/*
 * "Repeat the last character" (ECMA-48 REP, ESC [ n b). The description of xterm offers
 * it, so curses uses it for runs of a character; the libvterm of Debian 12 leaves it out.
 * Here the runs are written out before libvterm reads them.
 */
#ifndef SCREEN_REPEAT_H
#define SCREEN_REPEAT_H

#include "kiosk/base/buffer.h"

/* Zeroed at the start; sequences and characters may be cut anywhere between calls. */
struct repeat {
    char held[16]; /* the start of what may become a REP */
    size_t held_size;
    char last[4]; /* the last character, UTF-8 */
    size_t last_size;
};

/* Adds the bytes to `out`, each REP written out. */
void repeat_expand(struct repeat *repeat, const char *bytes, size_t size,
                   struct buffer *out);

#endif
