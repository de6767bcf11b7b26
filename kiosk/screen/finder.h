/* SPDX-License-Identifier: MIT */
/* A field in which people say what they look for, and below it the procedures that were
 * found, at every key. Part of a screen, which opens what is chosen. */
#ifndef SCREEN_FINDER_H
#define SCREEN_FINDER_H

#include "kiosk/screen/screen.h"
#include "kiosk/ui/edit.h"

enum { FINDER_HITS_MOST = 99 /* their numbers have two digits */ };

struct finder {
    struct counter *counter;
    struct edit query;
    struct typing typing; /* the word before its cursor */
    struct edit keys;     /* the query as it was typed */
    size_t from;          /* of the query's view */
    struct catalogue_hit hits[FINDER_HITS_MOST];
    size_t count, total;
    size_t selected;
    int first;       /* entry at the top of the list */
    int page;        /* entries that fit */
    bool only_asked; /* nothing is filled in here: forms are not spoken of */
};

void finder_init(struct finder *finder, struct counter *counter);
void finder_free(struct finder *finder);   /* wipes */
void finder_search(struct finder *finder); /* anew: the catalogue has changed */
void finder_clear(struct finder *finder);
void finder_paint(struct finder *finder, struct area area, const char *label);
void finder_key(struct finder *finder, const struct key *key);
void finder_take_back(struct finder *finder); /* screen_kind.take_back */
/* There must be one (`count`). NULL and an error where its form cannot be read. */
const struct procedure *finder_selected(const struct finder *finder, struct error *err);

#endif
