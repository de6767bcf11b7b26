/* SPDX-License-Identifier: MIT */
#include "kiosk/search/index.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/spoken.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_WEIGHT 0.1

enum { NAMES_MOST = 1 << (32 - POSITION_BITS), PHRASE_MOST = 8 };

struct index *index_create(void)
{
    struct index *index = memory_alloc(sizeof(*index));
    index->vocabulary = vocabulary_create();
    return index;
}

void index_free(struct index **index)
{
    if (!*index)
        return;
    vocabulary_free(&(*index)->vocabulary);
    free((*index)->names);
    free((*index)->added);
    free((*index)->places);
    free((*index)->starts);
    free((*index)->sounds);
    free(*index);
    *index = NULL;
}

/* Room for one more, which grows by doubling: thousands are added at every start. */
static void *one_more(void *array, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* a power of two, or none yet */
    return full ? memory_resize(array, count * 2 + 1, size) : array;
}

static uint32_t add_word(struct index *index, const char *word, size_t size,
                         size_t position)
{
    index->added = one_more(index->added, index->added_count, sizeof(*index->added));
    struct place_of_word *added = &index->added[index->added_count++];
    added->word = vocabulary_add(index->vocabulary, word, size);
    added->place = (place_t)(index->name_count << POSITION_BITS |
                             (position < POSITION_LAST ? position : POSITION_LAST));
    return added->word;
}

uint32_t index_add(struct index *index, struct name name, const char *folded)
{
    uint32_t lowest = UINT32_MAX;
    if (index->ready || index->name_count == NAMES_MOST)
        return lowest;
    size_t position = 0;
    for (const char *at = folded; *at; position++) {
        size_t size = strcspn(at, " ");
        uint32_t word = add_word(index, at, size, position);
        lowest = word < lowest ? word : lowest;
        at += size + (at[size] == ' ');
    }
    index->names = one_more(index->names, index->name_count, sizeof(*index->names));
    index->names[index->name_count++] = name;
    return lowest;
}

double index_weigh_words(const struct index *index, struct ranks ranks)
{
    double places = index->starts[ranks.end] - index->starts[ranks.first];
    double weight = log2((double)index->name_count / (1 + places));
    return weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight;
}

/* A counting sort: the words by their alphabetical rank, their places as they came. */
static void sort_places(struct index *index, size_t words)
{
    index->starts = memory_array(words + 2, sizeof(*index->starts));
    index->places = memory_array(index->added_count + 1, sizeof(*index->places));
    uint32_t *next = index->starts + 1; /* becomes the starts when all are placed */
    for (size_t i = 0; i < index->added_count; i++)
        next[vocabulary_rank(index->vocabulary, index->added[i].word) + 1]++;
    for (size_t w = 1; w <= words; w++)
        next[w] += next[w - 1];
    for (size_t i = 0; i < index->added_count; i++) {
        uint32_t rank = vocabulary_rank(index->vocabulary, index->added[i].word);
        index->places[next[rank]++] = index->added[i].place;
    }
    free(index->added);
    index->added = NULL;
}

/* Each word once for each name that has it: its places are in the order of the names. */
static void weigh_names(struct index *index, uint32_t words)
{
    for (uint32_t rank = 0; rank < words; rank++) {
        double weight = index_weigh_words(index, (struct ranks){rank, rank + 1});
        uint32_t last = UINT32_MAX;
        for (uint32_t i = index->starts[rank]; i < index->starts[rank + 1]; i++) {
            uint32_t n = index->places[i] >> POSITION_BITS;
            bool is_read = (index->places[i] & POSITION_LAST) < index->names[n].read;
            if (n != last && is_read)
                index->names[n].weight += (float)weight;
            last = n;
        }
    }
}

