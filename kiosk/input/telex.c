/* SPDX-License-Identifier: MIT */
#include "kiosk/input/telex.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/input/syllable.h"

#include <string.h>

/* A row of letters. */
struct row {
    char32_t letters[WORD_KEYS_MOST];
    size_t count;
};

static struct word_style style_of(const struct telex *telex)
{
    const struct telex_settings *settings = &telex->settings;
    return (struct word_style){
        .rules = settings->method == TELEX_VNI ? VNI_RULES : TELEX_RULES,
        .new_style = settings->new_style,
        .names = settings->names,
    };
}

static struct row copy_row(const char32_t *letters, size_t count)
{
    struct row row = {.count = count};
    memcpy(row.letters, letters, count * sizeof(*letters));
    return row;
}

/* What is to be seen of a word with these keys, at its end or before. */
static struct row show(const struct telex *telex, const struct row *keys, bool whole)
{
    struct word_style style = style_of(telex);
    struct word word;
    word_derive(&word, keys->letters, keys->count, &style);
    if (!word.changed || !(style.names || word.meant || word_is_spelt(&word, whole)))
        return *keys;
    struct row row = {.count = word.count};
    word_letters(&word, style.new_style, row.letters);
    return row;
}

/* ---- changes ---- */

static void add_letter(struct telex_change *change, char32_t letter)
{
    size_t size = strlen(change->text);
    size += utf8_write(change->text + size, letter);
    change->text[size] = '\0';
}

/* From what is shown to `row`: only the letters behind the first that differs. */
static void change_to(struct telex *telex, const struct row *row,
                      struct telex_change *change)
{
    size_t same = 0;
    while (same < row->count && same < telex->shown_count &&
           row->letters[same] == telex->shown[same])
        same++;
    change->erase = telex->shown_count - same;
    for (size_t i = same; i < row->count; i++)
        add_letter(change, row->letters[i]);
    memcpy(telex->shown, row->letters, sizeof(telex->shown));
    telex->shown_count = row->count;
}

static void end_word(struct telex *telex, bool address, struct telex_change *change)
{
    struct row keys = copy_row(telex->keys, telex->count);
    struct row row = address ? keys : show(telex, &keys, true);
    change_to(telex, &row, change);
    telex_forget(telex);
}

/* ---- keys ---- */

static bool is_of_word(const struct telex *telex, char32_t key)
{
    uint32_t tone;
    char32_t plain = key < 0x80 ? key : viet_take_tone(key, &tone);
    char32_t letter = letter_unmarked(letter_small(plain));
    if (letter >= U'a' && letter <= U'z')
        return true;
    return telex->count > 0 && telex->settings.method == TELEX_VNI && key >= U'0' &&
           key <= U'9';
}

void telex_init(struct telex *telex, struct telex_settings settings)
{
    *telex = (struct telex){.settings = settings};
}

void telex_forget(struct telex *telex)
{
    struct telex_settings settings = telex->settings;
    memory_wipe(telex, sizeof(*telex));
    telex_init(telex, settings);
}

void telex_key(struct telex *telex, char32_t key, struct telex_change *change)
{
    *change = (struct telex_change){.erase = 0};
    if (telex->passed || !is_of_word(telex, key)) {
        size_t passed = telex->passed;
        if (!passed)
            end_word(telex, key == U'@', change);
        add_letter(change, key);
        if (passed || key == U'@')
            telex->passed = key == U' ' ? 0 : passed + 1;
        return;
    }
    if (telex->count == WORD_KEYS_MOST) {
        size_t shown = telex->shown_count;
        end_word(telex, false, change);
        add_letter(change, key);
        telex->passed = shown + 1;
        return;
    }
    telex->keys[telex->count++] = key;
    struct row keys = copy_row(telex->keys, telex->count);
    struct row row = show(telex, &keys, false);
    change_to(telex, &row, change);
}

void telex_end(struct telex *telex, struct telex_change *change)
{
    *change = (struct telex_change){.erase = 0};
    end_word(telex, false, change);
}

/* ---- backspace ---- */

/* Do these keys show the letters of `left`, wherever the tone mark may stand? */
static bool shows(const struct telex *telex, const struct row *keys,
                  const struct row *left)
{
    struct row row = show(telex, keys, false);
    uint32_t tone = 0, left_tone = 0;
    if (row.count != left->count)
        return false;
    for (size_t i = 0; i < row.count; i++) {
        uint32_t one, other;
        if (viet_take_tone(row.letters[i], &one) !=
            viet_take_tone(left->letters[i], &other))
            return false;
        tone |= one;
        left_tone |= other;
    }
    return tone == left_tone;
}

/* The keys without those that wrote or marked the last letter; those of the tone go with
 * the letter that bore it. */
static struct row keys_before_last(const struct telex *telex)
{
    struct word_style style = style_of(telex);
    struct word word;
    struct row keys = {.count = 0};
    uint32_t tone;
    size_t last = telex->shown_count - 1;
    viet_take_tone(telex->shown[last], &tone);
    word_derive(&word, telex->keys, telex->count, &style);
    for (size_t i = 0; i < telex->count; i++) {
        bool goes = word.letter_of[i] == last || (tone && word.letter_of[i] == WORD_TONE);
        if (!goes)
            keys.letters[keys.count++] = telex->keys[i];
    }
    return keys;
}

void telex_backspace(struct telex *telex, struct telex_change *change)
{
    *change = (struct telex_change){.erase = 1};
    if (telex->shown_count == 0) {
        telex->passed -= telex->passed > 0;
        return;
    }
    /* Keys that show what is left: those that were typed for it; else its letters. */
    struct row left = copy_row(telex->shown, telex->shown_count - 1);
    struct row keys = keys_before_last(telex);
    if (!shows(telex, &keys, &left))
        keys = left;
    if (!shows(telex, &keys, &left)) {
        telex_forget(telex);
        telex->passed = left.count;
        return;
    }
    memcpy(telex->keys, keys.letters, sizeof(telex->keys));
    telex->count = keys.count;
    struct row row = show(telex, &keys, false);
    *change = (struct telex_change){.erase = 0};
    change_to(telex, &row, change);
}

/* ---- whole lines ---- */

static void apply(struct buffer *text, const struct telex_change *change)
{
    for (size_t i = 0; i < change->erase; i++)
        text->size = utf8_previous(text->data, text->size);
    text->data[text->size] = '\0';
    buffer_add_text(text, change->text);
}

char *telex_convert(const char *line, struct telex_settings settings)
{
    struct telex telex;
    struct telex_change change;
    struct buffer text;
    size_t size = strlen(line);
    telex_init(&telex, settings);
    buffer_init(&text, size * 4 + 1);
    for (size_t at = 0; at < size;) {
        uint32_t key;
        at += utf8_read(line + at, size - at, &key);
        telex_key(&telex, key, &change);
        apply(&text, &change);
    }
    telex_end(&telex, &change);
    apply(&text, &change);
    char *composed = viet_compose(text.data);
    buffer_free(&text);
    return composed;
}
