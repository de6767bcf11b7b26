/* SPDX-License-Identifier: MIT */
/* Words and their numbers. */
#include "kiosk/service/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_each_once(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        size_t size;
        uint32_t number;
    } CASES[] = {
        {"khai", 4, 0},  {"sinh", 4, 1},   {"khai", 4, 0}, {"kha", 3, 2}, {"khai", 3, 2},
        {"khais", 5, 3}, {"sinh x", 4, 1}, {"", 0, 4},     {"x", 0, 4},   {"ñ", 2, 5},
    };
    struct vocabulary *v = vocabulary_create();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
        assert_int_equal(vocabulary_add(v, CASES[i].word, CASES[i].size),
                         CASES[i].number);
    assert_int_equal(vocabulary_count(v), 6);
    assert_string_equal(vocabulary_word(v, 2), "kha");
    assert_string_equal(vocabulary_word(v, 4), "");
    vocabulary_free(&v);
    assert_null(v);
    vocabulary_free(&v);
}

static void test_many(void **state)
{
    (void)state;
    struct vocabulary *v = vocabulary_create();
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 20000; i++) {
            char word[16];
            int size = snprintf(word, sizeof(word), "w%u", i * 7919 % 20000);
            uint32_t number = vocabulary_add(v, word, (size_t)size);
            assert_int_equal(number, i);
            assert_string_equal(vocabulary_word(v, number), word);
        }
    }
    assert_int_equal(vocabulary_count(v), 20000);
    vocabulary_free(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
