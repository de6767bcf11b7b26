/* SPDX-License-Identifier: MIT */
/* The imported catalogue: public facts, kept as they came. */
#include "kiosk/store/store.h"

#include "kiosk/store/inside.h"

static bool add_entry(struct store *store, int64_t place, const char *entry,
                      struct error *err)
{
    sqlite3_stmt *add = store_prepare(store, SQL_CATALOGUE_ADD, err);
    if (!add)
        return false;
    store_bind_number(add, 1, place);
    store_bind_text(add, 2, entry);
    return store_run(store, add, err);
}

bool store_replace_catalogue(struct store *store, const char *(*next)(void *arg),
                             void *arg, size_t *count, struct error *err)
{
    if (!store_begin(store, err))
        return false;
    sqlite3_stmt *clear = store_prepare(store, SQL_CATALOGUE_CLEAR, err);
    bool fine = clear && store_run(store, clear, err);
    int64_t place = 0;
    for (const char *entry; fine && (entry = next(arg));)
        fine = add_entry(store, ++place, entry, err);
    fine = store_end(store, fine, err);
    if (fine)
        *count = (size_t)place;
    return fine;
}

bool store_read_catalogue(struct store *store, void (*entry)(void *arg, const char *json),
                          void *arg, struct error *err)
{
    struct error trouble = {0};
    sqlite3_stmt *read = store_prepare(store, SQL_CATALOGUE_READ, err);
    if (!read)
        return false;
    while (store_row(store, read, &trouble)) {
        const char *text = (const char *)sqlite3_column_text(read, 0);
        if (text)
            entry(arg, text);
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}
