/* SPDX-License-Identifier: MIT */
/* Where a dossier stands, for the citizen who asks alone: a word that is read from afar,
 * what to do, by when; on a second page what has happened. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/alone/alone.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/reference.h"
#include "kiosk/service/standing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MARGIN = 3,
    WORD_ROWS = 6,
    DATE_ROWS = 4,
    DATE_COLUMN = 16, /* the day stands before it */
    SENTENCES_MOST = 5,
    COPIES_MOST = 2 /* of a page, for one look-up */
};

struct status {
    struct screen screen;
    char asked[STORE_DOSSIER_ROOM];
    unsigned id; /* of the question to the portal; 0: none open */
    json_t *tracked;
    enum dossier_reason reason;
    struct standing standing; /* once the portal has answered, or cannot */
    bool answered;
    bool second_page;
    struct lines history;
    unsigned print_id;
    bool printing;
    int copies;
};

/* --- finding out ---------------------------------------------------------------------
 */

static void fill_history(struct status *status)
{
    lines_clear(&status->history);
    for (size_t i = 0; i < status->standing.count; i++) {
        const struct standing_event *event = &status->standing.history[i];
        lines_add(&status->history, STYLE_PLAIN, 0, event->when, event->text);
        lines_add(&status->history, STYLE_PLAIN, 0, NULL, "");
    }
}

static void fill(struct status *status)
{
    struct counter *counter = status->screen.counter;
    struct dossier stored;
    bool known = counter->store && outbox_find(counter->store, status->asked, &stored);
    const struct standing_facts facts = {
        .asked = status->asked,
        .tracked = status->tracked,
        .reason = status->reason,
        .stored = known ? &stored : NULL,
        .hotline = settings_text(counter->settings, OFFICE_HOTLINE)};
    standing_clear(&status->standing);
    if (status->answered)
        standing_find(&status->standing, &facts, clock_now());
    fill_history(status);
}

static void take_answer(struct status *status, const struct news *news)
{
    status->id = 0;
    status->answered = true;
    status->reason = news->reason;
    json_wipe(&status->tracked);
    status->tracked = json_deep_copy(news->dossier);
    fill(status);
}

/* The portal could not say, and may be able to now. */
static void ask_again(struct status *status)
{
    struct counter *counter = status->screen.counter;
    if (status->answered && !status->tracked && counter->courier)
        status->id = courier_line_track(counter->courier, status->asked);
}

/* --- printing ------------------------------------------------------------------------
 */

/* Paper comes out of a queue, or out of a folder that somebody prints from. Files in the
 * state folder would only be left there. */
static bool has_printer(const struct counter *counter)
{
    return counter->printer && (*settings_text(counter->settings, PRINTER_QUEUE) ||
                                *settings_text(counter->settings, PRINTER_FOLDER));
}

static bool can_print(const struct screen *screen)
{
    const struct status *status = (const struct status *)screen;
    return status->answered && status->standing.mood != STANDING_UNKNOWN &&
           has_printer(screen->counter);
}

static void tell_print(struct status *status, enum print_state state, const char *words)
{
    struct counter *counter = status->screen.counter;
    switch (state) {
    case PRINT_QUEUED:
    case PRINT_PRINTING:
        screen_say(counter, STYLE_PLAIN, _("This page is being printed…"));
        return;
    case PRINT_WAITING:
        screen_say(counter, STYLE_WARNING, _("The printer waits. %s"), words);
        return;
    case PRINT_DONE:
        screen_say(counter, STYLE_GOOD, "%s",
                   *settings_text(counter->settings, PRINTER_QUEUE)
                       ? _("✓ Printed. Please take your page from the printer.")
                       : _("✓ Done. Please ask the staff for your page."));
        break;
    case PRINT_FAILED:
        screen_say(counter, STYLE_WRONG, _("! Not printed. %s P tries again."), words);
        status->copies--;
        break;
    }
    status->printing = false;
}

static void print(struct screen *screen)
{
    struct status *status = (struct status *)screen;
    struct counter *counter = screen->counter;
    if (status->printing)
        return;
    if (status->copies == COPIES_MOST) {
        screen_say(counter, STYLE_WARNING,
                   _("This page has been printed already; please take it from the "
                     "printer."));
        return;
    }
    json_t *page = standing_page(&status->standing, counter->settings, clock_now());
    char *name = memory_format("status-%s", status->asked);
    for (char *c = name; *c; c++)
        *c = *c == '.' ? '-' : *c;
    status->copies++;
    status->printing = true;
    status->print_id = printer_line_print_take(counter->printer, name, page);
    const char *trouble = printer_line_trouble(counter->printer);
    tell_print(status, trouble ? PRINT_WAITING : PRINT_QUEUED, trouble);
    free(name);
}

