/* SPDX-License-Identifier: MIT */
/* The linter from the inside: lint.c looks at the facts and at what is between the files,
 * lint_schema.c at the schema, lint_check.c at what our own keywords say in it,
 * lint_logic.c at rules, lint_rule.c at conditions, lint_layout.c at the UI schema and
 * the English. */
#ifndef FORMS_LINT_INSIDE_H
#define FORMS_LINT_INSIDE_H

#include "forms/form/extension.h"
#include "forms/form/lint.h"

struct lint {
    const struct procedure_files *files;
    json_t *document;              /* the schema with its lists in it */
    json_t *shown;                 /* pointers of answers that a Control shows */
    json_t *used;                  /* translation keys that something asks for */
    json_t *checks;                /* ids of checks */
    struct extensions *extensions; /* checks and computed answers that the engine finds */
    struct lint_findings *out;
};

enum { LINT_FINDINGS_MOST = 1000, LINT_DEPTH_MOST = 48 };

/* A page: the whole UI schema, or that of a row. */
struct lint_page {
    struct lint *lint;
    const json_t *root; /* schema that its scopes are seen from */
    char *data;         /* pointer of that in the answers, "" or "/members" */
    int rows_deep;
};

/* A file in which a schema is there to test an answer. */
struct lint_test {
    struct lint *lint;
    const char *file;
};

#define LINT_TWO_LANGUAGES _("It needs words in “vi” and in “en”.")

/* `format` is translated already. */
void lint_tell(struct lint *l, const char *file, const char *pointer, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
/* Tells of each member of `object` that is not in the list, which ends with NULL. */
void lint_members(struct lint *l, const char *file, const char *pointer,
                  const json_t *object, const char *const *known);
bool lint_is_in_two_languages(const json_t *words);
/* Tells of unknown operations, and of what is read and is no answer, or no member of the
 * row that is looked at. */
void lint_logic(struct lint *l, const char *file, const char *pointer,
                const json_t *rule);
/* The same of a rule that is over a row, "/members/0", and the whole answers. */
void lint_logic_of_row(struct lint *l, const char *file, const char *pointer,
                       const json_t *rule, const char *row);
/* Is there such an answer, "/mother/birthDate"? */
bool lint_is_answer(const struct lint *l, const char *pointer);
/* Tells of keywords and formats that nothing knows, in the schema and those inside. */
void lint_keywords(struct lint *l, const char *file, const char *pointer,
                   const json_t *schema);
/* x-check, x-compute, x-prefill, x-message and x-address of one schema. */
void lint_own_keywords(struct lint *l, const char *pointer, const json_t *schema);
void lint_circles(struct lint *l); /* answers that come to read themselves */

/* The `scope` of an element or condition, and a rule. */
void lint_scope(struct lint_page *page, const json_t *holder, const char *pointer);
void lint_rule(struct lint_page *page, const json_t *rule, const char *pointer);
/* The list that an answer is one of, or NULL. */
const json_t *lint_choices(const struct lint *l, const json_t *schema);
/* Tells of answers and choices that `tested`, an `if` or a condition, asks for and that
 * `schema`, the answer's, does not have. */
void lint_tested(const struct lint_test *test, const json_t *schema, const json_t *tested,
                 const char *pointer, int depth);

void lint_layout(struct lint *l);  /* and which answers it shows */
void lint_schema(struct lint *l);  /* after it */
void lint_english(struct lint *l); /* after it */

#endif
