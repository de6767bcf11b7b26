/* SPDX-License-Identifier: MIT */
/* The procedures for which the portal takes dossiers, read once at the start: those of
 * the forms folder, and those of a file of facts, which have the general form. And the
 * checking of answers against their schemas. */
#ifndef SANDBOX_CATALOGUE_H
#define SANDBOX_CATALOGUE_H

#include "kiosk/base/error.h"
#include "sandbox/words.h"

#include <jansson.h>
#include <stdbool.h>

struct listing {
    char *code; /* "1.001193" */
    struct words name;
    const json_t *time; /* of the facts; NULL: no time is promised */
    json_t *facts;
    struct schema *schema; /* NULL: the general form's, made at the first dossier */
};

struct catalogue;

/* Reads every `folder`/<code>/. A procedure that cannot be used is left out, with a line
 * in the log; a folder that cannot be read is an error. */
struct catalogue *catalogue_read(const char *folder, struct error *err);
/* Adds those of a file with the facts of one procedure a line (docs/form-format.md): for
 * the ones that come online or by post dossiers are taken, the others are only listed. A
 * procedure that the forms folder has stays as it is there. False and an error at the
 * first line that is wrong. */
bool catalogue_add_file(struct catalogue *catalogue, const char *path, struct error *err);
void catalogue_free(struct catalogue **catalogue);

/* "d.dddddd", or with letters and the like behind it. */
bool catalogue_is_code(const char *text);
/* The facts of all, as GET /v1/catalogue answers. A new reference. */
json_t *catalogue_facts(const struct catalogue *catalogue);
/* Borrowed; NULL if the portal does not handle it. */
const struct listing *catalogue_find(const struct catalogue *catalogue, const char *code);

/* What is wrong with the answers: an array of {"pointer", "message"}, the pointers
 * starting with "/answers"; empty if nothing is. A new reference. Any thread. */
json_t *catalogue_check(struct catalogue *catalogue, const struct listing *listing,
                        const json_t *answers, const char *language);

#endif
