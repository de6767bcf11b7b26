/* SPDX-License-Identifier: MIT */
#include "kiosk/service/search.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"
#include "kiosk/service/vocabulary.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDED_ROOM = 1024, MOST_WORDS = 16, CODE_ROOM = 32 };

/* What makes a score. The numbers were tried on what people type (test_search_national);
 * it is not sensitive to them. */
enum {
    SCORE_CODE = 200000,
    SCORE_ALL = 100000, /* every word is there: where there are such, only they count */
    SCORE_FOUND = 1000, /* keeps the sum above 0 */
    SCORE_WORDS = 400,  /* every word, and again for all of them in a row */
    SCORE_BESIDES = 8,  /* less for each word of the name */
    SCORE_BEGINNING = 100,
    SCORE_KEYWORD = 20, /* less */
    SCORE_PREFERRED = 5
};
#define LEAST_SHARE  0.3 /* of what the words tell, for a name that lacks some */
#define LEAST_WEIGHT 0.1

struct name {
    uint32_t item;
    uint32_t first; /* of its words in search->words */
    uint16_t count; /* of them */
    uint16_t core;  /* how many of them any name may begin with */
    uint16_t read;  /* how many a reader would count */
    bool keyword;
};

struct item {
    char code[CODE_ROOM];
    bool preferred;
};

struct search {
    struct item *items;
    size_t item_count;
    struct name *names;
    size_t name_count;
    struct vocabulary *vocabulary;
    uint32_t *words; /* of all names, in their order, as numbers of the vocabulary */
    size_t word_count;
};

struct search *search_create(void)
{
    struct search *search = memory_alloc(sizeof(*search));
    search->vocabulary = vocabulary_create();
    return search;
}

void search_free(struct search **search)
{
    if (!*search)
        return;
    vocabulary_free(&(*search)->vocabulary);
    free((*search)->words);
    free((*search)->names);
    free((*search)->items);
    free(*search);
    *search = NULL;
}

/* Room for one more, which grows by doubling: thousands are added at every start. */
static void *one_more(void *array, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* a power of two, or none yet */
    return full ? memory_resize(array, count * 2 + 1, size) : array;
}

size_t search_add(struct search *search, const char *code, bool preferred)
{
    search->items = one_more(search->items, search->item_count, sizeof(*search->items));
    struct item *item = &search->items[search->item_count];
    *item = (struct item){.preferred = preferred};
    snprintf(item->code, sizeof(item->code), "%s", code);
    return search->item_count++;
}

/* Without what stands in brackets: it explains, and makes no name a worse answer. */
static size_t count_read(const char *name)
{
    char folded[FOLDED_ROOM];
    char *plain = memory_copy_span(name, strcspn(name, "("));
    size_t words = viet_fold(folded, sizeof(folded), plain) ? 1 : 0;
    for (const char *at = folded; (at = strchr(at, ' ')); at++)
        words++;
    free(plain);
    return words;
}

/* Many names begin with "Thủ tục", which tells nothing. */
static size_t count_opening(const char *folded)
{
    static const char OPENING[] = "thu tuc ";
    return strncmp(folded, OPENING, strlen(OPENING)) == 0 ? 2 : 0;
}

void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind)
{
    char folded[FOLDED_ROOM];
    if (viet_fold(folded, sizeof(folded), name) == 0)
        return;
    size_t core = count_opening(folded), read = count_read(name);
    search->names = one_more(search->names, search->name_count, sizeof(*search->names));
    struct name *added = &search->names[search->name_count++];
    *added = (struct name){.item = (uint32_t)item,
                           .first = (uint32_t)search->word_count,
                           .core = (uint16_t)core,
                           .read = (uint16_t)(read > core ? read - core : 0),
                           .keyword = kind == SEARCH_KEYWORD};
    for (const char *at = folded; *at; added->count++) {
        size_t size = strcspn(at, " ");
        search->words =
            one_more(search->words, search->word_count, sizeof(*search->words));
        search->words[search->word_count++] =
            vocabulary_add(search->vocabulary, at, size);
        at += size + (at[size] == ' ');
    }
}

