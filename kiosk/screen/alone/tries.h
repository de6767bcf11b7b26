/* SPDX-License-Identifier: MIT */
/*
 * How often somebody may look up what they do not have. References cannot be guessed, but
 * dossier codes are numbers in a row; so a look-up by code counts, and one that finds
 * nothing. Some are free, then a pause comes before the next, longer each time; a
 * minute takes one off again. Pure: times are handed in, in milliseconds.
 */
#ifndef SCREEN_ALONE_TRIES_H
#define SCREEN_ALONE_TRIES_H

#include <stdint.h>

struct tries {
    unsigned count;
    int64_t last; /* when `count` was last true */
};

void tries_count(struct tries *tries, int64_t now);
/* How long the next one has to wait; 0: it may be made now. */
int64_t tries_pause(const struct tries *tries, int64_t now);

#endif
