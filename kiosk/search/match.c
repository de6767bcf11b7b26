/* SPDX-License-Identifier: MIT */
#include "kiosk/search/match.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>

static size_t count_places(const struct index *index, const struct query_word *word)
{
    return index->starts[word->begun.end] - index->starts[word->begun.first];
}

/* --- picking -------------------------------------------------------------------------
 */

static void pick_names_with(const struct index *index, const struct query_word *word,
                            struct matches *out)
{
    uint32_t to = index->starts[word->begun.end];
    for (uint32_t i = index->starts[word->begun.first]; i < to; i++) {
        uint32_t name = index->places[i] >> POSITION_BITS;
        if (out->slots[name])
            continue;
        if ((out->count & (out->count - 1)) == 0)
            out->each = memory_resize(out->each, out->count * 2 + 1, sizeof(*out->each));
        out->each[out->count++] = (struct match){.name = name};
        out->slots[name] = (uint32_t)out->count;
    }
}

/* The word of the reading that the fewest names have. */
static const struct query_word *rarest(const struct index *index,
                                       const struct query *query,
                                       const struct reading *reading)
{
    const struct query_word *best = NULL;
    for (word_bits left = reading->words; left; left &= left - 1) {
        const struct query_word *word = &query->words[__builtin_ctz(left)];
        if (!best || count_places(index, word) < count_places(index, best))
            best = word;
    }
    return best;
}

static size_t count_readings(const struct index *index, const struct query *query,
                             const struct group *group)
{
    size_t places = 0;
    for (size_t r = 0; r < group->count; r++)
        places += count_places(index, rarest(index, query, &group->readings[r]));
    return places;
}

/* Who has all has a reading of the rarest group, and so its rarest word. */
static void pick_for_all(const struct index *index, const struct query *query,
                         struct matches *out)
{
    const struct group *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t g = 0; g < query->group_count; g++) {
        size_t places = count_readings(index, query, &query->groups[g]);
        if (places < least) {
            least = places;
            best = &query->groups[g];
        }
    }
    for (size_t r = 0; best && r < best->count; r++)
        pick_names_with(index, rarest(index, query, &best->readings[r]), out);
}

/* Those with the words that weigh most, until what is left weighs too little. */
static void pick_for_weight(const struct index *index, const struct query *query,
                            double least, struct matches *out)
{
    word_bits done = 0;
    double left = 0;
    for (size_t w = 0; w < query->count; w++)
        left += query->words[w].weight;
    for (size_t n = 0; n < query->count && left >= least; n++) {
        size_t heaviest = query->count;
        for (size_t w = 0; w < query->count; w++) {
            if (!(done >> w & 1) &&
                (heaviest == query->count ||
                 query->words[w].weight > query->words[heaviest].weight))
                heaviest = w;
        }
        done |= (word_bits)1 << heaviest;
        left -= query->words[heaviest].weight;
        pick_names_with(index, &query->words[heaviest], out);
    }
}

/* --- looking -------------------------------------------------------------------------
 */

/* Notes that word w stands at the position. */
static void note_place(struct match *match, const struct name *name, size_t w,
                       const struct query_word *word, unsigned position, bool whole)
{
    word_bits bit = (word_bits)1 << w;
    if (match->word != w + 1) {
        match->before = match->word == w && word->follows ? match->at : 0;
        match->at = 0;
        match->word = (uint8_t)(w + 1);
    }
    match->begun |= bit;
    bool counts = whole || word->last;
    if (counts && match->before << 1 >> position & 1)
        match->in_row |= bit;
    if (counts && !word->follows && position == name->core)
        match->first = true;
    if (whole) {
        match->whole |= bit;
        match->at |= (uint64_t)1 << position;
    }
}

static void note_word(const struct index *index, const struct query *query, size_t w,
                      struct matches *matches)
{
    const struct query_word *word = &query->words[w];
    bool is_known = word->whole.first < word->whole.end;
    uint32_t whole_end = is_known ? index->starts[word->whole.end] : 0;
    uint32_t to = index->starts[word->begun.end];
    for (uint32_t i = index->starts[word->begun.first]; i < to; i++) {
        uint32_t name = index->places[i] >> POSITION_BITS;
        uint32_t slot = matches->slots[name];
        if (slot)
            note_place(&matches->each[slot - 1], &index->names[name], w, word,
                       index->places[i] & POSITION_LAST, i < whole_end);
    }
}

/* Has it a reading of every group? A word that is still being typed may be begun. */
static bool has_all(const struct query *query, const struct match *match)
{
    word_bits lacking = ~(match->whole | (match->begun & query->open));
    for (size_t g = 0; g < query->group_count; g++) {
        const struct group *group = &query->groups[g];
        bool complete = false;
        for (size_t r = 0; r < group->count; r++)
            complete |= (group->readings[r].words & lacking) == 0;
        if (!complete)
            return false;
    }
    return query->group_count > 0;
}

static void look(const struct index *index, const struct query *query,
                 struct matches *matches)
{
    for (size_t w = 0; w < query->count; w++)
        note_word(index, query, w, matches);
    for (size_t i = 0; i < matches->count; i++) {
        matches->each[i].all = has_all(query, &matches->each[i]);
        matches->any_all |= matches->each[i].all;
    }
}

struct matches match_all(const struct index *index, const struct query *query)
{
    struct matches matches = {.slots =
                                  memory_array(index->name_count + 1, sizeof(uint32_t))};
    pick_for_all(index, query, &matches);
    look(index, query, &matches);
    return matches;
}

struct matches match_some(const struct index *index, const struct query *query,
                          double least)
{
    struct matches matches = {.slots =
                                  memory_array(index->name_count + 1, sizeof(uint32_t))};
    pick_for_all(index, query, &matches);
    pick_for_weight(index, query, least, &matches);
    look(index, query, &matches);
    return matches;
}

void matches_free(struct matches *matches)
{
    free(matches->each);
    free(matches->slots);
    *matches = (struct matches){0};
}
