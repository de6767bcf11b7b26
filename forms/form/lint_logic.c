/* SPDX-License-Identifier: MIT */
/* What is wrong in JSONLogic: unknown operations, and answers that are none. */
#include "forms/form/lint_inside.h"

#include "forms/form/shape.h"
#include "forms/logic/logic.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A rule, and where it is from, for the words about it. */
struct rule_text {
    struct lint *lint;
    const char *file, *pointer;
};

/* What a rule is applied to: the answers, a row of them, or something that cannot be told
 * from the rule (schema NULL). */
struct data {
    const json_t *schema;
    bool reducing; /* it stands under "current" there */
    bool beside;   /* the whole answers stand beside the row, under EXTENSION_WHOLE */
};

/* ---- answers ---- */

/* A step down from the schema of an answer: a member, or a place in a list. */
static const json_t *step_down(const json_t *document, const json_t *schema,
                               const char *name)
{
    if (*name && strspn(name, "0123456789") == strlen(name))
        return shape_find(document, schema, "items");
    char *escaped = shape_join("#/properties", name);
    const json_t *found = shape_at_scope(document, schema, escaped);
    free(escaped);
    return found;
}

/* Names apart by `between`, one after the other. */
static const json_t *step_along(const struct lint *l, const json_t *schema,
                                const char *path, char between)
{
    char *copy = memory_copy_text(path), *name = copy;
    while (schema && name) {
        char *end = strchr(name, between);
        if (end)
            *end = '\0';
        schema = step_down(l->document, schema, name);
        name = end ? end + 1 : NULL;
    }
    free(copy);
    return schema;
}

bool lint_is_answer(const struct lint *l, const char *pointer)
{
    if (*pointer != '/')
        return *pointer == '\0';
    return step_along(l, l->document, pointer + 1, '/') != NULL;
}

/* ---- what is read ---- */

/* The path of a `var`, as far as it stands there; NULL where it is worked out. */
static const char *path_of(const json_t *args)
{
    return json_string_value(json_is_array(args) ? json_array_get(args, 0) : args);
}

/* Can it be told what the path reads? Where lists are reduced, "current." is taken off.
 */
static bool is_known(const struct data *data, const char **path)
{
    if (!data->schema || !*path)
        return false;
    if (!data->reducing)
        return true;
    size_t size = strcspn(*path, ".");
    bool current = size == strlen("current") && strncmp(*path, "current", size) == 0;
    *path += size + ((*path)[size] == '.');
    return current;
}

/* What of the path is in the whole answers, beside a row; NULL: it is in the row. */
static const char *path_beside(const struct data *data, const char *path)
{
    size_t size = path ? strcspn(path, ".") : 0;
    if (!data->beside || size != strlen(EXTENSION_WHOLE) ||
        strncmp(path, EXTENSION_WHOLE, size) != 0)
        return NULL;
    return path + size + (path[size] == '.');
}

/* The schema of what is read; NULL where it cannot be told. */
static const json_t *schema_read(const struct lint *l, const struct data *data,
                                 const char *path)
{
    const char *beside = path_beside(data, path);
    if (beside)
        return *beside ? step_along(l, l->document, beside, '.') : l->document;
    if (!is_known(data, &path))
        return NULL;
    return *path ? step_along(l, data->schema, path, '.') : data->schema;
}

static void look_at_path(const struct rule_text *t, const char *path,
                         const struct data *data)
{
    const char *rest = path;
    if (!is_known(data, &rest) || schema_read(t->lint, data, path))
        return;
    if (data->schema == t->lint->document || path_beside(data, path))
        lint_tell(t->lint, t->file, t->pointer,
                  _("It reads “%s”, which is no answer of the form."), path);
    else
        lint_tell(t->lint, t->file, t->pointer,
                  data->beside
                      ? _("It reads “%s”, which is no member of the row; the answers "
                          "around it are under “$”.")
                      : _("It reads “%s”, which is no member of a row: inside “all”, "
                          "“some”, “none”, “map”, “filter” and “reduce” there is only "
                          "the row."),
                  path);
}

