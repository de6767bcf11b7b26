/* SPDX-License-Identifier: MIT */
/* Forms for tests: JSON written with ' for ", and a form opened over it. */
#ifndef TESTS_FORMS_FIXTURE_H
#define TESTS_FORMS_FIXTURE_H

#include "forms/form/form.h"
#include "forms/form/general.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* UTF-8, and the texts of the source: no translations are found. */
void fixture_start(void);

/* A new reference; NULL stays NULL. The test fails where it is no JSON. */
json_t *fixture_json(const char *text);

/* Facts of a procedure 9.999999 around the schema and UI schema. */
struct procedure *fixture_procedure(const char *schema, const char *uischema,
                                    const char *english);
/* The same beside lists, which must outlive it. */
struct procedure *fixture_procedure_with(const char *schema, const char *uischema,
                                         const char *english,
                                         const struct form_lists *lists);
/* The lists of the project; owned by the fixture. */
const struct form_lists *fixture_lists(void);
/* Calls with the code of each procedure of the project; the test fails if there is none.
 */
void fixture_each_code(void (*call)(const char *code, void *arg), void *arg);
/* The files of a procedure of the project; new references. */
struct procedure_files fixture_real_files(const char *code);
/* A procedure of the project, read from its folder. */
struct procedure *fixture_real_procedure(const char *code);
/* One of the examples of a procedure. New reference. */
json_t *fixture_example(const char *code, const char *name);
/* The template of the general form, and that form for a procedure of the catalogue; NULL:
 * for the sample that the template's examples answer to. */
struct general *fixture_general(void);
struct procedure *fixture_general_procedure(const char *facts);
/* Calls with each example of each procedure of the project and of the general form; the
 * test fails if there is none. */
void fixture_each_example(void (*call)(const struct procedure *procedure,
                                       const json_t *example, const char *name));
/* The same with each counterexample: {"answers", "wrong"}. */
void fixture_each_counterexample(void (*call)(const struct procedure *procedure,
                                              const json_t *counterexample,
                                              const char *name));

/* A page of controls for these members. */
#define CONTROL(name)  "{'type': 'Control', 'scope': '#/properties/" name "'}"
#define PAGE(elements) "{'type': 'VerticalLayout', 'elements': [" elements "]}"
#define TWO_TEXTS      "{'properties': {'a': {'type': 'string'}, 'b': {'type': 'string'}}}"

/* A form in Vietnamese over a procedure of its own. */
struct opened {
    struct procedure *procedure;
    struct form *form;
};
struct opened open_form(const char *schema, const char *uischema, const char *answers);
void close_form(struct opened *opened);

struct form *fixture_form(const struct procedure *procedure, const char *answers);

/* The first visible field at the pointer, else the first; the test fails without one. */
size_t fixture_field(const struct form *form, const char *pointer);
const struct field *field_of(const struct opened *opened, const char *pointer);
void fixture_type(struct form *form, const char *pointer, const char *typed);
/* What the problem of the field says, or "". */
const char *fixture_problem(const struct form *form, const char *pointer);

void assert_final(const struct form *form, const char *expected);
void assert_typed(const struct form *form, const char *pointer, const char *text);
#define assert_json(value, text)                                    \
    do {                                                            \
        json_t *expected_ = fixture_json(text);                     \
        fixture_assert_equal(value, expected_, __FILE__, __LINE__); \
        json_decref(expected_);                                     \
    } while (0)
void fixture_assert_equal(const json_t *value, const json_t *expected, const char *file,
                          int line);

#endif
