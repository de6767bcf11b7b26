/* SPDX-License-Identifier: MIT */
#include "kiosk/search/search.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/index.h"
#include "kiosk/search/match.h"
#include "kiosk/search/score.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_LEAST = 3, FOLDED_ROOM = 4096, SPECIALS_MOST = 32 };

#define LEAST_SHARE  0.3 /* of what the words tell, for a name that lacks some, */
#define LEAST_SOUNDS 0.6 /* and where they were taken for others that sound alike */

struct item {
    uint32_t code;   /* where it stands in the codes */
    uint32_t number; /* and what comes behind its first dot, or itself */
    bool listed;     /* before anything is typed */
};

struct search {
    const struct sayings *sayings;
    struct item *items;
    int16_t *traits; /* what those of each item are worth */
    size_t count;
    char *codes; /* of all items, a NUL after each */
    size_t codes_size, codes_room;
    struct index *index;
    /* Until the index is ready. */
    struct titles *titles;
    struct title read, spelt;
    const char **phrases; /* the first words of the vocabulary are short for these */
    uint32_t phrase_count;
    /* Once it is. */
    int phrases_worth[SPECIALS_MOST];
    struct matching *matching;
    struct found *found; /* what each item is worth at this key */
    int best;            /* score of them */
};

/* Abbreviations are the first words, so that their numbers tell them from others. */
static void add_abbreviations(struct search *search)
{
    const char *word, *phrase;
    for (size_t n = 0; (word = sayings_abbreviation(search->sayings, n, &phrase)); n++) {
        uint32_t number = vocabulary_add(search->index->vocabulary, word, strlen(word));
        if (number < search->phrase_count)
            continue; /* it is there twice: the first counts */
        search->phrases = memory_one_more(search->phrases, search->phrase_count,
                                          sizeof(*search->phrases));
        search->phrases[search->phrase_count++] = phrase;
    }
}

struct search *search_create(const struct sayings *sayings)
{
    struct search *search = memory_alloc(sizeof(*search));
    search->sayings = sayings;
    search->index = index_create();
    search->titles = titles_create(search->index->vocabulary);
    add_abbreviations(search);
    return search;
}

/* What only adding needs. */
static void end_adding(struct search *search)
{
    titles_free(&search->titles);
    title_free(&search->read);
    title_free(&search->spelt);
    free(search->phrases);
    search->phrases = NULL;
}

void search_free(struct search **search)
{
    if (!*search)
        return;
    end_adding(*search);
    matching_free(&(*search)->matching);
    index_free(&(*search)->index);
    free((*search)->items);
    free((*search)->traits);
    free((*search)->codes);
    free((*search)->found);
    free(*search);
    *search = NULL;
}

/* --- adding --------------------------------------------------------------------------
 */

static uint32_t keep_code(struct search *search, const char *code)
{
    size_t size = strlen(code) + 1, at = search->codes_size;
    if (at + size > search->codes_room) {
        search->codes_room = 2 * (at + size);
        search->codes = memory_resize(search->codes, search->codes_room, 1);
    }
    memcpy(search->codes + at, code, size);
    search->codes_size += size;
    return (uint32_t)at;
}

size_t search_add(struct search *search, const char *code, unsigned traits)
{
    int worth = SCORE_FIRST * sayings_first(search->sayings, code);
    for (unsigned t = 0; t < TRAIT_COUNT; t++)
        worth += traits >> t & 1 ? sayings_weight(search->sayings, t) : 0;
    search->items = memory_one_more(search->items, search->count, sizeof(*search->items));
    const char *dot = strchr(code, '.');
    uint32_t at = keep_code(search, code);
    search->items[search->count] =
        (struct item){.code = at,
                      .number = dot ? at + (uint32_t)(dot + 1 - code) : at,
                      .listed = traits >> TRAIT_MODELLED & 1};
    search->traits =
        memory_one_more(search->traits, search->count, sizeof(*search->traits));
    search->traits[search->count] = (int16_t)worth;
    return search->count++;
}

