/* SPDX-License-Identifier: MIT */
/* Words, each once and with a number: thousands of names use few of them, so that a
 * search looks at the words once and then at numbers only. */
#ifndef SERVICE_VOCABULARY_H
#define SERVICE_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

struct vocabulary;

struct vocabulary *vocabulary_create(void);
void vocabulary_free(struct vocabulary **vocabulary);

/* The number of word[0..size), counted from 0; a new one if it was not there. */
uint32_t vocabulary_add(struct vocabulary *vocabulary, const char *word, size_t size);
size_t vocabulary_count(const struct vocabulary *vocabulary);
/* Borrowed, until the next word is added. */
const char *vocabulary_word(const struct vocabulary *vocabulary, uint32_t number);

#endif
