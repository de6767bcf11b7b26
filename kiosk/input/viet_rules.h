/* SPDX-License-Identifier: MIT */
/*
 * The rules of typing and spelling Vietnamese: tables only, to be read and corrected by
 * whoever knows the language; viet_rules.c has them, with the Vietnamese words for each.
 *
 * A letter of these tables is in lower case and without its tone mark: ế is ê with
 * TONE_SAC. Lists are words with blanks between them, "-" stands for nothing.
 */
#ifndef INPUT_VIET_RULES_H
#define INPUT_VIET_RULES_H

#include <stdint.h>
#include <uchar.h>

/* Unicode's combining marks. */
enum tone {
    TONE_NGANG = 0,
    TONE_HUYEN = 0x300,
    TONE_SAC = 0x301,
    TONE_HOI = 0x309,
    TONE_NGA = 0x303,
    TONE_NANG = 0x323,
};

/* What a key does: it sets the tone of the syllable, or puts marks on its letters. */
struct key_rule {
    char32_t key; /* 0 ends a table */
    /* Pairs, "uưoơ": u becomes ư, o becomes ơ. NULL: the key sets the tone. */
    const char32_t *marks;
    char32_t alone; /* what it writes where there is no letter to mark, or 0 */
    enum tone tone;
};

extern const struct key_rule TELEX_RULES[], VNI_RULES[];

/* The letters with a mark; without it; and their capitals: three strings side by side. */
extern const char32_t MARKED[], UNMARKED[], CAPITALS[];

/* How a syllable may begin. */
struct initial_rule {
    const char32_t *letters; /* NULL ends the table */
    const char32_t *never;   /* vowels that do not follow; NULL: all may */
};

extern const struct initial_rule INITIALS[];
extern const char32_t HIGHLAND_INITIALS[]; /* tones follow in names only */

/* The vowels of a syllable, and what may end it. */
struct vowel_rule {
    const char32_t *letters; /* NULL ends the table */
    const char32_t *finals;
    const char32_t *after; /* the only initials they follow; NULL: all */
};

extern const struct vowel_rule VOWELS[];

extern const char32_t STOPS[];       /* finals that want TONE_SAC or TONE_NANG */
extern const char32_t LEVEL_STOPS[]; /* of these, those that may have no tone as well */
extern const char32_t NAME_FINALS[]; /* finals in names, ... */
extern const char32_t NAME_VOWELS[]; /* ... after these vowels */
extern const char32_t NEW_STYLE_OPEN[]; /* vowels that new style marks on the second */

#endif
