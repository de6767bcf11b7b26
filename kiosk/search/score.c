/* SPDX-License-Identifier: MIT */
#include "kiosk/search/score.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/search.h"

#include <stdlib.h>

#define OPEN_SHARE  0.8 /* of a word that is still being typed, for one it begins */
#define BEGUN_SHARE 0.5 /* of another */
#define TRAITS_LEAST                                                  \
    0.5 /* of what traits are worth in a question, by half as it fits \
         */

enum { TABLE_BITS = 8 };

struct said {
    double found, in_row; /* weights of what was said, in the name, and in its order */
    double told;          /* of what the name tells, that was said */
    unsigned reasons;
};

/* What is the same for all names that have the same words of the query. */
struct kind {
    struct name_words words; /* none: not in use */
    bool all;                /* all that was asked */
    bool may_be_in_row;
    int most; /* score, if all words were whole, and in a row; 0: too little is there */
};

/* And what, if these are in the same rows. */
struct heard {
    struct name_words words; /* none: not in use */
    word_bits rows;
    uint8_t reasons, percent;
    bool too_little; /* to be an answer */
    double told;     /* as in what was said */
    double score;    /* of what was said */
    double fit;      /* share of what was asked */
    int more;        /* for having all */
};

/* Of thousands of names the kinds are few: they are kept in tables by hashes, where a new
 * one takes the place of an old one. */
struct memory {
    struct kind kinds[1 << TABLE_BITS];
    struct heard heard[1 << TABLE_BITS];
};

static const unsigned REASON_OF[] = {
    [READING_TYPED] = 0,
    [READING_SAYING] = FOUND_SAYING,
    [READING_CORRECTED] = FOUND_CORRECTED,
};

static struct said hear_reading(const struct query *query, const struct reading *reading,
                                struct name_words words, word_bits rows)
{
    struct said said = {.reasons = REASON_OF[reading->kind]};
    for (word_bits left = reading->words & words.begun; left; left &= left - 1) {
        unsigned w = (unsigned)__builtin_ctzll(left);
        const struct query_word *word = &query->words[w];
        double share = words.whole >> w & 1 ? 1 : word->last ? OPEN_SHARE : BEGUN_SHARE;
        said.found += word->weight * share;
        said.told += word->tells * share;
        if (rows >> w & 1)
            said.in_row += (word->weight + query->words[w - 1].weight) / 2;
    }
    return said;
}

/* Of each group the reading that is found best. */
static struct said hear(const struct query *query, struct name_words words,
                        word_bits rows)
{
    struct said sum = {0};
    for (size_t g = 0; g < query->group_count; g++) {
        const struct group *group = &query->groups[g];
        struct said best = {0};
        for (size_t r = 0; r < group->count; r++) {
            struct said said = hear_reading(query, &group->readings[r], words, rows);
            if (said.found + said.in_row > best.found + best.in_row)
                best = said;
        }
        sum.found += best.found;
        sum.in_row += best.in_row;
        sum.told += best.told;
        sum.reasons |= best.reasons;
    }
    return sum;
}

static size_t hash(struct name_words words, word_bits rows)
{
    uint32_t mixed = (words.begun * 31 + rows) * 31 + words.whole;
    return mixed * 2654435769u >> (32 - TABLE_BITS);
}

static int most_of(const struct query *query, struct name_words words)
{
    struct said said = hear(query, (struct name_words){words.begun, words.begun},
                            words.begun & query->follow);
    double found = said.found + said.in_row;
    if (found < query->least * query->weight)
        return 0;
    return SCORE_FOUND + (int)(SCORE_WORDS * (found / query->weight)) + 1 + SCORE_COVER +
           SCORE_BEGINNING;
}

static const struct kind *recall_kind(const struct scoring *scoring,
                                      struct name_words words)
{
    const struct query *query = scoring->matching->query;
    struct kind *kind = &scoring->memory->kinds[hash(words, 0)];
    if (kind->words.begun != words.begun || kind->words.whole != words.whole) {
        *kind = (struct kind){.words = words,
                              .all = match_has_all(query, words),
                              .may_be_in_row = match_may_be_in_row(query, words)};
        kind->most = kind->all ? 0 : most_of(query, words);
    }
    return kind;
}

