/* SPDX-License-Identifier: MIT */
/* The table of keywords: for each one its vocabulary, the shape of its value, what is
 * made ready when a schema is compiled, and what runs. A keyword that is not here passes.
 */
#include "forms/schema/inside.h"

#include "forms/value/number.h"
#include "kiosk/base/i18n.h"

#include <string.h>

/* -- shapes -- */

static bool is_schema(const json_t *value)
{
    return json_is_object(value) || json_is_boolean(value);
}

static bool is_list_of_schemas(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!is_schema(json_array_get(value, i)))
            return false;
    }
    return json_array_size(value) > 0;
}

static bool is_schemas_by_name(const json_t *value)
{
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)value, name, member)
    {
        if (!is_schema(member))
            return false;
    }
    return json_is_object(value);
}

static bool is_text(const json_t *value)
{
    return json_is_string(value);
}

static bool is_array(const json_t *value)
{
    return json_is_array(value);
}

static bool is_anything(const json_t *value)
{
    return value != NULL;
}

static bool is_flag(const json_t *value)
{
    return json_is_boolean(value);
}

static bool is_number(const json_t *value)
{
    return json_is_number(value);
}

static bool is_positive(const json_t *value)
{
    return json_is_number(value) && json_number_value(value) > 0;
}

static bool is_count(const json_t *value)
{
    return json_is_number(value) && json_number_value(value) >= 0 &&
           number_is_whole(value);
}

static bool is_list_of_names(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i)))
            return false;
    }
    return json_is_array(value);
}

static bool is_names_by_name(const json_t *value)
{
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)value, name, member)
    {
        if (!is_list_of_names(member))
            return false;
    }
    return json_is_object(value);
}

/* 0 for a name that is no type. */
static unsigned type_named(const char *name)
{
    static const struct {
        const char *name;
        unsigned types;
    } TYPES[] = {
        {"object", TYPE_BIT(JSON_OBJECT)},
        {"array", TYPE_BIT(JSON_ARRAY)},
        {"string", TYPE_BIT(JSON_STRING)},
        {"number", TYPE_NUMBER},
        {"integer", TYPE_BIT(JSON_INTEGER) | TYPE_WHOLE},
        {"boolean", TYPE_BOOLEAN},
        {"null", TYPE_BIT(JSON_NULL)},
    };
    for (size_t i = 0; name != NULL && i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strcmp(TYPES[i].name, name) == 0)
            return TYPES[i].types;
    }
    return 0;
}

static bool is_type(const json_t *value)
{
    if (json_is_string(value))
        return type_named(json_string_value(value)) != 0;
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (type_named(json_string_value(json_array_get(value, i))) == 0)
            return false;
    }
    return json_array_size(value) > 0;
}

static const struct shape SCHEMA = {
    .fits = is_schema,
    .demand = N_("%s must be a schema: an object, true or false."),
    .schemas = ONE_SCHEMA,
};
static const struct shape SCHEMA_LIST = {
    .fits = is_list_of_schemas,
    .demand = N_("%s must be a list of at least one schema."),
    .schemas = LIST_OF_SCHEMAS,
};
static const struct shape SCHEMA_MAP = {
    .fits = is_schemas_by_name,
    .demand = N_("%s must be an object whose members are schemas."),
    .schemas = SCHEMAS_BY_NAME,
};
static const struct shape TEXT = {is_text, N_("%s must be a text."), NO_SCHEMA};
static const struct shape LIST = {is_array, N_("%s must be a list."), NO_SCHEMA};
static const struct shape ANYTHING = {is_anything, "%s", NO_SCHEMA};
static const struct shape FLAG = {is_flag, N_("%s must be true or false."), NO_SCHEMA};
static const struct shape NUMBER = {is_number, N_("%s must be a number."), NO_SCHEMA};
static const struct shape POSITIVE = {is_positive, N_("%s must be a number above 0."),
                                      NO_SCHEMA};
