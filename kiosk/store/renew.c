/* SPDX-License-Identifier: MIT */
/*
 * Sealing everything anew under the newest data key, some records at a time: each batch
 * is a transaction, a blob says which key it is under, and the old keys stay until
 * nothing lies under them, so that it may be ended at any point and goes on later.
 *
 * A kind of records is a line of KINDS. What is sealed in files is under keys of their
 * own, each in a record of its file.
 */
#include "kiosk/store/keys.h"

#include <string.h>

enum {
    BATCH_RECORDS = 32,
    BATCH_BYTES = 4 << 20, /* the log holds a batch twice */
};

struct kind {
    const char *table;
    /* ?1: id above which, ?2: how blobs under the newest key begin. Gives id, blob, and
     * what the identity is made of. */
    enum sql next;
    enum sql write; /* ?1: id, ?2: blob */
    enum sql drop;  /* ?1: id */
    void (*name)(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM]);
};

static void name_draft(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM])
{
    char procedure[STORE_CODE_ROOM];
    store_column_text(row, 2, procedure, sizeof(procedure));
    store_name_draft(identity, sqlite3_column_int64(row, 0), procedure);
}

static void name_body(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM])
{
    char reference[STORE_REFERENCE_ROOM], key[STORE_KEY_ROOM], procedure[STORE_CODE_ROOM];
    store_column_text(row, 2, reference, sizeof(reference));
    store_column_text(row, 3, key, sizeof(key));
    store_column_text(row, 4, procedure, sizeof(procedure));
    store_name_body(identity, reference, key, procedure);
}

static void name_problem(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM])
{
    store_name_problem(identity, sqlite3_column_int64(row, 0));
}

/* The key of the file lies in the row: the file itself stays as it is. */
static void name_attachment(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM])
{
    char file[STORE_IDENTITY_ROOM];
    store_column_text(row, 2, file, sizeof(file));
    store_name_attachment(identity, sqlite3_column_int64(row, 0), file);
}

static void name_upload(sqlite3_stmt *row, char identity[STORE_IDENTITY_ROOM])
{
    store_name_upload(identity, sqlite3_column_int64(row, 0));
}

static const struct kind KINDS[] = {
    {"draft", SQL_DRAFT_STALE, SQL_DRAFT_RESEAL, SQL_DRAFT_DELETE, name_draft},
    {"payload", SQL_PAYLOAD_STALE, SQL_PAYLOAD_RESEAL, SQL_PAYLOAD_DELETE, name_body},
    {"problem", SQL_PROBLEM_STALE, SQL_PROBLEM_RESEAL, SQL_PROBLEM_DELETE, name_problem},
    {"attachment", SQL_ATTACHMENT_STALE, SQL_ATTACHMENT_WRITE, SQL_ATTACHMENT_DELETE,
     name_attachment},
    {"attachment", SQL_UPLOAD_STALE, SQL_UPLOAD_RESEAL, SQL_UPLOAD_DROP, name_upload},
};

_Static_assert(sizeof(KINDS) / sizeof(KINDS[0]) == STORE_KINDS,
               "each kind has a place to go on from");

static bool write_again(struct store *store, enum sql which, int64_t id,
                        const struct buffer *sealed, struct error *err)
{
    sqlite3_stmt *write = store_prepare(store, which, err);
    if (!write)
        return false;
    store_bind_number(write, 1, id);
    store_bind_bytes(write, 2, sealed);
    return store_run(store, write, err);
}

struct batch {
    size_t records, bytes;
};

/* The next record of a kind; *found is false where none is left. One that does not open
 * is left as it is, and counted. */
static bool renew_next(struct store *store, size_t which, struct batch *batch,
                       bool *found, struct error *err)
{
    const struct kind *kind = &KINDS[which];
    struct error trouble = {0};
    unsigned char head[SEAL_HEAD];
    char identity[STORE_IDENTITY_ROOM];
    sqlite3_stmt *next = store_prepare(store, kind->next, err);
    if (!next)
        return false;
    seal_head(store->seal, head);
    store_bind_number(next, 1, store->renewal.after[which]);
    sqlite3_bind_blob(next, 2, head, sizeof(head), SQLITE_STATIC);
    *found = store_row(store, next, &trouble);
    if (!*found)
        return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
    struct buffer content, sealed;
    buffer_init(&content, STORE_CONTENT_MOST);
    buffer_init(&sealed, STORE_CONTENT_MOST + SEAL_EXTRA);
    int64_t id = sqlite3_column_int64(next, 0);
    kind->name(next, identity);
    bool opens = store_unseal(store, next, 1, identity, &content, NULL);
    sqlite3_reset(next);
    bool fine = true;
    if (opens)
        fine = store_seal(store, identity, content.data, content.size, &sealed, err) &&
               write_again(store, kind->write, id, &sealed, err);
    else
        store->renewal.damaged++;
    store->renewal.after[which] = id;
    batch->records++;
    batch->bytes += content.size;
    buffer_free(&content);
    buffer_free(&sealed);
    return fine;
}

