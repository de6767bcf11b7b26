/* SPDX-License-Identifier: MIT */
/* JSON values as JSON Schema compares them: 1 equals 1.0, the order of members does not
 * matter, true is not 1. */
#ifndef FORMS_VALUE_H
#define FORMS_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool value_equal(const json_t *a, const json_t *b);
/* Equal values have equal hashes. */
uint64_t value_hash(const json_t *value);

/* How many values are inside, itself included: what comparing, hashing and showing it
 * cost. `most` + 1 where there are more, or where it is deeper than `depth`. */
size_t value_weight(const json_t *value, unsigned depth, size_t most);

/* An array made ready to be searched; keeps no reference, the array must stay. */
struct value_set;
struct value_set *value_set_create(const json_t *array);
void value_set_free(struct value_set **set);
bool value_set_has(const struct value_set *set, const json_t *value);
/* Two places in the array with equal values, the first such pair found; false if none. */
bool value_set_twins(const struct value_set *set, size_t *first, size_t *second);

#endif
