/* SPDX-License-Identifier: MIT */
#include "forms/form/extension.h"

#include "forms/form/shape.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MOST = 24,
    LOOKS_MOST = 5000,
    CHECKS_MOST = 200,
    COMPUTED_MOST = 200,
    PREFILLED_MOST = 200
};

struct walk {
    struct extensions *out;
    const json_t *document;
    const struct schema_set *set;
    int looks;
};

/* A place in the walk. */
struct spot {
    const json_t *schema;
    const char *at;      /* its pointer in the document */
    const char *pointer; /* of the answer that it speaks of */
    const char *rows;    /* that of the rows around it; "" outside of them */
    int depth;
};

/* ---- what a rule reads ---- */

static void collect(const json_t *rule, json_t *reads, int depth);

static void add_read(const json_t *args, json_t *reads)
{
    const json_t *path = json_is_array(args) ? json_array_get(args, 0) : args;
    if (json_string_length(path) == 0)
        return;
    char *pointer = memory_format("/%s", json_string_value(path));
    for (char *dot = strchr(pointer, '.'); dot; dot = strchr(dot, '.'))
        *dot = '/';
    json_object_set_new(reads, pointer, json_true());
    free(pointer);
}

static void collect_operation(const char *name, const json_t *args, json_t *reads,
                              int depth)
{
    static const char *const over_lists[] = {"map", "filter", "reduce",
                                             "all", "none",   "some"};
    if (strcmp(name, "var") == 0)
        add_read(args, reads);
    for (size_t i = 0; i < sizeof(over_lists) / sizeof(*over_lists); i++)
        if (strcmp(name, over_lists[i]) == 0)
            args = json_array_get(args, 0);
    collect(args, reads, depth);
}

static void collect(const json_t *rule, json_t *reads, int depth)
{
    size_t i;
    json_t *member;
    if (depth > DEPTH_MOST)
        return;
    json_array_foreach(rule, i, member)
    {
        collect(member, reads, depth + 1);
    }
    void *first = json_object_iter((json_t *)rule);
    if (json_object_size(rule) == 1)
        collect_operation(json_object_iter_key(first), json_object_iter_value(first),
                          reads, depth + 1);
}

json_t *reads_of(const json_t *rule)
{
    json_t *reads = json_object();
    collect(rule, reads, 0);
    return reads;
}

char *read_place(const char *read, const char *row)
{
    static const char whole[] = "/" EXTENSION_WHOLE;
    size_t size = strlen(whole);
    bool of_whole = strncmp(read, whole, size) == 0 && (!read[size] || read[size] == '/');
    if (*row && of_whole)
        return memory_copy_text(read + size);
    return memory_format("%s%s", row, read);
}

/* ---- the walk ---- */

static bool is_known(const struct extensions *e, const char *id, const char *rows)
{
    for (size_t i = 0; i < e->check_count; i++)
        if (strcmp(e->checks[i].id, id) == 0 && strcmp(e->checks[i].rows, rows) == 0)
            return true;
    return false;
}

/* A definition that is used twice brings its checks once, but to each list of rows. */
static void add_checks(struct extensions *e, const json_t *list, const char *rows)
{
    size_t i;
    json_t *source;
    json_array_foreach(list, i, source)
    {
        const char *id = json_text(source, "id");
        const json_t *logic = json_object_get(source, "logic");
        if (!id || !logic || is_known(e, id, rows) || e->check_count >= CHECKS_MOST)
            continue;
        e->checks = memory_resize(e->checks, e->check_count + 1, sizeof(*e->checks));
        e->checks[e->check_count++] = (struct form_check){
            .id = id,
            .rows = memory_copy_text(rows),
            .at = json_text_or(source, "at", ""),
            .logic = logic,
            .message = json_object_get(source, "message"),
            .warning = strcmp(json_text_or(source, "severity", ""), "warning") == 0,
            .reads = reads_of(logic)};
    }
}

static void add_computed(struct extensions *e, const json_t *logic, const char *pointer)
{
    if (!logic || !*pointer || e->computed_count >= COMPUTED_MOST)
        return;
    e->computed = memory_resize(e->computed, e->computed_count + 1, sizeof(*e->computed));
    e->computed[e->computed_count++] =
        (struct computed){.pointer = memory_copy_text(pointer), .logic = logic};
}

