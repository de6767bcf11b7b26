/* SPDX-License-Identifier: MIT */
/* Which names have which words: the words of each name, in their order, and for each word
 * of the vocabulary the names that have it. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "kiosk/search/title.h"
#include "kiosk/search/vocabulary.h"

#include <stdbool.h>

enum { READ_ALL = UINT8_MAX };

struct name {
    uint32_t item;
    uint32_t first;   /* its words begin there, and end where those of the next begin */
    uint32_t phrases; /* which special ones stand in it, see index_mark_phrase() */
    float weight;     /* what its words tell, together; once the index is ready */
    uint32_t opening; /* its first word but "thủ tục", which any name may begin with */
    uint8_t read;     /* words from this position on explain, and need not be said */
    bool keyword;
};

struct index {
    struct vocabulary *vocabulary;
    struct name *names; /* once it is ready, with one behind the last, that has none */
    size_t name_count;
    uint32_t *words; /* of all names: numbers of the vocabulary, once it is ready ranks */
    size_t word_count, word_room;
    /* Once it is ready. */
    uint32_t *places; /* names: those of word w from starts[w] up to starts[w + 1], in
                         their order; a name that has it twice is there twice */
    uint32_t *starts; /* one more than there are words */
    struct sounds *sounds; /* once a word was looked for by its sound */
    bool ready;
};

struct index *index_create(void);
void index_free(struct index **index);

/* Adds a name that has the words of the title, if there are any. Names are left out once
 * there are 2^32 of their words. */
void index_add(struct index *index, struct name name, const struct title *title);

/* Sorts all that was added; nothing can be added after it. */
void index_make_ready(struct index *index);

/* How many places the words of the ranks have. */
size_t index_count_places(const struct index *index, struct ranks ranks);
/* How much they tell: the fewer names have them, the more. */
double index_weigh_words(const struct index *index, struct ranks ranks);

/* The commonest words that sound like the folded one and are another, at most `room`. */
size_t index_find_sounds(struct index *index, const char *folded, uint32_t *out,
                         size_t room);

/* In how many places the second word follows the first, counted up to `most`. */
size_t index_count_pairs(const struct index *index, const char *first, const char *second,
                         size_t most);

/* Sets the bit in each name in which the folded phrase stands. The index is ready. */
void index_mark_phrase(struct index *index, const char *phrase, uint32_t bit);

#endif
