/* SPDX-License-Identifier: MIT */
/* The table of sayings as it is kept: between sayings_read.c, which makes it, and
 * sayings.c, which answers from it. All words and phrases stand in a few arrays, by
 * numbers, for a key in the search box looks at many of them. */
#ifndef SEARCH_SAYINGS_TABLE_H
#define SEARCH_SAYINGS_TABLE_H

#include "kiosk/search/sayings.h"
#include "kiosk/search/vocabulary.h"

#include <stdint.h>

/* A word of a pattern: itself, any phrase of a class, or a gap. */
struct part {
    enum part_kind { PART_WORD, PART_CLASS, PART_GAP } kind : 2;
    unsigned number : 30; /* of the word, or of the class */
};

#define OPENS_WITH_CLASS (UINT32_MAX - 1) /* no folded word, nor SAID_UNKNOWN */

struct pattern {
    uint32_t first; /* of its parts */
    uint16_t count;
    uint32_t opening; /* the folded word it begins with, or OPENS_WITH_CLASS */
};

struct class
{
    char *name; /* with its @ */
    struct pattern *phrases;
    size_t count;
    uint32_t opened; /* the saying last sorted by its phrases, counted from 1 */
};

struct saying {
    struct pattern pattern;
    uint32_t meaning;
};

/* A saying that may begin with a word, and the next one of the file. */
struct opening {
    uint32_t saying, next; /* of the openings; NO_OPENING: it is the last */
};

enum { NO_OPENING = 0 };

struct meaning {
    char **phrases; /* folded */
    size_t count;
    bool story;
};

struct special {
    char *phrase; /* folded */
    int worth;
};

struct abbreviation {
    char *word, *phrase; /* folded */
};

struct sayings {
    int weights[TRAIT_COUNT];
    struct vocabulary *words;  /* of the patterns, marked as in struct spoken_word, */
    struct vocabulary *folded; /* and folded, */
    uint32_t *folds;           /* and the folded one of each word */
    size_t word_count;
    struct part *parts; /* of all patterns */
    size_t part_count;
    struct class *classes;
    size_t class_count;
    struct saying *sayings;
    size_t count;
    uint32_t *first_openings; /* by folded words: where the sayings are that begin so */
    struct opening *openings;
    size_t opening_count;
    struct meaning *meanings; /* the first is none: such a saying tells nothing */
    size_t meaning_count;
    struct special *specials;
    size_t special_count;
    struct abbreviation *abbreviations;
    size_t abbreviation_count;
    char **firsts; /* codes */
    size_t first_count;
};

#endif
