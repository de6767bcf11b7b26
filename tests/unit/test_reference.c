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
        {"HTTPS://DVC.EXAMPLE.VN/T/OOOOO000000000000", true},
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

/* Whoever has mistyped it is told where. */
static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum reference_fault fault;
        size_t count;
        const char *strange;
    } CASES[] = {
        {"0000-0000-0000-0000-0", REFERENCE_SOUND, 17, ""},
        {"https://dvc.example.vn/t/00000000000000000?lang=en", REFERENCE_SOUND, 17, ""},
        {"", REFERENCE_SHORT, 0, ""},
        {" - ", REFERENCE_SHORT, 0, ""},
        {"7qhm-2k9", REFERENCE_SHORT, 7, ""},
        {"0000-0000-0000-0000-00", REFERENCE_LONG, 17, ""},
        {"0000-0000-0000-0000-1", REFERENCE_DOUBTFUL, 17, ""},
        {"0000u", REFERENCE_STRANGE, 4, "u"},
        {"00đ0-0000", REFERENCE_STRANGE, 2, "đ"},
        {"00\xff", REFERENCE_STRANGE, 2, "�"},
        {"00*", REFERENCE_STRANGE, 2, "*"},
        {"https://dvc.example.vn/t/", REFERENCE_SHORT, 0, ""},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct reference_finding found;
        reference_examine(&found, CASES[i].typed);
        if (found.fault != CASES[i].fault || found.count != CASES[i].count ||
            strcmp(found.strange, CASES[i].strange) != 0)
            fail_msg("%s: %d, %zu, %s", CASES[i].typed, found.fault, found.count,
                     found.strange);
    }
}

/* A look-alike in any place is among the doubts, and hardly any other place is. */
static void test_doubts(void **state)
{
    (void)state;
    static const char *const PAIRS[] = {"8B", "5S", "2Z", "0D", "VY", "MN", "6G"};
    size_t doubts = 0, mistakes = 0;
    for (int round = 0; round < 200; round++) {
        char reference[REFERENCE_ROOM];
        reference_make(reference);
        for (size_t at = 0; at < 17; at++) {
            for (size_t pair = 0; pair < sizeof(PAIRS) / sizeof(PAIRS[0]); pair++) {
                const char *place = strchr(PAIRS[pair], reference[at]);
                if (!place)
                    continue;
                char typed[REFERENCE_ROOM];
                memcpy(typed, reference, sizeof(typed));
                typed[at] = PAIRS[pair][place == PAIRS[pair]];
                struct reference_finding found;
                reference_examine(&found, typed);
                assert_int_equal(found.fault, REFERENCE_DOUBTFUL);
                bool told = found.doubt_count == REFERENCE_DOUBTS_MOST;
                for (size_t i = 0; i < found.doubt_count; i++)
                    told |= found.doubts[i].at == at &&
                            found.doubts[i].likely == reference[at];
                assert_true(told);
                doubts += found.doubt_count;
                mistakes++;
            }
        }
    }
    assert_true(mistakes > 1000 && doubts < 3 * mistakes);
    assert_int_equal(reference_group_of(0), 0);
    assert_int_equal(reference_group_of(7), 1);
    assert_int_equal(reference_group_of(16), 4);
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
    char code[REFERENCE_CODE_ROOM];
    assert_true(reference_read_code(code, "  h17.31.22-261121-0004 "));
    assert_string_equal(code, "H17.31.22-261121-0004");
    assert_false(reference_read_code(code, "H17.31.22 261121-0004"));
    assert_false(reference_read_code(
        code, "H17.31.22-261121-0004H17.31.22-261121-0004H17.31.22-261121-0004"));
    assert_false(reference_read_code(code, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_and_read),
        cmocka_unit_test(test_mistakes_are_found),
        cmocka_unit_test(test_what_people_type),
        cmocka_unit_test(test_look_alikes),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_doubts),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_dossier_codes),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
