/* SPDX-License-Identifier: MIT */
/* The code of an identity card: what is read, and what is refused with which reason. All
 * persons are invented. */
#include "forms/vietnam/card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NUMBER  "001190000123"
#define ADDRESS "Thôn Đoài, Tân Lập, Đan Phượng, Hà Nội"
#define HOA     NUMBER "|012345678|Nguyễn Thị Hoà|15031990|Nữ|" ADDRESS "|20052021"
#define TODAY   "2026-11-21"

static bool reads(const char *text, struct card *card, struct error *err)
{
    *err = (struct error){0};
    return card_read(text, strlen(text), TODAY, card, err);
}

static void test_every_field(void **state)
{
    (void)state;
    struct card card;
    struct error err;
    assert_true(reads(HOA, &card, &err));
    assert_string_equal(card.number, NUMBER);
    assert_string_equal(card.old_number, "012345678");
    assert_string_equal(card.name, "Nguyễn Thị Hoà");
    assert_string_equal(card.birth_date, "1990-03-15");
    assert_true(card.female);
    assert_string_equal(card.address, ADDRESS);
    assert_string_equal(card.issue_date, "2021-05-20");
    assert_int_equal(card.extra_count, 0);
    assert_false(card.letters_lost);
    card_clear(&card);
    card_clear(&card);
}

/* The same card, however it comes. */
static void test_around_the_code(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        HOA "\n",
        HOA "\r\n",
        HOA "\r",
        "\xEF\xBB\xBF" HOA,
        "\x02" HOA "\x03",
        "]Q1" HOA,
        "  " HOA " \t",
        NUMBER " | 012345678 | Nguyễn Thị Hoà | 15031990 | Nữ | " ADDRESS " | 20052021 ",
        NUMBER
        "|012345678|Nguye\u0302\u0303n Thi\u0323 Hoa\u0300|15031990|Nu\u031b\u0303|"
        "Thôn Đoài, Tân Lập, Đan Phượng, Hà Nô\u0323i|20052021",
        NUMBER "|012345678|Nguyễn Thị Hoà|15031990|NỮ|" ADDRESS "|20052021",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct card card;
        struct error err;
        if (!reads(TEXTS[i], &card, &err))
            fail_msg("%zu: %s", i, err.text);
        assert_string_equal(card.name, "Nguyễn Thị Hoà");
        assert_string_equal(card.address, ADDRESS);
        assert_true(card.female);
        card_clear(&card);
    }
}

static void test_a_name_is_never_restyled(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"Lê Thị Hòa", "Lê Thị Hoà", "LÊ THỊ HOÀ",
                                        "lê thị hoà", "H' Hoà  Êban"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char text[256];
        struct card card;
        struct error err;
        snprintf(text, sizeof text, NUMBER "||%s|15031990|Nữ|" ADDRESS "|20052021",
                 NAMES[i]);
        assert_true(reads(text, &card, &err));
        assert_string_equal(card.name, NAMES[i]);
        assert_string_equal(card.old_number, "");
        card_clear(&card);
    }
}

static void test_newer_cards_say_more(void **state)
{
    (void)state;
    struct card card;
    struct error err;
    assert_true(reads(HOA "||Trần Thị Đào|?|", &card, &err));
    assert_int_equal(card.extra_count, 4);
    assert_string_equal(card.extras[0], "");
    assert_string_equal(card.extras[1], "Trần Thị Đào");
    assert_string_equal(card.extras[2], "?");
    assert_string_equal(card.extras[3], "");
    assert_false(card.letters_lost);
    card_clear(&card);
}

/* The centuries and sexes of the fourth digit. */
static void test_sex_and_century(void **state)
{
    (void)state;
    static const struct {
        const char *number, *birth, *sex;
        bool female;
    } CASES[] = {
        {"048065000123", "01011965", "Nam", false},
        {"048165000123", "31121965", "Nữ", true},
        {"048204000123", "29022004", "Nam", false},
        {"048300000123", "29022000", "Nữ", true},
        {"120190000123", "15031990", "Nữ", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[256];
        struct card card;
        struct error err;
        snprintf(text, sizeof text, "%s||Lê Văn Đức|%s|%s|" ADDRESS "|20052021",
                 CASES[i].number, CASES[i].birth, CASES[i].sex);
        if (!reads(text, &card, &err))
            fail_msg("%s: %s", text, err.text);
        assert_int_equal(card.female, CASES[i].female);
        card_clear(&card);
    }
}

static void test_letters_lost_on_the_way(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        NUMBER "||Nguy?n Th? Ho?|15031990|N?|Th?n ?o?i, H? N?i|20052021",
        NUMBER "||Nguyn Th Ho|15031990|N|Thn oi, H Ni|20052021",
        NUMBER "||Nguyen Thi Hoa|15031990|Nu|Thon Doai, Ha Noi|20052021",
        NUMBER "||Nguy\xEAn Th\x95 Ho\xE0|15031990|N\xFB|Th\xF4n \x96o\xE0i|20052021",
        NUMBER "||Nguyễn Thị Hoà|15031990|Nữ|Thôn Đoài\x1B[2J|20052021",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct card card;
        struct error err;
        if (!reads(TEXTS[i], &card, &err))
            fail_msg("%zu: %s", i, err.text);
        assert_true(card.letters_lost);
        assert_true(card.female);
        assert_null(strchr(card.address, '\x1B'));
        card_clear(&card);
    }
}

