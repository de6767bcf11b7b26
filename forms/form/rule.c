/* SPDX-License-Identifier: MIT */
#include "forms/form/rule.h"

#include "forms/form/shape.h"
#include "forms/schema/schema.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 16 };

enum condition_kind {
    CONDITION_TRUE,
    CONDITION_AND,
    CONDITION_OR,
    CONDITION_LEAF,
    CONDITION_SCHEMA
};

struct condition {
    enum condition_kind kind;
    char *pointer;          /* of the value; NULL where the scope leads nowhere */
    const json_t *expected; /* LEAF; NULL: the value must be absent */
    struct schema *schema;  /* SCHEMA */
    bool fail_when_absent;  /* SCHEMA: failWhenUndefined */
    struct condition *list; /* AND, OR */
    size_t count;
};

struct rule {
    enum rule_effect effect;
    struct condition condition;
};

static bool read_condition(struct condition *c, const json_t *source, const char *pointer,
                           int depth, struct error *err);

static bool read_list(struct condition *c, const json_t *list, const char *pointer,
                      int depth, struct error *err)
{
    c->list = memory_array(json_array_size(list), sizeof(*c->list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        c->count = i + 1;
        if (!read_condition(&c->list[i], json_array_get(list, i), pointer, depth + 1,
                            err))
            return false;
    }
    return true;
}

static bool read_schema(struct condition *c, const json_t *source, const char *pointer,
                        struct error *err)
{
    struct error cause = {.text = ""};
    json_t *schema = json_object_get(source, "schema");
    c->kind = CONDITION_SCHEMA;
    c->schema = schema_compile(schema, NULL, &cause);
    if (!c->schema)
        return error_set(err, _("uischema.json: the condition of %s is no schema: %s"),
                         pointer, cause.text);
    c->fail_when_absent = json_flag(source, "failWhenUndefined", false);
    return true;
}

/* The order of the questions is JSON Forms' own: a LEAF with a schema is a LEAF. */
static bool read_condition(struct condition *c, const json_t *source, const char *pointer,
                           int depth, struct error *err)
{
    if (depth > DEPTH_MOST)
        return error_set(
            err, _("uischema.json: the condition of %s is nested too deeply."), pointer);
    const char *type = json_text_or(source, "type", "");
    const json_t *list = json_object_get(source, "conditions");
    c->pointer = shape_scope_to_data(json_text_or(source, "scope", "#"));
    if (json_is_array(list) && (strcmp(type, "OR") == 0 || strcmp(type, "AND") == 0)) {
        c->kind = type[0] == 'O' ? CONDITION_OR : CONDITION_AND;
        return read_list(c, list, pointer, depth, err);
    }
    if (strcmp(type, "LEAF") == 0) {
        c->kind = CONDITION_LEAF;
        c->expected = json_object_get(source, "expectedValue");
        return true;
    }
    if (strcmp(type, "OR") != 0 && strcmp(type, "AND") != 0 &&
        json_object_get(source, "schema"))
        return read_schema(c, source, pointer, err);
    c->kind = CONDITION_TRUE;
    return true;
}

static void condition_clear(struct condition *c)
{
    for (size_t i = 0; i < c->count; i++)
        condition_clear(&c->list[i]);
    free(c->list);
    free(c->pointer);
    schema_free(&c->schema);
}

struct rule *rule_create(const json_t *source, const char *pointer, struct error *err)
{
    static const char *const names[] = {[RULE_SHOW] = "SHOW",
                                        [RULE_HIDE] = "HIDE",
                                        [RULE_ENABLE] = "ENABLE",
                                        [RULE_DISABLE] = "DISABLE"};
    struct rule *rule = memory_alloc(sizeof(*rule));
    const char *effect = json_text_or(source, "effect", "");
    rule->effect = RULE_SHOW;
    while (rule->effect < RULE_OTHER && strcmp(names[rule->effect], effect) != 0)
        rule->effect++;
    const json_t *condition = json_object_get(source, "condition");
    if (!read_condition(&rule->condition, condition, pointer, 0, err))
        rule_free(&rule);
    return rule;
}

void rule_free(struct rule **rule)
{
    if (*rule)
        condition_clear(&(*rule)->condition);
    free(*rule);
    *rule = NULL;
}

enum rule_effect rule_effect(const struct rule *rule)
{
    return rule->effect;
}

/* JavaScript's ===: two objects or arrays from different places are never the same. */
static bool is_same(const json_t *value, const json_t *expected)
{
    if (!value || !expected)
        return value == expected;
    if (json_is_object(value) || json_is_array(value))
        return false;
    if (json_is_number(value) && json_is_number(expected) &&
        json_typeof(value) != json_typeof(expected))
        return json_number_value(value) == json_number_value(expected);
    return json_equal(value, expected);
}

static bool holds(const struct condition *c, const json_t *answers)
{
    if (c->kind == CONDITION_TRUE)
        return true;
    if (c->kind == CONDITION_AND || c->kind == CONDITION_OR) {
        bool decisive = c->kind == CONDITION_OR;
        for (size_t i = 0; i < c->count; i++)
            if (holds(&c->list[i], answers) == decisive)
                return decisive;
        return !decisive;
    }
    const json_t *value = c->pointer ? json_at(answers, c->pointer) : NULL;
    if (c->kind == CONDITION_LEAF)
        return is_same(value, c->expected);
    if (!value && c->fail_when_absent)
        return false;
    return schema_validate(c->schema, value, NULL);
}

bool rule_is_fulfilled(const struct rule *rule, const json_t *answers)
{
    return holds(&rule->condition, answers);
}
