/* SPDX-License-Identifier: MIT */
/* How long it takes and what it costs. The portal says both for each method of handing
 * in, and often for each case of it; what all agree on is a number, the rest is words. */
#include "kiosk/service/national.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/tidy.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NOTE_MOST = 600,  /* characters */
    FEES_MOST = 3000, /* characters, of all fees together */
    WORDS_LEAST = 4,  /* a text shorter than that tells nothing */
    FEES_ROOM = 65536 /* bytes of what is joined */
};
static const double MONEY_MOST = 1e12, TIME_MOST = 10000;

static void set_note(json_t *time, const char *vi, const char *en)
{
    json_object_set_new(time, "note", json_pack("{s:s, s:s*}", "vi", vi, "en", en));
}

/* ---- time ---- */

static const struct unit {
    const char *theirs, *ours; /* ours NULL: told in words only */
    const char *vi, *en;
} UNITS[] = {
    {"WORKING_DAY", "working-day", "ngày làm việc", "working days"},
    {"DAY", "day", "ngày", "days"},
    {"HOUR", "hour", "giờ", "hours"},
    {"MONTH", NULL, "tháng", "months"},
};

static const struct unit *unit_of(const json_t *method)
{
    const char *name = json_text_or(method, "processingTimeUnit", "");
    for (size_t i = 0; i < sizeof(UNITS) / sizeof(*UNITS); i++)
        if (strcmp(UNITS[i].theirs, name) == 0)
            return &UNITS[i];
    return NULL;
}

/* What the methods say together. */
struct span {
    const struct unit *unit;
    double least, most;
    bool differ;       /* in their units: then nothing can be said in numbers */
    const char *words; /* of the first that says it in words */
};

/* "See the description", which follows. */
static const char *words_of_method(const json_t *method)
{
    static const char SEE[] = "Theo mô tả";
    const char *time = json_text(method, "processingTime");
    if (time && strncmp(time, SEE, strlen(SEE)) == 0)
        return json_text_or(method, "description", "");
    return time ? time : "";
}

static void widen(struct span *span, const json_t *method)
{
    const json_t *value = json_object_get(method, "processingTime");
    const struct unit *unit = unit_of(method);
    double amount = json_number_value(value);
    if (!span->words && strlen(words_of_method(method)) >= WORDS_LEAST)
        span->words = words_of_method(method);
    if (!unit || !(amount > 0 && amount <= TIME_MOST))
        return;
    if (!span->unit) {
        span->unit = unit;
        span->least = span->most = amount;
    }
    span->differ |= unit != span->unit;
    span->least = fmin(span->least, amount);
    span->most = fmax(span->most, amount);
}

/* 17,5 in Vietnamese, 17.5 in English. */
static void write_amount(char out[32], double amount, bool vietnamese)
{
    snprintf(out, 32, "%g", amount);
    char *point = strpbrk(out, ".,");
    if (point)
        *point = vietnamese ? ',' : '.';
}

static void note_span(json_t *time, const struct span *span)
{
    char least[2][32], most[2][32];
    for (int vietnamese = 0; vietnamese < 2; vietnamese++) {
        write_amount(least[vietnamese], span->least, vietnamese);
        write_amount(most[vietnamese], span->most, vietnamese);
    }
    bool one = span->least == span->most;
    char *vi = one ? memory_format("%s %s", most[1], span->unit->vi)
                   : memory_format("Từ %s đến %s %s, tuỳ trường hợp", least[1], most[1],
                                   span->unit->vi);
    char *en = one ? memory_format("%s %s", most[0], span->unit->en)
                   : memory_format("%s to %s %s, depending on the case", least[0],
                                   most[0], span->unit->en);
    set_note(time, vi, en);
    free(vi);
    free(en);
}

void national_add_time(json_t *facts, const json_t *detail)
{
    struct span span = {0};
    size_t i;
    json_t *method, *time = json_object();
    json_array_foreach(json_object_get(detail, "executionMethods"), i, method)
        widen(&span, method);
    if (span.unit && !span.differ) {
        bool whole = span.most == floor(span.most) && span.unit->ours;
        if (whole) {
            json_object_set_new(time, "amount", json_integer((json_int_t)span.most));
            json_object_set_new(time, "unit", json_string(span.unit->ours));
        }
        if (!whole || span.least != span.most)
            note_span(time, &span);
    } else if (span.words) {
        char *note = tidy_shorten_take(tidy_line(span.words), NOTE_MOST, NULL);
        set_note(time, note, NULL);
        free(note);
    }
    if (json_object_size(time) > 0)
        json_object_set(facts, "time", time);
    json_decref(time);
}

