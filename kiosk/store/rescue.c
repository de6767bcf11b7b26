/* SPDX-License-Identifier: MIT */
/*
 * A damaged store: what can be read of it goes into a new one, row by row, each sealed
 * record tried with its key, and the damaged file is set aside, never deleted.
 *
 * The new store is made under another name, and is complete and on the disk before
 * anything else happens; from then on every start goes on with putting it in its place,
 * until that is done. Until then the old file stays what it is.
 */
#include "kiosk/store/rescue.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STEPS_MOST = 20000 /* numbers without a row that are tried one after another */ };

static const char FACT[] = "rescue";

/* --- copying rows ------------------------------------------------------------------- */

/* The number; 0 for NULL, `otherwise` where it cannot be read. */
static int64_t ask(sqlite3 *db, const char *sql, const char *table, int64_t otherwise)
{
    sqlite3_stmt *question = NULL;
    char *words = memory_format(sql, table);
    int64_t answer = otherwise;
    if (sqlite3_prepare_v2(db, words, -1, &question, NULL) == SQLITE_OK &&
        sqlite3_step(question) == SQLITE_ROW)
        answer = sqlite3_column_int64(question, 0);
    sqlite3_finalize(question);
    free(words);
    return answer;
}

static void copy_row(sqlite3_stmt *row, sqlite3_stmt *add)
{
    sqlite3_reset(add);
    for (int i = 0; i < sqlite3_bind_parameter_count(add); i++) {
        if (i < sqlite3_column_count(row))
            sqlite3_bind_value(add, i + 1, sqlite3_column_value(row, i));
        else
            sqlite3_bind_null(add, i + 1);
    }
    sqlite3_step(add); /* a row that the new table does not take is damaged */
}

/* INSERT with as many places as the table has columns. */
static sqlite3_stmt *prepare_add(sqlite3 *to, const char *table)
{
    sqlite3_stmt *shape = NULL, *add = NULL;
    struct buffer words;
    char *select = memory_format("SELECT * FROM %s", table);
    buffer_init(&words, 4096);
    if (sqlite3_prepare_v2(to, select, -1, &shape, NULL) == SQLITE_OK) {
        buffer_format(&words, "INSERT OR IGNORE INTO %s VALUES (?", table);
        for (int i = 1; i < sqlite3_column_count(shape); i++)
            buffer_add_text(&words, ", ?");
        buffer_add_text(&words, ")");
        if (sqlite3_prepare_v2(to, words.data, -1, &add, NULL) != SQLITE_OK)
            add = NULL;
    }
    sqlite3_finalize(shape);
    buffer_free(&words);
    free(select);
    return add;
}

/* Each row is looked up by itself: damage on the way to one does not hide the next. Gaps
 * are stepped over at once where that can be read, else number by number. The last number
 * there is belongs to no row of ours: the new table would have none left to give. */
static void copy_rows(sqlite3 *from, const char *table, sqlite3_stmt *add)
{
    sqlite3_stmt *next = NULL;
    char *words = memory_format(
        "SELECT *, rowid FROM %s WHERE rowid >= ?1 ORDER BY rowid LIMIT 1", table);
    int64_t id = ask(from, "SELECT min(rowid) FROM %s", table, -STEPS_MOST / 2);
    int result = sqlite3_prepare_v2(from, words, -1, &next, NULL);
    for (int steps = 0;
         result != SQLITE_DONE && next && steps < STEPS_MOST && id < INT64_MAX; id++) {
        sqlite3_bind_int64(next, 1, id);
        result = sqlite3_step(next);
        if (result == SQLITE_ROW) {
            id = sqlite3_column_int64(next, sqlite3_column_count(next) - 1);
            if (id == INT64_MAX)
                break;
            copy_row(next, add);
            steps = 0;
        } else {
            steps++;
        }
        sqlite3_reset(next);
    }
    sqlite3_finalize(next);
    free(words);
}

