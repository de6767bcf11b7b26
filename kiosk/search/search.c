/* SPDX-License-Identifier: MIT */
#include "kiosk/search/search.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/search/index.h"
#include "kiosk/search/match.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_ROOM = 32, CODE_LEAST = 3, FOLDED_ROOM = 4096, SPECIALS_MOST = 32 };

/* What makes a score, beside the weights of traits in the sayings' file. */
enum {
    SCORE_CODE = 200000,
    SCORE_ALL = 100000, /* every word is there: where there are such, only they count, */
    SCORE_ALL_SAID = 100, /* unless a question was asked: it may say more than a name */
    SCORE_LISTED = 1000,  /* nothing was typed */
    SCORE_FOUND = 1000,   /* keeps the sum above 0 */
    SCORE_WORDS = 400,    /* every word, and again for all of them in a row */
    SCORE_LITERAL = 80, /* for each word of a saying that is a name's beyond the second */
    LITERAL_LEAST = 2,
    SCORE_SPREAD = 300, /* what has not all is not much worse than the best */
    SCORE_COVER = 300,  /* all that the name tells was said */
    SPOKEN_TRAITS = 2,  /* in a question the traits weigh more, */
    SCORE_BEGINNING = 100,
    SCORE_KEYWORD = 150, /* less, for what is only said so */
    SCORE_FIRST = 1      /* for each that is asked for less */
};
#define TRAITS_LEAST 0.5 /* but by half only as far as the words fit */
#define LEAST_SHARE  0.3 /* of what the words tell, for a name that lacks some, */
#define LEAST_SOUNDS 0.6 /* and where they were taken for others that sound alike */
#define OPEN_SHARE   0.8 /* of a word that is still being typed, for one it begins */
#define BEGUN_SHARE  0.5 /* of another */

struct item {
    char code[CODE_ROOM];
    unsigned traits;
    int worth; /* by its traits */
};

struct search {
    const struct sayings *sayings;
    struct item *items;
    size_t count;
    struct index *index;
    uint32_t abbreviations; /* their numbers in the vocabulary are below this */
};

struct search *search_create(const struct sayings *sayings)
{
    struct search *search = memory_alloc(sizeof(*search));
    search->sayings = sayings;
    search->index = index_create();
    const char *word, *phrase;
    for (size_t n = 0; (word = sayings_abbreviation(sayings, n, &phrase)); n++)
        vocabulary_add(search->index->vocabulary, word, strlen(word));
    search->abbreviations = (uint32_t)vocabulary_count(search->index->vocabulary);
    return search;
}

void search_free(struct search **search)
{
    if (!*search)
        return;
    index_free(&(*search)->index);
    free((*search)->items);
    free(*search);
    *search = NULL;
}

size_t search_add(struct search *search, const char *code, unsigned traits)
{
    if ((search->count & (search->count - 1)) == 0)
        search->items =
            memory_resize(search->items, search->count * 2 + 1, sizeof(*search->items));
    struct item *item = &search->items[search->count];
    *item = (struct item){.traits = traits};
    snprintf(item->code, sizeof(item->code), "%s", code);
    for (unsigned t = 0; t < TRAIT_COUNT; t++)
        item->worth += traits >> t & 1 ? sayings_weight(search->sayings, t) : 0;
    item->worth += SCORE_FIRST * sayings_first(search->sayings, code);
    return search->count++;
}

/* Many names begin with "Thủ tục", which tells nothing. */
static size_t count_opening(const char *folded)
{
    static const char OPENING[] = "thu tuc ";
    return strncmp(folded, OPENING, strlen(OPENING)) == 0 ? 2 : 0;
}

