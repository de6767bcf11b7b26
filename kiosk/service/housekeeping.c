/* SPDX-License-Identifier: MIT */
#include "kiosk/service/housekeeping.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/draft.h"

#include <stdlib.h>

enum {
    FIRST = 5 * 1000, /* milliseconds: what the start has to do comes first */
    PAUSE = 50,       /* between two pieces: somebody may want the store */
    HOUR = 60 * 60 * 1000,
    DAY = 24 * 60 * 60, /* seconds */
    PIECES_MOST = 100000
};

struct housekeeping {
    struct loop *loop;
    struct store *store;
    const struct settings *settings;
    unsigned timer;
};

static bool forget_sent(struct store *store, long days, bool *left, struct error *err)
{
    size_t count = 0;
    if (!store_forget_sent(store, clock_now() - days * DAY, &count, left, err))
        return false;
    if (count)
        log_line("the content of %zu accepted dossiers is not kept any more", count);
    return true;
}

static bool renew(struct store *store, bool *left, struct error *err)
{
    size_t damaged = 0;
    if (!store_renew_some(store, left, &damaged, err))
        return false;
    if (damaged && !*left)
        log_line("%zu records are damaged and stay under an old data key", damaged);
    return true;
}

/* The next piece; true if there are more. A failure is logged, and tried again in an
 * hour. */
static bool do_piece(struct store *store, const struct settings *settings)
{
    struct error err = {0};
    bool old = false, sealed = false;
    bool fine = draft_expire(store, settings_number(settings, KIOSK_DRAFT_DAYS), &err) &&
                forget_sent(store, settings_number(settings, STORE_KEEP), &old, &err) &&
                renew(store, &sealed, &err);
    if (!fine)
        log_line("housekeeping: %s", err.text);
    if (fine && (old || sealed))
        return true;
    store_sweep(store);
    return false;
}

static void work(void *arg)
{
    struct housekeeping *h = arg;
    bool more = do_piece(h->store, h->settings);
    h->timer = loop_after(h->loop, more ? PAUSE : HOUR, work, h);
}

struct housekeeping *housekeeping_create(struct loop *loop, struct store *store,
                                         const struct settings *settings)
{
    struct housekeeping *h = memory_alloc(sizeof(*h));
    *h = (struct housekeeping){.loop = loop, .store = store, .settings = settings};
    h->timer = loop_after(loop, FIRST, work, h);
    return h;
}

void housekeeping_free(struct housekeeping **housekeeping)
{
    struct housekeeping *h = *housekeeping;
    if (!h)
        return;
    loop_cancel(h->loop, &h->timer);
    free(h);
    *housekeeping = NULL;
}

void housekeeping_do(struct store *store, const struct settings *settings)
{
    for (int piece = 0; piece < PIECES_MOST && do_piece(store, settings); piece++)
        ;
}
