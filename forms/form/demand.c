/* SPDX-License-Identifier: MIT */
#include "forms/form/demand.h"

#include "forms/form/shape.h"
#include "forms/schema/schema.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 24, LOOKS_MOST = 5000, COMPILES_MOST = 32, ALWAYS = 0 };

/* What has to hold before a demand counts; under an earlier condition, or ALWAYS. */
struct condition {
    size_t under;
    char *pointer;         /* of the value that is asked about */
    struct schema *schema; /* NULL: the value must be there */
    bool expected;
};

struct demand {
    size_t under; /* condition */
    char *object; /* pointer of the object that must have the member */
    char *member; /* pointer of the member */
};

/* What each row of a list demands, its pointers seen from the row. */
struct row_demands {
    size_t under;
    char *list; /* pointer of the list */
    struct demands *demands;
};

struct demands {
    struct schema_set *set;       /* NULL inside rows: that of the whole */
    struct condition *conditions; /* the first is ALWAYS */
    struct demand *list;
    struct row_demands *rows;
    size_t condition_count, count, row_count;
};

/* A place in the walk: the schema, its pointer in the document, the pointer of the value
 * it speaks of, and the condition under which it does. */
struct place {
    const json_t *schema;
    char *at;
    char *value;
    size_t under;
    int depth;
};

struct walk {
    struct demands *out;
    struct schema_set *set;
    const json_t *document;
    int *looks;    /* left */
    int *compiles; /* left, of conditions with references */
};

#define DOCUMENT_URI "urn:motcua:answers"

static size_t add_condition(struct demands *d, size_t under, const char *pointer,
                            struct schema *schema, bool expected)
{
    d->conditions =
        memory_resize(d->conditions, d->condition_count + 1, sizeof(*d->conditions));
    d->conditions[d->condition_count] =
        (struct condition){.under = under,
                           .pointer = memory_copy_text(pointer),
                           .schema = schema,
                           .expected = expected};
    return d->condition_count++;
}

static void add_demands(struct demands *d, const struct place *p, const json_t *names,
                        size_t under)
{
    size_t i;
    json_t *name;
    json_array_foreach(names, i, name)
    {
        if (!json_is_string(name))
            continue;
        d->list = memory_resize(d->list, d->count + 1, sizeof(*d->list));
        d->list[d->count++] =
            (struct demand){.under = under,
                            .object = memory_copy_text(p->value),
                            .member = shape_join(p->value, json_string_value(name))};
    }
}

static void look(struct walk *w, const struct place *p);

/* Looks at the schema that the place's `keyword` holds; `value` NULL: of the same value.
 * What is reached through $ref keeps the pointer of its target. */
static void look_under(struct walk *w, const struct place *p, const char *keyword,
                       const char *member, const char *value, size_t under)
{
    const json_t *holder = json_object_get(p->schema, keyword);
    char *at = shape_join(p->at, keyword);
    if (member) {
        char *deeper = shape_join(at, member);
        char step[24];
        snprintf(step, sizeof(step), "/%s", member);
        holder = json_is_array(holder) ? json_at(holder, step)
                                       : json_object_get(holder, member);
        free(at);
        at = deeper;
    }
    struct place next = {.schema = holder,
                         .at = at,
                         .value = memory_copy_text(value ? value : p->value),
                         .under = under,
                         .depth = p->depth + 1};
    look(w, &next);
    free(next.at);
    free(next.value);
}

static void look_at_reference(struct walk *w, const struct place *p)
{
    const json_t *target = shape_target(w->document, p->schema);
    if (!target)
        return;
    struct place next = *p;
    next.schema = target;
    next.at = (char *)json_text(p->schema, "$ref") + 1;
    next.depth++;
    look(w, &next);
}

/* A pointer as the fragment of a URI. Allocated. */
static char *escape(const char *pointer)
{
    char *escaped = memory_alloc(strlen(pointer) * 3 + 1), *to = escaped;
    for (; *pointer; pointer++) {
        unsigned char c = (unsigned char)*pointer;
        if (c < 0x80 && (isalnum(c) || strchr("/~-._$", c)))
            *to++ = (char)c;
        else
            to += snprintf(to, 4, "%%%02X", c);
    }
    return escaped;
}

static bool has_references(const json_t *value)
{
    size_t i;
    const char *key;
    json_t *member;
    bool found = false;
    json_array_foreach(value, i, member)
    {
        found = found || has_references(member);
    }
    json_object_foreach((json_t *)value, key, member)
    {
        found = found || *key == '$' || has_references(member);
    }
    return found;
}

/* The `if` alone. With references it is compiled in its document, so that they lead where
 * they do there; that costs so much more that there may not be many. NULL: what is under
 * it gets no mark, and is a problem only once the form is checked. */
