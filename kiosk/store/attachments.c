/* SPDX-License-Identifier: MIT */
#include "kiosk/store/attachments.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    NAME_BYTES = 16,
    FILE_ROOM = 2 * NAME_BYTES + 1,
    CONTENT_MOST = 4096, /* bytes of what is sealed in a row */
    ORPHAN_AGE = 3600,   /* seconds: nobody takes a file in for so long */
    SWEEP_MOST = 64      /* files at one go */
};

static const char FOLDER[] = "attachments";

struct attachment_writer {
    struct store *store;
    struct sealed_writer *file;
    crypto_hash_sha256_state hash;
    int64_t size;
};

void store_name_attachment(char out[STORE_IDENTITY_ROOM], int64_t id, const char *file)
{
    snprintf(out, STORE_IDENTITY_ROOM, "attachment %lld %s", (long long)id, file);
}

void store_name_upload(char out[STORE_IDENTITY_ROOM], int64_t attachment)
{
    snprintf(out, STORE_IDENTITY_ROOM, "upload %lld", (long long)attachment);
}

static char *folder_of(const struct store *store)
{
    return file_join(store->folder, FOLDER);
}

/* --- taking in ---------------------------------------------------------------------- */

struct attachment_writer *attachment_writer_create(struct store *store, struct error *err)
{
    char *folder = folder_of(store);
    struct sealed_writer *file = NULL;
    if (file_make_folder(folder, 0700, err))
        file = sealed_writer_create(folder, err);
    free(folder);
    if (!file)
        return NULL;
    struct attachment_writer *writer = memory_alloc(sizeof(*writer));
    writer->store = store;
    writer->file = file;
    crypto_hash_sha256_init(&writer->hash);
    return writer;
}

bool attachment_writer_add(struct attachment_writer *writer, const void *data,
                           size_t size, struct error *err)
{
    crypto_hash_sha256_update(&writer->hash, data, size);
    writer->size += (int64_t)size;
    return sealed_writer_add(writer->file, data, size, err);
}

void attachment_writer_free(struct attachment_writer **writer)
{
    if (!*writer)
        return;
    sealed_writer_free(&(*writer)->file);
    memory_wipe(*writer, sizeof(**writer));
    free(*writer);
    *writer = NULL;
}

static void finish_hash(struct attachment_writer *writer, struct attachment *what)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&writer->hash, hash);
    sodium_bin2hex(what->sha256, sizeof(what->sha256), hash, sizeof(hash));
    what->size = writer->size;
}

/* What a row holds in secret, as text. */
static char *write_content(const struct attachment *what,
                           const unsigned char key[SEALED_FILE_KEY])
{
    char hex[2 * SEALED_FILE_KEY + 1];
    sodium_bin2hex(hex, sizeof(hex), key, SEALED_FILE_KEY);
    json_t *content =
        json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:i}", "key", hex, "paper", what->paper,
                  "name", what->name, "kind", what->kind, "size", (json_int_t)what->size,
                  "sha256", what->sha256, "pages", what->pages);
    char *text = content ? json_dumps(content, JSON_COMPACT) : NULL;
    if (!text)
        error_die("an attachment that is no JSON");
    json_wipe(&content);
    sodium_memzero(hex, sizeof(hex));
    return text;
}

static bool add_row(struct store *store, int64_t draft, const char *file,
                    const unsigned char key[SEALED_FILE_KEY], struct attachment *what,
                    struct error *err)
{
    sqlite3_stmt *add = store_prepare(store, SQL_ATTACHMENT_ADD, err);
    if (!add)
        return false;
    store_bind_number(add, 1, draft);
    store_bind_text(add, 2, file);
    if (!store_run(store, add, err))
        return false;
    if (sqlite3_changes(store->db) == 0)
        return error_set(err, _("This draft is not there any more."));
    what->id = sqlite3_last_insert_rowid(store->db);
    sqlite3_stmt *write = store_prepare(store, SQL_ATTACHMENT_WRITE, err);
    if (!write)
        return false;
    char identity[STORE_IDENTITY_ROOM];
    struct buffer sealed;
    char *text = write_content(what, key);
    store_name_attachment(identity, what->id, file);
    buffer_init(&sealed, CONTENT_MOST + SEAL_EXTRA);
    bool fine = store_seal(store, identity, text, strlen(text), &sealed, err);
    if (fine) {
        store_bind_number(write, 1, what->id);
        store_bind_bytes(write, 2, &sealed);
        fine = store_run(store, write, err);
    }
    buffer_free(&sealed);
    memory_free_text(&text);
    return fine;
}

