/* SPDX-License-Identifier: MIT */
/* The desk of motcua-printer: takes requests, hands documents to the target that the
 * settings name, follows the jobs and answers (protocol.md). */
#ifndef PRINTERS_DESK_H
#define PRINTERS_DESK_H

#include "kiosk/base/loop.h"
#include "kiosk/base/settings.h"

#include <jansson.h>

struct desk;

typedef void desk_answer(void *arg, const json_t *answer);

struct desk *desk_create(struct loop *loop, const struct settings *settings,
                         desk_answer *answer, void *arg);
/* Jobs that CUPS has go on without us. */
void desk_free(struct desk **desk);

/* Answers at least once, in here or later. Of two at the same time each has its own id.
 */
void desk_take(struct desk *desk, const json_t *request);

#endif
