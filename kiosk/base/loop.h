/* SPDX-License-Identifier: MIT */
/*
 * The one event loop of each program, never nested: files to watch, timers, signals.
 * Callbacks may add and remove anything, themselves included.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;
struct loop *loop_create(void);
void loop_free(struct loop **loop);

/* Runs until loop_stop(); it sleeps without waking while nothing is due. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
/* One turn: waits at most `timeout_ms` (-1: as long as it takes), then serves. */
void loop_turn(struct loop *loop, int timeout_ms);

#define LOOP_READ  1
#define LOOP_WRITE 2
typedef void loop_ready(void *arg, int fd,
                        int events); /* a hang-up counts as LOOP_READ */
/* Watches fd for `events`, replacing an earlier watch of the same fd; 0 ends it. */
void loop_watch(struct loop *loop, int fd, int events, loop_ready *call, void *arg);

typedef void loop_due(void *arg);
/* Calls once after `delay_ms` on the monotonic clock; timers come in the order in which
 * they are due. Returns an id, never 0. */
unsigned loop_after(struct loop *loop, int64_t delay_ms, loop_due *call, void *arg);
void loop_cancel(struct loop *loop, unsigned *timer); /* 0 is fine; set to 0 */

typedef void loop_signalled(void *arg, int signal);
/* Delivered from the loop, not from a handler. */
void loop_on_signal(struct loop *loop, int signal, loop_signalled *call, void *arg);

#endif
