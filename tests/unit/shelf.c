/* SPDX-License-Identifier: MIT */
#include "tests/unit/shelf.h"

#include "kiosk/base/memory.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char SHELF_CANARY[] = "NGUYỄN CANARY MINH AN 048196006603";

struct store *shelf_open(const char *folder)
{
    struct error err = {0};
    struct store *store = store_open(folder, "", &err);
    if (!store)
        fail_msg("%s", err.text);
    return store;
}

void shelf_expect_refusal(const char *folder, const char *key, const char *words)
{
    struct error err = {0};
    struct store *store = store_open(folder, key, &err);
    assert_null(store);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

bool shelf_finalise(struct store *store, const char *reference, const char *body,
                    int64_t draft, struct error *err)
{
    char key[STORE_KEY_ROOM];
    unsigned char random[16];
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(key, sizeof(key), random, sizeof(random));
    struct finalised what = {.reference = reference,
                             .key = key,
                             .procedure = "1.001193",
                             .body = body,
                             .size = strlen(body),
                             .at = 1795000000,
                             .draft = draft};
    return store_finalise(store, &what, err);
}

struct dossier shelf_add_dossier(struct store *store, const char *reference)
{
    struct error err = {0};
    struct dossier dossier;
    assert_true(shelf_finalise(store, reference, SHELF_CANARY, 0, &err));
    assert_true(store_find_dossier(store, reference, &dossier, &err));
    return dossier;
}

struct dossier shelf_find(struct store *store, const char *name)
{
    struct error err = {0};
    struct dossier dossier;
    assert_true(store_find_dossier(store, name, &dossier, &err));
    return dossier;
}
