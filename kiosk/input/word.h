/* SPDX-License-Identifier: MIT */
/*
 * What the keys of one word make: always all of them anew, from the first to the last, so
 * that a mark may come behind its letter, at the end of the word or in between. Pure.
 */
#ifndef INPUT_WORD_H
#define INPUT_WORD_H

#include "kiosk/input/viet_rules.h"

#include <stdbool.h>
#include <stddef.h>

/* The longest Vietnamese word takes 10 keys (nghieengs, with a key too many). */
enum { WORD_KEYS_MOST = 32 };

struct word {
    /* The letters, in lower case and without tone marks, and what is known of each. */
    char32_t letters[WORD_KEYS_MOST];
    bool upper[WORD_KEYS_MOST];
    bool sure[WORD_KEYS_MOST];       /* no mark just came along with its neighbour's */
    bool alone[WORD_KEYS_MOST];      /* the ư that w made of nothing */
    enum tone tones[WORD_KEYS_MOST]; /* in the syllables before the last */
    size_t count;
    size_t start;   /* of the last syllable */
    enum tone tone; /* and its tone */
    /* Of each key: the letter that it wrote or marked (the first of them), or WORD_TONE.
     */
    unsigned char letter_of[WORD_KEYS_MOST];
    bool changed;     /* by marks or a tone: it is not just its keys */
    bool late;        /* a mark came later than right behind its letter */
    bool undone;      /* a mark or a tone, by the same key once more */
    size_t undone_at; /* that key */
    bool settled;     /* so the last syllable gets no more marks */
    bool meant;       /* and it was no accident of English spelling */
};

enum { WORD_TONE = WORD_KEYS_MOST };

struct word_style {
    const struct key_rule *rules;
    bool new_style; /* hoà, not hòa */
    bool names;     /* no word is too strange: nothing is restored */
};

/* Keys are letters as typed; letters that bear marks already (ế) are keys as well.
 * `count` is at most WORD_KEYS_MOST. */
void word_derive(struct word *word, const char32_t *keys, size_t count,
                 const struct word_style *style);

/* Is it Vietnamese, or (not whole) can it become so? A capital makes it a name, and names
 * may be as they are in the highlands. */
bool word_is_spelt(const struct word *word, bool whole);

/* The letters as they are to be seen, in NFC; out has room for word->count. */
void word_letters(const struct word *word, bool new_style, char32_t *out);

#endif
