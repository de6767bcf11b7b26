/* SPDX-License-Identifier: MIT */
/* A store that is damaged somewhere: it is set aside, and what can be read goes on. */
#include "kiosk/store/store.h"

#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "tests/unit/crash.h"
#include "tests/unit/old_store.h"
#include "tests/unit/shelf.h"

#include <dirent.h>
#include <fcntl.h>
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

enum { DRAFTS = 12, DOSSIERS = 12, PAGE = 4096 };

/* Contents of which some go over several pages. */
static char *content_of(int number)
{
    size_t size = number % 3 == 0 ? 9000 : 300;
    char *content = memory_alloc(size + 1);
    memset(content, 'a' + number, size);
    return content;
}

static void fill(const char *folder)
{
    struct error err = {0};
    struct store *store = shelf_open(folder);
    for (int i = 0; i < DRAFTS; i++) {
        char *content = content_of(i);
        int64_t id = 0;
        assert_true(
            store_save_draft(store, &id, "1.001193", content, strlen(content), &err));
        free(content);
    }
    for (int i = 0; i < DOSSIERS; i++) {
        char *content = content_of(i), reference[STORE_REFERENCE_ROOM];
        snprintf(reference, sizeof(reference), "%017d", i);
        assert_true(shelf_finalise(store, reference, content, 0, &err));
        if (i % 2)
            assert_true(
                store_mark_sending(store, shelf_find(store, reference).id, 1, &err));
        free(content);
    }
    store_close(&store);
}

static void damage(const char *folder, long page)
{
    char *path = file_join(folder, "motcua.db"), garbage[PAGE];
    memset(garbage, 0x5a, sizeof(garbage));
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, garbage, sizeof(garbage), page * PAGE), PAGE);
    close(fd);
    free(path);
}

static int set_aside(const char *folder)
{
    int count = 0;
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list));)
        count += strncmp(entry->d_name, "motcua.db.damaged-", 18) == 0 &&
                 !strstr(entry->d_name, "-wal");
    closedir(list);
    return count;
}

/* Whatever opens is what was stored. */
static int count_drafts(struct store *store)
{
    int count = 0;
    for (int i = 0; i < DRAFTS; i++) {
        struct error err = {0};
        struct draft draft;
        struct buffer content;
        char *wanted = content_of(i);
        if (store_read_draft(store, i + 1, &draft, &content, &err)) {
            assert_string_equal(content.data, wanted);
            count++;
        }
        buffer_free(&content);
        free(wanted);
    }
    return count;
}

static int count_bodies(struct store *store)
{
    int count = 0;
    for (int i = 0; i < DOSSIERS; i++) {
        struct error err = {0};
        struct dossier dossier;
        struct buffer body;
        char *wanted = content_of(i), reference[STORE_REFERENCE_ROOM];
        snprintf(reference, sizeof(reference), "%017d", i);
        if (store_find_dossier(store, reference, &dossier, &err)) {
            if (store_read_body(store, dossier.id, &body, &err)) {
                assert_string_equal(body.data, wanted);
                count++;
            } else {
                assert_int_equal(dossier.state, DOSSIER_HELD);
            }
            buffer_free(&body);
        }
        free(wanted);
    }
    return count;
}

static long page_count(const char *folder)
{
    struct stat info;
    char *path = file_join(folder, "motcua.db");
    assert_int_equal(stat(path, &info), 0);
    free(path);
    return (long)(info.st_size / PAGE);
}

/* Bytes in the body of a dossier. */
static size_t count_of(struct store *store, const char *reference)
{
    struct error err = {0};
    struct buffer body;
    struct dossier dossier = shelf_find(store, reference);
    assert_true(store_read_body(store, dossier.id, &body, &err));
    size_t size = body.size;
    buffer_free(&body);
    return size;
}

