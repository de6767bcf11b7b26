/* SPDX-License-Identifier: MIT */
/*
 * The line between the kiosk and a helper process (courier, printer): a socketpair that
 * carries one JSON object a line.
 *
 * The kiosk's end starts the helper, starts it again when it dies (after a delay that
 * grows to a cap), and never blocks: what cannot be written now waits in a buffer. What
 * was on the way when a helper died is lost; nothing that matters may depend on it,
 * because the store is the meeting point.
 */
#ifndef BASE_LINK_H
#define BASE_LINK_H

#include "kiosk/base/loop.h"

#include <jansson.h>

struct link;

struct link_calls {
    void (*message)(void *arg, const json_t *message);
    void (*up)(void *arg);   /* the helper is there (again); may be NULL */
    void (*down)(void *arg); /* it died, or the other end hung up; may be NULL */
};

/* Parent's end: runs argv[0] (an absolute path) with the socket as its file descriptor 3
 * argv carries the option "--link", by which the helper knows; its strings must stay. */
struct link *link_start(struct loop *loop, char *const argv[],
                        const struct link_calls *calls, void *arg);

/* Fills `argv` (of `room` places, NULL at the end) for link_start: the program, "--link",
 * "--config" and "--state" where they are not NULL. Each is allocated. */
void link_arguments(char **argv, size_t room, const char *program, const char *config,
                    const char *state);

/* Helper's end: takes over the connected `fd`. */
struct link *link_join(struct loop *loop, int fd, const struct link_calls *calls,
                       void *arg);
#define LINK_FD 3

/* Sends one message; false when the other end is down or its buffer (8 MiB) full. Does
 * not take the reference. */
bool link_send(struct link *link, const json_t *message);
bool link_is_up(const struct link *link);

/* Closes the line; a started helper is asked to end by the hang-up and is reaped. Waits
 * until what was sent is written, a second at most. */
void link_free(struct link **link);

#endif
