/* SPDX-License-Identifier: MIT */
/* Stores as older versions of the program left them, for what climbs from there. Made of
 * SQL that is never changed: the version was released. */
#ifndef TESTS_OLD_STORE_H
#define TESTS_OLD_STORE_H

#include <stdbool.h>

/* What is in each of them: draft 1 with SHELF_CANARY; OLD_STORE_SENT, accepted, and
 * OLD_STORE_REJECTED, each with SHELF_CANARY as its body, the latter with "why" as the
 * portal's problem. */
#define OLD_STORE_SENT     "AAAAAAAAAAAAAAAAA"
#define OLD_STORE_REJECTED "BBBBBBBBBBBBBBBBB"

/* Version 1: everything is sealed directly with the key of the file. */
void old_store_make_1(const char *folder);

/* All that the oldest of them had is there, through the store's own functions. */
struct store;
void old_store_expect(struct store *store);

#endif
