/* SPDX-License-Identifier: MIT */
#include "kiosk/base/clock.h"

#include <string.h>

enum { OFFSET = 7 * 3600 };

int64_t clock_now(void)
{
    return (int64_t)time(NULL);
}

int64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct tm clock_local(int64_t when)
{
    time_t shifted = (time_t)(when + OFFSET);
    struct tm local = {0};
    gmtime_r(&shifted, &local);
    return local;
}

char *clock_stamp(char out[CLOCK_STAMP_ROOM], int64_t when)
{
    struct tm local = clock_local(when);
    strftime(out, CLOCK_STAMP_ROOM, "%Y-%m-%dT%H:%M:%S+07:00", &local);
    return out;
}

char *clock_people(char out[CLOCK_STAMP_ROOM], int64_t when)
{
    struct tm local = clock_local(when);
    strftime(out, CLOCK_STAMP_ROOM, "%H:%M %d/%m/%Y", &local);
    return out;
}

char *clock_today(char iso[CLOCK_DATE_ROOM])
{
    struct tm local = clock_local(clock_now());
    strftime(iso, CLOCK_DATE_ROOM, "%Y-%m-%d", &local);
    return iso;
}

static bool day_exists(int year, int month, int day)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= DAYS[month - 1] + (month == 2 && leap);
}

/* Exactly `count` digits; -1 if they are not. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool clock_read_stamp(const char *text, int64_t *when)
{
    size_t size = strlen(text);
    if (size < 20 || text[4] != '-' || text[7] != '-' || (text[10] | 32) != 't' ||
        text[13] != ':' || text[16] != ':')
        return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2),
        second = digits(text + 17, 2);
    if (!day_exists(year, month, day) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return false;
    const char *zone = text + 19;
    if (zone[0] == '.' && digits(zone + 1, 1) >= 0) {
        do
            zone++;
        while (*zone >= '0' && *zone <= '9');
    }
    int offset = 0;
    if ((*zone | 32) == 'z') {
        if (zone[1])
            return false;
    } else {
        if ((*zone != '+' && *zone != '-') || strlen(zone) != 6 || zone[3] != ':')
            return false;
        int hours = digits(zone + 1, 2), minutes = digits(zone + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
            return false;
        offset = (hours * 60 + minutes) * (*zone == '-' ? -60 : 60);
    }
    struct tm parts = {.tm_year = year - 1900,
                       .tm_mon = month - 1,
                       .tm_mday = day,
                       .tm_hour = hour,
                       .tm_min = minute,
                       .tm_sec = second};
    *when = (int64_t)timegm(&parts) - offset;
    return true;
}

/* `value` in `count` digits, then `after`. */
static void write_digits(char *out, int value, int count, char after)
{
    out[count] = after;
    for (; count > 0; value /= 10)
        out[--count] = (char)('0' + value % 10);
}

/* Reads 1 to `most` digits; returns what follows them, or NULL. */
static const char *read_number(const char *text, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (count < most && text[count] >= '0' && text[count] <= '9')
        *value = *value * 10 + (text[count++] - '0');
    return count ? text + count : NULL;
}

static const char *skip_separator(const char *text)
{
    return text && *text && strchr("/-. ", *text) ? text + 1 : NULL;
}

bool clock_date_from_people(char iso[CLOCK_DATE_ROOM], const char *typed)
{
    int day, month, year;
    while (*typed == ' ')
        typed++;
    size_t size = strlen(typed);
    while (size && typed[size - 1] == ' ')
        size--;
    const char *end;
    if (size == 8 && digits(typed, 8) >= 0) {
        day = digits(typed, 2);
        month = digits(typed + 2, 2);
        year = digits(typed + 4, 4);
        end = typed + 8;
    } else {
        const char *at = skip_separator(read_number(typed, 2, &day));
        at = at ? skip_separator(read_number(at, 2, &month)) : NULL;
        if (!at || digits(at, 4) < 0)
            return false;
        year = digits(at, 4);
        end = at + 4;
    }
    if (end != typed + size || !day_exists(year, month, day))
        return false;
    write_digits(iso, year, 4, '-');
    write_digits(iso + 5, month, 2, '-');
    write_digits(iso + 8, day, 2, '\0');
    return true;
}

bool clock_date_to_people(char out[CLOCK_DATE_ROOM], const char *iso)
{
    if (strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-')
        return false;
    int year = digits(iso, 4), month = digits(iso + 5, 2), day = digits(iso + 8, 2);
    if (!day_exists(year, month, day))
        return false;
    write_digits(out, day, 2, '/');
    write_digits(out + 3, month, 2, '/');
    write_digits(out + 6, year, 4, '\0');
    return true;
}
