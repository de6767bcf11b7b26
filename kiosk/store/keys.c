/* SPDX-License-Identifier: MIT */
/*
 * The keys of the store. What is sealed is sealed with a data key; the data keys lie in
 * the table data_key, each wrapped by the outer key, which is not in the database. While
 * the outer key is being changed a data key lies there twice, wrapped by the old and by
 * the new one (a generation later), so that whichever is found at the next start opens
 * the store; the first opening with the new one removes what the old one wrapped.
 */
#include "kiosk/store/keys.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char KEY_NAME[] = "motcua.key";
static const char PROOF[] = "key-proof"; /* of version 1 */

char *keys_find_file(const char *folder, const char *key_file)
{
    if (*key_file)
        return memory_copy_text(key_file);
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (credentials && *credentials) {
        char *path = file_join(credentials, KEY_NAME);
        if (access(path, F_OK) == 0)
            return path;
        free(path);
    }
    return file_join(folder, KEY_NAME);
}

/* --- making the first ones ---------------------------------------------------------- */

static bool add_wrap(struct store *store, const struct seal *outer, int64_t generation,
                     uint32_t number, struct error *err)
{
    struct buffer wrapped;
    buffer_init(&wrapped, 1024);
    seal_wrap(outer, store->seal, number, &wrapped);
    sqlite3_stmt *add = store_prepare(store, SQL_KEY_ADD, err);
    if (add) {
        store_bind_number(add, 1, number);
        store_bind_number(add, 2, generation);
        store_bind_bytes(add, 3, &wrapped);
    }
    bool fine = add && store_run(store, add, err);
    buffer_free(&wrapped);
    return fine;
}

static bool add_wraps(struct store *store, const struct seal *outer, int64_t generation,
                      struct error *err)
{
    for (size_t i = 0; i < seal_count(store->seal); i++) {
        if (!add_wrap(store, outer, generation, seal_number(store->seal, i), err))
            return false;
    }
    return true;
}

/* A store of version 1 proves that the outer key is the one that everything in it is
 * sealed with. *is_old: there is such a proof. */
static bool check_proof(struct store *store, bool *is_old, struct error *err)
{
    struct error trouble = {0};
    struct buffer proof;
    sqlite3_stmt *read = store_prepare(store, SQL_FACT_READ, err);
    if (!read)
        return false;
    buffer_init(&proof, 256);
    store_bind_text(read, 1, PROOF);
    bool fine = true;
    *is_old = store_row(store, read, &trouble);
    if (*is_old) {
        fine = seal_open(store->outer, PROOF, sqlite3_column_blob(read, 0),
                         (size_t)sqlite3_column_bytes(read, 0), &proof) ||
               error_set(err, _("The key %s is not the key of the store %s."),
                         store->key_file, store->file);
        sqlite3_reset(read);
    } else if (error_is_set(&trouble)) {
        fine = error_set(err, "%s", trouble.text);
    }
    buffer_free(&proof);
    return fine;
}

static bool drop_proof(struct store *store, struct error *err)
{
    sqlite3_stmt *drop = store_prepare(store, SQL_FACT_DELETE, err);
    if (!drop)
        return false;
    store_bind_text(drop, 1, PROOF);
    return store_run(store, drop, err);
}

bool keys_make(struct store *store, struct error *err)
{
    bool is_old = false;
    if (!check_proof(store, &is_old, err))
        return false;
    seal_drop_all(store->seal);
    if (is_old)
        seal_add_outer(store->seal, store->outer);
    seal_add_random(store->seal, 1);
    return add_wraps(store, store->outer, 1, err) && drop_proof(store, err);
}

/* --- reading them ------------------------------------------------------------------- */

struct reading {
    struct seal *seal;
    int64_t oldest, newest; /* generations that are there */
    int64_t ours;           /* that our outer key opens; 0: none */
    bool damaged;           /* some of ours does not open */
};

