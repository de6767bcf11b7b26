/* SPDX-License-Identifier: MIT */
/* A page of wrapped lines that the cursor goes through from stop to stop: the papers, the
 * check before sending. */
#ifndef SCREEN_STOPS_H
#define SCREEN_STOPS_H

#include "kiosk/screen/screen.h"

struct stop {
    int kind;     /* the screen's own; 0: plain text, the cursor goes past it */
    size_t index; /* … and what it is about */
    enum style style, label_style;
    int column;  /* of the text */
    bool joined; /* seen together with the line before it */
    char *label; /* before the text; may be NULL */
    char *text;
};

struct stops {
    struct stop *list;
    size_t count;
    size_t selected;
    int scroll, page; /* rows out of sight above; rows in sight, at the last paint */
};

enum { STOPS_MARGIN = 3 };

void stops_clear(struct stops *stops); /* wipes; what was selected stays so */
/* The text is copied and cleaned. The line is valid until the next one is added. */
struct stop *stops_add(struct stops *stops, int kind, enum style style, int column,
                       const char *text);
/* A line with a label before its text. */
struct stop *stops_add_labelled(struct stops *stops, int kind, int column,
                                const char *label, const char *text);
/* The line under the cursor; there is one as long as one can be stopped at. */
const struct stop *stops_selected(const struct stops *stops);
void stops_first(struct stops *stops); /* to the first stop */
void stops_move(struct stops *stops, int by);
/* Up, down, tab, pages, the end; true if the key was one of them. */
bool stops_key(struct stops *stops, const struct key *key);
void stops_paint(struct stops *stops, struct area area);

#endif