/* Every table of the new store, by the names that the new one has for them. */
static bool copy_tables(struct store *damaged, struct store *fresh, struct error *err)
{
    static const char TABLES[] = "SELECT name FROM sqlite_master WHERE type = 'table' "
                                 "AND name NOT LIKE 'sqlite_%'";
    sqlite3_stmt *list = NULL;
    if (sqlite3_prepare_v2(fresh->db, TABLES, -1, &list, NULL) != SQLITE_OK)
        return store_fail(fresh, err);
    while (sqlite3_step(list) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(list, 0);
        sqlite3_stmt *add = prepare_add(fresh->db, table);
        if (add)
            copy_rows(damaged->db, table, add);
        sqlite3_finalize(add);
    }
    return sqlite3_finalize(list) == SQLITE_OK || store_fail(fresh, err);
}

/* --- making the new store ----------------------------------------------------------- */

static bool run(struct store *store, const char *sql, struct error *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           store_fail(store, err);
}

/* What waits to be sent and has no content any more would wait for ever. */
static const char HOLD_THE_EMPTY[] =
    "UPDATE dossier SET state = 3, reason = 9 "
    "WHERE state < 2 AND id NOT IN (SELECT dossier FROM payload)";
_Static_assert(DOSSIER_HELD == 3 && REASON_REFUSED == 9, "they stand in the file");

static bool write_down(struct store *fresh, size_t damaged, struct error *err)
{
    char text[96];
    int64_t drafts = ask(fresh->db, "SELECT count(*) FROM %s", "draft", 0);
    int64_t dossiers = ask(fresh->db, "SELECT count(*) FROM %s", "dossier", 0);
    snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %zu", drafts, dossiers,
             damaged);
    sqlite3_stmt *set = store_prepare(fresh, SQL_FACT_SET, err);
    if (!set)
        return false;
    store_bind_text(set, 1, FACT);
    store_bind_text(set, 2, text);
    return store_run(fresh, set, err);
}

/* Their files stay: what is set aside may still have the keys. */
static const char DROP_ATTACHMENTS_OF_NOBODY[] =
    "DELETE FROM attachment WHERE draft NOT IN (SELECT id FROM draft)"
    " OR dossier NOT IN (SELECT id FROM dossier);"
    "DELETE FROM litter";

static bool fill(struct store *damaged, struct store *fresh, struct error *err)
{
    size_t unreadable = 0;
    if (!run(fresh, "PRAGMA foreign_keys = OFF; BEGIN", err) ||
        !schema_make_like(fresh, damaged, err) || !copy_tables(damaged, fresh, err))
        return false;
    if (ask(fresh->db, "PRAGMA %s", "user_version", 0) == 1)
        seal_add_outer(fresh->seal, fresh->outer); /* it had no data keys yet */
    else if (!keys_recover(fresh))
        return error_set(err,
                         _("The store %s is damaged, and its data key with it; nothing "
                           "in it can be read. Restore its backup."),
                         damaged->file);
    return renew_drop_unreadable(fresh, &unreadable, err) &&
           run(fresh,
               "DELETE FROM payload WHERE dossier NOT IN (SELECT id FROM dossier);"
               "DELETE FROM problem WHERE dossier NOT IN (SELECT id FROM dossier)",
               err) &&
           (!schema_has(fresh, "attachment") ||
            run(fresh, DROP_ATTACHMENTS_OF_NOBODY, err)) &&
           run(fresh, HOLD_THE_EMPTY, err) && write_down(fresh, unreadable, err) &&
           run(fresh, "COMMIT; PRAGMA synchronous = FULL", err);
}

