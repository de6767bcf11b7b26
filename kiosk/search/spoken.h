/* SPDX-License-Identifier: MIT */
/* Words as they were said or typed: folded for looking up, with their marks for telling
 * "mất" from "mật". */
#ifndef SEARCH_SPOKEN_H
#define SEARCH_SPOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum { SPOKEN_ROOM = 40 };

struct spoken_word {
    char folded[SPOKEN_ROOM]; /* "mat" */
    char marked[SPOKEN_ROOM]; /* lower case, the tone as a combining mark at the end,
                                 whichever letter bore it; the folded word if it bears
                                 no mark */
    size_t from, to;          /* where it stands in the text, bytes */
};

/* The words of the text, at most `room`; returns how many. Words too long are cut. */
size_t spoken_read(const char *text, struct spoken_word *out, size_t room);

/* Folds as viet_fold() does, and one spelling for two: "ki", "li", "qui" for "ky", "ly",
 * "quy". Returns the length. */
size_t spoken_fold(char *out, size_t room, const char *text);

/* How a folded word sounds to who does not tell tr from ch, s from x, or the ends of
 * words apart: "thuong tru" and "thuong chu", "to hop tac" and "to hop tat". */
void spoken_sound(char out[SPOKEN_ROOM], const char *folded);

/* Can `said` be the word that is known in both forms? One without marks can be any that
 * folds to it. */
bool spoken_is(const struct spoken_word *said, const char *folded, const char *marked);

/* Was it typed without any mark? */
bool spoken_is_bare(const struct spoken_word *word);

#endif
