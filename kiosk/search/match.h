/* SPDX-License-Identifier: MIT */
/* Which words of a query the names have: for each name a few bits say which, so that only
 * names that may matter by them need to be looked at. */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include "kiosk/search/query.h"

/* The query's words that a name has: as they are, or as the beginning of another. */
struct name_words {
    word_bits whole, begun;
};

struct matching {
    const struct index *index;
    const struct query *query;
    struct name_words *names; /* of each name of the index */
    /* What each word of the vocabulary is to the query. */
    struct meaning_of_word {
        word_bits here;   /* the words that it is, or may become as they are typed on */
        word_bits behind; /* and those that are to follow right behind it */
    } * means;
};

/* The index is ready, borrowed, and must outlive it. */
struct matching *matching_create(const struct index *index);
void matching_free(struct matching **matching);

/* From now on it is the query's words that are looked for; borrowed as well. */
void matching_start(struct matching *matching, const struct query *query);

/* Have they a reading of every group? A word that is still being typed may be begun. */
bool match_has_all(const struct query *query, struct name_words words);

/* May words of the query stand in a name that has these as they do in the query? */
bool match_may_be_in_row(const struct query *query, struct name_words words);
/* The words that stand in the name whole, and right behind the word they follow. */
word_bits match_rows(const struct matching *matching, const struct name *name);
/* Does the name begin with a word that the query, or a part of it, begins with? */
bool match_is_first(const struct matching *matching, const struct name *name);

#endif
