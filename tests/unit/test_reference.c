/* SPDX-License-Identifier: MIT */
/* References as people read them aloud, mistype them and scan them. */
#include "kiosk/service/reference.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void test_made_and_read(void **state)
{
    (void)state;
    char reference[REFERENCE_ROOM], again[REFERENCE_ROOM], other[REFERENCE_ROOM];
    char grouped[REFERENCE_GROUPED_ROOM];
    for (int i = 0; i < 1000; i++) {
        reference_make(reference);
        reference_make(other);
        assert_int_equal(strspn(reference, SYMBOLS), 17);
        assert_string_not_equal(reference, other);
        reference_group(grouped, reference);
        assert_int_equal(strlen(grouped), 21);
        assert_true(reference_read(again, grouped));
        assert_string_equal(again, reference);
    }
}

/* No single mistake and no exchange of neighbours passes. */
static void test_mistakes_are_found(void **state)
{
    (void)state;
    char reference[REFERENCE_ROOM], out[REFERENCE_ROOM];
    for (int round = 0; round < 50; round++) {
        reference_make(reference);
        for (int at = 0; at < 17; at++) {
            char right = reference[at];
            for (const char *wrong = SYMBOLS; *wrong; wrong++) {
                reference[at] = *wrong;
                assert_int_equal(reference_read(out, reference), *wrong == right);
            }
            reference[at] = right;
            if (at == 0 || reference[at - 1] == right)
                continue;
            reference[at] = reference[at - 1];
            reference[at - 1] = right;
            assert_false(reference_read(out, reference));
            reference[at - 1] = reference[at];
            reference[at] = right;
        }
    }
}

static void test_what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        bool right;
    } CASES[] = {
        {"00000000000000000", true},
        {"oOoO-0000-0000-0000-0", true},
        {" 0000 0000 0000 0000 0\n", true},
        {"https://dvc.example.vn/t/00000000000000000", true},
        {"HTTP://dvc.example.vn/t/0000-0000-0000-0000-0?lang=en", true},
        {"https://dvc.example.vn/t/00000000000000000/", true},
        {"https://dvc.example.vn/x/00000000000000000", false},
        {"/t/00000000000000000", false},
        {"0000000000000000", false},
        {"000000000000000000", false},
        {"0000000000000000U", false},
        {"0000000000000000\xc4\x90", false},
        {"", false},
    };
    char out[REFERENCE_ROOM];
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        if (reference_read(out, CASES[i].typed) != CASES[i].right)
            fail_msg("%s", CASES[i].typed);
        if (CASES[i].right)
            assert_string_equal(out, "00000000000000000");
    }
}

static void test_look_alikes(void **state)
{
    (void)state;
    char reference[REFERENCE_ROOM], typed[REFERENCE_ROOM], out[REFERENCE_ROOM];
    for (int i = 0; i < 200; i++) {
        reference_make(reference);
        for (int at = 0; at < 18; at++) {
            char symbol = reference[at];
            typed[at] = symbol == '0'   ? 'o'
                        : symbol == '1' ? (i & 1 ? 'l' : 'I')
                        : symbol >= 'A' ? (char)(symbol + 32)
                                        : symbol;
        }
        assert_true(reference_read(out, typed));
        assert_string_equal(out, reference);
    }
}

static void test_url(void **state)
{
    (void)state;
    char *url = reference_url("https://dvc.example.vn", "7QHM2K9TXV4DA3NPW");
    assert_string_equal(url, "https://dvc.example.vn/t/7QHM2K9TXV4DA3NPW");
    free(url);
}

static void test_dossier_codes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool right;
    } CASES[] = {
        {"H17.31.22-261121-0004", true},
        {"H15.50.05.13-261008-0975", true},
        {"G22-261008-1234567", true},
        {"H17.123.1.1-261121-0004", false},
        {"H17-261121-12345678", false},
        {"H17-261121-123", false},
        {"A17-261121-0004", false},
        {"H17.11.11.11.11.11-261121-0004", false},
        {"H17-26112-0004", false},
        {"H17-261121-0004 ", false},
        {"H17", false},
        {"H1", false},
        {"", false},
        {"7QHM2K9TXV4DA3NPW", false},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        if (reference_is_dossier_code(CASES[i].text) != CASES[i].right)
            fail_msg("%s", CASES[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_and_read),
        cmocka_unit_test(test_mistakes_are_found),
        cmocka_unit_test(test_what_people_type),
        cmocka_unit_test(test_look_alikes),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_dossier_codes),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
