/* SPDX-License-Identifier: MIT */
/*
 * The right to drain a state folder's outbox, which one process at a time may have: an
 * advisory lock on courier.lock, which the kernel gives back whatever happens to the
 * process. The same file is a bell: whoever rings it makes every courier of the folder
 * look in the outbox, without one of them having to wake up now and then.
 */
#ifndef SERVICE_DRAIN_H
#define SERVICE_DRAIN_H

#include "kiosk/base/error.h"
#include "kiosk/base/loop.h"

struct drain;

/* `rung` is called from the loop when the bell rings or a process with the right ends.
 * NULL and an error where the file cannot be made. */
struct drain *drain_open(struct loop *loop, const char *folder, void (*rung)(void *arg),
                         void *arg, struct error *err);
void drain_free(struct drain **drain); /* gives the right back */

bool drain_take(struct drain *drain); /* at once; true also if it is held already */
void drain_give(struct drain *drain); /* and rings */
void drain_tell(struct drain *drain); /* rings, for the process that has the right */

/* Rings in `folder`, if there is a courier's file at all: a dossier has come into the
 * outbox. */
void drain_ring(const char *folder);

#endif