/* A schema that refers to another is that of a list; what a list offers, the field
 * knows. */
static struct schema *compile_alone(const struct walk *w, const json_t *schema)
{
    return json_object_get(schema, "$ref")
               ? NULL
               : schema_compile((json_t *)schema, w->set, NULL);
}

static void add_prefilled(const struct walk *w, const struct spot *spot)
{
    struct extensions *e = w->out;
    const json_t *logic = json_object_get(spot->schema, "x-prefill");
    if (!logic || !*spot->pointer || e->prefilled_count >= PREFILLED_MOST)
        return;
    e->prefilled =
        memory_resize(e->prefilled, e->prefilled_count + 1, sizeof(*e->prefilled));
    e->prefilled[e->prefilled_count++] =
        (struct prefilled){.pointer = memory_copy_text(spot->pointer),
                           .logic = logic,
                           .schema = compile_alone(w, spot->schema),
                           .at = memory_copy_text(spot->at)};
}

static void look(struct walk *w, const struct spot *spot);

static void look_at_target(struct walk *w, const struct spot *spot)
{
    const json_t *target = shape_target(w->document, spot->schema);
    struct spot next = *spot;
    next.schema = target;
    next.at = target ? json_text(spot->schema, "$ref") + 1 : "";
    next.depth++;
    look(w, &next);
}

static void look_at_rows(struct walk *w, const struct spot *spot)
{
    const json_t *items = json_object_get(spot->schema, "items");
    char *at = memory_format("%s/items", spot->at);
    char *row = memory_format("%s/*", spot->pointer);
    look(w, &(struct spot){items, at, row, row, spot->depth + 1});
    free(at);
    free(row);
}

static void look(struct walk *w, const struct spot *spot)
{
    const json_t *schema = spot->schema;
    if (!json_is_object(schema) || spot->depth > DEPTH_MOST || --w->looks < 0)
        return;
    add_checks(w->out, json_object_get(schema, "x-check"), spot->rows);
    if (!*spot->rows) {
        add_computed(w->out, json_object_get(schema, "x-compute"), spot->pointer);
        add_prefilled(w, spot);
    }
    look_at_target(w, spot);
    size_t i;
    const char *name;
    json_t *member;
    json_array_foreach(json_object_get(schema, "allOf"), i, member)
    {
        char *at = memory_format("%s/allOf/%zu", spot->at, i);
        look(w, &(struct spot){member, at, spot->pointer, spot->rows, spot->depth + 1});
        free(at);
    }
    char *under = memory_format("%s/properties", spot->at);
    json_object_foreach(json_object_get(schema, "properties"), name, member)
    {
        char *at = shape_join(under, name), *place = shape_join(spot->pointer, name);
        look(w, &(struct spot){member, at, place, spot->rows, spot->depth + 1});
        free(at);
        free(place);
    }
    free(under);
    look_at_rows(w, spot);
}

struct extensions *extensions_create(const json_t *document, const struct schema_set *set)
{
    struct extensions *extensions = memory_alloc(sizeof(*extensions));
    struct walk w = {
        .out = extensions, .document = document, .set = set, .looks = LOOKS_MOST};
    look(&w, &(struct spot){document, "", "", "", 0});
    return extensions;
}

void extensions_free(struct extensions **extensions)
{
    struct extensions *e = *extensions;
    if (!e)
        return;
    for (size_t i = 0; i < e->check_count; i++) {
        json_decref(e->checks[i].reads);
        free(e->checks[i].rows);
    }
    for (size_t i = 0; i < e->computed_count; i++)
        free(e->computed[i].pointer);
    for (size_t i = 0; i < e->prefilled_count; i++) {
        free(e->prefilled[i].pointer);
        free(e->prefilled[i].at);
        schema_free(&e->prefilled[i].schema);
    }
    free(e->prefilled);
    free(e->checks);
    free(e->computed);
    free(e);
    *extensions = NULL;
}
