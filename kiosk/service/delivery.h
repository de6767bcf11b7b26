/* SPDX-License-Identifier: MIT */
/*
 * Delivery: the courier's work on the outbox.
 *
 * What is due goes out, oldest first and several at once, each with its own patience, so
 * that one that fails never stands in another's way. A failure that may be the portal's
 * own puts it in doubt: then nothing more is started until one cheap question has been
 * answered, and while the portal is down that question alone is repeated, ever more
 * seldom. Waiting is measured on the monotonic clock; the store keeps the hour for people
 * and for the next start. With an empty outbox nothing wakes up.
 */
#ifndef SERVICE_DELIVERY_H
#define SERVICE_DELIVERY_H

#include "kiosk/net/portal.h"
#include "kiosk/service/drain.h"
#include "kiosk/store/store.h"

struct delivery;

struct delivery_calls {
    void (*changed)(void *arg, const char *reference); /* its row has changed */
    /* Told on each change. `since`: seconds since 1970. */
    void (*portal)(void *arg, bool reachable, int64_t since);
    /* Its attachments: bytes of all of them; a few times a second at the most. NULL is
     * fine. */
    void (*uploading)(void *arg, const char *reference, int64_t sent, int64_t size);
    /* Nothing is under way, and nothing can be done just now. May come again. */
    void (*rest)(void *arg);
};

enum delivery_mode {
    DELIVERY_ALWAYS,  /* until it is ended */
    DELIVERY_CURIOUS, /* the same, and wants to know of the portal with nothing to send */
    DELIVERY_ONCE,    /* each that is due now, once */
};

/* `store`, `portal` and `folder`, the state folder, are borrowed. NULL and an error where
 * the lock file cannot be made. */
struct delivery *delivery_create(struct loop *loop, struct store *store,
                                 struct portal *portal, const struct settings *settings,
                                 enum delivery_mode mode,
                                 const struct delivery_calls *calls, void *arg,
                                 struct error *err);
/* Breaks off what is under way: such a dossier stays SENDING, and is asked for at the
 * next start. */
void delivery_free(struct delivery **delivery);

void delivery_wake(struct delivery *delivery); /* look in the outbox now */
/* What another call has met: it tells as well whether the portal is there. */
void delivery_learn(struct delivery *delivery, const struct portal_reply *reply);
/* Starts nothing more; rest is called when all that is under way has ended. */
void delivery_end(struct delivery *delivery);
/* Has all that could be sent just now been sent, and is the portal not known to be away?
 * Then there is time for other things. */
bool delivery_has_time(const struct delivery *delivery);
/* Does another process drain this outbox while something waits in it? */
bool delivery_is_elsewhere(const struct delivery *delivery);

#endif
