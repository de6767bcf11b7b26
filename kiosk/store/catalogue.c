/* SPDX-License-Identifier: MIT */
/* Reading the catalogue, and what is known of it: public facts, kept as they came. */
#include "kiosk/store/catalogue.h"

#include "kiosk/base/memory.h"
#include "kiosk/store/inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_ROOM = 24, NAME_ROOM = 40 };

/* --- facts about it ----------------------------------------------------------------- */

static const char EDITION[] = "catalogue-edition";
static const char ASKED[] = "catalogue-asked";
static const char TAG[] = "catalogue-tag";
static const char *const PART[CATALOGUE_PARTS] = {
    [CATALOGUE_PORTAL] = "portal", [CATALOGUE_IMPORTED] = "imported"};

/* "catalogue-portal-shelf" */
static const char *name_of(char room[NAME_ROOM], enum catalogue_part part,
                           const char *what)
{
    snprintf(room, NAME_ROOM, "catalogue-%s-%s", PART[part], what);
    return room;
}

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

bool store_read_number(struct store *store, const char *name, int64_t *out,
                       struct error *err)
{
    char text[NUMBER_ROOM];
    bool fine = read_fact(store, name, text, sizeof(text), err);
    *out = strtoll(text, NULL, 10);
    return fine;
}

bool store_write_number(struct store *store, const char *name, int64_t number,
                        struct error *err)
{
    char text[NUMBER_ROOM];
    snprintf(text, sizeof(text), "%lld", (long long)number);
    return write_fact(store, name, text, err);
}

bool store_read_shelf(struct store *store, enum catalogue_part part, int64_t *shelf,
                      struct error *err)
{
    char name[NAME_ROOM];
    bool fine = store_read_number(store, name_of(name, part, "shelf"), shelf, err);
    if (part == CATALOGUE_PORTAL && *shelf == 0)
        *shelf = NO_SHELF;
    return fine;
}

static bool read_part(struct store *store, enum catalogue_part part,
                      struct catalogue_source *source, struct error *err)
{
    char name[NAME_ROOM];
    return store_read_number(store, name_of(name, part, "since"), &source->since, err) &&
           read_fact(store, name_of(name, part, "from"), source->from,
                     sizeof(source->from), err);
}

bool store_read_catalogue_mark(struct store *store, struct catalogue_mark *mark,
                               struct error *err)
{
    *mark = (struct catalogue_mark){0};
    for (int part = 0; part < CATALOGUE_PARTS; part++) {
        if (!read_part(store, (enum catalogue_part)part, &mark->sources[part], err))
            return false;
    }
    return store_read_number(store, EDITION, &mark->edition, err) &&
           store_read_number(store, ASKED, &mark->asked_at, err) &&
           read_fact(store, TAG, mark->tag, sizeof(mark->tag), err);
}

bool store_mark_catalogue_asked(struct store *store, int64_t asked_at, struct error *err)
{
    return store_write_number(store, ASKED, asked_at, err);
}

bool store_write_part(struct store *store, enum catalogue_part part, int64_t shelf,
                      const struct catalogue_mark *mark, struct error *err)
{
    char name[NAME_ROOM];
    int64_t edition = 0;
    const struct catalogue_source *source = &mark->sources[part];
    bool fine =
        store_write_number(store, name_of(name, part, "shelf"), shelf, err) &&
        store_write_number(store, name_of(name, part, "since"), source->since, err) &&
        write_fact(store, name_of(name, part, "from"), source->from, err) &&
        store_read_number(store, EDITION, &edition, err) &&
        store_write_number(store, EDITION, edition + 1, err);
    if (fine && part == CATALOGUE_PORTAL)
        fine = write_fact(store, TAG, mark->tag, err) &&
               store_write_number(store, ASKED, mark->asked_at, err);
    return fine;
}

/* --- reading ------------------------------------------------------------------------ */

static bool read_shelf(struct store *store, struct catalogue_cursor *cursor, size_t room,
                       store_catalogue_entry *entry, void *arg, size_t *count,
                       struct error *err)
{
    int64_t shelf;
    struct error trouble = {0};
    if (!store_read_shelf(store, cursor->part, &shelf, err))
        return false;
    sqlite3_stmt *read =
        shelf == NO_SHELF ? NULL : store_prepare(store, SQL_CATALOGUE_READ, err);
    if (!read)
        return shelf == NO_SHELF;
    if (cursor->place < SHELF_START(shelf) || cursor->place >= SHELF_START(shelf + 1))
        cursor->place = SHELF_START(shelf);
    store_bind_number(read, 1, cursor->place);
    store_bind_number(read, 2, SHELF_START(shelf + 1));
    store_bind_number(read, 3, (int64_t)room);
    while (store_row(store, read, &trouble)) {
        const char *text = (const char *)sqlite3_column_text(read, 1);
        cursor->place = sqlite3_column_int64(read, 0);
        if (text)
            entry(arg, cursor->part, cursor->place, text);
        (*count)++;
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}

bool store_read_catalogue(struct store *store, struct catalogue_cursor *cursor,
                          size_t room, store_catalogue_entry *entry, void *arg,
                          bool *more, struct error *err)
{
    size_t count = 0;
    while (cursor->part < CATALOGUE_PARTS && count < room) {
        size_t before = count, left = room - count;
        if (!read_shelf(store, cursor, left, entry, arg, &count, err))
            return false;
        if (count - before < left)
            *cursor = (struct catalogue_cursor){.part = cursor->part + 1};
    }
    *more = cursor->part < CATALOGUE_PARTS;
    return true;
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
