/* SPDX-License-Identifier: MIT */
/* The outbox: what has not arrived yet, why, and when it is tried next. Whoever is needed
 * stands at the top; of people nothing is shown. */
#include "kiosk/service/outbox.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/facts.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/mend.h"

#include <stdlib.h>

enum { MOST = 200, MARGIN = 3, HEAD_ROWS = 3, WHY_ROWS = 5 };

struct outbox_screen {
    struct screen screen;
    struct dossier dossiers[MOST];
    struct items items;
    bool unread; /* nobody knows what is in it */
};

static void look(struct outbox_screen *s)
{
    struct store *store = s->screen.counter->store;
    struct error err = {0};
    const int64_t chosen = s->items.count ? s->dossiers[s->items.selected].id : 0;
    items_count(&s->items, store ? outbox_list_open(store, s->dossiers, MOST, &err) : 0);
    /* One that has gone must not leave its keys to its neighbour. */
    for (size_t i = 0; i < s->items.count; i++)
        if (s->dossiers[i].id == chosen)
            s->items.selected = i;
    s->unread = error_is_set(&err);
    if (s->unread)
        screen_say(s->screen.counter, STYLE_WRONG, _("The list cannot be read: %s"),
                   err.text);
}

static const struct dossier *selected(const struct outbox_screen *s)
{
    return s->items.count ? &s->dossiers[s->items.selected] : NULL;
}

/* --- what is shown ------------------------------------------------------------------ */

static struct item_words words_of(void *arg, size_t item)
{
    struct outbox_screen *s = arg;
    return facts_dossier(s->screen.counter->catalogue, &s->dossiers[item]);
}

/* "No line to the portal since 14:05; it is tried by itself." */
static char *portal_words(const struct counter *counter)
{
    char since[CLOCK_STAMP_ROOM];
    if (!counter->portal_known)
        return memory_copy_text(_("Whether the portal can be reached is not known yet."));
    if (counter->portal_reachable)
        return memory_copy_text(_("The portal can be reached."));
    return memory_format(_("The portal has not been reached since %s. It is tried again "
                           "by itself; nothing is lost."),
                         clock_people(since, counter->portal_since));
}

static char *waiting_words(const struct outbox_count *count)
{
    char since[CLOCK_STAMP_ROOM];
    if (count->waiting == 0)
        return memory_copy_text(_("No dossier waits for the line."));
    return memory_format(ngettext("%zu dossier waits, since %s.",
                                  "%zu dossiers wait, the first since %s.",
                                  (unsigned long)count->waiting),
                         count->waiting, clock_people(since, count->oldest));
}

/* " 2 are held or were returned: they need somebody." */
static char *stopped_words(const struct outbox_count *count)
{
    size_t stopped = count->held + count->rejected;
    if (stopped == 0)
        return memory_copy_text("");
    return memory_format(ngettext(" %zu is held or was returned: it needs somebody.",
                                  " %zu are held or were returned: they need somebody.",
                                  (unsigned long)stopped),
                         stopped);
}

static void paint_head(const struct outbox_screen *s, struct area area)
{
    const struct counter *counter = s->screen.counter;
    char *portal = portal_words(counter), *waiting = waiting_words(&counter->outbox);
    char *stopped = stopped_words(&counter->outbox);
    char *words = memory_format("%s %s%s", portal, waiting, stopped);
    free(stopped);
    draw_wrapped(area.row, MARGIN, area.columns - 2 * MARGIN, HEAD_ROWS - 1,
                 counter->portal_reachable ? STYLE_PLAIN : STYLE_WARNING, words);
    free(portal);
    free(waiting);
    free(words);
}

/* The whole sentence of the one that is chosen, for the list cuts it. */
static void paint_why(const struct outbox_screen *s, struct area area)
{
    const struct dossier *dossier = selected(s);
    int row = area.row + area.rows - WHY_ROWS;
    char when[CLOCK_STAMP_ROOM];
    if (!dossier)
        return;
    char *why = outbox_explain(dossier, clock_now());
    term_rule(row);
    row += 1 + draw_wrapped(row + 1, MARGIN, area.columns - 2 * MARGIN, WHY_ROWS - 2,
                            STYLE_PLAIN, why);
    if (dossier->attempts) {
        char *tries =
            memory_format(_("Tries so far: %d; the last at %s."), dossier->attempts,
                          clock_people(when, dossier->tried_at));
        term_text(row, MARGIN, area.columns - 2 * MARGIN, STYLE_QUIET, tries);
        free(tries);
    }
    free(why);
}

