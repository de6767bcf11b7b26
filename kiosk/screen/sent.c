/* SPDX-License-Identifier: MIT */
/*
 * After sending. The dossier is on the disk already, so nobody needs to wait: the screen
 * goes on by itself when the portal has answered, offers the slip after a few seconds
 * without an answer, and then shows the slip with its QR code. The portal's code is added
 * when it comes.
 */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/code.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/outbox.h"
#include "kiosk/service/papers.h"
#include "kiosk/service/receipt.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>

enum {
    PATIENCE = 4,
    TEXT_COLUMN = 3,
    LEAST_TEXT = 30, /* columns beside the QR code */
    TICK = 250,
    TOO_SOON = 700,
    MOST_REASONS = 6
};

struct sent {
    struct screen screen;
    struct dossier dossier;
    json_t *here, *lacking; /* papers; lists that may be empty */
    char *url;          /* where the citizen sees how far it has come; "" for nowhere */
    struct qr *qr;      /* of the url; NULL: none, or too long for a screen */
    struct code code;   /* as it was painted; no rows: it does not fit */
    bool slip;          /* the slip is shown; before: waiting for the answer */
    int64_t slip_since; /* monotonic milliseconds */
    int64_t since;      /* monotonic milliseconds */
    unsigned timer;
    bool printing;
    bool again; /* P was pressed for it: how it ends is told */
    unsigned print_id;
    enum print_state print;
    char *print_words;
    int percent; /* of its attachments that are at the portal; -1: not told */
};

static bool is_settled(const struct sent *s)
{
    return s->dossier.state != DOSSIER_FINALISED && s->dossier.state != DOSSIER_SENDING;
}

static bool is_refused(const struct sent *s)
{
    return s->dossier.state == DOSSIER_REJECTED;
}

static void look(struct sent *s)
{
    struct store *store = s->screen.counter->store;
    struct dossier now;
    if (store && outbox_find(store, s->dossier.reference, &now))
        s->dossier = now;
}

static const struct procedure *procedure_of(const struct sent *s)
{
    return catalogue_find(s->screen.counter->catalogue, s->dossier.procedure, NULL);
}

static void look_at_papers(struct sent *s)
{
    struct store *store = s->screen.counter->store;
    if (!store)
        return;
    s->here = papers_of_dossier(store, &s->dossier, procedure_of(s), PAPER_HERE);
    s->lacking = papers_of_dossier(store, &s->dossier, procedure_of(s), PAPER_LACKING);
}

static void print(struct screen *screen)
{
    struct sent *s = (struct sent *)screen;
    struct counter *counter = screen->counter;
    struct error err = {0};
    if (!counter->printer || !counter->store)
        return;
    look(s);
    json_t *document = receipt_slip(counter->store, counter->settings, procedure_of(s),
                                    &s->dossier, &err);
    if (!document) {
        screen_say(counter, STYLE_WRONG, "%s", err.text);
        return;
    }
    char name[REFERENCE_GROUPED_ROOM];
    reference_group(name, s->dossier.reference);
    s->printing = true;
    s->print = PRINT_QUEUED;
    memory_free_text(&s->print_words);
    s->print_id = printer_line_print_take(counter->printer, name, document);
    const char *trouble = printer_line_trouble(counter->printer);
    if (trouble) {
        s->print = PRINT_WAITING;
        s->print_words = memory_copy_text(trouble);
    }
}

/* The line on the slip may say the same before and after. */
static void print_again(struct screen *screen)
{
    struct sent *s = (struct sent *)screen;
    print(screen);
    s->again = s->printing && s->print == PRINT_QUEUED;
    if (s->again)
        screen_say(screen->counter, STYLE_QUIET, "%s", _("The slip is being printed…"));
}

static void tell_of_print(struct sent *s)
{
    struct counter *counter = s->screen.counter;
    if (!s->again || (s->print != PRINT_DONE && s->print != PRINT_FAILED))
        return;
    s->again = false;
    if (s->print == PRINT_DONE)
        screen_say(counter, STYLE_GOOD, "%s", _("✓ The slip was printed once more."));
    else
        screen_say(counter, STYLE_WRONG, _("The slip was not printed. %s"),
                   s->print_words);
}

