/* SPDX-License-Identifier: MIT */
/*
 * The evaluator of JSONLogic and its table of operations.
 *
 * An object with one member is an operation, an array is a list of rules, anything else
 * is itself. Most operations take values; those marked `lazy` take their arguments as
 * rules and decide which to apply, and to what data: they stand here.
 */
#include "forms/logic/logic.h"

#include "forms/logic/inside.h"
#include "forms/value/value.h"
#include "kiosk/base/i18n.h"

#include <string.h>

enum {
    MOST_DEPTH = 64,
    MOST_STEPS = 100000,
};

static json_t *apply(struct logic *l, const json_t *rule, const json_t *data);

/* -- arguments and budget -- */

size_t arg_count(const json_t *args)
{
    return json_is_array(args) ? json_array_size(args) : 1;
}

const json_t *arg(const json_t *args, size_t index)
{
    if (json_is_array(args))
        return json_array_get(args, index);
    return index == 0 ? args : NULL;
}

json_t *logic_keep(const json_t *value)
{
    return value != NULL ? json_incref((json_t *)value) : json_null();
}

bool logic_spend(struct logic *l, size_t steps)
{
    size_t *left = l->context ? l->context->steps_left : NULL;
    bool enough = !left || steps <= *left;
    if (left)
        *left = enough ? *left - steps : 0;
    l->steps += steps;
    if (enough && l->steps <= MOST_STEPS)
        return true;
    return error_set(l->err, _("The rule takes too many steps."));
}

static json_t *apply_arg(struct logic *l, const json_t *args, size_t index,
                         const json_t *data)
{
    const json_t *rule = arg(args, index);
    return rule != NULL ? apply(l, rule, data) : json_null();
}

/* -- choices: lazy -- */

static OPERATION(operate_if)
{
    size_t count = arg_count(args), at = 0;
    for (; at + 1 < count; at += 2) {
        json_t *condition = apply_arg(l, args, at, data);
        if (condition == NULL)
            return NULL;
        bool holds = logic_is_true(condition);
        json_decref(condition);
        if (holds)
            return apply_arg(l, args, at + 1, data);
    }
    return apply_arg(l, args, at, data);
}

/* The first value that is `wanted`, else the last. */
static json_t *first_that_is(struct logic *l, const json_t *args, const json_t *data,
                             bool wanted)
{
    json_t *value = json_null();
    for (size_t i = 0; i < arg_count(args); i++) {
        json_decref(value);
        value = apply_arg(l, args, i, data);
        if (value == NULL || logic_is_true(value) == wanted)
            return value;
    }
    return value;
}

static OPERATION(operate_and)
{
    return first_that_is(l, args, data, false);
}

static OPERATION(operate_or)
{
    return first_that_is(l, args, data, true);
}

/* -- lists: lazy, the second argument is applied to each item of the first -- */

static OPERATION(operate_map)
{
    json_t *list = apply_arg(l, args, 0, data);
    json_t *out = list != NULL ? json_array() : NULL;
    for (size_t i = 0; out != NULL && i < json_array_size(list); i++) {
        json_t *value = apply_arg(l, args, 1, json_array_get(list, i));
        if (value == NULL || json_array_append_new(out, value) != 0) {
            json_decref(out);
            out = NULL;
        }
    }
    json_decref(list);
    return out;
}

