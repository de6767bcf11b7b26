/* SPDX-License-Identifier: MIT */
/* What is wrong in schema.json beyond what stops it from being compiled. */
#include "forms/form/lint_inside.h"

#include "forms/form/extension.h"
#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "schema.json"
#define LISTS  "/$defs/list:" /* those that were put into the schema */

/* ---- one schema ---- */

static bool is_text_in_two_languages(const json_t *words)
{
    return json_object_size(words) == 2 && *json_text_or(words, "vi", "") &&
           *json_text_or(words, "en", "");
}

static void lint_format(struct lint *l, const json_t *schema, const char *pointer)
{
    const char *format = json_text(schema, "format");
    const struct schema_format *own = FORM_FORMATS;
    while (format && own->name && strcmp(own->name, format) != 0)
        own++;
    if (!format || own->name || schema_knows_format(format))
        return;
    char *place = shape_join(pointer, "format");
    lint_tell(l, SCHEMA, place, _("The format “%s” is not known."), format);
    free(place);
}

static void lint_messages(struct lint *l, const json_t *schema, const char *pointer)
{
    const char *keyword;
    json_t *words;
    char *under = shape_join(pointer, "x-message");
    json_object_foreach(json_object_get(schema, "x-message"), keyword, words)
    {
        char *place = shape_join(under, keyword);
        if (!json_object_get(schema, keyword))
            lint_tell(l, SCHEMA, place, _("“%s” does not stand beside it."), keyword);
        if (!is_text_in_two_languages(words))
            lint_tell(l, SCHEMA, place, _("It needs words in “vi” and in “en”."));
        free(place);
    }
    free(under);
}

/* As the portal takes it. */
static bool is_name(const char *text)
{
    size_t size = strlen(text);
    while (size <= 64 && (isalnum((unsigned char)*text) || *text == '-'))
        text++;
    return size > 0 && *text == '\0';
}

static void lint_check(struct lint *l, const json_t *check, const char *pointer)
{
    static const char *const KNOWN[] = {"id", "logic", "at", "message", "severity", NULL};
    const char *severity = json_text_or(check, "severity", "");
    const char *at = json_text_or(check, "at", "");
    lint_members(l, SCHEMA, pointer, check, KNOWN);
    if (!json_text(check, "id") || !json_object_get(check, "logic"))
        lint_tell(l, SCHEMA, pointer, _("A check needs “id” and “logic”."));
    if (!is_name(json_text_or(check, "id", "a")))
        lint_tell(l, SCHEMA, pointer,
                  _("“id” must be up to 64 letters, digits and dashes."));
    if (*at != '/' || !lint_is_answer(l, at))
        lint_tell(l, SCHEMA, pointer, _("“at” leads to no answer: %s."), at);
    if (!is_text_in_two_languages(json_object_get(check, "message")))
        lint_tell(l, SCHEMA, pointer, _("It needs words in “vi” and in “en”."));
    if (strcmp(severity, "error") != 0 && strcmp(severity, "warning") != 0)
        lint_tell(l, SCHEMA, pointer, _("“severity” must be “error” or “warning”."));
    lint_logic(l, SCHEMA, pointer, json_object_get(check, "logic"));
}

static void lint_checks(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *list = json_object_get(schema, "x-check");
    size_t i;
    json_t *check;
    char *under = shape_join(pointer, "x-check");
    if (list && !json_is_array(list))
        lint_tell(l, SCHEMA, under, _("This must be a list."));
    json_array_foreach(list, i, check)
    {
        char *place = memory_format("%s/%zu", under, i);
        lint_check(l, check, place);
        free(place);
    }
    free(under);
}

static void lint_computed(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *rule = json_object_get(schema, "x-compute");
    if (!rule)
        return;
    char *place = shape_join(pointer, "x-compute");
    if (!json_is_true(json_object_get(schema, "readOnly")))
        lint_tell(l, SCHEMA, place, _("A computed answer must be “readOnly”."));
    lint_logic(l, SCHEMA, place, rule);
    free(place);
}

