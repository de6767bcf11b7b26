/* SPDX-License-Identifier: MIT */
/* A buffer keeps its ceiling, takes a thing whole or not at all, and is wiped. */
#include "kiosk/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_grows(void **state)
{
    (void)state;
    struct buffer buf;
    buffer_init(&buf, 100000);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 10000; i++)
        assert_true(buffer_format(&buf, "%04d,", i));
    assert_int_equal(buf.size, 50000);
    assert_memory_equal(buf.data, "0000,0001,", 10);
    assert_string_equal(buf.data + 49990, "9998,9999,");
    assert_false(buf.overflowed);
    buffer_free(&buf);
}

static void test_binary(void **state)
{
    (void)state;
    struct buffer buf;
    buffer_init(&buf, 16);
    assert_true(buffer_add(&buf, "a\0b", 3));
    assert_true(buffer_add(&buf, NULL, 0));
    assert_int_equal(buf.size, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    buffer_free(&buf);
}

static void test_limit(void **state)
{
    (void)state;
    static const struct {
        size_t limit;
        const char *first, *second;
        const char *kept;
    } CASES[] = {
        {0, "", "", ""},
        {0, "a", "", ""},
        {8, "12345678", "", "12345678"},
        {8, "12345678", "9", "12345678"},
        {8, "1234", "56789", "1234"}, /* left out whole, not cut */
        {8, "123456789", "1234", "1234"},
        {300, "1234", "56", "123456"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct buffer buf;
        buffer_init(&buf, CASES[i].limit);
        bool first = buffer_add_text(&buf, CASES[i].first);
        bool second = buffer_format(&buf, "%s", CASES[i].second);
        assert_string_equal(buf.data, CASES[i].kept);
        assert_int_equal(buf.overflowed, !first || !second);
        assert_true(buf.room <= 256 || buf.room <= buf.limit);
        buffer_free(&buf);
    }
}

static void test_huge_sizes(void **state)
{
    (void)state;
    struct buffer buf;
    buffer_init(&buf, SIZE_MAX);
    assert_true(buffer_add_text(&buf, "x"));
    assert_false(buffer_add(&buf, "", SIZE_MAX)); /* would wrap around */
    assert_true(buf.overflowed);
    assert_string_equal(buf.data, "x");
    buffer_free(&buf);
}

static void test_drop_front(void **state)
{
    (void)state;
    struct buffer buf;
    buffer_init(&buf, 64);
    buffer_add_text(&buf, "line one\nline two\n");
    buffer_drop_front(&buf, 9);
    assert_string_equal(buf.data, "line two\n");
    static const char zeros[9];
    assert_memory_equal(buf.data + 9, zeros, 9); /* what moved away is wiped */
    buffer_drop_front(&buf, 0);
    assert_int_equal(buf.size, 9);
    buffer_drop_front(&buf, 1000);
    assert_int_equal(buf.size, 0);
    assert_string_equal(buf.data, "");
    buffer_free(&buf);
}

static void test_clear_and_free(void **state)
{
    (void)state;
    static const char zeros[12];
    struct buffer buf;
    buffer_init(&buf, 12);
    buffer_add_text(&buf, "048196006603");
    buffer_add_text(&buf, "+");
    assert_true(buf.overflowed);
    buffer_clear(&buf);
    assert_memory_equal(buf.data, zeros, 12);
    assert_int_equal(buf.size, 0);
    assert_false(buf.overflowed);
    assert_true(buffer_add_text(&buf, "again"));
    buffer_free(&buf);
    assert_null(buf.data);
    buffer_free(&buf); /* twice, and one that never began, are fine */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows),      cmocka_unit_test(test_binary),
        cmocka_unit_test(test_limit),      cmocka_unit_test(test_huge_sizes),
        cmocka_unit_test(test_drop_front), cmocka_unit_test(test_clear_and_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
