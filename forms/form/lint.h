/* SPDX-License-Identifier: MIT */
/*
 * Everything in a procedure's files that is unknown or leads nowhere, for whoever writes
 * forms. At run time most of it would be passed over in silence, so that no clerk is
 * stopped by it.
 */
#ifndef FORMS_LINT_H
#define FORMS_LINT_H

#include "forms/form/procedure.h"

struct lint_finding {
    char *file;    /* "uischema.json" */
    char *pointer; /* in it; "" is the whole */
    char *reason;  /* a sentence, translated */
};

struct lint_findings {
    struct lint_finding *list;
    size_t count; /* at most 1,000 */
};

/* Borrows the files. `code`, the folder's name, may be NULL. What cannot even be compiled
 * is one finding of the file "". Free `out` with lint_findings_free. */
void form_lint(const struct procedure_files *files, const char *code,
               struct lint_findings *out);
void lint_findings_free(struct lint_findings *findings);

#endif