/* Within the transaction: may this one be added to what the draft has? */
static bool is_welcome(struct store *store, int64_t draft, const struct attachment *what,
                       struct error *err)
{
    struct attachment *there = memory_array(ATTACHMENTS_MOST, sizeof(*there));
    size_t count;
    bool fine =
        store_list_attachments(store, ATTACHMENT_OF_DRAFT, draft, there, &count, err);
    if (fine && count == ATTACHMENTS_MOST)
        fine =
            error_set(err, _("A dossier takes %d files at the most."), ATTACHMENTS_MOST);
    for (size_t i = 0; fine && i < count; i++) {
        if (strcmp(there[i].sha256, what->sha256) == 0 &&
            strcmp(there[i].paper, what->paper) == 0)
            fine = error_set(err, _("The same file is attached to this paper already."));
    }
    memory_wipe(there, ATTACHMENTS_MOST * sizeof(*there));
    free(there);
    return fine;
}

bool attachment_writer_keep(struct attachment_writer *writer, int64_t draft,
                            struct attachment *what, struct error *err)
{
    struct store *store = writer->store;
    unsigned char random[NAME_BYTES], key[SEALED_FILE_KEY];
    char file[FILE_ROOM];
    finish_hash(writer, what);
    what->place[0] = '\0';
    what->confirmed = 0;
    what->whole = false;
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(file, sizeof(file), random, sizeof(random));
    if (!is_welcome(store, draft, what, err) ||
        !sealed_writer_finish(writer->file, file, key, err))
        return false;
    bool kept = store_begin(store, err);
    if (kept)
        kept = store_end(store,
                         is_welcome(store, draft, what, err) &&
                             add_row(store, draft, file, key, what, err),
                         err);
    sodium_memzero(key, sizeof(key));
    if (!kept) { /* an orphan of ours: nobody else will ever know it */
        char *folder = folder_of(store), *path = file_join(folder, file);
        unlink(path);
        free(path);
        free(folder);
    }
    return kept;
}

/* --- reading ------------------------------------------------------------------------ */

static void copy(char *out, size_t room, const json_t *content, const char *key)
{
    snprintf(out, room, "%s", json_text_or(content, key, ""));
}

/* The row's columns: id, file, content, upload, confirmed, whole. */
static bool read_row(struct store *store, sqlite3_stmt *row, struct attachment *out,
                     unsigned char key[SEALED_FILE_KEY], char file[FILE_ROOM],
                     struct error *err)
{
    char identity[STORE_IDENTITY_ROOM];
    struct buffer bytes, place;
    memset(out, 0, sizeof(*out));
    out->id = sqlite3_column_int64(row, 0);
    store_column_text(row, 1, file, FILE_ROOM);
    out->confirmed = sqlite3_column_int64(row, 4);
    out->whole = sqlite3_column_int(row, 5) != 0;
    buffer_init(&bytes, CONTENT_MOST);
    buffer_init(&place, ATTACHMENT_PLACE_ROOM - 1);
    store_name_attachment(identity, out->id, file);
    bool fine = store_unseal(store, row, 2, identity, &bytes, err);
    store_name_upload(identity, out->id);
    if (fine && sqlite3_column_type(row, 3) != SQLITE_NULL)
        fine = store_unseal(store, row, 3, identity, &place, err);
    json_t *content = NULL;
    if (fine)
        content = json_parse(bytes.data, bytes.size, FOLDER, &JSON_MESSAGE_LIMITS, err);
    fine = content != NULL;
    if (fine) {
        size_t size = 0;
        copy(out->paper, sizeof(out->paper), content, "paper");
        copy(out->name, sizeof(out->name), content, "name");
        copy(out->kind, sizeof(out->kind), content, "kind");
        copy(out->sha256, sizeof(out->sha256), content, "sha256");
        out->size = json_number(content, "size", 0);
        out->pages = (int)json_number(content, "pages", 0);
        snprintf(out->place, sizeof(out->place), "%s", place.data);
        const char *hex = json_text_or(content, "key", "");
        sodium_hex2bin(key, SEALED_FILE_KEY, hex, strlen(hex), NULL, &size, NULL);
    }
    json_wipe(&content);
    buffer_free(&bytes);
    buffer_free(&place);
    return fine;
}

