/* SPDX-License-Identifier: MIT */
/* The texts of a form in its language: Vietnamese as it stands in the files, English by
 * the translation keys of JSON Forms. All are cleaned. */
#ifndef FORMS_LABEL_H
#define FORMS_LABEL_H

#include "forms/form/inside.h"

/* Does the Group or Category say a label? */
bool label_is_said(const struct element *element);

/* The list of choices that a schema offers: enum, or oneOf/anyOf of constants; NULL. */
const json_t *label_choices(const struct form *form, const json_t *schema);

/* Texts of all fields and steps, anew. */
void labels_write(struct form *form);
void labels_clear(struct form *form);

#endif
