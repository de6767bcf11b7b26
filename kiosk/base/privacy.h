/* SPDX-License-Identifier: MIT */
/* What every program does first, for what a citizen said will be in its memory. */
#ifndef BASE_PRIVACY_H
#define BASE_PRIVACY_H

/* No core file, no debugger of another user, and JSON that is overwritten when it is
 * freed: jansson makes copies that json_wipe() cannot reach, while it reads and writes.
 * Without memory for a value the program ends, as it does everywhere. Before the first
 * JSON value is made. */
void privacy_start(void);

#endif
