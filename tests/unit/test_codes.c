/* SPDX-License-Identifier: MIT */
/* Procedures by their codes, among many and among those that begin alike. */
#include "kiosk/service/codes.h"

#include "kiosk/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { NOWHERE = 999999 };

static size_t find(const struct codes *codes, const char *code)
{
    size_t item = NOWHERE;
    bool found = codes_find(codes, code, &item);
    assert_int_equal(found, item != NOWHERE);
    return item;
}

static void codes_that_begin_alike(void **state)
{
    (void)state;
    static const char *const CODES[] = {
        "1.0133611",    "1.013361",           "1.014955-Xoa",
        "1.014955-Cũ",  "2.009182739",        "1.001193.000.00.00.H17",
        "1.000419.H17", "1.000419.000.00.00", "1.000419",
    };
    static const struct {
        const char *code;
        size_t item;
    } CASES[] = {
        {"1.0133611", 0},
        {"1.013361", 1},
        {"1.0133612", NOWHERE},
        {"1.013361.000.00.00.H17", 1},
        {"1.0133611.H17", 0},
        {"1.014955-Xoa", 2},
        {"1.014955", NOWHERE},
        {"1.014955-Xoa.H17", 2},
        {"2.009182", NOWHERE},
        {"1.001193", 5},
        {"1.001193-Xoa", NOWHERE},
        {"1.000419", 8},
        {"1.000419.02", 8},
        {"1.000419.H17", 6},
        {"1.000418", NOWHERE},
        {"1.00041", NOWHERE},
        {"", NOWHERE},
    };
    struct codes *codes = codes_create();
    assert_int_equal(find(codes, "1.000419"), NOWHERE);
    for (size_t i = 0; i < sizeof(CODES) / sizeof(*CODES); i++)
        codes_add(codes, CODES[i], i);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++)
        assert_int_equal(find(codes, CASES[i].code), CASES[i].item);
    codes_free(&codes);
    assert_null(codes);
    codes_free(&codes);
}

static void of_one_length_the_first(void **state)
{
    (void)state;
    struct codes *codes = codes_create();
    codes_add(codes, "1.000001.H17", 0);
    codes_add(codes, "1.000001.H18", 1);
    assert_int_equal(find(codes, "1.000001"), 0);
    codes_free(&codes);
}

static void many(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    char **texts = memory_array(MANY, sizeof(*texts));
    struct codes *codes = codes_create();
    for (size_t i = 0; i < MANY; i++) {
        texts[i] = memory_format("%zu.%06zu", i % 10, i);
        codes_add(codes, texts[i], i);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(find(codes, texts[i]), i);
    assert_int_equal(find(codes, "1.000002"), NOWHERE);
    codes_free(&codes);
    for (size_t i = 0; i < MANY; i++)
        free(texts[i]);
    free(texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_that_begin_alike),
        cmocka_unit_test(of_one_length_the_first),
        cmocka_unit_test(many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
