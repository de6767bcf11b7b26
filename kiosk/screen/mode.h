/* SPDX-License-Identifier: MIT */
/*
 * What a kiosk is for: a member of staff works at it, or a citizen stands alone before
 * it. All that differs between the two is in one table each, so that nothing else has to
 * ask which it is.
 */
#ifndef SCREEN_MODE_H
#define SCREEN_MODE_H

#include "kiosk/screen/screen.h"

struct mode {
    void (*begin)(struct counter *counter); /* opens the first screen */
    /* The screens there are, up to a NULL; another one is never opened. NULL: all. */
    const struct screen_kind *const *screens;
    const struct action *everywhere; /* keys that work on every screen */
    enum setting idle;               /* seconds without a key */
    const char *idle_question;       /* N_(): asked before a page is closed */
    bool tells_outbox;               /* the header says what waits and what is to mend */
    /* A code was read while a screen is in front that takes none. */
    void (*scanned)(struct counter *counter, const char *text);
};

/* A member of staff, and a citizen with them. */
extern const struct mode COUNTER_MODE;

bool mode_has(const struct mode *mode, const struct screen_kind *kind);

/* What keys of both do. */
void mode_change_language(struct screen *screen);
void mode_change_typing(struct screen *screen);

#endif
