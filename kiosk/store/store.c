/* SPDX-License-Identifier: MIT */
/* Opening and closing the store, transactions, and its failures in words. */
#include "kiosk/store/store.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/attachments.h"
#include "kiosk/store/inside.h"
#include "kiosk/store/keys.h"
#include "kiosk/store/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATIENCE = 2000, /* milliseconds for another process */
    SWEEP_PATIENCE = 200,
    CHECK_TIME = 100,     /* milliseconds for a look at the file before it is used */
    SWEEP_EVERY = 3600000 /* milliseconds between two looks for files of nobody */
};

static const char FILE_NAME[] = "motcua.db";
static const char KEY_NAME[] = "motcua.key";

bool store_fail(struct store *store, struct error *err)
{
    int code = sqlite3_extended_errcode(store->db);
    int kind = code & 0xff;
    int cause = 0;
    if (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN)
        cause = sqlite3_system_errno(store->db);
    if (kind == SQLITE_NOMEM)
        error_die("out of memory");
    /* The frames of a commit stand in the log, but perhaps not on the disk: whoever reads
     * the log next may find it done. */
    if (code == SQLITE_IOERR_FSYNC)
        return error_set(err,
                         _("The disk failed while %s was written; it is not certain "
                           "whether this was stored. Replace the disk or make room, "
                           "start the program anew and look before you do it again."),
                         store->file);
    if (kind == SQLITE_FULL || cause == ENOSPC || cause == EDQUOT)
        return error_set(err,
                         _("The disk is full; nothing was stored in %s. Make room, "
                           "then try again."),
                         store->file);
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        return error_set(err, _("Another program is using the store. Try again."));
    if (kind == SQLITE_READONLY || kind == SQLITE_PERM || cause == EACCES ||
        cause == EROFS)
        return error_set(err, _("The store %s cannot be written."), store->file);
    store->damaged =
        kind == SQLITE_CORRUPT || (kind == SQLITE_NOTADB && keys_know(store));
    if (kind == SQLITE_NOTADB)
        return error_set(err, _("%s is a file of another program, not a store."),
                         store->file);
    if (kind == SQLITE_CORRUPT)
        return error_set(err,
                         _("The store %s is damaged. Start the kiosk again: it saves "
                           "what can be read."),
                         store->file);
    if (kind == SQLITE_IOERR)
        return error_set(err,
                         _("The disk failed or is full; nothing was stored in %s. "
                           "Make room, or replace the disk."),
                         store->file);
    return error_set(err, _("The store %s cannot be used: %s."), store->file,
                     cause ? strerror(cause) : sqlite3_errstr(code));
}

bool store_begin(struct store *store, struct error *err)
{
    sqlite3_stmt *begin = store_prepare(store, SQL_BEGIN, err);
    return begin && store_run(store, begin, err);
}

bool store_end(struct store *store, bool fine, struct error *err)
{
    sqlite3_stmt *commit = fine ? store_prepare(store, SQL_COMMIT, err) : NULL;
    if (commit && store_run(store, commit, err))
        return true;
    /* Some failures have rolled back by themselves. */
    sqlite3_stmt *rollback = store_prepare(store, SQL_ROLLBACK, err);
    if (rollback && !sqlite3_get_autocommit(store->db))
        store_run(store, rollback, err);
    return false;
}

static void checkpoint(struct store *store)
{
    /* Passive: takes what it can without waiting for anybody. */
    sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    store->log_pages = 0;
}

void store_sweep(struct store *store)
{
    sqlite3_busy_timeout(store->db, SWEEP_PATIENCE);
    store->traces = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                              NULL, NULL) != SQLITE_OK;
    sqlite3_busy_timeout(store->db, PATIENCE);
    store->log_pages = 0;
}

/* After each commit. What it returns would look like a failure of a commit that has
 * succeeded, so it always returns SQLITE_OK. */
static int committed(void *arg, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    struct store *store = arg;
    store->log_pages = pages;
    if (pages >= store->log_most)
        checkpoint(store);
    return SQLITE_OK;
}

void store_tidy(struct store *store)
{
    if (store->traces)
        store_sweep(store);
    else if (store->log_pages >= LOG_IDLE)
        checkpoint(store);
    int64_t now = clock_monotonic();
    bool orphans = !store->swept_at || now - store->swept_at >= SWEEP_EVERY;
    if (orphans)
        store->swept_at = now;
    store_sweep_attachments(store, orphans);
}

void store_forget_pages(struct store *store)
{
    sqlite3_db_release_memory(store->db);
}

static bool set_up(struct store *store, struct error *err)
{
    static const char WORDS[] = "PRAGMA journal_mode = WAL;"
                                "PRAGMA synchronous = FULL;"
                                "PRAGMA secure_delete = ON;"
                                "PRAGMA foreign_keys = ON;"
                                "PRAGMA trusted_schema = OFF;"
                                "PRAGMA temp_store = MEMORY;"
                                "PRAGMA cache_size = -512;";
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(store->db, committed, store);
    return sqlite3_exec(store->db, WORDS, NULL, NULL, NULL) == SQLITE_OK ||
           store_fail(store, err);
}

/* 0600 from the first moment; SQLite gives its log the mode of the file. */
static bool make_file(const char *path, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST)
        return error_set(err, _("%s cannot be written: %s."), path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return true;
}

static int is_late(void *arg)
{
    return clock_monotonic() >= *(const int64_t *)arg;
}

