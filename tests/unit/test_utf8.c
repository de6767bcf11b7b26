/* SPDX-License-Identifier: MIT */
/* UTF-8 as it comes from outside: cut, overlong, hidden; and text set in columns. */
#include "kiosk/base/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_whole_range(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t read = 1;
        size_t length = utf8_write(bytes, c), used = utf8_read(bytes, length, &read);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        assert_int_equal(read, surrogate ? UTF8_REPLACEMENT : c);
        assert_int_equal(used, surrogate ? 1 : length);
        if (length > 1 && !surrogate) { /* cut short by one byte */
            assert_int_equal(utf8_read(bytes, length - 1, &read), 1);
            assert_int_equal(read, UTF8_REPLACEMENT);
        }
    }
}

static void test_broken(void **state)
{
    (void)state;
    static const char *const BROKEN[] = {
        "\x80",             /* a continuation alone */
        "\xbf",             /* */
        "\xc0\xaf",         /* '/' overlong */
        "\xc1\xbf",         /* */
        "\xe0\x80\xaf",     /* '/' overlong in three */
        "\xe0\x9f\xbf",     /* */
        "\xf0\x80\x80\x9b", /* ESC-like, overlong in four */
        "\xf0\x8f\xbf\xbf", /* */
        "\xed\xa0\x80",     /* surrogates */
        "\xed\xbf\xbf",     /* */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xf5\x80\x80\x80", /* */
        "\xff\xfe",         /* */
        "\xe1\xba",         /* cut */
        "\xe1"
        "a",               /* cut by a letter */
        "\xf0\x9f\x99"     /* */
        "a",               /* */
        "\xc4\xc4\x91",    /* the second is whole */
        "ti\xe1\xba\xbe"   /* whole … */
        "\xe1\xba\xbe\xbe" /* … and one too many */
    };
    for (size_t i = 0; i < COUNT(BROKEN); i++) {
        assert_false(utf8_is_valid(BROKEN[i], strlen(BROKEN[i])));
        char *clean = utf8_clean(BROKEN[i], strlen(BROKEN[i]), UTF8_ONE_LINE);
        assert_true(utf8_is_valid(clean, strlen(clean)));
        assert_non_null(strstr(clean, "\xef\xbf\xbd"));
        free(clean);
    }
    uint32_t c;
    assert_int_equal(utf8_read("", 0, &c), 0);
    assert_true(utf8_is_valid("", 0));
    assert_true(utf8_is_valid("\xef\xbf\xbd \xf4\x8f\xbf\xbf", 8)); /* U+FFFD is one */
}

static void test_hidden(void **state)
{
    (void)state;
    static const uint32_t HIDDEN[] = {
        0x00,   0x07,   0x1B,   0x7F,    0x85,    0x9B,    0xAD,     0x61C,  0x180E,
        0x200B, 0x200E, 0x202A, 0x202E,  0x2028,  0x2066,  0x2069,   0xFEFF, 0xFE0F,
        0xE000, 0xFDD0, 0xFFFE, 0xE0041, 0xE01EF, 0xF0000, 0x10FFFF, 0xD800, 0x1FFFE};
    static const uint32_t SHOWN[] = {' ',    '~',    0xA0,   0xA1,    0x110,  0x1A0,
                                     0x303,  0x1EF9, 0x2010, 0x202F,  0x20AB, 0x2580,
                                     0x4E2D, 0xFFFD, 0x25CF, 0x1F642, 0x1EA0};
    for (size_t i = 0; i < COUNT(HIDDEN); i++)
        assert_false(utf8_is_showable(HIDDEN[i]));
    for (size_t i = 0; i < COUNT(SHOWN); i++)
        assert_true(utf8_is_showable(SHOWN[i]));
}

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *given;
        enum utf8_lines lines;
        const char *told;
    } CASES[] = {
        {"Nguyễn Thị Ánh", UTF8_ONE_LINE, "Nguyễn Thị Ánh"},
        {"a\nb\r\nc\rd\te", UTF8_KEEP_LINES, "a\nb\nc\nd e"},
        {"a\nb\r\nc\rd\te", UTF8_ONE_LINE, "a b c d e"},
        {"\r\r\n\n", UTF8_KEEP_LINES, "\n\n\n"},
        {"\x1b]0;x\x07", UTF8_KEEP_LINES, "\xef\xbf\xbd]0;x\xef\xbf\xbd"},
        {"\xc2\x9b"
         "12;3]",
         UTF8_ONE_LINE,
         "\xef\xbf\xbd"
         "12;3]"},
        {"zero\xe2\x80\x8bwidth", UTF8_ONE_LINE, "zero\xef\xbf\xbdwidth"},
        {"ca\xcc\x81", UTF8_ONE_LINE, "ca\xcc\x81"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *clean = utf8_clean(CASES[i].given, strlen(CASES[i].given), CASES[i].lines);
        assert_string_equal(clean, CASES[i].told);
        free(clean);
    }
    char *with_nul = utf8_clean("a\0b", 3, UTF8_ONE_LINE);
    assert_string_equal(with_nul, "a\xef\xbf\xbd"
                                  "b");
    free(with_nul);
}

