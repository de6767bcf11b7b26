/* SPDX-License-Identifier: MIT */
/*
 * Compiling: documents become nodes with rules, then references are followed.
 *
 * A document is walked once, from its root through the keywords that hold schemas; on the
 * way every $id, $anchor and $dynamicAnchor is noted under its absolute URI. Only then
 * are references looked up, for they may point forward; one that leads into a document of
 * the set has that document walked too. A reference by JSON pointer may also lead to a
 * place where no known keyword puts a schema: it becomes a node then.
 */
#include "forms/schema/schema.h"

#include "forms/schema/inside.h"
#include "forms/schema/uri.h"
#include "forms/value/pointer.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_NODES = 50000,
    MOST_NESTING = 256,
    MOST_TEXT = 64 << 20, /* bytes of all pointers and URIs that are spelled out */
};

/* Room for one more in a list of pointers, doubled when it is full. */
static void *list_grow(void *list, size_t count)
{
    if ((count & (count - 1)) != 0)
        return list;
    return memory_resize(list, count == 0 ? 1 : count * 2, sizeof(void *));
}

/* -- the compiler -- */

/* What a URI leads to: a resource's root, or "uri#name" an anchor. */
struct known {
    char *uri;
    struct node *node;
    bool dynamic;
};

struct compiler {
    struct schema *schema;
    const struct schema_set *set;
    struct error *err;
    void *known;  /* tree of struct known by uri */
    void *places; /* tree of struct node by document and pointer */
    unsigned nesting;
    size_t text; /* bytes spelled out so far */
    bool has_metaschema;
};

static int compare_known(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->uri, ((const struct known *)b)->uri);
}

static int compare_places(const void *a, const void *b)
{
    const struct node *x = a, *y = b;
    if (x->resource->root != y->resource->root)
        return x->resource->root < y->resource->root ? -1 : 1;
    return strcmp(x->pointer, y->pointer);
}

static void *tree_add(const void *item, void **tree,
                      int (*compare)(const void *, const void *))
{
    void *const *slot = tsearch(item, tree, compare);
    if (slot == NULL)
        error_die("out of memory");
    return *slot;
}

static void known_free(void *item)
{
    struct known *known = item;
    free(known->uri);
    free(known);
}

static void node_stays(void *node)
{
    (void)node; /* the schema owns it */
}

static struct known *known_find(struct compiler *c, char *uri)
{
    struct known key = {.uri = uri};
    void *const *slot = tfind(&key, &c->known, compare_known);
    return slot != NULL ? *slot : NULL;
}

static struct node *place_find(struct compiler *c, struct resource *resource,
                               char *pointer)
{
    struct node key = {.resource = resource, .pointer = pointer};
    void *const *slot = tfind(&key, &c->places, compare_places);
    return slot != NULL ? *slot : NULL;
}

/* "/$defs/name/type", after the URI of a document that has one. `format` has one %s. */
static bool refuse(struct compiler *c, const struct node *node, const char *keyword,
                   const char *format)
{
    const char *uri = node->resource->uri;
    char *where =
        memory_format("%s%s%s%s%s", uri, uri[0] != '\0' ? "#" : "", node->pointer,
                      keyword != NULL ? "/" : "", keyword != NULL ? keyword : "");
    error_set(c->err, format, where);
    free(where);
    return false;
}

/* Notes a name of `node`; `uri` is taken. Two of one document must not share it; one of
 * another document does not replace what is known already. */
static bool know(struct compiler *c, char *uri, struct node *node, bool dynamic)
{
    struct known *known = memory_alloc(sizeof *known);
    c->text += strlen(uri);
    *known = (struct known){.uri = uri, .node = node, .dynamic = dynamic};
    const struct known *held = tree_add(known, &c->known, compare_known);
    if (held == known)
        return true;
    bool clash = held->node->resource->root == node->resource->root &&
                 strcmp(held->node->pointer, node->pointer) != 0;
    known_free(known);
    if (clash)
        return refuse(c, node, NULL,
                      _("%s bears a name that another schema bears already."));
    return true;
}

/* -- names -- */

static struct resource *resource_create(struct compiler *c, char *uri_take, json_t *root)
{
    struct schema *schema = c->schema;
    struct resource *resource = memory_alloc(sizeof *resource);
    resource->uri = uri_take;
    resource->root = root;
    resource->vocabularies = ALL_VOCABULARIES;
    schema->resources = list_grow(schema->resources, schema->resource_count);
    schema->resources[schema->resource_count++] = resource;
    return resource;
}

