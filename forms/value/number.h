/* SPDX-License-Identifier: MIT */
/* JSON numbers as the decimals that a person wrote: 1 equals 1.0, 0.0075 is a multiple of
 * 0.0001, and a large integer is not rounded to compare it with a real. */
#ifndef FORMS_NUMBER_H
#define FORMS_NUMBER_H

#include <jansson.h>
#include <stdbool.h>

/* Below, at or above zero; both must be numbers. */
int number_compare(const json_t *a, const json_t *b);
/* No fraction: 1.0 and 1e300 too. */
bool number_is_whole(const json_t *number);
/* `divisor` must be above zero. */
bool number_is_multiple(const json_t *number, const json_t *divisor);

#endif
