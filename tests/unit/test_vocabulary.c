/* SPDX-License-Identifier: MIT */
/* Words and their numbers. */
#include "kiosk/search/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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
    uint32_t *ranks = vocabulary_sort(v);
    assert_string_equal(vocabulary_word(v, ranks[2]), "kha");
    assert_int_equal(vocabulary_length(v, ranks[2]), 3);
    assert_string_equal(vocabulary_word(v, 0), "");
    assert_int_equal(vocabulary_length(v, 0), 0);
    free(ranks);
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
        }
    }
    assert_int_equal(vocabulary_count(v), 20000);
    free(vocabulary_sort(v));
    for (uint32_t rank = 1; rank < 20000; rank++)
        assert_true(strcmp(vocabulary_word(v, rank - 1), vocabulary_word(v, rank)) < 0);
    vocabulary_free(&v);
}

static void test_beginnings(void **state)
{
    (void)state;
    static const char *const WORDS[] = {"sinh", "khai", "kha", "khac", "kh", "ñandu"};
    static const struct {
        const char *start;
        size_t begun, whole;
    } CASES[] = {{"kha", 3, 1},  {"k", 4, 0}, {"khaix", 0, 0}, {"", 6, 0},
                 {"sinh", 1, 1}, {"z", 0, 0}, {"a", 0, 0},     {"ñ", 1, 0}};
    struct vocabulary *v = vocabulary_create();
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++)
        vocabulary_add(v, WORDS[i], strlen(WORDS[i]));
    free(vocabulary_sort(v));
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct ranks begun = vocabulary_beginning(v, CASES[i].start);
        struct ranks whole = vocabulary_find(v, CASES[i].start);
        assert_int_equal(begun.end - begun.first, CASES[i].begun);
        assert_int_equal(whole.end - whole.first, CASES[i].whole);
        if (CASES[i].whole)
            assert_int_equal(whole.first, begun.first);
    }
    vocabulary_free(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_beginnings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
