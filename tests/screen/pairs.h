/* SPDX-License-Identifier: MIT */
/* Names with values: the variables of a script, and the environment of the program. */
#ifndef SCREEN_PAIRS_H
#define SCREEN_PAIRS_H

#include "kiosk/base/error.h"

#include <stddef.h>

struct pair {
    char *name;
    char *value; /* NULL: to be taken away from the environment */
};

struct pairs {
    struct pair *items;
    size_t count;
};

void pairs_set(struct pairs *pairs, const char *name, const char *value);
const char *pairs_get(const struct pairs *pairs, const char *name); /* NULL if absent */
void pairs_export(const struct pairs *pairs); /* into this process's environment */
void pairs_free(struct pairs *pairs);

/* A copy of the text with each ${NAME} replaced, allocated; NULL and an error where a
 * name is not known. */
char *pairs_expand(const struct pairs *pairs, const char *text, struct error *err);

#endif
