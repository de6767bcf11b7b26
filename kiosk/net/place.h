/* SPDX-License-Identifier: MIT */
/* Where a portal says that something stands, believed only within the portal itself. */
#ifndef NET_PLACE_H
#define NET_PLACE_H

#include "kiosk/net/portal.h"

/* Resolves the Location of an answer against the URL that was called. False, and `out`
 * empty, where it leads to another scheme, host or port, names a user, or is longer than
 * an address needs to be. */
bool place_resolve(const char *base, const char *location, char out[PORTAL_PLACE_ROOM]);

#endif