static const struct shape COUNT = {is_count, N_("%s must be a whole number, 0 or more."),
                                   NO_SCHEMA};
static const struct shape NAMES = {is_list_of_names, N_("%s must be a list of names."),
                                   NO_SCHEMA};
static const struct shape NAMES_MAP = {
    is_names_by_name, N_("%s must be an object whose members are lists of names."),
    NO_SCHEMA};
static const struct shape TYPE = {
    is_type, N_("%s must be a type, or a list of types, of JSON."), NO_SCHEMA};

/* -- making ready -- */

static bool prepare_type(struct rule *rule, const struct schema_set *set, char *why,
                         size_t room)
{
    (void)set;
    (void)why;
    (void)room;
    if (json_is_string(rule->value))
        rule->types = type_named(json_string_value(rule->value));
    for (size_t i = 0; i < json_array_size(rule->value); i++)
        rule->types |= type_named(json_string_value(json_array_get(rule->value, i)));
    return true;
}

static bool prepare_enum(struct rule *rule, const struct schema_set *set, char *why,
                         size_t room)
{
    (void)set;
    (void)why;
    (void)room;
    rule->set = value_set_create(rule->value);
    return true;
}

static void release_enum(struct rule *rule)
{
    value_set_free(&rule->set);
}

static bool prepare_count(struct rule *rule, const struct schema_set *set, char *why,
                          size_t room)
{
    (void)set;
    (void)why;
    (void)room;
    double count = json_number_value(rule->value);
    rule->count = count < (double)SIZE_MAX ? (size_t)count : SIZE_MAX;
    return true;
}

static bool prepare_pattern(struct rule *rule, const struct schema_set *set, char *why,
                            size_t room)
{
    (void)set;
    rule->pattern = pattern_create(json_string_value(rule->value),
                                   json_string_length(rule->value), why, room);
    return rule->pattern != NULL;
}

static void release_pattern(struct rule *rule)
{
    pattern_free(&rule->pattern);
}

static bool prepare_format(struct rule *rule, const struct schema_set *set, char *why,
                           size_t room)
{
    (void)why;
    (void)room;
    const char *name = json_string_value(rule->value);
    rule->own_format = set_find_format(set, name, &rule->format_data);
    rule->format = rule->own_format == NULL ? format_find(name) : NULL;
    return true;
}

static void release_choices(struct rule *rule)
{
    value_set_free(&rule->choices);
    json_decref(rule->constants);
}

static bool prepare_pattern_branches(struct rule *rule, const struct schema_set *set,
                                     char *why, size_t room)
{
    (void)set;
    for (size_t i = 0; i < rule->branch_count; i++) {
        struct branch *branch = &rule->branches[i];
        branch->pattern = pattern_create(branch->name, strlen(branch->name), why, room);
        if (branch->pattern == NULL)
            return false;
    }
    return true;
}

static void release_pattern_branches(struct rule *rule)
{
    for (size_t i = 0; i < rule->branch_count; i++)
        pattern_free(&rule->branches[i].pattern);
}

/* -- the table -- */

#define ON_OBJECT TYPE_BIT(JSON_OBJECT)
#define ON_ARRAY  TYPE_BIT(JSON_ARRAY)
#define ON_STRING TYPE_BIT(JSON_STRING)

#define CORE        .vocabulary = VOCABULARY_CORE
#define APPLICATOR  .vocabulary = VOCABULARY_APPLICATOR
#define UNEVALUATED .vocabulary = VOCABULARY_UNEVALUATED
#define VALIDATION  .vocabulary = VOCABULARY_VALIDATION

