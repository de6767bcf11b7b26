/* SPDX-License-Identifier: MIT */
/* How well a name answers what was asked: what makes a score, beside the weights of the
 * sayings' file. */
#ifndef SEARCH_SCORE_H
#define SEARCH_SCORE_H

#include "kiosk/search/match.h"

enum {
    SCORE_CODE = 200000,
    SCORE_ALL = 100000, /* every word is there: where there are such, only they count, */
    SCORE_ALL_SAID = 100, /* unless a question was asked: it may say more than a name */
    SCORE_LISTED = 1000,  /* nothing was typed */
    SCORE_FOUND = 1000,   /* keeps the sum above 0 */
    SCORE_WORDS = 400,    /* every word, and again for all of them in a row */
    SCORE_LITERAL = 80, /* for each word of a saying that is a name's beyond the second */
    LITERAL_LEAST = 2,
    SCORE_SPREAD = 300, /* what has not all is not much worse than the best */
    SCORE_COVER = 300,  /* all that the name tells was said */
    SPOKEN_TRAITS = 2,  /* in a question the traits weigh more, see score.c */
    SCORE_BEGINNING = 100,
    SCORE_KEYWORD = 150, /* less, for what is only said so */
    SCORE_FIRST = 1      /* for each that is asked for less */
};

/* What a name is found to be worth. */
struct found {
    int32_t score;   /* 0: it does not answer */
    uint8_t reasons; /* bits of search_reason */
    uint8_t percent; /* of what was asked that it has, by what the words tell */
    bool all;        /* this or another name of the item has all that was asked */
};

/* Zeroed, with what is borrowed, before the first name. */
struct scoring {
    const struct matching *matching;
    const int *phrases;    /* what special phrases are worth, by their bits */
    const int16_t *traits; /* what those of each item are worth */
    struct found *found;   /* the best of each item's names */
    int best;              /* score of all of them, which may come from former names */
    struct memory *memory;
};

/* Scores the names that have words of the query; with `only_all`, those that have all
 * that was asked. False: there are none that have all. */
bool score_names(struct scoring *scoring, bool only_all);

#endif
