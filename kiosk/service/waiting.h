/* SPDX-License-Identifier: MIT */
/* The dossiers that wait to be sent, as the courier holds them in mind: the store's rows
 * with their moments on the monotonic clock. */
#ifndef SERVICE_WAITING_H
#define SERVICE_WAITING_H

#include "kiosk/net/portal.h"
#include "kiosk/service/delivery_rules.h"
#include "kiosk/store/store.h"

struct waiting_item {
    void *owner; /* for the callbacks of `call` */
    struct dossier row;
    struct portal_call *call; /* NULL: not under way */
    enum delivery_step step;
    struct upload *upload; /* of its attachments, while they go; NULL: not yet */
    int detours;           /* uploads begun anew or reviewed in this try */
    int64_t furthest;      /* bytes of its attachments that the portal had at the most */
    int64_t told_at;       /* monotonic: its progress */
    int failures;          /* in a row */
    int64_t due;           /* monotonic milliseconds */
    bool uncertain;        /* it may have left before the step under way */
    bool tried;            /* since the courier started */
    bool seen;             /* in the last look */
};

/* Dossiers with attachments take long, and so have a lane of their own. */
enum waiting_lane { LANE_PLAIN, LANE_UPLOADS, LANE_COUNT };
enum waiting_lane waiting_lane_of(const struct waiting_item *item);

struct waiting {
    struct waiting_item **items; /* oldest first */
    size_t count;
    bool more; /* the store had more than are held */
};

void waiting_free(struct waiting *waiting); /* none may be under way */

/* Reads the store's rows. An item that is new, or whose next try somebody else has set,
 * becomes due after what is left of its time; at once where that is more than `most`
 * milliseconds, for then the machine's hour has been changed. `settled` is told those
 * that wait no more. */
void waiting_look(struct waiting *waiting, struct store *store, void *owner, int64_t most,
                  void (*settled)(void *owner, const char *reference));
void waiting_remove(struct waiting *waiting, struct waiting_item *item);

/* The oldest that is due and not under way, in a lane that is open; `once`: and not tried
 * yet. NULL: none. */
struct waiting_item *waiting_next(const struct waiting *waiting,
                                  const bool open[LANE_COUNT], bool once);
/* When the first of those not under way is due, in a lane that is open; -1: none. */
int64_t waiting_soonest(const struct waiting *waiting, const bool open[LANE_COUNT]);

#endif
