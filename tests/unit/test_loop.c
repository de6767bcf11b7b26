/* SPDX-License-Identifier: MIT */
/* The event loop: who is called, in which order, and that nobody wakes it for nothing. */
#include "kiosk/base/clock.h"
#include "kiosk/base/loop.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The linker puts this in the place of poll (-Wl,--wrap=poll), to count. */
static int polls;
int __real_poll(struct pollfd *files, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *files, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *files, nfds_t count, int timeout)
{
    polls++;
    return __real_poll(files, count, timeout);
}

struct scene {
    struct loop *loop;
    char told[64]; /* a letter for each call */
    int pipe[2], other[2];
    unsigned timer;
};

static void note(struct scene *scene, char letter)
{
    size_t length = strlen(scene->told);
    assert_true(length + 1 < sizeof(scene->told));
    scene->told[length] = letter;
}

static int open_scene(void **state)
{
    static struct scene scene;
    scene = (struct scene){.loop = loop_create()};
    *state = &scene;
    return pipe(scene.pipe) == 0 && pipe(scene.other) == 0 ? 0 : -1;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < 2; i++) {
        close(scene->pipe[i]);
        close(scene->other[i]);
    }
    loop_free(&scene->loop);
    loop_free(&scene->loop);
    return 0;
}

static void stop(void *arg)
{
    loop_stop(((struct scene *)arg)->loop);
}

static void tell_a(void *arg)
{
    note(arg, 'a');
}

static void tell_b(void *arg)
{
    note(arg, 'b');
}

static void tell_c(void *arg)
{
    note(arg, 'c');
}

static void test_timers_in_order(void **state)
{
    struct scene *scene = *state;
    int64_t start = clock_monotonic();
    loop_after(scene->loop, 30, tell_c, scene);
    loop_after(scene->loop, 10, tell_a, scene);
    loop_after(scene->loop, 20, tell_b, scene);
    loop_after(scene->loop, 40, stop, scene);
    loop_run(scene->loop);
    assert_string_equal(scene->told, "abc");
    assert_in_range(clock_monotonic() - start, 40, 2000);
}

/* A program that was busy: all are due at once, and still come in their order. */
static void test_late_timers_in_order(void **state)
{
    struct scene *scene = *state;
    loop_after(scene->loop, 9, tell_c, scene);
    loop_after(scene->loop, -5, tell_a, scene);
    loop_after(scene->loop, 3, tell_b, scene);
    loop_after(scene->loop, 0, tell_a, scene);
    __real_poll(NULL, 0, 20);
    loop_turn(scene->loop, -1);
    assert_string_equal(scene->told, "aabc");
}

static void cancel_other(void *arg)
{
    struct scene *scene = arg;
    note(scene, 'x');
    loop_cancel(scene->loop, &scene->timer);
    assert_int_equal(scene->timer, 0);
    loop_cancel(scene->loop, &scene->timer); /* twice is fine */
}

static void test_cancelled_in_a_call(void **state)
{
    struct scene *scene = *state;
    loop_after(scene->loop, 1, cancel_other, scene);
    scene->timer = loop_after(scene->loop, 2, tell_a, scene);
    assert_int_not_equal(scene->timer, 0);
    loop_after(scene->loop, 3, tell_b, scene);
    __real_poll(NULL, 0, 10);
    loop_turn(scene->loop, 0);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, "xb");
}

static void again(void *arg)
{
    struct scene *scene = arg;
    note(scene, '.');
    if (strlen(scene->told) < 5)
        loop_after(scene->loop, 0, again, scene);
    else
        loop_stop(scene->loop);
}

/* One that a call sets waits for the next turn, so that files get theirs. */
static void test_timer_set_in_a_call(void **state)
{
    struct scene *scene = *state;
    loop_after(scene->loop, 0, again, scene);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, ".");
    loop_run(scene->loop);
    assert_string_equal(scene->told, ".....");
}

static void read_one(void *arg, int fd, int events)
{
    struct scene *scene = arg;
    char byte;
    assert_true(events & LOOP_READ);
    if (read(fd, &byte, 1) == 1)
        note(scene, byte);
    else
        loop_watch(scene->loop, fd, 0, NULL, NULL);
}

