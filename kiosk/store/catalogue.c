/* SPDX-License-Identifier: MIT */
/* The catalogue: public facts, kept as they came. */
#include "kiosk/store/store.h"

#include "kiosk/store/inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_ROOM = 24, PORTALS_PLACE = -(1 << 30) };

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

/* --- facts about it ----------------------------------------------------------------- */

static const char EDITION[] = "catalogue-edition";
static const char ASKED[] = "catalogue-asked";
static const char TAG[] = "catalogue-tag";

/* "" where the fact is not there. */
static bool read_fact(struct store *store, const char *name, char *out, size_t room,
                      struct error *err)
{
    struct error trouble = {0};
    sqlite3_stmt *read = store_prepare(store, SQL_FACT_READ, err);
    *out = '\0';
    if (!read)
        return false;
    store_bind_text(read, 1, name);
    if (store_row(store, read, &trouble)) {
        store_column_text(read, 0, out, room);
        sqlite3_reset(read);
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}

static bool write_fact(struct store *store, const char *name, const char *value,
                       struct error *err)
{
    sqlite3_stmt *set = store_prepare(store, SQL_FACT_SET, err);
    if (!set)
        return false;
    store_bind_text(set, 1, name);
    store_bind_text(set, 2, value);
    return store_run(store, set, err);
}

static bool read_number(struct store *store, const char *name, int64_t *out,
                        struct error *err)
{
    char text[NUMBER_ROOM];
    bool fine = read_fact(store, name, text, sizeof(text), err);
    *out = strtoll(text, NULL, 10);
    return fine;
}

static bool write_number(struct store *store, const char *name, int64_t number,
                         struct error *err)
{
    char text[NUMBER_ROOM];
    snprintf(text, sizeof(text), "%lld", (long long)number);
    return write_fact(store, name, text, err);
}

bool store_read_catalogue_mark(struct store *store, struct catalogue_mark *mark,
                               struct error *err)
{
    *mark = (struct catalogue_mark){0};
    return read_number(store, EDITION, &mark->edition, err) &&
           read_number(store, ASKED, &mark->asked_at, err) &&
           read_fact(store, TAG, mark->tag, sizeof(mark->tag), err);
}

bool store_mark_catalogue_asked(struct store *store, int64_t asked_at, struct error *err)
{
    return write_number(store, ASKED, asked_at, err);
}

/* --- its two parts ------------------------------------------------------------------ */

/* The portal's stand at places below zero, and so before the others. */
static bool replace_part(struct store *store, bool portals,
                         const char *(*next)(void *arg), void *arg, size_t *count,
                         struct error *err)
{
    sqlite3_stmt *clear = store_prepare(store, SQL_CATALOGUE_CLEAR, err);
    if (!clear)
        return false;
    store_bind_number(clear, 1, portals);
    bool fine = store_run(store, clear, err);
    int64_t place = portals ? PORTALS_PLACE : 0;
    *count = 0;
    for (const char *entry; fine && (entry = next(arg)); (*count)++)
        fine = add_entry(store, ++place, entry, err);
    int64_t edition = 0;
    return fine && read_number(store, EDITION, &edition, err) &&
           write_number(store, EDITION, edition + 1, err);
}

bool store_replace_catalogue(struct store *store, const char *(*next)(void *arg),
                             void *arg, size_t *count, struct error *err)
{
    if (!store_begin(store, err))
        return false;
    return store_end(store, replace_part(store, false, next, arg, count, err), err);
}

bool store_replace_portal_catalogue(struct store *store,
                                    const struct catalogue_mark *mark,
                                    const char *(*next)(void *arg), void *arg,
                                    size_t *count, struct error *err)
{
    if (!store_begin(store, err))
        return false;
    bool fine = replace_part(store, true, next, arg, count, err) &&
                write_fact(store, TAG, mark->tag, err) &&
                write_number(store, ASKED, mark->asked_at, err);
    return store_end(store, fine, err);
}

/* --- reading ------------------------------------------------------------------------ */

bool store_read_catalogue_part(struct store *store, int64_t *place, size_t room,
                               store_catalogue_entry *entry, void *arg, size_t *count,
                               struct error *err)
{
    struct error trouble = {0};
    *count = 0;
    sqlite3_stmt *read = store_prepare(store, SQL_CATALOGUE_READ, err);
    if (!read)
        return false;
    store_bind_number(read, 1, *place);
    store_bind_number(read, 2, (int64_t)room);
    while (store_row(store, read, &trouble)) {
        const char *text = (const char *)sqlite3_column_text(read, 1);
        *place = sqlite3_column_int64(read, 0);
        if (text)
            entry(arg, *place, text);
        (*count)++;
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}

bool store_read_catalogue(struct store *store, store_catalogue_entry *entry, void *arg,
                          struct error *err)
{
    int64_t place = STORE_FIRST_PLACE;
    size_t count;
    return store_read_catalogue_part(store, &place, INT64_MAX, entry, arg, &count, err);
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
