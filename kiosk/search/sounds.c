/* SPDX-License-Identifier: MIT */
#include "kiosk/search/sounds.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/spoken.h"

#include <stdlib.h>

struct sound {
    uint32_t hash, rank;
};

struct sounds {
    uint32_t *hashes; /* in order */
    uint32_t *ranks;  /* of the word with each hash */
    size_t count;
};

static uint32_t hash_sound(const char *folded)
{
    char sound[SPOKEN_ROOM];
    spoken_sound(sound, folded);
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *at = sound; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    return hash;
}

static int compare(const void *a, const void *b)
{
    const struct sound *first = a, *second = b;
    if (first->hash != second->hash)
        return first->hash < second->hash ? -1 : 1;
    return first->rank < second->rank ? -1 : first->rank > second->rank;
}

struct sounds *sounds_create(const struct vocabulary *vocabulary)
{
    struct sounds *sounds = memory_alloc(sizeof(*sounds));
    size_t count = vocabulary_count(vocabulary);
    struct sound *sorted = memory_array(count, sizeof(*sorted));
    for (uint32_t rank = 0; rank < count; rank++)
        sorted[rank] =
            (struct sound){hash_sound(vocabulary_word(vocabulary, rank)), rank};
    qsort(sorted, count, sizeof(*sorted), compare);
    sounds->count = count;
    sounds->hashes = memory_array(count, sizeof(*sounds->hashes));
    sounds->ranks = memory_array(count, sizeof(*sounds->ranks));
    for (size_t i = 0; i < count; i++) {
        sounds->hashes[i] = sorted[i].hash;
        sounds->ranks[i] = sorted[i].rank;
    }
    free(sorted);
    return sounds;
}

void sounds_free(struct sounds **sounds)
{
    if (!*sounds)
        return;
    free((*sounds)->hashes);
    free((*sounds)->ranks);
    free(*sounds);
    *sounds = NULL;
}

const uint32_t *sounds_find(const struct sounds *sounds, const char *folded,
                            size_t *count)
{
    uint32_t hash = hash_sound(folded);
    size_t from = 0, to = sounds->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (sounds->hashes[middle] < hash)
            from = middle + 1;
        else
            to = middle;
    }
    *count = 0;
    while (from + *count < sounds->count && sounds->hashes[from + *count] == hash)
        ++*count;
    return sounds->ranks + from;
}
