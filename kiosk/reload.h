/* SPDX-License-Identifier: MIT */
/*
 * The kiosk's list of procedures, read at the start and again when the store has another
 * one. The new list is made in small pieces while the old one serves, and takes its place
 * between two citizens: with no form open, and nothing typed or chosen on the first
 * screen, so that nothing moves under anybody's hand.
 */
#ifndef KIOSK_RELOAD_H
#define KIOSK_RELOAD_H

#include "kiosk/screen/counter.h"

struct reload {
    struct counter *counter; /* NULL until the first list is there */
    struct catalogue *next;  /* being made, or waiting for its moment; NULL: none */
    bool is_whole;           /* the one that is next */
    int64_t edition;         /* of the store: of the list that serves, */
    int64_t next_edition;    /* of the one that is next, */
    int64_t heard;           /* and of what the store has now */
    unsigned timer;
};

/* The whole list at once, into counter->catalogue, which is never NULL then; an error for
 * what could not be read of it. `reload` starts zeroed. */
bool reload_first(struct reload *reload, struct counter *counter, struct error *err);
/* The store has this edition now. */
void reload_hear(struct reload *reload, int64_t edition);
/* Is this the moment? To be asked whenever something has happened. */
void reload_look(struct reload *reload);
void reload_end(struct reload *reload);

#endif
