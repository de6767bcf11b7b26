/* SPDX-License-Identifier: MIT */
/* A serial scanner, played through a pseudo terminal: torn, slow, doubled and hostile
 * codes, and a plug that is pulled. */
#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/loop.h"
#include "kiosk/base/memory.h"
#include "kiosk/input/scanner.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define CARD "001190000123||Lê Thị Hoà|15031990|Nữ|Hà Nội|20052021"

enum { CODES_MOST = 64 };

struct scene {
    struct loop *loop;
    char *folder, *device;
    int far; /* the scanner's own end; -1: unplugged */
    struct scanner *scanner;
    char *codes[CODES_MOST];
    size_t count;
};

static void take(void *arg, const char *text)
{
    struct scene *scene = arg;
    assert_true(scene->count < CODES_MOST);
    scene->codes[scene->count++] = memory_copy_text(text);
}

/* The device is a link to whichever pseudo terminal plays it. */
static void plug_in(struct scene *scene)
{
    char name[64];
    int near;
    assert_return_code(openpty(&scene->far, &near, name, NULL, NULL), 0);
    assert_return_code(symlink(name, scene->device), 0);
    close(near);
}

static void pull_out(struct scene *scene)
{
    unlink(scene->device);
    close(scene->far);
    scene->far = -1;
}

static void turn_for(struct scene *scene, int64_t ms)
{
    for (int64_t until = clock_monotonic() + ms; clock_monotonic() < until;)
        loop_turn(scene->loop, 5);
}

static void turn_until_there(struct scene *scene, bool there)
{
    int64_t until = clock_monotonic() + 10000;
    while (scanner_is_there(scene->scanner) != there && clock_monotonic() < until)
        loop_turn(scene->loop, 50);
    assert_int_equal(scanner_is_there(scene->scanner), there);
}

static void turn_until_count(struct scene *scene, size_t count)
{
    int64_t until = clock_monotonic() + 10000;
    while (scene->count < count && clock_monotonic() < until)
        loop_turn(scene->loop, 50);
    assert_int_equal(scene->count, count);
}

static int open_scene(void **state)
{
    struct scene *scene = memory_alloc(sizeof *scene);
    void *folder;
    if (scratch_make(&folder) != 0)
        return -1;
    scene->folder = folder;
    scene->device = scratch_path(scene->folder, "scanner");
    scene->loop = loop_create();
    scene->far = -1;
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    void *folder = scene->folder;
    scanner_free(&scene->scanner);
    scanner_free(&scene->scanner);
    loop_free(&scene->loop);
    if (scene->far >= 0)
        close(scene->far);
    for (size_t i = 0; i < scene->count; i++)
        free(scene->codes[i]);
    free(scene->device);
    free(scene);
    return scratch_remove(&folder);
}

static void start(struct scene *scene)
{
    scene->scanner = scanner_start(scene->loop, scene->device, "115200", take, scene);
}

static struct scene *start_there(void **state)
{
    struct scene *scene = *state;
    plug_in(scene);
    start(scene);
    turn_until_there(scene, true);
    return scene;
}

static void send(struct scene *scene, const char *bytes, size_t size)
{
    assert_int_equal(write(scene->far, bytes, size), size);
}

static void send_text(struct scene *scene, const char *text)
{
    send(scene, text, strlen(text));
}

/* However a code ends. */
static void test_ends(void **state)
{
    struct scene *scene = start_there(state);
    send_text(scene, "a|1\rb|2\nc|3\r\nd|4\n\r\r\n\ne|5");
    turn_until_count(scene, 5);
    for (size_t i = 0; i < 5; i++) {
        char expected[8];
        snprintf(expected, sizeof expected, "%c|%zu", (char)('a' + i), i + 1);
        assert_string_equal(scene->codes[i], expected);
    }
}

static void test_a_byte_at_a_time(void **state)
{
    struct scene *scene = start_there(state);
    for (const char *c = CARD "\r\n"; *c; c++) {
        send(scene, c, 1);
        turn_for(scene, 2);
    }
    turn_until_count(scene, 1);
    assert_string_equal(scene->codes[0], CARD);
}

/* A pause inside is no end as long as it is short; a code that ends with none is told
 * after a longer one. */
static void test_torn(void **state)
{
    struct scene *scene = start_there(state);
    send_text(scene, "001190000123||Lê Th\xE1\xBB");
    turn_for(scene, 80);
    assert_int_equal(scene->count, 0);
    send_text(scene, "\x8B Hoà|15031990|Nữ|Hà Nội|20052021");
    turn_for(scene, 80);
    assert_int_equal(scene->count, 0);
    turn_until_count(scene, 1);
    assert_string_equal(scene->codes[0], CARD);
}

