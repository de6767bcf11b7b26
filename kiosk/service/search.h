/* SPDX-License-Identifier: MIT */
/*
 * Finding names as they are typed, with or without marks: a scan over folded text, fast
 * enough for every key among thousands of names.
 */
#ifndef SERVICE_SEARCH_H
#define SERVICE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

struct search;

struct search *search_create(void);
void search_free(struct search **search);

/* A new item; returns its number, counted from 0. `preferred` comes first among equals:
 * what can be filled in here. */
size_t search_add(struct search *search, const char *code, bool preferred);

enum search_kind {
    SEARCH_NAME,   /* as published */
    SEARCH_KEYWORD /* as people say it; comes after a name that is as good */
};
void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind);

/* The numbers of the best `room` items, best first. Every word of the query must be a
 * word of the item, the last one may be its beginning; where no item has them all, those
 * count that have enough of the words that tell most. An empty query gives the preferred
 * ones. *total (may be NULL): how many there are. */
size_t search_find(const struct search *search, const char *query, size_t *out,
                   size_t room, size_t *total);

#endif
