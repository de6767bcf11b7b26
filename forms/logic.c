/* SPDX-License-Identifier: MIT */
/*
 * The evaluator of JSONLogic and its table of operations.
 *
 * An object with one member is an operation, an array is a list of rules, anything else
 * is itself. Most operations take values; those marked `lazy` take their arguments as
 * rules and decide which to apply, and to what data.
 */
#include "forms/logic.h"

#include "forms/date.h"
#include "forms/logic_value.h"
#include "forms/value.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 64,
    MOST_STEPS = 100000,
    MOST_TEXT = 65536, /* bytes of a text that a rule puts together */
};

struct logic {
    const struct logic_context *context;
    struct error *err;
    unsigned depth;
    size_t steps;
};

/* A new reference, or NULL with the error set. */
typedef json_t *operate(struct logic *logic, const json_t *args, const json_t *data);

static json_t *apply(struct logic *logic, const json_t *rule, const json_t *data);

/* -- arguments: {"!": x} is {"!": [x]} -- */

static size_t arg_count(const json_t *args)
{
    return json_is_array(args) ? json_array_size(args) : 1;
}

/* NULL where there are not so many. */
static const json_t *arg(const json_t *args, size_t index)
{
    if (json_is_array(args))
        return json_array_get(args, index);
    return index == 0 ? args : NULL;
}

static json_t *kept(const json_t *value)
{
    return value != NULL ? json_incref((json_t *)value) : json_null();
}

static json_t *apply_arg(struct logic *logic, const json_t *args, size_t index,
                         const json_t *data)
{
    const json_t *rule = arg(args, index);
    return rule != NULL ? apply(logic, rule, data) : json_null();
}

static bool spend(struct logic *logic, size_t steps)
{
    logic->steps += steps;
    if (logic->steps <= MOST_STEPS)
        return true;
    return error_set(logic->err, _("The rule takes too many steps."));
}

/* -- choices: lazy -- */

static json_t *do_if(struct logic *logic, const json_t *args, const json_t *data)
{
    size_t count = arg_count(args), at = 0;
    for (; at + 1 < count; at += 2) {
        json_t *condition = apply_arg(logic, args, at, data);
        if (condition == NULL)
            return NULL;
        bool holds = logic_is_true(condition);
        json_decref(condition);
        if (holds)
            return apply_arg(logic, args, at + 1, data);
    }
    return apply_arg(logic, args, at, data);
}

/* The first value that is `wanted`, else the last. */
static json_t *first_that_is(struct logic *logic, const json_t *args, const json_t *data,
                             bool wanted)
{
    json_t *value = json_null();
    for (size_t i = 0; i < arg_count(args); i++) {
        json_decref(value);
        value = apply_arg(logic, args, i, data);
        if (value == NULL || logic_is_true(value) == wanted)
            return value;
    }
    return value;
}

static json_t *do_and(struct logic *logic, const json_t *args, const json_t *data)
{
    return first_that_is(logic, args, data, false);
}

static json_t *do_or(struct logic *logic, const json_t *args, const json_t *data)
{
    return first_that_is(logic, args, data, true);
}

/* -- lists: lazy, the second argument is applied to each item of the first -- */

static json_t *do_map(struct logic *logic, const json_t *args, const json_t *data)
{
    json_t *list = apply_arg(logic, args, 0, data);
    json_t *out = list != NULL ? json_array() : NULL;
    for (size_t i = 0; out != NULL && i < json_array_size(list); i++) {
        json_t *value = apply_arg(logic, args, 1, json_array_get(list, i));
        if (value == NULL || json_array_append_new(out, value) != 0) {
            json_decref(out);
            out = NULL;
        }
    }
    json_decref(list);
    return out;
}

