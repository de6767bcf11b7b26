/* SPDX-License-Identifier: MIT */
/* How far a dossier has come, by reference or by the portal's code. What this counter
 * knows is shown at once; what the portal says follows. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUERY_LIMIT = 120 };

struct track {
    struct screen screen;
    struct edit query;
    size_t from;
    char asked[STORE_DOSSIER_ROOM]; /* reference or code; "" before the first question */
    unsigned id;                    /* of the question to the portal; 0: none open */
    bool answered;
    json_t *dossier; /* the portal's answer; NULL: unknown there */
    enum dossier_reason reason;
    struct lines lines;
};

static void add_known_here(struct track *track)
{
    struct dossier known;
    struct store *store = track->screen.counter->store;
    if (!store || !outbox_find(store, track->asked, &known))
        return;
    char when[CLOCK_STAMP_ROOM];
    char *text = outbox_explain(&known, clock_now());
    lines_add(&track->lines, STYLE_PLAIN, 0, NULL, "");
    lines_add(&track->lines, STYLE_STRONG, 0, NULL, _("At this counter"));
    lines_add(&track->lines, STYLE_PLAIN, 0, _("Received"),
              clock_people(when, known.finalised_at));
    lines_add(&track->lines, STYLE_PLAIN, 0, _("Where it stands"), text);
    free(text);
}

static const char *when_of(char out[CLOCK_STAMP_ROOM], const json_t *object,
                           const char *key)
{
    int64_t when;
    const char *stamp = json_text(object, key);
    return stamp && clock_read_stamp(stamp, &when) ? clock_people(out, when) : "—";
}

static const char *status_of(const json_t *holder)
{
    const json_t *status = json_object_get(holder, "status");
    int number = (int)json_number(status, "number", 0);
    /* The national list, in our own words; the portal's for a number we do not know. */
    return number >= 1 && number <= 10
               ? outbox_status_name(number)
               : json_words(json_object_get(status, "name"), i18n_language());
}

static void add_history(struct lines *lines, const json_t *dossier)
{
    size_t i;
    json_t *event, *history = json_object_get(dossier, "history");
    char when[CLOCK_STAMP_ROOM];
    lines_add(lines, STYLE_PLAIN, 0, NULL, "");
    lines_add(lines, STYLE_STRONG, 0, NULL, _("History"));
    json_array_foreach(history, i, event)
    {
        const char *note = json_words(json_object_get(event, "note"), i18n_language());
        char *text = memory_format("%s%s%s", status_of(event), *note ? ". " : "", note);
        lines_add(lines, STYLE_PLAIN, 0, when_of(when, event, "at"), text);
        free(text);
    }
}

static void add_answer(struct track *track)
{
    const json_t *dossier = track->dossier;
    const json_t *procedure = json_object_get(dossier, "procedure");
    struct lines *lines = &track->lines;
    char when[CLOCK_STAMP_ROOM];
    lines_add(lines, STYLE_GOOD, 0, _("Status"), status_of(dossier));
    lines_add(lines, STYLE_PLAIN, 0, _("Procedure"),
              json_words(json_object_get(procedure, "name"), i18n_language()));
    lines_add(lines, STYLE_STRONG, 0, _("Dossier code"), json_text(dossier, "code"));
    lines_add(lines, STYLE_PLAIN, 0, _("Received by the portal"),
              when_of(when, dossier, "receivedAt"));
    lines_add(lines, STYLE_PLAIN, 0, _("Result due on"), when_of(when, dossier, "dueAt"));
    add_history(lines, dossier);
}

static const char *show_asked(const struct track *track, char out[STORE_DOSSIER_ROOM])
{
    char reference[REFERENCE_ROOM];
    if (!reference_read(reference, track->asked))
        return track->asked;
    reference_group(out, reference);
    return out;
}

