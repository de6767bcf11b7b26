/* SPDX-License-Identifier: MIT */
#include "kiosk/search/query.h"

#include "kiosk/search/mend.h"

#include <stdio.h>
#include <string.h>

/* How much a reading counts beside what was typed word for word. The numbers were tried
 * on what people type (test_search_national); it is not sensitive to them. */
#define SAYING_SHARE    1.3 /* the office's words for it say more */
#define SAYING_MOST     13  /* however long they are */
#define SAID_SHARE      0.8 /* than those of the saying */
#define CORRECTED_SHARE 0.7
#define DOUBTFUL_SHARE  0.3 /* "toi" may be "tôi", which tells nothing */
#define PURPOSE_SHARE   0.5 /* "… để đăng ký kết hôn" tells what for */
#define SOUNDS_SHARE    0.5
#define LOOSE_SHARE     0.7  /* other words, where something is asked for by a saying */
#define STORY_SHARE     0.25 /* "ba tôi mất, xin tiền tuất": where more is said */

enum { SOUNDS_MOST = 2 };

/* One reading of what was typed, as it is made. */
struct reader {
    struct query *query;
    struct typing *typing;
    const struct sayings *sayings; /* NULL: words only, as they were typed */
    const struct spoken_word *words;
    uint32_t mended;
    enum query_mind mind;
};

static void add_word(struct reader *reader, struct reading *reading, const char *text,
                     size_t size, double share, bool last)
{
    struct query *query = reader->query;
    if (query->count == QUERY_WORDS_MOST || size == 0)
        return;
    struct query_word *word = &query->words[query->count];
    *word = (struct query_word){.last = last};
    query->open |= (word_bits)last << query->count;
    query->follow |= (word_bits)(reading->words != 0) << query->count;
    snprintf(word->text, sizeof(word->text), "%.*s", (int)size, text);
    word->whole = vocabulary_find(reader->typing->index->vocabulary, word->text);
    /* A word is taken for the beginning of another only where nobody has it as it is;
     * one that is still being typed always. */
    word->begun =
        last || word->whole.first == word->whole.end
            ? vocabulary_beginning(reader->typing->index->vocabulary, word->text)
            : word->whole;
    word->tells = index_weigh_words(reader->typing->index,
                                    word->whole.first < word->whole.end ? word->whole
                                                                        : word->begun);
    word->weight = share * word->tells;
    reading->words |= (word_bits)1 << query->count++;
    reading->weight += word->weight;
}

static struct reading *add_reading(struct group *group, enum reading_kind kind)
{
    if (group->count == READINGS_MOST)
        return NULL;
    group->readings[group->count] = (struct reading){.kind = kind};
    return &group->readings[group->count++];
}

/* All words of the reading weigh so much of what they weighed. */
static void weigh_reading(struct query *query, struct reading *reading, double share)
{
    for (word_bits left = reading->words; left; left &= left - 1)
        query->words[__builtin_ctzll(left)].weight *= share;
    reading->weight *= share;
}

static void add_phrase(struct reader *reader, struct group *group, enum reading_kind kind,
                       const char *phrase, double share)
{
    struct reading *reading = add_reading(group, kind);
    for (const char *at = phrase; reading && *at;) {
        size_t size = strcspn(at, " ");
        add_word(reader, reading, at, size, share, false);
        at += size + (at[size] == ' ');
    }
    if (reading && !reading->words)
        group->count--;
    else if (reading && kind == READING_SAYING && reading->weight > share * SAYING_MOST)
        weigh_reading(reader->query, reading, share * SAYING_MOST / reading->weight);
}

static void add_typed(struct reader *reader, struct group *group, size_t first,
                      size_t count, double share)
{
    uint64_t these = ((uint64_t)1 << count) - 1;
    bool mended = reader->mended >> first & these;
    struct reading *reading =
        add_reading(group, mended ? READING_CORRECTED : READING_TYPED);
    for (size_t i = first; reading && i < first + count; i++) {
        const struct spoken_word *word = &reader->words[i];
        add_word(reader, reading, word->folded, strlen(word->folded), share,
                 reader->typing->is_open && i + 1 == reader->typing->count);
    }
    if (reading && !reading->words) /* there is no room for more */
        group->count--;
}

static void add_sounds(struct reader *reader, struct group *group, const char *folded,
                       double share)
{
    uint32_t ranks[SOUNDS_MOST];
    size_t count = index_find_sounds(reader->typing->index, folded, ranks, SOUNDS_MOST);
    for (size_t i = 0; i < count; i++)
        add_phrase(reader, group, READING_CORRECTED,
                   vocabulary_word(reader->typing->index->vocabulary, ranks[i]),
                   SOUNDS_SHARE * share);
}

static const struct corrections *correct(struct typing *typing, size_t at)
{
    if (!typing->is_corrected[at])
        typing->corrected[at] = correct_word(typing->index, typing->typed[at].folded);
    typing->is_corrected[at] = true;
    return &typing->corrected[at];
}

