/* SPDX-License-Identifier: MIT */
/* QR codes as the screen and the paper draw them. That they can be read is shown by
 * tests/e2e/print_folder.py, with a reader that is not ours. */
#include "kiosk/qr/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define URL "https://dvc.example.vn/t/7QHM2K9TXV4DA3NPW"

static void test_size_follows_length(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        int side, columns, rows;
    } CASES[] = {
        {1, 21, 29, 15},  {14, 21, 29, 15}, {15, 25, 33, 17},
        {42, 29, 37, 19}, {84, 37, 45, 23}, {85, 41, 49, 25},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char text[128] = {0};
        memset(text, 'a', CASES[i].bytes);
        struct qr *qr = qr_create(text, NULL);
        assert_non_null(qr);
        assert_int_equal(qr_side(qr), CASES[i].side);
        assert_int_equal(qr_columns(qr), CASES[i].columns);
        assert_int_equal(qr_rows(qr), CASES[i].rows);
        qr_free(&qr);
        assert_null(qr);
    }
}

static void test_longest_fits_the_screen(void **state)
{
    (void)state;
    char text[QR_SCREEN_BYTES + 1] = {0};
    memset(text, '7', QR_SCREEN_BYTES);
    struct qr *qr = qr_create(text, NULL);
    assert_true(qr_columns(qr) <= 80);
    assert_true(qr_rows(qr) <= 25);
    qr_free(&qr);
}

static void test_refused(void **state)
{
    (void)state;
    static char long_text[QR_MOST_BYTES + 2];
    memset(long_text, 'x', QR_MOST_BYTES + 1);
    const char *const CASES[] = {"", long_text};
    for (size_t i = 0; i < 2; i++) {
        struct error err = {0};
        assert_null(qr_create(CASES[i], &err));
        assert_non_null(strstr(err.text, "1 to 500 bytes"));
    }
    long_text[QR_MOST_BYTES] = '\0';
    struct qr *qr = qr_create(long_text, NULL);
    assert_non_null(qr);
    qr_free(&qr);
}

/* The square in the corner by which a reader finds the code, and the blank around it. */
static void test_corner(void **state)
{
    (void)state;
    static const char *const CORNER[7] = {"#######", "#     #", "# ### #", "# ### #",
                                          "# ### #", "#     #", "#######"};
    struct qr *qr = qr_create(URL, NULL);
    int far = qr_side(qr) - 7;
    for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 7; x++) {
            bool dark = CORNER[y][x] == '#';
            assert_int_equal(qr_is_dark(qr, x, y), dark);
            assert_int_equal(qr_is_dark(qr, far + x, y), dark);
            assert_int_equal(qr_is_dark(qr, x, far + y), dark);
        }
    }
    assert_false(qr_is_dark(qr, -1, 0));
    assert_false(qr_is_dark(qr, 0, -1));
    assert_false(qr_is_dark(qr, qr_side(qr), 0));
    assert_false(qr_is_dark(qr, 0, qr_side(qr)));
    qr_free(&qr);
}

static void test_cells_hold_two_modules(void **state)
{
    (void)state;
    struct qr *qr = qr_create(URL, NULL);
    for (int row = 0; row < qr_rows(qr); row++) {
        for (int column = 0; column < qr_columns(qr); column++) {
            int x = column - QR_QUIET, y = row * 2 - QR_QUIET;
            enum qr_cell cell = qr_cell_at(qr, column, row);
            assert_int_equal(cell == QR_CELL_UPPER || cell == QR_CELL_DARK,
                             qr_is_dark(qr, x, y));
            assert_int_equal(cell == QR_CELL_LOWER || cell == QR_CELL_DARK,
                             qr_is_dark(qr, x, y + 1));
        }
    }
    qr_free(&qr);
}

static void test_shapes(void **state)
{
    (void)state;
    static const struct {
        enum qr_cell cell;
        const char *plain, *inverse;
    } CASES[] = {
        {QR_CELL_LIGHT, " ", "█"},
        {QR_CELL_UPPER, "▀", "▄"},
        {QR_CELL_LOWER, "▄", "▀"},
        {QR_CELL_DARK, "█", " "},
    };
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(qr_cell_text(CASES[i].cell, false), CASES[i].plain);
        assert_string_equal(qr_cell_text(CASES[i].cell, true), CASES[i].inverse);
    }
}

static void test_text(void **state)
{
    (void)state;
    struct qr *qr = qr_create(URL, NULL);
    struct buffer out;
    buffer_init(&out, 1 << 16);
    assert_true(qr_to_text(qr, &out));
    int lines = 0;
    for (const char *at = out.data; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    assert_int_equal(lines, qr_rows(qr));
    /* Two blank rows of quiet zone, then the top of two corners. */
    const char *third = strchr(strchr(out.data, '\n') + 1, '\n') + 1;
    assert_memory_equal(third, "    █▀▀▀▀▀█ ", strlen("    █▀▀▀▀▀█ "));
    buffer_free(&out);

    buffer_init(&out, 100);
    assert_false(qr_to_text(qr, &out));
    buffer_free(&out);
    qr_free(&qr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_size_follows_length),
        cmocka_unit_test(test_longest_fits_the_screen),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_corner),
        cmocka_unit_test(test_cells_hold_two_modules),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
