/* SPDX-License-Identifier: MIT */
/*
 * The pages of a document while they are being set: a cursor that goes down the page, and
 * the marks that were put there (lines of text, rules, QR codes), drawn later as often as
 * wanted. All lengths are points (1/72 inch) from the upper left corner of the page.
 *
 * What must not be torn apart is tried: remember, place, and where that ran over the end
 * of the page, go back and start on the next (see layout.c).
 */
#ifndef PRINTERS_SHEET_H
#define PRINTERS_SHEET_H

#include "printers/blocks.h"

#include <pango/pangocairo.h>

#define MM(mm) ((mm)*72.0 / 25.4)

struct paper {
    double width, height;
    double left, right, top, bottom; /* margins */
    double size;                     /* of the body's type, where it is not scaled */
    double smallest;                 /* that it may be, to save a second page */
    double qr;                       /* side of a QR code, at least */
};

struct sheet {
    const struct paper *paper;
    const struct page_words *words;
    bool training;
    double size; /* of the body's type */
    PangoFontMap *fonts;
    PangoContext *context;
    struct mark *marks;
    size_t mark_count, mark_room;
    int page; /* the one the cursor is on, from 0 */
    double y;
    bool too_long; /* more than DOCUMENT_MOST_PAGES: the rest is left out */
};

/* Where something is set: the cursor gives the height. */
struct area {
    double x, width;
};

struct place {
    size_t mark_count;
    int page;
    double y;
};

/* With the paper's type at `scale` times its size. */
struct sheet *sheet_create(const struct document *document, double scale);
void sheet_free(struct sheet **sheet);

struct area sheet_area(const struct sheet *sheet); /* between the margins */
double sheet_top(const struct sheet *sheet);
double sheet_end(const struct sheet *sheet); /* the lowest the cursor may go */
void sheet_break(struct sheet *sheet);       /* to the top of the next page */
/* Moves down, but not off the page, and not at the top of one. */
void sheet_skip(struct sheet *sheet, double height);

struct place sheet_remember(const struct sheet *sheet);
void sheet_go_back(struct sheet *sheet, const struct place *place);

struct type {
    double size;
    bool bold, italic;
    enum align align;
};

/* Text broken into lines of `width`; the caller gives it to sheet_add_lines or unrefs. */
PangoLayout *sheet_set_text(const struct sheet *sheet, const char *text, double width,
                            const struct type *type);
double sheet_text_height(PangoLayout *layout);
double sheet_text_width(PangoLayout *layout); /* of its widest line */
/* How many lines from `first` on fit in `height`, and how high these are. */
int sheet_lines_that_fit(PangoLayout *layout, int first, double height, double *used);

/* Marks on the current page; none moves the cursor. The layout is shared, not taken. */
void sheet_add_lines(struct sheet *sheet, PangoLayout *layout, int first, int count,
                     double x, double y);
void sheet_add_rule(struct sheet *sheet, double x1, double y1, double x2, double y2,
                    double thickness);
void sheet_add_qr(struct sheet *sheet, const struct qr *code, double x, double y,
                  double module);

int sheet_pages(const struct sheet *sheet);
void sheet_draw(const struct sheet *sheet, int page, cairo_t *cairo);

#endif
