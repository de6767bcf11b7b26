/* SPDX-License-Identifier: MIT */
#include "kiosk/input/word.h"

#include "kiosk/base/viet.h"
#include "kiosk/input/syllable.h"

/* The key at hand. */
struct stroke {
    const struct word_style *style;
    const struct key_rule *rule; /* NULL: it only writes its letter */
    char32_t letter;             /* in lower case, without a tone */
    uint32_t tone;               /* that the letter brings along */
    bool upper;
    size_t index;
};

/* What the key does by these rules; NULL: nothing. */
static const struct key_rule *find_rule(const struct key_rule *rules, char32_t key)
{
    for (; rules->key; rules++) {
        if (rules->key == key)
            return rules;
    }
    return NULL;
}

static struct stroke read_key(char32_t key, size_t index, const struct word_style *style)
{
    struct stroke stroke = {.style = style, .index = index};
    char32_t plain = key < 0x80 ? key : viet_take_tone(key, &stroke.tone);
    stroke.letter = letter_small(plain);
    stroke.upper = stroke.letter != plain;
    stroke.rule = key < 0x80 ? find_rule(style->rules, stroke.letter) : NULL;
    return stroke;
}

/* Of the last syllable, as places in the word. */
static struct parts split(const struct word *word)
{
    struct parts parts =
        syllable_split(word->letters + word->start, word->count - word->start);
    return (struct parts){parts.vowels + word->start, parts.final + word->start};
}

static size_t tone_place(const struct word *word, bool new_style)
{
    return word->start + syllable_tone_place(word->letters + word->start,
                                             word->count - word->start, new_style);
}

/* ---- writing letters ---- */

/* A vowel behind a final begins another syllable: Ê|nuôl, Đa|krông. */
static void begin_syllable(struct word *word, size_t start, bool new_style)
{
    word->tones[tone_place(word, new_style)] = word->tone;
    word->tone = TONE_NGANG;
    word->start = start;
    word->settled = false;
}

/* ưo is only ever ươ, and so is uơ when something follows: "uwo", "thuown". */
static void mark_neighbours(struct word *word)
{
    size_t first = split(word).vowels;
    char32_t *vowels = word->letters + first;
    if (first + 1 >= word->count)
        return;
    bool follows = first + 2 < word->count;
    if (vowels[0] == U'ư' && vowels[1] == U'o') {
        vowels[1] = U'ơ';
        word->sure[first + 1] = false;
    } else if (vowels[0] == U'u' && vowels[1] == U'ơ' && follows) {
        vowels[0] = U'ư';
        word->sure[first] = false;
    }
}

static void append(struct word *word, const struct stroke *stroke, char32_t letter)
{
    struct parts parts = split(word);
    if (letter_is_vowel(letter) && parts.vowels < parts.final &&
        parts.final < word->count)
        begin_syllable(word, parts.final, stroke->style->new_style);
    size_t at = word->count++;
    word->letters[at] = letter;
    word->upper[at] = stroke->upper;
    word->sure[at] = true;
    word->letter_of[stroke->index] = (unsigned char)at;
    mark_neighbours(word);
}

/* ---- tones and marks; each is false where the key is to write its letter ---- */

/* A key given once more takes back what it did; but a word that cannot be Vietnamese has
 * come back to its keys already, and there is nothing to take back. */
static bool may_undo(const struct word *word, const struct stroke *stroke)
{
    return stroke->style->names || word_is_spelt(word, false);
}

static bool set_tone(struct word *word, const struct stroke *stroke)
{
    enum tone tone = stroke->rule->tone;
    if (split(word).vowels == word->count)
        return false;
    if (tone == word->tone) {
        if (tone != TONE_NGANG && may_undo(word, stroke)) {
            word->tone = TONE_NGANG;
            word->undone = word->settled = true;
        }
        return false;
    }
    if ((word->settled && !word_is_spelt(word, false)) ||
        !syllable_takes_tone(word->letters + word->start, word->count - word->start,
                             tone))
        return false;
    word->tone = tone;
    word->changed = true;
    word->letter_of[stroke->index] = WORD_TONE;
    return true;
}

static void put_mark(struct word *word, const struct stroke *stroke, size_t at)
{
    word->letters[at] = letter_marked(stroke->rule, letter_unmarked(word->letters[at]));
    word->sure[at] = true;
    word->changed = true;
    word->letter_of[stroke->index] = (unsigned char)at;
}

/* đ: the d before the cursor, or the one that the word begins with. */
static bool put_stroke(struct word *word, const struct stroke *stroke)
{
    size_t last = word->count - 1;
    char32_t d = stroke->rule->marks[0], with = stroke->rule->marks[1];
    size_t at = word->letters[last] == d || word->letters[last] == with ? last : 0;
    if (word->letters[at] == with && may_undo(word, stroke)) {
        word->letters[at] = d;
        word->undone = word->settled = true;
        return false;
    }
    if (word->letters[at] != d || (at != last && split(word).vowels != 1))
        return false;
    put_mark(word, stroke, at);
    word->late |= at != last;
    return true;
}

/* Takes the key's marks off the vowels; false: there are none. */
static bool take_marks(struct word *word, const struct stroke *stroke)
{
    struct parts parts = split(word);
    bool taken = false;
    for (size_t i = parts.vowels; i < parts.final; i++) {
        char32_t letter = word->letters[i], bare = letter_unmarked(letter);
        if (letter == bare || letter_marked(stroke->rule, bare) != letter)
            continue;
        word->letters[i] = word->alone[i] ? stroke->letter : bare;
        taken = true;
    }
    return taken;
}