static void test_each_page(void **state)
{
    char *copy = file_join(*state, "copy");
    int most_lost = 0, saved_all = 0;
    fill(*state);
    long pages = page_count(*state);
    for (long page = 0; page < pages; page++) {
        struct rescue rescue = {0};
        crash_copy(*state, copy);
        damage(copy, page);
        struct store *store = shelf_open(copy);
        bool told = store_take_rescue(store, &rescue);
        int drafts = count_drafts(store), bodies = count_bodies(store);
        int lost = DRAFTS + DOSSIERS - drafts - bodies;
        assert_int_equal(told, set_aside(copy) == 1);
        assert_false(store_take_rescue(store, &rescue));
        if (!told)
            assert_int_equal(lost, 0);
        if (page > 0 && lost > most_lost)
            most_lost = lost;
        saved_all += lost == 0;
        /* The new one is a store like any other. */
        assert_true(shelf_finalise(store, "ZZZZZZZZZZZZZZZZZ", "{}", 0, NULL));
        store_close(&store);
        store = shelf_open(copy);
        assert_int_equal(count_drafts(store), drafts);
        store_close(&store);
    }
    print_message("of %ld damaged pages %d cost nothing, one %d of %d records\n", pages,
                  saved_all, most_lost, DRAFTS + DOSSIERS);
    assert_true(saved_all > 5);
    assert_true(most_lost <= DOSSIERS);
    free(copy);
}

static void test_while_another_has_it_open(void **state)
{
    fill(*state);
    struct store *other = shelf_open(*state);
    damage(*state, page_count(*state) / 2);
    damage(*state, page_count(*state) / 2 + 1);
    shelf_expect_refusal(*state, "", "End all programs");
    assert_int_equal(set_aside(*state), 0);
    store_close(&other);
    struct store *store = shelf_open(*state);
    assert_int_equal(set_aside(*state), 1);
    store_close(&store);
}

/* No row of ours has it, and nothing comes behind it. */
static void test_the_last_number_there_is(void **state)
{
    int64_t draft = 0;
    char *path = file_join(*state, "motcua.db");
    sqlite3 *db;
    fill(*state);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "UPDATE draft SET id = 9223372036854775807 WHERE id = 12;"
                     "UPDATE dossier SET id = 9223372036854775807 WHERE id = 12;"
                     "PRAGMA wal_checkpoint(TRUNCATE)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    damage(*state, page_count(*state) / 2);
    damage(*state, page_count(*state) / 2 + 1);
    struct store *store = shelf_open(*state);
    assert_int_equal(set_aside(*state), 1);
    assert_true(store_save_draft(store, &draft, "1.001193", "x", 1, NULL));
    assert_true(shelf_finalise(store, "ZZZZZZZZZZZZZZZZZ", "{}", draft, NULL));
    store_close(&store);
    free(path);
}

static void test_an_older_one(void **state)
{
    struct rescue rescue;
    old_store_make_1(*state);
    damage(*state, page_count(*state) - 1); /* of the catalogue, which comes last */
    struct store *store = shelf_open(*state);
    assert_true(store_take_rescue(store, &rescue));
    assert_int_equal(rescue.drafts, 1);
    assert_int_equal(rescue.dossiers, 2);
    assert_int_equal(count_of(store, OLD_STORE_SENT), strlen(SHELF_CANARY));
    assert_int_equal(count_of(store, OLD_STORE_REJECTED), strlen(SHELF_CANARY));
    store_close(&store);
    assert_int_equal(set_aside(*state), 1);
}

static bool reopen(const char *folder, void *arg)
{
    struct error err = {0};
    (void)arg;
    struct store *store = store_open(folder, "", &err);
    if (!store)
        fprintf(stderr, "%s\n", err.text);
    store_close(&store);
    return store_open(folder, "", NULL) != NULL;
}

static void expect_saved(const char *folder, bool finished, void *arg)
{
    const int *drafts = arg;
    (void)finished;
    struct store *store = shelf_open(folder);
    assert_int_equal(count_drafts(store), *drafts);
    store_close(&store);
    assert_true(set_aside(folder) >= 1);
}

static void test_cut_off_anywhere(void **state)
{
    char *copy = file_join(*state, "copy");
    fill(*state);
    damage(*state, page_count(*state) / 2);
    damage(*state, page_count(*state) / 2 + 1);
    crash_copy(*state, copy);
    struct store *store = shelf_open(copy);
    int drafts = count_drafts(store);
    store_close(&store);
    unsigned points = crash_everywhere(*state, reopen, expect_saved, &drafts);
    print_message("cut off at %u points; %d of %d drafts saved at each\n", points, drafts,
                  DRAFTS);
    assert_true(points > 20);
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_each_page),        AT_SHELF(test_the_last_number_there_is),
        AT_SHELF(test_an_older_one),     AT_SHELF(test_while_another_has_it_open),
        AT_SHELF(test_cut_off_anywhere),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
