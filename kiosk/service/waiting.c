/* SPDX-License-Identifier: MIT */
#include "kiosk/service/waiting.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/upload.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 4096,   /* that are held at once */
    A_FEW = 64,    /* rows that are read at first */
    PATIENCE = 16, /* failures in a row that still count, of those before the start */
};

static void drop(struct waiting_item *item)
{
    upload_free(&item->upload);
    free(item);
}

void waiting_free(struct waiting *waiting)
{
    for (size_t i = 0; i < waiting->count; i++)
        drop(waiting->items[i]);
    free(waiting->items);
    *waiting = (struct waiting){0};
}

/* Rows and items come in the same order, so the search goes on where the last one ended.
 */
static struct waiting_item *find(const struct waiting *waiting, int64_t id, size_t *hint)
{
    for (size_t i = 0; i < waiting->count; i++) {
        size_t at = (*hint + i) % waiting->count;
        if (waiting->items[at]->row.id == id) {
            *hint = at + 1;
            return waiting->items[at];
        }
    }
    return NULL;
}

static int64_t due_of(const struct dossier *row, int64_t most)
{
    int64_t left = (row->next_try - clock_now()) * 1000;
    /* One that was never tried waits for nothing, whatever the hour was when it was made:
     * small machines start without knowing it. */
    bool fresh = row->attempts == 0 && row->reason == REASON_NONE;
    /* A time that is farther away than anything waits was written under another hour. */
    if (left < 0 || left > most || fresh)
        left = 0;
    return clock_monotonic() + left;
}

static void take_row(struct waiting *waiting, const struct dossier *row, void *owner,
                     int64_t most, size_t *hint)
{
    struct waiting_item *item = find(waiting, row->id, hint);
    if (!item) {
        item = memory_alloc(sizeof(*item));
        item->owner = owner;
        item->failures = row->attempts < PATIENCE ? row->attempts : PATIENCE;
        item->due = due_of(row, most);
        waiting->items =
            memory_resize(waiting->items, waiting->count + 1, sizeof(*waiting->items));
        waiting->items[waiting->count++] = item;
        item->row = *row;
    } else if (!item->call) {
        if (item->row.next_try != row->next_try)
            item->due = due_of(row, most);
        item->row = *row;
    }
    item->seen = true;
}

static int by_age(const void *a, const void *b)
{
    const struct waiting_item *left = *(struct waiting_item *const *)a;
    const struct waiting_item *right = *(struct waiting_item *const *)b;
    return (left->row.id > right->row.id) - (left->row.id < right->row.id);
}

static void drop_settled(struct waiting *waiting, void *owner,
                         void (*settled)(void *owner, const char *reference))
{
    size_t kept = 0;
    for (size_t i = 0; i < waiting->count; i++) {
        struct waiting_item *item = waiting->items[i];
        if (item->seen || item->call || waiting->more) {
            waiting->items[kept++] = item;
        } else {
            settled(owner, item->row.reference);
            drop(item);
        }
    }
    waiting->count = kept;
}

void waiting_look(struct waiting *waiting, struct store *store, void *owner, int64_t most,
                  void (*settled)(void *owner, const char *reference))
{
    size_t room = A_FEW, count, hint = 0;
    struct dossier *rows = memory_array(room, sizeof(*rows));
    while ((count = store_list_due(store, INT64_MAX, rows, room)) > room && room < MOST) {
        room = count < MOST ? count : MOST;
        rows = memory_resize(rows, room, sizeof(*rows));
    }
    waiting->more = count > room;
    for (size_t i = 0; i < waiting->count; i++)
        waiting->items[i]->seen = false;
    for (size_t i = 0; i < count && i < room; i++)
        take_row(waiting, &rows[i], owner, most, &hint);
    free(rows);
    drop_settled(waiting, owner, settled);
    if (waiting->count)
        qsort(waiting->items, waiting->count, sizeof(struct waiting_item *), by_age);
}

void waiting_remove(struct waiting *waiting, struct waiting_item *item)
{
    size_t at = 0;
    while (waiting->items[at] != item)
        at++;
    waiting->count--;
    memmove(&waiting->items[at], &waiting->items[at + 1],
            (waiting->count - at) * sizeof(struct waiting_item *));
    drop(item);
}

enum waiting_lane waiting_lane_of(const struct waiting_item *item)
{
    return item->row.attachments > 0 ? LANE_UPLOADS : LANE_PLAIN;
}

struct waiting_item *waiting_next(const struct waiting *waiting,
                                  const bool open[LANE_COUNT], bool once)
{
    int64_t now = clock_monotonic();
    for (size_t i = 0; i < waiting->count; i++) {
        struct waiting_item *item = waiting->items[i];
        if (!item->call && item->due <= now && !(once && item->tried) &&
            open[waiting_lane_of(item)])
            return item;
    }
    return NULL;
}

int64_t waiting_soonest(const struct waiting *waiting, const bool open[LANE_COUNT])
{
    int64_t soonest = -1;
    for (size_t i = 0; i < waiting->count; i++) {
        const struct waiting_item *item = waiting->items[i];
        if (!item->call && open[waiting_lane_of(item)] &&
            (soonest < 0 || item->due < soonest))
            soonest = item->due;
    }
    return soonest;
}
