/* SPDX-License-Identifier: MIT */
#include "kiosk/search/sayings.h"

#include "kiosk/search/sayings_table.h"

#include <stdlib.h>
#include <string.h>

enum { GAP_MOST = 5 }; /* words that ".." may stand for */

void sayings_free(struct sayings **sayings)
{
    if (!*sayings)
        return;
    struct sayings *s = *sayings;
    for (size_t i = 0; i < s->class_count; i++) {
        free(s->classes[i].name);
        free(s->classes[i].phrases);
    }
    for (size_t i = 0; i < s->meaning_count; i++) {
        for (size_t m = 0; m < s->meanings[i].count; m++)
            free(s->meanings[i].phrases[m]);
        free(s->meanings[i].phrases);
    }
    for (size_t i = 0; i < s->special_count; i++)
        free(s->specials[i].phrase);
    for (size_t i = 0; i < s->abbreviation_count; i++) {
        free(s->abbreviations[i].word);
        free(s->abbreviations[i].phrase);
    }
    free(s->abbreviations);
    for (size_t i = 0; i < s->first_count; i++)
        free(s->firsts[i]);
    free(s->firsts);
    free(s->specials);
    free(s->classes);
    free(s->sayings);
    free(s->meanings);
    free(s->parts);
    free(s->words);
    buffer_free(&s->texts);
    free(s);
    *sayings = NULL;
}

int sayings_weight(const struct sayings *sayings, enum search_trait trait)
{
    return sayings ? sayings->weights[trait] : 0;
}

const char *sayings_special(const struct sayings *sayings, size_t number, int *worth)
{
    if (!sayings || number >= sayings->special_count)
        return NULL;
    *worth = sayings->specials[number].worth;
    return sayings->specials[number].phrase;
}

int sayings_first(const struct sayings *sayings, const char *code)
{
    size_t place = 0;
    while (sayings && place < sayings->first_count &&
           strcmp(sayings->firsts[place], code) != 0)
        place++;
    return sayings ? (int)(sayings->first_count - place) : 0;
}

const char *sayings_abbreviation(const struct sayings *sayings, size_t number,
                                 const char **phrase)
{
    if (!sayings || number >= sayings->abbreviation_count)
        return NULL;
    *phrase = sayings->abbreviations[number].phrase;
    return sayings->abbreviations[number].word;
}

/* --- matching ------------------------------------------------------------------------
 */

struct said {
    const struct spoken_word *words;
    size_t count;
};

static bool may_begin(const struct pattern *pattern, const struct spoken_word *word)
{
    return !pattern->initial || pattern->initial == word->folded[0];
}

static size_t match_parts(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found);

/* A phrase of the class, and then the rest of the pattern: the longest way. */
static size_t match_class(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found)
{
    if (said.count == 0)
        return 0;
    const struct class *class = &sayings->classes[parts[0].number];
    size_t longest = 0;
    for (size_t i = 0; i < class->count; i++) {
        const struct pattern *phrase = &class->phrases[i];
        if (!may_begin(phrase, said.words))
            continue;
        bool here = false, beyond = false;
        size_t used = match_parts(sayings, &sayings->parts[phrase->first], phrase->count,
                                  said, &here);
        if (!here)
            continue;
        struct said rest = {said.words + used, said.count - used};
        size_t more = match_parts(sayings, parts + 1, left - 1, rest, &beyond);
        if (beyond && used + more > longest) {
            longest = used + more;
            *found = true;
        }
    }
    return longest;
}

static size_t match_gap(const struct sayings *sayings, const struct part *parts,
                        size_t left, struct said said, bool *found)
{
    for (size_t gap = 0; gap <= GAP_MOST && gap <= said.count; gap++) {
        struct said rest = {said.words + gap, said.count - gap};
        size_t used = match_parts(sayings, parts + 1, left - 1, rest, found);
        if (*found)
            return gap + used;
    }
    return 0;
}

/* How many of the words the parts take; *found: all parts were met. A class names only
 * classes that stand before it, so this comes to an end. */
static size_t match_parts(const struct sayings *sayings, const struct part *parts,
                          size_t left, struct said said, bool *found)
{
    if (left == 0) {
        *found = true;
        return 0;
    }
    if (parts[0].kind == PART_CLASS)
        return match_class(sayings, parts, left, said, found);
    if (parts[0].kind == PART_GAP)
        return match_gap(sayings, parts, left, said, found);
    if (said.count == 0)
        return 0;
    const struct known_word *word = &sayings->words[parts[0].number];
    if (!spoken_is(&said.words[0], sayings->texts.data + word->folded,
                   sayings->texts.data + word->marked))
        return 0;
    struct said rest = {said.words + 1, said.count - 1};
    return 1 + match_parts(sayings, parts + 1, left - 1, rest, found);
}

bool sayings_know(const struct sayings *sayings, const struct spoken_word *word)
{
    bool found = false;
    for (size_t i = 0; sayings && i < sayings->word_count && !found; i++)
        found = spoken_is(word, sayings->texts.data + sayings->words[i].folded,
                          sayings->texts.data + sayings->words[i].marked);
    return found;
}

struct saying_match sayings_match(const struct sayings *sayings,
                                  const struct spoken_word *words, size_t count)
{
    struct saying_match best = {0};
    for (size_t i = 0; sayings && count && i < sayings->count; i++) {
        const struct saying *saying = &sayings->sayings[i];
        if (!may_begin(&saying->pattern, words))
            continue; /* as most do not */
        bool found = false;
        struct said said = {words, count};
        size_t used = match_parts(sayings, &sayings->parts[saying->pattern.first],
                                  saying->pattern.count, said, &found);
        const struct meaning *meaning = &sayings->meanings[saying->meaning];
        bool asks = used == best.words && best.story && !meaning->story;
        if (found && (used > best.words || asks))
            best = (struct saying_match){.words = used,
                                         .meant = (const char *const *)meaning->phrases,
                                         .count = meaning->count,
                                         .story = meaning->story};
    }
    return best;
}