static uint32_t hash_sound(const char *folded)
{
    char sound[SPOKEN_ROOM];
    spoken_sound(sound, folded);
    uint32_t hash =
        2166136261u; /* FNV-1a; two that collide are one correction too many */
    for (const char *at = sound; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    return hash;
}

static int compare_sounds(const void *a, const void *b)
{
    const struct sound *first = a, *second = b;
    return first->hash < second->hash ? -1 : first->hash > second->hash;
}

static void sort_sounds(struct index *index, uint32_t words)
{
    index->sounds = memory_array(words + 1, sizeof(*index->sounds));
    for (uint32_t rank = 0; rank < words; rank++)
        index->sounds[rank] =
            (struct sound){hash_sound(vocabulary_word(index->vocabulary, rank)), rank};
    qsort(index->sounds, words, sizeof(*index->sounds), compare_sounds);
}

void index_make_ready(struct index *index)
{
    if (index->ready)
        return;
    vocabulary_sort(index->vocabulary);
    uint32_t words = (uint32_t)vocabulary_count(index->vocabulary);
    sort_places(index, words);
    weigh_names(index, words);
    sort_sounds(index, words);
    index->ready = true;
}

static uint32_t count_of(const struct index *index, uint32_t rank)
{
    return index->starts[rank + 1] - index->starts[rank];
}

size_t index_find_sounds(const struct index *index, const char *folded, uint32_t *out,
                         size_t room)
{
    uint32_t hash = hash_sound(folded);
    size_t from = 0, to = vocabulary_count(index->vocabulary), end = to, found = 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (index->sounds[middle].hash < hash)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < end && index->sounds[from].hash == hash; from++) {
        uint32_t rank = index->sounds[from].rank;
        size_t place = found;
        if (strcmp(vocabulary_word(index->vocabulary, rank), folded) == 0)
            continue;
        while (place > 0 && count_of(index, out[place - 1]) < count_of(index, rank))
            place--;
        if (place >= room)
            continue;
        found += found < room;
        memmove(out + place + 1, out + place, (found - place - 1) * sizeof(*out));
        out[place] = rank;
    }
    return found;
}

static bool stands_at(const struct index *index, struct ranks word, place_t place)
{
    uint32_t from = index->starts[word.first], to = index->starts[word.end];
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (index->places[middle] < place)
            from = middle + 1;
        else
            to = middle;
    }
    return from < index->starts[word.end] && index->places[from] == place;
}

size_t index_count_pairs(const struct index *index, const char *first, const char *second,
                         size_t most)
{
    struct ranks one = vocabulary_find(index->vocabulary, first);
    struct ranks two = vocabulary_find(index->vocabulary, second);
    if (one.first == one.end || two.first == two.end)
        return 0;
    bool ahead = count_of(index, one.first) < count_of(index, two.first);
    uint32_t rank = ahead ? one.first : two.first, end = index->starts[rank + 1];
    size_t found = 0;
    for (uint32_t i = index->starts[rank]; i < end && found < most; i++) {
        place_t place = index->places[i];
        if (ahead)
            found += stands_at(index, two, place + 1);
        else if (place & POSITION_LAST)
            found += stands_at(index, one, place - 1);
    }
    return found;
}

void index_mark_phrase(struct index *index, const char *phrase, uint32_t bit)
{
    struct ranks words[PHRASE_MOST];
    size_t count = 0;
    for (const char *at = phrase; *at && count < PHRASE_MOST; count++) {
        size_t size = strcspn(at, " ");
        char *word = memory_copy_span(at, size);
        words[count] = vocabulary_find(index->vocabulary, word);
        free(word);
        at += size + (at[size] == ' ');
    }
    uint32_t end = count ? index->starts[words[0].end] : 0;
    for (uint32_t i = count ? index->starts[words[0].first] : 0; i < end; i++) {
        size_t w = 1;
        while (w < count && stands_at(index, words[w], index->places[i] + (place_t)w))
            w++;
        if (w == count)
            index->names[index->places[i] >> POSITION_BITS].phrases |= bit;
    }
}
