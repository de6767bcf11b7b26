/* SPDX-License-Identifier: MIT */
#include "sandbox/book.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "sandbox/status.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The unit that receives here; only the portal issues codes. */
#define UNIT "H17.31.22"

static const char SCHEMA[] = "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = FULL;"
                             "PRAGMA foreign_keys = ON;"
                             "BEGIN IMMEDIATE;"
                             "CREATE TABLE IF NOT EXISTS dossier ("
                             "  id INTEGER PRIMARY KEY,"
                             "  key TEXT NOT NULL UNIQUE,"
                             "  reference TEXT NOT NULL UNIQUE,"
                             "  code TEXT NOT NULL UNIQUE,"
                             "  day TEXT NOT NULL,"
                             "  number INTEGER NOT NULL,"
                             "  procedure TEXT NOT NULL,"
                             "  body BLOB NOT NULL,"
                             "  received_at INTEGER NOT NULL,"
                             "  due_at INTEGER NOT NULL,"
                             "  status INTEGER NOT NULL,"
                             "  UNIQUE (day, number));"
                             "CREATE TABLE IF NOT EXISTS event ("
                             "  id INTEGER PRIMARY KEY,"
                             "  dossier INTEGER NOT NULL REFERENCES dossier (id),"
                             "  at INTEGER NOT NULL,"
                             "  status INTEGER NOT NULL,"
                             "  note_vi TEXT,"
                             "  note_en TEXT);"
                             "CREATE INDEX IF NOT EXISTS event_of ON event (dossier);"
                             "CREATE TABLE IF NOT EXISTS arrival ("
                             "  key TEXT PRIMARY KEY,"
                             "  times INTEGER NOT NULL);"
                             "COMMIT;";

#define COLUMNS                                                                    \
    "SELECT dossier.key, reference, code, procedure, received_at, due_at, status," \
    " coalesce(times, 0)"                                                          \
    " FROM dossier LEFT JOIN arrival ON arrival.key = dossier.key"

/* One connection behind one lock: a stand-in portal need not be fast, it must be right.
 */
struct book {
    pthread_mutex_t lock;
    sqlite3 *db;
};

struct book *book_open(const char *folder, struct error *err)
{
    if (!file_make_folder(folder, 0700, err))
        return NULL;
    struct book *book = memory_alloc(sizeof(*book));
    pthread_mutex_init(&book->lock, NULL);
    char *path = file_join(folder, "sandbox.db");
    if (sqlite3_open(path, &book->db) != SQLITE_OK ||
        sqlite3_busy_timeout(book->db, 5000) != SQLITE_OK ||
        sqlite3_exec(book->db, SCHEMA, NULL, NULL, NULL) != SQLITE_OK) {
        error_set(err, _("The book of dossiers %s cannot be used: %s."), path,
                  sqlite3_errmsg(book->db));
        book_close(&book);
    }
    free(path);
    return book;
}

void book_close(struct book **book)
{
    if (*book != NULL) {
        sqlite3_close((*book)->db);
        pthread_mutex_destroy(&(*book)->lock);
        free(*book);
        *book = NULL;
    }
}

/* A statement with its parameters: 't' text (NULL is NULL), 'i' int64_t, 'b' bytes and
 * their size_t. NULL, and a line in the log, where SQLite refuses. */
static sqlite3_stmt *ask(struct book *book, const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(book->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        log_line("book: %s", sqlite3_errmsg(book->db));
        return NULL;
    }
    va_list list;
    va_start(list, kinds);
    for (int i = 1; kinds[i - 1] != '\0'; i++) {
        if (kinds[i - 1] == 'i') {
            sqlite3_bind_int64(statement, i, va_arg(list, int64_t));
        } else if (kinds[i - 1] == 'b') {
            const char *bytes = va_arg(list, const char *);
            sqlite3_bind_blob64(statement, i, bytes, va_arg(list, size_t), SQLITE_STATIC);
        } else {
            sqlite3_bind_text(statement, i, va_arg(list, const char *), -1,
                              SQLITE_STATIC);
        }
    }
    va_end(list);
    return statement;
}

