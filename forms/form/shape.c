/* SPDX-License-Identifier: MIT */
#include "forms/form/shape.h"

#include "forms/value/pointer.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A search may branch at every combinator; this many looks are enough for any real form,
 * and few enough for a hostile one. */
enum { LOOKS_MOST = 5000, DEPTH_MOST = 24 };

struct search {
    const json_t *document;
    const char *key;
    const char *member; /* of what the key holds; NULL: the key itself is looked for */
    int looks;
};

const json_t *shape_target(const json_t *document, const json_t *schema)
{
    const char *ref = json_text(schema, "$ref");
    if (!ref || ref[0] != '#' || (ref[1] != '\0' && ref[1] != '/'))
        return NULL;
    const json_t *target = json_at(document, ref + 1);
    return target == schema ? NULL : target;
}

static const json_t *find(struct search *s, const json_t *schema, int depth)
{
    if (!json_is_object(schema) || depth > DEPTH_MOST || --s->looks < 0)
        return NULL;
    const json_t *found = json_object_get(schema, s->key);
    if (s->member)
        found = json_object_get(found, s->member);
    if (!found)
        found = find(s, shape_target(s->document, schema), depth + 1);
    size_t i;
    json_t *member;
    json_array_foreach(json_object_get(schema, "allOf"), i, member)
    {
        if (found)
            break;
        found = find(s, member, depth + 1);
    }
    return found;
}

const json_t *shape_find(const json_t *document, const json_t *schema, const char *key)
{
    struct search s = {.document = document, .key = key, .looks = LOOKS_MOST};
    return find(&s, schema, 0);
}

const json_t *shape_find_member(const json_t *document, const json_t *schema,
                                const char *key, const char *member)
{
    struct search s = {
        .document = document, .key = key, .member = member, .looks = LOOKS_MOST};
    return find(&s, schema, 0);
}

char *shape_join(const char *pointer, const char *name)
{
    return pointer_join(pointer, name);
}

/* One token of the pointer, decoded, and where the next begins. */
static char *token_at(const char *pointer, const char **rest)
{
    size_t size = strcspn(pointer + 1, "/");
    *rest = pointer + 1 + size;
    char *token = memory_copy_span(pointer + 1, size), *to = token;
    for (const char *from = token; *from; from++) {
        bool escaped = from[0] == '~' && (from[1] == '0' || from[1] == '1');
        *to++ = (char)(!escaped ? *from : *++from == '0' ? '~' : '/');
    }
    *to = '\0';
    return token;
}

static const json_t *property(struct search *s, const json_t *schema, int depth);

static const json_t *property_in_branches(struct search *s, const json_t *schema,
                                          int depth)
{
    static const char *const lists[] = {"oneOf", "allOf", "anyOf"};
    static const char *const branches[] = {"then", "else"};
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        size_t index;
        json_t *member;
        json_array_foreach(json_object_get(schema, lists[i]), index, member)
        {
            const json_t *found = property(s, member, depth);
            if (found)
                return found;
        }
    }
    for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++) {
        const json_t *found = property(s, json_object_get(schema, branches[i]), depth);
        if (found)
            return found;
    }
    return NULL;
}

static const json_t *property(struct search *s, const json_t *schema, int depth)
{
    if (!json_is_object(schema) || depth > DEPTH_MOST || --s->looks < 0)
        return NULL;
    const json_t *found = json_object_get(json_object_get(schema, "properties"), s->key);
    if (!found)
        found = property(s, shape_target(s->document, schema), depth + 1);
    return found ? found : property_in_branches(s, schema, depth + 1);
}

const json_t *shape_at_scope(const json_t *document, const json_t *root,
                             const char *scope)
{
    const char *exact = *scope == '#' ? scope + 1 : scope;
    const json_t *found = json_at(root, exact);
    if (found)
        return found;
    char *pointer = shape_scope_to_data(scope);
    const char *rest = pointer;
    found = pointer ? root : NULL;
    while (found && *rest == '/') {
        char *name = token_at(rest, &rest);
        struct search s = {.document = document, .key = name, .looks = LOOKS_MOST};
        found = property(&s, found, 0);
        free(name);
    }
    free(pointer);
    return found;
}

static bool has_type(const json_t *document, const json_t *schema, const char *wanted)
{
    const json_t *type = shape_find(document, schema, "type");
    const char *first =
        json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    return first && strcmp(first, wanted) == 0;
}

const json_t *shape_of_row(const json_t *document, const json_t *schema)
{
    const json_t *item = shape_find(document, schema, "items");
    bool of_objects =
        has_type(document, item, "object") || shape_find(document, item, "properties");
    return has_type(document, schema, "array") && of_objects ? item : NULL;
}

static bool token_is(const char *token, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(token, word, size) == 0;
}

static bool is_list_keyword(const char *token, size_t size)
{
    return token_is(token, size, "anyOf") || token_is(token, size, "allOf") ||
           token_is(token, size, "oneOf");
}

char *shape_scope_to_data(const char *scope)
{
    const char *at = *scope == '#' ? scope + 1 : scope;
    if (strcmp(at, "/") == 0)
        at = "";
    char *data = memory_alloc(strlen(scope) + 1), *end = data;
    while (*at == '/') {
        size_t size = strcspn(at + 1, "/");
        const char *name = at + 1 + size;
        if (token_is(at + 1, size, "then") || token_is(at + 1, size, "else")) {
            at = name;
            continue;
        }
        if (*name != '/')
            break;
        size_t name_size = strcspn(name + 1, "/");
        if (token_is(at + 1, size, "properties")) {
            memcpy(end, name, name_size + 1);
            end += name_size + 1;
        } else if (!is_list_keyword(at + 1, size) || !isdigit((unsigned char)name[1])) {
            break;
        }
        at = name + 1 + name_size;
    }
    if (*at)
        free(data), data = NULL;
    return data;
}