static void show_slip(struct screen *screen)
{
    struct sent *s = (struct sent *)screen;
    if (s->slip)
        return;
    s->slip = true;
    s->slip_since = clock_monotonic();
    loop_cancel(screen->counter->loop, &s->timer);
    if (!is_refused(s))
        print(screen);
}

static void tick(void *arg)
{
    struct sent *s = arg;
    s->timer = loop_after(s->screen.counter->loop, TICK, tick, s);
    stack_paint(s->screen.counter->stack);
}

static void told(struct screen *screen, const struct news *news)
{
    struct sent *s = (struct sent *)screen;
    if (news->kind == NEWS_DOSSIER &&
        strcmp(news->reference, s->dossier.reference) == 0) {
        look(s);
        if (is_settled(s))
            show_slip(screen);
    } else if (news->kind == NEWS_UPLOAD &&
               strcmp(news->reference, s->dossier.reference) == 0) {
        s->percent = (int)(news->sent * 100 / news->size);
    } else if (news->kind == NEWS_PRINT && news->id == s->print_id && s->printing) {
        s->print = news->print;
        memory_free_text(&s->print_words);
        s->print_words = memory_copy_text(news->words);
        tell_of_print(s);
    }
}

static char *print_line(const struct sent *s)
{
    const char *words = s->print_words ? s->print_words : "";
    switch (s->print) {
    case PRINT_QUEUED:
    case PRINT_PRINTING:
        return memory_copy_text(_("Slip: printing…"));
    case PRINT_WAITING:
        return memory_format(_("Slip: the printer waits. %s"), words);
    case PRINT_DONE:
        return memory_format(_("Slip: done — %s"), words);
    case PRINT_FAILED:
        return memory_format(_("Slip: not printed. %s P tries again."), words);
    }
    return memory_copy_text("");
}

struct writer {
    int row, columns;
};

static void write_text(struct writer *at, enum style style, const char *text)
{
    at->row += draw_wrapped(at->row, TEXT_COLUMN, at->columns, 6, style, text);
}

static void write_head(const struct sent *s, struct writer *at)
{
    if (s->dossier.state == DOSSIER_ACCEPTED)
        write_text(at, STYLE_GOOD, _("✓ The portal has accepted the dossier"));
    else if (s->dossier.state == DOSSIER_REJECTED)
        write_text(at, STYLE_WRONG, _("! The portal refuses these answers"));
    else if (s->dossier.state == DOSSIER_HELD)
        write_text(at, STYLE_WARNING, _("! Kept here; somebody has to look at it"));
    else
        write_text(at, STYLE_GOOD,
                   _("✓ Received. It goes out as soon as the line allows"));
}

static const char *label_at(const struct form *form, const char *pointer)
{
    for (size_t i = 0; form && i < form_field_count(form); i++) {
        if (*pointer && strcmp(form_field(form, i)->pointer, pointer) == 0)
            return form_field(form, i)->label;
    }
    return NULL;
}

/* The portal names the places by pointers; people know them by the form's labels. */
static void write_reasons(struct sent *s, struct writer *at)
{
    const struct procedure *procedure = procedure_of(s);
    char today[CLOCK_DATE_ROOM];
    struct form *form =
        procedure ? form_create_take(procedure, NULL, clock_today(today), NULL) : NULL;
    json_t *reasons = outbox_reasons(s->screen.counter->store, &s->dossier), *reason;
    size_t i;
    json_array_foreach(reasons, i, reason)
    {
        if (i == MOST_REASONS)
            break;
        const char *message = json_text_or(reason, "message", "");
        const char *label = label_at(form, json_text_or(reason, "pointer", ""));
        char *text =
            label ? memory_format("%s: %s", label, message) : memory_copy_text(message);
        write_text(at, STYLE_PLAIN, text);
        free(text);
    }
    json_decref(reasons);
    form_free(&form);
}

static void write_codes(struct sent *s, struct writer *at)
{
    char grouped[REFERENCE_GROUPED_ROOM], when[CLOCK_STAMP_ROOM];
    reference_group(grouped, s->dossier.reference);
    write_text(at, STYLE_QUIET, _("Reference"));
    write_text(at, STYLE_STRONG, grouped);
    at->row++;
    write_text(at, STYLE_QUIET, _("Dossier code"));
    write_text(at, STYLE_STRONG,
               s->dossier.code[0] ? s->dossier.code
               : is_refused(s)    ? _("none: the dossier was returned")
                                  : _("the portal has yet to give it"));
    if (s->dossier.due_at) {
        at->row++;
        write_text(at, STYLE_QUIET, _("Result due on"));
        write_text(at, STYLE_STRONG, clock_people(when, s->dossier.due_at));
    }
}

