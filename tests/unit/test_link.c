/* SPDX-License-Identifier: MIT */
/* What comes over the line to a helper process: torn, crowded, hostile, too much. */
#include "kiosk/base/memory.h"
#include "tests/unit/link_scene.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void join(struct scene *scene)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    scene->link = link_join(scene->loop, ends[0], &SCENE_CALLS, scene);
    scene->far = ends[1];
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_torn_and_crowded), SCENE(test_bad_messages),
        SCENE(test_endless_line),     SCENE(test_hang_up),
        SCENE(test_full_buffer),      cmocka_unit_test(test_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