static json_t *do_filter(struct logic *logic, const json_t *args, const json_t *data)
{
    json_t *list = apply_arg(logic, args, 0, data);
    json_t *out = list != NULL ? json_array() : NULL;
    for (size_t i = 0; out != NULL && i < json_array_size(list); i++) {
        json_t *item = json_array_get(list, i);
        json_t *verdict = apply_arg(logic, args, 1, item);
        if (verdict == NULL) {
            json_decref(out);
            out = NULL;
        } else if (logic_is_true(verdict)) {
            json_array_append(out, item);
        }
        json_decref(verdict);
    }
    json_decref(list);
    return out;
}

static json_t *do_reduce(struct logic *logic, const json_t *args, const json_t *data)
{
    json_t *list = apply_arg(logic, args, 0, data);
    json_t *sum = list != NULL ? apply_arg(logic, args, 2, data) : NULL;
    for (size_t i = 0; sum != NULL && i < json_array_size(list); i++) {
        json_t *scope =
            json_pack("{sOso}", "current", json_array_get(list, i), "accumulator", sum);
        sum = apply_arg(logic, args, 1, scope);
        json_decref(scope);
        /* what is put together must not outgrow the budget by being put into itself */
        if (sum != NULL && !spend(logic, value_weight(sum, MOST_DEPTH, MOST_STEPS))) {
            json_decref(sum);
            sum = NULL;
        }
    }
    json_decref(list);
    return sum;
}

/* How many items of the first argument fulfil the second: all of them is `size`. */
static bool count_true(struct logic *logic, const json_t *args, const json_t *data,
                       size_t *count, size_t *size)
{
    json_t *list = apply_arg(logic, args, 0, data);
    bool fine = list != NULL;
    *count = 0;
    *size = json_array_size(list);
    for (size_t i = 0; fine && i < *size; i++) {
        json_t *verdict = apply_arg(logic, args, 1, json_array_get(list, i));
        fine = verdict != NULL;
        *count += logic_is_true(verdict);
        json_decref(verdict);
    }
    json_decref(list);
    return fine;
}

static json_t *do_all(struct logic *logic, const json_t *args, const json_t *data)
{
    size_t count, size;
    bool fine = count_true(logic, args, data, &count, &size);
    return fine ? json_boolean(size > 0 && count == size) : NULL;
}

static json_t *do_some(struct logic *logic, const json_t *args, const json_t *data)
{
    size_t count, size;
    return count_true(logic, args, data, &count, &size) ? json_boolean(count > 0) : NULL;
}

static json_t *do_none(struct logic *logic, const json_t *args, const json_t *data)
{
    size_t count, size;
    return count_true(logic, args, data, &count, &size) ? json_boolean(count == 0) : NULL;
}

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

