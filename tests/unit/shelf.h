/* SPDX-License-Identifier: MIT */
/* A folder for each test of the store, and what all of them do in it. */
#ifndef TESTS_SHELF_H
#define TESTS_SHELF_H

#include "kiosk/store/store.h"
#include "tests/unit/scratch.h"

#define AT_SHELF(test) IN_SCRATCH(test)

/* What a citizen said, and what must stand in no file. */
extern const char SHELF_CANARY[];

struct store *shelf_open(const char *folder);
void shelf_expect_refusal(const char *folder, const char *key, const char *words);
/* With a key that nobody else has. */
bool shelf_finalise(struct store *store, const char *reference, const char *body,
                    int64_t draft, struct error *err);
struct dossier shelf_add_dossier(struct store *store, const char *reference);
struct dossier shelf_find(struct store *store, const char *reference_or_code);

#endif
