/* SPDX-License-Identifier: MIT */
/* The operations of JSONLogic that take values: data, comparing, numbers, texts, lists
 * and dates. */
#include "forms/logic/inside.h"

#include "forms/logic/operand.h"
#include "forms/value/date.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TEXT 65536 /* bytes of a text that a rule puts together */

/* -- data -- */

/* "applicant.name", "rows.0.name"; "" is the data itself. Borrowed, NULL if absent. */
static const json_t *find(const json_t *data, const json_t *path)
{
    struct buffer text;
    buffer_init(&text, MOST_TEXT);
    logic_add_text(&text, path);
    const char *at = text.data;
    while (data != NULL && *at != '\0') {
        size_t size = strcspn(at, ".");
        if (json_is_object(data)) {
            data = json_object_getn(data, at, size);
        } else {
            char *end;
            unsigned long index = strtoul(at, &end, 10);
            bool number = *at >= '0' && *at <= '9' && end == at + size;
            data = number ? json_array_get(data, index) : NULL;
        }
        at += size;
        at += *at == '.';
    }
    buffer_free(&text);
    return data;
}

OPERATION(operate_var)
{
    const json_t *path = arg(args, 0);
    const json_t *found = path == NULL || json_is_null(path) ? data : find(data, path);
    return logic_keep(found != NULL ? found : arg(args, 1));
}

/* Those of `paths` that have no answer. */
static json_t *missing_of(const json_t *paths, const json_t *data)
{
    json_t *out = json_array();
    for (size_t i = 0; i < arg_count(paths); i++) {
        const json_t *path = arg(paths, i);
        const json_t *value = find(data, path);
        bool empty = json_is_string(value) && json_string_length(value) == 0;
        if (value == NULL || json_is_null(value) || empty)
            json_array_append(out, (json_t *)path);
    }
    return out;
}

OPERATION(operate_missing)
{
    return missing_of(json_is_array(arg(args, 0)) ? arg(args, 0) : args, data);
}

OPERATION(operate_missing_some)
{
    const json_t *paths = arg(args, 1);
    if (paths == NULL)
        return json_array();
    json_t *missing = missing_of(paths, data);
    size_t have = arg_count(paths) - json_array_size(missing);
    if ((double)have >= logic_number(arg(args, 0)))
        json_array_clear(missing);
    return missing;
}

/* -- comparing -- */

OPERATION(operate_equal)
{
    return json_boolean(logic_equal(arg(args, 0), arg(args, 1)));
}

OPERATION(operate_unequal)
{
    return json_boolean(!logic_equal(arg(args, 0), arg(args, 1)));
}

OPERATION(operate_same)
{
    return json_boolean(logic_same(arg(args, 0), arg(args, 1)));
}

OPERATION(operate_other)
{
    return json_boolean(!logic_same(arg(args, 0), arg(args, 1)));
}

/* With three arguments the second must lie between the others. */
static json_t *in_order(const json_t *args, bool or_equal)
{
    bool holds = logic_less(arg(args, 0), arg(args, 1), or_equal);
    if (arg_count(args) > 2)
        holds = holds && logic_less(arg(args, 1), arg(args, 2), or_equal);
    return json_boolean(holds);
}

OPERATION(operate_less)
{
    return in_order(args, false);
}

OPERATION(operate_less_or_equal)
{
    return in_order(args, true);
}

OPERATION(operate_greater)
{
    return json_boolean(logic_less(arg(args, 1), arg(args, 0), false));
}

OPERATION(operate_greater_or_equal)
{
    return json_boolean(logic_less(arg(args, 1), arg(args, 0), true));
}

OPERATION(operate_not)
{
    return json_boolean(!logic_is_true(arg(args, 0)));
}

OPERATION(operate_truth)
{
    return json_boolean(logic_is_true(arg(args, 0)));
}

/* -- numbers -- */

OPERATION(operate_add)
{
    double sum = 0;
    for (size_t i = 0; i < arg_count(args); i++)
        sum += logic_leading_number(arg(args, i));
    return logic_json(sum);
}

OPERATION(operate_multiply)
{
    double product = 1;
    for (size_t i = 0; i < arg_count(args); i++)
        product *= logic_leading_number(arg(args, i));
    return logic_json(product);
}

OPERATION(operate_subtract)
{
    double first = logic_number(arg(args, 0));
    return logic_json(arg_count(args) < 2 ? -first : first - logic_number(arg(args, 1)));
}

OPERATION(operate_divide)
{
    return logic_json(logic_number(arg(args, 0)) / logic_number(arg(args, 1)));
}

OPERATION(operate_remainder)
{
    return logic_json(fmod(logic_number(arg(args, 0)), logic_number(arg(args, 1))));
}

