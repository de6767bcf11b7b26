/* SPDX-License-Identifier: MIT */
/* The keys of an open store: read, made, changed. For this room only. */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "kiosk/store/inside.h"

/* Where the outer key is: see store_open(). Allocated. */
char *keys_find_file(const char *folder, const char *key_file);

/* Inside the transaction that makes the table: the first data key. A store whose content
 * lies directly under the outer key keeps that as data key 0, until it is renewed. */
bool keys_make(struct store *store, struct error *err);
/* Reads the data keys; false and an error if the outer key is not that of the store. */
bool keys_load(struct store *store, struct error *err);
/* The same once more; the outer key may have been changed since. What is known stays if
 * it fails. */
bool keys_reload(struct store *store, struct error *err);
/* Ends a change of the outer key, if we have the new one. */
bool keys_settle(struct store *store, struct error *err);
/* The same for a store that was put together of what could be read of another: where its
 * table does not tell the keys, the copy does that lies beside the store. */
bool keys_recover(struct store *store);
/* Keeps that copy: motcua.keys, wrapped as they are in the table. A failure is logged. */
void keys_keep_copy(struct store *store);
/* Is there such a copy? Then the file beside it was a store. */
bool keys_know(const struct store *store);
/* Says so where that file is missing or empty: a new one would take the copy's place, and
 * sweep away what was attached in the old one. Returns false. */
bool keys_refuse_to_begin(const struct store *store, struct error *err);
/* When nothing lies under them any more. */
bool keys_drop_old(struct store *store, struct error *err);

/* renew.c: tries every sealed record, and deletes those that do not open. */
bool renew_drop_unreadable(struct store *store, size_t *count, struct error *err);

#endif
