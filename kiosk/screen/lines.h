/* SPDX-License-Identifier: MIT */
/* A page of text lines that scrolls: what a procedure asks for, what became of a
 * dossier. */
#ifndef SCREEN_LINES_H
#define SCREEN_LINES_H

#include "kiosk/screen/screen.h"

struct line {
    enum style style;
    int indent;
    char *label; /* shown before the text, in a column of its own; may be NULL */
    char *text;  /* wrapped */
};

struct lines {
    struct line *list;
    size_t count;
    int labels; /* columns for them; 0: the usual */
    int first;  /* row at the top */
    int rows;   /* needed, at the last paint */
    int page;   /* shown, at the last paint */
};

void lines_clear(struct lines *lines); /* wipes */
/* Texts are copied and cleaned; `label` may be NULL. */
void lines_add(struct lines *lines, enum style style, int indent, const char *label,
               const char *text);
void lines_paint(struct lines *lines, struct area area);
/* Up, down and pages; true if the key was one of them. */
bool lines_key(struct lines *lines, const struct key *key);

#endif
