/* SPDX-License-Identifier: MIT */
/* A form from the inside, shared by the files that make it:
 * form.c holds it together; field.c builds fields and steps, rows.c those of lists,
 * label.c their texts; follow.c works out what follows from the answers, compute.c the
 * answers that a form gives itself, prefill.c those that it takes over from others;
 * problem.c says what is wrong, check.c what is wrong between answers; papers.c knows the
 * papers that go with the answers. */
#ifndef FORMS_FORM_INSIDE_H
#define FORMS_FORM_INSIDE_H

#include "forms/form/form.h"
#include "forms/form/uischema.h"
#include "forms/form/words.h"
#include "kiosk/base/clock.h"

/* What a field does not show. */
struct field_own {
    size_t sheet, element;
    char *pointer;          /* of a field in a row; else NULL: the element's */
    const json_t *schema;   /* NULL: unknown to the schema */
    const char *name;       /* its label, also where it shows none */
    const json_t *fallback; /* the schema's default, or NULL */
    size_t twin;            /* the next field of the same pointer, or SIZE_MAX */
    char *typed;            /* what could not be read, or NULL */
    bool too_long;          /* and why: it was longer than a field can be */
    bool offered;           /* its default was, or must not be, filled in */
    size_t rows, laid;      /* FIELD_ROWS: the sheet of its first row, and how many rows
                               the answers had when its sheets were laid */
};

/* A UI schema laid over a part of the answers: the form's own over all of them, or a
 * row's over that row. */
struct sheet {
    const struct uischema *ui;
    char *place; /* pointer of that part: "", "/members/0" */
    size_t list; /* its field, or SIZE_MAX */
    size_t row;
    size_t first, count;  /* its fields */
    bool *shown, *usable; /* by element */
};

struct step_own {
    size_t element; /* its Category, or SIZE_MAX: outside of any */
    bool left;
};

/* An answer that may be taken over from others. */
struct prefill_own {
    bool follows; /* nobody has changed it by hand */
    bool given;   /* what stands there was taken over */
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
    const json_t *document;
    char language[8];
    char today[CLOCK_DATE_ROOM];

    json_t *answers;
    json_t *final;       /* as they would be sent now */
    json_t *first_field; /* pointer -> index of the first field there */

    struct sheet *sheets; /* the form's own first */
    size_t sheet_count;
    struct field *fields;
    struct field_own *own;
    size_t field_count, field_room;
    struct step *steps;
    struct step_own *steps_own;
    size_t step_count;
    bool rows_left_out; /* beyond the limits */
    struct name_mender mender;

    struct prefill_own *prefills; /* as the extensions list them */

    struct words words;
    struct choice_list *choices;
    json_t *confirmed;      /* persons: [{pointer, by, at, told, value}] */
    json_t *passed;         /* warnings: [{id, pointer, reason, values}] */
    json_t *told;           /* by the office: [{pointer, message, values}] */
    struct words sentences; /* of the problems */
    struct problem *problems;
    size_t problem_count;

    json_t *papers; /* procedure_papers(), each with "here" */
    bool papers_left;
};

/* form.c */
void form_work_out(struct form *form); /* all that follows from a change */
/* A draft may hold something else where an object should be around the field. */
void form_clear_the_way(struct form *form, size_t field);

/* What is typed or would be, as form_shown() gives it. Allocated. */
char *form_mask(const struct field *field, const char *text);

/* field.c */
enum { FIELDS_MOST = 2000, FIELDS_MOST_WITH_ROWS = 10000 };
bool fields_build(struct form *form, struct error *err);
void fields_free(struct form *form);
const struct element *field_element(const struct form *form, size_t field);
/* A sheet more, with its fields; those of a row belong to the step of its list. */
void fields_lay(struct form *form, const struct uischema *ui, char *taken_place,
                size_t list, size_t row);
void fields_file(struct form *form);             /* under their pointers, anew */
bool field_has_value(const struct field *field); /* may it hold one? */
/* May the value stand there, as far as the kind of field tells? */
bool field_takes(const struct field *field, const json_t *value);
/* The first visible field at the pointer, else the first one, else SIZE_MAX. */
size_t field_at(const struct form *form, const char *pointer);

/* rows.c */
bool rows_fit(const struct form *form); /* do the sheets fit the answers? */
void rows_lay(struct form *form);       /* anew; the texts must be written after it */
char *rows_typed(const struct form *form, size_t list);

/* follow.c */
void follow_visible(struct form *form); /* visible and enabled alone */
void follow_answers(struct form *form);
void follow_steps(struct form *form); /* after the problems are known */

/* compute.c */
/* True if one changed; `steps_left` is counted down, as in a logic_context. */
bool compute_answers(struct form *form, size_t *steps_left);

/* prefill.c */
/* All follow their sources; or, with a draft's answers, all count as given by hand. */
void prefill_start(struct form *form, bool by_hand);
void prefill_rest(struct form *form); /* nothing follows any more */
bool prefill_answers(struct form *form, size_t *steps_left); /* likewise */
/* The answer was given, or taken away, by hand: it does not follow any more. */
void prefill_touch(struct form *form, const char *pointer);
/* Does the answer that stands at the pointer come from others? */
bool prefill_stands(const struct form *form, const char *pointer);
json_t *prefill_progress(const struct form *form); /* the pointers that follow */
void prefill_restore(struct form *form, const json_t *follow);

/* problem.c */
void problems_find(struct form *form);

/* check.c */

/* Something wrong that the schema does not say. */
struct remark {
    char *pointer;       /* of the answer that is told of it */
    const char *keyword; /* "x-check", "x-address", "format" of a name */
    const char *id;
    char *message;
    char *suggestion; /* or NULL */
    bool warning;
    json_t *values; /* that it was found in, by pointer */
};
struct remarks {
    struct remark *list;
    size_t count;
};
/* `troubled`, by field: wrong by itself already. */
void remarks_find(struct form *form, const bool *troubled, struct remarks *out);
void remarks_add(struct remarks *out, struct remark remark); /* taken over */
void remarks_free(struct remarks *remarks);
/* The name as it should be, where an input method left something in it: allocated, or
 * NULL. */
char *remark_mended(const struct form *form, size_t field);
/* Why the warning was passed, if it was, with the same answers; else NULL. */
const char *reason_for(const struct form *form, const struct remark *remark);
/* An empty reason lets the warning stand. False: it is too long. */
bool reason_keep(struct form *form, const struct remark *remark, const char *reason);

/* told.c */
void told_find(const struct form *form, struct remarks *out);
json_t *told_progress(const struct form *form); /* NULL: none */
void told_restore(struct form *form, const json_t *told);

/* papers.c */
void papers_follow(struct form *form); /* a tick lapses with the need for its paper */
json_t *papers_progress(const struct form *form); /* NULL: none */
void papers_restore(struct form *form, const json_t *progress);

#endif
