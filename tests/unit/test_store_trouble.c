/* SPDX-License-Identifier: MIT */
/* The store in trouble: full disks, folders that cannot be used, several processes at
 * once, and processes killed at any moment. What was acknowledged is there afterwards. */
#include "kiosk/store/store.h"

#include "kiosk/base/file.h"
#include "tests/unit/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* --- what can stand in the way
 * -----------------------------------------------------------*/

static void test_folder_that_cannot_be_used(void **state)
{
    char *path = file_join(*state, "file");
    assert_true(file_write(path, "", 0, 0600, NULL));
    shelf_expect_refusal(path, "", "cannot be made");
    free(path);
    shelf_expect_refusal("/proc/motcua", "", "cannot be made");
    shelf_expect_refusal("/proc", "", "cannot be");
    if (geteuid() == 0)
        return; /* nothing is unwritable for root */
    assert_int_equal(chmod(*state, 0500), 0);
    shelf_expect_refusal(*state, "", "cannot be used");
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
        if (!shelf_finalise(store, reference, body, 0, &err))
            break;
    }
    struct dossier list[1];
    bool fine = strstr(err.text, words) && stored > 2 && stored < 1000 &&
                store_list_dossiers(store, list, 1, NULL) == stored &&
                !store_find_dossier(store, reference, list, &none);
    store_close(&store);
    store = store_open(folder, "", &none);
    fine = fine && store && store_list_dossiers(store, list, 1, NULL) == stored;
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

static bool sync_fails;

/* SQLite calls this one. */
int fdatasync(int fd)
{
    (void)fd;
    errno = EIO;
    return sync_fails ? -1 : 0;
}

/* The commit stands in the log and may be found done by whoever reads that next, so that
 * nobody is told that nothing was stored. The same process can do it again. */
static void test_sync_that_fails(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct dossier list[2];
    sync_fails = true;
    assert_false(shelf_finalise(store, "2222222222222222A", "a", 0, &err));
    sync_fails = false;
    assert_non_null(strstr(err.text, "not certain whether"));
    assert_int_equal(store_list_dossiers(store, list, 2, NULL), 0);
    error_clear(&err);
    assert_true(shelf_finalise(store, "2222222222222222A", "a", 0, &err));
    store_close(&store);
    store = shelf_open(*state);
    assert_int_equal(store_list_dossiers(store, list, 2, NULL), 1);
    store_close(&store);
}

/* --- several processes, and their end
 * ------------------------------------------------------*/

/* Writes each reference to `out` once it is acknowledged. */
static _Noreturn void finalise_for_ever(const char *folder, int worker, int out)
{
    struct store *store = shelf_open(folder);
    char reference[STORE_REFERENCE_ROOM];
    for (unsigned i = 0;; i++) {
        struct error err = {0};
        int64_t draft = 0;
        snprintf(reference, sizeof(reference), "W%02dX%013u", worker, i);
        if (!store_save_draft(store, &draft, "1.001193", SHELF_CANARY, 30, &err) ||
            !shelf_finalise(store, reference, reference, draft, &err)) {
            fprintf(stderr, "%s\n", err.text);
            _exit(1);
        }
        if (write(out, reference, sizeof(reference)) != sizeof(reference))
            _exit(2);
    }
}

static size_t expect_all_there(const char *folder, int in)
{
    struct store *store = shelf_open(folder);
    char reference[STORE_REFERENCE_ROOM];
    size_t count = 0;
    while (read(in, reference, sizeof(reference)) == sizeof(reference)) {
        struct error err = {0};
        struct buffer body;
        struct dossier dossier = shelf_find(store, reference);
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
            bool fine = store && shelf_finalise(store, reference, "{}", 0, &err);
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
    struct store *store = shelf_open(*state);
    struct dossier list[8];
    assert_int_equal(store_list_dossiers(store, list, 8, NULL), 4);
    store_close(&store);
}

static void test_log_is_tidied(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    char *log = file_join(*state, "motcua.db-wal");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_folder_that_cannot_be_used),
        AT_SHELF(test_file_that_may_not_grow),
        AT_SHELF(test_full_disk),
        AT_SHELF(test_sync_that_fails),
        AT_SHELF(test_killed_at_any_moment),
        AT_SHELF(test_two_make_the_store_at_once),
        AT_SHELF(test_log_is_tidied),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
