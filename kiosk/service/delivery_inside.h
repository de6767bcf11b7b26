/* SPDX-License-Identifier: MIT */
/* What delivery.c (the portal as a whole, and what goes when) and delivery_item.c (one
 * dossier, step by step) share. No other file includes this header. */
#ifndef SERVICE_DELIVERY_INSIDE_H
#define SERVICE_DELIVERY_INSIDE_H

#include "kiosk/service/delivery.h"
#include "kiosk/service/delivery_rules.h"
#include "kiosk/service/waiting.h"

enum portal_state {
    PORTAL_STATE_UNKNOWN, /* nothing was heard yet: one dossier goes ahead */
    PORTAL_STATE_UP,
    PORTAL_STATE_DOUBT, /* one dossier failed: is it the portal? a probe will tell */
    PORTAL_STATE_DOWN,
};

struct delivery {
    struct loop *loop;
    struct store *store;
    struct portal *portal;
    enum delivery_mode mode;
    struct delivery_calls calls;
    void *arg;
    struct delivery_pace pace;
    struct drain *drain;
    struct waiting waiting;
    size_t under_way[LANE_COUNT];
    enum portal_state state;
    struct portal_call *probe;
    int64_t probe_due, probed_at, quiet_until; /* monotonic */
    int probe_failures;
    int64_t look_due; /* monotonic; -1: none */
    bool elsewhere, ending;
    bool news; /* the next look comes from one who put something into the outbox */
    unsigned timer;
};

int64_t delivery_delay_after(const struct delivery *d, int failures, long retry_after);
void delivery_tell_changed(struct delivery *d, const char *reference);
/* What one answer says of the portal. */
void delivery_learn_from(struct delivery *d, const struct delivery_rule *rule,
                         const struct portal_reply *reply);
/* Starts what can be started now, and sees to it that nothing is forgotten. */
void delivery_advance(struct delivery *d);
/* The first step of a dossier that is due. */
void delivery_start_item(struct delivery *d, struct waiting_item *item);

#endif
