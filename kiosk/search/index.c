/* SPDX-License-Identifier: MIT */
#include "kiosk/search/index.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/sounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_WEIGHT 0.1

enum { PHRASE_MOST = 8 };

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
    sounds_free(&(*index)->sounds);
    free((*index)->names);
    free((*index)->words);
    free((*index)->places);
    free((*index)->starts);
    free(*index);
    *index = NULL;
}

void index_add(struct index *index, struct name name, const struct title *title)
{
    if (index->ready || title->count == 0 ||
        title->count > UINT32_MAX - index->word_count)
        return;
    name.first = (uint32_t)index->word_count;
    index->names =
        memory_one_more(index->names, index->name_count, sizeof(*index->names));
    index->names[index->name_count++] = name;
    if (index->word_count + title->count > index->word_room) {
        index->word_room = 2 * (index->word_count + title->count);
        index->words =
            memory_resize(index->words, index->word_room, sizeof(*index->words));
    }
    memcpy(index->words + index->word_count, title->words,
           title->count * sizeof(*title->words));
    index->word_count += title->count;
}

/* --- making ready --------------------------------------------------------------------
 */

/* Words by their rank from now on, and arrays as large as they need to be. */
static void rank_words(struct index *index)
{
    uint32_t *ranks = vocabulary_sort(index->vocabulary);
    for (size_t i = 0; i < index->word_count; i++)
        index->words[i] = ranks[index->words[i]];
    for (size_t n = 0; n < index->name_count; n++)
        index->names[n].opening = ranks[index->names[n].opening];
    free(ranks);
    index->words = memory_resize(index->words, index->word_count, sizeof(*index->words));
    index->names =
        memory_resize(index->names, index->name_count + 1, sizeof(*index->names));
    index->names[index->name_count] = (struct name){.first = (uint32_t)index->word_count};
}

/* A counting sort: the words by their rank, their names as they came. */
static void sort_places(struct index *index)
{
    size_t count = vocabulary_count(index->vocabulary);
    index->starts = memory_array(count + 2, sizeof(*index->starts));
    index->places = memory_array(index->word_count, sizeof(*index->places));
    uint32_t *next = index->starts + 1; /* becomes the starts when all are placed */
    for (size_t i = 0; i < index->word_count; i++)
        next[index->words[i] + 1]++;
    for (size_t w = 1; w <= count; w++)
        next[w] += next[w - 1];
    for (uint32_t n = 0; n < index->name_count; n++) {
        for (uint32_t i = index->names[n].first; i < index->names[n + 1].first; i++)
            index->places[next[index->words[i]]++] = n;
    }
}

/* A word that a name has twice tells no more. */
static void weigh_names(struct index *index)
{
    size_t count = vocabulary_count(index->vocabulary);
    struct {
        double weight;
        uint32_t last; /* the name in which it was seen last, counted from 1 */
    } *words = memory_array(count, sizeof(*words));
    for (uint32_t w = 0; w < count; w++)
        words[w].weight = index_weigh_words(index, (struct ranks){w, w + 1});
    for (uint32_t n = 0; n < index->name_count; n++) {
        struct name *name = &index->names[n];
        double weight = 0;
        uint32_t end = name[1].first;
        if (name->read != READ_ALL && end - name->first > name->read)
            end = name->first + name->read;
        for (uint32_t i = name->first; i < end; i++) {
            uint32_t w = index->words[i];
            weight += words[w].last == n + 1 ? 0 : words[w].weight;
            words[w].last = n + 1;
        }
        name->weight = (float)weight;
    }
    free(words);
}

void index_make_ready(struct index *index)
{
    if (index->ready)
        return;
    rank_words(index);
    sort_places(index);
    weigh_names(index);
    index->ready = true;
}

/* --- asking --------------------------------------------------------------------------
 */

size_t index_count_places(const struct index *index, struct ranks ranks)
{
    return index->starts[ranks.end] - index->starts[ranks.first];
}

