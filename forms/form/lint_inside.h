/* SPDX-License-Identifier: MIT */
/* The linter from the inside: lint.c looks at the facts and at what is between the files,
 * lint_schema.c at the schema, lint_layout.c at the UI schema and the English. */
#ifndef FORMS_LINT_INSIDE_H
#define FORMS_LINT_INSIDE_H

#include "forms/form/extension.h"
#include "forms/form/lint.h"

struct lint {
    const struct procedure_files *files;
    json_t *document;              /* the schema with its lists in it */
    struct extensions *extensions; /* of the schema, while it is looked at */
    json_t *shown;                 /* pointers of answers that a Control shows */
    json_t *used;                  /* translation keys that something asks for */
    struct lint_findings *out;
};

enum { LINT_FINDINGS_MOST = 1000, LINT_DEPTH_MOST = 48 };

/* `format` is translated already. */
void lint_tell(struct lint *l, const char *file, const char *pointer, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
/* Tells of each member of `object` that is not in the list, which ends with NULL. */
void lint_members(struct lint *l, const char *file, const char *pointer,
                  const json_t *object, const char *const *known);
/* Tells of unknown operations, and of answers that are read and are no property. */
void lint_logic(struct lint *l, const char *file, const char *pointer,
                const json_t *rule);
/* Is there such an answer, "/mother/birthDate"? */
bool lint_is_answer(const struct lint *l, const char *pointer);

void lint_schema(struct lint *l);
void lint_layout(struct lint *l);  /* and which answers it shows */
void lint_english(struct lint *l); /* after it */

#endif