/* They come in falling generations. */
static void read_wrap(struct store *store, sqlite3_stmt *row, struct reading *reading)
{
    reading->oldest = sqlite3_column_int64(row, 1);
    if (!reading->newest)
        reading->newest = reading->oldest;
    if (reading->ours && reading->oldest != reading->ours)
        return;
    bool fine = seal_unwrap(store->outer, (uint32_t)sqlite3_column_int64(row, 0),
                            sqlite3_column_blob(row, 2),
                            (size_t)sqlite3_column_bytes(row, 2), reading->seal);
    if (fine)
        reading->ours = reading->oldest;
    else if (reading->ours)
        reading->damaged = true;
}

static bool read_wraps(struct store *store, struct reading *reading, struct error *err)
{
    struct error trouble = {0};
    sqlite3_stmt *list = store_prepare(store, SQL_KEY_LIST, err);
    if (!list)
        return false;
    while (store_row(store, list, &trouble))
        read_wrap(store, list, reading);
    if (error_is_set(&trouble))
        return error_set(err, "%s", trouble.text);
    store->damaged = reading->damaged;
    if (reading->damaged)
        return error_set(err, _("The store %s is damaged. Restore its backup."),
                         store->file);
    return reading->ours ||
           error_set(err, _("The key %s is not the key of the store %s."),
                     store->key_file, store->file);
}

static bool drop_wraps(struct store *store, enum sql which, int64_t number,
                       struct error *err)
{
    sqlite3_stmt *drop = store_prepare(store, which, err);
    if (!drop)
        return false;
    store_bind_number(drop, 1, number);
    return store_run(store, drop, err);
}

bool keys_load(struct store *store, struct error *err)
{
    struct reading reading = {.seal = seal_create()};
    bool fine = read_wraps(store, &reading, err);
    if (fine) {
        struct seal *before = store->seal;
        store->seal = reading.seal;
        reading.seal = before;
        store->generation = reading.ours;
        store->change = reading.newest > reading.ours   ? CHANGE_BEGUN
                        : reading.oldest < reading.ours ? CHANGE_ARRIVED
                                                        : CHANGE_NONE;
    }
    seal_free(&reading.seal);
    return fine;
}

bool keys_settle(struct store *store, struct error *err)
{
    if (store->change != CHANGE_ARRIVED)
        return true;
    if (!drop_wraps(store, SQL_KEY_DROP_OLDER, store->generation, err))
        return false;
    store->change = CHANGE_NONE;
    store_sweep(store);
    keys_keep_copy(store);
    return true;
}

/* Another process may have changed the outer key since this one has read it. */
bool keys_reload(struct store *store, struct error *err)
{
    if (keys_load(store, NULL))
        return true;
    struct seal *outer = seal_read_file(store->key_file, false, err);
    if (!outer)
        return false;
    seal_free(&store->outer);
    store->outer = outer;
    return keys_load(store, err);
}

/* --- their copy -------------------------------------------------------------------- */

enum { COPY_MOST = 1 << 16 };

static char *name_copy(const struct store *store)
{
    return file_join(store->folder, "motcua.keys");
}

/* A line for each: number, generation, the wrapped key in hexadecimal digits. */
static bool write_copy(struct store *store, struct buffer *out)
{
    struct error err = {0};
    sqlite3_stmt *list = store_prepare(store, SQL_KEY_LIST, &err);
    while (list && store_row(store, list, &err)) {
        const unsigned char *blob = sqlite3_column_blob(list, 2);
        buffer_format(out, "%lld %lld ", (long long)sqlite3_column_int64(list, 0),
                      (long long)sqlite3_column_int64(list, 1));
        for (int i = 0; i < sqlite3_column_bytes(list, 2); i++)
            buffer_format(out, "%02x", blob[i]);
        buffer_add_text(out, "\n");
    }
    return !error_is_set(&err) && !out->overflowed;
}

