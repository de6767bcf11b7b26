/* SPDX-License-Identifier: MIT */
/* A folder for each test of the store, and what all of them do in it. */
#ifndef TESTS_SHELF_H
#define TESTS_SHELF_H

#include "kiosk/store/store.h"

/* For cmocka: *state becomes the folder's path. */
int shelf_make(void **state);
int shelf_remove(void **state);
#define AT_SHELF(test) cmocka_unit_test_setup_teardown(test, shelf_make, shelf_remove)

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
