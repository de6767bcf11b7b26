/* SPDX-License-Identifier: MIT */
/* When the stand-in portal promises a result. */
#include "sandbox/due.h"

#include "kiosk/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_due(void **state)
{
    (void)state;
    static const struct {
        int amount;
        const char *unit, *received, *due; /* NULL: none is promised */
    } CASES[] = {
        /* 2026-11-20 is a Friday */
        {1, "working-day", "2026-11-19T09:00:00+07:00", "2026-11-20T17:00:00+07:00"},
        {1, "working-day", "2026-11-20T09:00:00+07:00", "2026-11-23T17:00:00+07:00"},
        {1, "working-day", "2026-11-21T09:00:00+07:00", "2026-11-23T17:00:00+07:00"},
        {5, "working-day", "2026-11-20T16:59:59+07:00", "2026-11-27T17:00:00+07:00"},
        {3, "day", "2026-11-17T00:00:00+07:00", "2026-11-20T17:00:00+07:00"},
        {2, "day", "2026-11-20T23:59:59+07:00", "2026-11-23T17:00:00+07:00"},
        {8, "hour", "2026-11-19T09:00:00+07:00", "2026-11-20T17:00:00+07:00"},
        {12, "hour", "2026-11-17T09:00:00+07:00", "2026-11-19T17:00:00+07:00"},
        {0, "working-day", "2026-11-19T09:00:00+07:00", NULL},
        {-3, "day", "2026-11-19T09:00:00+07:00", NULL},
        {1, "fortnight", "2026-11-19T09:00:00+07:00", NULL},
        {2000000000, "working-day", "2026-11-19T09:00:00+07:00", NULL},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        json_t *time =
            json_pack("{s:i, s:s}", "amount", CASES[i].amount, "unit", CASES[i].unit);
        int64_t received, due = 0;
        assert_true(clock_read_stamp(CASES[i].received, &received));
        if (CASES[i].due)
            assert_true(clock_read_stamp(CASES[i].due, &due));
        assert_int_equal(due_time(time, received), due);
        json_decref(time);
    }
    assert_int_equal(due_time(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
