/* SPDX-License-Identifier: MIT */
/* Words, each once: thousands of names use few of them, so that a search looks at the
 * words once and then at numbers only. While words are added they are numbered as they
 * come; once sorted they are known by their rank in the alphabet, so that the words with
 * a common beginning are neighbours. */
#ifndef SEARCH_VOCABULARY_H
#define SEARCH_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

struct vocabulary;

struct vocabulary *vocabulary_create(void);
void vocabulary_free(struct vocabulary **vocabulary);

/* The number of word[0..size), counted from 0; a new one if it was not there. */
uint32_t vocabulary_add(struct vocabulary *vocabulary, const char *word, size_t size);
/* The number of the word until they are sorted; UINT32_MAX if it is not there. */
uint32_t vocabulary_number(const struct vocabulary *vocabulary, const char *word);
size_t vocabulary_count(const struct vocabulary *vocabulary);

/* Sorts, after which no word may be added. Returns the rank of each number; the caller
 * frees it. */
uint32_t *vocabulary_sort(struct vocabulary *vocabulary);
/* The word with the number or, once they are sorted, of the rank. Borrowed until a word
 * is added. */
const char *vocabulary_word(const struct vocabulary *vocabulary, uint32_t number);
size_t vocabulary_length(const struct vocabulary *vocabulary, uint32_t number);

/* Ranks from `first` up to `end`; none: both are the same. */
struct ranks {
    uint32_t first, end;
};
/* The words that begin so; the word itself, if there is one, is the first of them. */
struct ranks vocabulary_beginning(const struct vocabulary *vocabulary, const char *start);
/* The word itself. */
struct ranks vocabulary_find(const struct vocabulary *vocabulary, const char *word);

#endif
