/* SPDX-License-Identifier: MIT */
#include "kiosk/search/vocabulary.h"

#include "kiosk/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, NONE = -1 };

struct vocabulary {
    char *texts; /* all words, a NUL after each */
    size_t size, room;
    size_t *starts; /* of each word in the texts */
    size_t count;
    int64_t *slots; /* a hash table of numbers; NONE: free */
    size_t slot_count;
    uint32_t *order; /* once sorted: the number of each rank */
    uint32_t *ranks; /* and the rank of each number */
};

static void clear_slots(struct vocabulary *v, size_t count)
{
    free(v->slots);
    v->slots = memory_array(count, sizeof(*v->slots));
    v->slot_count = count;
    for (size_t i = 0; i < count; i++)
        v->slots[i] = NONE;
}

struct vocabulary *vocabulary_create(void)
{
    struct vocabulary *v = memory_alloc(sizeof(*v));
    clear_slots(v, FIRST_SLOTS);
    return v;
}

void vocabulary_free(struct vocabulary **vocabulary)
{
    if (!*vocabulary)
        return;
    free((*vocabulary)->texts);
    free((*vocabulary)->starts);
    free((*vocabulary)->slots);
    free((*vocabulary)->order);
    free((*vocabulary)->ranks);
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
static int64_t *slot_of(const struct vocabulary *v, const char *word, size_t size)
{
    for (size_t at = hash(word, size);; at++) {
        int64_t *slot = &v->slots[at & (v->slot_count - 1)];
        if (*slot == NONE)
            return slot;
        const char *there = v->texts + v->starts[*slot];
        if (strncmp(there, word, size) == 0 && there[size] == '\0')
            return slot;
    }
}

static void grow_slots(struct vocabulary *v)
{
    clear_slots(v, v->slot_count * 2);
    for (size_t i = 0; i < v->count; i++) {
        const char *word = v->texts + v->starts[i];
        *slot_of(v, word, strlen(word)) = (int64_t)i;
    }
}

static void append(struct vocabulary *v, const char *word, size_t size)
{
    if (v->size + size + 1 > v->room) {
        v->room = (v->size + size + 1) * 2;
        v->texts = memory_resize(v->texts, v->room, 1);
    }
    if ((v->count & (v->count - 1)) == 0)
        v->starts = memory_resize(v->starts, v->count * 2 + 1, sizeof(*v->starts));
    v->starts[v->count++] = v->size;
    memcpy(v->texts + v->size, word, size);
    v->texts[v->size + size] = '\0';
    v->size += size + 1;
}

uint32_t vocabulary_add(struct vocabulary *v, const char *word, size_t size)
{
    int64_t *slot = slot_of(v, word, size);
    if (*slot != NONE)
        return (uint32_t)*slot;
    *slot = (int64_t)v->count;
    append(v, word, size);
    if (v->count * 2 > v->slot_count)
        grow_slots(v);
    return (uint32_t)v->count - 1;
}

size_t vocabulary_count(const struct vocabulary *v)
{
    return v->count;
}

static int compare(const void *a, const void *b, void *arg)
{
    const struct vocabulary *v = arg;
    const uint32_t *first = a, *second = b;
    return strcmp(v->texts + v->starts[*first], v->texts + v->starts[*second]);
}

void vocabulary_sort(struct vocabulary *v)
{
    v->order = memory_array(v->count + 1, sizeof(*v->order));
    v->ranks = memory_array(v->count + 1, sizeof(*v->ranks));
    for (uint32_t i = 0; i < v->count; i++)
        v->order[i] = i;
    qsort_r(v->order, v->count, sizeof(*v->order), compare, v);
    for (uint32_t i = 0; i < v->count; i++)
        v->ranks[v->order[i]] = i;
}

uint32_t vocabulary_rank(const struct vocabulary *v, uint32_t number)
{
    return v->ranks[number];
}

const char *vocabulary_word(const struct vocabulary *v, uint32_t rank)
{
    return v->texts + v->starts[v->order[rank]];
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
