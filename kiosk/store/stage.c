/* SPDX-License-Identifier: MIT */
/* A new part of the catalogue on its way into the store. */
#include "kiosk/store/catalogue.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    AT_ONCE = 100,      /* entries of a transaction at the most: some milliseconds */
    SWEPT_AT_ONCE = 200 /* and of a piece that is swept */
};

static const char SHELVES[] = "catalogue-shelves"; /* how many there ever were */
static const char LOCK_NAME[] = "catalogue.lock";

struct entry {
    size_t number;
    char *json;
};

struct stage {
    struct store *store;
    enum catalogue_part part;
    int64_t shelf;
    int lock;
    struct entry entries[AT_ONCE]; /* to be written */
    size_t count;
    int64_t swept; /* up to this place all is in use */
};

/* Beside the store's file. */
static int take_lock(const struct store *store, struct error *err)
{
    const char *slash = strrchr(store->file, '/');
    int folder = slash ? (int)(slash - store->file) + 1 : 0;
    char *path = memory_format("%.*s%s", folder, store->file, LOCK_NAME);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set(err, _("%s cannot be written: %s."), path, strerror(errno));
    } else if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        error_set(err, _("Another program is replacing the catalogue at this moment. Try "
                         "again when it is done."));
        close(fd);
        fd = -1;
    }
    free(path);
    return fd;
}

struct stage *stage_open(struct store *store, enum catalogue_part part, struct error *err)
{
    struct stage *stage = memory_alloc(sizeof(*stage));
    stage->store = store;
    stage->part = part;
    stage->shelf = NO_SHELF;
    stage->lock = take_lock(store, err);
    if (stage->lock < 0)
        stage_close(&stage);
    return stage;
}

static void forget_entries(struct stage *stage)
{
    for (size_t i = 0; i < stage->count; i++)
        free(stage->entries[i].json);
    stage->count = 0;
}

void stage_close(struct stage **stage)
{
    if (!*stage)
        return;
    forget_entries(*stage);
    if ((*stage)->lock >= 0)
        close((*stage)->lock);
    free(*stage);
    *stage = NULL;
}

/* --- sweeping ----------------------------------------------------------------------- */

/* The shelf of the first entry from `place` on; NO_SHELF behind the last. */
static bool find_shelf(struct stage *stage, int64_t place, int64_t *shelf,
                       struct error *err)
{
    struct error trouble = {0};
    sqlite3_stmt *next = store_prepare(stage->store, SQL_CATALOGUE_NEXT, err);
    *shelf = NO_SHELF;
    if (!next)
        return false;
    store_bind_number(next, 1, place);
    if (store_row(stage->store, next, &trouble)) {
        *shelf = sqlite3_column_int64(next, 0) / SHELF_START(1);
        sqlite3_reset(next);
    }
    return !error_is_set(&trouble) || error_set(err, "%s", trouble.text);
}

static bool is_in_use(struct stage *stage, int64_t shelf, bool *in_use, struct error *err)
{
    int64_t of_portal, imported;
    bool fine = store_read_shelf(stage->store, CATALOGUE_PORTAL, &of_portal, err) &&
                store_read_shelf(stage->store, CATALOGUE_IMPORTED, &imported, err);
    *in_use = shelf == of_portal || shelf == imported;
    return fine;
}

static bool clear_some(struct stage *stage, int64_t shelf, struct error *err)
{
    sqlite3_stmt *clear = store_prepare(stage->store, SQL_CATALOGUE_CLEAR, err);
    if (!clear)
        return false;
    store_bind_number(clear, 1, SHELF_START(shelf));
    store_bind_number(clear, 2, SHELF_START(shelf + 1));
    store_bind_number(clear, 3, SWEPT_AT_ONCE);
    return store_run(stage->store, clear, err);
}

bool stage_sweep(struct stage *stage, bool *more, struct error *err)
{
    int64_t shelf;
    bool in_use = false;
    if (!find_shelf(stage, stage->swept, &shelf, err))
        return false;
    *more = shelf != NO_SHELF;
    if (!*more)
        return true;
    if (!is_in_use(stage, shelf, &in_use, err))
        return false;
    if (in_use)
        stage->swept = SHELF_START(shelf + 1);
    return in_use || clear_some(stage, shelf, err);
}

/* --- filling ------------------------------------------------------------------------ */

/* With the first entry, in the same transaction. */
static bool take_shelf(struct stage *stage, int64_t *shelf, struct error *err)
{
    *shelf = stage->shelf;
    return *shelf != NO_SHELF ||
           (store_read_number(stage->store, SHELVES, shelf, err) &&
            store_write_number(stage->store, SHELVES, ++*shelf, err));
}

static bool write_entry(struct stage *stage, int64_t shelf, const struct entry *entry,
                        struct error *err)
{
    sqlite3_stmt *put = store_prepare(stage->store, SQL_CATALOGUE_PUT, err);
    if (!put)
        return false;
    store_bind_number(put, 1, SHELF_START(shelf) + 1 + (int64_t)entry->number);
    store_bind_text(put, 2, entry->json);
    return store_run(stage->store, put, err);
}

/* They were read before: nobody waits for more than the writing. */
bool stage_pause(struct stage *stage, struct error *err)
{
    int64_t shelf;
    if (stage->count == 0)
        return true;
    if (!store_begin(stage->store, err))
        return false;
    bool fine = take_shelf(stage, &shelf, err);
    for (size_t i = 0; fine && i < stage->count; i++)
        fine = write_entry(stage, shelf, &stage->entries[i], err);
    fine = store_end(stage->store, fine, err);
    if (fine)
        stage->shelf = shelf;
    forget_entries(stage);
    return fine;
}

bool stage_put(struct stage *stage, size_t number, const char *json, struct error *err)
{
    stage->entries[stage->count++] =
        (struct entry){.number = number, .json = memory_copy_text(json)};
    return stage->count < AT_ONCE || stage_pause(stage, err);
}

bool stage_publish(struct stage *stage, const struct catalogue_mark *mark,
                   struct error *err)
{
    if (!stage_pause(stage, err))
        return false;
    if (stage->shelf == NO_SHELF)
        error_die("a catalogue of nothing");
    if (!store_begin(stage->store, err))
        return false;
    bool fine = store_write_part(stage->store, stage->part, stage->shelf, mark, err);
    return store_end(stage->store, fine, err);
}
