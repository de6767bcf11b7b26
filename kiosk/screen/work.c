/* SPDX-License-Identifier: MIT */
/* What is in hand: drafts to go on with, and the dossiers of this counter, newest first.
 * Whoever stands at the counter may see this page: of a name only what its owner will
 * recognise is shown. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/draft.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 100, ITEM_ROWS = 2 };

struct work {
    struct screen screen;
    struct draft drafts[MOST];
    char *owners[MOST], *names[MOST]; /* of the drafts; a name only of what is gone */
    struct dossier dossiers[MOST];
    size_t draft_count, dossier_count;
    size_t selected;
    int first;
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

static void look_at_drafts(struct work *work, struct store *store)
{
    struct counter *counter = work->screen.counter;
    struct error err = {0};
    forget_texts(work);
    if (!draft_expire(store, settings_number(counter->settings, KIOSK_DRAFT_DAYS), &err))
        log_line("drafts do not expire: %s", err.text);
    work->draft_count = draft_list(store, work->drafts, MOST);
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
    work->draft_count = 0;
    if (store)
        look_at_drafts(work, store);
    work->dossier_count = store ? outbox_list(store, work->dossiers, MOST) : 0;
    size_t count = work->draft_count + work->dossier_count;
    if (work->selected >= count)
        work->selected = count ? count - 1 : 0;
}

/* `gone`: what it was called, or NULL. */
static char *procedure_name(struct counter *counter, const char *code, const char *gone)
{
    const struct procedure *procedure = catalogue_find(counter->catalogue, code, NULL);
    const json_t *name =
        procedure ? json_object_get(procedure_facts(procedure), "name") : NULL;
    return memory_format("%s · %s",
                         name            ? json_words(name, i18n_language())
                         : gone && *gone ? gone
                                         : _("A procedure that is not in the list now"),
                         code);
}

static void paint_item(int row, int columns, bool here, const char *head,
                       const char *right, const char *below)
{
    enum style style = here ? STYLE_FOCUS : STYLE_PLAIN;
    int width = utf8_columns(right);
    term_fill(row, 2, columns - 3, style);
    term_text(row, 2, 1, style, here ? "›" : " ");
    draw_short(row, 4, columns - width - 7, style, head);
    term_text(row, columns - width - 1, width, style, right);
    draw_short(row + 1, 4, columns - 6, STYLE_QUIET, below);
    if (here)
        term_cursor(row, 4);
}

static void paint_draft(struct work *work, size_t i, int row, int columns, bool here)
{
    const struct draft *draft = &work->drafts[i];
    char when[CLOCK_STAMP_ROOM];
    char *name = procedure_name(work->screen.counter, draft->procedure, work->names[i]);
    const char *owner = work->owners[i] ? work->owners[i] : "";
    char *below =
        memory_format("%s%s%s", owner, *owner ? " · " : "",
                      work->names[i] ? _("Draft: kept, but not taken here now; Enter "
                                         "tells more")
                                     : _("Draft: Enter goes on with it"));
    paint_item(row, columns, here, name, clock_people(when, draft->changed), below);
    memory_free_text(&below);
    free(name);
}

static void paint_dossier(struct work *work, size_t i, int row, int columns, bool here)
{
    const struct dossier *dossier = &work->dossiers[i];
    char when[CLOCK_STAMP_ROOM], grouped[REFERENCE_GROUPED_ROOM];
    reference_group(grouped, dossier->reference);
    char *name = procedure_name(work->screen.counter, dossier->procedure, NULL);
    char *why = outbox_explain(dossier, clock_now());
    char *below = memory_format("%s · %s", grouped, why);
    paint_item(row, columns, here, name, clock_people(when, dossier->finalised_at),
               below);
    free(name);
    free(why);
    free(below);
}

static void paint(struct screen *screen, struct area area)
{
    struct work *work = (struct work *)screen;
    size_t count = work->draft_count + work->dossier_count;
    int page = (area.rows - 1) / ITEM_ROWS;
    work->first = draw_scroll(work->first, page, (int)work->selected, 1);
    int row = area.row + 1;
    for (size_t i = (size_t)work->first; i < count && (int)i < work->first + page; i++) {
        if (i < work->draft_count)
            paint_draft(work, i, row, area.columns, i == work->selected);
        else
            paint_dossier(work, i - work->draft_count, row, area.columns,
                          i == work->selected);
        row += ITEM_ROWS;
    }
    if (count == 0)
        term_text(row, 3, area.columns - 4, STYLE_QUIET,
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
    if (work->selected >= work->draft_count) {
        sent_screen_open(
            counter, work->dossiers[work->selected - work->draft_count].reference, false);
        return;
    }
    const struct draft *draft = &work->drafts[work->selected];
    const struct procedure *procedure = procedure_of(counter, draft);
    if (procedure)
        form_screen_open(counter, procedure, draft->id);
    else
        tell_that_it_is_gone(counter, draft);
}

static bool has_items(const struct screen *screen)
{
    const struct work *work = (const struct work *)screen;
    return work->draft_count + work->dossier_count > 0;
}

static void key(struct screen *screen, const struct key *key)
{
    struct work *work = (struct work *)screen;
    if (key->name == KEY_UP && work->selected > 0)
        work->selected--;
    else if (key->name == KEY_DOWN &&
             work->selected + 1 < work->draft_count + work->dossier_count)
        work->selected++;
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
    look(work);
    screen_push(&work->screen);
}