static OPERATION(operate_filter)
{
    json_t *list = apply_arg(l, args, 0, data);
    json_t *out = list != NULL ? json_array() : NULL;
    for (size_t i = 0; out != NULL && i < json_array_size(list); i++) {
        json_t *item = json_array_get(list, i);
        json_t *verdict = apply_arg(l, args, 1, item);
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

static OPERATION(operate_reduce)
{
    json_t *list = apply_arg(l, args, 0, data);
    json_t *sum = list != NULL ? apply_arg(l, args, 2, data) : NULL;
    for (size_t i = 0; sum != NULL && i < json_array_size(list); i++) {
        json_t *scope =
            json_pack("{sOso}", "current", json_array_get(list, i), "accumulator", sum);
        sum = apply_arg(l, args, 1, scope);
        json_decref(scope);
        /* what is put together must not outgrow the budget by being put into itself */
        if (sum != NULL && !logic_spend(l, value_weight(sum, MOST_DEPTH, MOST_STEPS))) {
            json_decref(sum);
            sum = NULL;
        }
    }
    json_decref(list);
    return sum;
}

/* How many items of the first argument fulfil the second: all of them is `size`. */
static bool count_true(struct logic *l, const json_t *args, const json_t *data,
                       size_t *count, size_t *size)
{
    json_t *list = apply_arg(l, args, 0, data);
    bool fine = list != NULL;
    *count = 0;
    *size = json_array_size(list);
    for (size_t i = 0; fine && i < *size; i++) {
        json_t *verdict = apply_arg(l, args, 1, json_array_get(list, i));
        fine = verdict != NULL;
        *count += logic_is_true(verdict);
        json_decref(verdict);
    }
    json_decref(list);
    return fine;
}

static OPERATION(operate_all)
{
    size_t count, size;
    bool fine = count_true(l, args, data, &count, &size);
    return fine ? json_boolean(size > 0 && count == size) : NULL;
}

static OPERATION(operate_some)
{
    size_t count, size;
    return count_true(l, args, data, &count, &size) ? json_boolean(count > 0) : NULL;
}

static OPERATION(operate_none)
{
    size_t count, size;
    return count_true(l, args, data, &count, &size) ? json_boolean(count == 0) : NULL;
}

/* -- the table -- */

static const struct operation {
    const char *name;
    operate *operate;
    bool lazy; /* takes its arguments as rules */
} OPERATIONS[] = {
    {"var", operate_var, .lazy = false},
    {"missing", operate_missing, .lazy = false},
    {"missing_some", operate_missing_some, .lazy = false},
    {"if", operate_if, .lazy = true},
    {"?:", operate_if, .lazy = true},
    {"and", operate_and, .lazy = true},
    {"or", operate_or, .lazy = true},
    {"!", operate_not, .lazy = false},
    {"!!", operate_truth, .lazy = false},
    {"==", operate_equal, .lazy = false},
    {"===", operate_same, .lazy = false},
    {"!=", operate_unequal, .lazy = false},
    {"!==", operate_other, .lazy = false},
    {"<", operate_less, .lazy = false},
    {"<=", operate_less_or_equal, .lazy = false},
    {">", operate_greater, .lazy = false},
    {">=", operate_greater_or_equal, .lazy = false},
    {"+", operate_add, .lazy = false},
    {"-", operate_subtract, .lazy = false},
    {"*", operate_multiply, .lazy = false},
    {"/", operate_divide, .lazy = false},
    {"%", operate_remainder, .lazy = false},
    {"max", operate_max, .lazy = false},
    {"min", operate_min, .lazy = false},
    {"cat", operate_cat, .lazy = false},
    {"substr", operate_substr, .lazy = false},
    {"in", operate_in, .lazy = false},
    {"merge", operate_merge, .lazy = false},
    {"map", operate_map, .lazy = true},
    {"filter", operate_filter, .lazy = true},
    {"reduce", operate_reduce, .lazy = true},
    {"all", operate_all, .lazy = true},
    {"some", operate_some, .lazy = true},
    {"none", operate_none, .lazy = true},
    {"today", operate_today, .lazy = false},
    {"days_between", operate_days_between, .lazy = false},
    {"age_on", operate_age_on, .lazy = false},
    {"date_words", operate_date_words, .lazy = false},
    {"money_words", operate_money_words, .lazy = false},
    {"identity_sex", operate_identity_sex, .lazy = false},
    {"identity_year", operate_identity_year, .lazy = false},
    {"identity_province", operate_identity_province, .lazy = false},
};

static const struct operation *operation_find(const char *name)
{
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++) {
        if (strcmp(OPERATIONS[i].name, name) == 0)
            return &OPERATIONS[i];
    }
    return NULL;
}

bool logic_knows(const char *operation)
{
    return operation_find(operation) != NULL;
}

/* Each rule of a list (or the one) applied. */
static json_t *apply_each(struct logic *l, const json_t *rules, const json_t *data)
{
    json_t *out = json_array();
    for (size_t i = 0; i < arg_count(rules); i++) {
        json_t *value = apply(l, arg(rules, i), data);
        if (value == NULL) {
            json_decref(out);
            return NULL;
        }
        json_array_append_new(out, value);
    }
    return out;
}

static json_t *apply_operation(struct logic *l, const json_t *rule, const json_t *data)
{
    void *member = json_object_iter((json_t *)rule);
    const char *name = json_object_iter_key(member);
    const json_t *args = json_object_iter_value(member);
    const struct operation *operation = operation_find(name);
    if (operation == NULL) {
        error_set(l->err, _("The rule asks for \"%s\", which is no operation."), name);
        return NULL;
    }
    if (operation->lazy)
        return operation->operate(l, args, data);
    json_t *values = apply_each(l, args, data);
    json_t *result = values != NULL ? operation->operate(l, values, data) : NULL;
    json_decref(values);
    return result;
}

static json_t *apply(struct logic *l, const json_t *rule, const json_t *data)
{
    if (!logic_spend(l, 1))
        return NULL;
    if (l->depth >= MOST_DEPTH) {
        error_set(l->err, _("The rule is nested too deeply."));
        return NULL;
    }
    l->depth++;
    json_t *result;
    if (json_is_array(rule))
        result = apply_each(l, rule, data);
    else if (json_object_size(rule) == 1)
        result = apply_operation(l, rule, data);
    else
        result = logic_keep(rule);
    l->depth--;
    return result;
}

json_t *logic_apply(const json_t *rule, const json_t *data,
                    const struct logic_context *context, struct error *err)
{
    struct logic l = {.context = context, .err = err};
    return rule != NULL ? apply(&l, rule, data) : json_null();
}
