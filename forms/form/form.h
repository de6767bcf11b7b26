/* SPDX-License-Identifier: MIT */
/*
 * A form being filled: the answers, and what follows from them — which steps and fields
 * there are now, which are required, what is wrong. No screen in it: the kiosk, motcuactl
 * and the tests drive the same functions.
 *
 * Semantics are those of JSON Forms (https://jsonforms.io/docs/uischema/): a hidden
 * element hides what is under it, an unknown condition is true, without failWhenUndefined
 * a condition is tested against an absent value. The value of a hidden field is kept
 * while editing and dropped by form_final_answers().
 */
#ifndef FORMS_FORM_H
#define FORMS_FORM_H

#include "forms/form/procedure.h"

struct form;

enum field_kind {
    FIELD_HEADING, /* a Group's label; no value */
    FIELD_NOTE,    /* a Label; no value */
    FIELD_TEXT,
    FIELD_LINES, /* text of several lines (options.multi) */
    FIELD_INTEGER,
    FIELD_NUMBER,
    FIELD_DATE,    /* format: date; "2026-03-15" in the answers */
    FIELD_YES_NO,  /* boolean */
    FIELD_CHOICE,  /* one of enum/oneOf */
    FIELD_CHOICES, /* an array of them, each at most once */
    FIELD_PLACE,   /* the code of a commune, out of the lists of procedure_lists() */
    FIELD_ROWS,    /* a list of objects, each with fields of its own: form_row() */
    FIELD_DISPLAY, /* a value that cannot be edited here (unknown to this engine) */
};

struct choice {
    const char *text;    /* in the form's language */
    const json_t *value; /* what goes into the answers */
};

/* One thing on a step's page, in the order of the page. Borrowed; valid until the next
 * form_set, form_use_language or form_free. */
struct field {
    enum field_kind kind;
    const char *pointer; /* into the answers, "/applicant/fullName"; "" for no value */
    const char *label;   /* cleaned, in the form's language */
    const char *help;    /* the schema's description, or "" */
    const char *example; /* a short one, shown in the empty field (examples[0]), or "" */
    bool visible;        /* it and all above it */
    bool enabled;        /* and not readOnly */
    bool required;       /* by the schema as it stands with the present answers */
    bool person;         /* FIELD_TEXT: the name of a person, format vn-name */
    bool radio;          /* FIELD_CHOICE: options.format is "radio", or few choices */
    bool personal;       /* a number that tells who somebody is: form_shown() masks it */
    bool digits;         /* a number that is kept without blanks and dots */
    bool plain;          /* no Vietnamese is typed there: a number, a date, a code */
    bool beside;         /* may stand beside the field before it (HorizontalLayout) */
    int depth;           /* of groups around it */
    size_t step;
    const struct choice *choices;
    size_t choice_count;
    size_t most_bytes;     /* 4 × maxLength, at most 16 KiB */
    long long least, most; /* FIELD_INTEGER: limits for editing, else LLONG_MIN/MAX;
                              FIELD_ROWS: how many, at most FORM_ROWS_MOST */
    size_t row_count;      /* FIELD_ROWS */
    size_t list, row;      /* the FIELD_ROWS in a row of which it stands, and that row;
                              SIZE_MAX on a step's page */
};

enum { FORM_ROWS_MOST = 200 };

/* A row's page: fields that come after all the fields of the steps. */
struct row_fields {
    size_t first, count; /* in form_field() */
};

enum step_state { STEP_UNTOUCHED, STEP_STARTED, STEP_ATTENTION, STEP_WARNED, STEP_DONE };

struct step {
    const char *title;
    bool visible;
    enum step_state state; /* ATTENTION: a problem at a field that has a value, or at any
                              field once the step was left (form_leave_step); WARNED:
                              done, but for warnings that were not passed */
    size_t first, count;   /* its fields in form_field() */
};

struct problem {
    const char *pointer; /* of the field */
    size_t field;        /* index, SIZE_MAX if none shows it */
    size_t step;         /* the first visible one where no field shows it */
    const char *message; /* what to do, in the form's language: "Số định danh phải đủ 12
                            chữ số" */
    bool missing;           /* nothing was answered yet: quiet until the step was left */
    bool warning;           /* may be passed */
    const char *keyword;    /* "required", "x-check" … */
    const char *id;         /* of a check or warning, else "" */
    const char *suggestion; /* the whole answer put right, or NULL */
    const char *reason;     /* why a warning was passed, or NULL */
};

/* A new form. `answers` (an object, taken even when it fails) may come from a draft, and
 * count as given by hand, what is absent too; NULL
 * starts with the schema's defaults; a field that shows up later gets its default then.
 * `today` "2026-11-21" is copied. NULL and an error where the procedure has no form, the
 * answers are no object, or beyond 2,000 fields, 10,000 with those of rows, or 10,000
 * choices. A control whose scope
 * leads to no property is a FIELD_DISPLAY. The procedure must outlive the form. */
struct form *form_create_take(const struct procedure *procedure, json_t *answers,
                              const char *today, struct error *err);
void form_free(struct form **form); /* wipes the answers */

/* A new form with the answers of another version of it, field by field. *lost is a new
 * array of what has no place any more: [{"label", "value"}], both texts to be shown. The
 * answers count as given by hand, what is absent too. */
struct form *form_carry_over(const struct procedure *procedure, const json_t *answers,
                             const char *today, json_t **lost, struct error *err);

/* "vi" or "en"; what was typed stays. The sentences of problems follow i18n_use(), which
 * comes first. A new form starts in i18n_language(). */
