/* SPDX-License-Identifier: MIT */
/* Which names have which words, and where: the names' words by number, and for each word
 * of the vocabulary the places where it stands. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "kiosk/search/vocabulary.h"

#include <stdbool.h>

struct name {
    uint32_t item;
    uint8_t core; /* its first word but "thủ tục", which any name may begin with */
    uint8_t read; /* words from this position on explain, and need not be said */
    bool keyword;
    float weight;     /* what its words tell, together; once the index is ready */
    uint32_t phrases; /* which special ones stand in it, see index_mark_phrase() */
};

/* A name and a position in it. Words after the 63rd all stand at 63. */
enum { POSITION_BITS = 6, POSITION_LAST = (1 << POSITION_BITS) - 1 };
typedef uint32_t place_t;

struct index {
    struct vocabulary *vocabulary;
    struct name *names;
    size_t name_count;
    /* Until it is ready: each place with its word, as names were added. */
    struct place_of_word {
        uint32_t word;
        place_t place;
    } * added;
    size_t added_count;
    /* Once it is ready. */
    place_t
        *places; /* of all words, those of word w from starts[w] up to starts[w + 1] */
    uint32_t *starts; /* one more than there are words */
    struct sound {
        uint32_t hash, rank;
    } * sounds; /* how each word sounds, by hash */
    bool ready;
};

struct index *index_create(void);
void index_free(struct index **index);

/* Adds the words of the name, folded by viet_fold(); returns the lowest number that one
 * of them has in the vocabulary. Names beyond 2^26 are left out. */
uint32_t index_add(struct index *index, struct name name, const char *folded);

/* Sorts all that was added; nothing can be added after it. */
void index_make_ready(struct index *index);

/* How much the words of the ranks tell: the fewer names have them, the more. */
double index_weigh_words(const struct index *index, struct ranks ranks);

/* The commonest words that sound like the folded one and are another, at most `room`. */
size_t index_find_sounds(const struct index *index, const char *folded, uint32_t *out,
                         size_t room);

/* In how many places the second word follows the first, counted up to `most`. */
size_t index_count_pairs(const struct index *index, const char *first, const char *second,
                         size_t most);

/* Sets the bit in each name in which the folded phrase stands. The index is ready. */
void index_mark_phrase(struct index *index, const char *phrase, uint32_t bit);

#endif