/* Many names begin with "Thủ tục", which tells nothing. */
static size_t count_opening(const struct vocabulary *vocabulary,
                            const struct title *title)
{
    bool opens = title->count > 2 &&
                 strcmp(vocabulary_word(vocabulary, title->words[0]), "thu") == 0 &&
                 strcmp(vocabulary_word(vocabulary, title->words[1]), "tuc") == 0;
    return opens ? 2 : 0;
}

/* What stands in brackets explains, and makes no name a worse answer. */
static void add_title(struct search *search, size_t item, const struct title *title,
                      enum search_kind kind)
{
    size_t opening = count_opening(search->index->vocabulary, title);
    size_t read = search->read.read;
    struct name name = {.item = (uint32_t)item,
                        .opening = title->words[opening],
                        .read = (uint8_t)(read < READ_ALL ? read : READ_ALL),
                        .keyword = kind == SEARCH_KEYWORD};
    index_add(search->index, name, title);
}

/* Puts the title with its abbreviations spelt out into search->spelt; false: it has none.
 */
static bool spell_out(struct search *search)
{
    const struct title *read = &search->read;
    bool has_some = false;
    for (size_t i = 0; i < read->count && !has_some; i++)
        has_some = read->words[i] < search->phrase_count;
    search->spelt.count = 0;
    for (size_t i = 0; i < read->count && has_some; i++) {
        if (read->words[i] < search->phrase_count)
            titles_read_more(search->titles, search->phrases[read->words[i]],
                             &search->spelt);
        else
            title_add(&search->spelt, read->words[i]);
    }
    return has_some;
}

void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind)
{
    if (search->index->ready)
        return;
    titles_read(search->titles, name, &search->read);
    if (search->read.count == 0)
        return;
    add_title(search, item, &search->read, kind);
    if (spell_out(search))
        add_title(search, item, &search->spelt, kind);
}

static const char *special(const struct search *search, size_t number, int *worth)
{
    return number < SPECIALS_MOST ? sayings_special(search->sayings, number, worth)
                                  : NULL;
}

/* Sorts the index, once, and weighs what is special. */
static void make_ready(struct search *search)
{
    const char *phrase;
    if (search->index->ready)
        return;
    end_adding(search);
    index_make_ready(search->index);
    for (size_t n = 0; (phrase = special(search, n, &search->phrases_worth[n])); n++)
        index_mark_phrase(search->index, phrase, (uint32_t)1 << n);
    search->items = memory_resize(search->items, search->count, sizeof(*search->items));
    search->traits =
        memory_resize(search->traits, search->count, sizeof(*search->traits));
    search->codes = memory_resize(search->codes, search->codes_size, 1);
    search->matching = matching_create(search->index);
    search->found = memory_array(search->count, sizeof(*search->found));
}

/* --- asking --------------------------------------------------------------------------
 */

static void keep_better(struct search *search, size_t item, struct found found)
{
    if (found.score > search->found[item].score)
        search->found[item] = found;
    if (found.score > search->best)
        search->best = found.score;
}

/* Items whose code begins so; the very code before longer ones. Those who read it aloud
 * leave out what stands before the dot. */
static void find_codes(struct search *search, const char *typed)
{
    typed += strspn(typed, " ");
    size_t size = strlen(typed);
    bool has_dot = strchr(typed, '.') != NULL;
    for (size_t i = 0; i < search->count && size >= CODE_LEAST; i++) {
        const struct item *item = &search->items[i];
        const char *code = search->codes + (has_dot ? item->code : item->number);
        if (code[0] != typed[0] || strncmp(code, typed, size) != 0)
            continue;
        int score = SCORE_CODE + (code[size] == '\0');
        keep_better(search, i, (struct found){score, FOUND_CODE, 100, true});
    }
}

/* What is offered before anything is typed. */
static void find_listed(struct search *search)
{
    for (size_t i = 0; i < search->count; i++) {
        const char *code = search->codes + search->items[i].code;
        if (search->items[i].listed)
            keep_better(
                search, i,
                (struct found){SCORE_LISTED + sayings_first(search->sayings, code),
                               FOUND_LISTED, 100, true});
    }
}

