/* SPDX-License-Identifier: MIT */
/* Knows nothing of the engine: only which keys the two methods have. */
#include "tests/unit/typist.h"

#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <stdio.h>
#include <string.h>

/* A letter without its tone, the key for it, and the keys of its mark. */
struct letter_keys {
    char32_t letter;
    char key, telex, vni;
};

static const struct letter_keys LETTERS[] = {
    {U'â', 'a', 'a', '6'}, {U'ê', 'e', 'e', '6'}, {U'ô', 'o', 'o', '6'},
    {U'ă', 'a', 'w', '8'}, {U'ơ', 'o', 'w', '7'}, {U'ư', 'u', 'w', '7'},
    {U'đ', 'd', 'd', '9'}, {U'Â', 'A', 'A', '6'}, {U'Ê', 'E', 'E', '6'},
    {U'Ô', 'O', 'O', '6'}, {U'Ă', 'A', 'W', '8'}, {U'Ơ', 'O', 'W', '7'},
    {U'Ư', 'U', 'W', '7'}, {U'Đ', 'D', 'D', '9'},
};

static const struct {
    uint32_t mark;
    char telex, vni;
} TONES[] = {
    {0x301, 's', '1'}, {0x300, 'f', '2'}, {0x309, 'r', '3'},
    {0x303, 'x', '4'}, {0x323, 'j', '5'},
};

struct typing {
    char marks[16], tone[2];
    bool vni;
    enum typist_habit habit;
};

static char key_of_tone(const struct typing *typing, uint32_t tone)
{
    for (size_t i = 0; i < sizeof(TONES) / sizeof(TONES[0]); i++) {
        if (TONES[i].mark == tone)
            return typing->vni ? TONES[i].vni : TONES[i].telex;
    }
    return '\0';
}

static const struct letter_keys *keys_of(uint32_t letter)
{
    for (size_t i = 0; i < sizeof(LETTERS) / sizeof(LETTERS[0]); i++) {
        if (LETTERS[i].letter == letter)
            return &LETTERS[i];
    }
    return NULL;
}

/* Where both of ươ want the same key, one is enough unless it stands inline. */
static bool mark_is_shared(const struct typing *typing, uint32_t letter, const char *rest)
{
    uint32_t next, tone;
    utf8_read(rest, strlen(rest), &next);
    next = viet_take_tone(next, &tone);
    return typing->habit != TYPIST_INLINE && (letter == U'ư' || letter == U'Ư') &&
           (next == U'ơ' || next == U'Ơ');
}

/* The keys of one letter; what comes later is kept in `typing`. */
static void type_letter(struct typing *typing, char out[8], uint32_t letter,
                        const char *rest)
{
    uint32_t tone;
    uint32_t plain = viet_take_tone(letter, &tone);
    const struct letter_keys *keys = keys_of(plain);
    size_t size = 0;
    char mark = !keys ? '\0' : typing->vni ? keys->vni : keys->telex;
    if (keys)
        out[size++] = keys->key;
    else
        size += utf8_write(out, plain);
    if (mark && mark_is_shared(typing, plain, rest))
        mark = '\0';
    if (mark && typing->habit == TYPIST_ALL_LAST)
        typing->marks[strlen(typing->marks)] = mark;
    else if (mark)
        out[size++] = mark;
    if (tone && typing->habit == TYPIST_INLINE)
        out[size++] = key_of_tone(typing, tone);
    else if (tone)
        typing->tone[0] = key_of_tone(typing, tone);
    out[size] = '\0';
}

void typist_type(char *out, size_t room, const char *word, enum telex_method method,
                 enum typist_habit habit)
{
    struct typing typing = {.vni = method == TELEX_VNI, .habit = habit};
    size_t length = 0, size = strlen(word);
    uint32_t before = 0;
    for (size_t at = 0; at < size;) {
        uint32_t letter, tone;
        char keys[8];
        at += utf8_read(word + at, size - at, &letter);
        type_letter(&typing, keys, letter, word + at);
        /* oo itself: xooong, the third takes the hat away. */
        bool again =
            !typing.vni && before == U'o' && viet_take_tone(letter, &tone) == U'o';
        length +=
            (size_t)snprintf(out + length, room - length, "%s%s", again ? "o" : "", keys);
        before = letter;
    }
    snprintf(out + length, room - length, "%s%s", typing.marks, typing.tone);
}