/* `sign` 1 for the largest, -1 for the smallest. */
static json_t *extreme(const json_t *args, double sign)
{
    double most = -INFINITY;
    for (size_t i = 0; i < arg_count(args); i++) {
        double number = sign * logic_number(arg(args, i));
        most = isnan(number) || number > most ? number : most;
        if (isnan(most))
            break;
    }
    return logic_json(sign * most);
}

OPERATION(operate_max)
{
    return extreme(args, 1);
}

OPERATION(operate_min)
{
    return extreme(args, -1);
}

/* -- texts and lists -- */

/* The text in `out`, which is freed. */
static json_t *text_take(struct logic *l, struct buffer *out)
{
    json_t *text = NULL;
    if (out->overflowed)
        error_set(l->err, _("The rule makes a text that is too long."));
    else
        text = json_stringn_nocheck(out->data, out->size);
    buffer_free(out);
    return text;
}

OPERATION(operate_cat)
{
    struct buffer out;
    buffer_init(&out, MOST_TEXT);
    for (size_t i = 0; i < arg_count(args); i++) {
        if (!json_is_null(arg(args, i)))
            logic_add_text(&out, arg(args, i));
    }
    return logic_spend(l, out.size / 64) ? text_take(l, &out) : (buffer_free(&out), NULL);
}

/* Bytes of the first `points` code points. */
static size_t bytes_of(const char *text, size_t points)
{
    size_t at = 0;
    for (; points > 0 && text[at] != '\0'; points--) {
        do
            at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
    }
    return at;
}

/* A place in 0..length from a number that may be negative, huge or none. */
static size_t clamp(double number, size_t length)
{
    if (!(number > 0))
        return 0;
    return number < (double)length ? (size_t)number : length;
}

/* From `start`, counted from the end if negative; so many code points, or up to so many
 * before the end if negative. */
OPERATION(operate_substr)
{
    struct buffer text, out;
    buffer_init(&text, MOST_TEXT);
    buffer_init(&out, MOST_TEXT);
    logic_add_text(&text, arg(args, 0));
    size_t length = utf8_count(text.data);
    double first = trunc(logic_number(arg(args, 1)));
    size_t start = clamp(first < 0 ? (double)length + first : first, length);
    size_t count = length - start;
    if (arg(args, 2) != NULL) {
        double wanted = trunc(logic_number(arg(args, 2)));
        count = clamp(wanted < 0 ? (double)count + wanted : wanted, count);
    }
    size_t from = bytes_of(text.data, start);
    buffer_add(&out, text.data + from, bytes_of(text.data + from, count));
    out.overflowed |= text.overflowed;
    buffer_free(&text);
    return logic_spend(l, out.size / 64) ? text_take(l, &out) : (buffer_free(&out), NULL);
}

OPERATION(operate_in)
{
    const json_t *needle = arg(args, 0), *hay = arg(args, 1);
    bool found = false;
    if (!logic_spend(l, json_array_size(hay) / 8))
        return NULL;
    for (size_t i = 0; !found && i < json_array_size(hay); i++)
        found = logic_same(needle, json_array_get(hay, i));
    if (json_is_string(hay)) {
        struct buffer text;
        buffer_init(&text, MOST_TEXT);
        found =
            logic_add_text(&text, needle) && strstr(json_string_value(hay), text.data);
        buffer_free(&text);
    }
    return json_boolean(found);
}

OPERATION(operate_merge)
{
    json_t *out = json_array();
    for (size_t i = 0; i < arg_count(args); i++) {
        json_t *value = (json_t *)arg(args, i);
        if (!logic_spend(l, json_array_size(value))) {
            json_decref(out);
            return NULL;
        }
        if (json_is_array(value))
            json_array_extend(out, value);
        else
            json_array_append(out, value);
    }
    return out;
}

/* -- dates: ours -- */

static bool arg_date(const json_t *args, size_t index, struct date *date)
{
    const json_t *value = arg(args, index);
    return json_is_string(value) &&
           date_read(json_string_value(value), json_string_length(value), date);
}

/* {"today": []}: "2026-11-21", null where the caller does not say. */
OPERATION(operate_today)
{
    const char *today = l->context != NULL ? l->context->today : NULL;
    return today != NULL ? json_string(today) : json_null();
}

/* {"days_between": [a, b]}: days from a to b, negative where b is earlier; null where
 * either is no date. */
OPERATION(operate_days_between)
{
    struct date a, b;
    if (!arg_date(args, 0, &a) || !arg_date(args, 1, &b))
        return json_null();
    return json_integer(date_count(&b) - date_count(&a));
}

/* {"age_on": [birth, date]}: whole years; null where either is no date. */
OPERATION(operate_age_on)
{
    struct date birth, day;
    if (!arg_date(args, 0, &birth) || !arg_date(args, 1, &day))
        return json_null();
    return json_integer(date_age(&birth, &day));
}
