/* SPDX-License-Identifier: MIT */
#include "tests/unit/old_store.h"

#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/catalogue.h"
#include "tests/unit/shelf.h"

#include <setjmp.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char SHAPE_1[] =
    "PRAGMA journal_mode = WAL;"
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL);"
    "CREATE TABLE draft ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " procedure TEXT NOT NULL,"
    " changed INTEGER NOT NULL,"
    " content BLOB NOT NULL);"
    "CREATE TABLE dossier ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " reference TEXT NOT NULL UNIQUE,"
    " idempotency_key TEXT NOT NULL UNIQUE,"
    " procedure TEXT NOT NULL,"
    " state INTEGER NOT NULL,"
    " reason INTEGER NOT NULL DEFAULT 0,"
    " http_status INTEGER NOT NULL DEFAULT 0,"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " finalised_at INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL,"
    " tried_at INTEGER NOT NULL DEFAULT 0,"
    " code TEXT NOT NULL DEFAULT '',"
    " status INTEGER NOT NULL DEFAULT 0,"
    " accepted_at INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX dossier_waiting ON dossier (next_try) WHERE state < 2;"
    "CREATE INDEX dossier_code ON dossier (code) WHERE code <> '';"
    "CREATE TABLE payload ("
    " dossier INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,"
    " body BLOB NOT NULL);"
    "CREATE TABLE problem ("
    " dossier INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,"
    " words BLOB NOT NULL);"
    "CREATE TABLE catalogue (place INTEGER PRIMARY KEY, entry TEXT NOT NULL);"
    "PRAGMA application_id = 0x4D435541;"
    "PRAGMA user_version = 1;"
    "INSERT INTO fact VALUES ('key-proof', seal('key-proof', 'key-proof'));"
    "INSERT INTO draft VALUES (1, '1.001193', 4000000000, seal('draft 1 1.001193', ?1));"
    "INSERT INTO dossier VALUES (1, 'AAAAAAAAAAAAAAAAA', 'key-a', '1.001193', 2, 0, 0, 1,"
    " 1795000000, 0, 1795000001, 'H17.31.22-261122-0001', 1, 1795000002, 1795900000);"
    "INSERT INTO payload VALUES (1, seal('body AAAAAAAAAAAAAAAAA key-a 1.001193', ?1));"
    "INSERT INTO dossier VALUES (2, 'BBBBBBBBBBBBBBBBB', 'key-b', '1.001193', 4, 10, 422,"
    " 1, 1795000000, 0, 1795000001, '', 0, 0, 0);"
    "INSERT INTO payload VALUES (2, seal('body BBBBBBBBBBBBBBBBB key-b 1.001193', ?1));"
    "INSERT INTO problem VALUES (2, seal('problem 2', 'why'));"
    "INSERT INTO catalogue VALUES (1, '{}');";

static const unsigned char KEY[32] = "an old key, of thirty-two bytes";

/* seal(identity, content), as version 1 wrote it. */
static void seal(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    unsigned char blob[256];
    unsigned long long size;
    const char *identity = (const char *)sqlite3_value_text(values[0]);
    blob[0] = 1;
    randombytes_buf(blob + 1, 24);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        blob + 25, &size, sqlite3_value_text(values[1]),
        (unsigned long long)sqlite3_value_bytes(values[1]),
        (const unsigned char *)identity, strlen(identity), NULL, blob + 1, KEY);
    sqlite3_result_blob(context, blob, (int)size + 25, SQLITE_TRANSIENT);
}

static void run(sqlite3 *db, const char *sql)
{
    while (*sql) {
        sqlite3_stmt *statement = NULL;
        if (sqlite3_prepare_v2(db, sql, -1, &statement, &sql) != SQLITE_OK)
            fail_msg("%s", sqlite3_errmsg(db));
        if (sqlite3_bind_parameter_count(statement))
            sqlite3_bind_text(statement, 1, SHELF_CANARY, -1, SQLITE_STATIC);
        int result = sqlite3_step(statement);
        if (result != SQLITE_DONE && result != SQLITE_ROW)
            fail_msg("%s", sqlite3_errmsg(db));
        sqlite3_finalize(statement);
    }
}

void old_store_make_1(const char *folder)
{
    char *path = file_join(folder, "motcua.db"), *key = file_join(folder, "motcua.key");
    char hex[66];
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_create_function(db, "seal", 2, SQLITE_UTF8, NULL, seal, NULL, NULL);
    run(db, SHAPE_1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    sodium_bin2hex(hex, sizeof(hex), KEY, sizeof(KEY));
    hex[64] = '\n';
    assert_true(file_write(key, hex, 65, 0600, NULL));
    free(path);
    free(key);
}

static void expect_body(struct store *store, const char *reference)
{
    struct error err = {0};
    struct buffer body;
    struct dossier dossier = shelf_find(store, reference);
    if (!store_read_body(store, dossier.id, &body, &err))
        fail_msg("%s", err.text);
    assert_string_equal(body.data, SHELF_CANARY);
    buffer_free(&body);
}

void old_store_expect(struct store *store)
{
    struct error err = {0};
    struct draft draft;
    struct buffer bytes;
    if (!store_read_draft(store, 1, &draft, &bytes, &err))
        fail_msg("%s", err.text);
    assert_string_equal(bytes.data, SHELF_CANARY);
    buffer_free(&bytes);
    expect_body(store, OLD_STORE_SENT);
    expect_body(store, OLD_STORE_REJECTED);
    struct dossier sent = shelf_find(store, OLD_STORE_SENT);
    assert_int_equal(sent.state, DOSSIER_ACCEPTED);
    assert_string_equal(sent.code, "H17.31.22-261122-0001");
    assert_int_equal(sent.due_at, 1795900000);
    struct dossier rejected = shelf_find(store, OLD_STORE_REJECTED);
    assert_int_equal(rejected.state, DOSSIER_REJECTED);
    assert_true(store_read_problem(store, rejected.id, &bytes, &err));
    assert_string_equal(bytes.data, "why");
    buffer_free(&bytes);
    assert_true(store_find_catalogue_entry(store, 1, &bytes, &err));
    assert_string_equal(bytes.data, "{}");
    buffer_free(&bytes);
}