/* Puts on the vowels those marks of `wanted` that are the key's. One w is enough for ươ,
 * but there are people who give one for each letter: only the ơ is sure then. */
static void put_wanted(struct word *word, const struct stroke *stroke,
                       const char32_t *wanted)
{
    struct parts parts = split(word);
    size_t put = 0, highest = 0;
    for (size_t i = parts.final; i-- > parts.vowels;) {
        char32_t letter = wanted[i - parts.vowels];
        if (letter_marked(stroke->rule, letter_unmarked(letter)) != letter ||
            (word->letters[i] == letter && word->sure[i]))
            continue;
        put_mark(word, stroke, i);
        word->sure[i] = put == 0;
        highest = put++ == 0 ? i : highest;
    }
    word->late |= highest + 1 != word->count;
}

static bool put_marks(struct word *word, const struct stroke *stroke)
{
    size_t last = word->count - 1;
    const char32_t *wanted =
        syllable_marked(word->letters + word->start, word->sure + word->start,
                        word->count - word->start, stroke->rule);
    if (wanted) {
        put_wanted(word, stroke, wanted);
        mark_neighbours(word);
        return true;
    }
    if (letter_marked(stroke->rule, word->letters[last])) {
        put_mark(word, stroke, last); /* a vowel in foreign company: Sơmei */
        return true;
    }
    if (!may_undo(word, stroke) || !take_marks(word, stroke))
        return false;
    word->undone = word->settled = true;
    word->letter_of[stroke->index] = (unsigned char)last;
    return word->alone[last];
}

/* w is ư where nothing before it takes a mark: "tw", "giw". */
static bool write_alone(struct word *word, const struct stroke *stroke)
{
    struct parts parts = split(word);
    struct word with = *word;
    if (parts.vowels < parts.final && parts.final < word->count)
        return false;
    append(&with, stroke, stroke->rule->alone);
    if (parts.vowels < parts.final && !word_is_spelt(&with, false))
        return false;
    *word = with;
    word->alone[word->count - 1] = true;
    word->changed = true;
    return true;
}

static bool strike(struct word *word, const struct stroke *stroke)
{
    const struct key_rule *rule = stroke->rule;
    if (!rule)
        return false;
    if (!rule->marks)
        return set_tone(word, stroke);
    if (word->settled)
        return false;
    bool marks =
        word->count && (letter_is_vowel(rule->marks[0]) ? put_marks(word, stroke)
                                                        : put_stroke(word, stroke));
    return marks || (rule->alone && !word->settled && write_alone(word, stroke));
}

/* ---- the whole word ---- */

/* Undoing was meant by who stops there ("ass"), by who writes a letter three times to
 * have it twice ("gooogle"), and by who begins with "ww". "issue" and "www" are just
 * spelt so, and "depress" never was the Vietnamese that it passed through. */
static bool is_meant(const struct word *word, const char32_t *keys, size_t count)
{
    size_t first = word->undone_at, end = first + 1;
    char32_t key = letter_small(keys[first]);
    while (first > 0 && letter_small(keys[first - 1]) == key)
        first--;
    while (end < count && letter_small(keys[end]) == key)
        end++;
    if (word->tone && !word_is_spelt(word, true))
        return false;
    if (word->alone[word->letter_of[word->undone_at]])
        return end - first == 2;
    return end - first >= 3 || (end - first == 2 && end == count && !word->late);
}

void word_derive(struct word *word, const char32_t *keys, size_t count,
                 const struct word_style *style)
{
    *word = (struct word){.count = 0};
    for (size_t i = 0; i < count; i++) {
        bool undone = word->undone;
        struct stroke stroke = read_key(keys[i], i, style);
        if (!strike(word, &stroke))
            append(word, &stroke, stroke.letter);
        if (stroke.tone) {
            word->tone = (enum tone)stroke.tone;
            word->changed = true;
        }
        if (word->undone && !undone)
            word->undone_at = i;
    }
    word->meant = word->undone && is_meant(word, keys, count);
}

/* A name of two syllables written as one word (Êban, Đakrông) has no tones. */
static bool is_long_name(const struct word *word)
{
    if (!word->upper[0] || word->late || word->tone)
        return false;
    for (size_t i = 0; i < word->start; i++) {
        if (word->tones[i])
            return false;
    }
    return syllable_is_spelt(word->letters, word->start, TONE_NGANG,
                             SYLLABLE_WHOLE | SYLLABLE_NAME);
}

bool word_is_spelt(const struct word *word, bool whole)
{
    if (word->start > 0 && !is_long_name(word))
        return false;
    return syllable_is_spelt(
        word->letters + word->start, word->count - word->start, word->tone,
        (whole ? SYLLABLE_WHOLE : 0) | (word->upper[0] ? SYLLABLE_NAME : 0));
}

void word_letters(const struct word *word, bool new_style, char32_t *out)
{
    size_t place = tone_place(word, new_style);
    for (size_t i = 0; i < word->count; i++) {
        char32_t letter = word->letters[i];
        enum tone tone = i == place ? word->tone : word->tones[i];
        letter = word->upper[i] ? letter_capital(letter) : letter;
        out[i] = tone ? viet_put_tone(letter, tone) : letter;
    }
}
