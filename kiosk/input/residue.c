/* SPDX-License-Identifier: MIT */
#include "kiosk/input/residue.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/input/syllable.h"
#include "kiosk/input/word.h"

#include <string.h>

enum { NAME_BYTES_MOST = 1024 };

/* A word of the name, as it stands there. */
struct run {
    char32_t keys[WORD_KEYS_MOST];
    size_t count;
    bool digits, marked; /* does it have any, or letters with marks? */
    bool too_long;
};

static bool has_tone(char32_t c)
{
    uint32_t tone = 0;
    if (c >= 0x80)
        viet_take_tone(c, &tone);
    return tone != 0;
}

static bool is_letter(char32_t c)
{
    uint32_t tone;
    char32_t plain = c < 0x80 ? c : viet_take_tone(c, &tone);
    char32_t letter = letter_unmarked(letter_small(plain));
    return letter >= U'a' && letter <= U'z';
}

/* Letters, and digits behind them; returns the bytes of it, 0 where no word begins. */
static size_t read_run(struct run *run, const char *text)
{
    size_t size = strlen(text), at = 0;
    *run = (struct run){.count = 0};
    while (at < size) {
        uint32_t c;
        size_t next = at + utf8_read(text + at, size - at, &c);
        bool digit = c >= '0' && c <= '9' && run->count > 0;
        if (!digit && !is_letter(c))
            break;
        run->digits |= digit;
        run->marked |= c >= 0x80;
        run->too_long |= run->count == WORD_KEYS_MOST;
        if (!run->too_long)
            run->keys[run->count++] = c;
        at = next;
    }
    return at;
}

/* The keys that became no letters of their own. */
struct left {
    bool any;
    bool telling; /* one of them is no vowel that stands there twice */
    /* A tone is one no more: a vowel stands behind it (Lisa, Rosa; who types inline puts
     * it behind the vowels), or the word has one that was no key (Bìnhx). */
    bool no_tone;
};

static struct left find_left(const struct run *run, const struct word *word)
{
    struct left left = {.any = false};
    bool written[WORD_KEYS_MOST + 1] = {false}, tone = false, key_tone = false;
    for (size_t i = 0; i < run->count; i++) {
        unsigned char at = word->letter_of[i];
        char32_t key = letter_small(run->keys[i]);
        bool vowel = run->keys[i] < 0x80 && letter_is_vowel(key);
        if (at == WORD_TONE || written[at]) {
            left.any = true;
            left.telling |= !vowel;
            key_tone |= at == WORD_TONE;
        } else {
            tone |= has_tone(run->keys[i]);
            left.no_tone |= key_tone && vowel;
        }
        written[at] = true;
    }
    left.no_tone |= key_tone && tone;
    return left;
}

enum finding {
    FOREIGN, /* no Vietnamese word */
    FINE,
    DOUBLED, /* perhaps something is left in it */
    LEFT     /* something is left in it */
};

static bool may_be_vietnamese(const struct run *run)
{
    static const struct key_rule NONE[] = {{0}};
    static const struct word_style STYLE = {.rules = NONE};
    struct word word;
    word_derive(&word, run->keys, run->count, &STYLE);
    return run->count == 1 || run->marked || word_is_spelt(&word, false);
}

static enum finding look(const struct run *run, struct word *word)
{
    const struct word_style style = {.rules = run->digits ? VNI_RULES : TELEX_RULES};
    if (run->too_long)
        return FOREIGN;
    word_derive(word, run->keys, run->count, &style);
    struct left left = find_left(run, word);
    if (left.any && !left.no_tone && !word->undone && !word->alone[0] &&
        word_is_spelt(word, true))
        return left.telling ? LEFT : DOUBLED;
    return !run->digits && may_be_vietnamese(run) ? FINE : FOREIGN;
}

/* ---- the whole name ---- */

struct survey {
    size_t left, doubled;
    bool marked, foreign;
};

static void add_mended(struct buffer *out, const struct word *word, bool new_style)
{
    char32_t letters[WORD_KEYS_MOST];
    char bytes[5];
    word_letters(word, new_style, letters);
    for (size_t i = 0; i < word->count; i++) {
        bytes[utf8_write(bytes, letters[i])] = '\0';
        buffer_add_text(out, bytes);
    }
}

static void mend_run(struct buffer *out, const char *text, size_t size, bool new_style,
                     struct survey *survey)
{
    struct run run;
    struct word word;
    read_run(&run, text);
    enum finding finding = look(&run, &word);
    survey->left += finding == LEFT;
    survey->doubled += finding == DOUBLED;
    survey->marked |= run.marked;
    survey->foreign |= finding == FOREIGN;
    if (finding == LEFT || finding == DOUBLED)
        add_mended(out, &word, new_style);
    else
        buffer_add(out, text, size);
    memory_wipe(&run, sizeof(run));
    memory_wipe(&word, sizeof(word));
}

char *residue_mend(const char *name, bool new_style)
{
    struct survey survey = {.left = 0};
    struct buffer out;
    struct run run;
    char *mended = NULL;
    size_t size = strlen(name);
    if (size > NAME_BYTES_MOST)
        return NULL;
    buffer_init(&out, size * 4 + 1);
    for (size_t at = 0; at < size;) {
        size_t word = read_run(&run, name + at), next = at + word;
        if (word)
            mend_run(&out, name + at, word, new_style, &survey);
        else
            buffer_add(&out, name + at, (next = utf8_next(name, at)) - at);
        at = next;
    }
    if (!survey.foreign && (survey.left > 0 || (survey.doubled > 0 && survey.marked)))
        mended = viet_compose(out.data);
    memory_wipe(&run, sizeof(run));
    buffer_free(&out);
    return mended;
}
