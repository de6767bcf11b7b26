/* SPDX-License-Identifier: MIT */
/* Every SQL statement of the running store, and the few ways to run one. */
#include "kiosk/store/inside.h"

#include "kiosk/base/memory.h"

#include <stdio.h>
#include <string.h>

/* In the order that dossiers.c reads them. */
#define DOSSIER_COLUMNS                                                                  \
    "id, reference, idempotency_key, procedure, state, reason, http_status, attempts, "  \
    "finalised_at, next_try, tried_at, code, status, accepted_at, due_at, replaced_by, " \
    "replaces, taken_over, (SELECT count(*) FROM attachment WHERE attachment.dossier = " \
    "dossier.id)"

/* In the order that attachments.c reads them. */
#define ATTACHMENT_COLUMNS "id, file, content, upload, confirmed, whole"

/* Neither accepted nor replaced; nor is another counter's to mend. */
#define OPEN "state <> 2 AND replaced_by = '' AND NOT (state = 4 AND taken_over)"

/* By the later of the portal's time and ours, for either clock may be wrong. */
#define ACCEPTED_BEFORE(table)                                                  \
    "FROM " table " JOIN dossier ON id = dossier "                              \
    "WHERE (state = 2 OR replaced_by <> '' OR (state = 4 AND taken_over)) AND " \
    "max(accepted_at, tried_at) < ?1"