static const struct heard *recall(const struct scoring *scoring, const struct kind *kind,
                                  word_bits rows)
{
    const struct query *query = scoring->matching->query;
    struct name_words words = kind->words;
    struct heard *heard = &scoring->memory->heard[hash(words, rows)];
    if (heard->words.begun == words.begun && heard->words.whole == words.whole &&
        heard->rows == rows)
        return heard;
    struct said said = hear(query, words, rows);
    int more = query->spoken ? SCORE_ALL_SAID + query->bonus : SCORE_ALL;
    int percent = (int)(100 * said.found / query->weight);
    unsigned all = kind->all ? FOUND_ALL_WORDS : FOUND_SOME_WORDS;
    *heard = (struct heard){
        .words = words,
        .rows = rows,
        .reasons = (uint8_t)(said.reasons | all),
        .percent = (uint8_t)(kind->all ? 100 : percent),
        .too_little = !kind->all && said.found < query->least * query->weight,
        .told = said.told,
        .score = SCORE_WORDS * ((said.found + said.in_row) / query->weight),
        .fit = said.found < query->weight ? said.found / query->weight : 1,
        .more = kind->all ? more : 0};
    return heard;
}

/* What a name is worth beside what was said, if it has this share of what was asked. */
static inline int worth_of(const struct scoring *scoring, const struct name *name,
                           double fit)
{
    const struct query *query = scoring->matching->query;
    int worth = scoring->traits[name->item];
    if (query->spoken)
        worth *= SPOKEN_TRAITS;
    if (query->spoken && worth > 0)
        worth = (int)(worth * (TRAITS_LEAST + (1 - TRAITS_LEAST) * fit));
    for (uint32_t left = name->phrases & ~query->phrases; left; left &= left - 1)
        worth += scoring->phrases[__builtin_ctz(left)];
    return worth - (name->keyword ? SCORE_KEYWORD : 0);
}

/* What counts: the words, those that tell most, in a row, at the beginning, and that the
 * name tells little besides. */
static int score_name(const struct scoring *scoring, const struct name *name,
                      const struct heard *heard)
{
    double cover = heard->told < name->weight ? heard->told / name->weight : 1;
    int score = SCORE_FOUND + (int)(heard->score + SCORE_COVER * cover) +
                worth_of(scoring, name, heard->fit);
    score += match_is_first(scoring->matching, name) ? SCORE_BEGINNING : 0;
    return (score < 1 ? 1 : score) + heard->more;
}

static void keep_better(struct scoring *scoring, const struct name *name,
                        const struct heard *heard, int score)
{
    struct found *found = &scoring->found[name->item];
    bool all = found->all || heard->more;
    unsigned reasons = heard->reasons | (name->keyword ? FOUND_KEYWORD : 0u);
    if (score > found->score)
        *found = (struct found){score, (uint8_t)reasons, heard->percent, all};
    found->all = all;
    if (score > scoring->best)
        scoring->best = score;
}

/* Could the name be an answer, beside the best? Most cannot, whatever the order of their
 * words, and need no closer look. */
static bool may_count(const struct scoring *scoring, const struct name *name,
                      const struct kind *kind)
{
    if (kind->all || kind->most == 0)
        return kind->all;
    return kind->most + worth_of(scoring, name, 1) >= scoring->best - SCORE_SPREAD;
}

bool score_names(struct scoring *scoring, bool only_all)
{
    const struct matching *matching = scoring->matching;
    const struct index *index = matching->index;
    const struct kind none = {.all = false}, *kind = &none;
    const struct heard *heard = NULL;
    bool any_all = false;
    scoring->memory = memory_alloc(sizeof(*scoring->memory));
    for (size_t n = 0; n < index->name_count; n++) {
        const struct name *name = &index->names[n];
        struct name_words words = matching->names[n];
        if (!words.begun)
            continue;
        if (words.begun != kind->words.begun || words.whole != kind->words.whole) {
            kind = recall_kind(scoring, words);
            heard = NULL;
        }
        if (only_all ? !kind->all : !may_count(scoring, name, kind))
            continue;
        any_all |= kind->all;
        word_bits rows = kind->may_be_in_row ? match_rows(matching, name) : 0;
        if (!heard || heard->rows != rows)
            heard = recall(scoring, kind, rows);
        if (!heard->too_little)
            keep_better(scoring, name, heard, score_name(scoring, name, heard));
    }
    free(scoring->memory);
    scoring->memory = NULL;
    return any_all;
}