static void look_at_paths(const struct rule_text *t, const json_t *list,
                          const struct data *data)
{
    size_t i;
    json_t *path;
    json_array_foreach(list, i, path)
    {
        look_at_path(t, json_string_value(path), data);
    }
}

/* ---- operations ---- */

static bool is_over_lists(const char *name)
{
    static const char *const OVER_LISTS[] = {"map", "filter", "reduce",
                                             "all", "some",   "none"};
    for (size_t i = 0; i < sizeof(OVER_LISTS) / sizeof(*OVER_LISTS); i++)
        if (strcmp(OVER_LISTS[i], name) == 0)
            return true;
    return false;
}

/* The schema of one item of what the rule gives: of an answer, or of a part of its rows.
 */
static const json_t *item_of(const struct lint *l, const json_t *rule,
                             const struct data *data)
{
    const json_t *part = json_array_get(json_object_get(rule, "filter"), 0);
    if (part)
        return item_of(l, part, data);
    const char *path = path_of(json_object_get(rule, "var"));
    return path ? shape_find(l->document, schema_read(l, data, path), "items") : NULL;
}

static void look(const struct rule_text *t, const json_t *rule, const struct data *data,
                 int depth);

/* {"some": [{"var": "heirs"}, {…}]}: the rest speaks of a row. */
static void look_at_rows(const struct rule_text *t, const char *name, const json_t *args,
                         const struct data *data, int depth)
{
    const json_t *list = json_array_get(args, 0);
    const struct data row = {.schema = item_of(t->lint, list, data),
                             .reducing = strcmp(name, "reduce") == 0};
    look(t, list, data, depth);
    look(t, json_array_get(args, 1), &row, depth);
    look(t, json_array_get(args, 2), data, depth);
}

static void look_at_operation(const struct rule_text *t, const char *name,
                              const json_t *args, const struct data *data, int depth)
{
    if (!logic_knows(name))
        lint_tell(t->lint, t->file, t->pointer, _("“%s” is no operation of JSONLogic."),
                  name);
    if (strcmp(name, "var") == 0)
        look_at_path(t, path_of(args), data);
    if (strcmp(name, "missing") == 0)
        look_at_paths(
            t, json_is_array(json_array_get(args, 0)) ? json_array_get(args, 0) : args,
            data);
    if (strcmp(name, "missing_some") == 0)
        look_at_paths(t, json_array_get(args, 1), data);
    if (is_over_lists(name))
        look_at_rows(t, name, args, data, depth);
    else
        look(t, args, data, depth);
}

static void look(const struct rule_text *t, const json_t *rule, const struct data *data,
                 int depth)
{
    size_t i;
    json_t *member;
    if (depth > LINT_DEPTH_MOST)
        return;
    json_array_foreach(rule, i, member)
    {
        look(t, member, data, depth + 1);
    }
    if (json_object_size(rule) > 1)
        lint_tell(t->lint, t->file, t->pointer,
                  _("An operation of JSONLogic is an object of one member; this one has "
                    "%zu, and is taken for a plain value."),
                  json_object_size(rule));
    if (json_object_size(rule) != 1)
        return;
    void *first = json_object_iter((json_t *)rule);
    look_at_operation(t, json_object_iter_key(first), json_object_iter_value(first), data,
                      depth + 1);
}

void lint_logic(struct lint *l, const char *file, const char *pointer, const json_t *rule)
{
    const struct rule_text text = {.lint = l, .file = file, .pointer = pointer};
    const struct data answers = {.schema = l->document};
    look(&text, rule, &answers, 0);
}

void lint_logic_of_row(struct lint *l, const char *file, const char *pointer,
                       const json_t *rule, const char *row)
{
    const struct rule_text text = {.lint = l, .file = file, .pointer = pointer};
    const struct data data = {.schema = step_along(l, l->document, row + 1, '/'),
                              .beside = true};
    look(&text, rule, &data, 0);
}
