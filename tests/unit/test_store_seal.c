/* SPDX-License-Identifier: MIT */
/* The key, and what lies on the disk: nothing personal, nothing that opens elsewhere. */
#include "kiosk/store/store.h"

#include "kiosk/base/file.h"
#include "tests/unit/shelf.h"

#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void run_sql(const char *folder, const char *sql)
{
    char *path = file_join(folder, "motcua.db");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    free(path);
}

/* --- the key, and what lies on the disk
 * ------------------------------------------------*/

static void test_wrong_and_missing_key(void **state)
{
    struct store *store = shelf_open(*state);
    store_close(&store);
    char *key = file_join(*state, "motcua.key"), *other = file_join(*state, "other.key");
    assert_int_equal(rename(key, other), 0);
    shelf_expect_refusal(*state, "", "is missing");
    shelf_expect_refusal(*state, "/nowhere/motcua.key", "is missing");
    assert_true(file_write(key,
                           "00000000000000000000000000000000"
                           "00000000000000000000000000000001\n",
                           65, 0600, NULL));
    shelf_expect_refusal(*state, "", "is not the key of the store");
    assert_true(file_write(key, "secret\n", 7, 0600, NULL));
    shelf_expect_refusal(*state, "", "64 hexadecimal digits");
    assert_true(file_write(key, "", 0, 0644, NULL));
    shelf_expect_refusal(*state, "", "Everybody can read");
    struct error err = {0};
    store = store_open(*state, other, &err);
    assert_non_null(store);
    store_close(&store);
    free(key);
    free(other);
}

/* Lost, or emptied: no new one is begun over what is left of it. */
static void test_a_store_that_is_missing(void **state)
{
    static const char *const LEFT[] = {NULL, "", "empty, of one page"};
    struct error err = {0};
    char *path = file_join(*state, "motcua.db"),
         *log = file_join(*state, "motcua.db-wal");
    char *away = file_join(*state, "away"), *copy = file_join(*state, "motcua.keys");
    struct store *store = shelf_open(*state);
    store_close(&store);
    char *keys = scratch_read(copy);
    assert_int_equal(rename(path, away), 0);
    for (size_t i = 0; i < sizeof(LEFT) / sizeof(LEFT[0]); i++) {
        if (LEFT[i])
            free(scratch_text(*state, "motcua.db", ""));
        if (LEFT[i] && *LEFT[i])
            run_sql(*state, "PRAGMA journal_mode = WAL");
        free(scratch_text(*state, "motcua.db-wal", "its log"));
        shelf_expect_refusal(*state, "", "is missing or empty");
        char *now = scratch_read(copy);
        assert_string_equal(now, keys);
        free(now);
        if (!LEFT[i] || !*LEFT[i]) {
            char *left = scratch_read(log);
            assert_string_equal(left, "its log");
            free(left);
            assert_int_equal(access(path, F_OK) == 0, LEFT[i] != NULL);
        }
        unlink(log);
    }
    assert_int_equal(rename(away, path), 0); /* the backup */
    store = shelf_open(*state);
    store_close(&store);
    assert_int_equal(unlink(path), 0); /* or afresh */
    assert_int_equal(rename(copy, away), 0);
    store = store_open(*state, "", &err);
    if (!store)
        fail_msg("%s", err.text);
    store_close(&store);
    free(keys);
    free(path);
    free(log);
    free(away);
    free(copy);
}

static void test_key_from_credentials(void **state)
{
    char *credentials = file_join(*state, "credentials");
    assert_int_equal(mkdir(credentials, 0700), 0);
    char *key = file_join(credentials, "motcua.key");
    assert_true(file_write(key,
                           "a0000000000000000000000000000000"
                           "00000000000000000000000000000001",
                           64, 0400, NULL));
    setenv("CREDENTIALS_DIRECTORY", credentials, 1);
    struct store *store = shelf_open(*state);
    store_close(&store);
    unsetenv("CREDENTIALS_DIRECTORY");
    shelf_expect_refusal(*state, "", "is missing");
    free(key);
    free(credentials);
}

static void test_modes(void **state)
{
    umask(0);
    struct store *store = shelf_open(*state);
    shelf_add_dossier(store, "AAAAAAAAAAAAAAAAA");
    static const char *const FILES[] = {"motcua.db", "motcua.db-wal", "motcua.key"};
    for (size_t i = 0; i < 3; i++) {
        char *path = file_join(*state, FILES[i]);
        struct stat info;
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        free(path);
    }
    umask(022);
    store_close(&store);
}

