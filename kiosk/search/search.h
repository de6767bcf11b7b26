/* SPDX-License-Identifier: MIT */
/*
 * Finding names among thousands as one types, with or without marks.
 *
 * An index of folded words (index.h), what people say for what the office writes
 * (sayings.h), and a score. Knows nothing of procedures but a code and some traits.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "kiosk/search/sayings.h"

#include <stdbool.h>
#include <stddef.h>

struct search;

/* `sayings` is borrowed and must outlive the search; NULL: only the names' own words. */
struct search *search_create(const struct sayings *sayings);
void search_free(struct search **search);

/* A new item; returns its number, counted from 0. `traits` are bits 1u << TRAIT_...: what
 * each is worth stands in the sayings' file. */
size_t search_add(struct search *search, const char *code, unsigned traits);

enum search_kind {
    SEARCH_NAME,   /* as published */
    SEARCH_KEYWORD /* as people say it; comes after a name that is as good */
};
void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind);

/* Why an item was found: bits. */
enum search_reason {
    FOUND_LISTED = 1,     /* nothing was typed */
    FOUND_CODE = 2,       /* its code begins so */
    FOUND_ALL_WORDS = 4,  /* every word that tells something */
    FOUND_SOME_WORDS = 8, /* enough of them */
    FOUND_SAYING = 16,    /* by a saying of everyday speech */
    FOUND_CORRECTED = 32, /* a word was taken for another that was meant */
    FOUND_KEYWORD = 64    /* by a keyword rather than its name */
};

struct search_hit {
    size_t item;
    int score;        /* compares within one answer only */
    unsigned reasons; /* bits of search_reason */
    int found;        /* percent of what was asked that it has, by what the words tell */
};

/* The best `room` items, best first; returns how many. Every word of the query must be a
 * word of the name or its beginning; where no item has them all, those count that have
 * enough of the words that tell most. An empty query gives the items with TRAIT_MODELLED.
 * *total (may be NULL): how many there are. The first call after items were added builds
 * the index. */
size_t search_find(struct search *search, const char *query, struct search_hit *out,
                   size_t room, size_t *total);

#endif