/* What stands in brackets explains, and makes no name a worse answer. */
static size_t count_read(const char *name)
{
    char folded[FOLDED_ROOM];
    size_t before = strcspn(name, "(");
    if (before == 0 || !name[before])
        return POSITION_LAST + 1;
    char *plain = memory_copy_span(name, before);
    size_t words = spoken_fold(folded, sizeof(folded), plain) ? 1 : 0;
    for (const char *at = folded; (at = strchr(at, ' ')); at++)
        words++;
    free(plain);
    return words <= POSITION_LAST ? words : POSITION_LAST;
}

static uint32_t add_folded(struct search *search, size_t item, const char *text,
                           const char *folded, enum search_kind kind)
{
    const struct name name = {.item = (uint32_t)item,
                              .core = (uint8_t)count_opening(folded),
                              .read = (uint8_t)count_read(text),
                              .keyword = kind == SEARCH_KEYWORD};
    return index_add(search->index, name, folded);
}

/* The folded name with its abbreviations spelt out. */
static void spell_out(const struct sayings *sayings, const char *folded,
                      struct buffer *out)
{
    for (const char *at = folded; *at;) {
        size_t size = strcspn(at, " ");
        const char *word, *phrase;
        size_t n = 0;
        while ((word = sayings_abbreviation(sayings, n, &phrase)) &&
               (strncmp(word, at, size) != 0 || word[size] != '\0'))
            n++;
        buffer_format(out, "%s%.*s", out->size ? " " : "",
                      (int)(word ? strlen(phrase) : size), word ? phrase : at);
        at += size + (at[size] == ' ');
    }
}

void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind)
{
    char folded[FOLDED_ROOM];
    if (spoken_fold(folded, sizeof(folded), name) == 0 || search->index->ready)
        return;
    if (add_folded(search, item, name, folded, kind) >= search->abbreviations)
        return;
    struct buffer spelt;
    buffer_init(&spelt, FOLDED_ROOM);
    spell_out(search->sayings, folded, &spelt);
    add_folded(search, item, name, spelt.data, kind);
    buffer_free(&spelt);
}

/* Sorts the index, once, and weighs what is special. */
static void make_ready(struct search *search)
{
    const char *phrase;
    int worth;
    if (search->index->ready)
        return;
    index_make_ready(search->index);
    for (size_t n = 0;
         n < SPECIALS_MOST && (phrase = sayings_special(search->sayings, n, &worth)); n++)
        index_mark_phrase(search->index, phrase, 1u << n);
}

/* --- scores --------------------------------------------------------------------------
 */

struct scored {
    double found, in_row; /* weights of what was said, in the name, and in its order */
    double told;          /* of what the name tells, that was said */
    unsigned reasons;
};

static const unsigned REASON_OF[] = {
    [READING_TYPED] = 0,
    [READING_SAYING] = FOUND_SAYING,
    [READING_CORRECTED] = FOUND_CORRECTED,
};

static struct scored score_reading(const struct query *query,
                                   const struct reading *reading,
                                   const struct match *match)
{
    struct scored scored = {.reasons = REASON_OF[reading->kind]};
    for (word_bits left = reading->words & match->begun; left; left &= left - 1) {
        unsigned w = (unsigned)__builtin_ctz(left);
        const struct query_word *word = &query->words[w];
        double share = match->whole >> w & 1 ? 1 : word->last ? OPEN_SHARE : BEGUN_SHARE;
        scored.found += word->weight * share;
        scored.told += word->tells * share;
        if (match->in_row >> w & 1)
            scored.in_row += (word->weight + query->words[w - 1].weight) / 2;
    }
    return scored;
}

/* The reading of the group that is found best. */
static void score_group(const struct query *query, const struct group *group,
                        const struct match *match, struct scored *out)
{
    struct scored best = {0};
    for (size_t r = 0; r < group->count; r++) {
        struct scored scored = score_reading(query, &group->readings[r], match);
        if (scored.found + scored.in_row > best.found + best.in_row)
            best = scored;
    }
    out->found += best.found;
    out->in_row += best.in_row;
    out->told += best.told;
    out->reasons |= best.reasons;
}