bool store_list_attachments(struct store *store, enum attachment_owner owner, int64_t id,
                            struct attachment *out, size_t *count, struct error *err)
{
    static const enum sql LISTS[] = {
        [ATTACHMENT_OF_DRAFT] = SQL_ATTACHMENTS_OF_DRAFT,
        [ATTACHMENT_OF_DOSSIER] = SQL_ATTACHMENTS_OF_DOSSIER,
    };
    struct error trouble = {0};
    unsigned char key[SEALED_FILE_KEY];
    char file[FILE_ROOM];
    *count = 0;
    sqlite3_stmt *list = store_prepare(store, LISTS[owner], &trouble);
    if (list) {
        store_bind_number(list, 1, id);
        while (!error_is_set(&trouble) && *count < ATTACHMENTS_MOST &&
               store_row(store, list, &trouble)) {
            if (read_row(store, list, &out[*count], key, file, &trouble))
                ++*count;
        }
        sqlite3_reset(list);
        sodium_memzero(key, sizeof(key));
    }
    if (err && !error_is_set(err))
        *err = trouble;
    return !error_is_set(&trouble);
}

struct sealed_reader *store_open_attachment(struct store *store, int64_t id,
                                            struct error *err)
{
    struct attachment what;
    unsigned char key[SEALED_FILE_KEY] = {0};
    char file[FILE_ROOM];
    struct sealed_reader *reader = NULL;
    sqlite3_stmt *read = store_prepare(store, SQL_ATTACHMENT_READ, err);
    if (!read)
        return NULL;
    store_bind_number(read, 1, id);
    if (!store_row(store, read, err)) {
        error_set_lasting(err, _("This attachment is not there any more."));
        return NULL;
    }
    if (read_row(store, read, &what, key, file, err)) {
        char *folder = folder_of(store), *path = file_join(folder, file);
        reader = sealed_reader_open(path, key, what.size, err);
        free(path);
        free(folder);
    }
    sqlite3_reset(read);
    sodium_memzero(key, sizeof(key));
    memory_wipe(&what, sizeof(what));
    return reader;
}

/* --- changing ----------------------------------------------------------------------- */

bool store_delete_attachment(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *delete = store_prepare(store, SQL_ATTACHMENT_DELETE, err);
    if (!delete)
        return false;
    store_bind_number(delete, 1, id);
    bool fine = store_run(store, delete, err);
    if (fine) {
        store->traces = true; /* its key is one of them */
        store_sweep_attachments(store, false);
    }
    return fine;
}

static bool note_upload(struct store *store, int64_t id, const char *place,
                        int64_t confirmed, bool whole, bool *waits, struct error *err)
{
    char identity[STORE_IDENTITY_ROOM];
    struct buffer sealed;
    sqlite3_stmt *note = store_prepare(store, SQL_ATTACHMENT_UPLOAD, err);
    if (!note)
        return false;
    buffer_init(&sealed, ATTACHMENT_PLACE_ROOM + SEAL_EXTRA);
    store_name_upload(identity, id);
    bool fine =
        !*place || store_seal(store, identity, place, strlen(place), &sealed, err);
    if (fine) {
        store_bind_number(note, 1, id);
        if (*place) /* else NULL */
            store_bind_bytes(note, 2, &sealed);
        store_bind_number(note, 3, confirmed);
        store_bind_number(note, 4, whole);
        fine = store_run(store, note, err);
        *waits = fine && sqlite3_changes(store->db) == 1;
    }
    buffer_free(&sealed);
    return fine;
}