/* A blob that is put into another row, or a row that gets another name. */
static void test_moved_rows_do_not_open(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t first = 0, second = 0;
    assert_true(store_save_draft(store, &first, "1.001193", "first", 5, &err));
    assert_true(store_save_draft(store, &second, "1.001193", "second", 6, &err));
    struct dossier a = shelf_add_dossier(store, "AAAAAAAAAAAAAAAAA");
    struct dossier b = shelf_add_dossier(store, "BBBBBBBBBBBBBBBBB");
    struct dossier c = shelf_add_dossier(store, "CCCCCCCCCCCCCCCCC");
    store_close(&store);
    run_sql(*state,
            "UPDATE draft SET content = (SELECT content FROM draft WHERE id = 1)"
            " WHERE id = 2;"
            "UPDATE payload SET body = (SELECT body FROM payload WHERE dossier = 1)"
            " WHERE dossier = 2;"
            "UPDATE dossier SET idempotency_key = 'other' WHERE id = 3");
    store = shelf_open(*state);
    struct draft draft;
    struct buffer content;
    assert_true(store_read_draft(store, first, &draft, &content, &err));
    buffer_free(&content);
    assert_false(store_read_draft(store, second, &draft, &content, &err));
    assert_non_null(strstr(err.text, "damaged"));
    buffer_free(&content);
    error_clear(&err);
    assert_true(store_read_body(store, a.id, &content, &err));
    buffer_free(&content);
    assert_false(store_read_body(store, b.id, &content, &err));
    buffer_free(&content);
    assert_false(store_read_body(store, c.id, &content, &err));
    assert_int_equal(content.size, 0);
    buffer_free(&content);
    store_close(&store);
}

static void expect_nothing_of(const char *folder, const char *words)
{
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list));) {
        if (entry->d_type != DT_REG)
            continue;
        char *path = file_join(folder, entry->d_name);
        struct buffer bytes;
        assert_true(file_read(path, 64 << 20, &bytes, NULL));
        if (memmem(bytes.data, bytes.size, words, strlen(words)))
            fail_msg("%s holds what a citizen said", path);
        buffer_free(&bytes);
        free(path);
    }
    closedir(list);
}

static void test_nothing_personal_on_the_disk(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    int64_t draft = 0;
    for (int i = 0; i < 50; i++)
        assert_true(store_save_draft(store, &draft, "1.001193", SHELF_CANARY,
                                     strlen(SHELF_CANARY), &err));
    struct dossier dossier = shelf_add_dossier(store, "AAAAAAAAAAAAAAAAA");
    assert_true(store_mark_stopped(store, dossier.id, DOSSIER_REJECTED, REASON_INVALID,
                                   422, SHELF_CANARY, &err));
    expect_nothing_of(*state, "CANARY");
    expect_nothing_of(*state, "048196006603");
    store_close(&store);
    expect_nothing_of(*state, "CANARY");
    /* The instrument sees what is there. */
    char *path = file_join(*state, "note");
    assert_true(file_write(path, SHELF_CANARY, strlen(SHELF_CANARY), 0600, NULL));
    struct buffer bytes;
    assert_true(file_read(path, 1000, &bytes, NULL));
    assert_non_null(memmem(bytes.data, bytes.size, "CANARY", 6));
    buffer_free(&bytes);
    free(path);
}

/* The bytes of a column of one row, sealed. */
static void read_blob(const char *folder, const char *sql, struct buffer *out)
{
    char *path = file_join(folder, "motcua.db");
    sqlite3 *db;
    sqlite3_stmt *read;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &read, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    buffer_init(out, 1 << 20);
    buffer_add(out, sqlite3_column_blob(read, 0), (size_t)sqlite3_column_bytes(read, 0));
    sqlite3_finalize(read);
    sqlite3_close(db);
    free(path);
}

/* In how many files of the folder the bytes stand. */
static int count_in_files(const char *folder, const struct buffer *wanted)
{
    int count = 0;
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list));) {
        if (entry->d_type != DT_REG)
            continue;
        char *path = file_join(folder, entry->d_name);
        struct buffer bytes;
        assert_true(file_read(path, 64 << 20, &bytes, NULL));
        count += memmem(bytes.data, bytes.size, wanted->data, wanted->size) != NULL;
        buffer_free(&bytes);
        free(path);
    }
    closedir(list);
    return count;
}