/* Whatever the walk for extensions does not come to would never be filled in. */
static bool is_followed(const struct lint *l, const char *pointer)
{
    for (size_t i = 0; i < l->extensions->prefilled_count; i++)
        if (strcmp(l->extensions->prefilled[i].at, pointer) == 0)
            return true;
    return false;
}

static void lint_prefilled(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *rule = json_object_get(schema, "x-prefill");
    if (!rule)
        return;
    char *place = shape_join(pointer, "x-prefill");
    if (json_is_true(json_object_get(schema, "readOnly")) ||
        json_object_get(schema, "x-compute"))
        lint_tell(l, SCHEMA, place, _("What is filled in must be open to change."));
    if (!is_followed(l, pointer) || shape_of_row(l->document, schema))
        lint_tell(l, SCHEMA, place, _("It has no effect here: not at a single answer."));
    lint_logic(l, SCHEMA, place, rule);
    free(place);
}

static void lint_keywords(struct lint *l, const json_t *schema, const char *pointer)
{
    /* Annotations, and what is ours. */
    static const char *const KNOWN[] = {
        "$schema",   "$id",         "$anchor",   "$dynamicAnchor", "$comment",
        "title",     "description", "default",   "examples",       "readOnly",
        "writeOnly", "deprecated",  "i18n",      "x-message",      "x-check",
        "x-compute", "x-prefill",   "x-address", "x-card-since",   NULL};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)schema, name, value)
    {
        size_t i = 0;
        while (KNOWN[i] && strcmp(KNOWN[i], name) != 0)
            i++;
        if (KNOWN[i] || schema_knows_keyword(name))
            continue;
        char *place = shape_join(pointer, name);
        lint_tell(l, SCHEMA, place, _("“%s” is no keyword of a schema."), name);
        free(place);
    }
}

/* ---- all schemas of the document ---- */

static void look(struct lint *l, const json_t *schema, const char *pointer, int depth);

static void look_under(struct lint *l, const char *pointer, const json_t *holder,
                       int depth)
{
    size_t i;
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)holder, name, member)
    {
        char *place = shape_join(pointer, name);
        look(l, member, place, depth + 1);
        free(place);
    }
    json_array_foreach(holder, i, member)
    {
        char *place = memory_format("%s/%zu", pointer, i);
        look(l, member, place, depth + 1);
        free(place);
    }
}

static void look(struct lint *l, const json_t *schema, const char *pointer, int depth)
{
    static const char *const MANY[] = {
        "properties", "patternProperties", "$defs", "dependentSchemas", "allOf", "anyOf",
        "oneOf",      "prefixItems"};
    static const char *const ONE[] = {"items",
                                      "additionalProperties",
                                      "not",
                                      "if",
                                      "then",
                                      "else",
                                      "contains",
                                      "propertyNames",
                                      "unevaluatedItems",
                                      "unevaluatedProperties"};
    if (!json_is_object(schema) || depth > LINT_DEPTH_MOST ||
        strncmp(pointer, LISTS, strlen(LISTS)) == 0)
        return;
    lint_keywords(l, schema, pointer);
    lint_format(l, schema, pointer);
    lint_messages(l, schema, pointer);
    lint_checks(l, schema, pointer);
    lint_computed(l, schema, pointer);
    lint_prefilled(l, schema, pointer);
    for (size_t i = 0; i < sizeof(MANY) / sizeof(*MANY); i++) {
        char *place = shape_join(pointer, MANY[i]);
        look_under(l, place, json_object_get(schema, MANY[i]), depth);
        free(place);
    }
    for (size_t i = 0; i < sizeof(ONE) / sizeof(*ONE); i++) {
        char *place = shape_join(pointer, ONE[i]);
        look(l, json_object_get(schema, ONE[i]), place, depth + 1);
        free(place);
    }
}

/* ---- answers ---- */

static void find_unshown(struct lint *l, const json_t *schema, const char *pointer,
                         const char *data, int depth);

