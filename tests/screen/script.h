/* SPDX-License-Identifier: MIT */
/*
 * A script: one step a line, a word and what it is given. A line that ends in <<WORD
 * (capitals) takes the lines that follow, up to WORD alone on a line, as its body.
 * Empty lines and lines that begin with # are for people.
 */
#ifndef SCREEN_SCRIPT_H
#define SCREEN_SCRIPT_H

#include "kiosk/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct step {
    size_t line; /* where it stands in the file, from 1 */
    char *word;
    char *rest;      /* without blanks at the ends; "" if there is nothing */
    char *body;      /* each line with its line feed; NULL if there is none */
    size_t body_end; /* the line that closes the body */
    char *new_body;  /* what script_rewrite() puts there; NULL leaves it */
};

struct script {
    char *path;
    struct step *steps;
    size_t count;
};

/* Errors: cannot be read, is not UTF-8, a body without its end. To be freed in either
 * case. */
bool script_read(struct script *script, const char *path, struct error *err);
/* Writes the file again, with each new_body in the place of the body. */
bool script_rewrite(const struct script *script, struct error *err);
void script_free(struct script *script);

#endif
