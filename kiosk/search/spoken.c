/* SPDX-License-Identifier: MIT */
#include "kiosk/search/spoken.h"

#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wctype.h>

enum { HOOK = 0x309, TILDE = 0x303 }; /* combining: hỏi, ngã */
enum { LETTER_MOST = 5 };             /* bytes of a letter, and of the tone at the end */

static bool is_of_word(uint32_t c)
{
    if (c < 0x80)
        return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
    return iswalnum((wint_t)c) || (c >= 0x300 && c <= 0x36F);
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouy", c);
}

/* The word without the tone of its letters, which stands at its end. */
static void read_marked(char *out, const char *word, size_t size)
{
    size_t length = 0;
    uint32_t tone = 0;
    for (size_t at = 0; at < size && length + 2 * LETTER_MOST < SPOKEN_ROOM;) {
        uint32_t c, own;
        at += utf8_read(word + at, size - at, &c);
        c = viet_take_tone(c, &own);
        tone = own == TILDE ? HOOK : own ? own : tone; /* in the south both are one */
        length += utf8_write(out + length, (uint32_t)towlower((wint_t)c));
    }
    bool one_spelling =
        length > 1 && out[length - 1] == 'y' && !is_vowel(out[length - 2]);
    if (one_spelling ||
        (length > 2 && strncmp(out + length - 2, "uy", 2) == 0 && out[length - 3] == 'q'))
        out[length - 1] = 'i';
    if (tone)
        length += utf8_write(out + length, tone);
    out[length] = '\0';
}

size_t spoken_fold(char *out, size_t room, const char *text)
{
    size_t length = viet_fold(out, room, text);
    for (size_t i = 1; i < length; i++) {
        bool ends = out[i + 1] == ' ' || out[i + 1] == '\0';
        bool after_q = out[i - 1] == 'u' && i > 1 && out[i - 2] == 'q';
        if (out[i] == 'y' && ends && out[i - 1] != ' ' &&
            (after_q || !is_vowel(out[i - 1])))
            out[i] = 'i';
    }
    return length;
}

void spoken_sound(char out[SPOKEN_ROOM], const char *folded)
{
    static const struct {
        const char *written, *sounds;
    } STARTS[] = {{"tr", "ch"}, {"s", "x"}, {"gi", "d"}, {"r", "d"}},
      ENDS[] = {{"ng", "n"}, {"nh", "n"}, {"ch", "c"}, {"t", "c"}};
    size_t length = 0, size = strlen(folded);
    if (size >= SPOKEN_ROOM - 2)
        size = SPOKEN_ROOM - 2;
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(STARTS[0]); i++) {
        size_t start = strlen(STARTS[i].written);
        if (size > start && strncmp(folded, STARTS[i].written, start) == 0) {
            length = (size_t)snprintf(out, SPOKEN_ROOM, "%s", STARTS[i].sounds);
            folded += start;
            size -= start;
            break;
        }
    }
    memcpy(out + length, folded, size);
    length += size;
    out[length] = '\0';
    for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++) {
        size_t end = strlen(ENDS[i].written);
        if (length > end + 1 && strcmp(out + length - end, ENDS[i].written) == 0) {
            snprintf(out + length - end, end + 1, "%s", ENDS[i].sounds);
            break;
        }
    }
}

static void read_word(struct spoken_word *out, const char *text, size_t from, size_t to)
{
    char word[4 * SPOKEN_ROOM];
    size_t size = to - from < sizeof(word) ? to - from : sizeof(word) - 1;
    memcpy(word, text + from, size);
    word[size] = '\0';
    *out = (struct spoken_word){.from = from, .to = to};
    spoken_fold(out->folded, sizeof(out->folded), word);
    read_marked(out->marked, word, size);
}

size_t spoken_read(const char *text, struct spoken_word *out, size_t room)
{
    size_t size = strlen(text), count = 0, from = 0;
    bool inside = false;
    for (size_t at = 0; at <= size && count < room;) {
        uint32_t c = ' ';
        size_t used = at < size ? utf8_read(text + at, size - at, &c) : 1;
        bool of_word = at < size && is_of_word(c);
        if (of_word && !inside)
            from = at;
        if (!of_word && inside) {
            read_word(&out[count], text, from, at);
            count += out[count].folded[0] != '\0';
        }
        inside = of_word;
        at += used;
    }
    return count;
}

bool spoken_is_bare(const struct spoken_word *word)
{
    return strcmp(word->folded, word->marked) == 0;
}

bool spoken_is(const struct spoken_word *said, const char *folded, const char *marked)
{
    if (said->folded[0] != folded[0]) /* as most are: thousands are asked */
        return false;
    return strcmp(said->marked, marked) == 0 ||
           (spoken_is_bare(said) && strcmp(said->folded, folded) == 0);
}
