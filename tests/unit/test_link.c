/* SPDX-License-Identifier: MIT */
/* The line to a helper process, and all that can befall it. This program is its own
 * helper: with "--link" it does what its second word says. */
#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/link.h"
#include "kiosk/base/memory.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

/* --- the test's side
 * -------------------------------------------------------------------- */

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

static void take_message(void *arg, const json_t *message)
{
    struct scene *scene = arg;
    assert_true(scene->told_count < MOST_TURNS);
    scene->told[scene->told_count++] =
        json_dumps(message, JSON_COMPACT | JSON_ENCODE_ANY);
}

static void go_up(void *arg)
{
    struct scene *scene = arg;
    scene->up_at[scene->ups++ % MOST_TURNS] = clock_monotonic();
}

static void go_down(void *arg)
{
    struct scene *scene = arg;
    scene->down_at[scene->downs++ % MOST_TURNS] = clock_monotonic();
}

static const struct link_calls CALLS = {
    .message = take_message, .up = go_up, .down = go_down};

static int open_scene(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    struct scene *scene = memory_alloc(sizeof(*scene));
    scene->folder = *state;
    scene->self = scratch_self();
    scene->loop = loop_create();
    scene->far = -1;
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    link_free(&scene->link);
    link_free(&scene->link);
    if (scene->far >= 0)
        close(scene->far);
    for (size_t i = 0; i < scene->told_count; i++)
        free(scene->told[i]);
    loop_free(&scene->loop);
    free(scene->self);
    void *folder = scene->folder;
    free(scene);
    scratch_remove(&folder);
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* every helper was reaped */
    assert_int_equal(errno, ECHILD);
    return 0;
}

static void start(struct scene *scene, const char *helper)
{
    scene->argv[0] = scene->self;
    scene->argv[1] = (char *)"--link";
    scene->argv[2] = (char *)helper;
    scene->argv[3] = scene->folder;
    scene->link = link_start(scene->loop, scene->argv, &CALLS, scene);
}

static void join(struct scene *scene)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    scene->link = link_join(scene->loop, ends[0], &CALLS, scene);
    scene->far = ends[1];
}

/* Until `*count` is `wanted`, ten seconds at most. */
#define TURN_UNTIL(scene, condition)                      \
    do {                                                  \
        int64_t until = clock_monotonic() + 10000;        \
        while (!(condition) && clock_monotonic() < until) \
            loop_turn((scene)->loop, 100);                \
        assert_true(condition);                           \
    } while (0)

static void say(const struct scene *scene, const void *bytes, size_t size)
{
    assert_int_equal(send(scene->far, bytes, size, MSG_NOSIGNAL), size);
}

static void say_text(const struct scene *scene, const char *text)
{
    say(scene, text, strlen(text));
}

static void turn_some(struct scene *scene)
{
    for (int i = 0; i < 8; i++)
        loop_turn(scene->loop, 0);
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

static void test_torn_and_crowded(void **state)
{
    struct scene *scene = *state;
    static const char LINES[] = "{\"a\":1}\n{\"b\":\"ế\"}\n";
    join(scene);
    for (size_t i = 0; i < strlen(LINES); i++) {
        say(scene, LINES + i, 1);
        loop_turn(scene->loop, 0);
    }
    assert_int_equal(scene->told_count, 2);
    say_text(scene, "{\"c\":1}\n{\"c\":2}\n{\"c\":3}\n{\"c\":"); /* many and a half */
    turn_some(scene);
    assert_int_equal(scene->told_count, 5);
    say_text(scene, "4}\n");
    turn_some(scene);
    assert_int_equal(scene->told_count, 6);
    assert_string_equal(scene->told[1], "{\"b\":\"ế\"}");
    assert_string_equal(scene->told[5], "{\"c\":4}");
}

/* What is no message is left out; those around it come through. */
static void test_bad_messages(void **state)
{
    static const char *const BAD[] = {"",
                                      "{",
                                      "}",
                                      "{\"a\":1,\"a\":2}",
                                      "\xff\xfe",
                                      "{\"a\":\"\\u0000\"}",
                                      "nonsense {\"a\":1}"};
    struct scene *scene = *state;
    join(scene);
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        say_text(scene, BAD[i]);
        say(scene, "\n", 1);
    }
    say(scene, "{\"a\":\0}\n", 8);
    say_text(scene, "{\"good\":true}\n");
    turn_some(scene);
    assert_int_equal(scene->told_count, 1);
    assert_string_equal(scene->told[0], "{\"good\":true}");
    assert_true(link_is_up(scene->link));
}

