/* SPDX-License-Identifier: MIT */
/* The table of sayings as it is kept: between sayings_read.c, which makes it, and
 * sayings.c, which answers from it. All words and phrases stand in a few arrays, for a
 * key in the search box looks at many of them. */
#ifndef SEARCH_SAYINGS_TABLE_H
#define SEARCH_SAYINGS_TABLE_H

#include "kiosk/base/buffer.h"
#include "kiosk/search/sayings.h"

#include <stdint.h>

/* A word of a pattern: itself, any phrase of a class, or a gap. */
struct part {
    enum part_kind { PART_WORD, PART_CLASS, PART_GAP } kind : 2;
    unsigned number : 30; /* of the word, or of the class */
};

struct pattern {
    uint32_t first; /* of its parts */
    uint16_t count;
    char initial; /* of a folded word it begins with; '\0': it begins with a class */
};

struct class
{
    char *name; /* with its @ */
    struct pattern *phrases;
    size_t count;
};

struct known_word {
    uint32_t folded, marked; /* where they stand in the texts, see struct spoken_word */
};

struct saying {
    struct pattern pattern;
    uint32_t meaning;
};

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
    struct buffer texts; /* of words, each once, with a NUL */
    struct known_word *words;
    size_t word_count;
    struct part *parts; /* of all patterns */
    size_t part_count;
    struct class *classes;
    size_t class_count;
    struct saying *sayings;
    size_t count;
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