static void accept(struct store *store, const struct dossier *dossier, int64_t at)
{
    struct error err = {0};
    struct acceptance how = {.code = "H17.31.22-261122-0001",
                             .status = 1,
                             .accepted_at = at,
                             .due_at = at + 1000};
    assert_true(store_mark_accepted(store, dossier->id, &how, &err));
}

/* Sealed as it is, it goes from the file and its log, not only from the table. */
static void test_what_was_sent_is_forgotten(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state), *kiosk = shelf_open(*state);
    struct dossier sent = shelf_add_dossier(store, "AAAAAAAAAAAAAAAAA");
    struct dossier late = shelf_add_dossier(store, "BBBBBBBBBBBBBBBBB");
    struct dossier waits = shelf_add_dossier(store, "CCCCCCCCCCCCCCCCC");
    accept(store, &sent, 1000);
    accept(store, &late, 3000);
    struct buffer blob, kept, body;
    read_blob(*state, "SELECT body FROM payload WHERE dossier = 1", &blob);
    read_blob(*state, "SELECT body FROM payload WHERE dossier = 3", &kept);
    assert_int_not_equal(count_in_files(*state, &blob), 0);
    size_t count = 0;
    bool left = true;
    assert_true(store_forget_sent(store, 2000, &count, &left, &err));
    assert_int_equal(count, 1);
    assert_false(left);
    store_tidy(store);
    assert_int_equal(count_in_files(*state, &blob), 0);
    assert_int_not_equal(count_in_files(*state, &kept), 0);
    assert_false(store_read_body(kiosk, sent.id, &body, &err));
    assert_non_null(strstr(err.text, "not kept any more"));
    buffer_free(&body);
    sent = shelf_find(kiosk, "AAAAAAAAAAAAAAAAA");
    assert_int_equal(sent.state, DOSSIER_ACCEPTED);
    assert_int_equal(sent.due_at, 2000);
    assert_string_equal(sent.code, "H17.31.22-261122-0001");
    error_clear(&err);
    assert_true(store_read_body(kiosk, late.id, &body, &err));
    buffer_free(&body);
    assert_true(store_read_body(kiosk, waits.id, &body, &err));
    buffer_free(&body);
    buffer_free(&blob);
    buffer_free(&kept);
    store_close(&kiosk);
    store_close(&store);
}

static void test_files_that_are_no_store(void **state)
{
    char *path = file_join(*state, "motcua.db"), *key = file_join(*state, "motcua.key");
    assert_true(file_write(key,
                           "00000000000000000000000000000000"
                           "00000000000000000000000000000001\n",
                           65, 0600, NULL));
    char text[4096];
    memset(text, 'x', sizeof(text));
    assert_true(file_write(path, text, sizeof(text), 0600, NULL));
    shelf_expect_refusal(*state, "", "not a store");
    assert_int_equal(unlink(path), 0);
    run_sql(*state, "CREATE TABLE recipes (name TEXT)");
    shelf_expect_refusal(*state, "", "not a store");
    assert_int_equal(unlink(path), 0);
    struct store *store = shelf_open(*state);
    store_close(&store);
    run_sql(*state, "PRAGMA user_version = 999");
    shelf_expect_refusal(*state, "", "newer version");
    free(path);
    free(key);
}

/* What cannot be counted keeps its number: "nothing waits" would be a lie. */
static void test_count_that_fails(void **state)
{
    struct error err = {0};
    struct outbox_count count;
    struct store *store = shelf_open(*state);
    shelf_add_dossier(store, "7QHM2K9TXV4DA3NPW");
    assert_true(store_count_outbox(store, &count, &err));
    assert_int_equal(count.waiting, 1);
    run_sql(*state, "ALTER TABLE dossier RENAME TO elsewhere");
    assert_false(store_count_outbox(store, &count, &err));
    assert_true(error_is_set(&err));
    assert_int_equal(count.waiting, 1);
    store_close(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_wrong_and_missing_key),
        AT_SHELF(test_a_store_that_is_missing),
        AT_SHELF(test_key_from_credentials),
        AT_SHELF(test_modes),
        AT_SHELF(test_moved_rows_do_not_open),
        AT_SHELF(test_nothing_personal_on_the_disk),
        AT_SHELF(test_what_was_sent_is_forgotten),
        AT_SHELF(test_files_that_are_no_store),
        AT_SHELF(test_count_that_fails),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