double index_weigh_words(const struct index *index, struct ranks ranks)
{
    double places = (double)index_count_places(index, ranks);
    double weight = log2((double)index->name_count / (1 + places));
    return weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight;
}

size_t index_find_sounds(struct index *index, const char *folded, uint32_t *out,
                         size_t room)
{
    if (!index->sounds)
        index->sounds = sounds_create(index->vocabulary);
    size_t found = 0, count;
    const uint32_t *alike = sounds_find(index->sounds, folded, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t rank = alike[i];
        size_t places = index_count_places(index, (struct ranks){rank, rank + 1});
        size_t place = found;
        if (strcmp(vocabulary_word(index->vocabulary, rank), folded) == 0)
            continue;
        while (place > 0 &&
               index_count_places(
                   index, (struct ranks){out[place - 1], out[place - 1] + 1}) < places)
            place--;
        if (place >= room)
            continue;
        found += found < room;
        memmove(out + place + 1, out + place, (found - place - 1) * sizeof(*out));
        out[place] = rank;
    }
    return found;
}

static size_t count_pairs(const struct index *index, const struct name *name,
                          uint32_t first, uint32_t second)
{
    size_t found = 0;
    for (uint32_t i = name->first + 1; i < name[1].first; i++)
        found += index->words[i - 1] == first && index->words[i] == second;
    return found;
}

size_t index_count_pairs(const struct index *index, const char *first, const char *second,
                         size_t most)
{
    struct ranks one = vocabulary_find(index->vocabulary, first);
    struct ranks two = vocabulary_find(index->vocabulary, second);
    if (one.first == one.end || two.first == two.end)
        return 0;
    bool ahead = index_count_places(index, one) < index_count_places(index, two);
    struct ranks rarer = ahead ? one : two;
    uint32_t last = UINT32_MAX, end = index->starts[rarer.end];
    size_t found = 0;
    for (uint32_t i = index->starts[rarer.first]; i < end && found < most; i++) {
        uint32_t n = index->places[i];
        if (n != last)
            found += count_pairs(index, &index->names[n], one.first, two.first);
        last = n;
    }
    return found < most ? found : most;
}

/* --- phrases -------------------------------------------------------------------------
 */

struct phrase {
    uint32_t words[PHRASE_MOST];
    size_t count;
    size_t rarest; /* which of them the fewest names have */
};

/* False: no name has it, for no name has one of its words. */
static bool read_phrase(const struct index *index, const char *text, struct phrase *out)
{
    size_t least = SIZE_MAX;
    *out = (struct phrase){.count = 0};
    for (const char *at = text; *at && out->count < PHRASE_MOST; out->count++) {
        size_t size = strcspn(at, " ");
        char *word = memory_copy_span(at, size);
        struct ranks found = vocabulary_find(index->vocabulary, word);
        size_t places = index_count_places(index, found);
        free(word);
        if (places == 0)
            return false;
        if (places < least) {
            least = places;
            out->rarest = out->count;
        }
        out->words[out->count] = found.first;
        at += size + (at[size] == ' ');
    }
    return out->count > 0;
}

static bool has_phrase(const struct index *index, const struct name *name,
                       const struct phrase *phrase)
{
    const uint32_t *words = index->words + name->first;
    size_t count = name[1].first - name->first, size = sizeof(*words) * phrase->count;
    for (size_t i = 0; i + phrase->count <= count; i++) {
        if (words[i] == phrase->words[0] && memcmp(words + i, phrase->words, size) == 0)
            return true;
    }
    return false;
}

void index_mark_phrase(struct index *index, const char *text, uint32_t bit)
{
    struct phrase phrase;
    if (!read_phrase(index, text, &phrase))
        return;
    uint32_t rarest = phrase.words[phrase.rarest];
    for (uint32_t i = index->starts[rarest]; i < index->starts[rarest + 1]; i++) {
        struct name *name = &index->names[index->places[i]];
        if (has_phrase(index, name, &phrase))
            name->phrases |= bit;
    }
}
