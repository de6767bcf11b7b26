/* SPDX-License-Identifier: MIT */
/*
 * Vietnamese from a keyboard without Vietnamese letters, by Telex or VNI: a pure state
 * machine between the keys and a text field. It keeps the raw keys of the word before the
 * cursor and says, key by key, which characters before the cursor to replace by what.
 *
 *   - Marks and tones may come behind their letter or later in the word, in any order.
 *     One w is enough for ươ; w alone is ư; [ and ] are no letters.
 *   - The same key once more takes back what it did, and writes itself: ass is "as".
 *   - A word that cannot be Vietnamese comes back to its keys as soon as that is plain,
 *     at the latest at its end: windows, password. A capital makes a name, and names may
 *     be as they are in the highlands: Krông, Blơk. With `names` nothing comes back.
 *   - Anything but a letter (with VNI also a digit in a word) ends the word. What stands
 *     before "@" comes back to its keys, and what follows is left alone up to a blank.
 *
 * Only what a person types goes through here; a paste or a scan does not, and is followed
 * by telex_forget().
 */
#ifndef INPUT_TELEX_H
#define INPUT_TELEX_H

#include "kiosk/input/word.h"

#include <stdbool.h>
#include <stddef.h>
#include <uchar.h>

enum telex_method { TELEX_TELEX, TELEX_VNI };

struct telex_settings {
    enum telex_method method;
    bool new_style; /* hoà, khoẻ, thuỷ; otherwise hòa, khỏe, thủy */
    bool names;     /* a field of names alone: no word is too strange */
};

/* A word of more keys than WORD_KEYS_MOST is left alone. */
enum { TELEX_TEXT_ROOM = WORD_KEYS_MOST * 3 + 8 };

struct telex {
    struct telex_settings settings;
    char32_t keys[WORD_KEYS_MOST]; /* of the word before the cursor */
    size_t count;
    char32_t shown[WORD_KEYS_MOST]; /* the letters that stand there */
    size_t shown_count;
    size_t passed; /* characters of a run that is left alone up to the next blank */
};

struct telex_change {
    size_t erase;               /* characters right before the cursor */
    char text[TELEX_TEXT_ROOM]; /* what goes there: UTF-8, NFC, with its NUL */
};

void telex_init(struct telex *telex, struct telex_settings settings);

/* A character that was typed. The change is all that it does: "a" into an empty field is
 * {0, "a"}. If the field cannot take the change it leaves its text and calls
 * telex_forget(). */
void telex_key(struct telex *telex, char32_t key, struct telex_change *change);

/* Backspace: one character fewer, the one that is seen before the cursor; the tone mark
 * may move in what is left. Where no word is being typed, {1, ""}: the field knows
 * whether there is anything to delete, and what belongs to it. */
void telex_backspace(struct telex *telex, struct telex_change *change);

/* The word is left: the cursor moves, the field loses the keyboard. Often {0, ""}. */
void telex_end(struct telex *telex, struct telex_change *change);

/* The text before the cursor is another now; nothing is known of it. Wipes the keys. */
void telex_forget(struct telex *telex);

/* A whole line of keys as text, NFC. Allocated. */
char *telex_convert(const char *line, struct telex_settings settings);

#endif
