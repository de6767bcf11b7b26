/* SPDX-License-Identifier: MIT */
/* The list of procedures that kiosks fetch: written once at the start, so that every
 * answer is the same to the byte and its ETag tells whether anything has changed. */
#ifndef SANDBOX_LIST_H
#define SANDBOX_LIST_H

#include <jansson.h>

struct list;

/* Takes an array of facts. */
struct list *list_create_take(json_t *facts);
void list_free(struct list **list);

#endif
