/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share: the open store, its statements, and the turning of
 * SQLite's results into words. No other room includes this header.
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "kiosk/store/catalogue.h"
#include "kiosk/store/seal.h"
#include "kiosk/store/store.h"

#include <sqlite3.h>

/* Every statement of the store; statement.c has the words. */
enum sql {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_FACT_READ,
    SQL_FACT_SET,
    SQL_FACT_DELETE,
    SQL_KEY_ADD,
    SQL_KEY_LIST,
    SQL_KEY_NEWEST,
    SQL_KEY_DROP_OLDER,
    SQL_KEY_DROP_NEWER,
    SQL_KEY_DROP_BELOW,
    SQL_DRAFT_ADD,
    SQL_DRAFT_WRITE,
    SQL_DRAFT_READ,
    SQL_DRAFT_DELETE,
    SQL_DRAFT_EXPIRE,
    SQL_DRAFT_COUNT,
    SQL_DRAFT_LIST,
    SQL_DRAFT_STALE,
    SQL_DRAFT_RESEAL,
    SQL_DRAFT_MENDS,
    SQL_DRAFT_MENDING,
    SQL_DOSSIER_ADD,
    SQL_DOSSIER_TAKE,
    SQL_PAYLOAD_ADD,
    SQL_PAYLOAD_READ,
    SQL_PAYLOAD_STALE,
    SQL_PAYLOAD_RESEAL,
    SQL_PAYLOAD_FORGET,
    SQL_PAYLOAD_DELETE,
    SQL_DOSSIER_FIND,
    SQL_DOSSIER_COUNT,
    SQL_DOSSIER_LIST,
    SQL_DOSSIER_NEWEST,
    SQL_DOSSIER_REPLACED,
    SQL_OPEN_COUNT,
    SQL_OPEN_LIST,
    SQL_OUTBOX_COUNT,
    SQL_DUE_COUNT,
    SQL_DUE_LIST,
    SQL_DUE_NEXT,
    SQL_MARK_SENDING,
    SQL_MARK_ACCEPTED,
    SQL_MARK_WAITING,
    SQL_MARK_STOPPED,
    SQL_MARK_BY_HAND,
    SQL_MARK_RELEASED,
    SQL_PROBLEM_WRITE,
    SQL_PROBLEM_READ,
    SQL_PROBLEM_DELETE,
    SQL_PROBLEM_STALE,
    SQL_PROBLEM_RESEAL,
    SQL_PROBLEM_FORGET,
    SQL_ATTACHMENT_ADD,
    SQL_ATTACHMENT_WRITE,
    SQL_ATTACHMENT_READ,
    SQL_ATTACHMENTS_OF_DRAFT,
    SQL_ATTACHMENTS_OF_DOSSIER,
    SQL_ATTACHMENT_BY_FILE,
    SQL_ATTACHMENT_DELETE,
    SQL_ATTACHMENT_UPLOAD,
    SQL_ATTACHMENT_FINALISE,
    SQL_ATTACHMENTS_RETURN,
    SQL_ATTACHMENTS_GIVE_BACK,
    SQL_ATTACHMENT_STALE,
    SQL_UPLOAD_STALE,
    SQL_UPLOAD_RESEAL,
    SQL_UPLOAD_DROP,
    SQL_ATTACHMENT_FORGET,
    SQL_LITTER_LIST,
    SQL_LITTER_FORGET,
    SQL_CATALOGUE_CLEAR,
    SQL_CATALOGUE_NEXT,
    SQL_CATALOGUE_PUT,
    SQL_CATALOGUE_READ,
    SQL_CATALOGUE_FIND,
    SQL_COUNT
};

#define STORE_KINDS 5 /* of sealed records: see renew.c */

struct renewal {
    uint32_t key;               /* that everything is sealed anew with */
    int64_t after[STORE_KINDS]; /* of each kind, the last record looked at */
    size_t damaged;             /* that did not open */
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT]; /* prepared at first use, then kept */
    struct seal *outer;                  /* wraps the data keys */
    struct seal *seal;                   /* the data keys */
    int64_t generation;                  /* of the outer key */
    enum {
        CHANGE_NONE,
        CHANGE_BEGUN,   /* a newer outer key waits to be used */
        CHANGE_ARRIVED, /* ours is the newer one, and the older still opens the store */
    } change;
    struct renewal renewal;
    char *folder, *file, *key_file;
    int users;    /* a lock on store.lock, shared by all who have the store open; or -1 */
    bool damaged; /* SQLite has found so */
    int log_most; /* pages of write-ahead log at which a commit tidies up */
    int log_pages;    /* in it after our last commit */
    bool traces;      /* of what was deleted may be in the log */
    int64_t swept_at; /* monotonic; 0: not yet (attachments.h) */
};

