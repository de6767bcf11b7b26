/* SPDX-License-Identifier: MIT */
#include "kiosk/search/mend.h"

#include "kiosk/search/correct.h"

#include <stdio.h>
#include <string.h>

/* How many names must have it beside its neighbour: a word that people say is left alone
 * for longer. */
enum { FEW = 2, MANY = 8, SOUNDS_MOST = 4, BITS = 32 };

struct mending {
    struct index *index;
    const struct sayings *sayings;
    struct spoken_word *words;
    const struct said_word *said; /* as they were typed */
    size_t count;
};

static bool is_word(const struct index *index, const char *word)
{
    struct ranks found = vocabulary_find(index->vocabulary, word);
    return found.first < found.end;
}

static bool begins_word(const struct index *index, const char *start)
{
    struct ranks found = vocabulary_beginning(index->vocabulary, start);
    return found.first < found.end;
}

/* Does the text stand before or behind the neighbours of the word in so many names? */
static bool fits(const struct mending *mending, size_t at, const char *text, size_t least,
                 bool only_behind)
{
    const struct spoken_word *words = mending->words;
    if (at > 0 &&
        index_count_pairs(mending->index, words[at - 1].folded, text, least) >= least)
        return true;
    return !only_behind && at + 1 < mending->count &&
           index_count_pairs(mending->index, text, words[at + 1].folded, least) >= least;
}

static bool put(struct spoken_word *word, const char *text)
{
    snprintf(word->folded, sizeof(word->folded), "%s", text);
    snprintf(word->marked, sizeof(word->marked), "%s", text);
    return true;
}

static bool mend_sound(const struct mending *mending, size_t at)
{
    struct spoken_word *word = &mending->words[at];
    uint32_t ranks[SOUNDS_MOST];
    size_t count = index_find_sounds(mending->index, word->folded, ranks, SOUNDS_MOST);
    bool is_said = count && sayings_know(mending->said[at]);
    for (size_t i = 0; i < count; i++) {
        const char *other = vocabulary_word(mending->index->vocabulary, ranks[i]);
        if (fits(mending, at, other, is_said ? MANY : FEW, is_said))
            return put(word, other);
    }
    return false;
}

/* One that no name has: the keys of Telex are enough, all else needs a neighbour. */
static bool mend_unknown(const struct mending *mending, size_t at)
{
    struct spoken_word *word = &mending->words[at];
    char stripped[SPOKEN_ROOM];
    if (sayings_know(mending->said[at]))
        return false;
    if (correct_telex(mending->index, word->folded, stripped))
        return put(word, stripped);
    if (mend_sound(mending, at))
        return true;
    struct corrections meant = correct_word(mending->index, word->folded);
    for (size_t i = 0; i < meant.count; i++) {
        if (!strchr(meant.texts[i], ' ') && fits(mending, at, meant.texts[i], FEW, false))
            return put(word, meant.texts[i]);
    }
    return false;
}

/* Words that no name has beside their neighbours, or at all. */
static uint32_t find_odd(const struct mending *mending)
{
    uint32_t odd = 0;
    for (size_t at = 0; at < mending->count && at < BITS; at++) {
        const char *text = mending->words[at].folded;
        if (!is_word(mending->index, text) || !fits(mending, at, text, 1, false))
            odd |= (uint32_t)1 << at;
    }
    return odd;
}

/* Without those that a saying takes. */
static uint32_t leave_sayings(const struct mending *mending, uint32_t odd)
{
    for (size_t at = 0; odd && at < mending->count && at < BITS;) {
        struct saying_match match =
            sayings_match(mending->sayings, &mending->said[at], mending->count - at);
        for (size_t i = at; i < at + match.words && i < BITS; i++)
            odd &= ~((uint32_t)1 << i);
        at += match.words ? match.words : 1;
    }
    return odd;
}

uint32_t mend_words(struct index *index, const struct sayings *sayings,
                    struct spoken_word *words, const struct said_word *said, size_t count,
                    bool is_open)
{
    const struct mending mending = {index, sayings, words, said, count};
    uint32_t mended = 0, odd = find_odd(&mending);
    if (is_open && count <= BITS && begins_word(index, words[count - 1].folded))
        odd &= ~((uint32_t)1 << (count - 1));
    odd = leave_sayings(&mending, odd);
    for (; odd; odd &= odd - 1) {
        size_t at = (size_t)__builtin_ctz(odd);
        bool fine = is_word(index, words[at].folded) ? mend_sound(&mending, at)
                                                     : mend_unknown(&mending, at);
        mended |= (uint32_t)fine << at;
    }
    return mended;
}
