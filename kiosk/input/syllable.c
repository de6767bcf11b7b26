/* SPDX-License-Identifier: MIT */
#include "kiosk/input/syllable.h"

static size_t length_of(const char32_t *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

static size_t index_of(const char32_t *text, char32_t c)
{
    size_t i = 0;
    while (text[i] && text[i] != c)
        i++;
    return i;
}

/* The letter of `to` that stands where `letter` does in `from`. */
static char32_t beside(const char32_t *from, const char32_t *to, char32_t letter)
{
    size_t i = index_of(from, letter);
    return from[i] ? to[i] : letter;
}

char32_t letter_unmarked(char32_t letter)
{
    return letter < 0x80 ? letter : beside(MARKED, UNMARKED, letter);
}

char32_t letter_capital(char32_t letter)
{
    if (letter < 0x80)
        return letter >= U'a' && letter <= U'z' ? letter - 32 : letter;
    return beside(MARKED, CAPITALS, letter);
}

char32_t letter_small(char32_t letter)
{
    if (letter < 0x80)
        return letter >= U'A' && letter <= U'Z' ? letter + 32 : letter;
    return beside(CAPITALS, MARKED, letter);
}

bool letter_is_vowel(char32_t letter)
{
    char32_t c = letter_unmarked(letter);
    return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y';
}

char32_t letter_marked(const struct key_rule *rule, char32_t unmarked)
{
    for (const char32_t *pair = rule->marks; pair && *pair; pair += 2) {
        if (pair[0] == unmarked)
            return pair[1];
    }
    return 0;
}

struct parts syllable_split(const char32_t *letters, size_t count)
{
    size_t at = 0;
    while (at < count && !letter_is_vowel(letters[at]))
        at++;
    if (at == 1 && at < count) {
        bool more = count > 2 && letter_is_vowel(letters[2]) && letters[2] != U'ê';
        if ((letters[0] == U'q' && letters[1] == U'u') ||
            (letters[0] == U'g' && letters[1] == U'i' && more))
            at++;
    }
    struct parts parts = {.vowels = at};
    while (at < count && letter_is_vowel(letters[at]))
        at++;
    parts.final = at;
    if (parts.vowels == parts.final)
        parts.vowels = parts.final = count;
    return parts;
}

/* Is letters[0..count) a word of the list, or the beginning of one? */
static bool is_in(const char32_t *list, const char32_t *letters, size_t count, bool begun)
{
    if (count == 0)
        return begun || list[index_of(list, U'-')];
    while (*list) {
        size_t same = 0, size = 0;
        for (; list[size] && list[size] != U' '; size++) {
            if (same == size && same < count && list[size] == letters[same])
                same++;
        }
        if (same == count && (begun || size == count))
            return true;
        list += size;
        list += *list == U' ';
    }
    return false;
}

/* A run of letters. */
struct run {
    const char32_t *letters;
    size_t count;
};

/* A syllable under examination. Begun: more letters may come, and marks. */
struct spelling {
    struct run initial, vowels, final;
    enum tone tone;
    bool begun, name;
};

static bool run_in(const char32_t *list, struct run run)
{
    return is_in(list, run.letters, run.count, false);
}

static bool initial_fits(const struct spelling *s)
{
    if (s->initial.count == 0)
        return true;
    for (const struct initial_rule *rule = INITIALS; rule->letters; rule++) {
        if (run_in(rule->letters, s->initial))
            return s->begun || s->name || !rule->never ||
                   !is_in(rule->never, s->vowels.letters, 1, false);
    }
    return run_in(HIGHLAND_INITIALS, s->initial) && (s->name || s->tone == TONE_NGANG);
}

bool syllable_takes_tone(const char32_t *letters, size_t count, enum tone tone)
{
    size_t final = syllable_split(letters, count).final;
    return tone == TONE_NGANG || tone == TONE_SAC || tone == TONE_NANG ||
           !is_in(STOPS, letters + final, count - final, false);
}

/* No tone at all is not enough for a stop, unless one may still come. */
static bool level_fits(const struct spelling *s)
{
    return s->tone != TONE_NGANG || s->begun || s->name || !run_in(STOPS, s->final) ||
           run_in(LEVEL_STOPS, s->final);
}

static bool vowels_fit(const struct spelling *s, const struct vowel_rule *rule)
{
    for (size_t i = 0; i < s->vowels.count; i++) {
        char32_t c = rule->letters[i], letter = s->vowels.letters[i];
        if (c != letter && !(s->begun && c && letter_unmarked(c) == letter))
            return false;
    }
    return s->begun || (rule->letters[s->vowels.count] == 0 &&
                        (s->name || !rule->after || run_in(rule->after, s->initial)));
}

static bool final_fits(const struct spelling *s, const struct vowel_rule *rule)
{
    if (is_in(rule->finals, s->final.letters, s->final.count, s->begun))
        return true;
    return s->name && is_in(NAME_FINALS, s->final.letters, s->final.count, s->begun) &&
           is_in(NAME_VOWELS, rule->letters, length_of(rule->letters), false);
}

static bool is_abbreviation(const char32_t *letters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (letters[i] == U'đ')
            return true;
    }
    return false;
}

