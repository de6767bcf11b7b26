/* SPDX-License-Identifier: MIT */
/* How Vietnamese is spelt, and that the tables of the rules are in order. */
#include "kiosk/input/syllable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t length_of(const char32_t *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

static void test_spelling(void **state)
{
    static const struct {
        const char32_t *letters;
        enum tone tone;
        int what;
        bool right;
    } cases[] = {
        {U"nguyên", TONE_NGA, SYLLABLE_WHOLE, true},
        {U"nguyen", TONE_NGA, SYLLABLE_WHOLE, false},
        {U"nguyen", TONE_NGA, 0, true}, /* the hat may still come */
        {U"ngh", TONE_NGANG, 0, false}, /* no vowel yet, no đ */
        {U"nghe", TONE_NGANG, SYLLABLE_WHOLE, true},
        {U"nge", TONE_NGANG, SYLLABLE_WHOLE, false},
        {U"ghế", TONE_NGANG, SYLLABLE_WHOLE, false}, /* a tone is no part of a letter */
        {U"ce", TONE_SAC, SYLLABLE_WHOLE, false},
        {U"giêng", TONE_SAC, SYLLABLE_WHOLE, true},
        {U"gi", TONE_HUYEN, SYLLABLE_WHOLE, true},
        {U"quyêt", TONE_SAC, SYLLABLE_WHOLE, true},
        {U"cac", TONE_SAC, SYLLABLE_WHOLE, true},
        {U"cac", TONE_HUYEN, SYLLABLE_WHOLE, false},
        {U"cac", TONE_NGANG, SYLLABLE_WHOLE, false},
        {U"cac", TONE_NGANG, 0, true},
        {U"đăk", TONE_NGANG, SYLLABLE_WHOLE, true},
        {U"đak", TONE_NGANG, SYLLABLE_WHOLE, false},
        {U"đak", TONE_NGANG, SYLLABLE_WHOLE | SYLLABLE_NAME, true},
        {U"krông", TONE_NGANG, SYLLABLE_WHOLE, true},
        {U"krông", TONE_SAC, SYLLABLE_WHOLE, false},
        {U"krông", TONE_SAC, SYLLABLE_WHOLE | SYLLABLE_NAME, true},
        {U"ưang", TONE_NGANG, SYLLABLE_WHOLE | SYLLABLE_NAME, false},
        {U"fan", TONE_NGANG, SYLLABLE_WHOLE | SYLLABLE_NAME, false},
        {U"ươ", TONE_NGANG, SYLLABLE_WHOLE, true},
        {U"tươ", TONE_NGANG, SYLLABLE_WHOLE, false},
        {U"tươ", TONE_NGANG, 0, true},
        {U"tđc", TONE_NGANG, SYLLABLE_WHOLE, true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool right = syllable_is_spelt(cases[i].letters, length_of(cases[i].letters),
                                       cases[i].tone, cases[i].what);
        if (right != cases[i].right)
            fail_msg("case %zu", i);
    }
}

static void test_parts_and_tone_place(void **state)
{
    static const struct {
        const char32_t *letters;
        size_t vowels, final, old_place, new_place;
    } cases[] = {
        {U"hoa", 1, 3, 1, 2},   {U"hoan", 1, 3, 2, 2},   {U"qua", 2, 3, 2, 2},
        {U"quy", 2, 3, 2, 2},   {U"gia", 2, 3, 2, 2},    {U"gi", 1, 2, 1, 1},
        {U"giêng", 1, 3, 2, 2}, {U"thuyên", 2, 5, 4, 4}, {U"khuya", 2, 5, 3, 3},
        {U"mưa", 1, 3, 1, 1},   {U"mươn", 1, 3, 2, 2},   {U"mia", 1, 3, 1, 1},
        {U"a", 0, 1, 0, 0},     {U"ngh", 3, 3, 3, 3},    {U"", 0, 0, 0, 0},
        {U"xoong", 1, 3, 2, 2}, {U"thuy", 2, 4, 2, 3},   {U"khoeo", 2, 5, 3, 3},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t count = length_of(cases[i].letters);
        struct parts parts = syllable_split(cases[i].letters, count);
        assert_int_equal(parts.vowels, cases[i].vowels);
        assert_int_equal(parts.final, cases[i].final);
        assert_int_equal(syllable_tone_place(cases[i].letters, count, false),
                         cases[i].old_place);
        assert_int_equal(syllable_tone_place(cases[i].letters, count, true),
                         cases[i].new_place);
    }
}

static void test_tables(void **state)
{
    (void)state;
    assert_int_equal(length_of(MARKED), length_of(UNMARKED));
    assert_int_equal(length_of(MARKED), length_of(CAPITALS));
    for (const struct vowel_rule *rule = VOWELS; rule->letters; rule++) {
        assert_true(length_of(rule->letters) >= 1 && length_of(rule->finals) >= 1);
        for (size_t i = 0; rule->letters[i]; i++)
            assert_true(letter_is_vowel(rule->letters[i]));
    }
    const struct key_rule *methods[] = {TELEX_RULES, VNI_RULES};
    for (size_t m = 0; m < COUNT(methods); m++) {
        for (const struct key_rule *rule = methods[m]; rule->key; rule++) {
            size_t marks = rule->marks ? length_of(rule->marks) : 0;
            assert_int_equal(marks % 2, 0);
            for (size_t i = 0; i < marks; i += 2)
                assert_int_equal(letter_unmarked(rule->marks[i + 1]), rule->marks[i]);
        }
    }
}

static void test_capitals(void **state)
{
    (void)state;
    for (size_t i = 0; MARKED[i]; i++) {
        assert_int_equal(letter_capital(MARKED[i]), CAPITALS[i]);
        assert_int_equal(letter_small(CAPITALS[i]), MARKED[i]);
    }
    assert_int_equal(letter_capital(U'x'), U'X');
    assert_int_equal(letter_small(U'X'), U'x');
    assert_int_equal(letter_capital(U'7'), U'7');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling),
        cmocka_unit_test(test_parts_and_tone_place),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
