/* SPDX-License-Identifier: MIT */
/*
 * Health: may this kiosk take new dossiers? What is in the way or soon will be is found
 * here: too little disk, a clock that cannot be right, an outbox that is too long or too
 * old, forms that the portal has not confirmed for long. A table of conditions judges
 * facts under limits (`[health]` of the settings), without looking at anything itself.
 *
 * Drafts are always saved; what is refused is to finalise, because that is a promise.
 */
#ifndef SERVICE_HEALTH_H
#define SERVICE_HEALTH_H

#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

enum health_condition {
    HEALTH_DISK,   /* megabytes free where the store is */
    HEALTH_CLOCK,  /* days by which it is before the day this program was built */
    HEALTH_ORDER,  /* hours by which it is before the newest dossier */
    HEALTH_LENGTH, /* dossiers that wait to be sent */
    HEALTH_WAIT,   /* days that the oldest of them has waited */
    HEALTH_FORMS,  /* days since the portal last said which procedures there are */
    HEALTH_COUNT
};

enum health_degree { HEALTH_FINE, HEALTH_WARNING, HEALTH_REFUSED };

struct health_facts {
    int64_t now, built, newest_dossier; /* seconds since 1970; 0: none */
    int64_t free_bytes;                 /* -1: unknown */
    int64_t waiting, oldest_waiting;    /* oldest: seconds since 1970; 0: none */
    int64_t forms_confirmed;            /* 0: the portal is not asked */
};

struct health {
    struct {
        enum health_degree degree;
        int64_t figure;
    } conditions[HEALTH_COUNT];
};

void health_judge(const struct health_facts *facts, const struct settings *settings,
                  struct health *out);
/* The condition that weighs most; HEALTH_COUNT: all are fine. */
enum health_condition health_worst(const struct health *health);
/* What is wrong with it and what to do, in a sentence. Allocated; NULL where it is fine.
 */
char *health_words(const struct health *health, enum health_condition condition);

/* The facts of this moment. What cannot be found out is not judged. */
void health_look(struct store *store, const struct settings *settings,
                 struct health_facts *out);
/* Looks, and judges: false and the sentence if no new dossier may be finalised. */
bool health_allows(struct store *store, const struct settings *settings,
                   struct error *err);

#endif
