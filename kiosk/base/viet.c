/* SPDX-License-Identifier: MIT */
#include "kiosk/base/viet.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <uchar.h>
#include <wctype.h>

/* The combining tone marks, in the order of the columns below: huyền, hỏi, ngã, sắc,
 * nặng. */
static const uint32_t TONES[] = {0x300, 0x309, 0x303, 0x301, 0x323};
enum { TONE_COUNT = sizeof(TONES) / sizeof(TONES[0]) };

/* A vowel as it is written: base letter, combining mark (hat 302, breve 306, horn 31B),
 * the letter without a tone, and with each tone. đ stands apart: it does not decompose.
 */
struct vowel {
    uint32_t base, mark;
    const char32_t *plain, *toned;
};

static const struct vowel VOWELS[] = {
    {'a', 0, U"a", U"àảãáạ"}, {'a', 0x302, U"â", U"ầẩẫấậ"}, {'a', 0x306, U"ă", U"ằẳẵắặ"},
    {'e', 0, U"e", U"èẻẽéẹ"}, {'e', 0x302, U"ê", U"ềểễếệ"}, {'i', 0, U"i", U"ìỉĩíị"},
    {'o', 0, U"o", U"òỏõóọ"}, {'o', 0x302, U"ô", U"ồổỗốộ"}, {'o', 0x31b, U"ơ", U"ờởỡớợ"},
    {'u', 0, U"u", U"ùủũúụ"}, {'u', 0x31b, U"ư", U"ừửữứự"}, {'y', 0, U"y", U"ỳỷỹýỵ"},
    {'A', 0, U"A", U"ÀẢÃÁẠ"}, {'A', 0x302, U"Â", U"ẦẨẪẤẬ"}, {'A', 0x306, U"Ă", U"ẰẲẴẮẶ"},
    {'E', 0, U"E", U"ÈẺẼÉẸ"}, {'E', 0x302, U"Ê", U"ỀỂỄẾỆ"}, {'I', 0, U"I", U"ÌỈĨÍỊ"},
    {'O', 0, U"O", U"ÒỎÕÓỌ"}, {'O', 0x302, U"Ô", U"ỒỔỖỐỘ"}, {'O', 0x31b, U"Ơ", U"ỜỞỠỚỢ"},
    {'U', 0, U"U", U"ÙỦŨÚỤ"}, {'U', 0x31b, U"Ư", U"ỪỬỮỨỰ"}, {'Y', 0, U"Y", U"ỲỶỸÝỴ"},
};
enum { VOWEL_COUNT = sizeof(VOWELS) / sizeof(VOWELS[0]) };

static const struct vowel *vowel_of(uint32_t code_point, int *tone)
{
    for (size_t v = 0; v < VOWEL_COUNT; v++) {
        *tone = -1;
        if (VOWELS[v].plain[0] == code_point)
            return &VOWELS[v];
        for (int t = 0; t < TONE_COUNT; t++) {
            *tone = t;
            if (VOWELS[v].toned[t] == code_point)
                return &VOWELS[v];
        }
    }
    return NULL;
}

static const struct vowel *vowel_with(uint32_t base, uint32_t mark)
{
    for (size_t v = 0; v < VOWEL_COUNT; v++) {
        if (VOWELS[v].base == base && VOWELS[v].mark == mark)
            return &VOWELS[v];
    }
    return NULL;
}

static int tone_of(uint32_t combining)
{
    for (int t = 0; t < TONE_COUNT; t++) {
        if (TONES[t] == combining)
            return t;
    }
    return -1;
}

/* The letter that `letter` and the combining mark after it make; 0 if there is none. */
static uint32_t join(uint32_t letter, uint32_t combining)
{
    int tone;
    const struct vowel *vowel = vowel_of(letter, &tone);
    if (!vowel)
        return 0;
    int added = tone_of(combining);
    if (added >= 0)
        return tone < 0 ? vowel->toned[added] : 0;
    if (vowel->mark != 0)
        return 0;
    vowel = vowel_with(vowel->base, combining);
    if (!vowel)
        return 0;
    return tone < 0 ? vowel->plain[0] : vowel->toned[tone];
}