/* What the citizen has still to bring, as far as it fits: the slip has it all. */
static char *papers_words(const struct sent *s, bool briefly)
{
    size_t here = json_array_size(s->here), count = json_array_size(s->lacking), i;
    json_t *paper;
    if (count == 0)
        return here == 0 ? memory_copy_text("")
                         : memory_format(ngettext("Papers: the only one was here.",
                                                  "Papers: all %zu were here.",
                                                  (unsigned long)here),
                                         here);
    if (briefly)
        return memory_format(ngettext("%zu paper is still to be brought: see the slip.",
                                      "%zu papers are still to be brought: see the slip.",
                                      (unsigned long)count),
                             count);
    char *words = memory_copy_text(_("Still to bring:"));
    json_array_foreach(s->lacking, i, paper)
    {
        const char *name = json_words(json_object_get(paper, "name"), i18n_language());
        char *longer = memory_format("%s %s%s", words, name, i + 1 < count ? ";" : "");
        free(words);
        words = longer;
    }
    return words;
}

/* Where the dossier can be followed: the code, or the address for want of one. */
static void write_address(const struct sent *s, struct writer *at)
{
    bool accepted = s->dossier.state == DOSSIER_ACCEPTED;
    if (s->code.rows > 0 && accepted) {
        write_text(at, STYLE_PLAIN,
                   _("Scan the code with a phone to see how far the dossier has come."));
    } else if (s->code.rows == 0 && *s->url) {
        at->row += !accepted;
        write_text(at, STYLE_PLAIN,
                   _("How far the dossier has come stands at this address:"));
        write_text(at, STYLE_STRONG, s->url);
    }
}

/* Beside the QR code as long as that lasts, then over the whole width. */
static void write_papers(const struct sent *s, struct writer *at, struct area area)
{
    enum style style = json_array_size(s->lacking) > 0 ? STYLE_WARNING : STYLE_PLAIN;
    char *words = papers_words(s, false);
    if (*words)
        at->row++;
    if (at->row >= area.row + s->code.rows)
        at->columns = area.columns - 2 * TEXT_COLUMN;
    int room = area.row + area.rows - at->row;
    if (draw_wrapped(0, 0, at->columns, 0, style, words) > room) {
        free(words);
        words = papers_words(s, true);
    }
    write_text(at, style, words);
    free(words);
}

static void paint_slip(struct sent *s, struct area area)
{
    int left = area.columns;
    if (s->qr && !is_refused(s) &&
        code_measure(&s->code, s->qr, area.rows, left - TEXT_COLUMN - LEAST_TEXT - 2))
        code_paint(&s->code, area.row, left -= s->code.columns + 1);
    else
        s->code.rows = 0;
    struct writer at = {.row = area.row, .columns = left - TEXT_COLUMN - 1};
    write_head(s, &at);
    at.row++;
    write_codes(s, &at);
    at.row++;
    if (is_refused(s)) {
        write_reasons(s, &at);
    } else if (s->dossier.state != DOSSIER_ACCEPTED) {
        char *why = outbox_explain(&s->dossier, clock_now());
        write_text(&at, STYLE_PLAIN, why);
        free(why);
        if (s->percent >= 0)
            draw_progress(at.row++, TEXT_COLUMN, at.columns, s->percent);
    }
    if (!is_refused(s))
        write_address(s, &at);
    if (s->printing) {
        char *line = print_line(s);
        at.row++;
        write_text(&at,
                   s->print == PRINT_FAILED || s->print == PRINT_WAITING ? STYLE_WARNING
                                                                         : STYLE_PLAIN,
                   line);
        free(line);
    }
    if (!is_refused(s))
        write_papers(s, &at, area);
    term_cursor(area.row, TEXT_COLUMN);
}

