/* SPDX-License-Identifier: MIT */
/* The names of keys, and what a terminal sends for them in the mode it is in. */
#ifndef SCREEN_KEYS_H
#define SCREEN_KEYS_H

#include <stdbool.h>
#include <vterm.h>

/* Presses the key called `name`; false if there is none of that name. */
bool keys_press(VTerm *vt, const char *name);

#endif