uint32_t viet_put_tone(uint32_t letter, uint32_t tone)
{
    uint32_t joined = tone_of(tone) >= 0 ? join(letter, tone) : 0;
    return joined ? joined : letter;
}

uint32_t viet_take_tone(uint32_t letter, uint32_t *tone)
{
    int column;
    bool plain = letter < 0x80; /* as most are */
    const struct vowel *vowel = plain ? NULL : vowel_of(letter, &column);
    *tone = vowel && column >= 0 ? TONES[column] : 0;
    return *tone ? vowel->plain[0] : letter;
}

char *viet_compose(const char *text)
{
    size_t size = strlen(text), length = 0, letter_at = 0;
    /* A precomposed letter takes at most three bytes, what it came from at least three.
     */
    char *out = memory_alloc(size + 4);
    uint32_t letter = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c;
        size_t used = utf8_read(text + at, size - at, &c);
        uint32_t joined = letter ? join(letter, c) : 0;
        if (joined) {
            letter = joined;
            length = letter_at + utf8_write(out + letter_at, joined);
        } else {
            /* A mark that joins nothing stands between the letter and those after it. */
            if (utf8_width(c) != 0 || letter == 0) {
                letter = c;
                letter_at = length;
            } else {
                letter = 0;
            }
            memcpy(out + length, text + at, used);
            length += used;
        }
        at += used;
    }
    out[length] = '\0';
    return out;
}

/* ---- capitals ---- */

/* The table has the small letters first, and the capitals in the same order. */
static uint32_t in_case(uint32_t c, bool capital)
{
    int tone;
    if (c == U'đ' || c == U'Đ')
        return capital ? U'Đ' : U'đ';
    const struct vowel *vowel = vowel_of(c, &tone);
    if (vowel) {
        size_t at = (size_t)(vowel - VOWELS) % (VOWEL_COUNT / 2);
        vowel = &VOWELS[capital ? at + VOWEL_COUNT / 2 : at];
        return tone < 0 ? vowel->plain[0] : vowel->toned[tone];
    }
    return (uint32_t)(capital ? towupper((wint_t)c) : towlower((wint_t)c));
}

static bool is_in_word(uint32_t c)
{
    enum { QUOTE = 0x2019, LETTER_QUOTE = 0x2BC };
    int tone;
    bool vietnamese = c == U'đ' || c == U'Đ' || vowel_of(c, &tone);
    bool mark = c >= 0x300 && c <= 0x36F;
    return vietnamese || mark || (c != QUOTE && c != LETTER_QUOTE && iswalnum((wint_t)c));
}

static char *written(const char *text, bool all_capitals)
{
    char *composed = viet_compose(text);
    size_t size = strlen(composed), length = 0;
    char *out = memory_alloc(2 * size + 4); /* ɐ takes two bytes, its capital three */
    bool in_word = false;
    for (size_t at = 0; at < size;) {
        uint32_t c;
        size_t used = utf8_read(composed + at, size - at, &c);
        uint32_t cased = in_case(c, all_capitals || !in_word);
        if (cased == c) /* bytes that are no UTF-8, too */
            memcpy(out + length, composed + at, used);
        length += cased == c ? used : utf8_write(out + length, cased);
        at += used;
        in_word = is_in_word(c);
    }
    out[length] = '\0';
    memory_free_text(&composed);
    return out;
}

char *viet_capitals(const char *text)
{
    return written(text, true);
}

char *viet_title(const char *text)
{
    return written(text, false);
}

/* The base letters of the blocks in which Vietnamese letters stand, so that folding
 * thousands of names need not search VOWELS; '.' is no Vietnamese vowel. */
