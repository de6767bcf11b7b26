/* SPDX-License-Identifier: MIT */
/* Keywords that judge a value by itself: its type, its limits, its members' names. */
#include "forms/schema/inside.h"

#include "forms/value/number.h"

EVALUATE(evaluate_type)
{
    if (place->value != NULL) {
        unsigned is = TYPE_BIT(json_typeof(place->value));
        if ((rule->types & is) != 0)
            return true;
        if ((rule->types & TYPE_WHOLE) && (is & TYPE_NUMBER) &&
            number_is_whole(place->value))
            return true;
    }
    return run_fail(run, rule, place, "{sO}", "type", rule->value);
}

/* Comparing and hashing walk through all of a value. */
bool run_pay_for_comparing(struct run *run, const json_t *value)
{
    return run_spend(run, value_weight(value, 4096, 8000000) / 8);
}

EVALUATE(evaluate_enum)
{
    if (!run_pay_for_comparing(run, place->value))
        return false;
    if (place->value != NULL && value_set_has(rule->set, place->value))
        return true;
    return run_fail(run, rule, place, "{sO}", "values", rule->value);
}

EVALUATE(evaluate_const)
{
    if (!run_pay_for_comparing(run, place->value))
        return false;
    if (value_equal(place->value, rule->value))
        return true;
    return run_fail(run, rule, place, "{sO}", "value", rule->value);
}

/* -- numbers -- */

static bool fail_limit(struct run *run, const struct rule *rule,
                       const struct place *place)
{
    return run_fail(run, rule, place, "{sO}", "limit", rule->value);
}

EVALUATE(evaluate_multiple_of)
{
    if (number_is_multiple(place->value, rule->value))
        return true;
    return run_fail(run, rule, place, "{sO}", "divisor", rule->value);
}

EVALUATE(evaluate_maximum)
{
    return number_compare(place->value, rule->value) <= 0 || fail_limit(run, rule, place);
}

EVALUATE(evaluate_exclusive_maximum)
{
    return number_compare(place->value, rule->value) < 0 || fail_limit(run, rule, place);
}

EVALUATE(evaluate_minimum)
{
    return number_compare(place->value, rule->value) >= 0 || fail_limit(run, rule, place);
}

EVALUATE(evaluate_exclusive_minimum)
{
    return number_compare(place->value, rule->value) > 0 || fail_limit(run, rule, place);
}

/* -- strings -- */

/* Code points: bytes that do not continue another. */
static size_t text_length(const json_t *string)
{
    const char *text = json_string_value(string);
    size_t size = json_string_length(string), length = 0;
    for (size_t i = 0; i < size; i++)
        length += ((unsigned char)text[i] & 0xc0) != 0x80;
    return length;
}

EVALUATE(evaluate_max_length)
{
    return text_length(place->value) <= rule->count || fail_limit(run, rule, place);
}

EVALUATE(evaluate_min_length)
{
    return text_length(place->value) >= rule->count || fail_limit(run, rule, place);
}

EVALUATE(evaluate_pattern)
{
    if (run_matches(run, rule->pattern, json_string_value(place->value),
                    json_string_length(place->value)))
        return true;
    if (!run_goes_on(run))
        return false;
    return run_fail(run, rule, place, "{sO}", "pattern", rule->value);
}

EVALUATE(evaluate_format)
{
    const char *text = json_string_value(place->value);
    if (rule->own_format != NULL) {
        const char *fault = rule->own_format->find_fault(text, rule->format_data);
        return fault == NULL || run_fail(run, rule, place, "{sOss}", "format",
                                         rule->value, "fault", fault);
    }
    if (rule->format == NULL ||
        rule->format->check(text, json_string_length(place->value)))
        return true;
    return run_fail(run, rule, place, "{sO}", "format", rule->value);
}

/* -- arrays and objects -- */

static size_t value_size(const json_t *value)
{
    return json_is_array(value) ? json_array_size(value) : json_object_size(value);
}

EVALUATE(evaluate_max_size)
{
    return value_size(place->value) <= rule->count || fail_limit(run, rule, place);
}

EVALUATE(evaluate_min_size)
{
    return value_size(place->value) >= rule->count || fail_limit(run, rule, place);
}

EVALUATE(evaluate_unique_items)
{
    if (!json_is_true(rule->value) || json_array_size(place->value) < 2)
        return true;
    if (!run_pay_for_comparing(run, place->value))
        return false;
    size_t first = 0, second = 0;
    struct value_set *set = value_set_create(place->value);
    bool twins = value_set_twins(set, &first, &second);
    value_set_free(&set);
    if (!twins)
        return true;
    return run_fail(run, rule, place, "{sIsI}", "first", (json_int_t)first, "second",
                    (json_int_t)second);
}

EVALUATE(evaluate_required)
{
    bool valid = true;
    for (size_t i = 0; i < json_array_size(rule->value); i++) {
        json_t *name = json_array_get(rule->value, i);
        if (json_object_get(place->value, json_string_value(name)) == NULL)
            valid = run_fail(run, rule, place, "{sO}", "property", name);
    }
    return valid;
}

EVALUATE(evaluate_dependent_required)
{
    bool valid = true;
    const char *cause;
    json_t *names;
    json_object_foreach((json_t *)rule->value, cause, names)
    {
        if (json_object_get(place->value, cause) == NULL)
            continue;
        for (size_t i = 0; i < json_array_size(names); i++) {
            json_t *name = json_array_get(names, i);
            if (json_object_get(place->value, json_string_value(name)) == NULL)
                valid = run_fail(run, rule, place, "{sOss}", "property", name, "because",
                                 cause);
        }
    }
    return valid;
}
