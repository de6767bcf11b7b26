/* SPDX-License-Identifier: MIT */
/*
 * The inside of the schema room: what compile.c makes and validate.c runs.
 *
 * A document becomes nodes, one for each schema in it, known by document and JSON
 * pointer. A node has a rule for each of its keywords, in the order of the one table of
 * keywords (keyword.c). A rule has branches: the schemas under its keyword, each with the
 * name or pattern that selects it. References become branches too.
 */
#ifndef FORMS_SCHEMA_INSIDE_H
#define FORMS_SCHEMA_INSIDE_H

#include "forms/schema/format.h"
#include "forms/schema/pattern.h"
#include "forms/schema/schema.h"
#include "forms/value/value.h"

/* The order in which a node's rules run: what the unevaluated keywords look at comes
 * before them. */
enum keyword_id {
    KEYWORD_REF,
    KEYWORD_DYNAMIC_REF,
    KEYWORD_DEFS,
    KEYWORD_TYPE,
    KEYWORD_ENUM,
    KEYWORD_CONST,
    KEYWORD_MULTIPLE_OF,
    KEYWORD_MAXIMUM,
    KEYWORD_EXCLUSIVE_MAXIMUM,
    KEYWORD_MINIMUM,
    KEYWORD_EXCLUSIVE_MINIMUM,
    KEYWORD_MAX_LENGTH,
    KEYWORD_MIN_LENGTH,
    KEYWORD_PATTERN,
    KEYWORD_FORMAT,
    KEYWORD_MAX_ITEMS,
    KEYWORD_MIN_ITEMS,
    KEYWORD_UNIQUE_ITEMS,
    KEYWORD_MAX_PROPERTIES,
    KEYWORD_MIN_PROPERTIES,
    KEYWORD_REQUIRED,
    KEYWORD_DEPENDENT_REQUIRED,
    KEYWORD_PROPERTY_NAMES,
    KEYWORD_PROPERTIES,
    KEYWORD_PATTERN_PROPERTIES,
    KEYWORD_ADDITIONAL_PROPERTIES,
    KEYWORD_PREFIX_ITEMS,
    KEYWORD_ITEMS,
    KEYWORD_CONTAINS,
    KEYWORD_MAX_CONTAINS,
    KEYWORD_MIN_CONTAINS,
    KEYWORD_DEPENDENT_SCHEMAS,
    KEYWORD_ALL_OF,
    KEYWORD_ANY_OF,
    KEYWORD_ONE_OF,
    KEYWORD_NOT,
    KEYWORD_IF,
    KEYWORD_THEN,
    KEYWORD_ELSE,
    KEYWORD_CONTENT_SCHEMA,
    KEYWORD_UNEVALUATED_ITEMS,
    KEYWORD_UNEVALUATED_PROPERTIES,
    KEYWORD_COUNT
};

enum vocabulary {
    VOCABULARY_CORE = 1,
    VOCABULARY_APPLICATOR = 2,
    VOCABULARY_UNEVALUATED = 4,
    VOCABULARY_VALIDATION = 8,
    VOCABULARY_FORMAT_ASSERTION = 16,
    VOCABULARY_FORMAT_ANNOTATION = 32,
    VOCABULARY_META_DATA = 64,
    VOCABULARY_CONTENT = 128,
};
#define ALL_VOCABULARIES 0xffu

/* A schema resource: what an $id (or a document) names. */
struct resource {
    char *uri;    /* absolute where it could be made so, without fragment */
    json_t *root; /* of the whole document; borrowed */
    struct node *node;
    unsigned vocabularies;
    struct dynamic_anchor {
        const char *name;
        const struct node *node;
    } * dynamic;
    size_t dynamic_count;
};

struct node {
    const json_t *source; /* an object, true or false */
    char *pointer;        /* in its document */
    struct resource *resource;
    struct rule *rules;
    size_t rule_count;
    bool unevaluated; /* one of the rules asks what the others have looked at */
};

struct branch {
    const char *name; /* of the member it is for, or NULL */
    struct pattern *pattern;
    const struct node *node;
};

struct rule {
    const struct keyword *keyword;
    const struct node *node; /* that it stands in */
    const json_t *value;
    struct branch *branches;
    size_t branch_count;
    union {                              /* by keyword */
        size_t count;                    /* minLength, maxItems ... */
        unsigned types;                  /* type: TYPE_* */
        struct value_set *set;           /* enum */
        struct pattern *pattern;         /* pattern */
        struct {                         /* format; both NULL: not checked */
            const struct format *format; /* of the standard */
            const struct schema_format *own_format;
            const void *format_data;
        };
        struct { /* oneOf, anyOf: where all branches are constants, no two the same,
                    this is in place of the branches; else `choices` is NULL */
            json_t *constants;
            struct value_set *choices;
        };
        const char *anchor; /* $dynamicRef: looked for in the dynamic scope */
    };
};

/* One bit for each json_type, and three more. */
#define TYPE_BIT(type) (1u << (type))
enum {
    TYPE_NUMBER = TYPE_BIT(JSON_INTEGER) | TYPE_BIT(JSON_REAL),
    TYPE_BOOLEAN = TYPE_BIT(JSON_TRUE) | TYPE_BIT(JSON_FALSE),
    TYPE_WHOLE = 1 << 8,  /* a number without fraction: "integer" */
    TYPE_ABSENT = 1 << 9, /* no value at all */
    TYPE_ANY = 0x3ff,
};

/* What a keyword's value must look like, and where schemas stand in it. */
struct shape {
    bool (*fits)(const json_t *value);
    const char *demand; /* N_(), with %s for the place */
    enum { NO_SCHEMA, ONE_SCHEMA, LIST_OF_SCHEMAS, SCHEMAS_BY_NAME } schemas;
};

