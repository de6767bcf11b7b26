/* SPDX-License-Identifier: MIT */
/*
 * JSON Schema 2020-12 on jansson: compile once, validate many times.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-core and
 * .../json-schema-validation. Pure: no I/O, no clock; remote schemas are handed in.
 * Regular expressions are PCRE2 in UTF and UCP mode under match limits.
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

/* Compiles `document`, keeping a reference; `set` may be NULL and must outlive the schema.
 * NULL and an error with the JSON pointer of what is wrong: a keyword of wrong shape, a
 * reference that leads nowhere, a pattern that is none. Unknown keywords pass, as the
 * standard says. */
struct schema *schema_compile(json_t *document, const struct schema_set *set,
                              struct error *err);
void schema_free(struct schema **schema);

struct violation {
    char *instance;      /* JSON pointer of the value; "" is the root */
    char *schema;        /* JSON pointer of the keyword, "/properties/a/minLength" */
    const char *keyword; /* "minLength"; points into the schema's own memory or constants */
    json_t *params;      /* what the message needs: {"limit": 3}, {"property": "name"} for
                            each missing member of required, {"format": "date"} ... */
};

struct violations {
    struct violation *list;
    size_t count;
    bool truncated; /* more than 1,000: the rest is not listed */
};

/* True if valid. `out` (may be NULL: stops at the first violation) receives every
 * violation of every branch that counts; free it with violations_free. A match or a
 * recursion beyond the limits is a violation of its keyword, never a pass. */
bool schema_validate(const struct schema *schema, const json_t *instance,
                     struct violations *out);
void violations_free(struct violations *violations);

#endif
