/* SPDX-License-Identifier: MIT */
/* A helper process that talks, dies, hangs or is not there. This program is its own
 * helper: with "--link" it does what its second word says. */
#include "kiosk/base/memory.h"
#include "tests/unit/link_scene.h"
#include "tests/unit/scratch.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the helper's side ----------------------------------------------------------------
 */

static int echo(const char *folder)
{
    (void)folder;
    char bytes[4096];
    for (ssize_t got; (got = read(LINK_FD, bytes, sizeof(bytes))) > 0;) {
        if (write(LINK_FD, bytes, (size_t)got) != got)
            return 1;
    }
    return 0;
}

static int die_at_once(const char *folder)
{
    (void)folder;
    return 3;
}

static int never_read(const char *folder)
{
    (void)folder;
    signal(SIGTERM, SIG_IGN);
    while (getppid() > 1)
        poll(NULL, 0, 100);
    return 0;
}

/* Counts what it is sent, slowly, and writes the count when the line hangs up. */
static int count_slowly(const char *folder)
{
    static char bytes[1 << 16];
    size_t total = 0;
    for (ssize_t got; (got = read(LINK_FD, bytes, sizeof(bytes))) > 0;) {
        total += (size_t)got;
        poll(NULL, 0, 1);
    }
    char *text = memory_format("%zu", total);
    free(scratch_text(folder, "count", text));
    free(text);
    return 0;
}

static const struct {
    const char *name;
    int (*run)(const char *folder);
} HELPERS[] = {{"echo", echo},
               {"die-at-once", die_at_once},
               {"never-read", never_read},
               {"count-slowly", count_slowly}};

static int be_helper(const char *name, const char *folder)
{
    for (size_t i = 0; i < sizeof(HELPERS) / sizeof(HELPERS[0]); i++) {
        if (strcmp(HELPERS[i].name, name) == 0)
            return HELPERS[i].run(folder);
    }
    return 99;
}

/* --- the kiosk's side
 * --------------------------------------------------------------------- */

static void start(struct scene *scene, const char *helper)
{
    scene->argv[0] = scene->self;
    scene->argv[1] = (char *)"--link";
    scene->argv[2] = (char *)helper;
    scene->argv[3] = scene->folder;
    scene->link = link_start(scene->loop, scene->argv, &SCENE_CALLS, scene);
}

static void test_there_and_back(void **state)
{
    struct scene *scene = *state;
    start(scene, "echo");
    assert_int_equal(scene->ups, 1);
    assert_true(link_is_up(scene->link));
    json_t *message = json_pack("{ss}", "name", "Nguyễn\nÁnh");
    for (int i = 0; i < 20; i++)
        assert_true(link_send(scene->link, message));
    json_decref(message);
    TURN_UNTIL(scene, scene->told_count == 20);
    assert_string_equal(scene->told[19], "{\"name\":\"Nguyễn\\nÁnh\"}");
    assert_int_equal(scene->downs, 0);
}

static void test_restarted_later_and_later(void **state)
{
    struct scene *scene = *state;
    start(scene, "die-at-once");
    TURN_UNTIL(scene, scene->downs == 4);
    assert_int_equal(scene->ups, 4);
    for (int i = 0; i < 3; i++) {
        int64_t delay = scene->up_at[i + 1] - scene->down_at[i];
        assert_in_range(delay + 1, 200 << i, (200 << i) + 150);
    }
    assert_false(link_is_up(scene->link));
}

static void test_program_is_missing(void **state)
{
    struct scene *scene = *state;
    free(scene->self);
    scene->self = memory_copy_text("/no/such/motcua-courier");
    start(scene, "echo");
    TURN_UNTIL(scene, scene->downs == 2);
}

/* Killed in the middle: the next one is there by itself. */
static void test_killed(void **state)
{
    struct scene *scene = *state;
    start(scene, "echo");
    json_t *message = json_pack("{ss}", "do", "wake");
    link_send(scene->link, message);
    TURN_UNTIL(scene, scene->told_count == 1);
    char *children = memory_format("/proc/self/task/%d/children", (int)getpid());
    char *pids = scratch_read(children);
    kill((pid_t)strtol(pids, NULL, 10), SIGKILL);
    free(pids);
    free(children);
    TURN_UNTIL(scene, scene->ups == 2);
    assert_true(link_send(scene->link, message));
    TURN_UNTIL(scene, scene->told_count == 2);
    json_decref(message);
}

/* As of one that hangs in the kernel, on a disk that is gone: not even SIGKILL ends it.
 * The kiosk's loop goes on, and the next helper comes when this one is gone. */
static bool hangs;

pid_t __real_waitpid(pid_t pid, int *status, int options);
pid_t __wrap_waitpid(pid_t pid, int *status, int options);
pid_t __wrap_waitpid(pid_t pid, int *status, int options)
{
    if (!hangs)
        return __real_waitpid(pid, status, options);
    assert_int_equal(options, WNOHANG);
    return 0;
}

static void test_does_not_die(void **state)
{
    struct scene *scene = *state;
    hangs = true;
    start(scene, "die-at-once");
    int64_t longest = 0, end = clock_monotonic() + 900;
    for (int64_t begun; (begun = clock_monotonic()) < end;) {
        loop_turn(scene->loop, 50);
        int64_t took = clock_monotonic() - begun;
        longest = took > longest ? took : longest;
    }
    assert_int_equal(scene->downs, 1);
    assert_int_equal(scene->ups, 1);
    assert_in_range(longest, 0, 400);
    hangs = false;
    TURN_UNTIL(scene, scene->ups == 2);
}

/* Five megabytes are under way when the line is closed: the helper gets them all. */
static void test_closing_waits(void **state)
{
    struct scene *scene = *state;
    start(scene, "count-slowly");
    char *text = memory_alloc((1 << 20) + 1);
    memset(text, 'x', 1 << 20);
    json_t *message = json_pack("{ss}", "t", text);
    for (int i = 0; i < 5; i++)
        assert_true(link_send(scene->link, message));
    json_decref(message);
    free(text);
    link_free(&scene->link);
    assert_null(scene->link);
    char *path = scratch_path(scene->folder, "count"), *count = scratch_read(path);
    assert_int_equal(strtol(count, NULL, 10), 5 * ((1 << 20) + strlen("{\"t\":\"\"}\n")));
    free(count);
    free(path);
}

/* A helper that hangs is ended; the kiosk waits a second at most. */
static void test_closing_ends_a_hung_helper(void **state)
{
    struct scene *scene = *state;
    start(scene, "never-read");
    int64_t begun = clock_monotonic();
    link_free(&scene->link);
    assert_in_range(clock_monotonic() - begun, 0, 3000);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "--link") == 0)
        return be_helper(argv[2], argv[3]);
    const struct CMUnitTest tests[] = {
        SCENE(test_there_and_back),
        SCENE(test_restarted_later_and_later),
        SCENE(test_program_is_missing),
        SCENE(test_killed),
        SCENE(test_does_not_die),
        SCENE(test_closing_waits),
        SCENE(test_closing_ends_a_hung_helper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