static void test_widths(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
        size_t count;
    } CASES[] = {
        {"", 0, 0},        {"khai sinh", 9, 9},
        {"Đăng ký", 7, 7}, {"a\xcc\x82\xcc\x81i", 2, 4}, /* decomposed ấ, then i */
        {"中文", 4, 2},    {"● ○ ▲", 5, 5},
        {"\xff", 1, 1},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        assert_int_equal(utf8_columns(CASES[i].text), CASES[i].columns);
        assert_int_equal(utf8_count(CASES[i].text), CASES[i].count);
    }
    assert_int_equal(utf8_width(0x301), 0);
    assert_int_equal(utf8_width(0x1EA5), 1);
}

static void test_fit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
        const char *fits;
    } CASES[] = {
        {"Đăng ký", 0, ""},
        {"Đăng ký", 3, "Đăn"},
        {"Đăng ký", 7, "Đăng ký"},
        {"Đăng ký", 80, "Đăng ký"},
        {"a\xcc\x82\xcc\x81i", 1, "a\xcc\x82\xcc\x81"}, /* marks stay with their letter */
        {"中文", 1, ""},
        {"中文", 3, "中"},
        {"x", -1, ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_int_equal(utf8_fit(CASES[i].text, CASES[i].columns),
                         strlen(CASES[i].fits));
}

/* The lines, each followed by '|'. */
static void wrap_all(const char *text, int columns, char *out, size_t room)
{
    size_t length = 0;
    out[0] = '\0';
    while (*text) {
        const char *next;
        size_t size = utf8_wrap(text, columns, &next);
        assert_true(next > text);
        length += (size_t)snprintf(out + length, room - length, "%.*s|", (int)size, text);
        assert_true(length < room);
        text = next;
    }
}

static void test_wrap(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
        const char *lines;
    } CASES[] = {
        {"", 10, ""},
        {"một dòng", 10, "một dòng|"},
        {"Ngày mười lăm tháng ba", 10, "Ngày mười|lăm tháng|ba|"},
        {"Ngày mười lăm", 9, "Ngày mười|lăm|"}, /* fits to the last column */
        {"hai\ndòng", 10, "hai|dòng|"},
        {"hai\n\ndòng\n", 10, "hai||dòng|"},
        {"abc\ndef", 3, "abc|def|"},
        {"abc   \ndef", 3, "abc|def|"}, /* blanks that stand over make no line */
        {"abc      ", 3, "abc|"},
        {"abc   def", 4, "abc|def|"},
        {"abcdefghij", 4, "abcd|efgh|ij|"},
        {"ab cdefghij kl", 4, "ab|cdef|ghij|kl|"},
        {"a\xcc\x81 b", 1, "a\xcc\x81|b|"},
        {"中文字", 3, "中|文|字|"},
        {"中文", 1, "中|文|"}, /* one at least, or it would never end */
        {"ab", 0, "a|b|"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char lines[256];
        wrap_all(CASES[i].text, CASES[i].columns, lines, sizeof(lines));
        assert_string_equal(lines, CASES[i].lines);
    }
}

static void test_cursor(void **state)
{
    (void)state;
    /* Where a cursor may stand in each text. */
    static const struct {
        const char *text;
        size_t stops[8];
        size_t count;
    } CASES[] = {
        {"", {0}, 1},
        {"abc", {0, 1, 2, 3}, 4},
        {"Đỗ", {0, 2, 5}, 3},
        {"o\xcc\x9b\xcc\x83 b", {0, 5, 6, 7}, 4}, /* decomposed ỡ */
        {"\xcc\x81"
         "a",
         {0, 2, 3},
         3}, /* a mark without a letter */
        {"a\n\xcc\x81"
         "b",
         {0, 1, 4, 5},
         4}, /* the line end is not a letter, but … */
        {"a\xff\xe1\xba"
         "b",
         {0, 1, 2, 3, 4, 5},
         6},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const size_t *stops = CASES[i].stops, last = CASES[i].count - 1;
        for (size_t s = 0; s < last; s++) {
            assert_int_equal(utf8_next(CASES[i].text, stops[s]), stops[s + 1]);
            assert_int_equal(utf8_previous(CASES[i].text, stops[s + 1]), stops[s]);
        }
        assert_int_equal(stops[last], strlen(CASES[i].text));
        assert_int_equal(utf8_next(CASES[i].text, stops[last]), stops[last]);
        assert_int_equal(utf8_previous(CASES[i].text, 0), 0);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_range), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_hidden),      cmocka_unit_test(test_clean),
        cmocka_unit_test(test_widths),      cmocka_unit_test(test_fit),
        cmocka_unit_test(test_wrap),        cmocka_unit_test(test_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
