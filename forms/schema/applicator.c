/* SPDX-License-Identifier: MIT */
/*
 * Keywords that hand a value, or what is inside it, to other schemas.
 *
 * Of the schemas that must hold anyway (allOf, $ref, then ...) every violation is told,
 * and what they have looked at counts even where they fail: the whole fails then, and
 * telling of each other member that it was not expected would only be noise. Of those
 * that may fail (anyOf, oneOf, not, if, contains) nothing is told, and only success
 * counts.
 */
#include "forms/schema/inside.h"

#include <string.h>

static bool is_never(const struct node *node)
{
    return json_is_false(node->source);
}

static struct place member_of(const struct place *place, const char *name,
                              const json_t *value)
{
    return (struct place){.above = place, .name = name, .value = value};
}

static struct place item_of(const struct place *place, size_t index)
{
    return (struct place){
        .above = place, .index = index, .value = json_array_get(place->value, index)};
}

/* Tries a schema that may fail; marks only if it holds. */
static bool try_branch(struct run *run, const struct node *node,
                       const struct place *place, struct marks *marks)
{
    if (marks == NULL)
        return run_node_quietly(run, node, place, NULL);
    struct marks own;
    marks_init(&own, place->value);
    bool holds = run_node_quietly(run, node, place, &own);
    if (holds)
        marks_add(marks, &own);
    marks_free(&own);
    return holds;
}

/* -- references -- */

EVALUATE(evaluate_ref)
{
    return run_node(run, rule->branches[0].node, place, marks);
}

EVALUATE(evaluate_dynamic_ref)
{
    const struct node *found = NULL;
    if (rule->anchor != NULL)
        found = run_find_dynamic(run, rule->anchor);
    return run_node(run, found != NULL ? found : rule->branches[0].node, place, marks);
}

/* -- logic -- */

EVALUATE(evaluate_all_of)
{
    bool valid = true;
    for (size_t i = 0; i < rule->branch_count && (valid || !run_is_quiet(run)); i++)
        valid &= run_node(run, rule->branches[i].node, place, marks);
    return valid;
}

static size_t count_holding(struct run *run, const struct rule *rule,
                            const struct place *place, struct marks *marks, size_t enough)
{
    size_t holding = 0;
    for (size_t i = 0; i < rule->branch_count && holding < enough; i++)
        holding += try_branch(run, rule->branches[i].node, place, marks);
    return holding;
}

/* A list of choices is looked up rather than tried one by one. */
static bool is_among_choices(struct run *run, const struct rule *rule,
                             const struct place *place)
{
    if (!run_pay_for_comparing(run, place->value))
        return false;
    if (place->value != NULL && value_set_has(rule->choices, place->value))
        return true;
    return run_fail(run, rule, place, "{si}", "matched", 0);
}

EVALUATE(evaluate_any_of)
{
    if (rule->choices != NULL)
        return is_among_choices(run, rule, place);
    size_t enough = marks == NULL ? 1 : rule->branch_count;
    if (count_holding(run, rule, place, marks, enough) > 0)
        return true;
    return run_goes_on(run) && run_fail(run, rule, place, "{si}", "matched", 0);
}

EVALUATE(evaluate_one_of)
{
    if (rule->choices != NULL)
        return is_among_choices(run, rule, place);
    size_t enough = run_is_quiet(run) ? 2 : rule->branch_count;
    size_t holding = count_holding(run, rule, place, marks, enough);
    if (holding == 1)
        return true;
    return run_goes_on(run) &&
           run_fail(run, rule, place, "{sI}", "matched", (json_int_t)holding);
}

EVALUATE(evaluate_not)
{
    if (!run_node_quietly(run, rule->branches[0].node, place, NULL))
        return true;
    return run_fail(run, rule, place, "{}");
}

EVALUATE(evaluate_if)
{
    bool holds = try_branch(run, rule->branches[0].node, place, marks);
    const struct rule *then = rule_beside(rule, holds ? KEYWORD_THEN : KEYWORD_ELSE);
    return then == NULL || run_node(run, then->branches[0].node, place, marks);
}

EVALUATE(evaluate_dependent_schemas)
{
    bool valid = true;
    for (size_t i = 0; i < rule->branch_count; i++) {
        const struct branch *branch = &rule->branches[i];
        if (json_object_get(place->value, branch->name) != NULL)
            valid &= run_node(run, branch->node, place, marks);
    }
    return valid;
}

/* -- objects -- */

EVALUATE(evaluate_properties)
{
    bool valid = true;
    for (size_t i = 0; i < rule->branch_count && (valid || !run_is_quiet(run)); i++) {
        const struct branch *branch = &rule->branches[i];
        const json_t *value = json_object_get(place->value, branch->name);
        if (value == NULL)
            continue;
        struct place member = member_of(place, branch->name, value);
        valid &= run_node(run, branch->node, &member, NULL);
    }
    if (marks == NULL)
        return valid;
    size_t index = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)place->value, name, value)
    {
        if (json_object_get(rule->value, name) != NULL)
            marks_set(marks, index);
        index++;
    }
    return valid;
}

