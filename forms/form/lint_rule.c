/* SPDX-License-Identifier: MIT */
/* What is wrong in the rules of a UI schema, and in the conditions of both schemas. */
#include "forms/form/lint_inside.h"

#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define LAYOUT "uischema.json"

static bool is_in(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* ---- what is tested ---- */

const json_t *lint_choices(const struct lint *l, const json_t *schema)
{
    static const char *const KEYS[] = {"oneOf", "anyOf", "enum"};
    for (size_t i = 0; i < sizeof(KEYS) / sizeof(*KEYS); i++) {
        const json_t *list = shape_find(l->document, schema, KEYS[i]);
        const json_t *first = json_array_get(list, 0);
        if (first && (i == 2 || json_object_get(first, "const")))
            return list;
    }
    return NULL;
}

/* A condition must be able to hold: what it compares with is one of the choices. */
static void look_at_value(const struct lint_test *t, const json_t *schema,
                          const json_t *value, const char *pointer)
{
    const json_t *choices = lint_choices(t->lint, schema);
    bool found = !choices;
    size_t i;
    json_t *choice;
    json_array_foreach(choices, i, choice)
    {
        json_t *constant = json_object_get(choice, "const");
        found = found || json_equal(constant ? constant : choice, value);
    }
    char *said = found ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    if (said)
        lint_tell(t->lint, t->file, pointer, _("%s is none of the choices."), said);
    free(said);
}

static void look_at_members(const struct lint_test *t, const json_t *schema,
                            const json_t *tested, const char *pointer, int depth)
{
    char *under = shape_join(pointer, "properties");
    const char *name;
    json_t *member;
    json_object_foreach(json_object_get(tested, "properties"), name, member)
    {
        char *place = shape_join(under, name), *scope = shape_join("#/properties", name);
        const json_t *found = shape_at_scope(t->lint->document, schema, scope);
        if (found)
            lint_tested(t, found, member, place, depth + 1);
        else
            lint_tell(t->lint, t->file, place, _("There is no answer “%s” here."), name);
        free(place);
        free(scope);
    }
    free(under);
}

static void look_at_values(const struct lint_test *t, const json_t *schema,
                           const json_t *tested, const char *pointer)
{
    json_t *value = json_object_get(tested, "const");
    size_t i;
    if (value)
        look_at_value(t, schema, value, pointer);
    json_array_foreach(json_object_get(tested, "enum"), i, value)
    {
        look_at_value(t, schema, value, pointer);
    }
}

void lint_tested(const struct lint_test *t, const json_t *schema, const json_t *tested,
                 const char *pointer, int depth)
{
    const json_t *items = shape_find(t->lint->document, schema, "items");
    const json_t *no = json_object_get(tested, "not");
    const json_t *one = json_object_get(tested, "contains");
    char *at_no = shape_join(pointer, "not"), *at_one = shape_join(pointer, "contains");
    if (depth <= LINT_DEPTH_MOST) {
        look_at_values(t, schema, tested, pointer);
        look_at_members(t, schema, tested, pointer, depth);
        if (no)
            lint_tested(t, schema, no, at_no, depth + 1);
        if (items && one)
            lint_tested(t, items, one, at_one, depth + 1);
    }
    free(at_no);
    free(at_one);
}

/* ---- rules ---- */

void lint_scope(struct lint_page *page, const json_t *holder, const char *pointer)
{
    const char *scope = json_text(holder, "scope");
    char *place = shape_join(pointer, "scope");
    if (scope && strcmp(scope, "#") != 0 &&
        !shape_at_scope(page->lint->document, page->root, scope))
        lint_tell(page->lint, LAYOUT, place, _("The scope leads to no answer: %s."),
                  scope);
    free(place);
}

static void lint_condition_schema(struct lint_page *page, const json_t *condition,
                                  const char *pointer)
{
    const json_t *schema = json_object_get(condition, "schema");
    const char *scope = json_text_or(condition, "scope", "");
    const json_t *answer = shape_at_scope(page->lint->document, page->root, scope);
    char *place = shape_join(pointer, "schema");
    const struct lint_test test = {.lint = page->lint, .file = LAYOUT};
    lint_keywords(page->lint, LAYOUT, place, schema);
    if (answer)
        lint_tested(&test, answer, schema, place, 0);
    free(place);
}

static void lint_condition(struct lint_page *page, const json_t *condition,
                           const char *pointer, int depth)
{
    static const char *const KNOWN[] = {
        "type", "scope", "schema", "expectedValue", "conditions", "failWhenUndefined",
        NULL};
    static const char *const CONDITION_TYPES[] = {"LEAF", "AND", "OR", "SCHEMA", NULL};
    const char *type = json_text(condition, "type");
    const json_t *list = json_object_get(condition, "conditions");
    size_t i;
    json_t *member;
    if (depth > LINT_DEPTH_MOST)
        return;
    lint_members(page->lint, LAYOUT, pointer, condition, KNOWN);
    lint_scope(page, condition, pointer);
    lint_condition_schema(page, condition, pointer);
    if (type && !is_in(CONDITION_TYPES, type))
        lint_tell(page->lint, LAYOUT, pointer, _("“%s” is no kind of condition."), type);
    bool many = type && (strcmp(type, "AND") == 0 || strcmp(type, "OR") == 0);
    if (many ? !json_is_array(list)
             : !json_text(condition, "scope") || !(json_object_get(condition, "schema") ||
                                                   (type && strcmp(type, "LEAF") == 0)))
        lint_tell(page->lint, LAYOUT, pointer,
                  _("The condition asks for nothing, and is always true."));
    json_array_foreach(list, i, member)
    {
        char *place = memory_format("%s/conditions/%zu", pointer, i);
        lint_condition(page, member, place, depth + 1);
        free(place);
    }
}

void lint_rule(struct lint_page *page, const json_t *rule, const char *pointer)
{
    static const char *const KNOWN[] = {"effect", "condition", NULL};
    static const char *const EFFECTS[] = {"SHOW", "HIDE", "ENABLE", "DISABLE", NULL};
    const char *effect = json_text_or(rule, "effect", "");
    char *at_effect = shape_join(pointer, "effect");
    char *at_condition = shape_join(pointer, "condition");
    lint_members(page->lint, LAYOUT, pointer, rule, KNOWN);
    if (!is_in(EFFECTS, effect))
        lint_tell(page->lint, LAYOUT, at_effect, _("“%s” is no effect of a rule."),
                  effect);
    lint_condition(page, json_object_get(rule, "condition"), at_condition, 0);
    free(at_effect);
    free(at_condition);
}