static void fill(struct track *track)
{
    lines_clear(&track->lines);
    if (!track->asked[0])
        return;
    char grouped[STORE_DOSSIER_ROOM];
    lines_add(&track->lines, STYLE_STRONG, 0, _("Asked for"), show_asked(track, grouped));
    if (!track->answered)
        lines_add(&track->lines, STYLE_QUIET, 0, NULL, _("Asking the portal…"));
    else if (track->dossier)
        add_answer(track);
    else if (track->reason != REASON_NONE)
        lines_add(&track->lines, STYLE_WARNING, 0, NULL,
                  _("The portal does not answer just now; try again in a while."));
    else
        lines_add(&track->lines, STYLE_WARNING, 0, NULL,
                  _("The portal has no dossier with this reference or code."));
    add_known_here(track);
}

/* A reference is brought to its one form; anything else must look like a code. */
static bool read_query(struct track *track)
{
    char reference[REFERENCE_ROOM], code[REFERENCE_CODE_ROOM];
    const char *typed = track->query.text;
    if (reference_read(reference, typed))
        snprintf(track->asked, sizeof(track->asked), "%s", reference);
    else if (reference_read_code(code, typed))
        snprintf(track->asked, sizeof(track->asked), "%s", code);
    else
        return false;
    return true;
}

static void ask(struct screen *screen)
{
    struct track *track = (struct track *)screen;
    struct counter *counter = screen->counter;
    track->asked[0] = '\0'; /* what was asked before must not stand under a new code */
    track->id = 0;
    fill(track);
    if (!read_query(track)) {
        screen_say(counter, STYLE_WRONG,
                   _("This is neither a reference (7QHM-2K9T-…) nor a dossier code "
                     "(H17…-261121-0004)."));
        return;
    }
    json_decref(track->dossier);
    track->dossier = NULL;
    track->answered = false;
    track->id = counter->courier ? courier_line_track(counter->courier, track->asked) : 0;
    track->lines.first = 0;
    fill(track);
}

static void told(struct screen *screen, const struct news *news)
{
    struct track *track = (struct track *)screen;
    if (news->kind == NEWS_TRACKED && news->id == track->id && track->id) {
        track->id = 0;
        track->answered = true;
        track->reason = news->reason;
        track->dossier = json_deep_copy(news->dossier);
        fill(track);
    } else if (news->kind == NEWS_LANGUAGE ||
               (news->kind == NEWS_DOSSIER &&
                strcmp(news->reference, track->asked) == 0)) {
        fill(track);
    }
}

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("Track a dossier"));
}

static void paint(struct screen *screen, struct area area)
{
    struct track *track = (struct track *)screen;
    const char *label = _("Reference or dossier code");
    int column = 3 + utf8_columns(label) + 2;
    struct area below = {
        .row = area.row + 3, .rows = area.rows - 3, .columns = area.columns};
    term_text(area.row + 1, 3, column, STYLE_PLAIN, label);
    if (track->asked[0])
        lines_paint(&track->lines, below);
    else
        draw_wrapped(below.row, 3, area.columns - 6, 3, STYLE_QUIET,
                     _("The reference is on the slip, under the QR code. Letters may be "
                       "typed small, hyphens may be left out."));
    draw_edit(area.row + 1, column, area.columns - column - 1, &track->query,
              &track->from);
}

static void key(struct screen *screen, const struct key *key)
{
    struct track *track = (struct track *)screen;
    if (!edit_take_key(&track->query, key))
        lines_key(&track->lines, key);
}

static void close_track(struct screen *screen)
{
    struct track *track = (struct track *)screen;
    edit_free(&track->query);
    lines_clear(&track->lines);
    json_decref(track->dossier);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("look it up"), NULL, ask},
    {KEY_UP, 0, "↑↓", N_("read on"), NULL, NULL},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

static const struct screen_kind TRACK_SCREEN = {
    .name = "track",
    .size = sizeof(struct track),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .close = close_track,
};

void track_screen_open(struct counter *counter)
{
    struct track *track = screen_create(&TRACK_SCREEN, counter);
    edit_init(&track->query, QUERY_LIMIT, false);
    screen_push(&track->screen);
}
