/* SPDX-License-Identifier: MIT */
/* What is wrong in schema.json beyond what stops it from being compiled: keywords and
 * formats that nothing knows, and answers that nothing asks for. */
#include "forms/form/lint_inside.h"

#include "forms/form/demand.h"
#include "forms/form/lists.h"
#include "forms/form/shape.h"
#include "forms/schema/schema.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA "schema.json"
#define LISTS  "/$defs/list:" /* those that were put into the schema */

/* A file that schemas stand in. */
struct schemas {
    struct lint *lint;
    const char *file;
};

/* ---- one schema ---- */

static void look_at_format(const struct schemas *s, const json_t *schema,
                           const char *pointer)
{
    const char *format = json_text(schema, "format");
    const struct schema_format *own = FORM_FORMATS;
    while (format && own->name && strcmp(own->name, format) != 0)
        own++;
    if (!format || own->name || schema_knows_format(format))
        return;
    char *place = shape_join(pointer, "format");
    lint_tell(s->lint, s->file, place, _("The format “%s” is not known."), format);
    free(place);
}

static void look_at_keywords(const struct schemas *s, const json_t *schema,
                             const char *pointer)
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
        lint_tell(s->lint, s->file, place, _("“%s” is no keyword of a schema."), name);
        free(place);
    }
}

/* ---- all schemas of a file ---- */

static void look(const struct schemas *s, const json_t *schema, const char *pointer,
                 int depth);

static void look_under(const struct schemas *s, const char *pointer, const json_t *holder,
                       int depth)
{
    size_t i;
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)holder, name, member)
    {
        char *place = shape_join(pointer, name);
        look(s, member, place, depth + 1);
        free(place);
    }
    json_array_foreach(holder, i, member)
    {
        char *place = memory_format("%s/%zu", pointer, i);
        look(s, member, place, depth + 1);
        free(place);
    }
}

/* Members that are asked for in a branch get their mark only where constants tell which
 * branch it is; without it the clerk would learn of them at the very end. */
static void look_at_demands(const struct schemas *s, const json_t *schema,
                            const char *pointer, const char *keyword)
{
    const json_t *list = json_object_get(schema, keyword);
    bool demands = false, told_apart = true;
    size_t i;
    json_t *branch;
    json_array_foreach(list, i, branch)
    {
        json_t *selector = demands_selector(branch);
        demands = demands || json_object_get(branch, "required");
        told_apart = told_apart && selector;
        json_decref(selector);
    }
    char *place = shape_join(pointer, keyword);
    if (demands && (!told_apart || json_array_size(list) > DEMANDS_BRANCHES_MOST))
        lint_tell(s->lint, s->file, place,
                  _("What is “required” here gets no mark: give each branch a “const” of "
                    "an answer, or use “if” and “then”."));
    free(place);
}

/* What an `if` asks for must be there, at the place that its schema speaks of. */
static void look_at_ours(const struct schemas *s, const json_t *schema,
                         const char *pointer)
{
    const struct lint_test test = {.lint = s->lint, .file = s->file};
    const json_t *condition = json_object_get(schema, "if");
    char *place = shape_join(pointer, "if");
    lint_own_keywords(s->lint, pointer, schema);
    look_at_demands(s, schema, pointer, "oneOf");
    look_at_demands(s, schema, pointer, "anyOf");
    if (condition && json_object_get(schema, "properties"))
        lint_tested(&test, schema, condition, place, 0);
    free(place);
}

static void look(const struct schemas *s, const json_t *schema, const char *pointer,
                 int depth)
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
    look_at_keywords(s, schema, pointer);
    look_at_format(s, schema, pointer);
    if (strcmp(s->file, SCHEMA) == 0)
        look_at_ours(s, schema, pointer);
    for (size_t i = 0; i < sizeof(MANY) / sizeof(*MANY); i++) {
        char *place = shape_join(pointer, MANY[i]);
        look_under(s, place, json_object_get(schema, MANY[i]), depth);
        free(place);
    }
    for (size_t i = 0; i < sizeof(ONE) / sizeof(*ONE); i++) {
        char *place = shape_join(pointer, ONE[i]);
        look(s, json_object_get(schema, ONE[i]), place, depth + 1);
        free(place);
    }
}

void lint_keywords(struct lint *l, const char *file, const char *pointer,
                   const json_t *schema)
{
    look(&(struct schemas){.lint = l, .file = file}, schema, pointer, 0);
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

void lint_schema(struct lint *l)
{
    lint_keywords(l, SCHEMA, "", l->document);
    find_unshown(l, l->document, "", "", 0);
    lint_circles(l);
}
