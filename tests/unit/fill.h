/* SPDX-License-Identifier: MIT */
/* A part of the store's catalogue replaced at once, for tests that need one. */
#ifndef TESTS_FILL_H
#define TESTS_FILL_H

#include "kiosk/store/catalogue.h"

#include <stddef.h>

/* `next` gives the entries, NULL at the end; returns how many there were. `mark` NULL:
 * nobody knows when and from where. */
size_t fill_catalogue(struct store *store, enum catalogue_part part,
                      const struct catalogue_mark *mark, const char *(*next)(void *arg),
                      void *arg);

#endif
