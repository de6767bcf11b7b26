/* SPDX-License-Identifier: MIT */
/* A UI schema for an object that the form's author gave none: one control for each
 * property, a group for each object in it (JSON Forms' GENERATE). */
#ifndef FORMS_GENERATE_H
#define FORMS_GENERATE_H

#include <jansson.h>

/* `schema` is an object's, anywhere in the document. New reference. */
json_t *generate_uischema(const json_t *document, const json_t *schema);

#endif
