/* SPDX-License-Identifier: MIT */
/*
 * Housekeeping: the courier's work on what has become too old. Drafts that nobody touched
 * for `[kiosk] draft-days` go; of a dossier that the portal accepted `[store] keep` days
 * ago, what the citizen said goes, and its reference, code and times stay. Nothing of it
 * is left in the file or its log. A renewal of the data key that was cut off goes on.
 */
#ifndef SERVICE_HOUSEKEEPING_H
#define SERVICE_HOUSEKEEPING_H

#include "kiosk/base/loop.h"
#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

struct housekeeping;

/* Works once an hour, in pieces of some milliseconds, first after some seconds. Borrows
 * all. */
struct housekeeping *housekeeping_create(struct loop *loop, struct store *store,
                                         const struct settings *settings);
void housekeeping_free(struct housekeeping **housekeeping);

/* Everything that is to be done, at once. */
void housekeeping_do(struct store *store, const struct settings *settings);

#endif
