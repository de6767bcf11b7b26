/* SPDX-License-Identifier: MIT */
/*
 * What people say for what the office writes, and what the traits of a procedure weigh: a
 * table that is data (forms/search/words.txt, where its form is described), so that who
 * knows how people speak can change it.
 */
#ifndef SEARCH_SAYINGS_H
#define SEARCH_SAYINGS_H

#include "kiosk/base/error.h"
#include "kiosk/search/spoken.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a search may know of an item; bits 1u << TRAIT_... */
enum search_trait {
    TRAIT_MODELLED,       /* can be filled in here, with a form of its own */
    TRAIT_COMMUNE,        /* settled by the commune */
    TRAIT_CITIZEN,        /* for citizens */
    TRAIT_BUSINESS,       /* for enterprises or organisations alone */
    TRAIT_OTHER_PROVINCE, /* published by another province */
    TRAIT_OWN_PROVINCE,   /* published by the office's own */
    TRAIT_INTERNAL,       /* between agencies */
    TRAIT_ABROAD,         /* at the embassies */
    TRAIT_COUNT
};

struct sayings;

/* Reads the text of a file; bad lines are left out, the first is told in `err` with its
 * number. Never NULL. */
struct sayings *sayings_read(const char *text, struct error *err);
void sayings_free(struct sayings **sayings);

int sayings_weight(const struct sayings *sayings, enum search_trait trait);

/* Phrases of names, folded, that are worth something, mostly less than nothing: who needs
 * "có yếu tố nước ngoài" says so. NULL behind the last one. */
const char *sayings_special(const struct sayings *sayings, size_t number, int *worth);

/* How many of the codes that are asked for most come after this one, and itself; 0 for
 * any other. */
int sayings_first(const struct sayings *sayings, const char *code);

/* Abbreviations and what they are short for, folded; NULL behind the last one. */
const char *sayings_abbreviation(const struct sayings *sayings, size_t number,
                                 const char **phrase);

#define SAID_UNKNOWN UINT32_MAX
#define SAID_ANY     UINT32_MAX

/* A word that was said, as the table knows it: numbers, for one is compared with
 * hundreds. */
struct said_word {
    uint32_t folded; /* SAID_UNKNOWN: it is no word of the table */
    uint32_t word;   /* SAID_ANY: any that is folded so, for it was typed without marks */
};

/* One for each of the words. */
void sayings_hear(const struct sayings *sayings, const struct spoken_word *words,
                  size_t count, struct said_word *out);
/* Is it a word of the table? */
bool sayings_know(struct said_word word);

/* What a row of words may be taken for. */
struct saying_match {
    size_t words;             /* of what was said, from the first one on; 0: none */
    const char *const *meant; /* phrases, folded; empty: it tells nothing */
    size_t count;
    bool story; /* it tells what happened rather than what is asked for */
};

/* The longest saying that begins at words[0]. */
struct saying_match sayings_match(const struct sayings *sayings,
                                  const struct said_word *words, size_t count);

#endif