/* As much of it as can be looked at in CHECK_TIME. */
static bool is_whole(struct store *store, struct error *err)
{
    sqlite3_stmt *check = NULL;
    int64_t end = clock_monotonic() + CHECK_TIME;
    sqlite3_progress_handler(store->db, 1000, is_late, &end);
    bool fine = sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &check,
                                   NULL) == SQLITE_OK &&
                sqlite3_step(check) == SQLITE_ROW;
    const char *verdict = fine ? (const char *)sqlite3_column_text(check, 0) : "";
    store->damaged = fine && strcmp(verdict ? verdict : "", "ok") != 0;
    if (store->damaged)
        error_set(err, _("The store %s is damaged."), store->file);
    else if (!fine && sqlite3_errcode(store->db) != SQLITE_INTERRUPT)
        store_fail(store, err);
    else
        fine = true;
    sqlite3_finalize(check);
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    return fine && !store->damaged;
}

static bool open_file(struct store *store, struct error *err)
{
    int result = sqlite3_open_v2(store->file, &store->db,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result != SQLITE_OK)
        return store_fail(store, err);
    sqlite3_busy_timeout(store->db, PATIENCE);
    return schema_is_ours(store, err) && set_up(store, err) && is_whole(store, err) &&
           schema_bring_up(store, err);
}

/* Others would go on writing into the file that is set aside. */
static bool rescue_alone(struct store *store, struct error *err)
{
    if (flock(store->users, LOCK_EX | LOCK_NB) < 0)
        return error_set(err,
                         _("The store %s is damaged. End all programs of the kiosk and "
                           "start it again: it saves what can be read."),
                         store->file);
    if (!rescue(store, err))
        return false;
    flock(store->users, LOCK_SH);
    store->damaged = false;
    return open_file(store, err);
}

/* Not where a store was lost. SQLite deletes the log of an empty file when it opens that:
 * asked before. */
static bool may_begin(const struct store *store, struct error *err)
{
    struct stat info;
    bool empty = stat(store->file, &info) < 0 ? errno == ENOENT : info.st_size == 0;
    return !empty || !keys_know(store) || keys_refuse_to_begin(store, err);
}

static bool open_here(struct store *store, bool own_key, struct error *err)
{
    struct error first = {0};
    if (!rescue_go_on(store, err) || !may_begin(store, err))
        return false;
    bool is_new = access(store->file, F_OK) < 0;
    store->seal = seal_create();
    store->outer = seal_read_file(store->key_file, is_new && own_key, err);
    if (!store->outer || !make_file(store->file, err))
        return false;
    char *users = file_join(store->folder, "store.lock");
    store->users = file_lock(users, false);
    if (store->users < 0)
        error_set(err, _("%s cannot be written: %s."), users, strerror(errno));
    free(users);
    if (store->users < 0)
        return false;
    bool fine = open_file(store, &first);
    if (!fine)
        fine =
            store->damaged ? rescue_alone(store, err) : error_set(err, "%s", first.text);
    if (fine)
        keys_keep_copy(store);
    return fine;
}

/* Two programs may start on an empty folder at once; one makes key and store, the other
 * finds them. Returns the locked folder, to be closed. */
static int lock_folder(const char *folder, struct error *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || access(folder, W_OK | X_OK) < 0) {
        error_set(err, _("The folder %s cannot be used: %s."), folder, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    int64_t end = clock_monotonic() + PATIENCE;
    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (clock_monotonic() >= end) {
            close(fd);
            error_set(err, _("Another program is using the store. Try again."));
            return -1;
        }
        usleep(10000);
    }
    return fd;
}

int store_lock(const struct store *store, struct error *err)
{
    return lock_folder(store->folder, err);
}

/* --- memory ---------------------------------------------------------------------- */

static sqlite3_mem_methods usual_memory;

static void *take(int size)
{
    void *memory = usual_memory.xMalloc(size);
    if (!memory)
        error_die("out of memory");
    return memory;
}

static void *take_again(void *old, int size)
{
    void *memory = usual_memory.xRealloc(old, size);
    if (!memory)
        error_die("out of memory");
    return memory;
}

/* A text that found no memory is NULL, and reads as if it were not there. */
static void use_memory(void)
{
    if (usual_memory.xMalloc ||
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual_memory) != SQLITE_OK)
        return;
    sqlite3_mem_methods ours = usual_memory;
    ours.xMalloc = take;
    ours.xRealloc = take_again;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}

struct store *store_open(const char *folder, const char *key_file, struct error *err)
{
    if (sodium_init() < 0)
        error_die("libsodium does not start");
    use_memory();
    if (!file_make_folder(folder, 0700, err))
        return NULL;
    int lock = lock_folder(folder, err);
    if (lock < 0)
        return NULL;
    struct store *store = memory_alloc(sizeof(*store));
    store->log_most = LOG_USUAL;
    store->users = -1;
    store->folder = memory_copy_text(folder);
    store->file = file_join(folder, FILE_NAME);
    store->key_file = keys_find_file(folder, key_file);
    char *own = file_join(folder, KEY_NAME);
    if (!open_here(store, strcmp(own, store->key_file) == 0, err))
        store_close(&store);
    free(own);
    close(lock);
    return store;
}

void store_close(struct store **store)
{
    struct store *old = *store;
    if (!old)
        return;
    store_drop_statements(old);
    sqlite3_close(old->db); /* the last one to close moves the log into the file */
    if (old->users >= 0)
        close(old->users);
    seal_free(&old->seal);
    seal_free(&old->outer);
    free(old->folder);
    free(old->file);
    free(old->key_file);
    free(old);
    *store = NULL;
}