static const char *const WORDS[SQL_COUNT] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_FACT_READ] = "SELECT value FROM fact WHERE name = ?1",
    [SQL_FACT_SET] = "INSERT INTO fact (name, value) VALUES (?1, ?2) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [SQL_FACT_DELETE] = "DELETE FROM fact WHERE name = ?1",

    [SQL_KEY_ADD] = "INSERT INTO data_key (id, generation, wrapped) VALUES (?1, ?2, ?3)",
    [SQL_KEY_LIST] = "SELECT id, generation, wrapped FROM data_key "
                     "ORDER BY generation DESC, id",
    [SQL_KEY_NEWEST] = "SELECT max(id) FROM data_key",
    [SQL_KEY_DROP_OLDER] = "DELETE FROM data_key WHERE generation < ?1",
    [SQL_KEY_DROP_NEWER] = "DELETE FROM data_key WHERE generation > ?1",
    [SQL_KEY_DROP_BELOW] = "DELETE FROM data_key WHERE id < ?1",

    [SQL_DRAFT_ADD] =
        "INSERT INTO draft (procedure, changed, content) VALUES (?1, 0, '')",
    [SQL_DRAFT_WRITE] = "UPDATE draft SET changed = ?2, content = ?3 "
                        "WHERE id = ?1 AND procedure = ?4",
    [SQL_DRAFT_READ] = "SELECT id, procedure, changed, replaces, content FROM draft "
                       "WHERE id = ?1",
    [SQL_DRAFT_DELETE] = "DELETE FROM draft WHERE id = ?1",
    [SQL_DRAFT_EXPIRE] = "DELETE FROM draft WHERE changed < ?1",
    [SQL_DRAFT_COUNT] = "SELECT count(*) FROM draft",
    [SQL_DRAFT_LIST] = "SELECT id, procedure, changed, replaces FROM draft "
                       "ORDER BY changed DESC, id DESC LIMIT ?1",
    [SQL_DRAFT_MENDS] = "UPDATE draft SET replaces = ?2 WHERE id = ?1",
    [SQL_DRAFT_MENDING] = "SELECT id FROM draft WHERE replaces = ?1",

    [SQL_DRAFT_STALE] = "SELECT id, content, procedure FROM draft "
                        "WHERE id > ?1 AND substr(content, 1, 5) <> ?2 "
                        "ORDER BY id LIMIT 1",
    [SQL_DRAFT_RESEAL] = "UPDATE draft SET content = ?2 WHERE id = ?1",

    [SQL_DOSSIER_ADD] = "INSERT INTO dossier (reference, idempotency_key, procedure, "
                        "state, finalised_at, next_try, replaces) "
                        "VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5)",
    [SQL_DOSSIER_TAKE] = "INSERT INTO dossier (reference, idempotency_key, procedure, "
                         "state, attempts, finalised_at, next_try, taken_over) "
                         "VALUES (?1, ?2, ?3, 1, 1, ?4, ?5, 1) ON CONFLICT DO NOTHING",
    [SQL_PAYLOAD_ADD] = "INSERT INTO payload (dossier, body) VALUES (?1, ?2)",
    [SQL_PAYLOAD_READ] = "SELECT reference, idempotency_key, procedure, body "
                         "FROM dossier LEFT JOIN payload ON dossier = id WHERE id = ?1",
    [SQL_PAYLOAD_STALE] = "SELECT id, body, reference, idempotency_key, procedure "
                          "FROM payload JOIN dossier ON id = dossier "
                          "WHERE dossier > ?1 AND substr(body, 1, 5) <> ?2 "
                          "ORDER BY dossier LIMIT 1",
    [SQL_PAYLOAD_RESEAL] = "UPDATE payload SET body = ?2 WHERE dossier = ?1",
    [SQL_PAYLOAD_FORGET] =
        "DELETE FROM payload WHERE dossier IN (SELECT dossier " ACCEPTED_BEFORE(
            "payload") " LIMIT ?2)",
    [SQL_PAYLOAD_DELETE] = "DELETE FROM payload WHERE dossier = ?1",
    [SQL_DOSSIER_FIND] = "SELECT " DOSSIER_COLUMNS " FROM dossier "
                         "WHERE reference = ?1 OR (code = ?1 AND code <> '') "
                         "ORDER BY id DESC LIMIT 1",
    [SQL_DOSSIER_COUNT] = "SELECT count(*) FROM dossier",
    [SQL_DOSSIER_LIST] = "SELECT " DOSSIER_COLUMNS " FROM dossier "
                         "ORDER BY id DESC LIMIT ?1",
    [SQL_DOSSIER_NEWEST] = "SELECT finalised_at FROM dossier ORDER BY id DESC LIMIT 1",
    [SQL_DOSSIER_REPLACED] = "UPDATE dossier SET replaced_by = ?2 "
                             "WHERE reference = ?1 AND state = 4 AND replaced_by = ''",
    [SQL_OPEN_COUNT] = "SELECT count(*) FROM dossier WHERE " OPEN,
    [SQL_OPEN_LIST] = "SELECT " DOSSIER_COLUMNS " FROM dossier WHERE " OPEN
                      " ORDER BY state < 2, id LIMIT ?1",
    [SQL_OUTBOX_COUNT] = "SELECT sum(state < 2), sum(state = 3), sum(state = 4), "
                         "min(CASE WHEN state < 2 THEN finalised_at END) "
                         "FROM dossier WHERE " OPEN,

    [SQL_DUE_COUNT] = "SELECT count(*) FROM dossier WHERE state < 2 AND next_try <= ?1",
    [SQL_DUE_LIST] = "SELECT " DOSSIER_COLUMNS " FROM dossier "
                     "WHERE state < 2 AND next_try <= ?1 ORDER BY id LIMIT ?2",
    [SQL_DUE_NEXT] = "SELECT min(next_try) FROM dossier WHERE state < 2",
    [SQL_MARK_SENDING] = "UPDATE dossier SET state = 1, attempts = attempts + 1, "
                         "tried_at = ?2 WHERE id = ?1 AND state < 2",
    [SQL_MARK_ACCEPTED] = "UPDATE dossier SET state = 2, reason = 0, http_status = 0, "
                          "next_try = 0, code = ?2, status = ?3, accepted_at = ?4, "
                          "due_at = ?5 WHERE id = ?1",
    [SQL_MARK_WAITING] = "UPDATE dossier SET state = ?2, reason = ?3, http_status = ?4, "
                         "next_try = ?5 WHERE id = ?1 AND state < 2",
    [SQL_MARK_STOPPED] = "UPDATE dossier SET state = ?2, reason = ?3, http_status = ?4, "
                         "next_try = 0 WHERE id = ?1 AND state < 2",
    [SQL_MARK_BY_HAND] = "UPDATE dossier SET state = 3, reason = ?2, http_status = 0, "
                         "next_try = 0 WHERE id = ?1 AND state < 2",
    [SQL_MARK_RELEASED] = "UPDATE dossier SET state = attempts > 0, reason = 0, "
                          "http_status = 0, next_try = ?2 "
                          "WHERE id = ?1 AND state IN (0, 1, 3)",
    [SQL_PROBLEM_WRITE] = "INSERT INTO problem (dossier, words) VALUES (?1, ?2) "
                          "ON CONFLICT (dossier) DO UPDATE SET words = excluded.words",
    [SQL_PROBLEM_READ] = "SELECT reference, words "
                         "FROM dossier LEFT JOIN problem ON dossier = id WHERE id = ?1",
    [SQL_PROBLEM_DELETE] = "DELETE FROM problem WHERE dossier = ?1",

    [SQL_PROBLEM_STALE] = "SELECT dossier, words FROM problem "
                          "WHERE dossier > ?1 AND substr(words, 1, 5) <> ?2 "
                          "ORDER BY dossier LIMIT 1",
    [SQL_PROBLEM_RESEAL] = "UPDATE problem SET words = ?2 WHERE dossier = ?1",

    [SQL_PROBLEM_FORGET] =
        "DELETE FROM problem WHERE dossier IN (SELECT dossier " ACCEPTED_BEFORE(
            "problem") ")",
    [SQL_ATTACHMENT_ADD] = "INSERT INTO attachment (draft, file, content) "
                           "SELECT id, ?2, '' FROM draft WHERE id = ?1",
    [SQL_ATTACHMENT_WRITE] = "UPDATE attachment SET content = ?2 WHERE id = ?1",
    [SQL_ATTACHMENT_READ] = "SELECT " ATTACHMENT_COLUMNS " FROM attachment WHERE id = ?1",
    [SQL_ATTACHMENTS_OF_DRAFT] = "SELECT " ATTACHMENT_COLUMNS " FROM attachment "
                                 "WHERE draft = ?1 ORDER BY id",
    [SQL_ATTACHMENTS_OF_DOSSIER] = "SELECT " ATTACHMENT_COLUMNS " FROM attachment "
                                   "WHERE dossier = ?1 ORDER BY id",
    [SQL_ATTACHMENT_BY_FILE] = "SELECT 1 FROM attachment WHERE file = ?1",
    [SQL_ATTACHMENT_DELETE] = "DELETE FROM attachment WHERE id = ?1",
    [SQL_ATTACHMENT_UPLOAD] = "UPDATE attachment SET upload = ?2, confirmed = ?3, "
                              "whole = ?4 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM "
                              "dossier WHERE dossier.id = attachment.dossier "
                              "AND state >= 2)",
    [SQL_ATTACHMENT_FINALISE] = "UPDATE attachment SET draft = NULL, dossier = ?3 "
                                "WHERE id = ?1 AND draft = ?2",
    [SQL_ATTACHMENTS_RETURN] = "UPDATE attachment SET dossier = NULL, draft = ?2, "
                               "upload = NULL, confirmed = 0, whole = 0 "
                               "WHERE dossier = (SELECT id FROM dossier "
                               "WHERE reference = ?1)",
    /* Of the draft ?1, and of those that were last changed before ?2. */
    [SQL_ATTACHMENTS_GIVE_BACK] =
        "UPDATE attachment SET dossier = (SELECT dossier.id FROM dossier JOIN draft "
        "ON reference = draft.replaces WHERE draft.id = attachment.draft), draft = NULL "
        "WHERE draft IN (SELECT draft.id FROM draft JOIN dossier "
        "ON reference = draft.replaces WHERE (draft.id = ?1 OR draft.changed < ?2) "
        "AND state = 4 AND replaced_by = '')",
    [SQL_ATTACHMENT_STALE] = "SELECT id, content, file FROM attachment "
                             "WHERE id > ?1 AND substr(content, 1, 5) <> ?2 "
                             "ORDER BY id LIMIT 1",
    [SQL_UPLOAD_STALE] = "SELECT id, upload FROM attachment "
                         "WHERE id > ?1 AND substr(upload, 1, 5) <> ?2 "
                         "ORDER BY id LIMIT 1",
    [SQL_UPLOAD_RESEAL] = "UPDATE attachment SET upload = ?2 WHERE id = ?1",
    [SQL_UPLOAD_DROP] = "UPDATE attachment SET upload = NULL, confirmed = 0, whole = 0 "
                        "WHERE id = ?1",
    [SQL_ATTACHMENT_FORGET] =
        "DELETE FROM attachment WHERE dossier IN (SELECT id FROM dossier "
        "WHERE state = 2 AND max(accepted_at, tried_at) < ?1)",
    [SQL_LITTER_LIST] = "SELECT file FROM litter",
    [SQL_LITTER_FORGET] = "DELETE FROM litter WHERE file = ?1",

    [SQL_CATALOGUE_CLEAR] = "DELETE FROM catalogue WHERE place IN (SELECT place "
                            "FROM catalogue WHERE place > ?1 AND place < ?2 LIMIT ?3)",
    [SQL_CATALOGUE_NEXT] = "SELECT place FROM catalogue WHERE place > ?1 "
                           "ORDER BY place LIMIT 1",
    [SQL_CATALOGUE_PUT] = "INSERT OR REPLACE INTO catalogue (place, entry) "
                          "VALUES (?1, ?2)",
    [SQL_CATALOGUE_READ] = "SELECT place, entry FROM catalogue "
                           "WHERE place > ?1 AND place < ?2 ORDER BY place LIMIT ?3",
    [SQL_CATALOGUE_FIND] = "SELECT entry FROM catalogue WHERE place = ?1",
};

