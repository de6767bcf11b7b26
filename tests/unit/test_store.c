/* SPDX-License-Identifier: MIT */
/* The store as its users see it: what goes in comes out, nothing acknowledged is lost,
 * nothing personal stands in a file, and every trouble has words. */
#include "kiosk/store/store.h"

#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char CANARY[] = "NGUYỄN CANARY MINH AN 048196006603";

/* --- each test has a folder of its own -------------------------------------------- */

static int make_folder(void **state)
{
    char *folder = memory_copy_text("/tmp/motcua-store-XXXXXX");
    *state = folder;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int remove_folder(void **state)
{
    nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return 0;
}

static struct store *open_store(const char *folder)
{
    struct error err = {0};
    struct store *store = store_open(folder, "", &err);
    if (!store)
        fail_msg("%s", err.text);
    return store;
}

static void expect_refusal(const char *folder, const char *key, const char *words)
{
    struct error err = {0};
    struct store *store = store_open(folder, key, &err);
    assert_null(store);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

/* A reference and a key that nobody else has. */
static bool finalise(struct store *store, const char *reference, const char *body,
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

static struct dossier add_dossier(struct store *store, const char *reference)
{
    struct error err = {0};
    struct dossier dossier;
    assert_true(finalise(store, reference, CANARY, 0, &err));
    assert_true(store_find_dossier(store, reference, &dossier, &err));
    return dossier;
}

static struct dossier find(struct store *store, const char *name)
{
    struct error err = {0};
    struct dossier dossier;
    assert_true(store_find_dossier(store, name, &dossier, &err));
    return dossier;
}

static char *in_folder(const char *folder, const char *name)
{
    return file_join(folder, name);
}

static void run_sql(const char *folder, const char *sql)
{
    char *path = in_folder(folder, "motcua.db");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    free(path);
}

/* --- drafts --------------------------------------------------------------------------*/

static void test_draft_round_trip(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    int64_t first = 0, second = 0;
    assert_true(store_save_draft(store, &first, "1.001193", CANARY, 10, &err));
    assert_true(store_save_draft(store, &second, "2.000815", "", 0, &err));
    assert_true(first > 0 && second > first);
    assert_true(
        store_save_draft(store, &first, "1.001193", CANARY, strlen(CANARY), &err));
    store_close(&store);

    store = open_store(*state);
    struct draft draft;
    struct buffer content;
    assert_true(store_read_draft(store, first, &draft, &content, &err));
    assert_string_equal(content.data, CANARY);
    assert_string_equal(draft.procedure, "1.001193");
    buffer_free(&content);

    struct draft list[1];
    assert_int_equal(store_list_drafts(store, list, 1), 2);
    assert_true(store_delete_draft(store, first, &err));
    assert_int_equal(store_list_drafts(store, list, 1), 1);
    assert_int_equal(list[0].id, second);
    assert_false(store_read_draft(store, first, &draft, &content, &err));
    assert_true(error_is_set(&err));
    buffer_free(&content);
    store_close(&store);
}

static void test_draft_that_is_gone_is_not_saved(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    int64_t id = 0;
    assert_true(store_save_draft(store, &id, "1.001193", "a", 1, &err));
    assert_true(store_delete_draft(store, id, &err));
    assert_false(store_save_draft(store, &id, "1.001193", "b", 1, &err));
    assert_true(error_is_set(&err));
    struct draft list[4];
    assert_int_equal(store_list_drafts(store, list, 4), 0);
    store_close(&store);
}

/* --- dossiers and the outbox
 * ----------------------------------------------------------*/

static void test_dossier_life(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    int64_t draft = 0;
    assert_true(store_save_draft(store, &draft, "1.001193", "x", 1, &err));
    assert_true(finalise(store, "7QHM2K9TXV4DA3NPW", CANARY, draft, &err));
    struct draft drafts[2];
    assert_int_equal(store_list_drafts(store, drafts, 2), 0);

    struct dossier dossier = find(store, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_FINALISED);
    assert_int_equal(dossier.finalised_at, 1795000000);
    assert_int_equal(store_next_due(store), 1795000000);
    struct dossier due[2];
    assert_int_equal(store_list_due(store, 1794999999, due, 2), 0);
    assert_int_equal(store_list_due(store, 1795000000, due, 2), 1);

    assert_true(store_mark_sending(store, dossier.id, 1795000001, &err));
    assert_true(
        store_postpone(store, dossier.id, REASON_TIMEOUT, 0, 1795000060, true, &err));
    dossier = find(store, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_SENDING);
    assert_int_equal(dossier.reason, REASON_TIMEOUT);
    assert_int_equal(dossier.attempts, 1);
    assert_int_equal(dossier.tried_at, 1795000001);
    assert_int_equal(store_next_due(store), 1795000060);

    struct acceptance how = {"H17.31.22-261121-0004", 1, 1795000100, 1795100000};
    assert_true(store_mark_accepted(store, dossier.id, &how, &err));
    /* The slower of two couriers cannot take it back. */
    assert_true(
        store_postpone(store, dossier.id, REASON_BUSY, 409, 1795009999, false, &err));
    assert_true(store_mark_stopped(store, dossier.id, DOSSIER_HELD, REASON_FORBIDDEN, 403,
                                   "no", &err));
    assert_false(store_mark_sending(store, dossier.id, 1795000200, &err));
    dossier = find(store, "H17.31.22-261121-0004");
    assert_string_equal(dossier.reference, "7QHM2K9TXV4DA3NPW");
    assert_int_equal(dossier.state, DOSSIER_ACCEPTED);
    assert_int_equal(dossier.due_at, 1795100000);
    assert_int_equal(store_next_due(store), 0);

    struct buffer body;
    error_clear(&err);
    assert_true(store_read_body(store, dossier.id, &body, &err));
    assert_string_equal(body.data, CANARY);
    buffer_free(&body);
    assert_false(store_find_dossier(store, "", &dossier, &err));
    assert_false(store_find_dossier(store, "no such", &dossier, &err));
    assert_false(error_is_set(&err));
    store_close(&store);
}

static void test_outbox_counts_and_problems(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    struct outbox_count count;
    assert_true(store_count_outbox(store, &count, &err));
    assert_int_equal(count.waiting + count.held + count.rejected + count.oldest, 0);
    struct dossier rejected = add_dossier(store, "AAAAAAAAAAAAAAAAA");
    struct dossier held = add_dossier(store, "BBBBBBBBBBBBBBBBB");
    add_dossier(store, "CCCCCCCCCCCCCCCCC");
    assert_true(store_mark_stopped(store, rejected.id, DOSSIER_REJECTED, REASON_INVALID,
                                   422, CANARY, &err));
    assert_true(store_mark_stopped(store, held.id, DOSSIER_HELD, REASON_FORBIDDEN, 403,
                                   NULL, &err));
    assert_true(store_count_outbox(store, &count, &err));
    assert_int_equal(count.waiting, 1);
    assert_int_equal(count.held, 1);
    assert_int_equal(count.rejected, 1);
    assert_int_equal(count.oldest, 1795000000);

    struct buffer problem;
    assert_true(store_read_problem(store, rejected.id, &problem, &err));
    assert_string_equal(problem.data, CANARY);
    buffer_free(&problem);
    assert_true(store_read_problem(store, held.id, &problem, &err));
    assert_string_equal(problem.data, "");
    buffer_free(&problem);

    struct dossier list[2];
    assert_int_equal(store_list_dossiers(store, list, 2), 3);
    assert_string_equal(list[0].reference, "CCCCCCCCCCCCCCCCC");
    store_close(&store);
}

/* --- the catalogue
 * ----------------------------------------------------------------------*/

static const char *next_entry(void *arg)
{
    const char ***at = arg;
    return *(*at)++;
}

static void add_up(void *arg, const char *json)
{
    buffer_add_text(arg, json);
}

static void test_catalogue(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    static const char *const FIRST[] = {"{1}", "{2}", "{3}", NULL};
    static const char *const SECOND[] = {"{4}", "{5}", NULL};
    const char *const *at = FIRST;
    size_t count = 0;
    assert_true(store_replace_catalogue(store, next_entry, &at, &count, &err));
    assert_int_equal(count, 3);
    at = SECOND;
    assert_true(store_replace_catalogue(store, next_entry, &at, &count, &err));
    struct buffer all;
    buffer_init(&all, 100);
    assert_true(store_read_catalogue(store, add_up, &all, &err));
    assert_string_equal(all.data, "{4}{5}");
    buffer_free(&all);
    store_close(&store);
}

/* --- the key, and what lies on the disk
 * ------------------------------------------------*/

static void test_wrong_and_missing_key(void **state)
{
    struct store *store = open_store(*state);
    store_close(&store);
    char *key = in_folder(*state, "motcua.key"), *other = in_folder(*state, "other.key");
    assert_int_equal(rename(key, other), 0);
    expect_refusal(*state, "", "is missing");
    expect_refusal(*state, "/nowhere/motcua.key", "is missing");
    assert_true(file_write(key,
                           "00000000000000000000000000000000"
                           "00000000000000000000000000000001\n",
                           65, 0600, NULL));
    expect_refusal(*state, "", "is not the key of the store");
    assert_true(file_write(key, "secret\n", 7, 0600, NULL));
    expect_refusal(*state, "", "64 hexadecimal digits");
    assert_true(file_write(key, "", 0, 0644, NULL));
    expect_refusal(*state, "", "Everybody can read");
    struct error err = {0};
    store = store_open(*state, other, &err);
    assert_non_null(store);
    store_close(&store);
    free(key);
    free(other);
}

static void test_key_from_credentials(void **state)
{
    char *credentials = in_folder(*state, "credentials");
    assert_int_equal(mkdir(credentials, 0700), 0);
    char *key = in_folder(credentials, "motcua.key");
    assert_true(file_write(key,
                           "a0000000000000000000000000000000"
                           "00000000000000000000000000000001",
                           64, 0400, NULL));
    setenv("CREDENTIALS_DIRECTORY", credentials, 1);
    struct store *store = open_store(*state);
    store_close(&store);
    unsetenv("CREDENTIALS_DIRECTORY");
    expect_refusal(*state, "", "is missing");
    free(key);
    free(credentials);
}

static void test_modes(void **state)
{
    umask(0);
    struct store *store = open_store(*state);
    add_dossier(store, "AAAAAAAAAAAAAAAAA");
    static const char *const FILES[] = {"motcua.db", "motcua.db-wal", "motcua.key"};
    for (size_t i = 0; i < 3; i++) {
        char *path = in_folder(*state, FILES[i]);
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
    struct store *store = open_store(*state);
    int64_t first = 0, second = 0;
    assert_true(store_save_draft(store, &first, "1.001193", "first", 5, &err));
    assert_true(store_save_draft(store, &second, "1.001193", "second", 6, &err));
    struct dossier a = add_dossier(store, "AAAAAAAAAAAAAAAAA");
    struct dossier b = add_dossier(store, "BBBBBBBBBBBBBBBBB");
    struct dossier c = add_dossier(store, "CCCCCCCCCCCCCCCCC");
    store_close(&store);
    run_sql(*state,
            "UPDATE draft SET content = (SELECT content FROM draft WHERE id = 1)"
            " WHERE id = 2;"
            "UPDATE payload SET body = (SELECT body FROM payload WHERE dossier = 1)"
            " WHERE dossier = 2;"
            "UPDATE dossier SET idempotency_key = 'other' WHERE id = 3");
    store = open_store(*state);
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
        char *path = in_folder(folder, entry->d_name);
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
    struct store *store = open_store(*state);
    int64_t draft = 0;
    for (int i = 0; i < 50; i++)
        assert_true(
            store_save_draft(store, &draft, "1.001193", CANARY, strlen(CANARY), &err));
    struct dossier dossier = add_dossier(store, "AAAAAAAAAAAAAAAAA");
    assert_true(store_mark_stopped(store, dossier.id, DOSSIER_REJECTED, REASON_INVALID,
                                   422, CANARY, &err));
    expect_nothing_of(*state, "CANARY");
    expect_nothing_of(*state, "048196006603");
    store_close(&store);
    expect_nothing_of(*state, "CANARY");
    /* The instrument sees what is there. */
    char *path = in_folder(*state, "note");
    assert_true(file_write(path, CANARY, strlen(CANARY), 0600, NULL));
    struct buffer bytes;
    assert_true(file_read(path, 1000, &bytes, NULL));
    assert_non_null(memmem(bytes.data, bytes.size, "CANARY", 6));
    buffer_free(&bytes);
    free(path);
}

/* --- what can stand in the way
 * -----------------------------------------------------------*/

static void test_files_that_are_no_store(void **state)
{
    char *path = in_folder(*state, "motcua.db"), *key = in_folder(*state, "motcua.key");
    assert_true(file_write(key,
                           "00000000000000000000000000000000"
                           "00000000000000000000000000000001\n",
                           65, 0600, NULL));
    char text[4096];
    memset(text, 'x', sizeof(text));
    assert_true(file_write(path, text, sizeof(text), 0600, NULL));
    expect_refusal(*state, "", "not a store");
    assert_int_equal(unlink(path), 0);
    run_sql(*state, "CREATE TABLE recipes (name TEXT)");
    expect_refusal(*state, "", "not a store");
    assert_int_equal(unlink(path), 0);
    struct store *store = open_store(*state);
    store_close(&store);
    run_sql(*state, "PRAGMA user_version = 999");
    expect_refusal(*state, "", "newer version");
    free(path);
    free(key);
}

static void test_folder_that_cannot_be_used(void **state)
{
    char *path = in_folder(*state, "file");
    assert_true(file_write(path, "", 0, 0600, NULL));
    expect_refusal(path, "", "cannot be made");
    free(path);
    expect_refusal("/proc/motcua", "", "cannot be made");
    expect_refusal("/proc", "", "cannot be");
    if (geteuid() == 0)
        return; /* nothing is unwritable for root */
    assert_int_equal(chmod(*state, 0500), 0);
    expect_refusal(*state, "", "cannot be used");
    assert_int_equal(chmod(*state, 0700), 0);
}

/* Finalises until it fails, and looks at what is left. In a child: neither limits nor
 * mounts can be taken back. */
static bool fill_until_full(const char *folder, const char *words)
{
    struct error err = {0}, none = {0};
    struct store *store = store_open(folder, "", &err);
    char body[20000], reference[STORE_REFERENCE_ROOM];
    memset(body, 'a', sizeof(body) - 1);
    body[sizeof(body) - 1] = '\0';
    unsigned stored = 0;
    for (; store && stored < 1000; stored++) {
        snprintf(reference, sizeof(reference), "%017u", stored);
        if (!finalise(store, reference, body, 0, &err))
            break;
    }
    struct dossier list[1];
    bool fine = strstr(err.text, words) && stored > 2 && stored < 1000 &&
                store_list_dossiers(store, list, 1) == stored &&
                !store_find_dossier(store, reference, list, &none);
    store_close(&store);
    store = store_open(folder, "", &none);
    fine = fine && store && store_list_dossiers(store, list, 1) == stored;
    store_close(&store);
    if (!fine)
        fprintf(stderr, "%u stored, then: %s %s\n", stored, err.text, none.text);
    return fine;
}

static int end_of(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_file_that_may_not_grow(void **state)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {256 << 10, 256 << 10};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(fill_until_full(*state, "disk failed or is full") ? 0 : 1);
    }
    assert_int_equal(end_of(child), 0);
}

static void test_full_disk(void **state)
{
    enum { NO_MOUNT = 77 };
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWNS) < 0 ||
            mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
            mount("none", *state, "tmpfs", 0, "size=400k") < 0)
            _exit(NO_MOUNT);
        _exit(fill_until_full(*state, "disk is full") ? 0 : 1);
    }
    int end = end_of(child);
    if (end == NO_MOUNT) {
        print_message("no small disk can be mounted here\n");
        skip();
    }
    assert_int_equal(end, 0);
}

