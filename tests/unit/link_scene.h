/* SPDX-License-Identifier: MIT */
/* A kiosk's side of the line to a helper, for tests: what was told, and when. */
#ifndef TESTS_LINK_SCENE_H
#define TESTS_LINK_SCENE_H

#include "kiosk/base/clock.h"
#include "kiosk/base/link.h"

enum { MOST_TURNS = 64 };

struct scene {
    struct loop *loop;
    struct link *link;
    char *self, *folder;
    char *argv[5];
    int far; /* the other end, where the test itself is the helper */
    char *told[MOST_TURNS];
    size_t told_count;
    int ups, downs;
    int64_t up_at[MOST_TURNS], down_at[MOST_TURNS];
};

/* For cmocka: *state becomes a struct scene, in a folder of its own. Closing looks that
 * every helper was reaped. */
int scene_open(void **state);
int scene_close(void **state);
#define SCENE(test) cmocka_unit_test_setup_teardown(test, scene_open, scene_close)

extern const struct link_calls SCENE_CALLS;

/* Turns until the condition holds, ten seconds at most. */
#define TURN_UNTIL(scene, condition)                      \
    do {                                                  \
        int64_t until = clock_monotonic() + 10000;        \
        while (!(condition) && clock_monotonic() < until) \
            loop_turn((scene)->loop, 100);                \
        assert_true(condition);                           \
    } while (0)

#endif
