/* SPDX-License-Identifier: MIT */
/* The log: one clean line an event, in a file of bounded size. */
#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The log's file stays open for the rest of a process, so each case has its own. */
static int in_child(int (*run)(void *arg), void *arg, char *errors, size_t room)
{
    int status = scratch_child(run, arg, errors, room);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int log_three(void *path)
{
    log_start("motcua-courier");
    if (path)
        log_to_file(path);
    log_line("dossier %s: HTTP %d", "7QHM2K9TXV4DA3NPW", 503);
    log_line("from outside: %s", "a\nb\x1b[2J\xff");
    log_line("%s", "");
    return 0;
}

static void expect_three(const char *text)
{
    static const char *const ENDS[] = {
        " motcua-courier: dossier 7QHM2K9TXV4DA3NPW: HTTP 503\n",
        " motcua-courier: from outside: a b\xef\xbf\xbd[2J\xef\xbf\xbd\n",
        " motcua-courier: \n",
    };
    for (size_t i = 0; i < 3; i++) {
        int64_t when;
        char stamp[CLOCK_STAMP_ROOM] = "";
        size_t size = strcspn(text, "\n") + 1;
        memcpy(stamp, text, 25);
        assert_true(clock_read_stamp(stamp, &when));
        assert_in_range(clock_now() - when, 0, 60);
        assert_int_equal(size, 25 + strlen(ENDS[i]));
        assert_memory_equal(text + 25, ENDS[i], size - 25);
        text += size;
    }
    assert_string_equal(text, "");
}

static void test_to_standard_error(void **state)
{
    (void)state;
    char said[4096];
    assert_int_equal(in_child(log_three, NULL, said, sizeof(said)), 0);
    expect_three(said);
}

static void test_to_file(void **state)
{
    char *path = scratch_path(*state, "kiosk.log");
    char said[4096];
    assert_int_equal(in_child(log_three, path, said, sizeof(said)), 0);
    assert_string_equal(said, "");
    char *text = scratch_read(path);
    expect_three(text);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    free(text);
    /* The next run appends. */
    assert_int_equal(in_child(log_three, path, NULL, 0), 0);
    text = scratch_read(path);
    expect_three(strstr(text, "courier: \n") + strlen("courier: \n"));
    free(text);
    free(path);
}

/* Where the file cannot be, the log goes on where it was. */
static void test_file_in_the_way(void **state)
{
    char *path = scratch_path(*state, "no/such/folder/kiosk.log");
    char said[4096];
    assert_int_equal(in_child(log_three, path, said, sizeof(said)), 0);
    expect_three(said);
    free(path);
}

static void test_started_anew(void **state)
{
    char *old = memory_alloc((1 << 20) + 2);
    memset(old, 'x', (1 << 20) + 1);
    free(scratch_text(*state, "kiosk.log.1", "older still"));
    char *path = scratch_write(*state, "kiosk.log", old, (1 << 20) + 1);
    char *older = scratch_path(*state, "kiosk.log.1");
    assert_int_equal(in_child(log_three, path, NULL, 0), 0);
    char *text = scratch_read(path), *moved = scratch_read(older);
    expect_three(text);
    assert_string_equal(moved, old);
    assert_int_equal(scratch_count(*state), 2); /* never more than two files */
    free(text);
    free(moved);
    free(old);
    free(path);
    free(older);
}

static int log_long(void *path)
{
    char text[3000];
    memset(text, '\x01', sizeof(text)); /* three bytes each once cleaned */
    text[sizeof(text) - 1] = '\0';
    log_to_file(path);
    log_line("%s", text);
    log_line("after");
    return 0;
}

static void test_long_line(void **state)
{
    char *path = scratch_path(*state, "kiosk.log");
    assert_int_equal(in_child(log_long, path, NULL, 0), 0);
    char *text = scratch_read(path);
    size_t first = strcspn(text, "\n");
    assert_in_range(first, 1000, 4096);
    assert_true(utf8_is_valid(text, strlen(text)));
    assert_non_null(strstr(text + first + 1, ": after\n"));
    free(text);
    free(path);
}

/* A courier that runs for months must not fill the disk. */
static int log_much(void *path)
{
    char text[900];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    log_to_file(path);
    for (int i = 0; i < 4000; i++)
        log_line("%d %s", i, text);
    log_line("last");
    return 0;
}

static void test_bounded_while_running(void **state)
{
    char *path = scratch_path(*state, "courier.log");
    char *older = scratch_path(*state, "courier.log.1");
    assert_int_equal(in_child(log_much, path, NULL, 0), 0);
    struct stat info;
    assert_int_equal(stat(older, &info), 0);
    assert_in_range(info.st_size, 1 << 20, (1 << 20) + 4096);
    assert_int_equal(stat(path, &info), 0);
    assert_in_range(info.st_size, 1, (1 << 20) + 4096);
    char *text = scratch_read(path);
    assert_non_null(strstr(text, ": last\n"));
    assert_int_equal(scratch_count(*state), 2);
    free(text);
    free(path);
    free(older);
}

/* Standard error becomes a terminal; how many bytes come out of it? */
static int bytes_on_terminal(void (*say)(void *path), void *path)
{
    int terminal, program;
    char said[256];
    if (openpty(&terminal, &program, NULL, NULL, NULL) < 0 || dup2(program, 2) < 0 ||
        fcntl(terminal, F_SETFL, O_NONBLOCK) < 0)
        return 255;
    say(path);
    ssize_t got = read(terminal, said, sizeof(said));
    return got > 0 ? (int)got : 0;
}

static void say_plainly(void *path)
{
    (void)path;
    log_line("x");
}

static void say_without_file(void *path)
{
    log_to_file(path);
    log_line("x");
}

static void say_as_helper(void *path)
{
    log_leave_terminal(path);
    log_line("x");
    fputs("a library's warning\n", stderr);
}

static int plainly(void *path)
{
    return bytes_on_terminal(say_plainly, path);
}

static int without_file(void *path)
{
    return bytes_on_terminal(say_without_file, path);
}

static int as_helper(void *path)
{
    return bytes_on_terminal(say_as_helper, path);
}

static void test_terminal_is_left_alone(void **state)
{
    char *nowhere = scratch_path(*state, "no/such/folder/kiosk.log");
    char *path = scratch_path(*state, "printer.log");
    assert_in_range(in_child(plainly, NULL, NULL, 0), 30, 100); /* the test can see */
    assert_int_equal(in_child(without_file, nowhere, NULL, 0), 0);
    assert_int_equal(in_child(as_helper, nowhere, NULL, 0), 0);
    assert_int_equal(in_child(as_helper, path, NULL, 0), 0);
    char *text = scratch_read(path);
    assert_non_null(strstr(text, ": x\n"));
    free(text);
    free(nowhere);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_to_standard_error),
        IN_SCRATCH(test_to_file),
        IN_SCRATCH(test_file_in_the_way),
        IN_SCRATCH(test_started_anew),
        IN_SCRATCH(test_long_line),
        IN_SCRATCH(test_bounded_while_running),
        IN_SCRATCH(test_terminal_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
