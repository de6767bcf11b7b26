/* SPDX-License-Identifier: MIT */
/* Values as JSONLogic takes them, which is as JavaScript does: "1" counts as 1, null as
 * 0, an array as its items with commas between them. NULL is JavaScript's undefined. */
#ifndef FORMS_LOGIC_VALUE_H
#define FORMS_LOGIC_VALUE_H

#include "kiosk/base/buffer.h"

#include <jansson.h>
#include <stdbool.h>

/* Number(value); NaN where it is none. */
double logic_number(const json_t *value);
/* parseFloat(value): the number at the start of its text; NaN where there is none. */
double logic_leading_number(const json_t *value);
/* A new integer where it is whole, null where it is not finite. */
json_t *logic_json(double number);

/* Adds String(value). False when the buffer is full or the value too deep. */
bool logic_add_text(struct buffer *out, const json_t *value);

bool logic_same(const json_t *a, const json_t *b);  /* === */
bool logic_equal(const json_t *a, const json_t *b); /* == */
/* a < b, or a <= b; false where either is not to be compared. */
bool logic_less(const json_t *a, const json_t *b, bool or_equal);

#endif