/* An $id starts a resource of its own inside the one around it. */
static bool read_id(struct compiler *c, struct node *node)
{
    const json_t *value = json_object_get(node->source, "$id");
    if (value == NULL)
        return true;
    const char *id = json_string_value(value);
    const char *fragment = id != NULL ? strchr(id, '#') : NULL;
    if (id == NULL || (fragment != NULL && fragment[1] != '\0'))
        return refuse(c, node, "$id", _("%s must be a URI without a fragment."));
    struct resource *outer = node->resource;
    char *uri = uri_resolve(outer->uri, id);
    uri[strcspn(uri, "#")] = '\0';
    node->resource = resource_create(c, uri, outer->root);
    node->resource->vocabularies = outer->vocabularies;
    node->resource->node = node;
    return know(c, memory_copy_text(uri), node, false);
}

static bool read_dialect(struct compiler *c, struct node *node)
{
    const json_t *value = json_object_get(node->source, "$schema");
    if (value == NULL)
        return true;
    if (!json_is_string(value))
        return refuse(c, node, "$schema", _("%s must be a text."));
    if (!dialect_read(c->set, json_string_value(value), &node->resource->vocabularies))
        return refuse(c, node, "$schema", _("%s asks for an unknown vocabulary."));
    return true;
}

static bool is_anchor(const char *name)
{
    if (name == NULL || (!isalpha((unsigned char)name[0]) && name[0] != '_'))
        return false;
    while (isalnum((unsigned char)*name) ||
           (*name != '\0' && strchr("-._", *name) != NULL))
        name++;
    return *name == '\0';
}

static bool read_anchor(struct compiler *c, struct node *node, const char *keyword,
                        bool dynamic)
{
    const json_t *value = json_object_get(node->source, keyword);
    if (value == NULL)
        return true;
    const char *name = json_string_value(value);
    if (!is_anchor(name))
        return refuse(c, node, keyword,
                      _("%s must be a name of letters, digits, '-', '.' and '_'."));
    struct resource *resource = node->resource;
    if (dynamic) {
        resource->dynamic = memory_resize(resource->dynamic, resource->dynamic_count + 1,
                                          sizeof *resource->dynamic);
        resource->dynamic[resource->dynamic_count++] =
            (struct dynamic_anchor){name, node};
    }
    return know(c, memory_format("%s#%s", resource->uri, name), node, dynamic);
}

/* -- nodes and their rules -- */

static struct node *node_create(struct compiler *c, const json_t *source,
                                char *pointer_take, struct resource *resource);

static bool add_branch(struct compiler *c, struct rule *rule, const char *name,
                       const json_t *source, char *pointer_take)
{
    struct branch *branch = &rule->branches[rule->branch_count++];
    branch->name = name;
    branch->node = node_create(c, source, pointer_take, rule->node->resource);
    return branch->node != NULL;
}

/* A schema that is one constant and words about it. */
static const json_t *constant_of(const json_t *schema)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)schema, name, value)
    {
        const struct keyword *keyword = keyword_find(name);
        bool names_it = *name == '$' && strcmp(name, "$comment") != 0;
        if (names_it || (keyword != NULL && keyword != &KEYWORDS[KEYWORD_CONST]))
            return NULL;
    }
    return json_object_get(schema, "const");
}

/* oneOf or anyOf of constants, no two the same, is a list to look a value up in: our
 * lists have hundreds of them, and a node for each would be most of a form. */
static bool add_choices(struct rule *rule)
{
    size_t i, first, second;
    json_t *schema, *constants = json_array();
    json_array_foreach(rule->value, i, schema)
    {
        json_array_append(constants, (json_t *)constant_of(schema));
    }
    if (json_array_size(constants) == json_array_size(rule->value))
        rule->choices = value_set_create(constants);
    if (rule->choices != NULL && value_set_twins(rule->choices, &first, &second))
        value_set_free(&rule->choices);
    rule->constants = constants;
    return rule->choices != NULL;
}

static bool may_be_choices(const struct rule *rule)
{
    unsigned vocabularies = rule->node->resource->vocabularies;
    bool alternatives = rule->keyword == &KEYWORDS[KEYWORD_ONE_OF] ||
                        rule->keyword == &KEYWORDS[KEYWORD_ANY_OF];
    return alternatives && (vocabularies & VOCABULARY_VALIDATION) != 0;
}

