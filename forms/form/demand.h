/* SPDX-License-Identifier: MIT */
/*
 * What a schema demands, as the answers stand: every `required` and `dependentRequired`,
 * with the conditions (if/then/else, dependentSchemas) under which it counts. Compiled
 * once; asked at every change, for the marks of required fields.
 *
 * A branch of oneOf or anyOf counts where the answers leave no other: each branch says by
 * `const` or `enum` of its properties which answers it is for, and they fit this one
 * alone. Other branches, and what is under `not`, are choices rather than demands, and
 * are left out here; what breaks them is still found by validation.
 */
#ifndef FORMS_DEMAND_H
#define FORMS_DEMAND_H

#include <jansson.h>

struct demands;

enum { DEMANDS_BRANCHES_MOST = 16 }; /* of one oneOf or anyOf that are told apart */

/* `document` must outlive it. */
struct demands *demands_create(json_t *document);
void demands_free(struct demands **demands);

/* The pointers of the members that must be there, as the keys of an object. A demand
 * counts where the object that it is made of is there. New reference. */
json_t *demands_collect(const struct demands *demands, const json_t *answers);

/* The constants by which a branch of oneOf or anyOf says which answers it is for, as a
 * schema: {"properties": {"kind": {"const": "house"}}}; NULL if it does not say so. New
 * reference. */
json_t *demands_selector(const json_t *branch);

#endif
