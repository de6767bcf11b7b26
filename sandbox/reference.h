/* SPDX-License-Identifier: MIT */
/*
 * The reference (mã tra cứu) as the portal reads it: 16 symbols of Crockford's base32 and
 * a 17th that checks them, so that one mistyped symbol, or two neighbours exchanged, is
 * noticed before anything is looked up.
 *
 * Written here a second time on purpose: the kiosk makes references, the portal checks
 * them, and neither may inherit a mistake of the other.
 */
#ifndef SANDBOX_REFERENCE_H
#define SANDBOX_REFERENCE_H

#include <stdbool.h>

#define REFERENCE_SYMBOLS      17
#define REFERENCE_ROOM         (REFERENCE_SYMBOLS + 1)
#define REFERENCE_GROUPED_ROOM (REFERENCE_ROOM + 4)

/* Reads what a person typed or a machine sent: hyphens and blanks are passed over, any
 * case, O is 0, I and L are 1. `out` receives the 17 symbols. False, and `out` empty, if
 * it is no reference or its check symbol is wrong. */
bool reference_read(char out[REFERENCE_ROOM], const char *typed);

/* As a reference stands in JSON: exactly the 17 symbols, nothing to be forgiven. */
bool reference_is_exact(const char *text);

/* For people: "7QHM-2K9T-XV4D-A3NP-S". `reference` has 17 symbols. Returns out. */
char *reference_group(char out[REFERENCE_GROUPED_ROOM], const char *reference);

#endif