static struct schema *compile_condition(struct walk *w, const struct place *p)
{
    json_t *condition = json_object_get(p->schema, "if");
    if (!has_references(condition))
        return schema_compile(condition, NULL, NULL);
    if (--*w->compiles < 0)
        return NULL;
    char *fragment = escape(p->at);
    json_t *alone =
        json_pack("{s:o}", "$ref", json_sprintf("%s#%s/if", DOCUMENT_URI, fragment));
    free(fragment);
    struct schema *compiled = schema_compile(alone, w->set, NULL);
    json_decref(alone);
    return compiled;
}

static void look_at_condition(struct walk *w, const struct place *p)
{
    static const struct {
        const char *branch;
        bool expected;
    } branches[] = {{"then", true}, {"else", false}};
    for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++) {
        if (!json_object_get(p->schema, "if") ||
            !json_object_get(p->schema, branches[i].branch))
            continue;
        struct schema *test = compile_condition(w, p);
        if (!test)
            return;
        size_t under =
            add_condition(w->out, p->under, p->value, test, branches[i].expected);
        look_under(w, p, branches[i].branch, NULL, NULL, under);
    }
}

/* ---- branches ---- */

/* Constants are there to be compared with. */
static json_t *constants_of(const json_t *schema)
{
    json_t *constant = json_object_get(schema, "const");
    json_t *list = json_object_get(schema, "enum");
    if (constant)
        return json_pack("{s:O}", "const", constant);
    return list ? json_pack("{s:O}", "enum", list) : NULL;
}

json_t *demands_selector(const json_t *branch)
{
    json_t *chosen = json_object();
    const char *name;
    json_t *member;
    json_object_foreach(json_object_get(branch, "properties"), name, member)
    {
        json_t *constants = constants_of(member);
        if (constants)
            json_object_set_new(chosen, name, constants);
    }
    json_t *selector =
        json_object_size(chosen) ? json_pack("{s:O}", "properties", chosen) : NULL;
    json_decref(chosen);
    return selector;
}

/* Holds for answers that pass this branch's selector and break each of the others'. What
 * is not answered yet breaks none. */
static struct schema *compile_choice(json_t *const *selectors, size_t count, size_t index)
{
    json_t *all = json_pack("[O]", selectors[index]);
    for (size_t i = 0; i < count; i++)
        if (i != index)
            json_array_append_new(all, json_pack("{s:O}", "not", selectors[i]));
    json_t *test = json_pack("{s:o}", "allOf", all);
    struct schema *compiled = schema_compile(test, NULL, NULL);
    json_decref(test);
    return compiled;
}

static void look_at_chosen(struct walk *w, const struct place *p, const char *keyword,
                           json_t *const *selectors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char index[24];
        struct schema *test = compile_choice(selectors, count, i);
        if (!test)
            return;
        snprintf(index, sizeof(index), "%zu", i);
        look_under(w, p, keyword, index, NULL,
                   add_condition(w->out, p->under, p->value, test, true));
    }
}

/* The branches of oneOf and anyOf, where each says by constants which answers it is for,
 * as with a discriminator. */
static void look_at_branches(struct walk *w, const struct place *p)
{
    static const char *const keywords[] = {"oneOf", "anyOf"};
    for (size_t k = 0; k < sizeof(keywords) / sizeof(*keywords); k++) {
        const json_t *list = json_object_get(p->schema, keywords[k]);
        json_t *selectors[DEMANDS_BRANCHES_MOST];
        size_t count = 0;
        while (count < json_array_size(list) && count < DEMANDS_BRANCHES_MOST &&
               (selectors[count] = demands_selector(json_array_get(list, count))))
            count++;
        if (count > 0 && count == json_array_size(list))
            look_at_chosen(w, p, keywords[k], selectors, count);
        while (count > 0)
            json_decref(selectors[--count]);
    }
}

static void look_at_dependents(struct walk *w, const struct place *p)
{
    const char *name;
    json_t *what;
    json_object_foreach(json_object_get(p->schema, "dependentRequired"), name, what)
    {
        char *member = shape_join(p->value, name);
        add_demands(w->out, p, what, add_condition(w->out, p->under, member, NULL, true));
        free(member);
    }
    json_object_foreach(json_object_get(p->schema, "dependentSchemas"), name, what)
    {
        char *member = shape_join(p->value, name);
        size_t under = add_condition(w->out, p->under, member, NULL, true);
        look_under(w, p, "dependentSchemas", name, NULL, under);
        free(member);
    }
}

static struct demands *start(void)
{
    struct demands *d = memory_alloc(sizeof(*d));
    add_condition(d, ALWAYS, "", NULL, true);
    return d;
}

