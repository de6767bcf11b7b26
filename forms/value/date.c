/* SPDX-License-Identifier: MIT */
/* RFC 3339 dates and times, character by character: strptime takes too much. */
#include "forms/value/date.h"

/* Exactly two digits at `text`; -1 where there are none. */
static int two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    return (text[0] - '0') * 10 + text[1] - '0';
}

static int days_in(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap);
}

bool date_read(const char *text, size_t size, struct date *date)
{
    if (size != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int century = two_digits(text), years = two_digits(text + 2);
    int month = two_digits(text + 5), day = two_digits(text + 8);
    if (century < 0 || years < 0 || month < 1 || month > 12 || day < 1)
        return false;
    if (day > days_in(century * 100 + years, month))
        return false;
    *date = (struct date){.year = century * 100 + years, .month = month, .day = day};
    return true;
}

long date_count(const struct date *date)
{
    /* Counting the year from March puts the leap day at its end, where it disturbs no
     * month before it. */
    long year = date->month > 2 ? date->year : date->year - 1;
    long month = date->month > 2 ? date->month - 3 : date->month + 9;
    long era = (year >= 0 ? year : year - 399) / 400;
    long of_era = year - era * 400;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
           (month * 153 + 2) / 5 + date->day - 1;
}

int date_age(const struct date *birth, const struct date *day)
{
    bool before_birthday = day->month < birth->month ||
                           (day->month == birth->month && day->day < birth->day);
    return day->year - birth->year - before_birthday;
}

/* Minutes east of UTC from "Z" or "+07:00", the whole of it. */
static bool read_offset(const char *text, size_t size, int *minutes)
{
    *minutes = 0;
    if (size == 1)
        return *text == 'Z' || *text == 'z';
    if (size != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return false;
    int hour = two_digits(text + 1), minute = two_digits(text + 4);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
    return true;
}

bool date_is_time(const char *text, size_t size)
{
    if (size < 9 || text[2] != ':' || text[5] != ':')
        return false;
    int hour = two_digits(text), minute = two_digits(text + 3);
    int second = two_digits(text + 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    size_t at = 8;
    if (text[at] == '.') {
        size_t first = ++at;
        while (at < size && text[at] >= '0' && text[at] <= '9')
            at++;
        if (at == first)
            return false;
    }
    int offset;
    if (!read_offset(text + at, size - at, &offset))
        return false;
    const int day = 24 * 60;
    int minute_utc = (hour * 60 + minute - offset + day) % day;
    return second < 60 || minute_utc == day - 1;
}

bool date_is_stamp(const char *text, size_t size)
{
    struct date date;
    return size > 11 && date_read(text, 10, &date) &&
           (text[10] == 'T' || text[10] == 't') && date_is_time(text + 11, size - 11);
}
