/* SPDX-License-Identifier: MIT */
/*
 * Refresh: the courier's work on the catalogue. The portal's procedures are fetched once
 * a day, when there is time, and replace the portal's part of the store's catalogue at
 * one stroke (kiosk/store/catalogue.h), once all of them have come and all of them are
 * sound (kiosk/service/entries.h). Until then, and after any other answer, the old ones
 * stay.
 *
 * What comes goes into a file without a name, and from there in small pieces: dossiers
 * wait for none of it, and memory does not grow with it. While a dossier is under way the
 * portal is not listened to.
 *
 * What was imported by hand is kept beside them and shows where the portal has nothing
 * under the same code.
 */
#ifndef SERVICE_REFRESH_H
#define SERVICE_REFRESH_H

#include "kiosk/net/portal.h"
#include "kiosk/store/catalogue.h"

enum refresh_end {
    REFRESH_REPLACED,  /* there is a new catalogue, of `count` procedures */
    REFRESH_UNCHANGED, /* the portal has what we have */
    REFRESH_NO_ANSWER, /* or one that is no catalogue: `outcome` */
    REFRESH_UNSOUND,   /* an entry is bad, `trouble` says which */
    REFRESH_OUR_FAULT, /* the store, `trouble` */
};

struct refresh_result {
    enum refresh_end end;
    size_t count;
    enum portal_outcome outcome;
    const char *trouble; /* translated, cleaned */
};

struct refresh_calls {
    /* Is there time? Asked when it is due. NULL: only refresh_now() starts anything, and
     * nothing is logged. */
    bool (*may)(void *arg);
    void (*done)(void *arg, const struct refresh_result *result);
};

struct refresh;

/* `store` and `portal` are borrowed. Nothing starts by itself with `[portal] catalogue =
 * never`, nor without an address. */
struct refresh *refresh_create(struct loop *loop, struct store *store,
                               struct portal *portal, const struct settings *settings,
                               const struct refresh_calls *calls, void *arg);
void refresh_free(struct refresh **refresh); /* breaks off */

/* There may be time now: starts if it is due. */
void refresh_look(struct refresh *refresh);
/* Starts, due or not; once at a time. */
void refresh_now(struct refresh *refresh);

#endif