/* clang-format off */
const struct keyword KEYWORDS[KEYWORD_COUNT] = {
    [KEYWORD_REF] = {"$ref", CORE, .shape = &TEXT,
        .applies = TYPE_ANY, .evaluate = evaluate_ref},
    [KEYWORD_DYNAMIC_REF] = {"$dynamicRef", CORE, .shape = &TEXT,
        .applies = TYPE_ANY, .evaluate = evaluate_dynamic_ref},
    [KEYWORD_DEFS] = {"$defs", CORE, .shape = &SCHEMA_MAP},

    [KEYWORD_TYPE] = {"type", VALIDATION, .shape = &TYPE, .prepare = prepare_type,
        .applies = TYPE_ANY, .evaluate = evaluate_type},
    [KEYWORD_ENUM] = {"enum", VALIDATION, .shape = &LIST, .prepare = prepare_enum,
        .release = release_enum, .applies = TYPE_ANY, .evaluate = evaluate_enum},
    [KEYWORD_CONST] = {"const", VALIDATION, .shape = &ANYTHING,
        .applies = TYPE_ANY, .evaluate = evaluate_const},

    [KEYWORD_MULTIPLE_OF] = {"multipleOf", VALIDATION, .shape = &POSITIVE,
        .applies = TYPE_NUMBER, .evaluate = evaluate_multiple_of},
    [KEYWORD_MAXIMUM] = {"maximum", VALIDATION, .shape = &NUMBER,
        .applies = TYPE_NUMBER, .evaluate = evaluate_maximum},
    [KEYWORD_EXCLUSIVE_MAXIMUM] = {"exclusiveMaximum", VALIDATION, .shape = &NUMBER,
        .applies = TYPE_NUMBER, .evaluate = evaluate_exclusive_maximum},
    [KEYWORD_MINIMUM] = {"minimum", VALIDATION, .shape = &NUMBER,
        .applies = TYPE_NUMBER, .evaluate = evaluate_minimum},
    [KEYWORD_EXCLUSIVE_MINIMUM] = {"exclusiveMinimum", VALIDATION, .shape = &NUMBER,
        .applies = TYPE_NUMBER, .evaluate = evaluate_exclusive_minimum},

    [KEYWORD_MAX_LENGTH] = {"maxLength", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_STRING, .evaluate = evaluate_max_length},
    [KEYWORD_MIN_LENGTH] = {"minLength", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_STRING, .evaluate = evaluate_min_length},
    [KEYWORD_PATTERN] = {"pattern", VALIDATION, .shape = &TEXT,
        .prepare = prepare_pattern, .release = release_pattern,
        .applies = ON_STRING, .evaluate = evaluate_pattern},
    [KEYWORD_FORMAT] = {"format", VOCABULARY_FORMAT_ASSERTION, .shape = &TEXT,
        .prepare = prepare_format, .applies = ON_STRING, .evaluate = evaluate_format},

    [KEYWORD_MAX_ITEMS] = {"maxItems", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_ARRAY, .evaluate = evaluate_max_size},
    [KEYWORD_MIN_ITEMS] = {"minItems", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_ARRAY, .evaluate = evaluate_min_size},
    [KEYWORD_UNIQUE_ITEMS] = {"uniqueItems", VALIDATION, .shape = &FLAG,
        .applies = ON_ARRAY, .evaluate = evaluate_unique_items},

    [KEYWORD_MAX_PROPERTIES] = {"maxProperties", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_OBJECT, .evaluate = evaluate_max_size},
    [KEYWORD_MIN_PROPERTIES] = {"minProperties", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count, .applies = ON_OBJECT, .evaluate = evaluate_min_size},
    [KEYWORD_REQUIRED] = {"required", VALIDATION, .shape = &NAMES,
        .applies = ON_OBJECT, .evaluate = evaluate_required},
    [KEYWORD_DEPENDENT_REQUIRED] = {"dependentRequired", VALIDATION, .shape = &NAMES_MAP,
        .applies = ON_OBJECT, .evaluate = evaluate_dependent_required},

    [KEYWORD_PROPERTY_NAMES] = {"propertyNames", APPLICATOR, .shape = &SCHEMA,
        .applies = ON_OBJECT, .evaluate = evaluate_property_names},
    [KEYWORD_PROPERTIES] = {"properties", APPLICATOR, .shape = &SCHEMA_MAP,
        .applies = ON_OBJECT, .evaluate = evaluate_properties},
    [KEYWORD_PATTERN_PROPERTIES] = {"patternProperties", APPLICATOR, .shape = &SCHEMA_MAP,
        .prepare = prepare_pattern_branches, .release = release_pattern_branches,
        .applies = ON_OBJECT, .evaluate = evaluate_pattern_properties},
    [KEYWORD_ADDITIONAL_PROPERTIES] = {"additionalProperties", APPLICATOR, .shape = &SCHEMA,
        .applies = ON_OBJECT, .evaluate = evaluate_additional_properties},

    [KEYWORD_PREFIX_ITEMS] = {"prefixItems", APPLICATOR, .shape = &SCHEMA_LIST,
        .applies = ON_ARRAY, .evaluate = evaluate_prefix_items},
    [KEYWORD_ITEMS] = {"items", APPLICATOR, .shape = &SCHEMA,
        .applies = ON_ARRAY, .evaluate = evaluate_items},
    [KEYWORD_CONTAINS] = {"contains", APPLICATOR, .shape = &SCHEMA,
        .applies = ON_ARRAY, .evaluate = evaluate_contains},
    [KEYWORD_MAX_CONTAINS] = {"maxContains", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count},
    [KEYWORD_MIN_CONTAINS] = {"minContains", VALIDATION, .shape = &COUNT,
        .prepare = prepare_count},

    [KEYWORD_DEPENDENT_SCHEMAS] = {"dependentSchemas", APPLICATOR, .shape = &SCHEMA_MAP,
        .applies = ON_OBJECT, .evaluate = evaluate_dependent_schemas},
    [KEYWORD_ALL_OF] = {"allOf", APPLICATOR, .shape = &SCHEMA_LIST,
        .applies = TYPE_ANY, .evaluate = evaluate_all_of},
    [KEYWORD_ANY_OF] = {"anyOf", APPLICATOR, .shape = &SCHEMA_LIST,
        .release = release_choices,
        .applies = TYPE_ANY, .evaluate = evaluate_any_of},
    [KEYWORD_ONE_OF] = {"oneOf", APPLICATOR, .shape = &SCHEMA_LIST,
        .release = release_choices,
        .applies = TYPE_ANY, .evaluate = evaluate_one_of},
    [KEYWORD_NOT] = {"not", APPLICATOR, .shape = &SCHEMA,
        .applies = TYPE_ANY, .evaluate = evaluate_not},
    [KEYWORD_IF] = {"if", APPLICATOR, .shape = &SCHEMA,
        .applies = TYPE_ANY, .evaluate = evaluate_if},
    [KEYWORD_THEN] = {"then", APPLICATOR, .shape = &SCHEMA},
    [KEYWORD_ELSE] = {"else", APPLICATOR, .shape = &SCHEMA},

    [KEYWORD_CONTENT_SCHEMA] = {"contentSchema", .vocabulary = VOCABULARY_CONTENT,
        .shape = &SCHEMA},
    [KEYWORD_UNEVALUATED_ITEMS] = {"unevaluatedItems", UNEVALUATED, .shape = &SCHEMA,
        .applies = ON_ARRAY, .evaluate = evaluate_unevaluated_items},
    [KEYWORD_UNEVALUATED_PROPERTIES] = {"unevaluatedProperties", UNEVALUATED,
        .shape = &SCHEMA, .applies = ON_OBJECT, .evaluate = evaluate_unevaluated_properties},
};
/* clang-format on */

const struct keyword *keyword_find(const char *name)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        if (KEYWORDS[i].name[0] == name[0] && strcmp(KEYWORDS[i].name, name) == 0)
            return &KEYWORDS[i];
    }
    return NULL;
}

const struct rule *rule_beside(const struct rule *rule, enum keyword_id id)
{
    const struct node *node = rule->node;
    for (size_t i = 0; i < node->rule_count; i++) {
        if (node->rules[i].keyword == &KEYWORDS[id])
            return &node->rules[i];
    }
    return NULL;
}
