/* SPDX-License-Identifier: MIT */
#include "kiosk/service/search.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

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
    size_t item;
    enum search_kind kind;
    char *folded;     /* " dang ky khai sinh": a blank before every word */
    const char *core; /* in it, after the words that any name may begin with */
    size_t words;     /* that a reader would count */
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
};

struct search *search_create(void)
{
    return memory_alloc(sizeof(struct search));
}

void search_free(struct search **search)
{
    if (!*search)
        return;
    for (size_t i = 0; i < (*search)->name_count; i++)
        free((*search)->names[i].folded);
    free((*search)->names);
    free((*search)->items);
    free(*search);
    *search = NULL;
}

/* Room grows by doubling: thousands are added at every start. */
static bool is_power_of_two(size_t count)
{
    return (count & (count - 1)) == 0;
}

size_t search_add(struct search *search, const char *code, bool preferred)
{
    if (is_power_of_two(search->item_count))
        search->items = memory_resize(search->items, search->item_count * 2 + 1,
                                      sizeof(*search->items));
    struct item *item = &search->items[search->item_count];
    *item = (struct item){.preferred = preferred};
    snprintf(item->code, sizeof(item->code), "%s", code);
    return search->item_count++;
}

/* Without what stands in brackets: it explains, and makes no name a worse answer. */
static size_t count_words(const char *name)
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
static const char *after_opening(const char *folded)
{
    static const char OPENING[] = " thu tuc ";
    bool opens = strncmp(folded, OPENING, strlen(OPENING)) == 0;
    return opens ? folded + strlen(OPENING) - 1 : folded;
}

void search_add_name(struct search *search, size_t item, const char *name,
                     enum search_kind kind)
{
    char folded[FOLDED_ROOM] = " ";
    if (viet_fold(folded + 1, sizeof(folded) - 1, name) == 0)
        return;
    if (is_power_of_two(search->name_count))
        search->names = memory_resize(search->names, search->name_count * 2 + 1,
                                      sizeof(*search->names));
    struct name *added = &search->names[search->name_count++];
    *added =
        (struct name){.item = item, .kind = kind, .folded = memory_copy_text(folded)};
    added->core = after_opening(added->folded);
    size_t words = count_words(name), opening = added->core != added->folded ? 2 : 0;
    added->words = words > opening ? words - opening : 0;
}

enum { WORD_ROOM = 64 };

struct word {
    char text[WORD_ROOM]; /* " khai" */
    size_t size;
    double weight; /* how much it tells: the rarer, the more */
};

struct query {
    char phrase[FOLDED_ROOM]; /* " khai sinh" */
    struct word words[MOST_WORDS];
    size_t count;
    double weight;     /* of all words */
    const char *typed; /* for codes */
};

static void read_query(struct query *query, const char *typed)
{
    *query = (struct query){.phrase = " ", .typed = typed};
    viet_fold(query->phrase + 1, sizeof(query->phrase) - 1, typed);
    const char *at = query->phrase;
    while (at[0] && at[1] && query->count < MOST_WORDS) {
        size_t length = 1 + strcspn(at + 1, " ");
        struct word *word = &query->words[query->count++];
        word->size = length < WORD_ROOM ? length : WORD_ROOM - 1;
        memcpy(word->text, at, word->size);
        at += length;
    }
}

/* Which words of the query a name has; bit n for the word n. */
struct match {
    uint16_t begun;  /* at the beginning of one of its words */
    uint16_t whole;  /* as one of its words */
    uint16_t in_row; /* whole, and the next word of the query after it */
};

static bool ends_word(char after)
{
    return after == '\0' || after == ' ';
}

static bool is_last(const struct query *query, size_t word)
{
    return word + 1 == query->count;
}

/* Does the word n stand at `at`? The last one is still being typed. */
static bool stands_at(const struct query *query, size_t n, const char *at)
{
    const struct word *word = &query->words[n];
    return strncmp(at, word->text, word->size) == 0 &&
           (is_last(query, n) || ends_word(at[word->size]));
}