/* Typed words follow one another across groups, too. */
static void add_single(struct reader *reader, struct group *group, size_t at,
                       bool follows, double share)
{
    size_t before = reader->query->count;
    add_typed(reader, group, at, 1, share);
    if (reader->query->count == before)
        return;
    struct query_word *word = &reader->query->words[before];
    reader->query->follow |= (word_bits)follows << before;
    struct ranks found = word->last ? word->begun : word->whole;
    if (reader->mind == MIND_SOUNDS)
        add_sounds(reader, group, word->text, share);
    if (found.first < found.end ||
        (reader->sayings && sayings_know(reader->typing->said[at])))
        return;
    const struct corrections *meant = correct(reader->typing, at);
    for (size_t i = 0; i < meant->count; i++)
        add_phrase(reader, group, READING_CORRECTED, meant->texts[i],
                   CORRECTED_SHARE * share);
}

static void close_group(struct query *query, struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        if (group->readings[i].weight > group->weight)
            group->weight = group->readings[i].weight;
    }
    query->plain &= group->count == 1;
    query->weight += group->weight;
    query->group_count += group->count > 0;
}

static bool is_doubtful(const struct reader *reader, size_t at, struct saying_match match)
{
    return match.words == 1 && spoken_is_bare(&reader->words[at]);
}

/* "để", what comes after it tells what for. */
static bool is_purpose(const struct reader *reader, size_t at)
{
    return at > 1 &&
           strcmp(reader->words[at].marked, reader->typing->purpose.marked) == 0;
}

static struct saying_match match_at(struct reader *reader, size_t at)
{
    struct typing *typing = reader->typing;
    if (!reader->sayings)
        return (struct saying_match){0};
    if (!typing->is_matched[at])
        typing->matches[at] =
            sayings_match(typing->sayings, &typing->said[at], typing->count - at);
    typing->is_matched[at] = true;
    return typing->matches[at];
}

/* Reads the words into groups; with `all`, those that tell nothing as well. */
static void read_groups(struct reader *reader, bool all)
{
    struct query *query = reader->query;
    const struct typing *typing = reader->typing;
    double share = 1;
    bool follows = false;
    *query = (struct query){.plain = true, .literal = true};
    for (size_t at = 0; at < typing->count;) {
        struct saying_match match = match_at(reader, at);
        query->literal &= match.words == 0;
        bool open = typing->is_open && at + match.words == typing->count;
        bool nothing = match.words > 0 && match.count == 0;
        if (is_purpose(reader, at))
            share = PURPOSE_SHARE;
        if (nothing && !all && !is_doubtful(reader, at, match)) {
            at += match.words;
            follows = false;
            query->spoken = true;
            continue;
        }
        struct group *group = &query->groups[query->group_count];
        if (match.count == 0) {
            add_single(reader, group, at, follows,
                       nothing && !all ? DOUBTFUL_SHARE * share : share);
            follows = query->count > 0 && group->count == 1;
            at++;
        } else {
            add_typed(reader, group, at, match.words,
                      open || is_doubtful(reader, at, match) ? share
                                                             : SAID_SHARE * share);
            for (size_t i = 0; i < match.count; i++) {
                add_phrase(reader, group, READING_SAYING, match.meant[i],
                           SAYING_SHARE * share);
                if (query->meant_count < MEANT_MOST)
                    query->meant[query->meant_count++] = match.meant[i];
            }
            query->spoken = query->has_saying = group->said = true;
            group->story = match.story;
            follows = false;
            at += match.words;
        }
        close_group(query, group);
    }
}

/* What happened counts little where something is asked for by a saying, and so do the
 * words around it. */
static void weigh_asked(struct query *query)
{
    bool asked = false;
    for (size_t g = 0; g < query->group_count; g++)
        asked |= query->groups[g].said && !query->groups[g].story;
    for (size_t g = 0; asked && g < query->group_count; g++) {
        struct group *group = &query->groups[g];
        double share = group->story ? STORY_SHARE : group->said ? 1 : LOOSE_SHARE;
        for (size_t r = 0; r < group->count; r++)
            weigh_reading(query, &group->readings[r], share);
        query->weight -= group->weight * (1 - share);
        group->weight *= share;
    }
}

void query_take(struct typing *typing, const char *typed, struct index *index,
                const struct sayings *sayings)
{
    *typing = (struct typing){.index = index, .sayings = sayings};
    spoken_read("để", &typing->purpose, 1);
    typing->count = spoken_read(typed, typing->typed, TYPED_MOST);
    typing->is_open =
        typing->count > 0 && typing->typed[typing->count - 1].to == strlen(typed);
    memcpy(typing->meant, typing->typed, sizeof(typing->meant));
    sayings_hear(sayings, typing->typed, typing->count, typing->said);
    typing->mended = mend_words(index, sayings, typing->meant, typing->said,
                                typing->count, typing->is_open);
    if (typing->mended)
        sayings_hear(sayings, typing->meant, typing->count, typing->said);
}

void query_read(struct query *query, struct typing *typing, enum query_mind mind)
{
    bool literal = mind == MIND_WORDS;
    struct reader reader = {.query = query,
                            .typing = typing,
                            .sayings = literal ? NULL : typing->sayings,
                            .words = literal ? typing->typed : typing->meant,
                            .mended = literal ? 0 : typing->mended,
                            .mind = mind};
    read_groups(&reader, false);
    if (query->group_count == 0)
        read_groups(&reader, true);
    if (reader.mended) {
        query->literal = false;
        query->spoken = query->has_saying = true;
    }
    weigh_asked(query);
    query->plain &= !query->spoken;
}
