/* SPDX-License-Identifier: MIT */
/* Time: of the wall for people and papers, monotonic for waiting. Vietnam keeps +07:00
 * all year (no summer time), whatever the machine's zone is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

int64_t clock_now(void);       /* seconds since 1970, UTC */
int64_t clock_monotonic(void); /* milliseconds, never goes back */

struct tm clock_local(int64_t when); /* in +07:00 */

#define CLOCK_STAMP_ROOM 32
/* RFC 3339 with offset: "2026-11-21T14:32:05+07:00". Returns out. */
char *clock_stamp(char out[CLOCK_STAMP_ROOM], int64_t when);
/* Reads RFC 3339 with Z or an offset. */
bool clock_read_stamp(const char *text, int64_t *when);
/* For people: "14:32 21/11/2026", where the day begins at CLOCK_PEOPLE_DAY. Returns out.
 */
#define CLOCK_PEOPLE_DAY 6
char *clock_people(char out[CLOCK_STAMP_ROOM], int64_t when);

/* Dates: people type and read dd/mm/yyyy, JSON holds yyyy-mm-dd. */
#define CLOCK_DATE_ROOM 11
/* Takes 1/3/2026, 01-03-2026, 01.03.2026, 01032026; refuses days that do not exist. */
bool clock_date_from_people(char iso[CLOCK_DATE_ROOM], const char *typed);
bool clock_date_to_people(char out[CLOCK_DATE_ROOM], const char *iso);
char *clock_today(char iso[CLOCK_DATE_ROOM]);

#endif