struct run;
struct place;
struct marks;

/* What stands in the table for each keyword. */
struct keyword {
    const char *name;
    enum vocabulary vocabulary;
    const struct shape *shape;
    /* Makes ready what the rule needs beside its branches; NULL: nothing. `set` may be
     * NULL. Text in `why` where the value cannot be used. */
    bool (*prepare)(struct rule *rule, const struct schema_set *set, char *why,
                    size_t room);
    void (*release)(struct rule *rule); /* NULL: nothing to free */
    unsigned applies;                   /* types of values that it says something about */
    /* False where the value breaks the rule, having told of it by run_fail(). NULL: it
     * only serves other keywords. Marks what it has looked at. */
    bool (*evaluate)(struct run *run, const struct rule *rule, const struct place *place,
                     struct marks *marks);
};
extern const struct keyword KEYWORDS[KEYWORD_COUNT];
const struct keyword *keyword_find(const char *name); /* NULL: none of them */

/* The rule of another keyword in the same schema, or NULL. */
const struct rule *rule_beside(const struct rule *rule, enum keyword_id id);

struct schema {
    json_t **documents; /* references of our own */
    size_t document_count;
    struct resource **resources;
    size_t resource_count;
    struct node **nodes;
    size_t node_count;
    const struct node *root;
};

/* The document under that URI, borrowed; NULL where there is none, or no set. */
json_t *set_find(const struct schema_set *set, const char *uri);
bool set_follows_dialect(const struct schema_set *set);
/* The caller's own format of that name, or NULL; *data is what it works with. */
const struct schema_format *set_find_format(const struct schema_set *set,
                                            const char *name, const void **data);

/* The vocabularies that a $schema asks for: those of a metaschema in the set, else all of
 * the standard's. False where an unknown one is required. */
bool dialect_read(const struct schema_set *set, const char *uri, unsigned *vocabularies);

/* -- running (validate.c) -- */

/* A value and the way to it; lives on the stack, so that a pointer is only spelled out
 * for a violation. */
struct place {
    const struct place *above; /* NULL: the root */
    const char *name;          /* NULL: an item */
    size_t index;
    const json_t *value; /* NULL: absent */
};

/* Which members or items of one value were looked at, for the unevaluated keywords. NULL
 * where nobody asks. */
struct marks {
    bool *seen; /* in the order of iteration */
    size_t count;
};
void marks_init(struct marks *marks, const json_t *value);
void marks_free(struct marks *marks);
void marks_set(struct marks *marks, size_t index); /* marks may be NULL, as below */
void marks_set_all(struct marks *marks);
void marks_add(struct marks *marks, const struct marks *more);

/* Does the value at `place` fit `node`? The second form tells no violations. */
bool run_node(struct run *run, const struct node *node, const struct place *place,
              struct marks *marks);
bool run_node_quietly(struct run *run, const struct node *node, const struct place *place,
                      struct marks *marks);
/* The first $dynamicAnchor of that name from the outside, or NULL. */
const struct node *run_find_dynamic(struct run *run, const char *anchor);
/* Nobody listens for violations: the first one decides. */
bool run_is_quiet(const struct run *run);
/* Counts work against the budget. False, from then on, when it is spent. */
bool run_spend(struct run *run, size_t steps);
/* The same for looking at the whole of a value. */
bool run_pay_for_comparing(struct run *run, const json_t *value);
/* False once a limit was met: then nothing may pass, not even under `not`. */
bool run_goes_on(const struct run *run);
/* A match against the limits of PCRE2 and of the run. */
bool run_matches(struct run *run, const struct pattern *pattern, const char *text,
                 size_t size);
/* Tells of a violation; the params as json_pack() takes them. Returns false. */
bool run_fail(struct run *run, const struct rule *rule, const struct place *place,
              const char *params, ...);

/* -- keywords: assertion.c, applicator.c -- */

#define EVALUATE(name)                                                             \
    bool name(struct run *run, const struct rule *rule, const struct place *place, \
              struct marks *marks __attribute__((unused)))
EVALUATE(evaluate_type);
EVALUATE(evaluate_enum);
EVALUATE(evaluate_const);
EVALUATE(evaluate_multiple_of);
EVALUATE(evaluate_maximum);
EVALUATE(evaluate_exclusive_maximum);
EVALUATE(evaluate_minimum);
EVALUATE(evaluate_exclusive_minimum);
EVALUATE(evaluate_max_length);
EVALUATE(evaluate_min_length);
EVALUATE(evaluate_pattern);
EVALUATE(evaluate_format);
EVALUATE(evaluate_max_size);
EVALUATE(evaluate_min_size);
EVALUATE(evaluate_unique_items);
EVALUATE(evaluate_required);
EVALUATE(evaluate_dependent_required);
EVALUATE(evaluate_ref);
EVALUATE(evaluate_dynamic_ref);
EVALUATE(evaluate_property_names);
EVALUATE(evaluate_properties);
EVALUATE(evaluate_pattern_properties);
EVALUATE(evaluate_additional_properties);
EVALUATE(evaluate_prefix_items);
EVALUATE(evaluate_items);
EVALUATE(evaluate_contains);
EVALUATE(evaluate_dependent_schemas);
EVALUATE(evaluate_all_of);
EVALUATE(evaluate_any_of);
EVALUATE(evaluate_one_of);
EVALUATE(evaluate_not);
EVALUATE(evaluate_if);
EVALUATE(evaluate_unevaluated_items);
EVALUATE(evaluate_unevaluated_properties);

/* -- metaschema.c -- */

/* The standard's own schemas in one compound document, as JSON; its root is
 * METASCHEMA_URI. */
#define METASCHEMA_URI "https://json-schema.org/draft/2020-12/schema"
extern const char METASCHEMA[];

#endif