/* A page of its own for the rows shows all of a row, too. */
static void find_unshown_in_row(struct lint *l, const json_t *schema, const char *pointer,
                                const char *data, int depth)
{
    const json_t *item = shape_of_row(l->document, schema);
    const json_t *members = shape_find(l->document, item, "properties");
    const char *name;
    json_t *member;
    size_t shown = 0;
    json_object_foreach((json_t *)members, name, member)
    {
        char *answer = shape_join(data, name);
        shown += json_object_get(l->shown, answer) != NULL;
        free(answer);
    }
    json_object_foreach((json_t *)members, name, member)
    {
        char *answer = shape_join(data, name);
        if (shown > 0)
            find_unshown(l, member, pointer, answer, depth + 1);
        free(answer);
    }
}

/* Every answer is asked for somewhere, unless it is computed. `data` is its place in the
 * answers, `pointer` in the schema. */
static void find_unshown(struct lint *l, const json_t *schema, const char *pointer,
                         const char *data, int depth)
{
    const char *name;
    json_t *member;
    if (!json_is_object(schema) || depth > LINT_DEPTH_MOST)
        return;
    if (json_object_get(l->shown, data)) {
        find_unshown_in_row(l, schema, pointer, data, depth);
        return;
    }
    const json_t *target = shape_target(l->document, schema);
    const json_t *members = shape_find(l->document, schema, "properties");
    if (!members && !target && *data && !json_object_get(schema, "x-compute"))
        lint_tell(l, SCHEMA, pointer, _("No Control shows this answer."));
    if (!members && target)
        find_unshown(l, target, pointer, data, depth + 1);
    json_object_foreach((json_t *)members, name, member)
    {
        char *under = shape_join(pointer, "properties");
        char *place = shape_join(under, name);
        char *answer = shape_join(data, name);
        find_unshown(l, member, place, answer, depth + 1);
        free(under);
        free(place);
        free(answer);
    }
}

/* What gives the answer of that pointer, computed or filled in; NULL. */
static const json_t *rule_at(const struct extensions *e, const char *pointer)
{
    for (size_t i = 0; i < e->computed_count; i++)
        if (strcmp(e->computed[i].pointer, pointer) == 0)
            return e->computed[i].logic;
    for (size_t i = 0; i < e->prefilled_count; i++)
        if (strcmp(e->prefilled[i].pointer, pointer) == 0)
            return e->prefilled[i].logic;
    return NULL;
}

/* Does the rule, through what it reads, come to read the goal? */
static bool leads_to(const struct extensions *e, const json_t *rule, const char *goal,
                     size_t steps)
{
    const char *read;
    json_t *yes, *reads = reads_of(rule);
    bool found = false;
    json_object_foreach(reads, read, yes)
    {
        const json_t *next = rule_at(e, read);
        found = found || strcmp(read, goal) == 0 ||
                (next && steps > 0 && leads_to(e, next, goal, steps - 1));
    }
    json_decref(reads);
    return found;
}

enum { CHAIN_MOST = 8 }; /* as far as the engine works it out */

static void find_circle(struct lint *l, const char *pointer)
{
    const struct extensions *e = l->extensions;
    if (leads_to(e, rule_at(e, pointer), pointer, CHAIN_MOST))
        lint_tell(l, SCHEMA, "", _("The answer %s leads back to itself."), pointer);
}

static void find_circles(struct lint *l)
{
    for (size_t i = 0; i < l->extensions->computed_count; i++)
        find_circle(l, l->extensions->computed[i].pointer);
    for (size_t i = 0; i < l->extensions->prefilled_count; i++)
        find_circle(l, l->extensions->prefilled[i].pointer);
}

void lint_schema(struct lint *l)
{
    l->extensions = extensions_create(l->document, NULL);
    look(l, l->document, "", 0);
    find_unshown(l, l->document, "", "", 0);
    find_circles(l);
    extensions_free(&l->extensions);
}
