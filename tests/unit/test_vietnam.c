/* SPDX-License-Identifier: MIT */
/* Numbers and names of Viet Nam, and the operations of JSONLogic that use them. */
#include "forms/logic/logic.h"
#include "forms/vietnam/identity.h"
#include "forms/vietnam/names.h"
#include "forms/vietnam/phone.h"
#include "forms/vietnam/spell.h"
#include "forms/vietnam/tax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    long long number;
    const char *words;
} NUMBERS[] = {
    {0, "không"},
    {1, "một"},
    {4, "bốn"},
    {5, "năm"},
    {10, "mười"},
    {11, "mười một"},
    {14, "mười bốn"},
    {15, "mười lăm"},
    {19, "mười chín"},
    {20, "hai mươi"},
    {21, "hai mươi mốt"},
    {24, "hai mươi tư"},
    {25, "hai mươi lăm"},
    {44, "bốn mươi tư"},
    {55, "năm mươi lăm"},
    {91, "chín mươi mốt"},
    {100, "một trăm"},
    {101, "một trăm linh một"},
    {104, "một trăm linh bốn"},
    {105, "một trăm linh năm"},
    {110, "một trăm mười"},
    {111, "một trăm mười một"},
    {115, "một trăm mười lăm"},
    {121, "một trăm hai mươi mốt"},
    {205, "hai trăm linh năm"},
    {999, "chín trăm chín mươi chín"},
    {1000, "một nghìn"},
    {1005, "một nghìn không trăm linh năm"},
    {1015, "một nghìn không trăm mười lăm"},
    {1984, "một nghìn chín trăm tám mươi tư"},
    {10000, "mười nghìn"},
    {21000, "hai mươi mốt nghìn"},
    {100000, "một trăm nghìn"},
    {200005, "hai trăm nghìn không trăm linh năm"},
    {1000000, "một triệu"},
    {1000005, "một triệu không trăm linh năm"},
    {1005000, "một triệu không trăm linh năm nghìn"},
    {1234567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"},
    {15000000, "mười lăm triệu"},
    {1000000000, "một tỷ"},
    {1000000021, "một tỷ không trăm hai mươi mốt"},
    {24500000000, "hai mươi tư tỷ năm trăm triệu"},
    {1000000000000, "một nghìn tỷ"},
};

static void numbers_are_spelled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        struct buffer out;
        buffer_init(&out, SPELL_ROOM);
        spell_number(&out, NUMBERS[i].number);
        assert_string_equal(out.data, NUMBERS[i].words);
        buffer_free(&out);
    }
}

static const char *const DAYS[] = {
    "một",          "hai",          "ba",           "bốn",           "năm",
    "sáu",          "bảy",          "tám",          "chín",          "mười",
    "mười một",     "mười hai",     "mười ba",      "mười bốn",      "mười lăm",
    "mười sáu",     "mười bảy",     "mười tám",     "mười chín",     "hai mươi",
    "hai mươi mốt", "hai mươi hai", "hai mươi ba",  "hai mươi tư",   "hai mươi lăm",
    "hai mươi sáu", "hai mươi bảy", "hai mươi tám", "hai mươi chín", "ba mươi",
    "ba mươi mốt"};
static const char *const MONTHS[] = {"một",  "hai",  "ba",       "tư",
                                     "năm",  "sáu",  "bảy",      "tám",
                                     "chín", "mười", "mười một", "mười hai"};
static const struct {
    int year;
    const char *words;
} YEARS[] = {
    {1900, "một nghìn chín trăm"},
    {1901, "một nghìn chín trăm linh một"},
    {1945, "một nghìn chín trăm bốn mươi lăm"},
    {1984, "một nghìn chín trăm tám mươi tư"},
    {1999, "một nghìn chín trăm chín mươi chín"},
    {2000, "hai nghìn"},
    {2005, "hai nghìn không trăm linh năm"},
    {2010, "hai nghìn mười"},
    {2015, "hai nghìn mười lăm"},
    {2021, "hai nghìn hai mươi mốt"},
    {2024, "hai nghìn hai mươi tư"},
    {2026, "hai nghìn hai mươi sáu"},
    {2100, "hai nghìn một trăm"},
};

