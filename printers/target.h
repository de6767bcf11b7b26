/* SPDX-License-Identifier: MIT */
/* Where documents go: a folder, or a queue of CUPS. One const struct each. */
#ifndef PRINTERS_TARGET_H
#define PRINTERS_TARGET_H

#include "kiosk/base/error.h"
#include "kiosk/base/settings.h"
#include "printers/document.h"

#include <stdint.h>

enum job_state {
    JOB_PRINTING,
    JOB_WAITING, /* for somebody to do what `reason` says */
    JOB_DONE,
    JOB_FAILED,
};

struct job {
    enum job_state state;
    char name[65];       /* of the file or the job */
    char where[512];     /* when done: the file's path, the queue */
    struct error reason; /* of waiting and failing, in the language in use */
    int64_t begun;       /* clock_monotonic() */
    int number;          /* the target's own, as is what follows */
    char uuid[64];
};

struct target {
    /* What the other functions get as `self`. NULL and an error where the settings cannot
     * be used; a printer that is off is not an error yet. */
    void *(*open)(const struct settings *settings, struct error *err);
    /* Hands the document over under job->name and leaves the job printing or done. May
     * take seconds. False and an error where nothing was handed over. */
    bool (*print)(void *self, const struct document *document, struct job *job,
                  struct error *err);
    /* Looks how a job that is printing or waiting goes on and sets its state, where and
     * reason. NULL: print() leaves no job open. */
    void (*poll)(void *self, struct job *job);
    void (*free)(void *self);
};

extern const struct target TARGET_FOLDER;
extern const struct target TARGET_CUPS; /* only in a build WITH_CUPS */

#endif