/* `says` is in the sentence. */
static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } CASES[] = {
        {"", "Nothing was read"},
        {" \r\n", "Nothing was read"},
        {"https://dvc.example.vn/t/ABCD", "1 fields"},
        {NUMBER "||Nguyễn Thị Hoà|15031990|Nữ|" ADDRESS, "6 fields"},
        {"x" HOA, "12 digits"},
        {"00119000012||Lê Văn Đức|15031990|Nam|" ADDRESS "|20052021", "12 digits"},
        {"0011900001234||Lê Văn Đức|15031990|Nam|" ADDRESS "|20052021", "12 digits"},
        {"000190000123||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "no province"},
        {"097190000123||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "no province"},
        {"001490000123||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "fourth digit"},
        {NUMBER "|01234567|Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "9 digits"},
        {NUMBER "|012345678901|Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "9 digits"},
        {NUMBER "|01234567x|Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "9 digits"},
        {NUMBER "|||15031990|Nữ|" ADDRESS "|20052021", "no name"},
        {NUMBER "||12345|15031990|Nữ|" ADDRESS "|20052021", "no name"},
        {NUMBER "||Lê Thị Hoà|31021990|Nữ|" ADDRESS "|20052021", "date of birth"},
        {NUMBER "||Lê Thị Hoà|1990|Nữ|" ADDRESS "|20052021", "date of birth"},
        {NUMBER "||Lê Thị Hoà|1990-3-15|Nữ|" ADDRESS "|20052021", "date of birth"},
        {NUMBER "||Lê Thị Hoà||Nữ|" ADDRESS "|20052021", "date of birth"},
        {NUMBER "||Lê Thị Hoà|15031990|F|" ADDRESS "|20052021", "sex"},
        {NUMBER "||Lê Thị Hoà|15031990||" ADDRESS "|20052021", "sex"},
        {NUMBER "||Lê Thị Hoà|15031990|Nữ||20052021", "no address"},
        {NUMBER "||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|", "date of issue"},
        {NUMBER "||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20132021", "date of issue"},
        {NUMBER "||Lê Thị Hoà|15031991|Nữ|" ADDRESS "|20052021", "year of birth"},
        {"001390000123||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "year of birth"},
        {NUMBER "||Lê Văn Đức|15031990|Nam|" ADDRESS "|20052021", "other sex"},
        {"001090000123||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|20052021", "other sex"},
        {NUMBER "||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|14031990", "before the birth"},
        {NUMBER "||Lê Thị Hoà|15031990|Nữ|" ADDRESS "|22112026", "in the future"},
        {"001327000123||Lê Thị Hoà|15032027|Nữ|" ADDRESS "|20052028", "in the future"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct card card;
        struct error err;
        if (reads(CASES[i].text, &card, &err) || !strstr(err.text, CASES[i].says))
            fail_msg("“%s”: %s", CASES[i].text, err.text);
        assert_null(card.name);
        assert_string_equal(card.number, "");
        assert_null(strstr(err.text, "Hoà"));
        assert_null(strstr(err.text, NUMBER));
    }
}

static void test_limits(void **state)
{
    (void)state;
    static char text[CARD_BYTES_MOST * 2];
    struct card card;
    struct error err;
    int size = snprintf(text, sizeof text, HOA);
    for (size_t i = 0; i < CARD_EXTRAS_MOST; i++)
        text[size++] = '|';
    assert_true(reads(text, &card, &err));
    assert_int_equal(card.extra_count, CARD_EXTRAS_MOST);
    card_clear(&card);
    text[size] = '|';
    assert_false(reads(text, &card, &err));
    assert_non_null(strstr(err.text, "longer"));
    snprintf(text, sizeof text, HOA "|%0*d", 500, 0);
    assert_true(reads(text, &card, &err));
    card_clear(&card);
    snprintf(text, sizeof text, HOA "|%0*d", 501, 0);
    assert_false(reads(text, &card, &err));
    assert_non_null(strstr(err.text, "too long"));
    snprintf(text, sizeof text, HOA "|%0*d", CARD_BYTES_MOST, 0);
    assert_false(reads(text, &card, &err));
    assert_non_null(strstr(err.text, "longer"));
    /* a NUL ends nothing */
    err = (struct error){0};
    static const char NUL[] = NUMBER "||Lê Thị \0Hoà|15031990|Nữ|" ADDRESS "|20052021";
    assert_true(card_read(NUL, sizeof NUL - 1, TODAY, &card, &err));
    assert_true(card.letters_lost);
    card_clear(&card);
    /* without a day, no date is too late */
    static const char LATER[] =
        "001327000123||Lê Thị Hoà|15032027|Nữ|" ADDRESS "|20052028";
    assert_true(card_read(LATER, sizeof LATER - 1, NULL, &card, &err));
    card_clear(&card);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_around_the_code),
        cmocka_unit_test(test_a_name_is_never_restyled),
        cmocka_unit_test(test_newer_cards_say_more),
        cmocka_unit_test(test_sex_and_century),
        cmocka_unit_test(test_letters_lost_on_the_way),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