EVALUATE(evaluate_pattern_properties)
{
    bool valid = true;
    size_t index = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)place->value, name, value)
    {
        struct place member = member_of(place, name, value);
        for (size_t i = 0; i < rule->branch_count && run_goes_on(run); i++) {
            const struct branch *branch = &rule->branches[i];
            if (!run_matches(run, branch->pattern, name, strlen(name)))
                continue;
            valid &= run_node(run, branch->node, &member, NULL);
            marks_set(marks, index);
        }
        index++;
    }
    return valid;
}

/* By `properties` or `patternProperties` beside the rule. */
static bool is_named(struct run *run, const struct rule *rule, const char *name)
{
    const struct rule *properties = rule_beside(rule, KEYWORD_PROPERTIES);
    if (properties != NULL && json_object_get(properties->value, name) != NULL)
        return true;
    const struct rule *patterns = rule_beside(rule, KEYWORD_PATTERN_PROPERTIES);
    if (patterns == NULL)
        return false;
    for (size_t i = 0; i < patterns->branch_count; i++) {
        if (run_matches(run, patterns->branches[i].pattern, name, strlen(name)))
            return true;
    }
    return false;
}

/* A member that only additionalProperties or unevaluatedProperties is for: with `false`,
 * the object is told to hold one too many. */
static bool evaluate_leftover(struct run *run, const struct rule *rule,
                              const struct place *member)
{
    const struct node *node = rule->branches[0].node;
    if (is_never(node))
        return run_fail(run, rule, member->above, "{ss}", "property", member->name);
    return run_node(run, node, member, NULL);
}

EVALUATE(evaluate_additional_properties)
{
    bool valid = true;
    size_t index = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)place->value, name, value)
    {
        struct place member = member_of(place, name, value);
        if (!is_named(run, rule, name)) {
            valid &= evaluate_leftover(run, rule, &member);
            marks_set(marks, index);
        }
        index++;
        if (!run_goes_on(run))
            return false;
    }
    return valid;
}

EVALUATE(evaluate_unevaluated_properties)
{
    bool valid = true;
    size_t index = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)place->value, name, value)
    {
        struct place member = member_of(place, name, value);
        if (!marks->seen[index++])
            valid &= evaluate_leftover(run, rule, &member);
    }
    marks_set_all(marks);
    return valid;
}

EVALUATE(evaluate_property_names)
{
    bool valid = true;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)place->value, name, value)
    {
        json_t *text = json_string(name);
        struct place as_value = *place;
        as_value.value = text;
        if (!run_node_quietly(run, rule->branches[0].node, &as_value, NULL) &&
            run_goes_on(run))
            valid = run_fail(run, rule, place, "{ss}", "property", name);
        json_decref(text);
    }
    return valid;
}

/* -- arrays -- */

EVALUATE(evaluate_prefix_items)
{
    bool valid = true;
    size_t size = json_array_size(place->value);
    for (size_t i = 0; i < rule->branch_count && i < size; i++) {
        struct place item = item_of(place, i);
        valid &= run_node(run, rule->branches[i].node, &item, NULL);
        marks_set(marks, i);
    }
    return valid;
}

EVALUATE(evaluate_items)
{
    const struct rule *prefix = rule_beside(rule, KEYWORD_PREFIX_ITEMS);
    size_t first = prefix != NULL ? prefix->branch_count : 0;
    const struct node *node = rule->branches[0].node;
    size_t size = json_array_size(place->value);
    if (size > first && is_never(node))
        return run_fail(run, rule, place, "{sI}", "limit", (json_int_t)first);
    bool valid = true;
    for (size_t i = first; i < size && (valid || !run_is_quiet(run)); i++) {
        struct place item = item_of(place, i);
        valid &= run_node(run, node, &item, NULL);
    }
    marks_set_all(marks);
    return valid;
}

EVALUATE(evaluate_unevaluated_items)
{
    const struct node *node = rule->branches[0].node;
    bool valid = true;
    for (size_t i = 0; i < marks->count; i++) {
        struct place item = item_of(place, i);
        if (marks->seen[i])
            continue;
        if (is_never(node))
            valid = run_fail(run, rule, place, "{sI}", "index", (json_int_t)i);
        else
            valid &= run_node(run, node, &item, NULL);
    }
    marks_set_all(marks);
    return valid;
}

EVALUATE(evaluate_contains)
{
    const struct rule *least = rule_beside(rule, KEYWORD_MIN_CONTAINS);
    const struct rule *most = rule_beside(rule, KEYWORD_MAX_CONTAINS);
    size_t found = 0;
    for (size_t i = 0; i < json_array_size(place->value); i++) {
        struct place item = item_of(place, i);
        if (!run_node_quietly(run, rule->branches[0].node, &item, NULL))
            continue;
        marks_set(marks, i);
        found++;
    }
    if (!run_goes_on(run))
        return false;
    if (least == NULL && found == 0)
        return run_fail(run, rule, place, "{}");
    if (least != NULL && found < least->count)
        return run_fail(run, least, place, "{sO}", "limit", least->value);
    if (most != NULL && found > most->count)
        return run_fail(run, most, place, "{sO}", "limit", most->value);
    return true;
}
