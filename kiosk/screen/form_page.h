/* SPDX-License-Identifier: MIT */
/*
 * A page of fields being laid out. Each thing is laid by one function that both measures
 * and draws, so that the two cannot disagree: the page is laid once unseen, to know where
 * the focus is, and once more to draw what is in view.
 */
#ifndef SCREEN_FORM_PAGE_H
#define SCREEN_FORM_PAGE_H

#include "kiosk/screen/form_screen.h"

enum { LABEL_COLUMN = 3, INPUT_COLUMN = 30 };

struct page {
    struct form_screen *s;
    struct area area;
    bool drawing;
    int row; /* of the page, not of the screen */
};

/* Where a field of one line stands. */
struct slot {
    int label, input; /* columns where they begin */
    int columns;      /* of the input, brackets and all */
};

/* Text on a row of the page, if that is seen. */
void page_put(const struct page *page, int row, int column, int columns, enum style style,
              const char *text);
/* Wrapped text; moves the page on by its rows. */
void page_put_wrapped(struct page *page, int column, enum style style, const char *text);
/* Where a row of the page is on the screen; -1 where it is not seen. */
int page_row(const struct page *page, int row);

/* form_inputs.c */
/* Label and input of a field with a value; moves the page on. */
void page_lay_input(struct page *page, size_t field);
/* The parts of it. */
char *page_label(const struct field *field);     /* with its star; allocated */
bool page_label_fits(const struct field *field); /* on the row of its input? */
void page_put_label(struct page *page, size_t field);
/* Before a label: where the cursor is, and "=" for what was taken over from elsewhere. */
void page_put_mark(const struct page *page, int column, size_t field);
void page_put_input(struct page *page, const struct slot *slot, size_t field);
int page_input_columns(const struct page *page);
int page_options_width(const struct field *field); /* of a radio on one row */

/* form_pairs.c */
/* May the two stand on one row? Lays them so. */
bool page_pair_fits(const struct page *page, size_t left, size_t right);
void page_lay_pair(struct page *page, size_t left, size_t right);

#endif
