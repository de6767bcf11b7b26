/* SPDX-License-Identifier: MIT */
/* What is known of the terminal before curses starts, which could not be undone whole. */
#ifndef UI_TERMINFO_H
#define UI_TERMINFO_H

#include <stdbool.h>

/* False too where TERM is unset or unknown. */
bool terminfo_places_cursor(void);

#endif
