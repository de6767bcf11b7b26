/* SPDX-License-Identifier: MIT */
/* A form from the inside, shared by the files that make it:
 * form.c holds it together; field.c builds fields and steps, label.c their texts;
 * follow.c works out what follows from the answers; problem.c says what is wrong. */
#ifndef FORMS_FORM_INSIDE_H
#define FORMS_FORM_INSIDE_H

#include "forms/form/form.h"
#include "forms/form/uischema.h"
#include "forms/form/words.h"
#include "kiosk/base/clock.h"

/* What a field does not show. */
struct field_own {
    size_t element;
    const json_t *schema;   /* NULL: unknown to the schema */
    const char *name;       /* its label, also where it shows none */
    const json_t *fallback; /* the schema's default, or NULL */
    size_t twin;            /* the next field of the same pointer, or SIZE_MAX */
    char *typed;            /* what could not be read, or NULL */
    bool too_long;          /* and why: it was longer than a field can be */
    bool offered;           /* its default was, or must not be, filled in */
};

struct step_own {
    size_t element; /* its Category, or SIZE_MAX: outside of any */
    bool left;
};

/* One text list for all fields that offer the same choices (3,321 communes). */
struct choice_list {
    const json_t *source;
    const char *prefix; /* of its translation keys */
    struct choice *list;
    size_t count;
    struct choice_list *next;
};

struct form {
    const struct procedure *procedure;
    const struct uischema *ui;
    const json_t *document;
    char language[8];
    char today[CLOCK_DATE_ROOM];

    json_t *answers;
    json_t *final;       /* as they would be sent now */
    json_t *first_field; /* pointer -> index of the first field there */

    struct field *fields;
    struct field_own *own;
    size_t field_count;
    struct step *steps;
    struct step_own *steps_own;
    size_t step_count;
    bool *shown, *usable; /* by element */

    struct words words;
    struct choice_list *choices;
    struct words sentences; /* of the problems */
    struct problem *problems;
    size_t problem_count;
};

/* field.c */
bool fields_build(struct form *form, struct error *err);
void fields_free(struct form *form);
bool field_has_value(const struct field *field); /* may it hold one? */
/* The first visible field at the pointer, else the first one, else SIZE_MAX. */
size_t field_at(const struct form *form, const char *pointer);

/* follow.c */
void follow_visible(struct form *form); /* visible and enabled alone */
void follow_answers(struct form *form);
void follow_steps(struct form *form); /* after the problems are known */

/* problem.c */
void problems_find(struct form *form);

#endif