/* A line without an end must not fill the machine. */
static void test_endless_line(void **state)
{
    struct scene *scene = *state;
    static char bytes[1 << 16];
    memset(bytes, ' ', sizeof(bytes));
    join(scene);
    fcntl(scene->far, F_SETFL, O_NONBLOCK);
    size_t sent = 0;
    for (int i = 0; i < 10000 && scene->downs == 0; i++) {
        ssize_t done = send(scene->far, bytes, sizeof(bytes), MSG_NOSIGNAL);
        sent += done > 0 ? (size_t)done : 0;
        loop_turn(scene->loop, 0);
    }
    assert_int_equal(scene->downs, 1);
    assert_in_range(sent, 8 << 20, (8 << 20) + (1 << 20));
    assert_false(link_is_up(scene->link));
    assert_int_equal(scene->told_count, 0);
}

static void test_hang_up(void **state)
{
    struct scene *scene = *state;
    join(scene);
    say_text(scene, "{\"last\":\"words\"}\n{\"half\":");
    close(scene->far);
    scene->far = -1;
    turn_some(scene);
    assert_int_equal(scene->told_count, 1); /* said before, so it is heard */
    assert_int_equal(scene->downs, 1);
    assert_false(link_is_up(scene->link));
    json_t *message = json_pack("{}");
    assert_false(link_send(scene->link, message));
    json_decref(message);
}

/* Nobody reads at the far end: the buffer fills, refuses, and nothing blocks. */
static void test_full_buffer(void **state)
{
    struct scene *scene = *state;
    join(scene);
    char *text = memory_alloc((1 << 20) + 1);
    memset(text, 'x', 1 << 20);
    json_t *message = json_pack("{ss}", "text", text);
    int64_t begun = clock_monotonic();
    int taken = 0;
    while (taken < 100 && link_send(scene->link, message))
        taken++;
    assert_in_range(taken, 7, 9); /* 8 MiB, and what the socket holds */
    assert_false(link_send(scene->link, message));
    turn_some(scene);
    assert_true(clock_monotonic() - begun < 5000);
    assert_true(link_is_up(scene->link));
    json_t *small = json_pack("{}");
    assert_true(link_send(scene->link, small)); /* what fits still does */
    json_decref(small);
    json_decref(message);
    free(text);
    begun = clock_monotonic();
    link_free(&scene->link); /* gives up after a second */
    assert_in_range(clock_monotonic() - begun, 900, 4000);
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

static void test_arguments(void **state)
{
    (void)state;
    static const struct {
        const char *config, *state, *words;
    } CASES[] = {
        {NULL, NULL, "/p --link"},
        {"a.ini", NULL, "/p --link --config a.ini"},
        {NULL, "/s", "/p --link --state /s"},
        {"a.ini", "/s", "/p --link --config a.ini --state /s"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char *argv[8], said[256] = "";
        link_arguments(argv, 8, "/p", CASES[i].config, CASES[i].state);
        for (size_t w = 0, at = 0; argv[w]; w++) {
            at += (size_t)snprintf(said + at, sizeof(said) - at, "%s%s", w ? " " : "",
                                   argv[w]);
            free(argv[w]);
        }
        assert_string_equal(said, CASES[i].words);
    }
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "--link") == 0)
        return be_helper(argv[2], argv[3]);
    const struct CMUnitTest tests[] = {
        SCENE(test_there_and_back),
        SCENE(test_torn_and_crowded),
        SCENE(test_bad_messages),
        SCENE(test_endless_line),
        SCENE(test_hang_up),
        SCENE(test_full_buffer),
        SCENE(test_restarted_later_and_later),
        SCENE(test_program_is_missing),
        SCENE(test_killed),
        SCENE(test_closing_waits),
        SCENE(test_closing_ends_a_hung_helper),
        cmocka_unit_test(test_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