/* What the special phrases of a name are worth that were not asked for. */
static int worth_of_phrases(const struct search *search, uint32_t phrases)
{
    int sum = 0, worth;
    for (; phrases; phrases &= phrases - 1) {
        sayings_special(search->sayings, (size_t)__builtin_ctz(phrases), &worth);
        sum += worth;
    }
    return sum;
}

static int worth_of(const struct search *search, const struct query *query,
                    const struct name *name, const struct match *match, double found)
{
    int worth = search->items[name->item].worth;
    if (query->spoken)
        worth *= SPOKEN_TRAITS;
    if (query->spoken && worth > 0)
        worth = (int)(worth * (TRAITS_LEAST + (1 - TRAITS_LEAST) * found));
    worth += worth_of_phrases(search, name->phrases & ~query->phrases);
    worth += (match->first ? SCORE_BEGINNING : 0);
    return worth - (name->keyword ? SCORE_KEYWORD : 0);
}

/* What counts: the words, those that tell most, in a row, at the beginning, and that the
 * name tells little besides. 0: it does not answer. */
static int score_name(const struct search *search, const struct query *query,
                      const struct name *name, const struct match *match,
                      struct search_hit *hit)
{
    struct scored scored = {0};
    for (size_t g = 0; g < query->group_count; g++)
        score_group(query, &query->groups[g], match, &scored);
    if (!match->all && scored.found < query->least * query->weight)
        return 0;
    double share = (scored.found + scored.in_row) / query->weight;
    double found = scored.found / query->weight;
    double cover = scored.told < name->weight ? scored.told / name->weight : 1;
    int score = SCORE_FOUND + (int)(SCORE_WORDS * share + SCORE_COVER * cover) +
                worth_of(search, query, name, match, found < 1 ? found : 1);
    hit->found = match->all ? 100 : (int)(100 * scored.found / query->weight);
    hit->reasons = scored.reasons | (match->all ? FOUND_ALL_WORDS : FOUND_SOME_WORDS) |
                   (name->keyword ? FOUND_KEYWORD : 0);
    int more = query->spoken ? SCORE_ALL_SAID + query->bonus : SCORE_ALL;
    return (score < 1 ? 1 : score) + (match->all ? more : 0);
}

/* 0 where it begins otherwise; the very code before longer ones. Those who read it aloud
 * leave out what stands before the dot. */
static int score_code(const struct item *item, const char *typed)
{
    while (*typed == ' ')
        typed++;
    size_t size = strlen(typed);
    const char *code = item->code, *dot = strchr(code, '.');
    if (dot && !strchr(typed, '.'))
        code = dot + 1;
    if (size < CODE_LEAST || strncmp(code, typed, size) != 0)
        return 0;
    return SCORE_CODE + (code[size] == '\0');
}

static void score_codes(const struct search *search, const char *typed, bool empty,
                        struct search_hit *hits)
{
    for (size_t i = 0; i < search->count; i++) {
        const struct item *item = &search->items[i];
        hits[i].item = i;
        hits[i].score = score_code(item, typed);
        hits[i].found = 100;
        if (hits[i].score) {
            hits[i].reasons = FOUND_CODE;
        } else if (empty && item->traits >> TRAIT_MODELLED & 1) {
            hits[i].score = SCORE_LISTED + sayings_first(search->sayings, item->code);
            hits[i].reasons = FOUND_LISTED;
        }
    }
}

/* The best score of each item among its names. */
static void score_matches(const struct search *search, const struct query *query,
                          const struct matches *matches, bool only_all,
                          struct search_hit *hits)
{
    for (size_t i = 0; i < matches->count; i++) {
        const struct match *match = &matches->each[i];
        if (only_all && !match->all)
            continue;
        const struct name *name = &search->index->names[match->name];
        struct search_hit *hit = &hits[name->item];
        struct search_hit found = {.item = name->item};
        found.score = score_name(search, query, name, match, &found);
        if (found.score > hit->score)
            *hit = found;
    }
}

