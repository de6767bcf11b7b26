/* SPDX-License-Identifier: MIT */
/* The outbox: what waits to be sent, and what became of it. */
#include "kiosk/store/store.h"

#include "kiosk/base/i18n.h"
#include "kiosk/store/dossiers.h"

#include <stdio.h>
#include <string.h>

bool store_count_outbox(struct store *store, struct outbox_count *out, struct error *err)
{
    sqlite3_stmt *count = store_prepare(store, SQL_OUTBOX_COUNT, err);
    if (!count || !store_row(store, count, err))
        return false;
    out->waiting = (size_t)sqlite3_column_int64(count, 0);
    out->held = (size_t)sqlite3_column_int64(count, 1);
    out->rejected = (size_t)sqlite3_column_int64(count, 2);
    out->oldest = sqlite3_column_int64(count, 3);
    sqlite3_reset(count);
    return true;
}

size_t store_list_due(struct store *store, int64_t now, struct dossier *out, size_t room)
{
    sqlite3_stmt *total = store_prepare(store, SQL_DUE_COUNT, NULL);
    sqlite3_stmt *list = store_prepare(store, SQL_DUE_LIST, NULL);
    if (!total || !list)
        return 0;
    store_bind_number(total, 1, now);
    size_t count = (size_t)dossiers_ask_number(store, total);
    store_bind_number(list, 1, now);
    store_bind_number(list, 2, (int64_t)room);
    size_t read = dossiers_read_rows(store, list, out, room);
    return count > room ? count : read;
}

int64_t store_next_due(struct store *store)
{
    sqlite3_stmt *next = store_prepare(store, SQL_DUE_NEXT, NULL);
    return next ? dossiers_ask_number(store, next) : 0;
}

bool store_mark_sending(struct store *store, int64_t id, int64_t now, struct error *err)
{
    sqlite3_stmt *mark = store_prepare(store, SQL_MARK_SENDING, err);
    if (!mark)
        return false;
    store_bind_number(mark, 1, id);
    store_bind_number(mark, 2, now);
    if (!store_run(store, mark, err))
        return false;
    return sqlite3_changes(store->db) == 1 ||
           error_set(err, _("This dossier does not wait to be sent any more."));
}

static bool drop_problem(struct store *store, int64_t id, struct error *err)
{
    sqlite3_stmt *drop = store_prepare(store, SQL_PROBLEM_DELETE, err);
    if (!drop)
        return false;
    store_bind_number(drop, 1, id);
    return store_run(store, drop, err);
}

static bool write_accepted(struct store *store, int64_t id, const struct acceptance *how,
                           struct error *err)
{
    sqlite3_stmt *mark = store_prepare(store, SQL_MARK_ACCEPTED, err);
    if (!mark)
        return false;
    store_bind_number(mark, 1, id);
    store_bind_text(mark, 2, how->code);
    store_bind_number(mark, 3, how->status);
    store_bind_number(mark, 4, how->accepted_at);
    store_bind_number(mark, 5, how->due_at);
    if (!store_run(store, mark, err))
        return false;
    return sqlite3_changes(store->db) == 1 ||
           error_set(err, _("This dossier is not there."));
}

bool store_mark_accepted(struct store *store, int64_t id, const struct acceptance *how,
                         struct error *err)
{
    if (strlen(how->code) >= STORE_DOSSIER_ROOM)
        return error_set(err, _("The portal's dossier code is too long."));
    if (!store_begin(store, err))
        return false;
    bool fine = write_accepted(store, id, how, err) && drop_problem(store, id, err);
    return store_end(store, fine, err);
}

struct setback {
    enum dossier_state state;
    enum dossier_reason reason;
    int http_status;
};

static sqlite3_stmt *prepare_setback(struct store *store, enum sql which, int64_t id,
                                     const struct setback *setback, struct error *err)
{
    sqlite3_stmt *mark = store_prepare(store, which, err);
    if (mark) {
        store_bind_number(mark, 1, id);
        store_bind_number(mark, 2, setback->state);
        store_bind_number(mark, 3, setback->reason);
        store_bind_number(mark, 4, setback->http_status);
    }
    return mark;
}

