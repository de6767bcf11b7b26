/* SPDX-License-Identifier: MIT */
/*
 * A procedure (thủ tục): what the office publishes of it, and its form. Read from a
 * folder with procedure.json, schema.json, uischema.json and i18n/en.json; the shape of
 * each is in docs/form-format.md.
 *
 * Reading is the caller's affair (the engine does no I/O): it hands in the parsed files.
 */
#ifndef FORMS_PROCEDURE_H
#define FORMS_PROCEDURE_H

#include "forms/form/demand.h"
#include "forms/form/lists.h"
#include "forms/form/uischema.h"
#include "forms/logic/logic.h"
#include "forms/schema/schema.h"
#include "kiosk/base/error.h"

#include <jansson.h>

struct procedure_files {
    json_t *facts;    /* procedure.json */
    json_t *schema;   /* schema.json, NULL: a procedure without a form here */
    json_t *uischema; /* uischema.json */
    json_t *english;  /* i18n/en.json, may be NULL */
    const struct form_lists *lists; /* borrowed, must outlive the procedure; or NULL */
};

struct extensions;
struct procedure;

/* Takes the references, even when it fails. An error names the file, the JSON pointer in
 * it and the reason. */
struct procedure *procedure_create_take(struct procedure_files files, struct error *err);
void procedure_free(struct procedure **procedure);

/* The facts as they were read, checked for shape; borrowed. */
const json_t *procedure_facts(const struct procedure *p);
const char *procedure_code(const struct procedure *p);    /* "1.001193" */
const char *procedure_version(const struct procedure *p); /* of the form */
bool procedure_has_form(const struct procedure *p);

/* Papers to bring with these answers (NULL: in general, so that conditional papers are
 * listed too). An array of members of facts.papers, each with a member "needed" that is
 * true, or the string "maybe" where the answers do not say yet, or "optional" where no
 * answer says; "originals" and "copies" are numbers, where they are rules as many as the
 * answers say, or 1 until they do. New reference. */
json_t *procedure_papers(const struct procedure *p, const json_t *answers,
                         const char *today);
/* The fee in đồng with these answers; -1 where it cannot be told yet. */
long long procedure_fee(const struct procedure *p, const json_t *answers,
                        const char *today);

/* For form.c. */
const struct schema *procedure_schema(const struct procedure *p);
/* With the lists that it refers to in it. */
const json_t *procedure_schema_document(const struct procedure *p);
const json_t *procedure_uischema(const struct procedure *p);
/* The English for a key, of this form or of the lists; NULL where there is none. */
const char *procedure_english(const struct procedure *p, const char *key);
const struct demands *procedure_demands(const struct procedure *p);
const struct uischema *procedure_layout(const struct procedure *p);
const struct extensions *procedure_extensions(const struct procedure *p);
const struct form_lists *procedure_lists(const struct procedure *p);
/* What the rules of this procedure are applied in; borrows `today`. */
struct logic_context procedure_context(const struct procedure *p, const char *today);

#endif