/* --- several processes, and their end
 * ------------------------------------------------------*/

/* Writes each reference to `out` once it is acknowledged. */
static _Noreturn void finalise_for_ever(const char *folder, int worker, int out)
{
    struct store *store = open_store(folder);
    char reference[STORE_REFERENCE_ROOM];
    for (unsigned i = 0;; i++) {
        struct error err = {0};
        int64_t draft = 0;
        snprintf(reference, sizeof(reference), "W%02dX%013u", worker, i);
        if (!store_save_draft(store, &draft, "1.001193", CANARY, 30, &err) ||
            !finalise(store, reference, reference, draft, &err)) {
            fprintf(stderr, "%s\n", err.text);
            _exit(1);
        }
        if (write(out, reference, sizeof(reference)) != sizeof(reference))
            _exit(2);
    }
}

static size_t expect_all_there(const char *folder, int in)
{
    struct store *store = open_store(folder);
    char reference[STORE_REFERENCE_ROOM];
    size_t count = 0;
    while (read(in, reference, sizeof(reference)) == sizeof(reference)) {
        struct error err = {0};
        struct buffer body;
        struct dossier dossier = find(store, reference);
        assert_true(store_read_body(store, dossier.id, &body, &err));
        assert_string_equal(body.data, reference);
        buffer_free(&body);
        count++;
    }
    store_close(&store);
    return count;
}

