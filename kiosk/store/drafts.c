/* SPDX-License-Identifier: MIT */
/* Drafts: forms being filled, saved as they are typed. */
#include "kiosk/store/store.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/store/attachments.h"
#include "kiosk/store/dossiers.h"
#include "kiosk/store/inside.h"

#include <stdio.h>
#include <string.h>

void store_name_draft(char out[STORE_IDENTITY_ROOM], int64_t id, const char *procedure)
{
    snprintf(out, STORE_IDENTITY_ROOM, "draft %lld %s", (long long)id, procedure);
}

static bool add_draft(struct store *store, int64_t *id, const char *procedure,
                      struct error *err)
{
    sqlite3_stmt *add = store_prepare(store, SQL_DRAFT_ADD, err);
    if (!add)
        return false;
    store_bind_text(add, 1, procedure);
    if (!store_run(store, add, err))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

static bool write_draft(struct store *store, int64_t id, const char *procedure,
                        const void *content, size_t size, struct error *err)
{
    sqlite3_stmt *write = store_prepare(store, SQL_DRAFT_WRITE, err);
    if (!write)
        return false;
    char identity[STORE_IDENTITY_ROOM];
    struct buffer sealed;
    store_name_draft(identity, id, procedure);
    buffer_init(&sealed, STORE_CONTENT_MOST + SEAL_EXTRA);
    bool fine = store_seal(store, identity, content, size, &sealed, err);
    store_bind_number(write, 1, id);
    store_bind_number(write, 2, clock_now());
    store_bind_bytes(write, 3, &sealed);
    store_bind_text(write, 4, procedure);
    fine = fine && store_run(store, write, err);
    if (fine && sqlite3_changes(store->db) == 0)
        fine = error_set(err, _("This draft is not there any more."));
    buffer_free(&sealed);
    return fine;
}

static bool is_too_large(size_t size, const char *procedure, struct error *err)
{
    if (size <= STORE_CONTENT_MOST && strlen(procedure) < STORE_CODE_ROOM)
        return false;
    error_set(err, _("This draft is too large to be stored."));
    return true;
}

bool store_save_draft(struct store *store, int64_t *id, const char *procedure,
                      const void *content, size_t size, struct error *err)
{
    int64_t made = *id;
    if (is_too_large(size, procedure, err) || !store_begin(store, err))
        return false;
    bool fine = (made || add_draft(store, &made, procedure, err)) &&
                write_draft(store, made, procedure, content, size, err);
    if (!store_end(store, fine, err))
        return false;
    *id = made;
    return true;
}

int64_t store_find_mending(struct store *store, const char *replaces)
{
    sqlite3_stmt *find = store_prepare(store, SQL_DRAFT_MENDING, NULL);
    if (!find)
        return 0;
    store_bind_text(find, 1, replaces);
    return dossiers_ask_number(store, find);
}

static bool link_draft(struct store *store, int64_t id, const char *replaces,
                       struct error *err)
{
    sqlite3_stmt *mends = store_prepare(store, SQL_DRAFT_MENDS, err);
    if (!mends)
        return false;
    store_bind_number(mends, 1, id);
    store_bind_text(mends, 2, replaces);
    return store_run(store, mends, err);
}

/* The electronic papers come back with the dossier; each will be uploaded anew. */
static bool return_attachments(struct store *store, int64_t id, const char *replaces,
                               struct error *err)
{
    sqlite3_stmt *back = store_prepare(store, SQL_ATTACHMENTS_RETURN, err);
    if (!back)
        return false;
    store_bind_text(back, 1, replaces);
    store_bind_number(back, 2, id);
    return store_run(store, back, err);
}

bool store_mend_draft(struct store *store, const char *replaces, const char *procedure,
                      const void *content, size_t size, int64_t *id, struct error *err)
{
    if (is_too_large(size, procedure, err) || !store_begin(store, err))
        return false;
    int64_t made = store_find_mending(store, replaces);
    bool fine = made || (add_draft(store, &made, procedure, err) &&
                         write_draft(store, made, procedure, content, size, err) &&
                         link_draft(store, made, replaces, err) &&
                         return_attachments(store, made, replaces, err));
    if (!store_end(store, fine, err))
        return false;
    *id = made;
    return true;
}

static void read_row(sqlite3_stmt *row, struct draft *out)
{
    out->id = sqlite3_column_int64(row, 0);
    store_column_text(row, 1, out->procedure, sizeof(out->procedure));
    out->changed = sqlite3_column_int64(row, 2);
    store_column_text(row, 3, out->replaces, sizeof(out->replaces));
}

bool store_read_draft(struct store *store, int64_t id, struct draft *draft,
                      struct buffer *content, struct error *err)
{
    buffer_init(content, STORE_CONTENT_MOST);
    sqlite3_stmt *read = store_prepare(store, SQL_DRAFT_READ, err);
    if (!read)
        return false;
    store_bind_number(read, 1, id);
    if (!store_row(store, read, err))
        return error_set(err, _("This draft is not there any more."));
    char identity[STORE_IDENTITY_ROOM];
    read_row(read, draft);
    store_name_draft(identity, draft->id, draft->procedure);
    bool fine = store_unseal(store, read, 4, identity, content, err);
    sqlite3_reset(read);
    return fine;
}

bool store_draft_mends(struct store *store, int64_t id, char out[STORE_REFERENCE_ROOM],
                       struct error *err)
{
    struct draft draft = {.id = id};
    sqlite3_stmt *read = store_prepare(store, SQL_DRAFT_READ, err);
    if (!read)
        return false;
    store_bind_number(read, 1, id);
    if (store_row(store, read, err))
        read_row(read, &draft);
    sqlite3_reset(read);
    memcpy(out, draft.replaces, sizeof(draft.replaces));
    return true;
}

/* The returned dossier can be mended once more, with what was attached to it. */
static bool give_back(struct store *store, int64_t id, int64_t before, struct error *err)
{
    sqlite3_stmt *give = store_prepare(store, SQL_ATTACHMENTS_GIVE_BACK, err);
    if (!give)
        return false;
    store_bind_number(give, 1, id);
    store_bind_number(give, 2, before);
    return store_run(store, give, err);
}

bool drafts_drop(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *delete = store_prepare(store, SQL_DRAFT_DELETE, err);
    if (!delete)
        return false;
    store_bind_number(delete, 1, id);
    return store_run(store, delete, err);
}

static bool drop_old(struct store *store, int64_t before, struct error *err)
{
    sqlite3_stmt *expire = store_prepare(store, SQL_DRAFT_EXPIRE, err);
    if (!expire)
        return false;
    store_bind_number(expire, 1, before);
    return store_run(store, expire, err);
}

static bool end_and_sweep(struct store *store, bool fine, struct error *err)
{
    fine = store_end(store, fine, err);
    if (fine)
        store_sweep_attachments(store, false);
    return fine;
}

bool store_delete_draft(struct store *store, int64_t id, struct error *err)
{
    return store_begin(store, err) &&
           end_and_sweep(
               store, give_back(store, id, INT64_MIN, err) && drafts_drop(store, id, err),
               err);
}

bool store_expire_drafts(struct store *store, int64_t before, struct error *err)
{
    return store_begin(store, err) &&
           end_and_sweep(store,
                         give_back(store, 0, before, err) && drop_old(store, before, err),
                         err);
}

size_t store_list_drafts(struct store *store, struct draft *out, size_t room,
                         struct error *err)
{
    sqlite3_stmt *total = store_prepare(store, SQL_DRAFT_COUNT, err);
    sqlite3_stmt *list = total ? store_prepare(store, SQL_DRAFT_LIST, err) : NULL;
    if (!list || !store_row(store, total, err))
        return 0;
    size_t count = (size_t)sqlite3_column_int64(total, 0), read = 0;
    struct error trouble = {0};
    sqlite3_reset(total);
    store_bind_number(list, 1, (int64_t)room);
    while (store_row(store, list, &trouble))
        read_row(list, &out[read++]);
    if (error_is_set(&trouble))
        return error_set(err, "%s", trouble.text);
    /* A draft may have come or gone between the two. */
    memset(out + read, 0, (room - read) * sizeof(*out));
    return count > room ? count : read;
}
