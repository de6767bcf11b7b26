/* SPDX-License-Identifier: MIT */
/* How the words of a vocabulary sound, see spoken_sound(): for who writes as he speaks.
 */
#ifndef SEARCH_SOUNDS_H
#define SEARCH_SOUNDS_H

#include "kiosk/search/vocabulary.h"

struct sounds;

/* The vocabulary is sorted. */
struct sounds *sounds_create(const struct vocabulary *vocabulary);
void sounds_free(struct sounds **sounds);

/* The ranks of the words that sound like the folded one, itself as well; borrowed. Two
 * sounds are taken for one where their hashes collide: a correction too many. */
const uint32_t *sounds_find(const struct sounds *sounds, const char *folded,
                            size_t *count);

#endif
