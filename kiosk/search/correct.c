/* SPDX-License-Identifier: MIT */
#include "kiosk/search/correct.h"

#include "kiosk/search/spoken.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LEAST_LETTERS = 2, WORD_MOST = 32 };

static void add(struct corrections *out, const char *first, const char *second)
{
    if (out->count < CORRECTIONS_MOST)
        snprintf(out->texts[out->count++], CORRECTION_ROOM, "%s%s%s", first,
                 *second ? " " : "", second);
}

static bool is_word(const struct index *index, const char *word)
{
    struct ranks found = vocabulary_find(index->vocabulary, word);
    return found.first < found.end;
}

/* "khai" + "s", "dduwowngf": what is left without the keys of marks. No syllable has one
 * of the keys of tones behind its vowel. */
static void strip_telex(char *out, const char *word)
{
    size_t size = 0;
    bool vowel = false;
    for (size_t i = 0; word[i] && size < WORD_MOST; i++) {
        bool doubled = i > 0 && word[i] == word[i - 1] && strchr("adeo", word[i]);
        bool tone = vowel && strchr("sfrxj", word[i]);
        vowel |= strchr("aeiouy", word[i]) != NULL;
        if (!doubled && !tone && word[i] != 'w')
            out[size++] = word[i];
    }
    out[size] = '\0';
}

bool correct_telex(const struct index *index, const char *word, char out[SPOKEN_ROOM])
{
    char keys[WORD_MOST + 1];
    strip_telex(keys, word);
    spoken_fold(out, SPOKEN_ROOM, keys);
    return strcmp(out, word) != 0 && is_word(index, out);
}

static void try_telex(const struct index *index, const char *word,
                      struct corrections *out)
{
    char stripped[SPOKEN_ROOM];
    if (correct_telex(index, word, stripped))
        add(out, stripped, "");
}

static void try_two_words(const struct index *index, const char *word,
                          struct corrections *out)
{
    size_t size = strlen(word), best = 0, most = 0;
    char first[WORD_MOST + 1];
    for (size_t cut = 2; cut + 2 <= size && size <= WORD_MOST; cut++) {
        snprintf(first, sizeof(first), "%.*s", (int)cut, word);
        size_t one = index_count_places(index, vocabulary_find(index->vocabulary, first));
        size_t two =
            index_count_places(index, vocabulary_find(index->vocabulary, word + cut));
        size_t least = one < two ? one : two;
        if (least > most) {
            most = least;
            best = cut;
        }
    }
    if (best) {
        snprintf(first, sizeof(first), "%.*s", (int)best, word);
        add(out, first, word + best);
    }
}

/* One letter wrong, missing, too many, or two neighbours swapped? */
static bool is_near(const char *word, size_t size, const char *other, size_t length)
{
    size_t same = 0, behind = 0;
    while (same < size && same < length && word[same] == other[same])
        same++;
    while (behind < size - same && behind < length - same &&
           word[size - 1 - behind] == other[length - 1 - behind])
        behind++;
    size_t mine = size - same - behind, theirs = length - same - behind;
    bool swapped = mine == 2 && theirs == 2 && word[same] == other[same + 1] &&
                   word[same + 1] == other[same];
    return swapped || (mine <= 1 && theirs <= 1);
}

/* The commonest of the words that are near, beginning with the same letter if any does.
 */
static void try_near(const struct index *index, const char *word, struct corrections *out)
{
    size_t size = strlen(word), counts[CORRECTIONS_MOST] = {0}, first = out->count;
    uint32_t words = (uint32_t)vocabulary_count(index->vocabulary);
    for (uint32_t rank = 0; rank < words && size <= WORD_MOST; rank++) {
        size_t length = vocabulary_length(index->vocabulary, rank);
        if (length + 1 < size || length > size + 1)
            continue; /* as most are, and need not be read */
        const char *other = vocabulary_word(index->vocabulary, rank);
        if (!is_near(word, size, other, length))
            continue;
        size_t count = index_count_places(index, (struct ranks){rank, rank + 1});
        if (other[0] == word[0])
            count += index->name_count;
        size_t place = CORRECTIONS_MOST;
        while (place > first && counts[place - 1] < count)
            place--;
        if (place == CORRECTIONS_MOST)
            continue;
        for (size_t i = CORRECTIONS_MOST - 1; i > place; i--) {
            counts[i] = counts[i - 1];
            memcpy(out->texts[i], out->texts[i - 1], CORRECTION_ROOM);
        }
        counts[place] = count;
        snprintf(out->texts[place], CORRECTION_ROOM, "%s", other);
        if (out->count < CORRECTIONS_MOST)
            out->count++;
    }
}

struct corrections correct_word(const struct index *index, const char *word)
{
    struct corrections out = {.count = 0};
    if (strlen(word) < LEAST_LETTERS)
        return out;
    try_telex(index, word, &out);
    try_two_words(index, word, &out);
    if (out.count == 0)
        try_near(index, word, &out);
    return out;
}
