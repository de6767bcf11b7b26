/* SPDX-License-Identifier: MIT */
/* Keys that are changed: what was sealed opens afterwards, also where the change was cut
 * off at any point, or came while another process had the store open. */
#include "kiosk/store/store.h"

#include "kiosk/base/file.h"
#include "tests/unit/crash.h"
#include "tests/unit/old_store.h"
#include "tests/unit/shelf.h"

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

static int64_t ask(const char *folder, const char *sql)
{
    char *path = file_join(folder, "motcua.db");
    sqlite3 *db;
    sqlite3_stmt *question;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &question, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(question), SQLITE_ROW);
    int64_t answer = sqlite3_column_int64(question, 0);
    sqlite3_finalize(question);
    sqlite3_close(db);
    free(path);
    return answer;
}

static char *read_key(const char *folder)
{
    char *path = file_join(folder, "motcua.key"), *key = scratch_read(path);
    free(path);
    return key;
}

static void put_key(const char *folder, const char *key)
{
    char *path = file_join(folder, "motcua.key");
    assert_true(file_write(path, key, strlen(key), 0600, NULL));
    free(path);
}

static bool renew(struct store *store, size_t *damaged)
{
    struct error err = {0};
    bool left = true;
    if (!store_begin_renewal(store, &err))
        fail_msg("%s", err.text);
    while (left) {
        if (!store_renew_some(store, &left, damaged, &err))
            fail_msg("%s", err.text);
    }
    return true;
}

/* --- the outer key ------------------------------------------------------------------ */

static void test_rotate_in_place(void **state)
{
    struct error err = {0};
    old_store_make_1(*state);
    char *before = read_key(*state);
    struct store *store = shelf_open(*state);
    assert_true(store_rotate_key(store, NULL, &err));
    old_store_expect(store);
    store_close(&store);
    char *after = read_key(*state);
    assert_string_not_equal(before, after);
    store = shelf_open(*state);
    old_store_expect(store);
    assert_true(store_rotate_key(store, NULL, &err));
    store_close(&store);
    assert_int_equal(ask(*state, "SELECT count(DISTINCT generation) FROM data_key"), 1);
    put_key(*state, before);
    shelf_expect_refusal(*state, "", "is not the key of the store");
    put_key(*state, after);
    shelf_expect_refusal(*state, "", "is not the key of the store");
    free(before);
    free(after);
}

static void test_rotate_to_a_file(void **state)
{
    struct error err = {0};
    old_store_make_1(*state);
    char *path = file_join(*state, "new.key");
    size_t damaged = 0;
    struct store *store = shelf_open(*state);
    renew(store, &damaged);
    assert_true(store_rotate_key(store, path, &err));
    assert_false(store_begin_renewal(store, &err)); /* which key would wrap it? */
    assert_non_null(strstr(err.text, "new key"));
    store_close(&store);
    store = shelf_open(*state); /* the old one still serves */
    old_store_expect(store);
    error_clear(&err);
    store_close(&store);
    store = store_open(*state, path, &err);
    old_store_expect(store);
    assert_false(store_rotate_key(store, path, &err));
    assert_non_null(strstr(err.text, "has already"));
    store_close(&store);
    shelf_expect_refusal(*state, "", "is not the key of the store");
    free(path);
}

static void test_rotate_what_may_not_be_replaced(void **state)
{
    struct error err = {0};
    char *folder = file_join(*state, "credentials"),
         *key = file_join(folder, "motcua.key");
    char *own = file_join(*state, "motcua.key");
    struct store *store = shelf_open(*state);
    store_close(&store);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(rename(own, key), 0);
    setenv("CREDENTIALS_DIRECTORY", folder, 1);
    store = shelf_open(*state);
    assert_false(store_rotate_key(store, NULL, &err));
    assert_non_null(strstr(err.text, "--new FILE"));
    store_close(&store);
    unsetenv("CREDENTIALS_DIRECTORY");
    if (geteuid() == 0) {
        assert_int_equal(chown(key, 1, 1), 0);
        error_clear(&err);
        store = store_open(*state, key, &err);
        assert_false(store_rotate_key(store, NULL, &err));
        assert_non_null(strstr(err.text, "another user"));
        store_close(&store);
    }
    free(own);
    free(key);
    free(folder);
}

/* --- the data key ------------------------------------------------------------------- */

static void test_renew(void **state)
{
    size_t damaged = 0;
    old_store_make_1(*state);
    struct store *store = shelf_open(*state);
    assert_true(store_renews(store)); /* what lies directly under the outer key */
    renew(store, &damaged);
    assert_false(store_renews(store));
    old_store_expect(store);
    renew(store, &damaged);
    assert_int_equal(damaged, 0);
    store_close(&store);
    store = shelf_open(*state);
    old_store_expect(store);
    store_close(&store);
    assert_int_equal(ask(*state, "SELECT group_concat(id) FROM data_key"), 2);
    assert_int_equal(ask(*state, "SELECT count(*) FROM payload WHERE "
                                 "substr(body, 1, 5) = x'0202000000'"),
                     2);
}

