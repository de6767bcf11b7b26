/* SPDX-License-Identifier: MIT */
/* What follows from an answer of the portal, and how long to wait: the pure half of
 * delivery. */
#ifndef SERVICE_DELIVERY_RULES_H
#define SERVICE_DELIVERY_RULES_H

#include "kiosk/net/portal.h"
#include "kiosk/store/store.h"

/* What is done with a dossier: one that may have left before is asked for first, and its
 * attachments go before it. */
enum delivery_step { DELIVERY_ASK, DELIVERY_UPLOAD, DELIVERY_SEND, DELIVERY_STEP_COUNT };
enum delivery_step delivery_first_step(enum dossier_state state);

enum delivery_action {
    DELIVERY_ACCEPT,   /* the portal has it: the end of a good story */
    DELIVERY_GO_ON,    /* the portal has it not: send it now */
    DELIVERY_POSTPONE, /* try again later */
    /* While the attachments go: */
    DELIVERY_CARRY_ON, /* the portal said where one stands: on from there */
    DELIVERY_RENEW,    /* one is lost or broken there: begin it anew */
    DELIVERY_REVIEW,   /* ask where each of them stands, and complete them */
    DELIVERY_STOP,     /* no new try mends it: held or rejected */
};

/* One row for each step and each answer; docs/design.md shows them all. */
struct delivery_rule {
    enum delivery_action action;
    enum dossier_state next;   /* where the dossier stands then */
    enum dossier_state unsent; /* where it is tried again later, and no byte of it, now or
                                  before, can have left */
    enum dossier_reason reason;
    bool doubt; /* may be the portal's trouble and not this dossier's alone */
};
const struct delivery_rule *delivery_rule(enum delivery_step step,
                                          enum portal_outcome outcome);

struct delivery_pace {
    int64_t first, most; /* milliseconds */
};
/* Milliseconds until the next try after `failures` (1 and more) in a row: anywhere
 * between nothing and a ceiling that doubles with each, up to `most` ("full jitter":
 * couriers that failed together do not come back together). `retry_after` (seconds, -1
 * for none) is the least that is waited. `chance` is a random number. */
int64_t delivery_delay(const struct delivery_pace *pace, int failures, long retry_after,
                       uint32_t chance);

#endif