static void paint_waiting(struct sent *s, struct area area)
{
    long seconds = (long)((clock_monotonic() - s->since) / 1000);
    struct writer at = {.row = area.row + 2, .columns = area.columns - 2 * TEXT_COLUMN};
    write_text(&at, STYLE_GOOD, _("✓ The dossier is safe on this machine."));
    at.row++;
    char *text = memory_format(_("Sending it to the portal… %ld s"), seconds);
    write_text(&at, STYLE_STRONG, text);
    free(text);
    if (s->percent >= 0) {
        at.row++;
        write_text(&at, STYLE_PLAIN, _("The attached files are on their way:"));
        draw_progress(at.row++, TEXT_COLUMN, at.columns, s->percent);
    }
    if (seconds < PATIENCE)
        return;
    at.row++;
    write_text(&at, STYLE_PLAIN,
               _("The portal takes its time. Nobody needs to wait: Enter prints the slip "
                 "now, and the dossier goes out by itself."));
}

static void paint(struct screen *screen, struct area area)
{
    struct sent *s = (struct sent *)screen;
    if (s->slip)
        paint_slip(s, area);
    else
        paint_waiting(s, area);
}

static bool is_waiting(const struct screen *screen)
{
    return !((const struct sent *)screen)->slip;
}

static bool is_slip(const struct screen *screen)
{
    return ((const struct sent *)screen)->slip;
}

/* Not while one is on its way: a key that is held must not print a pile. */
static bool can_print(const struct screen *screen)
{
    const struct sent *s = (const struct sent *)screen;
    bool under_way = s->printing && s->print != PRINT_DONE && s->print != PRINT_FAILED;
    return s->slip && !is_refused(s) && !under_way;
}

static bool can_mend(const struct screen *screen)
{
    const struct sent *s = (const struct sent *)screen;
    return s->slip && outbox_can_mend(&s->dossier);
}

static void mend(struct screen *screen)
{
    mend_screen_open(screen->counter, &((struct sent *)screen)->dossier);
}

/* The page comes by itself: an Enter that was meant for the one before must not throw it
 * away before anybody has seen it. */
static void next_citizen(struct screen *screen)
{
    struct sent *s = (struct sent *)screen;
    if (clock_monotonic() - s->slip_since < TOO_SOON)
        return;
    screen_go_home(screen->counter);
}

static void close_sent(struct screen *screen)
{
    struct sent *s = (struct sent *)screen;
    loop_cancel(screen->counter->loop, &s->timer);
    qr_free(&s->qr);
    memory_free_text(&s->url);
    json_decref(s->here);
    json_decref(s->lacking);
    memory_free_text(&s->print_words);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("slip now"), is_waiting, show_slip},
    {KEY_ENTER, 0, "Enter", N_("next citizen"), is_slip, next_citizen},
    {KEY_F1 + 3, 0, "F4", N_("mend"), can_mend, mend},
    {KEY_TEXT, 'p', "P", N_("print"), can_print, print_again},
    {KEY_TEXT, 'P', "P", NULL, can_print, print_again},
    {KEY_ESCAPE, 0, "Esc", NULL, is_slip, next_citizen},
    {0},
};

static const struct screen_kind SENT_SCREEN = {
    .name = "sent",
    .size = sizeof(struct sent),
    .session = true,
    .whole = true,
    .actions = ACTIONS,
    .paint = paint,
    .told = told,
    .close = close_sent,
};

void sent_screen_open(struct counter *counter, const char *reference, bool fresh)
{
    struct sent *s = screen_create(&SENT_SCREEN, counter);
    s->percent = -1;
    memcpy(s->dossier.reference, reference, strlen(reference) + 1);
    const char *portal = settings_text(counter->settings, PORTAL_URL);
    s->url = *portal ? reference_url(portal, reference) : memory_copy_text("");
    if (strlen(s->url) <= QR_SCREEN_BYTES)
        s->qr = qr_create(s->url, NULL);
    s->since = clock_monotonic();
    look(s);
    look_at_papers(s);
    screen_push(&s->screen);
    /* Nobody waits for a portal that is known to be away. */
    bool is_away = counter->portal_known && !counter->portal_reachable;
    if (!fresh)
        s->slip = true;
    else if (is_settled(s) || is_away)
        show_slip(&s->screen);
    else
        s->timer = loop_after(counter->loop, TICK, tick, s);
}
