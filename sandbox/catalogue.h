/* SPDX-License-Identifier: MIT */
/* The procedures for which the portal takes dossiers, read once at the start from the
 * forms folder, and the checking of answers against their schemas. */
#ifndef SANDBOX_CATALOGUE_H
#define SANDBOX_CATALOGUE_H

#include "kiosk/base/error.h"
#include "sandbox/words.h"

#include <jansson.h>
#include <stdbool.h>

struct listing {
    char *code; /* "1.001193" */
    struct words name;
    json_t *time; /* of procedure.json; NULL: no time is promised */
    struct schema *schema;
};

struct catalogue;

/* Reads every `folder`/<code>/. A procedure that cannot be used is left out, with a line
 * in the log; a folder that cannot be read is an error. */
struct catalogue *catalogue_read(const char *folder, struct error *err);
void catalogue_free(struct catalogue **catalogue);

bool catalogue_is_code(const char *text); /* "d.dddddd" */
/* Borrowed; NULL if the portal does not handle it. */
const struct listing *catalogue_find(const struct catalogue *catalogue, const char *code);

/* What is wrong with the answers: an array of {"pointer", "message"}, the pointers
 * starting with "/answers"; empty if nothing is. A new reference. Any thread. */
json_t *catalogue_check(struct catalogue *catalogue, const struct listing *listing,
                        const json_t *answers, const char *language);

#endif
