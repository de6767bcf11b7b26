/* SPDX-License-Identifier: MIT */
/* Titles as rows of numbers: the words are those that folding the whole title gives. */
#include "kiosk/base/memory.h"
#include "kiosk/search/spoken.h"
#include "kiosk/search/title.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The words that a title is made of, folded, with blanks between them. */
static void join(const struct vocabulary *vocabulary, const struct title *title,
                 char *out, size_t room)
{
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; i < title->count; i++)
        length += (size_t)snprintf(out + length, room - length, "%s%s", i ? " " : "",
                                   vocabulary_word(vocabulary, title->words[i]));
}

static void test_read(void **state)
{
    (void)state;
    static const struct {
        const char *title, *folded;
        size_t read; /* words before a bracket */
    } CASES[] = {
        {"Đăng ký khai sinh", "dang ki khai sinh", SIZE_MAX},
        {"ĐĂNG KÝ khai sinh, khai tử", "dang ki khai sinh khai tu", SIZE_MAX},
        {"Thủ tục (cấp xã) chứng thực", "thu tuc cap xa chung thuc", 2},
        {"Giấy “chứng tú” – 1/500", "giay chung tu 1 500", SIZE_MAX},
        {"khai\xcc\x81 sinh", "khai sinh", SIZE_MAX},
        {"dưới-trực tiếp“a”b", "duoi truc tiep a b", SIZE_MAX},
        {"nghiêngnghiêngnghiêng nghiêng", "nghiengnghiengnghieng nghieng", SIZE_MAX},
        {" ( ", "", 0},
        {"\xff\xfe \xc3", "", SIZE_MAX},
        {"", "", SIZE_MAX},
    };
    struct vocabulary *vocabulary = vocabulary_create();
    struct titles *titles = titles_create(vocabulary);
    struct title title = {0};
    for (int round = 0; round < 2; round++) { /* once new, once known */
        for (size_t i = 0; i < COUNT(CASES); i++) {
            char folded[200];
            titles_read(titles, CASES[i].title, &title);
            join(vocabulary, &title, folded, sizeof(folded));
            assert_string_equal(folded, CASES[i].folded);
            assert_int_equal(title.read, CASES[i].read);
        }
    }
    titles_read(titles, "Uỷ ban", &title);
    titles_read_more(titles, "nhân dân", &title);
    assert_int_equal(title.count, 4);
    title_free(&title);
    titles_free(&titles);
    assert_null(titles);
    titles_free(&titles);
    vocabulary_free(&vocabulary);
}

/* Whatever the bytes: the same words as if the whole had been folded at once. */
static void test_any(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "a",   "Ý",    "qu",           "y",        " ", "(", "đ", "\xcc\x81", "–", "\xff",
        "1.0", "\xe1", "\xe1\xba\xad", "\xc2\xa0", "uỷ"};
    struct vocabulary *vocabulary = vocabulary_create();
    struct titles *titles = titles_create(vocabulary);
    struct title title = {0};
    uint32_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        char text[100] = "", folded[200], joined[200];
        for (int p = 0; p < 12; p++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = PIECES[(seed >> 16) % COUNT(PIECES)];
            snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s", piece);
        }
        titles_read(titles, text, &title);
        join(vocabulary, &title, joined, sizeof(joined));
        spoken_fold(folded, sizeof(folded), text);
        assert_string_equal(joined, folded);
    }
    title_free(&title);
    titles_free(&titles);
    vocabulary_free(&vocabulary);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