/* Was the special phrase said, or something that stands for it? */
static bool is_meant(const struct query *query, const char *folded, const char *phrase)
{
    bool found = strstr(folded, phrase) != NULL;
    for (size_t i = 0; i < query->meant_count; i++)
        found |= strstr(query->meant[i], phrase) != NULL;
    return found;
}

static void read_typed(const struct search *search, const char *typed,
                       enum query_mind mind, struct query *query)
{
    char folded[FOLDED_ROOM];
    const char *phrase;
    int worth;
    query_read(query, typed, search->index, search->sayings, mind);
    query->least = mind == MIND_SOUNDS ? LEAST_SOUNDS : LEAST_SHARE;
    spoken_fold(folded, sizeof(folded), typed);
    for (size_t n = 0;
         n < SPECIALS_MOST && (phrase = sayings_special(search->sayings, n, &worth)); n++)
        query->phrases |= is_meant(query, folded, phrase) ? 1u << n : 0;
}

/* What was typed may be the words of a name: then only names that have all count, if
 * there are such; but where it is also a saying both count, and the more words, the
 * likelier it is the name. False: there are none. */
static bool try_all(const struct search *search, const char *typed, bool is_saying,
                    struct search_hit *hits)
{
    struct query query;
    read_typed(search, typed, MIND_WORDS, &query);
    query.spoken = is_saying;
    if (is_saying && query.count > LITERAL_LEAST)
        query.bonus = SCORE_LITERAL * (int)(query.count - LITERAL_LEAST);
    if (!query.plain)
        return false;
    struct matches matches = match_all(search->index, &query);
    if (matches.any_all)
        score_matches(search, &query, &matches, true, hits);
    bool found = matches.any_all;
    matches_free(&matches);
    return found;
}

static bool try_some(const struct search *search, const struct query *query,
                     struct search_hit *hits)
{
    struct matches matches =
        match_some(search->index, query, query->least * query->weight);
    score_matches(search, query, &matches, matches.any_all && !query->spoken, hits);
    bool found = matches.any_all;
    matches_free(&matches);
    return found;
}

/* The words as they were typed, then what they mean, then what they sound like. */
static void score_names(const struct search *search, const char *typed,
                        struct search_hit *hits)
{
    struct query query;
    read_typed(search, typed, MIND_SENSE, &query);
    if (try_all(search, typed, query.has_saying, hits) && !query.has_saying)
        return;
    if (try_some(search, &query, hits) || query.has_saying)
        return;
    read_typed(search, typed, MIND_SOUNDS, &query);
    try_some(search, &query, hits);
}

/* The best few by insertion: `room` is a page, the items are thousands. */
static size_t pick_best(const struct search_hit *hits, size_t count,
                        struct search_hit *out, size_t room, size_t *total)
{
    int best = 0;
    for (size_t i = 0; i < count; i++)
        best = hits[i].score > best ? hits[i].score : best;
    int least = best >= SCORE_ALL ? SCORE_ALL : best - SCORE_SPREAD;
    size_t picked = 0;
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        bool counts = hits[i].score >= least || hits[i].reasons & FOUND_ALL_WORDS;
        if (hits[i].score < 1 || !counts)
            continue;
        ++*total;
        if (room == 0 || (picked == room && out[room - 1].score >= hits[i].score))
            continue;
        size_t place = picked;
        while (place > 0 && out[place - 1].score < hits[i].score)
            place--;
        picked += picked < room;
        memmove(out + place + 1, out + place, (picked - place - 1) * sizeof(*out));
        out[place] = hits[i];
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
    struct search_hit *hits = memory_array(search->count + 1, sizeof(*hits));
    score_codes(search, typed, is_empty(typed), hits);
    score_names(search, typed, hits);
    size_t all, picked = pick_best(hits, search->count, out, room, &all);
    free(hits);
    if (total)
        *total = all;
    return picked;
}
