/* SPDX-License-Identifier: MIT */
/* The ten statuses of a dossier, by the national list. */
#ifndef SANDBOX_STATUS_H
#define SANDBOX_STATUS_H

#include "sandbox/words.h"

#define STATUS_RECEIVED 1 /* of a dossier that has just come in */

enum status_mood {
    STATUS_UNDER_WAY, /* nobody needs to do anything but wait */
    STATUS_YOUR_TURN, /* the citizen must act */
    STATUS_READY,
    STATUS_STOPPED,
};

struct status {
    int number;
    struct words name;
    struct words next; /* what happens now, and what the citizen does about it */
    int ordinary_next; /* the status that ordinarily follows; 0: none */
    int stage; /* place on the ordinary path 1 → 2 → 4 → 9 → 10; 0: beside it */
    enum status_mood mood;
};

#define STATUS_COUNT  10
#define STATUS_STAGES 5
extern const struct status STATUSES[STATUS_COUNT];

const struct status *status_find(long long number); /* NULL if there is none */
const struct status *status_of_stage(int stage);    /* 1 to STATUS_STAGES */
/* {"number": 1, "name": {"vi": ..., "en": ...}}; a new reference. */
json_t *status_json(int number);

#endif
