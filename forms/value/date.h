/* SPDX-License-Identifier: MIT */
/* Calendar dates and times of day as JSON holds them (RFC 3339), by arithmetic alone: no
 * clock, no zone, no locale. */
#ifndef FORMS_DATE_H
#define FORMS_DATE_H

#include <stdbool.h>
#include <stddef.h>

struct date {
    int year, month, day; /* 0-9999, 1-12, 1-31 */
};

/* Reads "2026-03-15", the whole of it; refuses days that do not exist. */
bool date_read(const char *text, size_t size, struct date *date);
/* Days since 0000-03-01; only differences mean something. */
long date_count(const struct date *date);
/* Whole years from `birth` to `day`, as the civil code counts an age: someone born on 29
 * February is a year older on 1 March of a common year. Negative before birth. */
int date_age(const struct date *birth, const struct date *day);

/* "full-time" of RFC 3339: "08:30:06.283+07:00". A leap second counts only at the end of
 * a UTC day. */
bool date_is_time(const char *text, size_t size);
/* "date-time" of RFC 3339: "2026-03-15T08:30:06+07:00". */
bool date_is_stamp(const char *text, size_t size);

#endif
