/* SPDX-License-Identifier: MIT */
/*
 * What was typed, as a search takes it: groups of words, of each of which one reading is
 * to be found. "cưới ở đâu" has one group with two readings, "cưới" and "kết hôn"; "ở
 * đâu" tells nothing and is left out, unless nothing else was said.
 */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include "kiosk/search/correct.h"
#include "kiosk/search/index.h"
#include "kiosk/search/sayings.h"

#include <stdint.h>

enum { QUERY_WORDS_MOST = 64, READINGS_MOST = 5, TYPED_MOST = 32, MEANT_MOST = 20 };
typedef uint64_t word_bits; /* bit n: the word n of the query */

struct query_word {
    char text[SPOKEN_ROOM];
    struct ranks whole, begun; /* words of the vocabulary that it stands for */
    double tells;              /* how much: the rarer, the more */
    double weight;             /* the same, by how sure it is that it was meant */
    bool last;                 /* is still being typed: its beginning is enough */
};

enum reading_kind { READING_TYPED, READING_SAYING, READING_CORRECTED };

struct reading {
    enum reading_kind kind;
    word_bits words;
    double weight; /* of its words */
};

struct group {
    struct reading readings[READINGS_MOST];
    size_t count;
    double weight; /* the most that a reading weighs */
    bool said;     /* by a saying */
    bool story;    /* which tells what happened rather than what is asked for */
};

struct query {
    struct query_word words[QUERY_WORDS_MOST];
    size_t count;
    struct group groups[TYPED_MOST];
    size_t group_count;
    double weight;    /* of all groups */
    word_bits open;   /* those still being typed */
    word_bits follow; /* those that are to stand right behind the one before them */
    double least;     /* share of the weight that a name needs to be an answer */
    int bonus;        /* for a name that has all */
    const char *meant[MEANT_MOST]; /* phrases that a saying stands for, borrowed */
    size_t meant_count;
    uint32_t phrases; /* special ones that were said, as the names' */
    bool spoken;      /* a question rather than words of a name: */
    bool has_saying;  /* some stand for others, or tell nothing */
    bool literal;     /* the sayings had nothing to say to it */
    bool plain;       /* one reading of each word */
};

enum query_mind {
    MIND_WORDS,  /* the words as they were typed */
    MIND_SENSE,  /* and what they stand for, by the sayings */
    MIND_SOUNDS, /* and what sounds like them */
};

/* What is known of what was typed, however it is read. */
struct typing {
    struct index *index;
    const struct sayings *sayings; /* may be NULL */
    size_t count;
    struct spoken_word typed[TYPED_MOST], meant[TYPED_MOST]; /* see mend_words() */
    uint32_t mended;                   /* words that were taken for others, as bits */
    bool is_open;                      /* the last word may go on */
    struct spoken_word purpose;        /* "để" */
    struct said_word said[TYPED_MOST]; /* what was meant, as the sayings know it */
    struct saying_match matches[TYPED_MOST]; /* of what was meant, from each word on */
    bool is_matched[TYPED_MOST];             /* they have been looked up */
    struct corrections corrected[TYPED_MOST];
    bool is_corrected[TYPED_MOST]; /* what it was meant for has been looked up */
};

/* The index is ready. */
void query_take(struct typing *typing, const char *typed, struct index *index,
                const struct sayings *sayings);
void query_read(struct query *query, struct typing *typing, enum query_mind mind);

#endif
