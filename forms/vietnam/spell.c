/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/spell.h"

#include <stdbool.h>

static const char *const DIGITS[] = {"không", "một", "hai", "ba",  "bốn",
                                     "năm",   "sáu", "bảy", "tám", "chín"};

static void add(struct buffer *out, const char *word)
{
    bool first = out->size == 0 || out->data[out->size - 1] == ' ';
    buffer_format(out, "%s%s", first ? "" : " ", word);
}

/* 15 is mười lăm, 21 hai mươi mốt, 24 hai mươi tư. */
static void spell_below_hundred(struct buffer *out, int number)
{
    int tens = number / 10, ones = number % 10;
    if (tens > 1)
        add(out, DIGITS[tens]);
    if (tens > 0)
        add(out, tens == 1 ? "mười" : "mươi");
    if (tens > 1 && ones == 1)
        add(out, "mốt");
    else if (tens > 1 && ones == 4)
        add(out, "tư");
    else if (tens > 0 && ones == 5)
        add(out, "lăm");
    else if (ones > 0)
        add(out, DIGITS[ones]);
}

/* `inside`: a larger group was said before, so that the hundreds are said even where
 * there are none. */
static void spell_group(struct buffer *out, int number, bool inside)
{
    if (number >= 100 || inside) {
        add(out, DIGITS[number / 100]);
        add(out, "trăm");
        if (number % 100 > 0 && number % 100 < 10)
            add(out, "linh");
    }
    spell_below_hundred(out, number % 100);
}

static void spell(struct buffer *out, long long number, bool inside)
{
    static const struct {
        long long size;
        const char *word;
    } GROUPS[] = {{1000000000, "tỷ"}, {1000000, "triệu"}, {1000, "nghìn"}};
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++) {
        if (number < GROUPS[i].size)
            continue;
        spell(out, number / GROUPS[i].size, inside);
        add(out, GROUPS[i].word);
        number %= GROUPS[i].size;
        inside = true;
    }
    if (number > 0)
        spell_group(out, (int)number, inside);
}

void spell_number(struct buffer *out, long long number)
{
    if (number == 0)
        add(out, DIGITS[0]);
    else
        spell(out, number, false);
}

/* A year leaves the empty hundreds out, unless nothing but ones follows: hai nghìn hai
 * mươi sáu, but hai nghìn không trăm linh năm. */
static void spell_year(struct buffer *out, int year)
{
    if (year >= 1000 && year % 1000 < 100 && year % 100 >= 10) {
        spell(out, year - year % 100, false);
        spell_below_hundred(out, year % 100);
    } else {
        spell_number(out, year);
    }
}

void spell_date(struct buffer *out, const struct date *date)
{
    add(out, "Ngày");
    spell_below_hundred(out, date->day);
    add(out, "tháng");
    if (date->month == 4)
        add(out, "tư");
    else
        spell_below_hundred(out, date->month);
    add(out, "năm");
    spell_year(out, date->year);
}

void spell_money(struct buffer *out, long long dong)
{
    spell_number(out, dong);
    add(out, "đồng");
}
