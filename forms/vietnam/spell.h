/* SPDX-License-Identifier: MIT */
/*
 * Numbers, dates and amounts in Vietnamese words, as administrative papers write them:
 * "hai trăm linh năm", "hai mươi mốt", "ba mươi tư", "mười lăm".
 */
#ifndef FORMS_SPELL_H
#define FORMS_SPELL_H

#include "forms/value/date.h"
#include "kiosk/base/buffer.h"

enum { SPELL_ROOM = 512 }; /* more than any of them takes */

/* All add to `out`. 0 is "không"; `number` is not negative. */
void spell_number(struct buffer *out, long long number);
/* "Ngày mười lăm tháng ba năm hai nghìn hai mươi sáu". */
void spell_date(struct buffer *out, const struct date *date);
/* "hai trăm nghìn đồng". */
void spell_money(struct buffer *out, long long dong);

#endif
