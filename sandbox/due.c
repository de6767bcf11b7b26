/* SPDX-License-Identifier: MIT */
#include "sandbox/due.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"

#include <string.h>

enum { DAY = 24 * 3600, CLOSING = 17 * 3600, WORKING_HOURS = 8, OFFSET = 7 * 3600 };

static bool is_working_day(int64_t when)
{
    struct tm local = clock_local(when);
    return local.tm_wday >= 1 && local.tm_wday <= 5;
}

/* 17:00 of the local day of `when`. */
static int64_t closing_of(int64_t when)
{
    return (when + OFFSET) / DAY * DAY + CLOSING - OFFSET;
}

static int64_t after_working_days(int64_t when, long long days)
{
    while (days > 0) {
        when += DAY;
        days -= is_working_day(when);
    }
    return closing_of(when);
}

static int64_t after_calendar_days(int64_t when, long long days)
{
    when += days * DAY;
    while (!is_working_day(when))
        when += DAY;
    return closing_of(when);
}

int64_t due_time(const json_t *time, int64_t received)
{
    long long amount = json_number(time, "amount", 0);
    const char *unit = json_text_or(time, "unit", "");
    if (amount < 1 || amount > 3660)
        return 0;
    if (strcmp(unit, "hour") == 0)
        return after_working_days(received, (amount + WORKING_HOURS - 1) / WORKING_HOURS);
    if (strcmp(unit, "day") == 0)
        return after_calendar_days(received, amount);
    if (strcmp(unit, "working-day") == 0)
        return after_working_days(received, amount);
    return 0;
}