/* --- what was typed ------------------------------------------------------------------
 */

struct word {
    const char *text; /* in folded, ended by a NUL */
    size_t size;
    size_t begun, whole; /* how many names have it so */
    double weight;       /* how much it tells: the rarer, the more */
};

struct query {
    char folded[FOLDED_ROOM];
    struct word words[MOST_WORDS];
    size_t count;
    uint16_t last;     /* the bit of the last word, which is still being typed */
    double weight;     /* of all words */
    const char *typed; /* for codes */
};

static void read_query(struct query *query, const char *typed)
{
    *query = (struct query){.typed = typed};
    viet_fold(query->folded, sizeof(query->folded), typed);
    for (char *at = query->folded; *at && query->count < MOST_WORDS;) {
        struct word *word = &query->words[query->count++];
        *word = (struct word){.text = at, .size = strcspn(at, " ")};
        at += word->size;
        if (*at)
            *at++ = '\0';
    }
    query->last = query->count ? (uint16_t)(1u << (query->count - 1)) : 0;
}

/* Which words of the query a word or a name has; bit n for the word n. */
struct match {
    uint16_t begun;  /* at the beginning of a word */
    uint16_t whole;  /* as a word */
    uint16_t in_row; /* of a name: whole, and the next word of the query after it */
};

/* One match for each word of the vocabulary. Allocated. */
static struct match *look_at_words(const struct search *search, const struct query *query)
{
    size_t count = vocabulary_count(search->vocabulary);
    struct match *marks = memory_array(count, sizeof(*marks));
    for (size_t i = 0; i < count; i++) {
        const char *text = vocabulary_word(search->vocabulary, (uint32_t)i);
        for (size_t w = 0; w < query->count; w++) {
            const struct word *word = &query->words[w];
            if (text[0] != word->text[0] || strncmp(text, word->text, word->size) != 0)
                continue;
            marks[i].begun |= (uint16_t)(1u << w);
            if (text[word->size] == '\0')
                marks[i].whole |= (uint16_t)(1u << w);
        }
    }
    return marks;
}

/* The words that stand for words of the query: whole, the last one begun. */
static unsigned stands_for(const struct query *query, const struct match *mark)
{
    return mark->whole | (mark->begun & query->last);
}

static struct match look_at_name(const struct search *search, const struct name *name,
                                 const struct query *query, const struct match *marks)
{
    struct match match = {0};
    unsigned before = 0;
    for (size_t i = 0; i < name->count; i++) {
        const struct match *mark = &marks[search->words[name->first + i]];
        match.begun |= mark->begun;
        match.whole |= mark->whole;
        match.in_row |= (uint16_t)(before & stands_for(query, mark) >> 1);
        before = mark->whole;
    }
    return match;
}

static void count_match(struct query *query, const struct match *match)
{
    for (size_t w = 0; match->begun >> w; w++) {
        query->words[w].begun += match->begun >> w & 1;
        query->words[w].whole += match->whole >> w & 1;
    }
}

/* A word that few names have says more than one that many have. */
static void weigh_words(const struct search *search, struct query *query)
{
    for (size_t w = 0; w < query->count; w++) {
        struct word *word = &query->words[w];
        double names = (double)(word->whole ? word->whole : word->begun);
        double weight = log2((double)search->name_count / (1 + names));
        word->weight = weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight;
        query->weight += word->weight;
    }
}

/* --- scores --------------------------------------------------------------------------
 */

/* Has it every word, the last one begun? */
static bool has_all(const struct query *query, const struct match *match)
{
    unsigned all = (1u << query->count) - 1;
    return query->count && stands_for(query, match) == all;
}

/* Does the name begin with what was typed? */
static bool begins(const struct search *search, const struct name *name,
                   const struct query *query, const struct match *marks)
{
    if (query->count > (size_t)(name->count - name->core))
        return false;
    const uint32_t *words = search->words + name->first + name->core;
    for (size_t w = 0; w < query->count; w++) {
        if (!(stands_for(query, &marks[words[w]]) >> w & 1))
            return false;
    }
    return true;
}