static uint32_t base_in_blocks(uint32_t c)
{
    static const char LATIN[] = "aaaa....eee.ii....oooo...uu..y.."; /* U+00C0, U+00E0 */
    static const char TONED[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiii"
        "oooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy"; /* U+1EA0 */
    if (c >= 0xC0 && c <= 0xFF && LATIN[c & 0x1F] != '.')
        return (unsigned char)LATIN[c & 0x1F];
    if (c >= 0x1EA0 && c - 0x1EA0 < sizeof(TONED) - 1)
        return (unsigned char)TONED[c - 0x1EA0];
    switch (c) {
    case 0x110: /* Đ, đ */
    case 0x111:
        return 'd';
    case 0x102: /* Ă, ă */
    case 0x103:
        return 'a';
    case 0x128: /* Ĩ, ĩ */
    case 0x129:
        return 'i';
    case 0x1A0: /* Ơ, ơ */
    case 0x1A1:
        return 'o';
    case 0x168: /* Ũ, ũ, Ư, ư */
    case 0x169:
    case 0x1AF:
    case 0x1B0:
        return 'u';
    default:
        return 0;
    }
}

uint32_t viet_base(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    uint32_t base = base_in_blocks(c);
    return base ? base : (uint32_t)towlower((wint_t)c);
}

/* The folded letter or digit; 0 for what parts words. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return ((c | 32) >= 'a' && (c | 32) <= 'z') ? c | 32
               : (c >= '0' && c <= '9')             ? c
                                                    : 0;
    uint32_t base = base_in_blocks(c);
    if (base)
        return base;
    return iswalnum((wint_t)c) ? (uint32_t)towlower((wint_t)c) : 0;
}

/* Lower case without a tone. */
static uint32_t plain_of(uint32_t c, const struct vowel *vowel)
{
    if (vowel && vowel->base < 'a')
        vowel = vowel_with(vowel->base + 32, vowel->mark);
    if (vowel)
        return vowel->plain[0];
    return c == 0x110 ? 0x111 : (uint32_t)towlower((wint_t)c);
}

/* The tone of a word stands behind it, as a digit, wherever its mark was. */
char *viet_key(const char *text)
{
    char *composed = viet_compose(text);
    size_t size = strlen(composed), length = 0;
    char *out = memory_array(size + 2, 2);
    int tone = -1;
    bool gap = false;
    for (size_t at = 0; at <= size;) {
        uint32_t c = ' ';
        size_t used = at < size ? utf8_read(composed + at, size - at, &c) : 1;
        at += used;
        if (c == ' ' && tone >= 0)
            out[length++] = (char)('1' + tone);
        if (c == ' ') {
            tone = -1;
            gap = length > 0;
            continue;
        }
        if (gap)
            out[length++] = ' ';
        gap = false;
        int own;
        const struct vowel *vowel = vowel_of(c, &own);
        if (own >= 0 && vowel)
            tone = own;
        length += utf8_write(out + length, plain_of(c, vowel));
    }
    out[length] = '\0';
    memory_free_text(&composed);
    return out;
}

size_t viet_fold(char *out, size_t room, const char *text)
{
    size_t size = strlen(text), length = 0;
    bool gap = false;
    for (size_t at = 0; at < size;) {
        uint32_t c = (unsigned char)text[at];
        at += c < 0x80 ? 1 : utf8_read(text + at, size - at, &c);
        if (c >= 0x300 && c <= 0x36F)
            continue;
        uint32_t folded = fold(c);
        if (!folded) {
            gap = length > 0;
            continue;
        }
        char bytes[4] = {(char)folded};
        size_t used = folded < 0x80 ? 1 : utf8_write(bytes, folded);
        if (length + gap + used + 1 > room)
            break;
        if (gap)
            out[length++] = ' ';
        gap = false;
        for (size_t i = 0; i < used; i++) /* one, nearly always */
            out[length++] = bytes[i];
    }
    if (room)
        out[length] = '\0';
    return length;
}