bool keys_know(const struct store *store)
{
    char *path = name_copy(store);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

bool keys_refuse_to_begin(const struct store *store, struct error *err)
{
    char *copy = name_copy(store);
    error_set(
        err,
        _("The store %s is missing or empty, but there was one: its keys are in %s. "
          "Restore its backup; or, to begin afresh, move that file away."),
        store->file, copy);
    free(copy);
    return false;
}

void keys_keep_copy(struct store *store)
{
    struct error err = {0};
    struct buffer now, before;
    char *path = name_copy(store);
    buffer_init(&now, COPY_MOST);
    bool fine = write_copy(store, &now);
    bool same = file_read(path, COPY_MOST, &before, NULL) && before.size == now.size &&
                memcmp(before.data, now.data, now.size) == 0;
    if (fine && !same && !file_write(path, now.data, now.size, 0600, &err))
        log_line("%s", err.text);
    buffer_free(&before);
    buffer_free(&now);
    free(path);
}

static bool read_line(struct store *store, const char *line)
{
    unsigned char blob[SEAL_EXTRA + 64];
    size_t size = 0;
    char *end;
    long long number = strtoll(line, &end, 10), generation = strtoll(end, &end, 10);
    sqlite3_stmt *add = store_prepare(store, SQL_KEY_ADD, NULL);
    if (!add || sodium_hex2bin(blob, sizeof(blob), end, strcspn(end, "\n"), " ", &size,
                               NULL) != 0)
        return false;
    store_bind_number(add, 1, number);
    store_bind_number(add, 2, generation);
    sqlite3_bind_blob(add, 3, blob, (int)size, SQLITE_STATIC);
    return store_run(store, add, NULL);
}

bool keys_recover(struct store *store)
{
    struct buffer copy;
    if (keys_load(store, NULL))
        return true;
    char *path = name_copy(store);
    bool fine = file_read(path, COPY_MOST, &copy, NULL) &&
                drop_wraps(store, SQL_KEY_DROP_NEWER, -1, NULL);
    for (const char *line = copy.data; fine && line && *line;) {
        fine = read_line(store, line);
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    buffer_free(&copy);
    free(path);
    return fine && keys_load(store, NULL);
}

/* --- sealing and opening ------------------------------------------------------------ */

bool store_seal(struct store *store, const char *identity, const void *content,
                size_t size, struct buffer *out, struct error *err)
{
    sqlite3_stmt *newest = store_prepare(store, SQL_KEY_NEWEST, err);
    if (!newest || !store_row(store, newest, err))
        return false;
    int64_t number = sqlite3_column_int64(newest, 0);
    sqlite3_reset(newest);
    if (number != seal_newest(store->seal) && !keys_reload(store, err))
        return false;
    seal_close(store->seal, identity, content, size, out);
    return true;
}

static bool is_under_unknown_key(const struct store *store, const void *blob, size_t size)
{
    uint32_t number;
    if (!seal_key_of(blob, size, &number))
        return false;
    for (size_t i = 0; i < seal_count(store->seal); i++) {
        if (seal_number(store->seal, i) == number)
            return false;
    }
    return true;
}

bool store_open_blob(struct store *store, const char *identity, const void *blob,
                     size_t size, struct buffer *out, struct error *err)
{
    if (is_under_unknown_key(store, blob, size) && !keys_reload(store, err))
        return false; /* a later try may know the key */
    return seal_open(store->seal, identity, blob, size, out) ||
           error_set_lasting(err,
                             _("A record of the store %s is damaged. Restore its "
                               "backup."),
                             store->file);
}

bool store_unseal(struct store *store, sqlite3_stmt *statement, int column,
                  const char *identity, struct buffer *out, struct error *err)
{
    return store_open_blob(store, identity, sqlite3_column_blob(statement, column),
                           (size_t)sqlite3_column_bytes(statement, column), out, err);
}

/* --- another outer key -------------------------------------------------------------- */

/* Replaces what an earlier change may have left that was never finished. */
static bool wrap_by(struct store *store, const struct seal *outer, struct error *err)
{
    if (!store_begin(store, err))
        return false;
    bool fine = keys_reload(store, err) &&
                drop_wraps(store, SQL_KEY_DROP_NEWER, store->generation, err) &&
                add_wraps(store, outer, store->generation + 1, err);
    return store_end(store, fine, err);
}

/* From here on the new key alone opens the store. */
static bool settle_on(struct store *store, struct seal **outer, struct error *err)
{
    seal_free(&store->outer);
    store->outer = *outer;
    *outer = NULL;
    return keys_load(store, err) && keys_settle(store, err);
}

/* The file is replaced, so it must be ours: another's would change hands. */
static bool may_replace(const char *path, unsigned *mode, struct error *err)
{
    struct stat info;
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (stat(path, &info) < 0)
        return error_set(err, _("The key %s cannot be read: %s."), path, strerror(errno));
    *mode = info.st_mode & 0777;
    if (credentials && *credentials &&
        strncmp(path, credentials, strlen(credentials)) == 0)
        return error_set(err,
                         _("The key %s is a credential, which this program cannot "
                           "change: give it a new one with --new FILE."),
                         path);
    return info.st_uid == geteuid() ||
           error_set(err, _("The key %s belongs to another user; run this as that user."),
                     path);
}

static bool replace_file(struct store *store, struct error *err)
{
    unsigned mode = 0;
    char *path = realpath(store->key_file, NULL); /* a link stays a link */
    if (!path)
        return error_set(err, _("The key %s cannot be read: %s."), store->key_file,
                         strerror(errno));
    struct seal *outer = seal_create();
    seal_add_random(outer, 0);
    bool fine = may_replace(path, &mode, err) && wrap_by(store, outer, err) &&
                seal_write_file(outer, path, mode, err) && settle_on(store, &outer, err);
    seal_free(&outer);
    free(path);
    return fine;
}

bool store_rotate_key(struct store *store, const char *new_file, struct error *err)
{
    int lock = store_lock(store, err);
    if (lock < 0)
        return false;
    bool fine;
    if (new_file) {
        struct seal *outer = seal_read_file(new_file, true, err);
        fine = outer &&
               (!seal_is_same(outer, store->outer) ||
                error_set(err, _("%s is the key that the store has already."), new_file));
        fine = fine && wrap_by(store, outer, err);
        if (fine)
            store->change = CHANGE_BEGUN;
        keys_keep_copy(store);
        seal_free(&outer);
    } else {
        fine = replace_file(store, err);
    }
    close(lock);
    return fine;
}

/* --- another data key --------------------------------------------------------------- */

bool store_renews(const struct store *store)
{
    return seal_count(store->seal) > 1;
}

static bool add_data_key(struct store *store, struct error *err)
{
    if (!keys_reload(store, err))
        return false;
    if (store_renews(store))
        return true;
    if (store->change == CHANGE_BEGUN)
        return error_set(err, _("The key of this store is being changed: open it with "
                                "the new key first, or change it again."));
    uint32_t number = seal_newest(store->seal) + 1;
    seal_add_random(store->seal, number);
    return add_wrap(store, store->outer, store->generation, number, err);
}

bool store_begin_renewal(struct store *store, struct error *err)
{
    if (!store_begin(store, err))
        return false;
    bool fine = store_end(store, add_data_key(store, err), err);
    if (fine)
        keys_keep_copy(store);
    else
        keys_load(store, NULL); /* without the one that was not stored */
    return fine;
}

bool keys_drop_old(struct store *store, struct error *err)
{
    if (!drop_wraps(store, SQL_KEY_DROP_BELOW, seal_newest(store->seal), err))
        return false;
    seal_drop_old(store->seal);
    return true;
}