/* *left: there may be more. */
static bool renew_batch(struct store *store, bool *left, struct error *err)
{
    struct batch batch = {0};
    for (size_t which = 0; which < STORE_KINDS; which++) {
        for (bool found = true; found;) {
            if (batch.records >= BATCH_RECORDS || batch.bytes >= BATCH_BYTES)
                return true;
            if (!renew_next(store, which, &batch, &found, err))
                return false;
        }
    }
    *left = false;
    return true;
}

/* Whatever the way here was: does nothing lie under an old key any more? */
static bool is_all_new(struct store *store)
{
    unsigned char head[SEAL_HEAD];
    seal_head(store->seal, head);
    for (size_t which = 0; which < STORE_KINDS; which++) {
        struct error err = {0};
        sqlite3_stmt *next = store_prepare(store, KINDS[which].next, NULL);
        if (!next)
            return false;
        sqlite3_bind_blob(next, 2, head, sizeof(head), SQLITE_STATIC);
        store_bind_number(next, 1, 0);
        bool found = store_row(store, next, &err);
        sqlite3_reset(next);
        if (found || error_is_set(&err))
            return false;
    }
    return true;
}

static bool renew_some(struct store *store, bool *left, struct error *err)
{
    *left = false;
    if (!keys_reload(store, err))
        return false;
    if (!store_renews(store))
        return true;
    uint32_t newest = seal_newest(store->seal);
    if (store->renewal.key != newest)
        store->renewal = (struct renewal){.key = newest};
    *left = true;
    if (!renew_batch(store, left, err))
        return false;
    return *left || !is_all_new(store) || keys_drop_old(store, err);
}

bool store_renew_some(struct store *store, bool *left, size_t *damaged, struct error *err)
{
    const struct renewal before = store->renewal;
    if (!store_begin(store, err))
        return false;
    bool fine = store_end(store, renew_some(store, left, err), err);
    if (!fine) {
        store->renewal = before;
        keys_load(store, NULL);
    }
    *damaged = store->renewal.damaged;
    if (fine && !*left) {
        store_sweep(store);
        keys_keep_copy(store);
    }
    return fine;
}

/* The next record of a kind after *id, whatever it is sealed with. */
static bool try_next(struct store *store, const struct kind *kind, int64_t *id,
                     bool *found, bool *opens, struct error *err)
{
    struct error trouble = {0};
    struct buffer content;
    char identity[STORE_IDENTITY_ROOM];
    sqlite3_stmt *next = store_prepare(store, kind->next, err);
    if (!next)
        return false;
    store_bind_number(next, 1, *id);
    sqlite3_bind_zeroblob(next, 2, 0);
    *found = store_row(store, next, &trouble);
    if (!*found)
        return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
    *id = sqlite3_column_int64(next, 0);
    kind->name(next, identity);
    buffer_init(&content, STORE_CONTENT_MOST);
    *opens = store_unseal(store, next, 1, identity, &content, NULL);
    buffer_free(&content);
    sqlite3_reset(next);
    return true;
}

static bool drop(struct store *store, enum sql which, int64_t id, struct error *err)
{
    sqlite3_stmt *drop = store_prepare(store, which, err);
    if (!drop)
        return false;
    store_bind_number(drop, 1, id);
    return store_run(store, drop, err);
}

bool renew_drop_unreadable(struct store *store, size_t *count, struct error *err)
{
    *count = 0;
    for (size_t which = 0; which < STORE_KINDS; which++) {
        const struct kind *kind = &KINDS[which];
        int64_t id = INT64_MIN;
        for (bool found = schema_has(store, kind->table), opens = true; found;) {
            if (!try_next(store, kind, &id, &found, &opens, err))
                return false;
            if (!found || opens)
                continue;
            ++*count;
            if (!drop(store, kind->drop, id, err))
                return false;
        }
    }
    return true;
}
