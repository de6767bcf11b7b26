/* SPDX-License-Identifier: MIT */
/* A list of things of two rows each, one of them chosen: drafts, dossiers. */
#ifndef SCREEN_ITEMS_H
#define SCREEN_ITEMS_H

#include "kiosk/screen/screen.h"

struct item_words {
    char *head;  /* cut where it is too long */
    char *right; /* at the end of the first row, whole */
    char *below;
    enum style below_style;
};

struct items {
    size_t count, selected;
    int first; /* at the top, and how many are in sight: as painted last */
    int page;
    /* What an item is called now; allocated texts, which are wiped and freed here. */
    struct item_words (*words)(void *arg, size_t item);
    void *arg;
};

void items_count(struct items *items, size_t count); /* there are so many now */
void items_paint(struct items *items, struct area area);
/* Up, down, pages, the ends; true if the key was one of them. */
bool items_key(struct items *items, const struct key *key);

#endif
