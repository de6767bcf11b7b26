/* SPDX-License-Identifier: MIT */
/*
 * Looking into a schema document without validating anything: where a scope or a pointer
 * leads, and what is said there. Local references ("#", "#/...") and allOf are followed;
 * loops and hostile depth end the search, as if nothing had been found.
 */
#ifndef FORMS_SHAPE_H
#define FORMS_SHAPE_H

#include <jansson.h>

/* Where the schema's local $ref leads; NULL without one, or where it leads nowhere. */
const json_t *shape_target(const json_t *document, const json_t *schema);

/* The first `key` that the schema says, itself, through its $ref, or in its allOf. */
const json_t *shape_find(const json_t *document, const json_t *schema, const char *key);
/* The first `key` that is an object with `member`; the member. */
const json_t *shape_find_member(const json_t *document, const json_t *schema,
                                const char *key, const char *member);

/* The schema that a UI schema's scope ("#/properties/a/properties/b") means, seen from
 * `root`: the document, or the schema of one row in it. Where the scope itself leads
 * nowhere, the property is looked for under $ref, oneOf, allOf, anyOf, then and else, as
 * JSON Forms does. */
const json_t *shape_at_scope(const json_t *document, const json_t *root,
                             const char *scope);

/* The schema of one row, where the schema is that of a list of objects; else NULL. */
const json_t *shape_of_row(const json_t *document, const json_t *schema);

/* The place of the answers that a scope means: "/a/b", "" for the whole, allocated; NULL
 * if the scope is no path of properties. */
char *shape_scope_to_data(const char *scope);

/* The pointer of the member `name` under `pointer`. Allocated. */
char *shape_join(const char *pointer, const char *name);

#endif