static void paint(struct screen *screen, struct area area)
{
    struct outbox_screen *s = (struct outbox_screen *)screen;
    struct area list = {.row = area.row + HEAD_ROWS,
                        .rows = area.rows - HEAD_ROWS - WHY_ROWS,
                        .columns = area.columns};
    paint_head(s, area);
    items_paint(&s->items, list);
    paint_why(s, area);
    if (s->items.count == 0 && !s->unread)
        term_text(list.row, MARGIN, area.columns - 2 * MARGIN, STYLE_GOOD,
                  _("✓ The portal has everything that was finalised here."));
}

/* --- what can be done --------------------------------------------------------------- */

static bool has_items(const struct screen *screen)
{
    return selected((const struct outbox_screen *)screen) != NULL;
}

static bool can_send(const struct screen *screen)
{
    const struct dossier *dossier = selected((const struct outbox_screen *)screen);
    return dossier && outbox_can_send(dossier);
}

static bool can_hold(const struct screen *screen)
{
    const struct dossier *dossier = selected((const struct outbox_screen *)screen);
    return dossier && outbox_can_hold(dossier);
}

static bool can_mend(const struct screen *screen)
{
    const struct dossier *dossier = selected((const struct outbox_screen *)screen);
    return dossier && outbox_can_mend(dossier);
}

static void show_outcome(struct outbox_screen *s, bool fine, const struct error *err)
{
    if (!fine)
        screen_say(s->screen.counter, STYLE_WRONG, "%s", err->text);
    counter_look_at_outbox(s->screen.counter);
    look(s);
}

static void send_now(struct screen *screen)
{
    struct outbox_screen *s = (struct outbox_screen *)screen;
    struct counter *counter = screen->counter;
    struct error err = {0};
    bool fine = outbox_send_now(counter->store, counter->settings, selected(s), &err);
    if (fine && counter->courier)
        courier_line_wake(counter->courier);
    show_outcome(s, fine, &err);
}

static void hold(struct screen *screen)
{
    struct outbox_screen *s = (struct outbox_screen *)screen;
    struct error err = {0};
    show_outcome(s, outbox_hold(screen->counter->store, selected(s), &err), &err);
}

static void mend(struct screen *screen)
{
    mend_screen_open(screen->counter, selected((struct outbox_screen *)screen));
}

static void open_selected(struct screen *screen)
{
    sent_screen_open(screen->counter, selected((struct outbox_screen *)screen)->reference,
                     false);
}

static void key(struct screen *screen, const struct key *key)
{
    items_key(&((struct outbox_screen *)screen)->items, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_DOSSIER)
        look((struct outbox_screen *)screen);
}

static void shown(struct screen *screen)
{
    look((struct outbox_screen *)screen);
}

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("Outbox"));
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), has_items, NULL},
    {KEY_ENTER, 0, "Enter", N_("open"), has_items, open_selected},
    {KEY_F1 + 3, 0, "F4", N_("mend"), can_mend, mend},
    {KEY_F1 + 4, 0, "F5", N_("send now"), can_send, send_now},
    {KEY_F1 + 5, 0, "F6", N_("hold"), can_hold, hold},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

static const struct screen_kind OUTBOX_SCREEN = {
    .name = "outbox",
    .size = sizeof(struct outbox_screen),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .shown = shown,
};

void outbox_screen_open(struct counter *counter)
{
    struct outbox_screen *s = screen_create(&OUTBOX_SCREEN, counter);
    s->items.words = words_of;
    s->items.arg = s;
    look(s);
    screen_push(&s->screen);
}

void mend_screen_open(struct counter *counter, const struct dossier *rejected)
{
    struct error err = {0};
    int64_t draft = 0;
    const struct procedure *procedure =
        catalogue_find(counter->catalogue, rejected->procedure, &err);
    if (procedure && counter->store &&
        mend_open(counter->store, rejected, procedure, &draft, &err))
        form_screen_open(counter, procedure, draft);
    else
        screen_say(counter, STYLE_WRONG, "%s", err.text);
}
