/* SPDX-License-Identifier: MIT */
/* Amounts as people read them, in the present language; on screens and on paper alike. */
#ifndef SERVICE_WORDS_H
#define SERVICE_WORDS_H

/* "3 ngày làm việc" for an amount of "working-day", "day" or "hour"; "" for none.
 * Allocated. */
char *words_of_time(long long amount, const char *unit);
/* "200.000 đồng", "200,000 đồng" in English; "không thu" for 0. Allocated. */
char *words_of_money(long long amount);

#endif