/* ---- fees ---- */

static const char *kind_of(const json_t *fee)
{
    static const struct {
        const char *type, *name;
    } KINDS[] = {{"FEE", "Phí"}, {"SERVICE_FEE", "Lệ phí"}, {"PRICE_LEVEL", "Giá"}};
    const char *type = json_text_or(fee, "type", "");
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++)
        if (strcmp(KINDS[i].type, type) == 0)
            return KINDS[i].name;
    return "Phí";
}

/* Đồng unless it says otherwise; 0 where no amount is told. */
static double amount_of(const json_t *fee)
{
    double amount = json_number_value(json_object_get(fee, "value"));
    return amount > 0 && amount < MONEY_MOST ? amount : 0;
}

static bool is_dong(const json_t *fee)
{
    const char *currency = json_text_or(fee, "currencyName", "");
    return !*currency || strncmp(currency, "Việt Nam", strlen("Việt Nam")) == 0;
}

static void add_grouped(struct buffer *out, long long amount)
{
    char digits[32];
    int size = snprintf(digits, sizeof(digits), "%lld", amount);
    for (int i = 0; i < size; i++)
        buffer_format(out, "%s%c", i && (size - i) % 3 == 0 ? "." : "", digits[i]);
}

/* "30.000 đồng: cấp lại", or "Lệ phí 30.000 đồng"; the words alone where there is no
 * amount: 0 often means that the words tell it. Without a full stop: others follow. */
static void add_fee(struct buffer *out, const json_t *fee)
{
    char *words = tidy_item(json_text_or(fee, "description", ""));
    size_t size = strlen(words);
    if (size > 0 && words[size - 1] == '.')
        words[size - 1] = '\0';
    bool told = utf8_count(words) >= WORDS_LEAST;
    double amount = amount_of(fee);
    if (amount > 0) {
        buffer_format(out, "%s%s", told ? "" : kind_of(fee), told ? "" : " ");
        add_grouped(out, (long long)amount);
        buffer_format(out, " %s",
                      is_dong(fee) ? "đồng" : json_text_or(fee, "currencyName", ""));
    }
    if (told)
        buffer_format(out, "%s%s", amount > 0 ? ": " : "", words);
    free(words);
}

/* The fees of one channel, each told once. Allocated; "" for none. */
static char *fees_of(const json_t *detail, const char *channel)
{
    struct buffer all, one;
    buffer_init(&all, FEES_ROOM);
    buffer_init(&one, FEES_ROOM);
    size_t i, f;
    json_t *method, *fee;
    json_array_foreach(json_object_get(detail, "executionMethods"), i, method)
    {
        if (strcmp(json_text_or(method, "submissionMethod", ""), channel) != 0)
            continue;
        json_array_foreach(json_object_get(method, "fees"), f, fee)
        {
            buffer_clear(&one);
            add_fee(&one, fee);
            if (one.size > 0 && !strstr(all.data, one.data))
                buffer_format(&all, "%s%s", all.size ? "; " : "", one.data);
        }
    }
    char *text = memory_copy_text(all.data);
    buffer_free(&all);
    buffer_free(&one);
    return text;
}

static bool are_the_same(char *const fees[NATIONAL_CHANNELS])
{
    const char *known = NULL;
    for (size_t i = 0; i < NATIONAL_CHANNELS; i++) {
        if (*fees[i] && known && strcmp(fees[i], known) != 0)
            return false;
        if (*fees[i])
            known = fees[i];
    }
    return true;
}

void national_add_fee(json_t *facts, const json_t *detail)
{
    char *fees[NATIONAL_CHANNELS];
    struct buffer out;
    buffer_init(&out, FEES_ROOM);
    for (size_t i = 0; i < NATIONAL_CHANNELS; i++)
        fees[i] = fees_of(detail, national_channels[i].code);
    bool one = are_the_same(fees);
    for (size_t i = 0; i < NATIONAL_CHANNELS; i++) {
        if (*fees[i] && one && out.size == 0)
            buffer_add_text(&out, fees[i]);
        else if (*fees[i] && !one)
            buffer_format(&out, "%s%s: %s", out.size ? ". " : "",
                          national_channels[i].name, fees[i]);
        free(fees[i]);
    }
    char *text = tidy_shorten_take(tidy_line(out.data), FEES_MOST, NULL);
    if (*text)
        json_object_set_new(facts, "fee", json_pack("{s:{s:s}}", "text", "vi", text));
    free(text);
    buffer_free(&out);
}
