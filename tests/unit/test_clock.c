/* SPDX-License-Identifier: MIT */
/* Times on papers, and dates as people type them. */
#include "kiosk/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_stamps_both_ways(void **state)
{
    (void)state;
    static const struct {
        int64_t when;
        const char *stamp, *people;
    } CASES[] = {
        {0, "1970-01-01T07:00:00+07:00", "07:00 01/01/1970"},
        {-25201, "1969-12-31T23:59:59+07:00", "23:59 31/12/1969"},
        {1795246325, "2026-11-21T14:32:05+07:00", "14:32 21/11/2026"},
        {1795280400, "2026-11-22T00:00:00+07:00", "00:00 22/11/2026"},
        {1709182799, "2024-02-29T11:59:59+07:00", "11:59 29/02/2024"},
        {4107474000, "2100-02-28T12:00:00+07:00", "12:00 28/02/2100"},
        {253402275599, "9999-12-31T23:59:59+07:00", "23:59 31/12/9999"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char out[CLOCK_STAMP_ROOM];
        int64_t when = -1;
        assert_string_equal(clock_stamp(out, CASES[i].when), CASES[i].stamp);
        assert_true(clock_read_stamp(out, &when));
        assert_int_equal(when, CASES[i].when);
        assert_string_equal(clock_people(out, CASES[i].when), CASES[i].people);
    }
}

/* The machine's zone is of no matter. */
static void test_zone_of_the_machine(void **state)
{
    (void)state;
    static const char *const ZONES[] = {"UTC", "Asia/Ho_Chi_Minh", "America/New_York"};
    for (size_t i = 0; i < COUNT(ZONES); i++) {
        setenv("TZ", ZONES[i], 1);
        tzset();
        char out[CLOCK_STAMP_ROOM];
        int64_t when;
        clock_stamp(out, 1795246325);
        assert_string_equal(out, "2026-11-21T14:32:05+07:00");
        assert_true(clock_read_stamp(out, &when));
        assert_int_equal(when, 1795246325);
    }
    unsetenv("TZ");
}

static void test_reads_stamps(void **state)
{
    (void)state;
    static const struct {
        const char *stamp;
        int64_t when; /* -1: refused */
    } CASES[] = {
        {"2026-11-21T07:32:05Z", 1795246325},
        {"2026-11-21t07:32:05z", 1795246325},
        {"2026-11-21T07:32:05.123456Z", 1795246325},
        {"2026-11-21T02:32:05-05:00", 1795246325},
        {"2026-11-21T13:02:05.5+05:30", 1795246325},
        {"2016-12-31T23:59:60Z", 1483228800}, /* a leap second */
        {"2024-02-29T00:00:00Z", 1709164800},
        {"2023-02-29T00:00:00Z", -1},
        {"2100-02-29T00:00:00Z", -1},
        {"2026-11-31T00:00:00Z", -1},
        {"2026-13-01T00:00:00Z", -1},
        {"2026-00-01T00:00:00Z", -1},
        {"0000-01-01T00:00:00Z", -1},
        {"2026-11-21T24:00:00Z", -1},
        {"2026-11-21T07:60:00Z", -1},
        {"2026-11-21T07:32:61Z", -1},
        {"2026-11-21T07:32:05", -1}, /* no zone */
        {"2026-11-21T07:32:05.Z", -1},
        {"2026-11-21T07:32:05ZZ", -1},
        {"2026-11-21T07:32:05+7:00", -1},
        {"2026-11-21T07:32:05+0700", -1},
        {"2026-11-21T07:32:05+24:00", -1},
        {"2026-11-21T07:32:05+07:60", -1},
        {"2026-11-21T07:32:05+07:00 ", -1},
        {" 2026-11-21T07:32:05Z", -1},
        {"2026-11-21 07:32:05Z", -1},
        {"2026-11-2:T07:32:05Z", -1},
        {"+026-11-21T07:32:05Z", -1},
        {"2026-11-21", -1},
        {"", -1},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        int64_t when = -1;
        bool read = clock_read_stamp(CASES[i].stamp, &when);
        if (read != (CASES[i].when >= 0) || when != CASES[i].when)
            fail_msg("%s: %d, %lld", CASES[i].stamp, read, (long long)when);
    }
}

static void test_dates_typed(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *iso; /* NULL: refused */
    } CASES[] = {
        {"15/03/2026", "2026-03-15"},
        {"1/3/2026", "2026-03-01"},
        {"01-03-2026", "2026-03-01"},
        {"01.03.2026", "2026-03-01"},
        {"1 3 2026", "2026-03-01"},
        {"01032026", "2026-03-01"},
        {"  1/3/2026  ", "2026-03-01"},
        {"29/02/2024", "2024-02-29"},
        {"29/2/2000", "2000-02-29"},
        {"31/12/9999", "9999-12-31"},
        {"29/02/2023", NULL},
        {"29/02/1900", NULL},
        {"31/04/2026", NULL},
        {"31042026", NULL},
        {"00/03/2026", NULL},
        {"15/00/2026", NULL},
        {"03/15/2026", NULL}, /* the American way */
        {"2026-03-15", NULL},
        {"15/03/0000", NULL},
        {"15/03/26", NULL},
        {"15/03/20266", NULL},
        {"15/03/2026a", NULL},
        {"15//3/2026", NULL},
        {"150/3/2026", NULL},
        {"15/03", NULL},
        {"15/", NULL},
        {"/03/2026", NULL},
        {"0103202", NULL},
        {"010320261", NULL},
        {"-1/3/2026", NULL},
        {"1/3/\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6", NULL}, /* digits of another script */
        {"hôm nay", NULL},
        {"   ", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char iso[CLOCK_DATE_ROOM] = "";
        bool read = clock_date_from_people(iso, CASES[i].typed);
        if (read != (CASES[i].iso != NULL) || strcmp(iso, read ? CASES[i].iso : "") != 0)
            fail_msg("\"%s\": %d, %s", CASES[i].typed, read, iso);
    }
}

static void test_dates_shown(void **state)
{
    (void)state;
    static const struct {
        const char *iso, *people;
    } CASES[] = {
        {"2026-03-15", "15/03/2026"}, {"2024-02-29", "29/02/2024"},
        {"2023-02-29", NULL},         {"2026-3-15", NULL},
        {"2026/03/15", NULL},         {"2026-03-15T00:00:00Z", NULL},
        {"2026-0a-15", NULL},         {"", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char people[CLOCK_DATE_ROOM] = "", iso[CLOCK_DATE_ROOM];
        bool shown = clock_date_to_people(people, CASES[i].iso);
        assert_int_equal(shown, CASES[i].people != NULL);
        if (!shown)
            continue;
        assert_string_equal(people, CASES[i].people);
        assert_true(clock_date_from_people(iso, people));
        assert_string_equal(iso, CASES[i].iso);
    }
}

static void test_now(void **state)
{
    (void)state;
    char today[CLOCK_DATE_ROOM], stamp[CLOCK_STAMP_ROOM];
    clock_stamp(stamp, clock_now());
    clock_today(today);
    if (strncmp(stamp, today, 10) != 0) /* midnight passed in between */
        clock_stamp(stamp, clock_now());
    assert_memory_equal(stamp, today, 10);
    int64_t before = clock_monotonic();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_monotonic();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stamps_both_ways),
        cmocka_unit_test(test_zone_of_the_machine),
        cmocka_unit_test(test_reads_stamps),
        cmocka_unit_test(test_dates_typed),
        cmocka_unit_test(test_dates_shown),
        cmocka_unit_test(test_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