static void test_killed_at_any_moment(void **state)
{
    size_t acknowledged = 0;
    for (int round = 0; round < 12; round++) {
        int ends[2];
        assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
        pid_t children[2];
        for (int i = 0; i < 2; i++) {
            children[i] = fork();
            if (children[i] == 0)
                finalise_for_ever(*state, 2 * round + i, ends[1]);
        }
        usleep(20000 + randombytes_uniform(100000));
        for (int i = 0; i < 2; i++) {
            int status;
            kill(children[i], SIGKILL);
            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_true(WIFSIGNALED(status)); /* not ended by an error of its own */
        }
        acknowledged += expect_all_there(*state, ends[0]);
        close(ends[0]);
        close(ends[1]);
    }
    assert_true(acknowledged > 10);
}

static void test_two_make_the_store_at_once(void **state)
{
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct error err = {0};
            char reference[STORE_REFERENCE_ROOM];
            struct store *store = store_open(*state, "", &err);
            snprintf(reference, sizeof(reference), "%017d", i);
            bool fine = store && finalise(store, reference, "{}", 0, &err);
            if (!fine)
                fprintf(stderr, "%s\n", err.text);
            store_close(&store);
            _exit(fine ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    struct store *store = open_store(*state);
    struct dossier list[8];
    assert_int_equal(store_list_dossiers(store, list, 8), 4);
    store_close(&store);
}

static void test_log_is_tidied(void **state)
{
    struct error err = {0};
    struct store *store = open_store(*state);
    char *log = in_folder(*state, "motcua.db-wal");
    char content[3000];
    memset(content, 'a', sizeof(content));
    int64_t draft = 0;
    struct stat info;
    for (int i = 0; i < 1500; i++)
        assert_true(
            store_save_draft(store, &draft, "1.001193", content, sizeof(content), &err));
    assert_int_equal(stat(log, &info), 0);
    assert_true(info.st_size < 8 << 20);
    store_tidy(store);
    store_close(&store);
    assert_int_not_equal(stat(log, &info), 0);
    free(log);
}

#define WITH_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_draft_round_trip),
        WITH_FOLDER(test_draft_that_is_gone_is_not_saved),
        WITH_FOLDER(test_dossier_life),
        WITH_FOLDER(test_outbox_counts_and_problems),
        WITH_FOLDER(test_catalogue),
        WITH_FOLDER(test_wrong_and_missing_key),
        WITH_FOLDER(test_key_from_credentials),
        WITH_FOLDER(test_modes),
        WITH_FOLDER(test_moved_rows_do_not_open),
        WITH_FOLDER(test_nothing_personal_on_the_disk),
        WITH_FOLDER(test_files_that_are_no_store),
        WITH_FOLDER(test_folder_that_cannot_be_used),
        WITH_FOLDER(test_file_that_may_not_grow),
        WITH_FOLDER(test_full_disk),
        WITH_FOLDER(test_killed_at_any_moment),
        WITH_FOLDER(test_two_make_the_store_at_once),
        WITH_FOLDER(test_log_is_tidied),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