void form_use_language(struct form *form, const char *language);

/* Who puts right what an input method left in the names of people ("Nguyeenx"): `mend`
 * gives the whole name as it should be, allocated, or NULL where there is nothing. Its
 * answer is told as a warning, or beside what is wrong with the name, and is never taken
 * by itself. A form without one looks for nothing. */
struct name_mender {
    char *(*mend)(const void *arg, const char *name);
    const void *arg; /* must outlive the form */
};
void form_use_mender(struct form *form, struct name_mender mender);

size_t form_step_count(const struct form *form);
const struct step *form_step(const struct form *form, size_t step);
size_t form_field_count(const struct form *form);
const struct field *form_field(const struct form *form, size_t field);

/* The field of the pointer, a visible one if there is any; SIZE_MAX. */
size_t form_field_at(const struct form *form, const char *pointer);

/* Borrowed; NULL if unanswered. */
const json_t *form_value(const struct form *form, size_t field);
const json_t *form_answers(const struct form *form);

/* Sets, or removes with NULL, the answer of a field (the value is copied deeply), and
 * works out everything that follows. */
void form_set(struct form *form, size_t field, const json_t *value);
/* As typed by a person: dates as dd/mm/yyyy, integers with blanks or dots between
 * thousands, text trimmed and NFC, telephone and personal numbers closed up. What cannot
 * be read is kept as it was typed, is a problem of that field, and form_typed gives it
 * back. Empty removes the answer. */
void form_set_typed(struct form *form, size_t field, const char *typed);
/* The answer as people write it: "15/03/2026", the text of a choice, "Có"/"Không". For
 * showing and for starting an edit. Allocated. */
char *form_typed(const struct form *form, size_t field);
/* The same for showing what is not being edited: of a personal number only the first and
 * the last digits. Allocated. */
char *form_shown(const struct form *form, size_t field);

/* Rows of a FIELD_ROWS. Adding and moving give false where there is no room, or no such
 * row; fields of rows get other numbers by all three. */
struct row_fields form_row(const struct form *form, size_t list, size_t row);
/* What a row is called by: the answer that options.elementLabelProp names, else its first
 * text; "" as long as there is none. Allocated. */
char *form_row_label(const struct form *form, size_t list, size_t row);
bool form_row_add(struct form *form, size_t list); /* at the end */
bool form_row_remove(struct form *form, size_t list, size_t row);
bool form_row_move(struct form *form, size_t list, size_t from, size_t to);

void form_leave_step(struct form *form, size_t step);
void form_leave_all(struct form *form); /* the papers, too; before the check page */

/* All problems, in the order of the pages; both borrowed until the next change. */
const struct problem *form_problems(const struct form *form, size_t *count);
bool form_is_complete(const struct form *form); /* no problem but warnings */

/* Passes the warning of that id and pointer, for a reason that goes into the dossier; an
 * empty one takes that back. It lapses when an answer that the warning is about changes.
 * False: there is no such warning, or the reason is longer than 500 characters. */
bool form_pass_warning(struct form *form, const char *id, const char *pointer,
                       const char *reason);
/* Those that stand and were passed: [{"id", "pointer", "reason"}]. New reference. */
json_t *form_passed_warnings(const struct form *form);

/* The office returned these answers: each reason, {"pointer" into the answers,
 * "message"}, becomes a warning at its field, kept with the draft, until that answer is
 * changed. */
#define FORM_TOLD "returned" /* their id */
void form_tell(struct form *form, const json_t *reasons);

/* The papers that go with the answers as they would be sent now. Steps of the form have
 * nothing to do with them: the counter has a page of its own for them. */
bool form_has_papers(const struct form *form); /* with some answers or other */
/* procedure_papers() with these answers, each with a member "here": was it said to be
 * here? Nothing is here by itself, and what is not needed any more is forgotten.
 * Borrowed until the next change. */
const json_t *form_papers(const struct form *form);
/* One that is handed in lies here, one that is shown was seen. False: no such paper is
 * needed, or may be. */
bool form_set_paper_here(struct form *form, const char *id, bool here);
struct paper_count {
    size_t needed, here; /* here: of those that are needed */
    size_t optional;     /* no answer says whether they are needed */
    size_t unsure;       /* the answers do not say yet */
};
struct paper_count form_count_papers(const struct form *form);
json_t *form_papers_here(const struct form *form); /* their ids; new reference */
/* Like a step's: WARNED where one is not here once the papers were left, for it may be
 * brought later. */
enum step_state form_papers_state(const struct form *form);
void form_leave_papers(struct form *form);
long long form_fee(const struct form *form); /* procedure_fee() with these answers */

/* The answers without those of hidden fields, valid by the schema. New reference. */
json_t *form_final_answers(const struct form *form);

/* The computed answers that stand, by pointer. New reference. */
json_t *form_computed(const struct form *form);

/* The field that the answer of this one was taken over from, as long as nobody has
 * changed it by hand (x-prefill); SIZE_MAX: it was not. */
size_t form_taken_from(const struct form *form, size_t field);
/* What would be filled in at visible fields without an answer if nobody had touched them,
 * by pointer. New reference. */
json_t *form_offers(const struct form *form);

/* What a draft has to keep beside the answers: which steps were left, what was typed but
 * could not be read, which answers still follow others, which warnings were passed, what
 * the office said, who was compared with a card (these as personal as the answers), and
 * which papers are here. New reference. */
json_t *form_progress(const struct form *form);
void form_restore_progress(struct form *form, const json_t *progress);

#endif