/* How well a name answers by its words alone; 0 if it does not. */
static int score_words(const struct query *query, const struct match *match)
{
    double found = 0, in_row = 0;
    for (size_t w = 0; w < query->count; w++) {
        const struct word *word = &query->words[w];
        if (match->whole >> w & 1)
            found += word->weight;
        else if (match->begun >> w & 1)
            found += word->weight * (query->last >> w & 1 ? 0.8 : 0.5);
        if (match->in_row >> w & 1)
            in_row += (word->weight + word[1].weight) / 2;
    }
    bool enough = found >= LEAST_SHARE * query->weight || has_all(query, match);
    return enough ? SCORE_FOUND + (int)(SCORE_WORDS * (found + in_row) / query->weight)
                  : 0;
}

/* What counts: the words, those that tell most, in a row, at the beginning, and little
 * besides. */
static int score_name(const struct search *search, const struct name *name,
                      const struct query *query, const struct match *match,
                      const struct match *marks)
{
    int score = match->begun ? score_words(query, match) : 0;
    if (score == 0)
        return 0;
    score -= SCORE_BESIDES * (name->read < 60 ? name->read : 60);
    if (begins(search, name, query, marks))
        score += SCORE_BEGINNING;
    if (name->keyword)
        score -= SCORE_KEYWORD;
    if (search->items[name->item].preferred)
        score += SCORE_PREFERRED;
    return has_all(query, match) ? score + SCORE_ALL : score;
}

/* 0 where it begins otherwise; the very code before longer ones. */
static int score_code(const struct item *item, const char *typed)
{
    while (*typed == ' ')
        typed++;
    size_t size = strlen(typed);
    if (size < 3 || strncmp(item->code, typed, size) != 0)
        return 0;
    return SCORE_CODE + (item->code[size] == '\0');
}

/* The best score of each item among its names; returns the best of all. */
static int score_items(const struct search *search, struct query *query, int *scores)
{
    struct match *marks = look_at_words(search, query);
    struct match *matches = memory_array(search->name_count, sizeof(*matches));
    for (size_t i = 0; i < search->name_count; i++) {
        matches[i] = look_at_name(search, &search->names[i], query, marks);
        count_match(query, &matches[i]);
    }
    weigh_words(search, query);
    int best = 0;
    for (size_t i = 0; i < search->item_count; i++) {
        bool listed = query->count == 0 && search->items[i].preferred;
        int by_code = score_code(&search->items[i], query->typed);
        scores[i] = by_code ? by_code : listed;
        best = scores[i] > best ? scores[i] : best;
    }
    for (size_t i = 0; i < search->name_count; i++) {
        const struct name *name = &search->names[i];
        int score = score_name(search, name, query, &matches[i], marks);
        if (score > scores[name->item])
            scores[name->item] = score;
        best = score > best ? score : best;
    }
    free(matches);
    free(marks);
    return best;
}

/* The best few by insertion: `room` is a page, the items are thousands. */
static size_t pick_best(const int *scores, size_t count, int least, size_t *out,
                        size_t room, size_t *total)
{
    size_t picked = 0;
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        if (scores[i] < least)
            continue;
        ++*total;
        size_t place = picked;
        while (place > 0 && scores[out[place - 1]] < scores[i])
            place--;
        if (place >= room)
            continue;
        if (picked < room)
            picked++;
        memmove(out + place + 1, out + place, (picked - place - 1) * sizeof(*out));
        out[place] = i;
    }
    return picked;
}

size_t search_find(const struct search *search, const char *typed, size_t *out,
                   size_t room, size_t *total)
{
    struct query query;
    read_query(&query, typed);
    int *scores = memory_array(search->item_count, sizeof(*scores));
    int best = score_items(search, &query, scores);
    size_t all, picked = pick_best(scores, search->item_count,
                                   best >= SCORE_ALL ? SCORE_ALL : 1, out, room, &all);
    free(scores);
    if (total)
        *total = all;
    return picked;
}