/* --- painting ------------------------------------------------------------------------
 */

static const struct {
    enum style style;
    const char *mark;
} MOODS[] = {
    [STANDING_CALM] = {STYLE_STRONG, "▸"},
    [STANDING_YOUR_TURN] = {STYLE_WARNING, "!"},
    [STANDING_GOOD] = {STYLE_GOOD, "✓"},
    [STANDING_OVER] = {STYLE_STRONG, "■"},
    [STANDING_UNKNOWN] = {STYLE_WARNING, "?"},
};

static char *title(const struct screen *screen)
{
    const struct status *status = (const struct status *)screen;
    char reference[REFERENCE_ROOM], grouped[REFERENCE_GROUPED_ROOM];
    if (!reference_read(reference, status->asked))
        return memory_format(_("Dossier %s"), status->asked);
    reference_group(grouped, reference);
    return memory_format(_("Dossier %s"), grouped);
}

static void paint_waiting(struct area area)
{
    int row = area.row + 1;
    row += draw_large(row, MARGIN, area.columns - 2 * MARGIN, WORD_ROWS, STYLE_STRONG,
                      _("Looking"));
    term_text(row + 1, MARGIN, area.columns - 2 * MARGIN, STYLE_PLAIN,
              _("The portal is being asked. Please wait a moment."));
    term_cursor(row + 1, MARGIN);
}

static int paint_sentence(int row, int columns, enum style style, const char *text)
{
    return row +
           draw_wrapped(row, MARGIN, columns - 2 * MARGIN, SENTENCES_MOST, style, text);
}

static const char *weekday_name(int day)
{
    static const char *const NAMES[] = {N_("Sunday"),    N_("Monday"),   N_("Tuesday"),
                                        N_("Wednesday"), N_("Thursday"), N_("Friday"),
                                        N_("Saturday")};
    return _(NAMES[day]);
}

/* Where there are no rows for large letters, in a line as all others. */
static void paint_due(const struct standing *standing, int row, int rows, int columns)
{
    struct tm due = clock_local(standing->due);
    char hour[8], date[CLOCK_STAMP_ROOM];
    if (!standing->due) {
        term_text(row, MARGIN, columns - 2 * MARGIN, STYLE_PLAIN,
                  _("Result due: no date is promised"));
        return;
    }
    clock_people(date, standing->due);
    snprintf(hour, sizeof(hour), "%.5s", date);
    if (rows < DATE_ROWS) {
        char *line =
            memory_format(_("Result due: %s, %s"), date, weekday_name(due.tm_wday));
        term_text(row, MARGIN, columns - 2 * MARGIN, STYLE_STRONG, line);
        free(line);
        return;
    }
    int label = DATE_COLUMN - MARGIN - 1;
    term_text(row, MARGIN, label, STYLE_PLAIN, _("Due on"));
    term_text(row + 1, MARGIN, label, STYLE_STRONG, weekday_name(due.tm_wday));
    term_text(row + 2, MARGIN, label, STYLE_STRONG, hour);
    draw_large(row, DATE_COLUMN, columns - DATE_COLUMN - 1, DATE_ROWS, STYLE_STRONG,
               date + strcspn(date, " ") + 1);
}

static int paint_word(const struct standing *standing, int row, int columns)
{
    enum style style = MOODS[standing->mood].style;
    int room = columns - 2 * MARGIN;
    row += draw_large(row, MARGIN, room, WORD_ROWS, style, standing->word);
    char *name = memory_format("%s %s", MOODS[standing->mood].mark,
                               *standing->name ? standing->name : standing->word);
    term_text(row, MARGIN, room, style, name);
    term_cursor(row, MARGIN);
    free(name);
    return row + 1;
}

static void paint_first_page(const struct standing *standing, struct area area)
{
    int row = area.row, end = area.row + area.rows;
    if (*standing->procedure)
        draw_short(row, MARGIN, area.columns - 2 * MARGIN, STYLE_PLAIN,
                   standing->procedure);
    row += *standing->note ? 1 : 2;
    row = paint_word(standing, row, area.columns) + 1;
    row = paint_sentence(row, area.columns, STYLE_STRONG, standing->next);
    if (*standing->note) {
        char *note = memory_format(_("The office writes: %s"), standing->note);
        row += !standing->awaited || standing->mood == STANDING_CALM;
        row = paint_sentence(row, area.columns, STYLE_PLAIN, note);
        free(note);
    }
    row += end - row > DATE_ROWS;
    if (standing->awaited && row < end)
        paint_due(standing, row, end - row, area.columns);
}

