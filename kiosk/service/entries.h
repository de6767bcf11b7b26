/* SPDX-License-Identifier: MIT */
/*
 * Entries on their way into the store's catalogue, wherever they come from: each is
 * checked as it is taken, and handed on as text; none is kept in memory.
 *
 * Of one procedure the entry that says more counts: facts or a detail before a line of
 * the national list, in whichever order they come; then the last.
 */
#ifndef SERVICE_ENTRIES_H
#define SERVICE_ENTRIES_H

#include "kiosk/base/error.h"

#include <jansson.h>

enum { ENTRIES_MOST = 50000 }; /* procedures in one part of the store's catalogue */

struct entries;

/* `put` gets the text of entry `number`, counted from 0; a number that comes again is
 * the same procedure, of which this says more. NULL: entries are only checked. */
typedef bool entries_put(void *arg, size_t number, const char *json, struct error *err);
struct entries *entries_create(entries_put *put, void *arg);
void entries_free(struct entries **entries);

/* `line` is a procedure in the kiosk's own form (docs/form-format.md) or in one of the
 * national portal's (national.h). An error if it is none, or one more than ENTRIES_MOST,
 * or if `put` says so. */
bool entries_take(struct entries *entries, const json_t *line, struct error *err);

size_t entries_count(const struct entries *entries); /* procedures */

#endif