static void unwatch_both(void *arg, int fd, int events)
{
    struct scene *scene = arg;
    (void)fd;
    (void)events;
    note(scene, 'u');
    loop_watch(scene->loop, scene->pipe[0], 0, NULL, NULL);
    loop_watch(scene->loop, scene->other[0], 0, NULL, NULL);
}

static void test_files(void **state)
{
    struct scene *scene = *state;
    loop_watch(scene->loop, scene->pipe[0], LOOP_READ, read_one, scene);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, "");
    assert_int_equal(write(scene->pipe[1], "12", 2), 2);
    loop_turn(scene->loop, -1);
    loop_turn(scene->loop, -1);
    assert_string_equal(scene->told, "12");
    close(scene->pipe[1]); /* the hang-up is told as something to read */
    loop_turn(scene->loop, -1);
    scene->pipe[1] = dup(scene->other[1]);
    loop_watch(scene->loop, 1000, 0, NULL, NULL); /* none was there */
    assert_string_equal(scene->told, "12");
}

/* Both are ready, the first takes both away: the second is not called any more. */
static void test_watch_removed_in_a_call(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(write(scene->pipe[1], "p", 1), 1);
    assert_int_equal(write(scene->other[1], "o", 1), 1);
    loop_watch(scene->loop, scene->pipe[0], LOOP_READ, unwatch_both, scene);
    loop_watch(scene->loop, scene->other[0], LOOP_READ, unwatch_both, scene);
    loop_turn(scene->loop, 0);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, "u");
    /* The places are taken again, and a second watch of a file replaces the first. */
    loop_watch(scene->loop, scene->other[0], LOOP_READ, unwatch_both, scene);
    loop_watch(scene->loop, scene->other[0], LOOP_READ, read_one, scene);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, "uo");
}

static void writable(void *arg, int fd, int events)
{
    struct scene *scene = arg;
    assert_int_equal(events, LOOP_WRITE);
    note(scene, 'w');
    loop_watch(scene->loop, fd, 0, NULL, NULL);
}

static void test_writable(void **state)
{
    struct scene *scene = *state;
    loop_watch(scene->loop, scene->pipe[1], LOOP_WRITE, writable, scene);
    loop_turn(scene->loop, -1);
    loop_turn(scene->loop, 0);
    assert_string_equal(scene->told, "w");
}

static void signalled(void *arg, int signal)
{
    note(arg, signal == SIGUSR1 ? '1' : '2');
}

static void test_signals(void **state)
{
    struct scene *scene = *state;
    loop_on_signal(scene->loop, SIGUSR1, signalled, scene);
    loop_on_signal(scene->loop, SIGUSR2, signalled, scene);
    kill(getpid(), SIGUSR1);
    assert_string_equal(scene->told, ""); /* from the loop, not from a handler */
    loop_turn(scene->loop, -1);
    assert_string_equal(scene->told, "1");
    kill(getpid(), SIGUSR2);
    kill(getpid(), SIGUSR1);
    loop_turn(scene->loop, -1);
    assert_int_equal(strlen(scene->told), 3);
}

/* With nothing to do it sleeps: once for each timer, and not between. */
static void test_idle(void **state)
{
    struct scene *scene = *state;
    loop_watch(scene->loop, scene->pipe[0], LOOP_READ, read_one, scene);
    loop_on_signal(scene->loop, SIGUSR1, signalled, scene);
    unsigned never = loop_after(scene->loop, 5, tell_a, scene);
    loop_cancel(scene->loop, &never);
    loop_after(scene->loop, 60000, tell_b, scene);
    loop_after(scene->loop, 300, stop, scene);
    polls = 0;
    int64_t start = clock_monotonic();
    loop_run(scene->loop);
    assert_in_range(clock_monotonic() - start, 300, 3000);
    assert_int_equal(polls, 1);
    assert_string_equal(scene->told, "");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_timers_in_order),
        SCENE(test_late_timers_in_order),
        SCENE(test_cancelled_in_a_call),
        SCENE(test_timer_set_in_a_call),
        SCENE(test_files),
        SCENE(test_watch_removed_in_a_call),
        SCENE(test_writable),
        SCENE(test_signals),
        SCENE(test_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
