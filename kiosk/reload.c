/* SPDX-License-Identifier: MIT */
#include "kiosk/reload.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/stack.h"

/* A key that comes meanwhile waits for one piece at the most, and does not feel it. */
enum {
    AT_ONCE = 20, /* entries; as many times as there is time in a */
    PIECE = 2,    /* milliseconds, */
    PAUSE = 5     /* and others have as many before the next */
};

static void begin(struct reload *reload);

bool reload_first(struct reload *reload, struct counter *counter, struct error *err)
{
    reload->counter = counter;
    counter->catalogue = catalogue_create();
    catalogue_load_forms(counter->catalogue, settings_text(counter->settings, PATH_FORMS),
                         err);
    catalogue_use_province(counter->catalogue,
                           settings_text(counter->settings, OFFICE_PROVINCE));
    if (counter->store)
        catalogue_load_store(counter->catalogue, counter->store, err);
    catalogue_make_ready(counter->catalogue);
    reload->heard = reload->edition = catalogue_edition(counter->catalogue);
    return !error_is_set(err);
}

static bool read_edition(const struct counter *counter, int64_t *edition,
                         struct error *err)
{
    struct catalogue_mark mark;
    bool fine = store_read_catalogue_mark(counter->store, &mark, err);
    *edition = mark.edition;
    return fine;
}

static void give_up(struct reload *reload, const struct error *err)
{
    log_line("the new list of procedures cannot be read: %s", err->text);
    catalogue_free(&reload->next);
    reload->heard = reload->edition; /* until there is news again */
}

static void make_ready(void *arg)
{
    struct reload *reload = arg;
    reload->timer = 0;
    catalogue_make_ready(reload->next);
    reload->is_whole = true;
    reload_look(reload);
    stack_paint(reload->counter->stack);
}

static bool load_some(struct reload *reload, bool *more, struct error *err)
{
    int64_t start = clock_monotonic();
    bool fine = true;
    *more = true;
    while (fine && *more && clock_monotonic() - start < PIECE)
        fine =
            catalogue_load_part(reload->next, reload->counter->store, AT_ONCE, more, err);
    return fine;
}

static void read_piece(void *arg)
{
    struct reload *reload = arg;
    struct loop *loop = reload->counter->loop;
    struct error err = {0};
    bool more = false;
    int64_t edition;
    reload->timer = 0;
    if (!load_some(reload, &more, &err) ||
        !read_edition(reload->counter, &edition, &err)) {
        give_up(reload, &err);
    } else if (edition != reload->next_edition) { /* pieces of two lists make none */
        reload->heard = edition;
        begin(reload);
    } else {
        reload->timer = loop_after(loop, PAUSE, more ? read_piece : make_ready, reload);
    }
}

static void begin(struct reload *reload)
{
    loop_cancel(reload->counter->loop, &reload->timer);
    catalogue_free(&reload->next);
    reload->is_whole = false;
    reload->next = catalogue_create_beside(reload->counter->catalogue);
    reload->next_edition = reload->heard;
    reload->timer = loop_after(reload->counter->loop, PAUSE, read_piece, reload);
}

static void take_over(struct reload *reload)
{
    struct counter *counter = reload->counter;
    struct catalogue *old = counter->catalogue;
    const struct news news = {.kind = NEWS_CATALOGUE};
    counter->catalogue = reload->next;
    reload->next = NULL;
    reload->edition = reload->next_edition;
    stack_tell(counter->stack, &news); /* nobody holds anything of the old one now */
    catalogue_free(&old);
    memory_give_back();
}

void reload_look(struct reload *reload)
{
    if (!reload->counter || !stack_is_at_rest(reload->counter->stack))
        return;
    if (reload->next && reload->is_whole && reload->next_edition == reload->heard)
        take_over(reload);
    else if (!reload->timer && reload->heard != reload->edition)
        begin(reload);
}

void reload_hear(struct reload *reload, int64_t edition)
{
    if (!reload->counter->store)
        return;
    reload->heard = edition;
    reload_look(reload);
}

void reload_end(struct reload *reload)
{
    if (!reload->counter)
        return;
    loop_cancel(reload->counter->loop, &reload->timer);
    catalogue_free(&reload->next);
}