bool store_postpone(struct store *store, int64_t id, enum dossier_reason reason,
                    int http_status, int64_t next_try, bool may_have_left,
                    struct error *err)
{
    struct setback setback = {may_have_left ? DOSSIER_SENDING : DOSSIER_FINALISED, reason,
                              http_status};
    sqlite3_stmt *mark = prepare_setback(store, SQL_MARK_WAITING, id, &setback, err);
    if (!mark)
        return false;
    store_bind_number(mark, 5, next_try);
    return store_run(store, mark, err);
}

void store_name_problem(char out[STORE_IDENTITY_ROOM], int64_t dossier)
{
    snprintf(out, STORE_IDENTITY_ROOM, "problem %lld", (long long)dossier);
}

static bool write_problem(struct store *store, int64_t id, const char *problem,
                          struct error *err)
{
    sqlite3_stmt *write = store_prepare(store, SQL_PROBLEM_WRITE, err);
    if (!write)
        return false;
    char identity[STORE_IDENTITY_ROOM];
    struct buffer sealed;
    size_t size = strlen(problem);
    store_name_problem(identity, id);
    buffer_init(&sealed, STORE_CONTENT_MOST + SEAL_EXTRA);
    bool fine =
        store_seal(store, identity, problem,
                   size < STORE_CONTENT_MOST ? size : STORE_CONTENT_MOST, &sealed, err);
    store_bind_number(write, 1, id);
    store_bind_bytes(write, 2, &sealed);
    fine = fine && store_run(store, write, err);
    buffer_free(&sealed);
    return fine;
}

bool store_mark_stopped(struct store *store, int64_t id, enum dossier_state state,
                        enum dossier_reason reason, int http_status, const char *problem,
                        struct error *err)
{
    struct setback setback = {state, reason, http_status};
    if (!store_begin(store, err))
        return false;
    sqlite3_stmt *mark = prepare_setback(store, SQL_MARK_STOPPED, id, &setback, err);
    bool fine = mark && store_run(store, mark, err);
    if (fine && sqlite3_changes(store->db) == 1 && problem && *problem)
        fine = write_problem(store, id, problem, err);
    return store_end(store, fine, err);
}

bool store_read_problem(struct store *store, int64_t id, struct buffer *problem,
                        struct error *err)
{
    buffer_init(problem, STORE_CONTENT_MOST);
    sqlite3_stmt *read = store_prepare(store, SQL_PROBLEM_READ, err);
    if (!read)
        return false;
    store_bind_number(read, 1, id);
    if (!store_row(store, read, err))
        return error_set(err, _("This dossier is not there."));
    char identity[STORE_IDENTITY_ROOM];
    store_name_problem(identity, id);
    bool fine = sqlite3_column_type(read, 1) == SQLITE_NULL ||
                store_unseal(store, read, 1, identity, problem, err);
    sqlite3_reset(read);
    return fine;
}

static bool step_in(struct store *store, sqlite3_stmt *mark, int64_t id, int64_t value,
                    const char *otherwise, struct error *err)
{
    if (!mark)
        return false;
    store_bind_number(mark, 1, id);
    store_bind_number(mark, 2, value);
    if (!store_run(store, mark, err))
        return false;
    return sqlite3_changes(store->db) == 1 || error_set(err, "%s", otherwise);
}

bool store_hold(struct store *store, int64_t id, struct error *err)
{
    return step_in(store, store_prepare(store, SQL_MARK_BY_HAND, err), id, REASON_BY_HAND,
                   _("This dossier does not wait to be sent any more."), err);
}

bool store_release(struct store *store, int64_t id, int64_t now, struct error *err)
{
    return step_in(store, store_prepare(store, SQL_MARK_RELEASED, err), id, now,
                   _("The portal has accepted or returned this dossier: there is nothing "
                     "to send."),
                   err);
}