static json_t *do_var(struct logic *logic, const json_t *args, const json_t *data)
{
    (void)logic;
    const json_t *path = arg(args, 0);
    const json_t *found = path == NULL || json_is_null(path) ? data : find(data, path);
    return kept(found != NULL ? found : arg(args, 1));
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

static json_t *do_missing(struct logic *logic, const json_t *args, const json_t *data)
{
    (void)logic;
    return missing_of(json_is_array(arg(args, 0)) ? arg(args, 0) : args, data);
}

static json_t *do_missing_some(struct logic *logic, const json_t *args,
                               const json_t *data)
{
    (void)logic;
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

#define OPERATION(name) \
    static json_t *name(struct logic *l, const json_t *args, const json_t *data)
#define UNUSED_DATA (void)l, (void)data

OPERATION(do_equal)
{
    UNUSED_DATA;
    return json_boolean(logic_equal(arg(args, 0), arg(args, 1)));
}

OPERATION(do_unequal)
{
    UNUSED_DATA;
    return json_boolean(!logic_equal(arg(args, 0), arg(args, 1)));
}

OPERATION(do_same)
{
    UNUSED_DATA;
    return json_boolean(logic_same(arg(args, 0), arg(args, 1)));
}

OPERATION(do_other)
{
    UNUSED_DATA;
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

OPERATION(do_less)
{
    UNUSED_DATA;
    return in_order(args, false);
}

OPERATION(do_less_or_equal)
{
    UNUSED_DATA;
    return in_order(args, true);
}

OPERATION(do_greater)
{
    UNUSED_DATA;
    return json_boolean(logic_less(arg(args, 1), arg(args, 0), false));
}

OPERATION(do_greater_or_equal)
{
    UNUSED_DATA;
    return json_boolean(logic_less(arg(args, 1), arg(args, 0), true));
}

OPERATION(do_not)
{
    UNUSED_DATA;
    return json_boolean(!logic_is_true(arg(args, 0)));
}

OPERATION(do_truth)
{
    UNUSED_DATA;
    return json_boolean(logic_is_true(arg(args, 0)));
}

/* -- numbers -- */

OPERATION(do_add)
{
    UNUSED_DATA;
    double sum = 0;
    for (size_t i = 0; i < arg_count(args); i++)
        sum += logic_leading_number(arg(args, i));
    return logic_json(sum);
}

OPERATION(do_multiply)
{
    UNUSED_DATA;
    double product = 1;
    for (size_t i = 0; i < arg_count(args); i++)
        product *= logic_leading_number(arg(args, i));
    return logic_json(product);
}

OPERATION(do_subtract)
{
    UNUSED_DATA;
    double first = logic_number(arg(args, 0));
    return logic_json(arg_count(args) < 2 ? -first : first - logic_number(arg(args, 1)));
}

OPERATION(do_divide)
{
    UNUSED_DATA;
    return logic_json(logic_number(arg(args, 0)) / logic_number(arg(args, 1)));
}

OPERATION(do_remainder)
{
    UNUSED_DATA;
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

OPERATION(do_max)
{
    UNUSED_DATA;
    return extreme(args, 1);
}

OPERATION(do_min)
{
    UNUSED_DATA;
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

OPERATION(do_cat)
{
    (void)data;
    struct buffer out;
    buffer_init(&out, MOST_TEXT);
    for (size_t i = 0; i < arg_count(args); i++) {
        if (!json_is_null(arg(args, i)))
            logic_add_text(&out, arg(args, i));
    }
    return spend(l, out.size / 64) ? text_take(l, &out) : (buffer_free(&out), NULL);
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
OPERATION(do_substr)
{
    (void)data;
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
    return spend(l, out.size / 64) ? text_take(l, &out) : (buffer_free(&out), NULL);
}

OPERATION(do_in)
{
    (void)data;
    const json_t *needle = arg(args, 0), *hay = arg(args, 1);
    bool found = false;
    if (!spend(l, json_array_size(hay) / 8))
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

OPERATION(do_merge)
{
    (void)data;
    json_t *out = json_array();
    for (size_t i = 0; i < arg_count(args); i++) {
        json_t *value = (json_t *)arg(args, i);
        if (!spend(l, json_array_size(value))) {
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
OPERATION(do_today)
{
    (void)args;
    (void)data;
    const char *today = l->context != NULL ? l->context->today : NULL;
    return today != NULL ? json_string(today) : json_null();
}

/* {"days_between": [a, b]}: days from a to b, negative where b is earlier; null where
 * either is no date. */
OPERATION(do_days_between)
{
    UNUSED_DATA;
    struct date a, b;
    if (!arg_date(args, 0, &a) || !arg_date(args, 1, &b))
        return json_null();
    return json_integer(date_count(&b) - date_count(&a));
}

/* {"age_on": [birth, date]}: whole years; null where either is no date. */
OPERATION(do_age_on)
{
    UNUSED_DATA;
    struct date birth, day;
    if (!arg_date(args, 0, &birth) || !arg_date(args, 1, &day))
        return json_null();
    return json_integer(date_age(&birth, &day));
}

/* -- the table -- */

static const struct operation {
    const char *name;
    operate *operate;
    bool lazy; /* takes its arguments as rules */
} OPERATIONS[] = {
    {"var", do_var, .lazy = false},
    {"missing", do_missing, .lazy = false},
    {"missing_some", do_missing_some, .lazy = false},
    {"if", do_if, .lazy = true},
    {"?:", do_if, .lazy = true},
    {"and", do_and, .lazy = true},
    {"or", do_or, .lazy = true},
    {"!", do_not, .lazy = false},
    {"!!", do_truth, .lazy = false},
    {"==", do_equal, .lazy = false},
    {"===", do_same, .lazy = false},
    {"!=", do_unequal, .lazy = false},
    {"!==", do_other, .lazy = false},
    {"<", do_less, .lazy = false},
    {"<=", do_less_or_equal, .lazy = false},
    {">", do_greater, .lazy = false},
    {">=", do_greater_or_equal, .lazy = false},
    {"+", do_add, .lazy = false},
    {"-", do_subtract, .lazy = false},
    {"*", do_multiply, .lazy = false},
    {"/", do_divide, .lazy = false},
    {"%", do_remainder, .lazy = false},
    {"max", do_max, .lazy = false},
    {"min", do_min, .lazy = false},
    {"cat", do_cat, .lazy = false},
    {"substr", do_substr, .lazy = false},
    {"in", do_in, .lazy = false},
    {"merge", do_merge, .lazy = false},
    {"map", do_map, .lazy = true},
    {"filter", do_filter, .lazy = true},
    {"reduce", do_reduce, .lazy = true},
    {"all", do_all, .lazy = true},
    {"some", do_some, .lazy = true},
    {"none", do_none, .lazy = true},
    {"today", do_today, .lazy = false},
    {"days_between", do_days_between, .lazy = false},
    {"age_on", do_age_on, .lazy = false},
};

static const struct operation *operation_find(const char *name)
{
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++) {
        if (strcmp(OPERATIONS[i].name, name) == 0)
            return &OPERATIONS[i];
    }
    return NULL;
}

/* Each rule of a list (or the one) applied. */
static json_t *apply_each(struct logic *logic, const json_t *rules, const json_t *data)
{
    json_t *out = json_array();
    for (size_t i = 0; i < arg_count(rules); i++) {
        json_t *value = apply(logic, arg(rules, i), data);
        if (value == NULL) {
            json_decref(out);
            return NULL;
        }
        json_array_append_new(out, value);
    }
    return out;
}

static json_t *apply_operation(struct logic *logic, const json_t *rule,
                               const json_t *data)
{
    void *member = json_object_iter((json_t *)rule);
    const char *name = json_object_iter_key(member);
    const json_t *args = json_object_iter_value(member);
    const struct operation *operation = operation_find(name);
    if (operation == NULL) {
        error_set(logic->err, _("The rule asks for \"%s\", which is no operation."),
                  name);
        return NULL;
    }
    if (operation->lazy)
        return operation->operate(logic, args, data);
    json_t *values = apply_each(logic, args, data);
    json_t *result = values != NULL ? operation->operate(logic, values, data) : NULL;
    json_decref(values);
    return result;
}

static json_t *apply(struct logic *logic, const json_t *rule, const json_t *data)
{
    if (!spend(logic, 1))
        return NULL;
    if (logic->depth >= MOST_DEPTH) {
        error_set(logic->err, _("The rule is nested too deeply."));
        return NULL;
    }
    logic->depth++;
    json_t *result;
    if (json_is_array(rule))
        result = apply_each(logic, rule, data);
    else if (json_object_size(rule) == 1)
        result = apply_operation(logic, rule, data);
    else
        result = kept(rule);
    logic->depth--;
    return result;
}

json_t *logic_apply(const json_t *rule, const json_t *data,
                    const struct logic_context *context, struct error *err)
{
    struct logic logic = {.context = context, .err = err};
    return rule != NULL ? apply(&logic, rule, data) : json_null();
}
