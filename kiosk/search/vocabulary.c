/* SPDX-License-Identifier: MIT */
#include "kiosk/search/vocabulary.h"

#include "kiosk/base/error.h"
#include "kiosk/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, FREE = 0 };

struct vocabulary {
    char *texts; /* all words, a NUL after each */
    size_t size, room;
    uint32_t *starts; /* of each word in the texts, by number, once sorted by rank */
    size_t count;
    uint32_t *slots; /* a hash table of numbers + 1, until they are sorted */
    size_t slot_count;
};

struct vocabulary *vocabulary_create(void)
{
    struct vocabulary *v = memory_alloc(sizeof(*v));
    v->slots = memory_array(FIRST_SLOTS, sizeof(*v->slots));
    v->slot_count = FIRST_SLOTS;
    return v;
}

void vocabulary_free(struct vocabulary **vocabulary)
{
    if (!*vocabulary)
        return;
    free((*vocabulary)->texts);
    free((*vocabulary)->starts);
    free((*vocabulary)->slots);
    free(*vocabulary);
    *vocabulary = NULL;
}

/* FNV-1a. A catalogue that was made to collide would cost time, no more. */
static size_t hash(const char *word, size_t size)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)word[i]) * 1099511628211u;
    return (size_t)(h ^ h >> 32);
}

/* The slot of the word, or the free one where it belongs. */
static uint32_t *slot_of(const struct vocabulary *v, const char *word, size_t size)
{
    for (size_t at = hash(word, size);; at++) {
        uint32_t *slot = &v->slots[at & (v->slot_count - 1)];
        if (*slot == FREE)
            return slot;
        const char *there = vocabulary_word(v, *slot - 1);
        if (strncmp(there, word, size) == 0 && there[size] == '\0')
            return slot;
    }
}

static void grow_slots(struct vocabulary *v)
{
    free(v->slots);
    v->slot_count *= 2;
    v->slots = memory_array(v->slot_count, sizeof(*v->slots));
    for (uint32_t i = 0; i < v->count; i++)
        *slot_of(v, vocabulary_word(v, i), vocabulary_length(v, i)) = i + 1;
}

static void append(struct vocabulary *v, const char *word, size_t size)
{
    if (v->size + size + 1 > v->room) {
        v->room = (v->size + size + 1) * 2;
        v->texts = memory_resize(v->texts, v->room, 1);
    }
    v->starts = memory_one_more(v->starts, v->count, sizeof(*v->starts));
    v->starts[v->count++] = (uint32_t)v->size;
    memcpy(v->texts + v->size, word, size);
    v->texts[v->size + size] = '\0';
    v->size += size + 1;
}

uint32_t vocabulary_add(struct vocabulary *v, const char *word, size_t size)
{
    uint32_t *slot = slot_of(v, word, size);
    if (*slot != FREE)
        return *slot - 1;
    if (v->size + size >= UINT32_MAX)
        error_die("out of memory");
    *slot = (uint32_t)v->count + 1;
    append(v, word, size);
    if (v->count * 2 > v->slot_count)
        grow_slots(v);
    return (uint32_t)v->count - 1;
}

uint32_t vocabulary_number(const struct vocabulary *v, const char *word)
{
    return *slot_of(v, word, strlen(word)) - 1; /* FREE is 0, which comes around */
}

size_t vocabulary_count(const struct vocabulary *v)
{
    return v->count;
}

const char *vocabulary_word(const struct vocabulary *v, uint32_t number)
{
    return v->texts + v->starts[number];
}

size_t vocabulary_length(const struct vocabulary *v, uint32_t number)
{
    size_t end = number + 1 < v->count ? v->starts[number + 1] : v->size;
    return end - v->starts[number] - 1;
}

/* --- sorting -------------------------------------------------------------------------
 */

struct sorted {
    uint64_t beginning; /* of the word, as a number: nearly always enough to compare */
    const char *word;
    uint32_t number;
};

static uint64_t read_beginning(const char *word)
{
    uint64_t beginning = 0;
    for (size_t i = 0; i < sizeof(beginning); i++) {
        beginning = beginning << 8 | (unsigned char)*word;
        word += *word != '\0';
    }
    return beginning;
}

static int compare(const void *a, const void *b)
{
    const struct sorted *first = a, *second = b;
    if (first->beginning != second->beginning)
        return first->beginning < second->beginning ? -1 : 1;
    return strcmp(first->word, second->word);
}

/* Lays the texts in their order, which takes no more room than they need. */
static void lay_out(struct vocabulary *v, const struct sorted *order)
{
    char *texts = memory_alloc(v->size);
    uint32_t *starts = memory_array(v->count, sizeof(*starts));
    size_t at = 0;
    for (size_t i = 0; i < v->count; i++) {
        size_t size = vocabulary_length(v, order[i].number) + 1;
        memcpy(texts + at, order[i].word, size);
        starts[i] = (uint32_t)at;
        at += size;
    }
    free(v->texts);
    free(v->starts);
    free(v->slots);
    v->texts = texts;
    v->starts = starts;
    v->slots = NULL;
    v->room = v->size;
}

uint32_t *vocabulary_sort(struct vocabulary *v)
{
    struct sorted *order = memory_array(v->count, sizeof(*order));
    uint32_t *ranks = memory_array(v->count, sizeof(*ranks));
    for (uint32_t i = 0; i < v->count; i++) {
        const char *word = vocabulary_word(v, i);
        order[i] = (struct sorted){read_beginning(word), word, i};
    }
    qsort(order, v->count, sizeof(*order), compare);
    for (uint32_t i = 0; i < v->count; i++)
        ranks[order[i].number] = i;
    lay_out(v, order);
    free(order);
    return ranks;
}

/* The first rank whose word, cut to `size`, is not before (or, with `after`, is behind)
 * the text. */
static uint32_t border(const struct vocabulary *v, const char *text, size_t size,
                       bool after)
{
    uint32_t from = 0, to = (uint32_t)v->count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = strncmp(vocabulary_word(v, middle), text, size);
        if (order < 0 || (after && order == 0))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct ranks vocabulary_beginning(const struct vocabulary *v, const char *start)
{
    size_t size = strlen(start);
    return (struct ranks){border(v, start, size, false), border(v, start, size, true)};
}

struct ranks vocabulary_find(const struct vocabulary *v, const char *word)
{
    struct ranks found = vocabulary_beginning(v, word);
    bool there =
        found.first < found.end && strcmp(vocabulary_word(v, found.first), word) == 0;
    found.end = found.first + there;
    return found;
}
