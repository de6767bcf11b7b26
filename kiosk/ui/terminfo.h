/* SPDX-License-Identifier: MIT */
/* What is known of the terminal before curses starts, which could not be undone whole. */
#ifndef UI_TERMINFO_H
#define UI_TERMINFO_H

#include <stdbool.h>

struct terminfo {
    bool places_cursor;  /* false too where TERM is unset or unknown */
    bool reports_cursor; /* as the VT100 does */
};

struct terminfo terminfo_look(void);

#endif