sqlite3_stmt *store_prepare(struct store *store, enum sql which, struct error *err)
{
    sqlite3_stmt **kept = &store->statements[which];
    if (*kept) {
        sqlite3_reset(*kept);
        sqlite3_clear_bindings(*kept);
    } else if (sqlite3_prepare_v3(store->db, WORDS[which], -1, SQLITE_PREPARE_PERSISTENT,
                                  kept, NULL) != SQLITE_OK) {
        store_fail(store, err);
    }
    return *kept;
}

void store_drop_statements(struct store *store)
{
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    memset(store->statements, 0, sizeof(store->statements));
}

void store_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

void store_bind_number(sqlite3_stmt *statement, int at, int64_t number)
{
    sqlite3_bind_int64(statement, at, number);
}

void store_bind_bytes(sqlite3_stmt *statement, int at, const struct buffer *bytes)
{
    sqlite3_bind_blob64(statement, at, bytes->data, bytes->size, SQLITE_STATIC);
}

void store_column_text(sqlite3_stmt *statement, int column, char *out, size_t room)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    snprintf(out, room, "%s", text ? text : "");
}

bool store_row(struct store *store, sqlite3_stmt *statement, struct error *err)
{
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        store_fail(store, err);
    sqlite3_reset(statement);
    return false;
}

bool store_run(struct store *store, sqlite3_stmt *statement, struct error *err)
{
    bool fine = sqlite3_step(statement) == SQLITE_DONE || store_fail(store, err);
    sqlite3_reset(statement);
    return fine;
}