bool syllable_is_spelt(const char32_t *letters, size_t count, enum tone tone, int what)
{
    struct parts parts = syllable_split(letters, count);
    const struct spelling s = {
        .initial = {letters, parts.vowels},
        .vowels = {letters + parts.vowels, parts.final - parts.vowels},
        .final = {letters + parts.final, count - parts.final},
        .tone = tone,
        .begun = !(what & SYLLABLE_WHOLE),
        .name = what & SYLLABLE_NAME,
    };
    if (s.vowels.count == 0)
        return is_abbreviation(letters, count);
    if (!initial_fits(&s) || !level_fits(&s) ||
        !syllable_takes_tone(letters, count, tone))
        return false;
    for (const struct vowel_rule *rule = VOWELS; rule->letters; rule++) {
        if (vowels_fit(&s, rule) && final_fits(&s, rule))
            return true;
    }
    return false;
}

/* Would the key change these vowels into those of the rule? */
static bool makes(const struct vowel_rule *rule, const char32_t *vowels, const bool *sure,
                  size_t count, const struct key_rule *key)
{
    bool changes = false;
    for (size_t i = 0; i < count; i++) {
        char32_t wanted = rule->letters[i];
        if (wanted < 0x80) { /* unmarked: no key makes it */
            if (wanted != vowels[i])
                return false;
            continue;
        }
        bool marked = wanted == letter_marked(key, letter_unmarked(vowels[i]));
        if (!marked && wanted != vowels[i])
            return false;
        changes |= marked && (wanted != vowels[i] || !sure[i]);
    }
    return changes && rule->letters[count] == 0;
}

const char32_t *syllable_marked(const char32_t *letters, const bool *sure, size_t count,
                                const struct key_rule *key)
{
    struct parts parts = syllable_split(letters, count);
    size_t vowel_count = parts.final - parts.vowels;
    const struct vowel_rule *likely = NULL;
    for (const struct vowel_rule *rule = VOWELS; vowel_count && rule->letters; rule++) {
        if (!makes(rule, letters + parts.vowels, sure + parts.vowels, vowel_count, key) ||
            (rule->after && !is_in(rule->after, letters, parts.vowels, false)))
            continue;
        if (is_in(rule->finals, letters + parts.final, count - parts.final, false))
            return rule->letters;
        likely = likely ? likely : rule;
    }
    return likely ? likely->letters : NULL;
}

size_t syllable_tone_place(const char32_t *letters, size_t count, bool new_style)
{
    struct parts parts = syllable_split(letters, count);
    size_t vowel_count = parts.final - parts.vowels;
    for (size_t i = parts.final; i > parts.vowels; i--) {
        if (letter_unmarked(letters[i - 1]) != letters[i - 1])
            return i - 1;
    }
    if (vowel_count < 2)
        return parts.vowels;
    if (vowel_count > 2)
        return parts.final - 2;
    bool second = parts.final < count ||
                  (new_style && is_in(NEW_STYLE_OPEN, letters + parts.vowels, 2, false));
    return parts.vowels + second;
}
