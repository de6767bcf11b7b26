/* SPDX-License-Identifier: MIT */
/*
 * Taking in an electronic paper: the file is read once, in small steps, and each piece
 * goes three ways: into the hash, sealed into the store, and to motcua-inspect, which
 * says whether it is whole. So what was looked at is what will be sent, to the byte, and
 * a screen that takes a step at each turn of its loop never waits.
 */
#ifndef SERVICE_INTAKE_H
#define SERVICE_INTAKE_H

#include "kiosk/base/settings.h"
#include "kiosk/store/attachments.h"

struct intake_order {
    int64_t draft;     /* that it is attached to; it must exist */
    const char *paper; /* its id */
    const char *name;  /* of the file, as hostile as it can be; kept clean */
};

struct intake;

/* Takes over `fd`, opened for reading. NULL and an error, in words for the counter, for
 * what is no plain file, is empty or too large, or where the disk refuses. */
struct intake *intake_start_take(struct store *store, const struct settings *settings,
                                 int fd, const struct intake_order *order,
                                 struct error *err);
/* Opens the file for intake_start_take; -1 and an error. It does not wait, whatever is
 * there. */
int intake_open(const char *path, struct error *err);

enum intake_state {
    INTAKE_WORKS, /* there is more to do at once */
    INTAKE_WAITS, /* for the inspection: step again in a moment */
    INTAKE_DONE,
    INTAKE_FAILED /* nothing was kept; the error says what to do */
};
enum intake_state intake_step(struct intake *intake, struct error *err);
/* Bytes read so far and in all. */
void intake_progress(const struct intake *intake, int64_t *read, int64_t *size);
/* What was attached, after INTAKE_DONE. */
const struct attachment *intake_result(const struct intake *intake);
void intake_free(struct intake **intake); /* what is not done leaves nothing behind */

/* All steps, for a program without a loop. */
bool intake_run(struct store *store, const struct settings *settings, const char *path,
                const struct intake_order *order, struct error *err);

/* "PDF" for "application/pdf". Borrowed. */
const char *intake_kind_name(const char *kind);

#endif