static void look_at_rows(struct walk *w, const struct place *p)
{
    if (!json_is_object(json_object_get(p->schema, "items")))
        return;
    struct demands *of_rows = start();
    struct walk inside = *w;
    inside.out = of_rows;
    look_under(&inside, p, "items", NULL, "", ALWAYS);
    if (of_rows->count == 0 && of_rows->row_count == 0) {
        demands_free(&of_rows);
        return;
    }
    struct demands *d = w->out;
    d->rows = memory_resize(d->rows, d->row_count + 1, sizeof(*d->rows));
    d->rows[d->row_count++] = (struct row_demands){
        .under = p->under, .list = memory_copy_text(p->value), .demands = of_rows};
}

static void look(struct walk *w, const struct place *p)
{
    if (!json_is_object(p->schema) || p->depth > DEPTH_MOST || --*w->looks < 0)
        return;
    add_demands(w->out, p, json_object_get(p->schema, "required"), p->under);
    look_at_reference(w, p);
    size_t i;
    const char *name;
    json_t *what;
    json_object_foreach(json_object_get(p->schema, "properties"), name, what)
    {
        char *value = shape_join(p->value, name);
        look_under(w, p, "properties", name, value, p->under);
        free(value);
    }
    json_array_foreach(json_object_get(p->schema, "allOf"), i, what)
    {
        char index[24];
        snprintf(index, sizeof(index), "%zu", i);
        look_under(w, p, "allOf", index, NULL, p->under);
    }
    look_at_condition(w, p);
    look_at_dependents(w, p);
    look_at_branches(w, p);
    look_at_rows(w, p);
}

struct demands *demands_create(json_t *document)
{
    struct demands *d = start();
    d->set = schema_set_create();
    schema_set_add(d->set, DOCUMENT_URI, document);
    char at[] = "", value[] = "";
    int looks = LOOKS_MOST, compiles = COMPILES_MOST;
    struct walk w = {.out = d,
                     .set = d->set,
                     .document = document,
                     .looks = &looks,
                     .compiles = &compiles};
    look(&w, &(struct place){.schema = document, .at = at, .value = value});
    return d;
}

void demands_free(struct demands **demands)
{
    struct demands *d = *demands;
    if (!d)
        return;
    for (size_t i = 0; i < d->condition_count; i++) {
        free(d->conditions[i].pointer);
        schema_free(&d->conditions[i].schema);
    }
    for (size_t i = 0; i < d->count; i++) {
        free(d->list[i].object);
        free(d->list[i].member);
    }
    for (size_t i = 0; i < d->row_count; i++) {
        free(d->rows[i].list);
        demands_free(&d->rows[i].demands);
    }
    free(d->rows);
    free(d->conditions);
    free(d->list);
    schema_set_free(&d->set);
    free(d);
    *demands = NULL;
}

/* In the order they were found: what a condition is under comes before it. */
static bool *weigh(const struct demands *d, const json_t *answers)
{
    bool *holds = memory_array(d->condition_count, sizeof(*holds));
    holds[ALWAYS] = true;
    for (size_t i = 1; i < d->condition_count; i++) {
        const struct condition *c = &d->conditions[i];
        const json_t *value = holds[c->under] ? json_at(answers, c->pointer) : NULL;
        if (value)
            holds[i] =
                (!c->schema || schema_validate(c->schema, value, NULL)) == c->expected;
    }
    return holds;
}

static void collect(const struct demands *demands, const json_t *answers,
                    const char *around, json_t *found);

static void collect_in_rows(const struct row_demands *rows, const json_t *answers,
                            const char *around, json_t *found)
{
    size_t i;
    json_t *row;
    json_array_foreach(json_at(answers, rows->list), i, row)
    {
        char *place = memory_format("%s%s/%zu", around, rows->list, i);
        collect(rows->demands, row, place, found);
        free(place);
    }
}

static void collect(const struct demands *demands, const json_t *answers,
                    const char *around, json_t *found)
{
    bool *holds = weigh(demands, answers);
    for (size_t i = 0; i < demands->count; i++) {
        const struct demand *d = &demands->list[i];
        if (!holds[d->under] || !json_is_object(json_at(answers, d->object)))
            continue;
        char *member = memory_format("%s%s", around, d->member);
        json_object_set_new(found, member, json_true());
        free(member);
    }
    for (size_t i = 0; i < demands->row_count; i++)
        if (holds[demands->rows[i].under])
            collect_in_rows(&demands->rows[i], answers, around, found);
    free(holds);
}

json_t *demands_collect(const struct demands *demands, const json_t *answers)
{
    json_t *found = json_object();
    collect(demands, answers, "", found);
    return found;
}
