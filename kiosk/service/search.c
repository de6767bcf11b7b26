/* SPDX-License-Identifier: MIT */
#include "kiosk/service/search.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDED_ROOM = 1024, MOST_WORDS = 16, CODE_ROOM = 32 };

struct name {
    size_t item;
    enum search_kind kind;
    char *folded; /* " dang ky khai sinh": a blank before every word */
    size_t words;
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

static size_t count_words(const char *folded)
{
    size_t words = 0;
    for (const char *at = folded; (at = strchr(at, ' ')); at++)
        words++;
    return words;
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
    search->names[search->name_count++] =
        (struct name){.item = item,
                      .kind = kind,
                      .folded = memory_copy_text(folded),
                      .words = count_words(folded)};
}

struct query {
    char phrase[FOLDED_ROOM];   /* " khai sinh" */
    char words[MOST_WORDS][64]; /* " khai", " sinh" */
    size_t count;
    const char *typed; /* for codes */
};

static void read_query(struct query *query, const char *typed)
{
    *query = (struct query){.phrase = " ", .typed = typed};
    viet_fold(query->phrase + 1, sizeof(query->phrase) - 1, typed);
    const char *at = query->phrase;
    while (at[0] && at[1] && query->count < MOST_WORDS) {
        size_t length = 1 + strcspn(at + 1, " ");
        char *word = query->words[query->count++];
        size_t kept =
            length < sizeof(query->words[0]) ? length : sizeof(query->words[0]) - 1;
        memcpy(word, at, kept);
        word[kept] = '\0';
        at += length;
    }
}

static bool ends_word(char after)
{
    return after == '\0' || after == ' ';
}

/* How well a name answers; 0 if it does not. What counts most: the words as typed and in
 * a row, at the beginning, nothing besides. */
static int score_name(const struct name *name, const struct query *query, size_t missing)
{
    size_t found = 0, whole = 0;
    for (size_t w = 0; w < query->count; w++) {
        const char *at = strstr(name->folded, query->words[w]);
        if (!at)
            continue;
        found++;
        for (; at; at = strstr(at + 1, query->words[w])) {
            if (ends_word(at[strlen(query->words[w])])) {
                whole++;
                break;
            }
        }
    }
    if (found + missing < query->count || found == 0)
        return 0;
    int score = 100 + (int)(40 * found / query->count) + (int)(20 * whole / query->count);
    const char *phrase = strstr(name->folded, query->phrase);
    if (phrase) {
        score += 200;
        if (phrase == name->folded)
            score += 100;
        if (ends_word(phrase[strlen(query->phrase)]))
            score += 50;
    }
    if (name->words > query->count) {
        size_t besides = name->words - query->count;
        score -= besides < 60 ? (int)besides : 60;
    }
    return score;
}

static bool has_code(const struct item *item, const char *typed)
{
    while (*typed == ' ')
        typed++;
    return strlen(typed) >= 3 && strncmp(item->code, typed, strlen(typed)) == 0;
}

/* The best score of each item among its names. */
static void score_items(const struct search *search, const struct query *query,
                        size_t missing, int *scores)
{
    for (size_t i = 0; i < search->item_count; i++) {
        bool listed = query->count == 0 && search->items[i].preferred;
        scores[i] = has_code(&search->items[i], query->typed) ? 1000 : listed;
    }
    for (size_t i = 0; i < search->name_count; i++) {
        const struct name *name = &search->names[i];
        int score = score_name(name, query, missing);
        if (score && search->items[name->item].preferred)
            score += 60;
        if (score > scores[name->item])
            scores[name->item] = score;
    }
}

/* The best few by insertion: `room` is a page, the items are thousands. */
static size_t pick_best(const int *scores, size_t count, size_t *out, size_t room,
                        size_t *total)
{
    size_t picked = 0;
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        if (scores[i] <= 0)
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
    size_t all = 0, picked = 0;
    size_t most_missing = query.count > 2 ? 1 : 0;
    for (size_t missing = 0; missing <= most_missing && all == 0; missing++) {
        score_items(search, &query, missing, scores);
        picked = pick_best(scores, search->item_count, out, room, &all);
    }
    free(scores);
    if (total)
        *total = all;
    return picked;
}
