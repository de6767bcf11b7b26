/* SPDX-License-Identifier: MIT */
/*
 * How a Vietnamese syllable is spelt, by the tables of viet_rules.h. Letters are code
 * points in lower case and without tone marks; vowels that are still to get their mark
 * stand bare.
 */
#ifndef INPUT_SYLLABLE_H
#define INPUT_SYLLABLE_H

#include "kiosk/input/viet_rules.h"

#include <stdbool.h>
#include <stddef.h>

/* The letter without its mark, ư as u; the capital, ư as Ư, and back. */
char32_t letter_unmarked(char32_t letter);
char32_t letter_capital(char32_t letter);
char32_t letter_small(char32_t letter);
bool letter_is_vowel(char32_t letter);
/* What a key of the rule makes of a letter that has no mark; 0: nothing. */
char32_t letter_marked(const struct key_rule *rule, char32_t unmarked);

/* th|uyê|n: where the vowels begin and where the final begins; both are `count` in what
 * has no vowel. u belongs to the initial after q, i after g when vowels follow (gi|a; but
 * g|iê|ng). */
struct parts {
    size_t vowels, final;
};
struct parts syllable_split(const char32_t *letters, size_t count);

/* Otherwise more letters and marks may come, or the syllable is no name; names are
 * allowed what they have in the highlands. */
enum { SYLLABLE_WHOLE = 1, SYLLABLE_NAME = 2 };
/* Can it be Vietnamese? Without a vowel only an abbreviation with đ can: TĐC. */
bool syllable_is_spelt(const char32_t *letters, size_t count, enum tone tone, int what);

/* May a syllable that ends so have this tone? ác, ạc, but not àc. */
bool syllable_takes_tone(const char32_t *letters, size_t count, enum tone tone);

/* The vowels as a key of the rule would mark them ("uo" as "ươ" in "duong"); NULL: it
 * marks nothing in them, or there are none. `sure` says of each letter whether its mark
 * was asked for: one that only followed from its neighbour may be asked for now. */
const char32_t *syllable_marked(const char32_t *letters, const bool *sure, size_t count,
                                const struct key_rule *rule);

/* Which letter bears the tone mark; `count` if there is no vowel. */
size_t syllable_tone_place(const char32_t *letters, size_t count, bool new_style);

#endif