bool store_note_upload(struct store *store, int64_t id, const char *place,
                       int64_t confirmed, bool whole, bool *waits, struct error *err)
{
    *waits = false;
    return store_begin(store, err) &&
           store_end(store, note_upload(store, id, place, confirmed, whole, waits, err),
                     err);
}

bool attachments_finalise(struct store *store, int64_t draft, int64_t dossier,
                          const int64_t *ids, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        sqlite3_stmt *move = store_prepare(store, SQL_ATTACHMENT_FINALISE, err);
        if (!move)
            return false;
        store_bind_number(move, 1, ids[i]);
        store_bind_number(move, 2, draft);
        store_bind_number(move, 3, dossier);
        if (!store_run(store, move, err))
            return false;
        if (sqlite3_changes(store->db) != 1)
            return error_set(err, _("This attachment is not there any more."));
    }
    return true;
}

/* --- sweeping ----------------------------------------------------------------------- */

static size_t list_litter(struct store *store, char files[SWEEP_MOST][FILE_ROOM])
{
    struct error err = {0};
    size_t count = 0;
    sqlite3_stmt *list = store_prepare(store, SQL_LITTER_LIST, &err);
    while (list && count < SWEEP_MOST && store_row(store, list, &err))
        store_column_text(list, 0, files[count++], FILE_ROOM);
    if (list)
        sqlite3_reset(list);
    return count;
}

static void sweep_litter(struct store *store, int folder)
{
    char files[SWEEP_MOST][FILE_ROOM];
    size_t count = list_litter(store, files);
    for (size_t i = 0; i < count; i++) {
        if (unlinkat(folder, files[i], 0) < 0 && errno != ENOENT) {
            log_line("an attachment cannot be removed: %s", strerror(errno));
            continue;
        }
        sqlite3_stmt *forget = store_prepare(store, SQL_LITTER_FORGET, NULL);
        if (!forget)
            return;
        store_bind_text(forget, 1, files[i]);
        store_run(store, forget, NULL);
    }
}

/* In doubt it is no orphan. */
static bool is_orphan(struct store *store, int folder, const char *name)
{
    struct stat info;
    struct error err = {0};
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) < 0 || S_ISDIR(info.st_mode) ||
        info.st_mtime > time(NULL) - ORPHAN_AGE)
        return false;
    sqlite3_stmt *find = store_prepare(store, SQL_ATTACHMENT_BY_FILE, &err);
    if (!find)
        return false;
    store_bind_text(find, 1, name);
    bool known = store_row(store, find, &err);
    sqlite3_reset(find);
    return !known && !error_is_set(&err);
}

/* After a store was damaged and set aside, what knows a file may be there and not here.
 */
static bool is_something_aside(const struct store *store)
{
    const char *slash = strrchr(store->file, '/');
    char *begin = memory_format("%s.damaged-", slash ? slash + 1 : store->file);
    DIR *listing = opendir(store->folder);
    bool found = !listing;
    for (struct dirent *entry; !found && (entry = readdir(listing));)
        found = strncmp(entry->d_name, begin, strlen(begin)) == 0;
    if (listing)
        closedir(listing);
    free(begin);
    return found;
}

static void sweep_orphans(struct store *store, int folder)
{
    if (is_something_aside(store))
        return;
    int again = dup(folder);
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (!listing) {
        if (again >= 0)
            close(again);
        return;
    }
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (entry->d_name[0] != '.' && is_orphan(store, folder, entry->d_name) &&
            unlinkat(folder, entry->d_name, 0) == 0)
            log_line("an attachment of nobody was removed");
    }
    closedir(listing);
}

void store_sweep_attachments(struct store *store, bool orphans)
{
    char *path = folder_of(store);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(path);
    if (folder < 0)
        return; /* nothing was ever attached */
    sweep_litter(store, folder);
    if (orphans)
        sweep_orphans(store, folder);
    close(folder);
}