/* Runs the statement to its end and drops it; NULL is a failure. */
static bool run(struct book *book, sqlite3_stmt *statement)
{
    bool fine = statement != NULL && sqlite3_step(statement) == SQLITE_DONE;
    if (statement != NULL && !fine)
        log_line("book: %s", sqlite3_errmsg(book->db));
    sqlite3_finalize(statement);
    return fine;
}

static bool begin(struct book *book)
{
    return run(book, ask(book, "BEGIN IMMEDIATE", ""));
}

/* Commits if all went well so far, else takes everything back. */
static bool finish(struct book *book, bool fine)
{
    if (fine && run(book, ask(book, "COMMIT", "")))
        return true;
    if (sqlite3_get_autocommit(book->db) == 0)
        run(book, ask(book, "ROLLBACK", ""));
    return false;
}

static void copy_column(char *out, size_t room, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    snprintf(out, room, "%s", text != NULL ? text : "");
}

static void read_dossier(struct dossier *out, sqlite3_stmt *row)
{
    copy_column(out->key, sizeof(out->key), row, 0);
    copy_column(out->reference, sizeof(out->reference), row, 1);
    copy_column(out->code, sizeof(out->code), row, 2);
    copy_column(out->procedure, sizeof(out->procedure), row, 3);
    out->received_at = sqlite3_column_int64(row, 4);
    out->due_at = sqlite3_column_int64(row, 5);
    out->status = sqlite3_column_int(row, 6);
    out->times_received = (long)sqlite3_column_int64(row, 7);
}

static bool find(struct book *book, enum book_column column, const char *value,
                 struct dossier *out)
{
    static const char *const QUERIES[] = {
        [BOOK_BY_KEY] = COLUMNS " WHERE dossier.key = ?",
        [BOOK_BY_REFERENCE] = COLUMNS " WHERE reference = ?",
        [BOOK_BY_CODE] = COLUMNS " WHERE code = ?",
    };
    sqlite3_stmt *row = ask(book, QUERIES[column], "t", value);
    bool found = row != NULL && sqlite3_step(row) == SQLITE_ROW;
    if (found)
        read_dossier(out, row);
    sqlite3_finalize(row);
    return found;
}

bool book_find(struct book *book, enum book_column column, const char *value,
               struct dossier *out)
{
    pthread_mutex_lock(&book->lock);
    bool found = find(book, column, value, out);
    pthread_mutex_unlock(&book->lock);
    return found;
}

bool book_note_arrival(struct book *book, const char *key)
{
    pthread_mutex_lock(&book->lock);
    bool fine = run(book, ask(book,
                              "INSERT INTO arrival VALUES (?, 1)"
                              " ON CONFLICT (key) DO UPDATE SET times = times + 1",
                              "t", key));
    pthread_mutex_unlock(&book->lock);
    return fine;
}

static bool same_bytes(struct book *book, const char *key, const char *body, size_t size)
{
    sqlite3_stmt *row = ask(book, "SELECT 1 FROM dossier WHERE key = ? AND body = ?",
                            "tb", key, body, size);
    bool same = row != NULL && sqlite3_step(row) == SQLITE_ROW;
    sqlite3_finalize(row);
    return same;
}

static enum book_verdict recall(struct book *book, const char *key, const char *body,
                                size_t size, struct dossier *out)
{
    if (!find(book, BOOK_BY_KEY, key, out))
        return BOOK_ENTERED;
    return same_bytes(book, key, body, size) ? BOOK_REPLAYED : BOOK_KEY_REUSED;
}

enum book_verdict book_recall(struct book *book, const char *key, const char *body,
                              size_t size, struct dossier *out)
{
    pthread_mutex_lock(&book->lock);
    enum book_verdict verdict = recall(book, key, body, size, out);
    pthread_mutex_unlock(&book->lock);
    return verdict;
}

/* The next code of the day, "H17.31.22-261121-0004"; 0 where the disk refused. */
static int64_t next_code(struct book *book, const char *day, char out[BOOK_CODE_ROOM])
{
    sqlite3_stmt *row = ask(
        book, "SELECT coalesce(max(number), 0) + 1 FROM dossier WHERE day = ?", "t", day);
    int64_t number = 0;
    if (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        number = sqlite3_column_int64(row, 0);
        snprintf(out, BOOK_CODE_ROOM, UNIT "-%.6s-%04lld", day, (long long)number);
    }
    sqlite3_finalize(row);
    return number;
}