static bool add_branches(struct compiler *c, struct rule *rule)
{
    const json_t *value = rule->value;
    if (may_be_choices(rule) && add_choices(rule))
        return true;
    rule->branches = memory_array(1 + json_array_size(value) + json_object_size(value),
                                  sizeof *rule->branches);
    if (rule->keyword->shape->schemas == NO_SCHEMA)
        return true; /* with room for what a reference leads to */
    char *base = pointer_join(rule->node->pointer, rule->keyword->name);
    bool fine = true;
    switch (rule->keyword->shape->schemas) {
    case NO_SCHEMA:
        break;
    case ONE_SCHEMA:
        fine = add_branch(c, rule, NULL, value, memory_copy_text(base));
        break;
    case LIST_OF_SCHEMAS:
        for (size_t i = 0; fine && i < json_array_size(value); i++)
            fine = add_branch(c, rule, NULL, json_array_get(value, i),
                              memory_format("%s/%zu", base, i));
        break;
    case SCHEMAS_BY_NAME:
        for (void *at = json_object_iter((json_t *)value); fine && at != NULL;
             at = json_object_iter_next((json_t *)value, at)) {
            const char *name = json_object_iter_key(at);
            fine = add_branch(c, rule, name, json_object_iter_value(at),
                              pointer_join(base, name));
        }
        break;
    }
    free(base);
    return fine;
}

static bool add_rule(struct compiler *c, struct node *node, const struct keyword *keyword,
                     const json_t *value)
{
    if (!keyword->shape->fits(value))
        return refuse(c, node, keyword->name, _(keyword->shape->demand));
    struct rule *rule = &node->rules[node->rule_count++];
    *rule = (struct rule){.keyword = keyword, .node = node, .value = value};
    if (!add_branches(c, rule))
        return false;
    char why[200] = "";
    if (keyword->prepare == NULL || keyword->prepare(rule, c->set, why, sizeof why))
        return true;
    char *where = pointer_join(node->pointer, keyword->name);
    error_set(c->err, _("%s holds a regular expression that cannot be used: %s."), where,
              why);
    free(where);
    return false;
}

/* The values of the keywords that count here; returns how many there are. A schema has
 * few members, so that asking it for each keyword in turn would cost the most. */
static size_t find_keywords(const struct node *node, const json_t *found[KEYWORD_COUNT])
{
    size_t count = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)node->source, name, value)
    {
        const struct keyword *keyword = keyword_find(name);
        if (keyword == NULL || (node->resource->vocabularies & keyword->vocabulary) == 0)
            continue;
        found[keyword - KEYWORDS] = value;
        count++;
    }
    return count;
}

static bool add_rules(struct compiler *c, struct node *node)
{
    const json_t *found[KEYWORD_COUNT] = {NULL};
    size_t count = find_keywords(node, found);
    node->rules = memory_array(count > 0 ? count : 1, sizeof *node->rules);
    for (size_t i = 0; i < KEYWORD_COUNT && node->rule_count < count; i++) {
        const struct keyword *keyword = &KEYWORDS[i];
        if (found[i] == NULL)
            continue;
        if (!add_rule(c, node, keyword, found[i]))
            return false;
        node->unevaluated |= keyword->vocabulary == VOCABULARY_UNEVALUATED;
    }
    return true;
}

static bool fill_node(struct compiler *c, struct node *node)
{
    if (!json_is_object(node->source))
        return true;
    return read_id(c, node) && (node->resource->node != node || read_dialect(c, node)) &&
           read_anchor(c, node, "$anchor", false) &&
           read_anchor(c, node, "$dynamicAnchor", true) && add_rules(c, node);
}

/* A long name far above many schemas would be copied into each one's pointer: a small
 * file could take all memory that way. */
static bool is_too_large(struct compiler *c, const struct node *node)
{
    if (c->schema->node_count <= MOST_NODES && c->nesting < MOST_NESTING &&
        c->text <= MOST_TEXT)
        return false;
    refuse(c, node, NULL, _("The schema is too large or nested too deeply: %s"));
    return true;
}

/* NULL and the error where the schema or one inside it cannot be used. */
static struct node *node_create(struct compiler *c, const json_t *source,
                                char *pointer_take, struct resource *resource)
{
    struct schema *schema = c->schema;
    struct node *node = memory_alloc(sizeof *node);
    *node =
        (struct node){.source = source, .pointer = pointer_take, .resource = resource};
    schema->nodes = list_grow(schema->nodes, schema->node_count);
    schema->nodes[schema->node_count++] = node;
    tree_add(node, &c->places, compare_places);
    if (resource->node == NULL)
        resource->node = node;
    c->text += strlen(node->pointer);
    if (is_too_large(c, node))
        return NULL;
    c->nesting++;
    bool fine = fill_node(c, node);
    c->nesting--;
    return fine ? node : NULL;
}

/* Walks a document that is found under `uri` ("" for the one to compile). */
static struct node *start_document(struct compiler *c, const char *uri, json_t *document)
{
    struct schema *schema = c->schema;
    schema->documents = list_grow(schema->documents, schema->document_count);
    schema->documents[schema->document_count++] = json_incref(document);
    struct resource *resource = resource_create(c, memory_copy_text(uri), document);
    struct node *node = node_create(c, document, memory_copy_text(""), resource);
    if (node == NULL || !know(c, memory_copy_text(uri), node, false))
        return NULL;
    return node;
}