static bool make_fresh(struct store *damaged, const char *path, struct error *err)
{
    struct store fresh = {.file = (char *)path,
                          .folder = damaged->folder,
                          .key_file = damaged->key_file,
                          .outer = damaged->outer,
                          .seal = seal_create()};
    unlink(path);
    bool fine = file_write(path, "", 0, 0600, err);
    if (fine &&
        sqlite3_open_v2(path, &fresh.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        fine = store_fail(&fresh, err);
    fine = fine && fill(damaged, &fresh, err);
    store_drop_statements(&fresh);
    sqlite3_close(fresh.db);
    seal_free(&fresh.seal);
    return fine;
}

/* --- putting it in its place -------------------------------------------------------- */

static char *beside(const struct store *store, const char *ending)
{
    return memory_format("%s%s", store->file, ending);
}

/* A second name for the file; one that has it already is fine. */
static bool keep_as(const char *path, const char *aside, struct error *err)
{
    if (link(path, aside) == 0 || errno == EEXIST || errno == ENOENT)
        return true;
    return error_set(err, _("%s cannot be set aside: %s."), path, strerror(errno));
}

/* "motcua.db.damaged-20261122-130501": the time is that of the new store. */
static char *name_aside(const struct store *store, const char *complete)
{
    char stamp[32] = "";
    struct stat info;
    if (stat(complete, &info) < 0)
        return NULL;
    struct tm when = clock_local(info.st_mtime);
    strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &when);
    return memory_format("%s.damaged-%s", store->file, stamp);
}

static bool put_in_place(struct store *store, const char *complete, const char *aside,
                         struct error *err)
{
    char *log = beside(store, "-wal"), *shared = beside(store, "-shm");
    char *log_aside = memory_format("%s-wal", aside);
    bool fine = keep_as(store->file, aside, err) && keep_as(log, log_aside, err) &&
                file_sync_folder(store->folder, err);
    if (fine) {
        unlink(log); /* before the new one: it would be taken for its log */
        unlink(shared);
        fine =
            rename(complete, store->file) == 0 ||
            error_set(err, _("%s cannot be written: %s."), store->file, strerror(errno));
    }
    free(log_aside);
    free(shared);
    free(log);
    return fine && file_sync_folder(store->folder, err);
}

bool rescue_go_on(struct store *store, struct error *err)
{
    char *complete = beside(store, ".rescued");
    char *aside = name_aside(store, complete);
    bool fine = !aside || put_in_place(store, complete, aside, err);
    if (aside && fine)
        log_line("the store was damaged and is set aside as %s", aside);
    free(aside);
    free(complete);
    return fine;
}

bool rescue(struct store *damaged, struct error *err)
{
    char *making = beside(damaged, ".rescue"), *complete = beside(damaged, ".rescued");
    /* Its log is evidence too. */
    sqlite3_db_config(damaged->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    bool fine = make_fresh(damaged, making, err);
    store_drop_statements(damaged);
    sqlite3_close(damaged->db);
    damaged->db = NULL;
    if (fine && rename(making, complete) < 0)
        fine = error_set(err, _("%s cannot be written: %s."), complete, strerror(errno));
    fine = fine && file_sync_folder(damaged->folder, err) && rescue_go_on(damaged, err);
    free(complete);
    free(making);
    return fine;
}

/* --- telling it ---------------------------------------------------------------------
 */

bool store_take_rescue(struct store *store, struct rescue *out)
{
    struct error err = {0};
    sqlite3_stmt *read = store_prepare(store, SQL_FACT_READ, &err);
    if (!read)
        return false;
    store_bind_text(read, 1, FACT);
    if (!store_row(store, read, &err))
        return false;
    char text[96];
    store_column_text(read, 0, text, sizeof(text));
    sqlite3_reset(read);
    char *end = text;
    *out = (struct rescue){.drafts = strtoul(end, &end, 10)};
    out->dossiers = strtoul(end, &end, 10);
    out->damaged = strtoul(end, &end, 10);
    sqlite3_stmt *drop = store_prepare(store, SQL_FACT_DELETE, &err);
    if (!drop)
        return false;
    store_bind_text(drop, 1, FACT);
    return store_run(store, drop, &err);
}
