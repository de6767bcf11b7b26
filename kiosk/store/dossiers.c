/* SPDX-License-Identifier: MIT */
/* Dossiers: finalised in one durable transaction, found and listed. */
#include "kiosk/store/dossiers.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/store/attachments.h"

#include <stdio.h>
#include <string.h>

void store_name_body(char out[STORE_IDENTITY_ROOM], const char *reference,
                     const char *key, const char *procedure)
{
    snprintf(out, STORE_IDENTITY_ROOM, "body %s %s %s", reference, key, procedure);
}

static bool add_dossier(struct store *store, const struct finalised *what, int64_t *id,
                        struct error *err)
{
    sqlite3_stmt *add = store_prepare(store, SQL_DOSSIER_ADD, err);
    if (!add)
        return false;
    store_bind_text(add, 1, what->reference);
    store_bind_text(add, 2, what->key);
    store_bind_text(add, 3, what->procedure);
    store_bind_number(add, 4, what->at);
    store_bind_text(add, 5, what->replaces ? what->replaces : "");
    if (!store_run(store, add, err))
        return false;
    *id = sqlite3_last_insert_rowid(store->db);
    return true;
}

static bool add_payload(struct store *store, const struct finalised *what, int64_t id,
                        struct error *err)
{
    sqlite3_stmt *add = store_prepare(store, SQL_PAYLOAD_ADD, err);
    if (!add)
        return false;
    char identity[STORE_IDENTITY_ROOM];
    struct buffer sealed;
    store_name_body(identity, what->reference, what->key, what->procedure);
    buffer_init(&sealed, STORE_CONTENT_MOST + SEAL_EXTRA);
    bool fine = store_seal(store, identity, what->body, what->size, &sealed, err);
    store_bind_number(add, 1, id);
    store_bind_bytes(add, 2, &sealed);
    fine = fine && store_run(store, add, err);
    buffer_free(&sealed);
    return fine;
}

static bool drop_draft(struct store *store, int64_t draft, struct error *err)
{
    return draft == 0 || drafts_drop(store, draft, err);
}

/* The rejected one is settled by this one: it is nobody's concern any more. */
static bool replace_rejected(struct store *store, const struct finalised *what,
                             struct error *err)
{
    if (!what->replaces || !*what->replaces)
        return true;
    sqlite3_stmt *mark = store_prepare(store, SQL_DOSSIER_REPLACED, err);
    if (!mark)
        return false;
    store_bind_text(mark, 1, what->replaces);
    store_bind_text(mark, 2, what->reference);
    if (!store_run(store, mark, err))
        return false;
    return sqlite3_changes(store->db) == 1 ||
           error_set(err, _("The dossier that this one mends has been replaced already, "
                            "or is not there."));
}

bool store_finalise(struct store *store, const struct finalised *what, struct error *err)
{
    if (what->size > STORE_CONTENT_MOST)
        return error_set(err, _("This dossier is too large to be stored."));
    if (strlen(what->reference) >= STORE_REFERENCE_ROOM ||
        strlen(what->key) >= STORE_KEY_ROOM || strlen(what->procedure) >= STORE_CODE_ROOM)
        error_die("a finalised dossier with a reference, key or code that is none");
    int64_t id = 0;
    if (!store_begin(store, err))
        return false;
    bool fine = add_dossier(store, what, &id, err) && add_payload(store, what, id, err) &&
                attachments_finalise(store, what->draft, id, what->attachments,
                                     what->attachment_count, err) &&
                replace_rejected(store, what, err) && drop_draft(store, what->draft, err);
    store->log_most = LOG_FINALISE;
    fine = store_end(store, fine, err);
    store->log_most = LOG_USUAL;
    return fine;
}

static bool take_dossier(struct store *store, const struct finalised *what, int64_t now,
                         int64_t *id, struct error *err)
{
    sqlite3_stmt *take = store_prepare(store, SQL_DOSSIER_TAKE, err);
    if (!take)
        return false;
    store_bind_text(take, 1, what->reference);
    store_bind_text(take, 2, what->key);
    store_bind_text(take, 3, what->procedure);
    store_bind_number(take, 4, what->at);
    store_bind_number(take, 5, now);
    if (!store_run(store, take, err))
        return false;
    *id = sqlite3_changes(store->db) ? sqlite3_last_insert_rowid(store->db) : 0;
    return true;
}

bool store_take_over(struct store *store, const struct finalised *what, int64_t now,
                     bool *fresh, struct error *err)
{
    int64_t id = 0;
    if (!store_begin(store, err))
        return false;
    bool fine = take_dossier(store, what, now, &id, err) &&
                (!id || add_payload(store, what, id, err));
    *fresh = id != 0;
    return store_end(store, fine, err);
}

void dossiers_read_row(sqlite3_stmt *row, struct dossier *out)
{
    memset(out, 0, sizeof(*out));
    out->id = sqlite3_column_int64(row, 0);
    store_column_text(row, 1, out->reference, sizeof(out->reference));
    store_column_text(row, 2, out->key, sizeof(out->key));
    store_column_text(row, 3, out->procedure, sizeof(out->procedure));
    out->state = (enum dossier_state)sqlite3_column_int(row, 4);
    out->reason = (enum dossier_reason)sqlite3_column_int(row, 5);
    out->http_status = sqlite3_column_int(row, 6);
    out->attempts = sqlite3_column_int(row, 7);
    out->finalised_at = sqlite3_column_int64(row, 8);
    out->next_try = sqlite3_column_int64(row, 9);
    out->tried_at = sqlite3_column_int64(row, 10);
    store_column_text(row, 11, out->code, sizeof(out->code));
    out->status = sqlite3_column_int(row, 12);
    out->accepted_at = sqlite3_column_int64(row, 13);
    out->due_at = sqlite3_column_int64(row, 14);
    store_column_text(row, 15, out->replaced_by, sizeof(out->replaced_by));
    store_column_text(row, 16, out->replaces, sizeof(out->replaces));
    out->taken_over = sqlite3_column_int(row, 17) != 0;
    out->attachments = sqlite3_column_int(row, 18);
}