static bool insert(struct book *book, const struct submission *s)
{
    struct tm local = clock_local(s->received_at);
    char day[40];
    snprintf(day, sizeof(day), "%02d%02d%02d", local.tm_year % 100, local.tm_mon + 1,
             local.tm_mday);
    char code[BOOK_CODE_ROOM];
    int64_t number = next_code(book, day, code);
    int64_t first = STATUS_RECEIVED;
    return number != 0 &&
           run(book,
               ask(book,
                   "INSERT INTO dossier (key, reference, code, day, number,"
                   " procedure, body, received_at, due_at, status)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "ttttitbiii", s->key, s->reference, code, day, number, s->procedure,
                   s->body, s->size, s->received_at, s->due_at, first)) &&
           run(book, ask(book,
                         "INSERT INTO event (dossier, at, status)"
                         " SELECT id, received_at, status FROM dossier WHERE key = ?",
                         "t", s->key));
}

enum book_verdict book_enter(struct book *book, const struct submission *submission,
                             struct dossier *out)
{
    pthread_mutex_lock(&book->lock);
    enum book_verdict verdict = BOOK_TROUBLE;
    if (begin(book)) {
        verdict = recall(book, submission->key, submission->body, submission->size, out);
        if (verdict == BOOK_ENTERED &&
            find(book, BOOK_BY_REFERENCE, submission->reference, out))
            verdict = BOOK_REFERENCE_USED;
        bool fine = verdict == BOOK_ENTERED && insert(book, submission) &&
                    find(book, BOOK_BY_KEY, submission->key, out);
        if (!finish(book, fine) && verdict == BOOK_ENTERED)
            verdict = BOOK_TROUBLE;
    }
    pthread_mutex_unlock(&book->lock);
    return verdict;
}

void book_list(struct book *book, void (*call)(void *arg, const struct dossier *dossier),
               void *arg)
{
    pthread_mutex_lock(&book->lock);
    sqlite3_stmt *row = ask(book, COLUMNS " ORDER BY id", "");
    while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        struct dossier dossier;
        read_dossier(&dossier, row);
        call(arg, &dossier);
    }
    sqlite3_finalize(row);
    pthread_mutex_unlock(&book->lock);
}

struct event *book_history(struct book *book, const char *code, size_t *count)
{
    struct event *events = NULL;
    *count = 0;
    pthread_mutex_lock(&book->lock);
    sqlite3_stmt *row = ask(book,
                            "SELECT event.at, event.status, note_vi, note_en"
                            " FROM event JOIN dossier ON event.dossier = dossier.id"
                            " WHERE code = ? ORDER BY event.id",
                            "t", code);
    while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        events = memory_resize(events, *count + 1, sizeof(*events));
        events[(*count)++] = (struct event){
            .at = sqlite3_column_int64(row, 0),
            .status = sqlite3_column_int(row, 1),
            .note_vi = memory_copy_text((const char *)sqlite3_column_text(row, 2)),
            .note_en = memory_copy_text((const char *)sqlite3_column_text(row, 3)),
        };
    }
    sqlite3_finalize(row);
    pthread_mutex_unlock(&book->lock);
    return events;
}

void book_free_events(struct event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(events[i].note_vi);
        free(events[i].note_en);
    }
    free(events);
}

bool book_advance(struct book *book, const char *code, const struct event *event)
{
    int64_t status = event->status;
    pthread_mutex_lock(&book->lock);
    bool fine = begin(book);
    if (fine) {
        fine = run(book, ask(book, "UPDATE dossier SET status = ? WHERE code = ?", "it",
                             status, code)) &&
               sqlite3_changes(book->db) == 1 &&
               run(book,
                   ask(book,
                       "INSERT INTO event (dossier, at, status, note_vi, note_en)"
                       " SELECT id, ?, ?, ?, ? FROM dossier WHERE code = ?",
                       "iittt", event->at, status, event->note_vi, event->note_en, code));
        fine = finish(book, fine);
    }
    pthread_mutex_unlock(&book->lock);
    return fine;
}
