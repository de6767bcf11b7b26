/* SPDX-License-Identifier: MIT */
/* The first error is the one that is told, and it is fit to be shown. */
#include "kiosk/base/error.h"
#include "kiosk/base/utf8.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_first_wins(void **state)
{
    (void)state;
    struct error err = {0};
    assert_false(error_is_set(&err));
    assert_false(error_set(&err, "The disk %s is full.", "sda1"));
    assert_true(error_is_set(&err));
    assert_false(error_set(&err, "The echo."));
    assert_string_equal(err.text, "The disk sda1 is full.");
    error_clear(&err);
    assert_false(error_is_set(&err));
    error_set(&err, "Another.");
    assert_string_equal(err.text, "Another.");
}

static void test_lasting(void **state)
{
    (void)state;
    struct error err = {0};
    assert_false(error_set_lasting(&err, "The record %d is damaged.", 7));
    assert_string_equal(err.text, "The record 7 is damaged.");
    assert_true(err.lasting);
    error_set(&err, "The echo.");
    assert_true(err.lasting);
    error_clear(&err);
    assert_false(err.lasting);
    error_set(&err, "The store is busy.");
    error_set_lasting(&err, "The echo.");
    assert_false(err.lasting);
    assert_false(error_set_lasting(NULL, "%s", "nobody reads this"));
}

static void test_nobody_listens(void **state)
{
    (void)state;
    assert_false(error_set(NULL, "%s", "nobody reads this"));
    assert_false(error_is_set(NULL));
}

static void test_cleaned(void **state)
{
    (void)state;
    static const struct {
        const char *given, *told;
    } CASES[] = {
        {"Sổ hộ tịch", "Sổ hộ tịch"},
        {"two\nlines\r\nand\ta tab", "two lines and a tab"},
        {"\x1b[2J\x9b", "\xef\xbf\xbd[2J\xef\xbf\xbd"},
        {"\xe2\x80\xaegnp.exe", "\xef\xbf\xbdgnp.exe"},
        {"cut \xe1\xba", "cut \xef\xbf\xbd\xef\xbf\xbd"},
        {"", "?"}, /* an error without words is an error all the same */
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        error_set(&err, "%s", CASES[i].given);
        assert_string_equal(err.text, CASES[i].told);
    }
}

/* However long it is, what is kept is whole characters. */
static void test_long(void **state)
{
    (void)state;
    static const char *const LETTERS[] = {"a", "ư", "ệ", "\xf0\x9f\x99\x82", "\x01"};
    for (size_t l = 0; l < sizeof(LETTERS) / sizeof(LETTERS[0]); l++) {
        for (size_t before = 0; before < 4; before++) {
            char text[4096] = "";
            for (size_t at = before; at + 8 < sizeof(text); at += strlen(LETTERS[l]))
                snprintf(text + at, 8, "%s", LETTERS[l]);
            memset(text, '.', before);
            struct error err = {0};
            error_set(&err, "%s", text);
            assert_in_range(strlen(err.text), 400, sizeof(err.text) - 1);
            assert_true(utf8_is_valid(err.text, strlen(err.text)));
        }
    }
}

static void restore(void)
{
    fputs("terminal restored\n", stderr);
}

static int die(void *arg)
{
    error_on_death(restore);
    error_die("slot %d is empty", *(int *)arg);
}

static void test_death(void **state)
{
    (void)state;
    int slot = 7;
    char said[512];
    int status = scratch_child(die, &slot, said, sizeof(said));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    const char *restored = strstr(said, "terminal restored");
    const char *why = strstr(said, "motcua: slot 7 is empty");
    assert_non_null(restored);
    assert_non_null(why);
    assert_true(restored < why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_wins),     cmocka_unit_test(test_lasting),
        cmocka_unit_test(test_nobody_listens), cmocka_unit_test(test_cleaned),
        cmocka_unit_test(test_long),           cmocka_unit_test(test_death),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
