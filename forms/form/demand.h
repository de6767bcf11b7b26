/* SPDX-License-Identifier: MIT */
/*
 * What a schema demands, as the answers stand: every `required` and `dependentRequired`,
 * with the conditions (if/then/else, dependentSchemas) under which it counts. Compiled
 * once; asked at every change, for the marks of required fields.
 *
 * Demands in one branch of anyOf, oneOf or not are choices rather than demands, and are
 * left out here; what breaks them is still found by validation.
 */
#ifndef FORMS_DEMAND_H
#define FORMS_DEMAND_H

#include <jansson.h>

struct demands;

/* `document` must outlive it. */
struct demands *demands_create(json_t *document);
void demands_free(struct demands **demands);

/* The pointers of the members that must be there, as the keys of an object. A demand
 * counts where the object that it is made of is there. New reference. */
json_t *demands_collect(const struct demands *demands, const json_t *answers);

#endif