static void test_renew_leaves_what_is_damaged(void **state)
{
    size_t damaged = 0;
    old_store_make_1(*state);
    ask(*state, "UPDATE payload SET body = zeroblob(99) WHERE dossier = 1 RETURNING 1");
    struct store *store = shelf_open(*state);
    renew(store, &damaged);
    assert_int_equal(damaged, 1);
    assert_true(store_renews(store));
    store_close(&store);
    assert_int_equal(ask(*state, "SELECT count(*) FROM data_key"), 2);
    assert_int_equal(
        ask(*state, "SELECT count(*) FROM payload WHERE body = zeroblob(99)"), 1);
}

/* One that has the store open does not notice what another does to the keys. */
static void test_changes_under_an_open_store(void **state)
{
    struct error err = {0};
    size_t damaged;
    old_store_make_1(*state);
    struct store *kiosk = shelf_open(*state), *admin = shelf_open(*state);
    for (int round = 0; round < 3; round++) {
        int64_t draft = 0;
        char reference[STORE_REFERENCE_ROOM] = "00000000000000000";
        reference[0] += (char)round;
        assert_true(store_rotate_key(admin, NULL, &err));
        renew(admin, &damaged);
        assert_true(store_save_draft(kiosk, &draft, "1.001193", "x", 1, &err));
        assert_true(shelf_finalise(kiosk, reference, "{}", draft, &err));
        old_store_expect(kiosk);
        struct dossier dossier = shelf_find(admin, reference);
        struct buffer body;
        assert_true(store_read_body(admin, dossier.id, &body, &err));
        buffer_free(&body);
    }
    store_close(&kiosk);
    store_close(&admin);
    assert_int_equal(ask(*state, "SELECT count(*) FROM data_key"), 1);
    struct store *store = shelf_open(*state);
    old_store_expect(store);
    store_close(&store);
}

/* --- cut off at any point ----------------------------------------------------------- */

static bool climb(const char *folder, void *arg)
{
    (void)arg;
    struct store *store = store_open(folder, "", NULL);
    store_close(&store);
    return true;
}

static bool rotate(const char *folder, void *arg)
{
    (void)arg;
    struct store *store = store_open(folder, "", NULL);
    bool fine = store && store_rotate_key(store, NULL, NULL);
    store_close(&store);
    return fine;
}

static bool renew_all(const char *folder, void *arg)
{
    size_t damaged = 0;
    (void)arg;
    struct store *store = store_open(folder, "", NULL);
    bool fine = store && renew(store, &damaged) && renew(store, &damaged) && !damaged;
    store_close(&store);
    return fine;
}

/* Everything is there, and the work can be done over what is left. */
static void expect_all(const char *folder, bool finished, void *arg)
{
    bool (*again)(const char *, void *) = *(bool (**)(const char *, void *))arg;
    (void)finished;
    struct store *store = shelf_open(folder);
    old_store_expect(store);
    store_close(&store);
    assert_true(again(folder, NULL));
    store = shelf_open(folder);
    old_store_expect(store);
    store_close(&store);
}

static void test_cut_off_anywhere(void **state)
{
    static const struct {
        const char *name;
        bool (*job)(const char *, void *);
    } JOBS[] = {{"climb", climb}, {"rotate", rotate}, {"renew", renew_all}};
    old_store_make_1(*state);
    for (size_t i = 0; i < sizeof(JOBS) / sizeof(JOBS[0]); i++) {
        bool (*job)(const char *, void *) = JOBS[i].job;
        unsigned points = crash_everywhere(*state, job, expect_all, &job);
        print_message("%s: cut off at %u points\n", JOBS[i].name, points);
        assert_true(points > 10);
    }
}

static void expect_begun(const char *folder, bool finished, void *arg)
{
    int64_t draft = 0;
    (void)finished;
    (void)arg;
    struct store *store = shelf_open(folder);
    assert_true(store_save_draft(store, &draft, "1.001193", "x", 1, NULL));
    store_close(&store);
}

/* What the first start leaves when it is cut off is no store that was lost. */
static void test_a_first_start_cut_off_anywhere(void **state)
{
    unsigned points = crash_everywhere(*state, climb, expect_begun, NULL);
    print_message("first start: cut off at %u points\n", points);
    assert_true(points > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_rotate_in_place),
        AT_SHELF(test_rotate_to_a_file),
        AT_SHELF(test_rotate_what_may_not_be_replaced),
        AT_SHELF(test_renew),
        AT_SHELF(test_renew_leaves_what_is_damaged),
        AT_SHELF(test_changes_under_an_open_store),
        AT_SHELF(test_cut_off_anywhere),
        AT_SHELF(test_a_first_start_cut_off_anywhere),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