static void paint(struct screen *screen, struct area area)
{
    struct status *status = (struct status *)screen;
    if (!status->answered) {
        paint_waiting(area);
    } else if (status->second_page) {
        term_text(area.row + 1, MARGIN, area.columns - 2 * MARGIN, STYLE_STRONG,
                  _("What has happened"));
        term_cursor(area.row + 1, MARGIN);
        lines_paint(&status->history, (struct area){.row = area.row + 3,
                                                    .rows = area.rows - 3,
                                                    .columns = area.columns});
    } else {
        paint_first_page(&status->standing, area);
    }
}

/* --- keys and news -------------------------------------------------------------------
 */

static bool on_first_page(const struct screen *screen)
{
    const struct status *status = (const struct status *)screen;
    return !status->second_page && status->standing.count > 0;
}

static bool on_second_page(const struct screen *screen)
{
    return ((const struct status *)screen)->second_page;
}

static void turn_on(struct screen *screen)
{
    ((struct status *)screen)->second_page = true;
}

/* Up on the second page: to its top, then to the first one. */
static void turn_back(struct screen *screen)
{
    struct status *status = (struct status *)screen;
    static const struct key UP = {.name = KEY_UP};
    if (status->history.first == 0)
        status->second_page = false;
    else
        lines_key(&status->history, &UP);
}

static void key(struct screen *screen, const struct key *key)
{
    struct status *status = (struct status *)screen;
    if (status->second_page)
        lines_key(&status->history, key);
}

/* About the procedure of this dossier, where it is known here. */
static void open_questions(struct screen *screen)
{
    struct status *status = (struct status *)screen;
    struct counter *counter = screen->counter;
    const char *code = status->standing.procedure_code;
    const struct procedure *procedure =
        counter->catalogue && code && *code
            ? catalogue_find(counter->catalogue, code, NULL)
            : NULL;
    if (procedure)
        help_screen_open(counter, procedure);
    else
        alone_questions_open(counter);
}

static void told(struct screen *screen, const struct news *news)
{
    struct status *status = (struct status *)screen;
    if (news->kind == NEWS_TRACKED && status->id && news->id == status->id)
        take_answer(status, news);
    else if (news->kind == NEWS_LANGUAGE)
        fill(status);
    else if ((news->kind == NEWS_PORTAL && screen->counter->portal_reachable) ||
             (news->kind == NEWS_DOSSIER && strcmp(news->reference, status->asked) == 0))
        ask_again(status);
    else if (news->kind == NEWS_PRINT && status->printing && news->id == status->print_id)
        tell_print(status, news->print, news->words);
}

static void close_status(struct screen *screen)
{
    struct status *status = (struct status *)screen;
    standing_clear(&status->standing);
    lines_clear(&status->history);
    json_wipe(&status->tracked);
}

static const struct action ACTIONS[] = {
    {KEY_DOWN, 0, "↓", N_("what has happened"), on_first_page, turn_on},
    {KEY_PAGE_DOWN, 0, "PgDn", NULL, on_first_page, turn_on},
    {KEY_UP, 0, "↑", N_("back to the status"), on_second_page, turn_back},
    {KEY_TEXT, 'p', "P", N_("print this"), can_print, print},
    {KEY_TEXT, 'P', "P", NULL, can_print, print},
    {KEY_F1, 0, "F1", N_("questions"), NULL, open_questions},
    {KEY_ESCAPE, 0, "Esc", N_("finish"), NULL, screen_leave},
    {0},
};

const struct screen_kind ALONE_STATUS_SCREEN = {
    .name = "status alone",
    .size = sizeof(struct status),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .close = close_status,
};

void alone_status_open(struct counter *counter, const char *asked, unsigned id)
{
    struct status *status = screen_create(&ALONE_STATUS_SCREEN, counter);
    snprintf(status->asked, sizeof(status->asked), "%s", asked);
    status->id = id;
    if (id == 0) { /* nobody can be asked yet */
        status->answered = true;
        status->reason = REASON_UNREACHABLE;
    }
    fill(status);
    screen_push(&status->screen);
}
