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

bool store_read_catalogue(struct store *store, store_catalogue_entry *entry, void *arg,
                          struct error *err)
{
    struct error trouble = {0};
    sqlite3_stmt *read = store_prepare(store, SQL_CATALOGUE_READ, err);
    if (!read)
        return false;
    while (store_row(store, read, &trouble)) {
        const char *text = (const char *)sqlite3_column_text(read, 1);
        if (text)
            entry(arg, sqlite3_column_int64(read, 0), text);
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}

bool store_find_catalogue_entry(struct store *store, int64_t place, struct buffer *json,
                                struct error *err)
{
    buffer_init(json, STORE_CONTENT_MOST);
    sqlite3_stmt *find = store_prepare(store, SQL_CATALOGUE_FIND, err);
    if (!find)
        return false;
    store_bind_number(find, 1, place);
    if (!store_row(store, find, err))
        return false;
    const char *text = (const char *)sqlite3_column_text(find, 0);
    bool fine = text && buffer_add_text(json, text);
    sqlite3_reset(find);
    return fine;
}
