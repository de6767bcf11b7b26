/* SPDX-License-Identifier: MIT */
/* What is in hand: drafts to go on with, and the dossiers of this counter, newest first.
 * Whoever stands at the counter may see this page: of a name only what its owner will
 * recognise is shown. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/facts.h"
#include "kiosk/screen/items.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/draft.h"
#include "kiosk/service/outbox.h"

enum { MOST = 100 };

struct work {
    struct screen screen;
    struct draft drafts[MOST];
    char *owners[MOST], *names[MOST]; /* of the drafts; a name only of what is gone */
    struct dossier dossiers[MOST];
    size_t draft_count, dossier_count;
    struct items items; /* the drafts, then the dossiers */
    bool unread;        /* nobody knows what there is */
};

static void forget_texts(struct work *work)
{
    for (size_t i = 0; i < MOST; i++) {
        memory_free_text(&work->owners[i]);
        memory_free_text(&work->names[i]);
    }
}

/* The procedure of a draft, in which that can be gone on with; NULL: its catalogue was
 * replaced by one that has not got it, or does not take it from afar any more. */
static const struct procedure *procedure_of(struct counter *counter,
                                            const struct draft *draft)
{
    const struct procedure *procedure =
        catalogue_find(counter->catalogue, draft->procedure, NULL);
    return procedure && procedure_has_form(procedure) ? procedure : NULL;
}

static void look_at_drafts(struct work *work, struct store *store, struct error *err)
{
    struct counter *counter = work->screen.counter;
    struct error trouble = {0};
    forget_texts(work);
    if (!draft_expire(store, settings_number(counter->settings, KIOSK_DRAFT_DAYS),
                      &trouble))
        log_line("drafts do not expire: %s", trouble.text);
    work->draft_count = draft_list(store, work->drafts, MOST, err);
    for (size_t i = 0; i < work->draft_count; i++) {
        const struct draft *draft = &work->drafts[i];
        const struct procedure *procedure = procedure_of(counter, draft);
        work->owners[i] = draft_owner(store, draft->id, procedure);
        if (!procedure)
            work->names[i] = draft_name(store, draft->id, i18n_language());
    }
}

static void look(struct work *work)
{
    struct store *store = work->screen.counter->store;
    struct error err = {0};
    size_t chosen = work->items.selected, before = work->draft_count;
    bool had_any = work->items.count > 0, was_draft = chosen < before;
    int64_t id = !had_any    ? 0
                 : was_draft ? work->drafts[chosen].id
                             : work->dossiers[chosen - before].id;
    work->draft_count = 0;
    if (store)
        look_at_drafts(work, store, &err);
    work->dossier_count = store ? outbox_list(store, work->dossiers, MOST, &err) : 0;
    work->unread = error_is_set(&err);
    if (work->unread)
        screen_say(work->screen.counter, STYLE_WRONG, _("The list cannot be read: %s"),
                   err.text);
    items_count(&work->items, work->draft_count + work->dossier_count);
    for (size_t i = 0; had_any && was_draft && i < work->draft_count; i++)
        if (work->drafts[i].id == id)
            work->items.selected = i;
    for (size_t i = 0; had_any && !was_draft && i < work->dossier_count; i++)
        if (work->dossiers[i].id == id)
            work->items.selected = work->draft_count + i;
}

static struct item_words words_of_draft(struct work *work, size_t i)
{
    const struct draft *draft = &work->drafts[i];
    char when[CLOCK_STAMP_ROOM];
    const char *owner = work->owners[i] ? work->owners[i] : "";
    const char *what = work->names[i]
                           ? _("Draft: kept, but not taken here now; Enter tells more")
                           : _("Draft: Enter goes on with it");
    return (struct item_words){
        .head =
            facts_name(work->screen.counter->catalogue, draft->procedure, work->names[i]),
        .right = memory_copy_text(clock_people(when, draft->changed)),
        .below = memory_format("%s%s%s", owner, *owner ? " · " : "", what),
        .below_style = STYLE_QUIET};
}

static struct item_words words_of(void *arg, size_t item)
{
    struct work *work = arg;
    return item < work->draft_count
               ? words_of_draft(work, item)
               : facts_dossier(work->screen.counter->catalogue,
                               &work->dossiers[item - work->draft_count]);
}

static void paint(struct screen *screen, struct area area)
{
    struct work *work = (struct work *)screen;
    area.row++;
    area.rows--;
    items_paint(&work->items, area);
    if (work->items.count == 0 && !work->unread)
        term_text(area.row, 3, area.columns - 4, STYLE_QUIET,
                  _("No drafts and no dossiers at this counter."));
}

/* The reason is what the catalogue says, as of files that cannot be read. */
static void tell_that_it_is_gone(struct counter *counter, const struct draft *draft)
{
    struct error err = {0};
    if (catalogue_find(counter->catalogue, draft->procedure, &err))
        error_set(&err, _("The portal does not take %s from here any more."),
                  draft->procedure);
    screen_say(counter, STYLE_WARNING,
               _("%s The draft stays as it is for %ld days. Have the catalogue imported "
                 "again, or take the dossier to the office itself."),
               err.text, settings_number(counter->settings, KIOSK_DRAFT_DAYS));
}

static void open_selected(struct screen *screen)
{
    struct work *work = (struct work *)screen;
    struct counter *counter = screen->counter;
    size_t chosen = work->items.selected;
    if (chosen >= work->draft_count) {
        sent_screen_open(counter, work->dossiers[chosen - work->draft_count].reference,
                         false);
        return;
    }
    const struct draft *draft = &work->drafts[chosen];
    const struct procedure *procedure = procedure_of(counter, draft);
    if (procedure)
        form_screen_open(counter, procedure, draft->id);
    else
        tell_that_it_is_gone(counter, draft);
}

static bool has_items(const struct screen *screen)
{
    return ((const struct work *)screen)->items.count > 0;
}

static void key(struct screen *screen, const struct key *key)
{
    items_key(&((struct work *)screen)->items, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_DOSSIER || news->kind == NEWS_LANGUAGE ||
        news->kind == NEWS_CATALOGUE)
        look((struct work *)screen);
}

static void shown(struct screen *screen)
{
    look((struct work *)screen);
}

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("In hand at this counter"));
}

static void close_work(struct screen *screen)
{
    forget_texts((struct work *)screen);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), has_items, NULL},
    {KEY_ENTER, 0, "Enter", N_("open"), has_items, open_selected},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

static const struct screen_kind WORK_SCREEN = {
    .name = "work",
    .size = sizeof(struct work),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .shown = shown,
    .close = close_work,
};

void work_screen_open(struct counter *counter)
{
    struct work *work = screen_create(&WORK_SCREEN, counter);
    work->items.words = words_of;
    work->items.arg = work;
    look(work);
    screen_push(&work->screen);
}