size_t dossiers_read_rows(struct store *store, sqlite3_stmt *list, struct dossier *out,
                          size_t room)
{
    struct error err = {0};
    size_t count = 0;
    while (count < room && store_row(store, list, &err))
        dossiers_read_row(list, &out[count++]);
    sqlite3_reset(list);
    if (error_is_set(&err))
        log_line("dossiers cannot be listed: %s", err.text);
    return count;
}

int64_t dossiers_ask_number(struct store *store, sqlite3_stmt *question)
{
    struct error err = {0};
    int64_t answer = 0;
    if (store_row(store, question, &err))
        answer = sqlite3_column_int64(question, 0);
    sqlite3_reset(question);
    if (error_is_set(&err))
        log_line("dossiers cannot be counted: %s", err.text);
    return answer;
}

bool store_find_dossier(struct store *store, const char *reference_or_code,
                        struct dossier *out, struct error *err)
{
    sqlite3_stmt *find = store_prepare(store, SQL_DOSSIER_FIND, err);
    if (!find)
        return false;
    store_bind_text(find, 1, reference_or_code);
    if (!store_row(store, find, err))
        return false;
    dossiers_read_row(find, out);
    sqlite3_reset(find);
    return true;
}

bool store_read_body(struct store *store, int64_t id, struct buffer *body,
                     struct error *err)
{
    buffer_init(body, STORE_CONTENT_MOST);
    sqlite3_stmt *read = store_prepare(store, SQL_PAYLOAD_READ, err);
    if (!read)
        return false;
    store_bind_number(read, 1, id);
    if (!store_row(store, read, err))
        return error_set(err, _("This dossier is not there."));
    char reference[STORE_REFERENCE_ROOM], key[STORE_KEY_ROOM], code[STORE_CODE_ROOM];
    char identity[STORE_IDENTITY_ROOM];
    store_column_text(read, 0, reference, sizeof(reference));
    store_column_text(read, 1, key, sizeof(key));
    store_column_text(read, 2, code, sizeof(code));
    store_name_body(identity, reference, key, code);
    bool fine;
    if (sqlite3_column_type(read, 3) == SQLITE_NULL)
        fine = error_set_lasting(err,
                                 _("The content of this dossier is not kept any more."));
    else
        fine = store_unseal(store, read, 3, identity, body, err);
    sqlite3_reset(read);
    return fine;
}

int64_t store_newest_dossier(struct store *store)
{
    sqlite3_stmt *newest = store_prepare(store, SQL_DOSSIER_NEWEST, NULL);
    return newest ? dossiers_ask_number(store, newest) : 0;
}

static bool forget(struct store *store, enum sql which, int64_t before, int64_t most,
                   struct error *err)
{
    sqlite3_stmt *forget = store_prepare(store, which, err);
    if (!forget)
        return false;
    store_bind_number(forget, 1, before);
    if (most)
        store_bind_number(forget, 2, most);
    return store_run(store, forget, err);
}

bool store_forget_sent(struct store *store, int64_t before, size_t *count, bool *left,
                       struct error *err)
{
    enum { AT_ONCE = 200 };
    *count = 0;
    *left = false;
    if (!store_begin(store, err))
        return false;
    bool fine = forget(store, SQL_PROBLEM_FORGET, before, 0, err) &&
                forget(store, SQL_ATTACHMENT_FORGET, before, 0, err) &&
                forget(store, SQL_PAYLOAD_FORGET, before, AT_ONCE, err);
    size_t gone = (size_t)sqlite3_changes(store->db);
    if (!store_end(store, fine, err))
        return false;
    *count = gone;
    *left = gone == AT_ONCE;
    store->traces = store->traces || gone;
    store_sweep_attachments(store, false);
    return true;
}

static size_t list(struct store *store, enum sql how_many, enum sql which,
                   struct dossier *out, size_t room, struct error *err)
{
    sqlite3_stmt *total = store_prepare(store, how_many, err);
    sqlite3_stmt *rows = total ? store_prepare(store, which, err) : NULL;
    if (!rows || !store_row(store, total, err))
        return 0;
    size_t count = (size_t)sqlite3_column_int64(total, 0), read = 0;
    sqlite3_reset(total);
    store_bind_number(rows, 1, (int64_t)room);
    struct error trouble = {0};
    while (read < room && store_row(store, rows, &trouble))
        dossiers_read_row(rows, &out[read++]);
    sqlite3_reset(rows);
    if (error_is_set(&trouble))
        return error_set(err, "%s", trouble.text);
    return count > room ? count : read;
}

size_t store_list_dossiers(struct store *store, struct dossier *out, size_t room,
                           struct error *err)
{
    return list(store, SQL_DOSSIER_COUNT, SQL_DOSSIER_LIST, out, room, err);
}

size_t store_list_open(struct store *store, struct dossier *out, size_t room,
                       struct error *err)
{
    return list(store, SQL_OPEN_COUNT, SQL_OPEN_LIST, out, room, err);
}