static struct match look_at(const struct name *name, const struct query *query)
{
    struct match match = {0};
    for (size_t w = 0; w < query->count; w++) {
        const struct word *word = &query->words[w];
        uint16_t bit = (uint16_t)(1u << w);
        const char *at = strstr(name->folded, word->text);
        for (; at && !(match.in_row & bit); at = strstr(at + 1, word->text)) {
            match.begun |= bit;
            if (!ends_word(at[word->size]))
                continue;
            match.whole |= bit;
            if (is_last(query, w))
                break;
            if (stands_at(query, w + 1, at + word->size))
                match.in_row |= bit;
        }
    }
    return match;
}

/* A word that few names have says more than one that many have, and one that none has
 * says nothing: people type whole sentences. */
static void weigh_words(const struct search *search, struct query *query,
                        const struct match *matches)
{
    for (size_t w = 0; w < query->count; w++) {
        size_t whole = 0, begun = 0;
        for (size_t i = 0; i < search->name_count; i++) {
            whole += matches[i].whole >> w & 1;
            begun += matches[i].begun >> w & 1;
        }
        double names = (double)(whole ? whole : begun);
        double weight = log2((double)search->name_count / (1 + names));
        query->words[w].weight = weight < LEAST_WEIGHT ? LEAST_WEIGHT : weight;
        query->weight += query->words[w].weight;
    }
}

/* Has it every word, the last one begun? */
static bool has_all(const struct query *query, const struct match *match)
{
    unsigned all = (1u << query->count) - 1, last = query->count ? (all + 1) >> 1 : 0;
    return query->count && match->begun == all && (match->whole | last) == all;
}

/* How well a name answers; 0 if it does not. What counts: the words, those that tell
 * most, in a row, at the beginning, and little besides. */
static int score_name(const struct name *name, const struct query *query,
                      const struct match *match)
{
    double found = 0, in_row = 0;
    for (size_t w = 0; w < query->count; w++) {
        const struct word *word = &query->words[w];
        if (match->whole >> w & 1)
            found += word->weight;
        else if (match->begun >> w & 1)
            found += word->weight * (is_last(query, w) ? 0.8 : 0.5);
        if (match->in_row >> w & 1)
            in_row += (word->weight + word[1].weight) / 2;
    }
    if (found <= 0 || (found < LEAST_SHARE * query->weight && !has_all(query, match)))
        return 0;
    int score = SCORE_FOUND + (int)(SCORE_WORDS * (found + in_row) / query->weight);
    score -= SCORE_BESIDES * (int)(name->words < 60 ? name->words : 60);
    if (strncmp(name->core, query->phrase, strlen(query->phrase)) == 0)
        score += SCORE_BEGINNING;
    if (name->kind == SEARCH_KEYWORD)
        score -= SCORE_KEYWORD;
    return has_all(query, match) ? score + SCORE_ALL : score;
}

static bool has_code(const struct item *item, const char *typed)
{
    while (*typed == ' ')
        typed++;
    return strlen(typed) >= 3 && strncmp(item->code, typed, strlen(typed)) == 0;
}

/* The best score of each item among its names; returns the best of all. */
static int score_items(const struct search *search, struct query *query, int *scores)
{
    struct match *matches = memory_array(search->name_count, sizeof(*matches));
    for (size_t i = 0; i < search->name_count; i++)
        matches[i] = look_at(&search->names[i], query);
    weigh_words(search, query, matches);
    int best = 0;
    for (size_t i = 0; i < search->item_count; i++) {
        bool listed = query->count == 0 && search->items[i].preferred;
        scores[i] = has_code(&search->items[i], query->typed) ? SCORE_CODE : listed;
        best = scores[i] > best ? scores[i] : best;
    }
    for (size_t i = 0; i < search->name_count; i++) {
        const struct name *name = &search->names[i];
        int score = score_name(name, query, &matches[i]);
        if (score && search->items[name->item].preferred)
            score += SCORE_PREFERRED;
        if (score > scores[name->item])
            scores[name->item] = score;
        best = score > best ? score : best;
    }
    free(matches);
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
