/* SPDX-License-Identifier: MIT */
/*
 * What our forms say in keywords that other validators ignore, found once in a schema:
 *   x-check    rules between answers: [{id, logic, at, message, severity}]
 *   x-compute  the JSONLogic that gives a read-only answer
 *   x-prefill  the JSONLogic that gives an answer as long as nobody changed it by hand
 * They are looked for where a schema speaks of one place of the answers, through
 * properties, $ref and allOf; x-check also in the items of a list, for each row.
 */
#ifndef FORMS_EXTENSION_H
#define FORMS_EXTENSION_H

#include "forms/schema/schema.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The name under which a rule of a row finds the whole answers. */
#define EXTENSION_WHOLE "$"

struct form_check {
    const char *id; /* "mother-older" */
    char *rows;     /* the rows that it is about, each of them: "/members/" and a star; ""
                       is the whole of the answers */
    const char *at; /* pointer of the answer that is told of it, "/mother/birthDate", from
                       the row if there are rows */
    const json_t *logic;   /* over the whole answers, or over the row; true: fine */
    const json_t *message; /* {vi, en} */
    bool warning;          /* may be passed */
    json_t *reads;         /* what the logic reads, as reads_of() gives it */
};

struct computed {
    char *pointer; /* of the answer */
    const json_t *logic;
};

struct prefilled {
    char *pointer; /* of the answer */
    const json_t *logic;
    struct schema *schema; /* of the answer; NULL: it refers to another */
    char *at;              /* where in the document that schema is */
};

struct extensions {
    struct form_check *checks;
    size_t check_count;
    struct computed *computed;
    size_t computed_count;
    struct prefilled *prefilled;
    size_t prefilled_count;
};

/* `document` must outlive it, and so must `set`, which brings the formats and may be
 * NULL. What is not of the right shape is left out. */
struct extensions *extensions_create(const json_t *document,
                                     const struct schema_set *set);
void extensions_free(struct extensions **extensions);

/* The pointer of an answer that a rule reads, as reads_of() gives it, in the whole
 * answers: a rule of a row reads the row, and the whole under EXTENSION_WHOLE. `row` is
 * its pointer, or "". Allocated. */
char *read_place(const char *read, const char *row);

/* The answers that a JSONLogic rule reads, as pointers: {"/mother/birthDate": true}. What
 * it reads of the items of a list, or by a path that it works out, is left out. New
 * reference. */
json_t *reads_of(const json_t *rule);

#endif
