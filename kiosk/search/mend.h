/* SPDX-License-Identifier: MIT */
/* Words that were meant otherwise than they were typed, told by the words beside them:
 * "thường chú" is nowhere, "thường trú" is in many names. */
#ifndef SEARCH_MEND_H
#define SEARCH_MEND_H

#include "kiosk/search/index.h"
#include "kiosk/search/sayings.h"

/* Puts what was meant in the place of what was typed; returns which words, as bits. The
 * index is ready; `said` is what the sayings know of the words; those that a saying takes
 * stay as they are, and with `is_open` the last one, which is still being typed, if it
 * begins a word. */
uint32_t mend_words(struct index *index, const struct sayings *sayings,
                    struct spoken_word *words, const struct said_word *said, size_t count,
                    bool is_open);

#endif
