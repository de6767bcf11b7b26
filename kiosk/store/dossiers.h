/* SPDX-License-Identifier: MIT */
/* Rows of dossiers, read the same way by dossiers.c and outbox.c, and the end of a draft.
 * For this room only. */
#ifndef STORE_DOSSIERS_H
#define STORE_DOSSIERS_H

#include "kiosk/store/inside.h"

/* The present row of a statement that selects DOSSIER_COLUMNS. */
void dossiers_read_row(sqlite3_stmt *row, struct dossier *out);
/* Runs it to its end, or until `out` is full; a failure is logged. */
size_t dossiers_read_rows(struct store *store, sqlite3_stmt *list, struct dossier *out,
                          size_t room);
/* The one number a statement gives; 0, and a line in the log, if it fails. */
int64_t dossiers_ask_number(struct store *store, sqlite3_stmt *question);

/* drafts.c, within the transaction that finalises: the draft goes, and with it what it
 * has and the dossier does not name. */
bool drafts_drop(struct store *store, int64_t id, struct error *err);

#endif
