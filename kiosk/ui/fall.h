/* SPDX-License-Identifier: MIT */
/* A program that falls over (a flaw of its own, or of a library that found no memory)
 * gives the terminal back all the same, wiped, and says so in one line. */
#ifndef UI_FALL_H
#define UI_FALL_H

void fall_guard(int terminal); /* before the terminal is changed */
void fall_unguard(void);       /* when it has been given back */

#endif