/* -- references -- */

/* The root of the resource `uri`, from what is known, the set or the standard. */
static struct node *find_resource(struct compiler *c, char *uri)
{
    struct known *known = known_find(c, uri);
    if (known != NULL)
        return known->node;
    json_t *document = set_find(c->set, uri);
    if (document != NULL)
        return KEYWORDS[KEYWORD_NOT].shape->fits(document)
                   ? start_document(c, uri, document)
                   : NULL;
    const char *standard = "https://json-schema.org/draft/2020-12/";
    if (c->has_metaschema || strncmp(uri, standard, strlen(standard)) != 0)
        return NULL;
    c->has_metaschema = true;
    document = json_parse(METASCHEMA, strlen(METASCHEMA), METASCHEMA_URI,
                          &JSON_FORM_LIMITS, c->err);
    bool fine = start_document(c, METASCHEMA_URI, document) != NULL;
    json_decref(document);
    known = fine ? known_find(c, uri) : NULL;
    return known != NULL ? known->node : NULL;
}

/* The node at a JSON pointer under the root of a resource, made now if no keyword led
 * there. */
static struct node *find_place(struct compiler *c, struct node *root,
                               const char *fragment)
{
    char *pointer = memory_format("%s%s", root->pointer, fragment);
    struct node *node = place_find(c, root->resource, pointer);
    json_t *source = node == NULL ? json_at(root->resource->root, pointer) : NULL;
    if (source != NULL && KEYWORDS[KEYWORD_NOT].shape->fits(source)) {
        /* what is relative inside it, is to the nearest schema around it */
        char *above = memory_copy_text(pointer);
        struct node *outer = NULL;
        while (outer == NULL) {
            *strrchr(above, '/') = '\0';
            outer = place_find(c, root->resource, above);
        }
        free(above);
        return node_create(c, source, pointer, outer->resource);
    }
    free(pointer);
    return node;
}

/* Sets the rule's one branch to what the reference leads to. */
static bool link_reference(struct compiler *c, struct rule *rule)
{
    const struct node *node = rule->node;
    char *uri = uri_resolve(node->resource->uri, json_string_value(rule->value));
    c->text += strlen(uri);
    char *hash = strchr(uri, '#');
    char *fragment = memory_copy_text(hash != NULL ? hash + 1 : "");
    if (hash != NULL)
        *hash = '\0';
    uri_decode(fragment);

    struct node *target = find_resource(c, uri);
    if (target != NULL && fragment[0] == '/') {
        target = find_place(c, target, fragment);
    } else if (target != NULL && fragment[0] != '\0') {
        char *name = memory_format("%s#%s", target->resource->uri, fragment);
        const struct known *known = known_find(c, name);
        free(name);
        target = known != NULL ? known->node : NULL;
        if (known != NULL && known->dynamic &&
            rule->keyword == &KEYWORDS[KEYWORD_DYNAMIC_REF])
            rule->anchor =
                json_string_value(json_object_get(target->source, "$dynamicAnchor"));
    }
    free(uri);
    free(fragment);
    if (target == NULL)
        return refuse(c, node, rule->keyword->name,
                      _("%s is a reference that leads nowhere."));
    rule->branches[0].node = target;
    rule->branch_count = 1;
    return !is_too_large(c, node);
}

/* Nodes are added on the way, when a reference leads to a new document. */
static bool link_references(struct compiler *c)
{
    for (size_t i = 0; i < c->schema->node_count; i++) {
        struct node *node = c->schema->nodes[i];
        for (size_t r = 0; r < node->rule_count; r++) {
            struct rule *rule = &node->rules[r];
            bool reference = rule->keyword == &KEYWORDS[KEYWORD_REF] ||
                             rule->keyword == &KEYWORDS[KEYWORD_DYNAMIC_REF];
            if (reference && !link_reference(c, rule))
                return false;
        }
    }
    return true;
}

struct schema *schema_compile(json_t *document, const struct schema_set *set,
                              struct error *err)
{
    struct compiler c = {.set = set, .err = err};
    if (!KEYWORDS[KEYWORD_NOT].shape->fits(document)) {
        error_set(err, _("%s must be a schema: an object, true or false."), "/");
        return NULL;
    }
    c.schema = memory_alloc(sizeof *c.schema);
    c.schema->root = start_document(&c, "", document);
    bool fine = c.schema->root != NULL && link_references(&c);
    tdestroy(c.known, known_free);
    tdestroy(c.places, node_stays);
    if (!fine)
        schema_free(&c.schema);
    return c.schema;
}
