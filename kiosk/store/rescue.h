/* SPDX-License-Identifier: MIT */
/* A damaged store is saved as far as it can be read. For this room only. */
#ifndef STORE_RESCUE_H
#define STORE_RESCUE_H

#include "kiosk/store/inside.h"

/* Makes a new store of what can be read of this one, sets this one aside and puts the new
 * one in its place, to be opened. The caller holds the folder's lock, and nobody else has
 * the store open. `damaged->db` is closed afterwards. */
bool rescue(struct store *damaged, struct error *err);
/* Ends what an earlier start has begun, before the store is opened. */
bool rescue_go_on(struct store *store, struct error *err);

#endif