/* Names that have words of the query, see score_names(). */
static bool find_matches(struct search *search, bool only_all)
{
    struct scoring scoring = {.matching = search->matching,
                              .phrases = search->phrases_worth,
                              .traits = search->traits,
                              .found = search->found,
                              .best = search->best};
    bool any_all = score_names(&scoring, only_all);
    search->best = scoring.best;
    return any_all;
}

/* Where names have all that was asked, only they count, unless it is a question. True:
 * there are such. */
static bool find_some(struct search *search, const struct query *query)
{
    matching_start(search->matching, query);
    if (!query->spoken && find_matches(search, true))
        return true;
    return find_matches(search, false);
}

/* Was the special phrase said, or something that stands for it? */
static bool is_meant(const struct query *query, const char *folded, const char *phrase)
{
    bool found = strstr(folded, phrase) != NULL;
    for (size_t i = 0; i < query->meant_count; i++)
        found |= strstr(query->meant[i], phrase) != NULL;
    return found;
}

static void read_typed(const struct search *search, struct typing *typing,
                       const char *folded, enum query_mind mind, struct query *query)
{
    const char *phrase;
    int worth;
    query_read(query, typing, mind);
    query->least = mind == MIND_SOUNDS ? LEAST_SOUNDS : LEAST_SHARE;
    for (size_t n = 0; (phrase = special(search, n, &worth)); n++)
        query->phrases |= is_meant(query, folded, phrase) ? (uint32_t)1 << n : 0;
}

/* What was typed may be the words of a name: then only names that have all count, if
 * there are such; but where it is also a saying both count, and the more words, the
 * likelier it is the name. False: there are none. */
static bool find_words(struct search *search, struct query *words, bool is_saying)
{
    words->spoken = is_saying;
    if (!words->plain)
        return false;
    if (is_saying && words->count > LITERAL_LEAST)
        words->bonus = SCORE_LITERAL * (int)(words->count - LITERAL_LEAST);
    matching_start(search->matching, words);
    return find_matches(search, true);
}

/* The words as they were typed, then what they mean, then what they sound like. */
static void find_names(struct search *search, const char *typed)
{
    struct typing typing;
    struct query query, words;
    char folded[FOLDED_ROOM];
    spoken_fold(folded, sizeof(folded), typed);
    query_take(&typing, typed, search->index, search->sayings);
    read_typed(search, &typing, folded, MIND_SENSE, &query);
    if (!query.literal) {
        read_typed(search, &typing, folded, MIND_WORDS, &words);
        if (find_words(search, &words, query.has_saying) && !query.has_saying)
            return;
    }
    if (find_some(search, &query) || query.has_saying)
        return;
    read_typed(search, &typing, folded, MIND_SOUNDS, &query);
    find_some(search, &query);
}

/* The best few by insertion: `room` is a page, the items are thousands. */
static size_t pick_best(const struct search *search, struct search_hit *out, size_t room,
                        size_t *total)
{
    const struct found *found = search->found;
    int least = search->best >= SCORE_ALL ? SCORE_ALL : search->best - SCORE_SPREAD;
    size_t picked = 0;
    *total = 0;
    for (size_t i = 0; i < search->count; i++) {
        bool counts = found[i].score >= least || found[i].all;
        if (found[i].score == 0 || !counts)
            continue;
        ++*total;
        if (room == 0 || (picked == room && out[room - 1].score >= found[i].score))
            continue;
        size_t place = picked;
        while (place > 0 && out[place - 1].score < found[i].score)
            place--;
        picked += picked < room;
        memmove(out + place + 1, out + place, (picked - place - 1) * sizeof(*out));
        out[place] =
            (struct search_hit){i, found[i].score, found[i].reasons, found[i].percent};
    }
    return picked;
}

static bool is_empty(const char *typed)
{
    struct spoken_word word;
    return spoken_read(typed, &word, 1) == 0;
}

size_t search_find(struct search *search, const char *typed, struct search_hit *out,
                   size_t room, size_t *total)
{
    make_ready(search);
    search->best = 0;
    memset(search->found, 0, search->count * sizeof(*search->found));
    find_codes(search, typed);
    if (is_empty(typed))
        find_listed(search);
    else
        find_names(search, typed);
    size_t all, picked = pick_best(search, out, room, &all);
    if (total)
        *total = all;
    return picked;
}
