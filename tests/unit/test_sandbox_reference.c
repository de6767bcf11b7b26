/* SPDX-License-Identifier: MIT */
/* References as people type them and machines send them. */
#include "sandbox/reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#define GOOD "7QHM2K9TXV4DA3NPS"

static void test_reading(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *read; /* NULL: refused */
    } CASES[] = {
        {GOOD, GOOD},
        {"7QHM-2K9T-XV4D-A3NP-S", GOOD},
        {"7qhm-2k9t-xv4d-a3np-s", GOOD},
        {" 7QHM 2K9T XV4D A3NP S ", GOOD},
        {"00000000000000000", "00000000000000000"},
        {"oOo0-0000-0000-0000-0", "00000000000000000"},
        {"10000000000000009", NULL},
        {"7QHM2K9TXV4DA3NPW", NULL}, /* wrong check symbol */
        {"7QHM2K9TXV4DA3NP", NULL},  /* too short */
        {GOOD "0", NULL},
        {"", NULL},
        {"-", NULL},
        {"7QHM2K9TXV4DA3NPU", NULL}, /* U is no symbol */
        {"7QHM2K9TXV4DA3NP\xc3\xa9", NULL},
        {"../../../etc/passwd", NULL},
        {"<script>alert(1)</", NULL},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char out[REFERENCE_ROOM];
        bool fine = reference_read(out, CASES[i].typed);
        assert_int_equal(fine, CASES[i].read != NULL);
        assert_string_equal(out, CASES[i].read ? CASES[i].read : "");
    }
}

static void test_i_and_l_count_as_one(void **state)
{
    (void)state;
    static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char reference[REFERENCE_ROOM] = "1QHM2K9TXV4DA3NP0", out[REFERENCE_ROOM];
    for (const char *s = SYMBOLS; *s != '\0'; s++) {
        reference[16] = *s;
        if (reference_is_exact(reference))
            break;
    }
    char typed[REFERENCE_ROOM];
    for (const char *one = "1iIlL"; *one != '\0'; one++) {
        memcpy(typed, reference, sizeof(typed));
        typed[0] = *one;
        assert_true(reference_read(out, typed));
        assert_string_equal(out, reference);
    }
}

static void test_one_wrong_symbol_is_noticed(void **state)
{
    (void)state;
    static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char out[REFERENCE_ROOM];
    for (size_t place = 0; place < REFERENCE_SYMBOLS; place++) {
        for (const char *s = SYMBOLS; *s != '\0'; s++) {
            char typed[REFERENCE_ROOM] = GOOD;
            typed[place] = *s;
            assert_int_equal(reference_read(out, typed), *s == GOOD[place]);
        }
    }
}

static void test_exchanged_neighbours_are_noticed(void **state)
{
    (void)state;
    char out[REFERENCE_ROOM];
    for (size_t place = 0; place + 1 < REFERENCE_SYMBOLS; place++) {
        char typed[REFERENCE_ROOM] = GOOD;
        typed[place] = GOOD[place + 1];
        typed[place + 1] = GOOD[place];
        assert_false(reference_read(out, typed));
    }
}

static void test_in_json_nothing_is_forgiven(void **state)
{
    (void)state;
    assert_true(reference_is_exact(GOOD));
    assert_false(reference_is_exact("7qhm2k9txv4da3nps"));
    assert_false(reference_is_exact("7QHM-2K9T-XV4D-A3NP-S"));
    assert_false(reference_is_exact("OOOOOOOOOOOOOOOOO"));
    assert_false(reference_is_exact(""));
}

static void test_grouping(void **state)
{
    (void)state;
    char out[REFERENCE_GROUPED_ROOM];
    assert_string_equal(reference_group(out, GOOD), "7QHM-2K9T-XV4D-A3NP-S");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_i_and_l_count_as_one),
        cmocka_unit_test(test_one_wrong_symbol_is_noticed),
        cmocka_unit_test(test_exchanged_neighbours_are_noticed),
        cmocka_unit_test(test_in_json_nothing_is_forgiven),
        cmocka_unit_test(test_grouping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
