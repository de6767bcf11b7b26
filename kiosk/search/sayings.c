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
    vocabulary_free(&s->words);
    vocabulary_free(&s->folded);
    free(s->folds);
    free(s->first_openings);
    free(s->openings);
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
    const struct said_word *words;
    size_t count;
};

static bool may_begin(const struct pattern *pattern, struct said_word word)
{
    return pattern->opening == word.folded || pattern->opening == OPENS_WITH_CLASS;
}

static bool is_word(const struct sayings *sayings, struct said_word said, uint32_t word)
{
    return said.folded == sayings->folds[word] &&
           (said.word == word || said.word == SAID_ANY);
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
        if (!may_begin(phrase, said.words[0]))
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
    size_t used = 0;
    for (; left > 0 && parts->kind == PART_WORD; parts++, left--, used++) {
        if (used == said.count || !is_word(sayings, said.words[used], parts->number))
            return 0;
    }
    struct said rest = {said.words + used, said.count - used};
    if (left > 0 && parts->kind == PART_CLASS)
        return used + match_class(sayings, parts, left, rest, found);
    if (left > 0)
        return used + match_gap(sayings, parts, left, rest, found);
    *found = true;
    return used;
}

void sayings_hear(const struct sayings *sayings, const struct spoken_word *words,
                  size_t count, struct said_word *out)
{
    for (size_t i = 0; i < count; i++) {
        bool bare = spoken_is_bare(&words[i]);
        uint32_t word = SAID_ANY, folded = SAID_UNKNOWN;
        if (sayings && !bare)
            word = vocabulary_number(sayings->words, words[i].marked);
        if (sayings && (bare || word < sayings->word_count))
            folded = vocabulary_number(sayings->folded, words[i].folded);
        out[i] = (struct said_word){folded, word};
    }
}

bool sayings_know(struct said_word word)
{
    return word.folded != SAID_UNKNOWN;
}

struct saying_match sayings_match(const struct sayings *sayings,
                                  const struct said_word *words, size_t count)
{
    struct saying_match best = {0};
    if (!sayings || count == 0 || !sayings_know(words[0]))
        return best;
    const struct opening *opening;
    for (uint32_t next = sayings->first_openings[words[0].folded]; next != NO_OPENING;
         next = opening->next) {
        opening = &sayings->openings[next];
        const struct saying *saying = &sayings->sayings[opening->saying];
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
