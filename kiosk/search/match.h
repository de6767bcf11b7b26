/* SPDX-License-Identifier: MIT */
/* Which words of a query the names have: the names that can answer are picked by the
 * words that tell most, and only they are looked at. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include "kiosk/search/query.h"

struct match {
    uint32_t name;
    word_bits whole, begun; /* as a word, and as the beginning of one */
    word_bits in_row;       /* whole, and right behind the word it follows */
    uint64_t before, at;    /* where the last word stands, and the one before it */
    uint8_t word;           /* which word `at` is of; counted from 1 */
    bool first;             /* it begins with what was typed */
    bool all;               /* a reading of every group is there */
};

struct matches {
    struct match *each;
    size_t count;
    uint32_t *slots; /* for each name of the index: its place among them + 1; 0: none */
    bool any_all;    /* one of them has all */
};

/* The names that have a reading of every group. */
struct matches match_all(const struct index *index, const struct query *query);
/* And those whose words together may weigh at least `least`. */
struct matches match_some(const struct index *index, const struct query *query,
                          double least);
void matches_free(struct matches *matches);

#endif
