/* SPDX-License-Identifier: MIT */
/*
 * JSON Schema 2020-12 on jansson: compile once, validate many times.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-core and
 * .../json-schema-validation. Pure: no I/O, no clock; remote schemas are handed in.
 * Patterns are ECMA-262's with the u flag, so that a web portal reads them the same way
 * (\d and \w are ASCII, \p{L} is a letter of any script); PCRE2 runs them under match
 * limits.
 */
#ifndef FORMS_SCHEMA_H
#define FORMS_SCHEMA_H

#include "kiosk/base/error.h"

#include <jansson.h>

struct schema;
struct schema_set; /* documents that may refer to one another, by URI */

struct schema_set *schema_set_create(void);
void schema_set_free(struct schema_set **set);
/* Makes `document` known under `uri` (absolute, no fragment); keeps a reference. */
void schema_set_add(struct schema_set *set, const char *uri, json_t *document);

/* `format` is asserted in every schema; after this call, only where the dialect says so:
 * with the standard's own $schema it is an annotation. For tools that must follow the
 * standard to the letter. */
void schema_set_follow_dialect(struct schema_set *set);

/* A format that the caller's forms have beyond the standard's. */
struct schema_format {
    const char *name; /* "vn-phone" */
    /* What is wrong with the text, which is UTF-8 with a NUL behind it: a constant that
     * becomes the violation's param "fault"; NULL if it fits. */
    const char *(*find_fault)(const char *text, const void *data);
};
/* Schemas compiled with the set assert these too; one that bears a standard name takes
 * its place. The table (ended by a name of NULL) and `data` must outlive those schemas.
 */
void schema_set_use_formats(struct schema_set *set, const struct schema_format *table,
                            const void *data);
/* Is the format asserted without a set? */
bool schema_knows_format(const char *name);
/* Does the keyword do anything? Those that only describe are not known here. */
bool schema_knows_keyword(const char *name);

/* Compiles `document`, keeping a reference; `set` may be NULL and must outlive the
 * schema. NULL and an error with the JSON pointer of what is wrong: a keyword of wrong
 * shape, a reference that leads nowhere, a pattern that is none. Unknown keywords pass,
 * as the standard says. The standard's metaschema is known without being added. */
struct schema *schema_compile(json_t *document, const struct schema_set *set,
                              struct error *err);
void schema_free(struct schema **schema);

struct violation {
    char *instance; /* JSON pointer of the value; "" is the root */
    char *schema;   /* JSON pointer of the keyword, "/properties/a/minLength" */
    const char
        *keyword;   /* "minLength"; points into the schema's own memory or constants */
    json_t *params; /* what the message needs: {"limit": 3}, {"property": "name"} for
                       each missing member of required, {"format": "date"} ... */
};

struct violations {
    struct violation *list;
    size_t count;
    bool truncated; /* more than 1,000: the rest is not listed */
};

/* True if valid. An `instance` of NULL is an absent value: it has no type and equals
 * nothing, and what is said of texts, numbers, arrays and objects does not concern it.
 * `out` (may be NULL: stops at the first violation) receives every
 * violation of every branch that counts; free it with violations_free. A match or a
 * recursion beyond the limits is a violation of its keyword with the params
 * {"beyond": "match" | "depth" | "steps"}, never a pass.
 *
 * Members are taken in the schema's order, keywords in that of the table in keyword.c. Of
 * anyOf, oneOf, not and contains the keyword itself is told, of $ref, allOf and then/else
 * what is wrong inside. The params by keyword:
 *   type {type}; enum {values}; const {value}; pattern {pattern}; format {format,
 *   fault where the format is the caller's};
 *   maximum ... minProperties {limit}; multipleOf {divisor}; uniqueItems {first, second};
 *   required {property}; dependentRequired {property, because};
 *   additionalProperties, unevaluatedProperties, propertyNames {property};
 *   items {limit} and unevaluatedItems {index} where they are false;
 *   minContains, maxContains {limit}; anyOf, oneOf {matched}; "false" for a schema that
 *   is just false, not, contains: {}. */
bool schema_validate(const struct schema *schema, const json_t *instance,
                     struct violations *out);
void violations_free(struct violations *violations);

#endif