enum {
    LOG_USUAL = 1000,    /* 4 MiB */
    LOG_FINALISE = 8000, /* a citizen waits: left to the courier while that is possible */
    LOG_IDLE = 64        /* below this store_tidy() has nothing to do */
};

/* The statement, reset and without bindings; NULL and an error if it cannot be made. */
sqlite3_stmt *store_prepare(struct store *store, enum sql which, struct error *err);
void store_drop_statements(struct store *store);

/* Parameters from 1. The bytes must stay until the statement is run. */
void store_bind_text(sqlite3_stmt *statement, int at, const char *text);
void store_bind_number(sqlite3_stmt *statement, int at, int64_t number);
void store_bind_bytes(sqlite3_stmt *statement, int at, const struct buffer *bytes);
/* A text column into a field of fixed room. */
void store_column_text(sqlite3_stmt *statement, int column, char *out, size_t room);

/* Runs a statement that gives no rows. */
bool store_run(struct store *store, sqlite3_stmt *statement, struct error *err);
/* The next row: true; the end: false; false and an error if it fails. The statement is
 * reset in the last two cases. */
bool store_row(struct store *store, sqlite3_stmt *statement, struct error *err);

/* A transaction that writes. store_end commits if `fine`, else rolls back; true only if
 * it was committed. */
bool store_begin(struct store *store, struct error *err);
bool store_end(struct store *store, bool fine, struct error *err);

/* One process at a time may make the store or change its outer key. Returns the locked
 * folder, to be closed; -1 and an error. */
int store_lock(const struct store *store, struct error *err);

/* Puts the present failure of SQLite into words. Returns false. */
bool store_fail(struct store *store, struct error *err);

/* schema.c: false and an error for the file of another program, of a newer version of
 * this one, or a damaged one. Only reads: what is not ours is not touched. */
bool schema_is_ours(struct store *store, struct error *err);
/* Brings an empty or older store to the present shape. */
bool schema_bring_up(struct store *store, struct error *err);
/* The tables of a store that cannot be read any more, empty, in a new file: of the same
 * version, if it can still say which that was. */
bool schema_make_like(struct store *fresh, struct store *damaged, struct error *err);
/* Has it this table? One of an older shape may not. */
bool schema_has(struct store *store, const char *table);

/* catalogue.c: the facts of the store that are numbers; 0 where there is none. */
bool store_read_number(struct store *store, const char *name, int64_t *out,
                       struct error *err);
bool store_write_number(struct store *store, const char *name, int64_t number,
                        struct error *err);

/* Entries stand at places from SHELF_START(shelf) + 1 on. Shelf 0 is that of what stores
 * of older versions had imported. */
#define SHELF_START(shelf) ((int64_t)(shelf) << 32)
enum { NO_SHELF = -1 };
/* Where the part that is read stands. */
bool store_read_shelf(struct store *store, enum catalogue_part part, int64_t *shelf,
                      struct error *err);
/* Inside of a transaction: the part stands there from now on. */
bool store_write_part(struct store *store, enum catalogue_part part, int64_t shelf,
                      const struct catalogue_mark *mark, struct error *err);

/* --- sealing: keys.c ----------------------------------------------------------------
 */

/* What a record is sealed with as its identity. */
#define STORE_IDENTITY_ROOM 128
void store_name_draft(char out[STORE_IDENTITY_ROOM], int64_t id, const char *procedure);
/* Another reference, key or procedure beside the bytes does not open them. */
void store_name_body(char out[STORE_IDENTITY_ROOM], const char *reference,
                     const char *key, const char *procedure);
void store_name_problem(char out[STORE_IDENTITY_ROOM], int64_t dossier);
void store_name_attachment(char out[STORE_IDENTITY_ROOM], int64_t id, const char *file);
void store_name_upload(char out[STORE_IDENTITY_ROOM], int64_t attachment);

/* Seals under the newest data key, which another process may have made just now. What is
 * stored must be sealed inside the transaction that stores it: else the key may be gone
 * by then. Appends to `out`. */
bool store_seal(struct store *store, const char *identity, const void *content,
                size_t size, struct buffer *out, struct error *err);
/* Opens a blob, and appends its content to `out`. */
bool store_open_blob(struct store *store, const char *identity, const void *blob,
                     size_t size, struct buffer *out, struct error *err);
/* The same for a column of the present row. */
bool store_unseal(struct store *store, sqlite3_stmt *statement, int column,
                  const char *identity, struct buffer *out, struct error *err);

#endif
