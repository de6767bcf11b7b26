/* SPDX-License-Identifier: MIT */
/* Sets of documents, and the life of a compiled schema. */
#include "forms/schema/schema.h"

#include "forms/schema/inside.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* -- sets -- */

struct schema_set {
    struct added {
        char *uri;
        json_t *document;
    } * list;
    size_t count;
    bool follow_dialect;
    const struct schema_format *formats; /* NULL: none */
    const void *format_data;
};

struct schema_set *schema_set_create(void)
{
    return memory_alloc(sizeof(struct schema_set));
}

void schema_set_free(struct schema_set **set)
{
    if (*set == NULL)
        return;
    for (size_t i = 0; i < (*set)->count; i++) {
        free((*set)->list[i].uri);
        json_decref((*set)->list[i].document);
    }
    free((*set)->list);
    free(*set);
    *set = NULL;
}

void schema_set_add(struct schema_set *set, const char *uri, json_t *document)
{
    set->list = memory_resize(set->list, set->count + 1, sizeof *set->list);
    set->list[set->count++] =
        (struct added){memory_copy_text(uri), json_incref(document)};
}

void schema_set_follow_dialect(struct schema_set *set)
{
    set->follow_dialect = true;
}

void schema_set_use_formats(struct schema_set *set, const struct schema_format *table,
                            const void *data)
{
    set->formats = table;
    set->format_data = data;
}

const struct schema_format *set_find_format(const struct schema_set *set,
                                            const char *name, const void **data)
{
    const struct schema_format *format = set != NULL ? set->formats : NULL;
    while (format != NULL && format->name != NULL && strcmp(format->name, name) != 0)
        format++;
    *data = set != NULL ? set->format_data : NULL;
    return format != NULL && format->name != NULL ? format : NULL;
}

bool schema_knows_format(const char *name)
{
    return format_find(name) != NULL;
}

bool schema_knows_keyword(const char *name)
{
    return keyword_find(name) != NULL;
}

json_t *set_find(const struct schema_set *set, const char *uri)
{
    for (size_t i = 0; set != NULL && i < set->count; i++) {
        if (strcmp(set->list[i].uri, uri) == 0)
            return set->list[i].document;
    }
    return NULL;
}

bool set_follows_dialect(const struct schema_set *set)
{
    return set != NULL && set->follow_dialect;
}

/* -- the compiled schema -- */

static void node_free(struct node *node)
{
    for (size_t i = 0; i < node->rule_count; i++) {
        struct rule *rule = &node->rules[i];
        if (rule->keyword->release != NULL)
            rule->keyword->release(rule);
        free(rule->branches);
    }
    free(node->rules);
    free(node->pointer);
    free(node);
}

void schema_free(struct schema **schema)
{
    struct schema *s = *schema;
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->node_count; i++)
        node_free(s->nodes[i]);
    for (size_t i = 0; i < s->resource_count; i++) {
        free(s->resources[i]->uri);
        free(s->resources[i]->dynamic);
        free(s->resources[i]);
    }
    for (size_t i = 0; i < s->document_count; i++)
        json_decref(s->documents[i]);
    free(s->nodes);
    free(s->resources);
    free(s->documents);
    free(s);
    *schema = NULL;
}
