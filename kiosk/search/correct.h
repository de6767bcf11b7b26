/* SPDX-License-Identifier: MIT */
/* What a word that no name has may have been meant for. */
#ifndef SEARCH_CORRECT_H
#define SEARCH_CORRECT_H

#include "kiosk/search/index.h"
#include "kiosk/search/spoken.h"

enum { CORRECTIONS_MOST = 3, CORRECTION_ROOM = 64 };

struct corrections {
    char texts[CORRECTIONS_MOST][CORRECTION_ROOM]; /* a word, or two with a blank */
    size_t count;
};

/* The keys of Telex left in the word ("ddaat"), two words without a blank ("khaisinh"),
 * or one letter wrong, missing, too many or swapped; the commonest words first. */
struct corrections correct_word(const struct index *index, const char *word);

/* The word without the keys of Telex, if it is one then. */
bool correct_telex(const struct index *index, const char *word, char out[SPOKEN_ROOM]);

#endif
