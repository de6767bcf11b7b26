/* SPDX-License-Identifier: MIT */
/* Amounts and papers as people read them, in the present language; on screens and on
 * paper alike. */
#ifndef SERVICE_WORDS_H
#define SERVICE_WORDS_H

#include "forms/form/procedure.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* "3 ngày làm việc" for an amount of "working-day", "day" or "hour"; "" for none.
 * Allocated. */
char *words_of_time(long long amount, const char *unit);
/* "200.000 đồng", "200,000 đồng" in English; "không thu" for 0. Allocated. */
char *words_of_money(long long amount);
/* "340 KB", "1,2 MB" ("1.2 MB" in English). Allocated. */
char *words_of_bytes(int64_t size);
/* "3 trang". Allocated. */
char *words_of_pages(int pages);
/* The fee, or what is published of it where `fee` is below 0: not known yet. Allocated.
 */
char *words_of_fee(const struct procedure *procedure, long long fee);
/* What becomes of a paper, and how many: "nộp 2 bản sao". Allocated. */
char *words_of_sheets(const json_t *paper);
/* One of procedure_papers(), with its number in the list: "2. Hợp đồng thuê nhà (nộp 2
 * bản sao)". Allocated. */
char *words_of_paper(const json_t *paper, size_t number);

#endif
