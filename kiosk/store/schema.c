/* SPDX-License-Identifier: MIT */
/* The shape of the store, one step a version. A step that was released is never changed;
 * a new shape is a new step at the end. */
#include "kiosk/store/keys.h"

#include "kiosk/base/i18n.h"

#include <stdio.h>

/* "MCUA": tells our file from any other SQLite file. */
#define APPLICATION_ID 0x4D435541

struct step {
    const char *sql;
    bool (*then)(struct store *store, struct error *err); /* what SQL cannot; or NULL */
};

static const char FIRST[] =
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL);"
    "CREATE TABLE draft ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT," /* never given twice: it is sealed in */
    " procedure TEXT NOT NULL,"
    " changed INTEGER NOT NULL,"
    " content BLOB NOT NULL);" /* sealed */
    "CREATE TABLE dossier ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " reference TEXT NOT NULL UNIQUE,"
    " idempotency_key TEXT NOT NULL UNIQUE,"
    " procedure TEXT NOT NULL,"
    " state INTEGER NOT NULL,"
    " reason INTEGER NOT NULL DEFAULT 0,"
    " http_status INTEGER NOT NULL DEFAULT 0,"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " finalised_at INTEGER NOT NULL,"
    " next_try INTEGER NOT NULL,"
    " tried_at INTEGER NOT NULL DEFAULT 0,"
    " code TEXT NOT NULL DEFAULT '',"
    " status INTEGER NOT NULL DEFAULT 0,"
    " accepted_at INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX dossier_waiting ON dossier (next_try) WHERE state < 2;"
    "CREATE INDEX dossier_code ON dossier (code) WHERE code <> '';"
    /* Apart from the dossier, so that lists stay quick and a payload can go alone. */
    "CREATE TABLE payload ("
    " dossier INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,"
    " body BLOB NOT NULL);" /* sealed */
    "CREATE TABLE problem ("
    " dossier INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,"
    " words BLOB NOT NULL);" /* sealed */
    "CREATE TABLE catalogue (place INTEGER PRIMARY KEY, entry TEXT NOT NULL);";

static const char KEYS[] =
    "CREATE TABLE data_key ("
    " id INTEGER NOT NULL,"         /* what a blob names */
    " generation INTEGER NOT NULL," /* of the outer key that wraps it */
    " wrapped BLOB NOT NULL,"
    " PRIMARY KEY (id, generation));";

/* Of a draft or of a dossier. */
static const char ATTACHMENTS[] =
    "CREATE TABLE attachment ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT," /* never given twice: it is sealed in */
    " draft INTEGER REFERENCES draft (id) ON DELETE CASCADE,"
    " dossier INTEGER REFERENCES dossier (id) ON DELETE CASCADE,"
    " file TEXT NOT NULL UNIQUE,"
    " content BLOB NOT NULL," /* sealed */
    " upload BLOB,"           /* sealed; NULL: none was begun */
    " confirmed INTEGER NOT NULL DEFAULT 0,"
    " whole INTEGER NOT NULL DEFAULT 0,"
    " CHECK ((draft IS NULL) <> (dossier IS NULL)));"
    "CREATE INDEX attachment_draft ON attachment (draft) WHERE draft IS NOT NULL;"
    "CREATE INDEX attachment_dossier ON attachment (dossier) WHERE dossier IS NOT NULL;"
    /* The files of rows that went; whoever deletes a row need not know of files. */
    "CREATE TABLE litter (file TEXT PRIMARY KEY);"
    "CREATE TRIGGER attachment_gone AFTER DELETE ON attachment BEGIN"
    " INSERT OR IGNORE INTO litter (file) VALUES (old.file);"
    "END;";

/* A rejected dossier, the draft that mends it, and the one that stands for it; dossiers
 * of other counters. */
static const char MENDING[] =
    "ALTER TABLE draft ADD COLUMN replaces TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE dossier ADD COLUMN replaces TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE dossier ADD COLUMN replaced_by TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE dossier ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;"
    "CREATE UNIQUE INDEX draft_mending ON draft (replaces) WHERE replaces <> '';";

static const struct step STEPS[] = {
    {FIRST, NULL},
    {KEYS, keys_make},
    {ATTACHMENTS, NULL},
    {MENDING, NULL},
};

enum { VERSION = sizeof(STEPS) / sizeof(STEPS[0]) };

_Static_assert(DOSSIER_FINALISED == 0 && DOSSIER_SENDING == 1 && DOSSIER_ACCEPTED == 2,
               "the states stand in the file as numbers");

static bool read_number(struct store *store, const char *sql, int64_t *out,
                        struct error *err)
{
    sqlite3_stmt *statement = NULL;
    bool fine = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (fine)
        *out = sqlite3_column_int64(statement, 0);
    else
        store_fail(store, err);
    sqlite3_finalize(statement);
    return fine;
}

static bool execute(struct store *store, const char *sql, struct error *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           store_fail(store, err);
}

static bool mark(struct store *store, int64_t version, struct error *err)
{
    char marks[96];
    snprintf(marks, sizeof(marks), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, (int)version);
    return execute(store, marks, err);
}

bool schema_make_like(struct store *fresh, struct store *damaged, struct error *err)
{
    int64_t version = 0;
    struct error unreadable = {0};
    if (!read_number(damaged, "PRAGMA user_version", &version, &unreadable) ||
        version < 1 || version > VERSION)
        version = VERSION;
    for (int64_t step = 0; step < version; step++) {
        if (!execute(fresh, STEPS[step].sql, err))
            return false;
    }
    return mark(fresh, version, err);
}

bool schema_has(struct store *store, const char *table)
{
    return sqlite3_table_column_metadata(store->db, NULL, table, NULL, NULL, NULL, NULL,
                                         NULL, NULL) == SQLITE_OK;
}

static bool climb(struct store *store, int64_t from, struct error *err)
{
    for (int64_t step = from; step < VERSION; step++) {
        const struct step *next = &STEPS[step];
        if (!execute(store, next->sql, err) || (next->then && !next->then(store, err)))
            return false;
    }
    return mark(store, VERSION, err);
}

bool schema_is_ours(struct store *store, struct error *err)
{
    int64_t application = 0, version = 0, tables = 0;
    if (!read_number(store, "PRAGMA application_id", &application, err) ||
        !read_number(store, "PRAGMA user_version", &version, err) ||
        !read_number(store, "SELECT count(*) FROM sqlite_master", &tables, err))
        return false;
    if (application != APPLICATION_ID && (tables || version))
        return error_set(err, _("%s is a file of another program, not a store."),
                         store->file);
    if (version > VERSION)
        return error_set(err,
                         _("The store %s was made by a newer version of this program. "
                           "Install that version."),
                         store->file);
    if (version == 0 && !tables && keys_know(store))
        return keys_refuse_to_begin(store, err);
    store->damaged = version < 0 || (version == 0 && tables);
    if (store->damaged)
        return error_set(err, _("The store %s is damaged. Restore its backup."),
                         store->file);
    return true;
}

bool schema_bring_up(struct store *store, struct error *err)
{
    int64_t version = 0;
    if (!read_number(store, "PRAGMA user_version", &version, err))
        return false;
    if (version < VERSION) {
        if (!store_begin(store, err) ||
            !store_end(store, climb(store, version, err), err))
            return false;
    }
    return keys_load(store, err) && keys_settle(store, err);
}
