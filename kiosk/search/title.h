/* SPDX-License-Identifier: MIT */
/* The words of titles, by their numbers in a vocabulary. Thousands of titles repeat the
 * same few words, written in the same few ways ("Giấy", "giấy", "GIẤY"): each way is
 * folded once. */
#ifndef SEARCH_TITLE_H
#define SEARCH_TITLE_H

#include "kiosk/search/vocabulary.h"

#include <stdbool.h>

struct titles;

/* The vocabulary is borrowed: words that are new are added to it. */
struct titles *titles_create(struct vocabulary *vocabulary);
void titles_free(struct titles **titles);

struct title {
    uint32_t *words; /* numbers in the vocabulary */
    size_t count, room;
    size_t read; /* how many of them stand before a bracket; SIZE_MAX: there is none */
};

/* Replaces what is in *out, whose room is used again; all zero at first. */
void titles_read(struct titles *titles, const char *text, struct title *out);
/* Adds the words of the text behind those that are there. */
void titles_read_more(struct titles *titles, const char *text, struct title *out);
void title_add(struct title *title, uint32_t word);
void title_free(struct title *title);

#endif