static void assert_date(int year, int month, int day, const char *y, const char *m,
                        const char *d)
{
    struct buffer out;
    char expected[256];
    const struct date date = {.year = year, .month = month, .day = day};
    snprintf(expected, sizeof expected, "Ngày %s tháng %s năm %s", d, m, y);
    buffer_init(&out, SPELL_ROOM);
    spell_date(&out, &date);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void dates_are_spelled(void **state)
{
    (void)state;
    for (int day = 1; day <= 31; day++)
        assert_date(2026, 1, day, "hai nghìn hai mươi sáu", "một", DAYS[day - 1]);
    for (int month = 1; month <= 12; month++)
        assert_date(2026, month, 15, "hai nghìn hai mươi sáu", MONTHS[month - 1],
                    "mười lăm");
    for (size_t i = 0; i < sizeof YEARS / sizeof *YEARS; i++)
        assert_date(YEARS[i].year, 3, 1, YEARS[i].words, "ba", "một");
}

static const char *province_name(const void *provinces, const char *code)
{
    (void)provinces;
    return strcmp(code, "049") == 0 ? "Quảng Nam" : NULL;
}

static void logic_knows_them(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *result;
    } CASES[] = {
        {"{\"date_words\": \"2026-03-15\"}",
         "\"Ngày mười lăm tháng ba năm hai nghìn hai mươi sáu\""},
        {"{\"date_words\": \"2026-02-30\"}", "null"},
        {"{\"date_words\": 5}", "null"},
        {"{\"money_words\": 200000}", "\"hai trăm nghìn đồng\""},
        {"{\"money_words\": 0}", "\"không đồng\""},
        {"{\"money_words\": 8000.0}", "\"tám nghìn đồng\""},
        {"{\"money_words\": -1}", "null"},
        {"{\"money_words\": 0.5}", "null"},
        {"{\"money_words\": 1e30}", "null"},
        {"{\"money_words\": \"200000\"}", "null"},
        {"{\"identity_sex\": \"049190000001\"}", "\"female\""},
        {"{\"identity_sex\": \"049290000001\"}", "\"male\""},
        {"{\"identity_sex\": \"0491\"}", "null"},
        {"{\"identity_year\": \"049190000001\"}", "1990"},
        {"{\"identity_year\": \"049326000001\"}", "2026"},
        {"{\"identity_year\": null}", "null"},
        {"{\"identity_province\": \"049190000001\"}", "\"Quảng Nam\""},
        {"{\"identity_province\": \"049\"}", "\"Quảng Nam\""},
        {"{\"identity_province\": \"49\"}", "\"Quảng Nam\""},
        {"{\"identity_province\": \"048190000001\"}", "null"},
        {"{\"identity_province\": \"120190000001\"}", "null"},
    };
    const struct logic_context context = {.province_name = province_name};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        json_t *rule = json_loads(CASES[i].rule, 0, NULL);
        json_t *expected = json_loads(CASES[i].result, JSON_DECODE_ANY, NULL);
        json_t *result = logic_apply(rule, NULL, &context, NULL);
        if (!json_equal(result, expected))
            fail_msg("%s", CASES[i].rule);
        json_decref(rule);
        json_decref(expected);
        json_decref(result);
    }
}

static const char *identity_fault(const char *text)
{
    return identity_read(text, NULL);
}

/* `says` is in the sentence; NULL: nothing is wrong. */
static void numbers_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *(*find_fault)(const char *text);
        const char *text, *says;
    } CASES[] = {
        {identity_fault, "048190000123", NULL},
        {identity_fault, "120190000123", NULL},
        {identity_fault, "04819000012", "12 digits"},
        {identity_fault, "0481900001234", "12 digits"},
        {identity_fault, "04819000012a", "12 digits"},
        {identity_fault, "", "12 digits"},
        {identity_fault, "000190000123", "no province"},
        {identity_fault, "097190000123", "no province"},
        {identity_fault, "999190000123", "no province"},
        {identity_fault, "048490000123", "fourth digit"},
        {tax_find_fault, "0100109106", NULL},
        {tax_find_fault, "0101248141", NULL},
        {tax_find_fault, "0100109106-001", NULL},
        {tax_find_fault, "048190000123", NULL},
        {tax_find_fault, "0100109107", "last digit"},
        {tax_find_fault, "0100109106-000", "10 digits"},
        {tax_find_fault, "0100109106-01", "10 digits"},
        {tax_find_fault, "0100109106001", "10 digits"},
        {tax_find_fault, "010010910", "10 digits"},
        {tax_find_fault, "999190000123", "no province"},
        {phone_find_fault, "0912345678", NULL},
        {phone_find_fault, "0236382000", "11 digits"},
        {phone_find_fault, "02363820001", NULL},
        {phone_find_fault, "091234567", "10 digits"},
        {phone_find_fault, "01234567890", "must begin"},
        {phone_find_fault, "0612345678", "must begin"},
        {phone_find_fault, "84912345678", "must begin"},
        {phone_find_fault, "0912 345 678", "digits only"},
        {phone_find_fault, "+84912345678", "digits only"},
        {phone_find_fault, "", "digits only"},
        {phone_find_fault, "0", "must begin"},
        {name_find_fault, "Nguyễn Thị Hoà", NULL},
        {name_find_fault, "Y Blơk Êban", NULL},
        {name_find_fault, "K'Brêu", NULL},
        {name_find_fault, "O’Neill-Müller Jr.", NULL},
        {name_find_fault, "Nguye\u0302\u0303n", NULL},
        {name_find_fault, "Nguyễn Văn 2", "digits"},
        {name_find_fault, "A@B", "digits"},
        {name_find_fault, "李", "digits"},
        {name_find_fault, " - ", "in letters"},
        {name_find_fault, "", "in letters"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *fault = CASES[i].find_fault(CASES[i].text);
        bool right = CASES[i].says ? fault && strstr(fault, CASES[i].says) : !fault;
        if (!right)
            fail_msg("“%s”: %s", CASES[i].text, fault ? fault : "nothing wrong");
    }
}

static void numbers_are_masked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *masked;
    } CASES[] = {
        {"001190000123", "001******123"},
        {"012345678", "012***678"},
        {"12345678", "********"},
        {"001", "***"},
        {"", ""},
        {"C1234567É9", "C12****7É9"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *masked = identity_mask(CASES[i].text);
        assert_string_equal(masked, CASES[i].masked);
        free(masked);
    }
}

static void mistyped_numbers_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool resembles;
    } CASES[] = {
        {"001190000123", true},    {"999190000123", true},
        {"00119000012", true},     {"0011900001234", true},
        {"001 190 000 123", true}, {"00119OOOO123", false},
        {"0011900001O3", true},    {"012345678", true},
        {"0914556677", false},     {"2026-03-15", false},
        {"C1234567", false},       {"Tổ 12, khu phố 3", false},
        {"00119000012345", false}, {"", false},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++)
        assert_int_equal(identity_resembles(CASES[i].text), CASES[i].resembles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_spelled),
        cmocka_unit_test(dates_are_spelled),
        cmocka_unit_test(logic_knows_them),
        cmocka_unit_test(numbers_are_judged),
        cmocka_unit_test(numbers_are_masked),
        cmocka_unit_test(mistyped_numbers_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
