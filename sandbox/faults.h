/* SPDX-License-Identifier: MIT */
/*
 * Faults on request: a portal that is slow, answers with an error, drops the connection
 * before or after it has committed, breaks off in the middle of its reply, or does not
 * remember the keys it has seen. Tests and training need each of them at will.
 *
 * latency_ms (0..60000), status (400..599), and the probabilities drop_before_commit,
 * drop_after_commit, cut_reply, forget_key (0..1). For uploads besides: cut_upload, the
 * bytes of a PATCH after which the connection is cut; upload_status (400..599) for a
 * PATCH; and the probabilities lose_upload (it is forgotten when it is asked for or added
 * to) and wrong_offset (a HEAD tells half of what is there). Absent means off.
 */
#ifndef SANDBOX_FAULTS_H
#define SANDBOX_FAULTS_H

#include "kiosk/base/error.h"

#include <jansson.h>
#include <stdint.h>

enum fault {
    FAULT_LATENCY,
    FAULT_STATUS,
    FAULT_DROP_BEFORE,
    FAULT_DROP_AFTER,
    FAULT_CUT,
    FAULT_FORGET,
    FAULT_CUT_UPLOAD,
    FAULT_UPLOAD_STATUS,
    FAULT_LOSE_UPLOAD,
    FAULT_WRONG_OFFSET,
    FAULT_COUNT
};

struct fault_spec {
    double values[FAULT_COUNT]; /* 0: off */
};

/* From {"latency_ms": 200, ...}. False and an error for an unknown name or a value out of
 * its limits. */
bool fault_spec_read(struct fault_spec *spec, const json_t *object, struct error *err);
/* From the command line: the same JSON, or "drop_after_commit=1,latency_ms=200". */
bool fault_spec_parse(struct fault_spec *spec, const char *text, struct error *err);
/* Only what is on. A new reference. */
json_t *fault_spec_json(const struct fault_spec *spec);

/* What happens to one call: the dice are thrown once, when it comes in. */
struct fault_draw {
    long latency_ms;
    unsigned status; /* 0: none */
    bool drop_before, drop_after, cut, forget;
    int64_t cut_upload;     /* bytes; 0: not */
    unsigned upload_status; /* 0: none */
    bool lose_upload, wrong_offset;
};

struct faults;
struct faults *faults_create(void);
void faults_free(struct faults **faults);
void faults_set(struct faults *faults, const struct fault_spec *spec);
struct fault_spec faults_get(struct faults *faults);
struct fault_draw faults_draw(struct faults *faults);

/* Waits in the calling thread; faults_end() wakes every waiter and lets no more wait, so
 * that the program can end at once. */
void faults_wait(struct faults *faults, long milliseconds);
void faults_end(struct faults *faults);

#endif
