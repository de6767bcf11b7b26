/* SPDX-License-Identifier: MIT */
/*
 * A JSON Forms UI schema (https://jsonforms.io/docs/uischema/), read into a list of
 * elements in the order of the page, each knowing the one around it.
 *
 * What is unknown does not stop the clerk: an unknown element with elements is a layout,
 * one with a scope is a plain control, and one with neither is left out. A control whose
 * scope leads to no property is shown without being editable.
 */
#ifndef FORMS_UISCHEMA_H
#define FORMS_UISCHEMA_H

#include "forms/form/rule.h"
#include "kiosk/base/error.h"

#include <jansson.h>
#include <stddef.h>

enum element_kind {
    ELEMENT_LAYOUT, /* VerticalLayout, Categorization, and unknown ones with elements */
    ELEMENT_HORIZONTAL, /* HorizontalLayout */
    ELEMENT_GROUP,
    ELEMENT_CATEGORY, /* a step */
    ELEMENT_CONTROL,  /* Control, ListWithDetail, and unknown ones with a scope */
    ELEMENT_LABEL,
};

struct element {
    enum element_kind kind;
    size_t parent;        /* index, less than its own; SIZE_MAX at the top */
    const json_t *source; /* its object in the file */
    char *pointer;        /* of its value in the answers; "" if it has none */
    const json_t *schema; /* of its value; NULL if the scope leads nowhere */
    bool read_only;       /* by its schema */
    struct rule *rule;    /* NULL: always visible, enabled as what is around it */
    struct uischema *row; /* of a list of objects: the page of one row, whose scopes,
                             pointers and rules are about that row; else NULL */
};

struct uischema {
    struct element *list;
    size_t count;
    json_t *generated; /* what it was read from, where the file has no such page */
};

/* Rows may hold lists of rows, so deep. */
enum { UISCHEMA_ELEMENTS_MOST = 5000, UISCHEMA_DEPTH_MOST = 32, UISCHEMA_ROWS_DEEP = 3 };

/* `source` and `document` (the schema of the answers) must outlive it. NULL and an error
 * with the JSON pointer in uischema.json: an element that is no object, a condition that
 * is no schema, beyond the limits. */
struct uischema *uischema_create(const json_t *source, const json_t *document,
                                 struct error *err);
/* What of a person's card goes where, {"fullName": scope, …}: options.card; NULL. */
const json_t *uischema_card(const struct element *element);
void uischema_free(struct uischema **uischema);

#endif