static void test_doubled(void **state)
{
    struct scene *scene = start_there(state);
    send_text(scene, "same\rsame\rsame\rother\rother\r");
    turn_until_count(scene, 2);
    turn_for(scene, 100);
    assert_int_equal(scene->count, 2);
    turn_for(scene, 1600); /* on purpose */
    send_text(scene, "other\r");
    turn_until_count(scene, 3);
    assert_string_equal(scene->codes[2], "other");
}

static void test_hostile(void **state)
{
    struct scene *scene = start_there(state);
    send(scene, "a\0b\x03\x04\x11\x13\x1B[2J\x7F\xFF\x1Cz\r", 17);
    turn_until_count(scene, 1);
    /* no byte is a command to the line, and none comes back */
    assert_string_equal(scene->codes[0], "a?b\x03\x04\x11\x13\x1B[2J\x7F\xFF\x1Cz");
    char back[64];
    fcntl(scene->far, F_SETFL, O_NONBLOCK);
    assert_int_equal(read(scene->far, back, sizeof back), -1);
}

static void test_endless(void **state)
{
    struct scene *scene = start_there(state);
    static char bytes[512];
    memset(bytes, 'x', sizeof bytes);
    for (int i = 0; i < 2 * SCANNER_BYTES_MOST / (int)sizeof bytes; i++) {
        send(scene, bytes, sizeof bytes);
        turn_for(scene, 5);
    }
    send_text(scene, "\rshort\r");
    turn_until_count(scene, 1);
    assert_string_equal(scene->codes[0], "short");
}

/* What was scanned before the kiosk was there is not this citizen's. */
static void test_stale(void **state)
{
    struct scene *scene = *state;
    plug_in(scene);
    int near = open(scene->device, O_RDWR | O_NOCTTY);
    struct termios line;
    tcgetattr(near, &line);
    cfmakeraw(&line);
    tcsetattr(near, TCSANOW, &line);
    send_text(scene, "somebody|else\r");
    usleep(20000);
    start(scene);
    turn_until_there(scene, true);
    send_text(scene, "me\r");
    turn_until_count(scene, 1);
    assert_string_equal(scene->codes[0], "me");
    close(near);
}

static void test_pulled_and_plugged_in_again(void **state)
{
    struct scene *scene = start_there(state);
    send_text(scene, "half a co");
    turn_for(scene, 50);
    pull_out(scene);
    turn_until_there(scene, false);
    plug_in(scene);
    turn_until_there(scene, true);
    send_text(scene, "whole\r");
    turn_until_count(scene, 1);
    assert_string_equal(scene->codes[0], "whole");
}

static void test_comes_later(void **state)
{
    struct scene *scene = *state;
    int64_t before = clock_monotonic();
    start(scene);
    assert_true(clock_monotonic() - before < 50);
    turn_for(scene, 100);
    assert_false(scanner_is_there(scene->scanner));
    plug_in(scene);
    turn_until_there(scene, true);
}

/* A file or a folder would be ready for ever. */
static void test_no_serial_line(void **state)
{
    struct scene *scene = *state;
    free(scene->device);
    scene->device = scratch_text(scene->folder, "file", "code\r");
    start(scene);
    turn_for(scene, 100);
    assert_false(scanner_is_there(scene->scanner));
    assert_int_equal(scene->count, 0);
    assert_false(scanner_is_there(NULL));
}

static int log_of_a_day(void *arg)
{
    struct scene *scene = arg;
    char *log = scratch_path(scene->folder, "log");
    log_start("motcua");
    log_to_file(log);
    start(scene);
    turn_for(scene, 1200); /* looked for more than once */
    plug_in(scene);
    turn_until_there(scene, true);
    send_text(scene, CARD "\r");
    turn_until_count(scene, 1);
    pull_out(scene);
    turn_until_there(scene, false);
    turn_for(scene, 1200);
    free(log);
    return 0;
}

static void test_the_log_tells_once_and_nothing_personal(void **state)
{
    struct scene *scene = *state;
    char *log = scratch_path(scene->folder, "log");
    assert_int_equal(scratch_child(log_of_a_day, scene, NULL, 0), 0);
    char *text = scratch_read(log);
    int lines = 0;
    for (const char *c = text; (c = strchr(c, '\n')); c++)
        lines++;
    assert_int_equal(lines, 3);
    assert_null(strstr(text, "0011"));
    assert_null(strstr(text, "Hoà"));
    assert_non_null(strstr(text, "is there"));
    assert_non_null(strstr(text, "is gone"));
    free(text);
    free(log);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(test_ends),
        SCENE(test_a_byte_at_a_time),
        SCENE(test_torn),
        SCENE(test_doubled),
        SCENE(test_hostile),
        SCENE(test_endless),
        SCENE(test_stale),
        SCENE(test_pulled_and_plugged_in_again),
        SCENE(test_comes_later),
        SCENE(test_no_serial_line),
        SCENE(test_the_log_tells_once_and_nothing_personal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
