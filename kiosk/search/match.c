/* SPDX-License-Identifier: MIT */
#include "kiosk/search/match.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

struct matching *matching_create(const struct index *index)
{
    struct matching *matching = memory_alloc(sizeof(*matching));
    matching->index = index;
    matching->names = memory_array(index->name_count, sizeof(*matching->names));
    matching->means =
        memory_array(vocabulary_count(index->vocabulary), sizeof(*matching->means));
    return matching;
}

void matching_free(struct matching **matching)
{
    if (!*matching)
        return;
    free((*matching)->names);
    free((*matching)->means);
    free(*matching);
    *matching = NULL;
}

static void note_places(struct matching *matching, size_t w)
{
    const struct index *index = matching->index;
    const struct query_word *word = &matching->query->words[w];
    word_bits bit = (word_bits)1 << w;
    uint32_t end = index->starts[word->begun.end];
    for (uint32_t i = index->starts[word->begun.first]; i < end; i++)
        matching->names[index->places[i]].begun |= bit;
    end = index->starts[word->whole.end];
    for (uint32_t i = index->starts[word->whole.first]; i < end; i++)
        matching->names[index->places[i]].whole |= bit;
}

static void note_meaning(struct matching *matching, size_t w)
{
    const struct query_word *words = matching->query->words;
    struct ranks here = words[w].last ? words[w].begun : words[w].whole;
    word_bits bit = (word_bits)1 << w;
    for (uint32_t rank = here.first; rank < here.end; rank++)
        matching->means[rank].here |= bit;
    if (!(matching->query->follow & bit))
        return;
    struct ranks before = words[w - 1].whole;
    for (uint32_t rank = before.first; rank < before.end; rank++)
        matching->means[rank].behind |= bit;
}

void matching_start(struct matching *matching, const struct query *query)
{
    const struct index *index = matching->index;
    size_t words = vocabulary_count(index->vocabulary);
    memset(matching->names, 0, index->name_count * sizeof(*matching->names));
    memset(matching->means, 0, words * sizeof(*matching->means));
    matching->query = query;
    for (size_t w = 0; w < query->count; w++) {
        note_places(matching, w);
        note_meaning(matching, w);
    }
}

bool match_has_all(const struct query *query, struct name_words words)
{
    word_bits lacking = ~(words.whole | (words.begun & query->open));
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

bool match_may_be_in_row(const struct query *query, struct name_words words)
{
    return (words.whole << 1 & query->follow & words.begun) != 0;
}

word_bits match_rows(const struct matching *matching, const struct name *name)
{
    const struct meaning_of_word *means = matching->means;
    const uint32_t *words = matching->index->words;
    word_bits rows = 0;
    for (uint32_t i = name->first + 1; i < name[1].first; i++)
        rows |= means[words[i - 1]].behind & means[words[i]].here;
    return rows;
}

bool match_is_first(const struct matching *matching, const struct name *name)
{
    word_bits here = matching->means[name->opening].here;
    return (here & ~matching->query->follow) != 0;
}
