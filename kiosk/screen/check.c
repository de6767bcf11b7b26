/* SPDX-License-Identifier: MIT */
/* One page with all that is wrong and all that was answered, a way back to each, the
 * consent, and then the commit point. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/dossier.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_COLUMN = 30, MARGIN = 3 };

enum row_kind { ROW_TEXT, ROW_FIELD, ROW_WARNING, ROW_CONSENT, ROW_SEND };

struct row {
    enum row_kind kind;
    enum style style;
    int column;
    size_t field;   /* where Enter leads */
    size_t problem; /* ROW_WARNING: which */
    char *label;    /* beside the text; may be NULL */
    char *text;
};

struct check {
    struct screen screen;
    struct form_screen *form;
    struct row *rows;
    size_t count;
    size_t selected;
    const char *agreed; /* the words that were ticked, in their language; NULL: not yet */
    int scroll, page;
};

static void clear(struct check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        memory_free_text(&check->rows[i].label);
        memory_free_text(&check->rows[i].text);
    }
    free(check->rows);
    check->rows = NULL;
    check->count = 0;
}

static struct row *add(struct check *check, enum row_kind kind, enum style style,
                       int column, const char *text)
{
    check->rows = memory_resize(check->rows, check->count + 1, sizeof(*check->rows));
    struct row *row = &check->rows[check->count++];
    *row = (struct row){.kind = kind,
                        .style = style,
                        .column = column,
                        .field = NO_FIELD,
                        .text = utf8_clean(text, strlen(text), UTF8_KEEP_LINES)};
    return row;
}

static void add_problem(struct check *check, size_t number, size_t at)
{
    size_t count;
    const struct problem *problem = &form_problems(check->form->form, &count)[at];
    char *words = words_of_problem(check->form->form, problem);
    char *text = problem->reason ? memory_format(_("%zu. %s — let pass: %s"), number,
                                                 words, problem->reason)
                                 : memory_format("%zu. %s", number, words);
    struct row *row = add(check, problem->warning ? ROW_WARNING : ROW_FIELD,
                          problem->reason ? STYLE_QUIET : STYLE_PLAIN, MARGIN, text);
    row->field = problem->field;
    row->problem = at;
    if (row->field == NO_FIELD && !problem->warning)
        row->kind = ROW_TEXT;
    memory_free_text(&words);
    memory_free_text(&text);
}

/* Warnings after what must be mended, numbered on. */
static void add_problems(struct check *check)
{
    size_t count, wrong = 0, number = 0;
    const struct problem *problems = form_problems(check->form->form, &count);
    for (size_t i = 0; i < count; i++)
        wrong += !problems[i].warning;
    if (wrong > 0) {
        char *head = memory_format(
            ngettext("%zu place to mend before it can be sent:",
                     "%zu places to mend before it can be sent:", (unsigned long)wrong),
            wrong);
        add(check, ROW_TEXT, STYLE_WRONG, 1, head);
        free(head);
    } else {
        add(check, ROW_TEXT, STYLE_GOOD, 1, _("✓ Nothing missing or wrong was found."));
    }
    for (size_t i = 0; i < count; i++)
        if (!problems[i].warning)
            add_problem(check, ++number, i);
    if (wrong < count)
        add(check, ROW_TEXT, STYLE_WARNING, 1, _("Worth a look:"));
    for (size_t i = 0; i < count; i++)
        if (problems[i].warning)
            add_problem(check, ++number, i);
}

static void add_answers(struct check *check, size_t first, size_t count);

/* The answers of a list, under a heading for each row. */
static void add_rows(struct check *check, size_t list)
{
    const struct form *form = check->form->form;
    for (size_t i = 0; i < form_field(form, list)->row_count; i++) {
        struct row_fields row = form_row(form, list, i);
        char *heading = words_of_row(form, list, i);
        add(check, ROW_TEXT, STYLE_QUIET, MARGIN, heading);
        add_answers(check, row.first, row.count);
        memory_free_text(&heading);
    }
}

static void add_answers(struct check *check, size_t first, size_t count)
{
    const struct form *form = check->form->form;
    for (size_t i = first; i < first + count; i++) {
        const struct field *field = form_field(form, i);
        if (field->visible && field->kind == FIELD_HEADING)
            add(check, ROW_TEXT, STYLE_QUIET, MARGIN, field->label);
        if (!field->visible || !*field->pointer)
            continue;
        if (field->row_count > 0) {
            add_rows(check, i);
            continue;
        }
        char *value = form_typed(form, i);
        struct row *row =
            add(check, ROW_FIELD, STYLE_PLAIN, VALUE_COLUMN, *value ? value : "—");
        row->label = memory_copy_text(field->label);
        row->field = field->enabled ? i : NO_FIELD;
        if (row->field == NO_FIELD)
            row->kind = ROW_TEXT;
        memory_free_text(&value);
    }
}

/* Why a paper is needed with these answers, and what to mind. */
static void add_remark(struct check *check, const json_t *words)
{
    const char *text = json_words(words, i18n_language());
    if (*text)
        add(check, ROW_TEXT, STYLE_QUIET, 2 * MARGIN, text);
}

static void add_papers(struct check *check)
{
    char today[CLOCK_DATE_ROOM];
    const struct procedure *procedure = check->form->procedure;
    json_t *answers = form_final_answers(check->form->form);
    json_t *papers = procedure_papers(procedure, answers, clock_today(today)), *paper;
    size_t i;
    add(check, ROW_TEXT, STYLE_PLAIN, 1, "");
    add(check, ROW_TEXT, STYLE_STRONG, 1, _("Papers to bring, and the fee"));
    json_array_foreach(papers, i, paper)
    {
        char *text = words_of_paper(paper, i + 1);
        add(check, ROW_TEXT, STYLE_PLAIN, MARGIN, text);
        if (json_is_true(json_object_get(paper, "needed")))
            add_remark(check, json_object_get(paper, "why"));
        add_remark(check, json_object_get(paper, "note"));
        free(text);
    }
    json_decref(papers);
    long long fee = procedure_fee(procedure, answers, today);
    json_wipe(&answers);
    const json_t *words =
        json_object_get(json_object_get(procedure_facts(procedure), "fee"), "text");
    char *amount = fee >= 0 ? words_of_money(fee) : NULL;
    struct row *row = add(check, ROW_TEXT, STYLE_PLAIN, VALUE_COLUMN,
                          amount ? amount : json_words(words, i18n_language()));
    row->label = memory_copy_text(_("Fee"));
    free(amount);
}

/* The words are stored with the dossier: they are what was agreed to. */
static const char *consent_words(void)
{
    return _("The citizen agrees that the personal data of this dossier is used by the "
             "post office and the competent agencies to settle this procedure (Law "
             "91/2025/QH15 on personal data protection).");
}

static void add_end(struct check *check)
{
    char *text = memory_format("%s %s", check->agreed ? "[x]" : "[ ]", consent_words());
    add(check, ROW_TEXT, STYLE_PLAIN, 1, "");
    add(check, ROW_TEXT, STYLE_STRONG, 1, _("Consent"));
    add(check, ROW_CONSENT, STYLE_PLAIN, MARGIN, text);
    add(check, ROW_TEXT, STYLE_PLAIN, 1, "");
    add(check, ROW_SEND, STYLE_STRONG, MARGIN, _("[ Send the dossier ]"));
    free(text);
}

static void fill(struct check *check)
{
    const struct form *form = check->form->form;
    clear(check);
    add_problems(check);
    for (size_t i = 0; i < form_step_count(form); i++) {
        const struct step *step = form_step(form, i);
        if (!step->visible)
            continue;
        add(check, ROW_TEXT, STYLE_PLAIN, 1, "");
        add(check, ROW_TEXT, STYLE_STRONG, 1, step->title);
        add_answers(check, step->first, step->count);
    }
    add_papers(check);
    add_end(check);
}

static bool selectable(const struct row *row)
{
    return row->kind != ROW_TEXT;
}

static void move(struct check *check, int by)
{
    for (size_t i = check->selected + (size_t)by; i < check->count; i += (size_t)by) {
        if (selectable(&check->rows[i])) {
            check->selected = i;
            return;
        }
    }
}

static void move_page(struct check *check, int by)
{
    for (int i = 0; i < check->page - 2; i++)
        move(check, by);
}

static void toggle_consent(struct check *check)
{
    check->agreed = check->agreed ? NULL : consent_words();
    fill(check);
}

static bool can_send(const struct screen *screen)
{
    const struct check *check = (const struct check *)screen;
    const struct form *form = check->form->form;
    return check->agreed && form_is_complete(form) && form_warnings_open(form) == 0;
}

/* The commit point. What fails leaves everything as it was, to be tried again. */
static void send(struct screen *screen)
{
    struct check *check = (struct check *)screen;
    struct counter *counter = screen->counter;
    struct form_screen *form = check->form;
    struct error err = {0};
    char reference[REFERENCE_ROOM];
    struct store *store = counter_store(counter, &err);
    json_t *answers = form_final_answers(form->form);
    json_t *warnings = form_passed_warnings(form->form);
    const struct submission submission = {.procedure = form->procedure,
                                          .answers = answers,
                                          .warnings = warnings,
                                          .language = i18n_language(),
                                          .consent = check->agreed,
                                          .draft = form->draft};
    bool stored =
        store && dossier_finalise(store, counter->settings, &submission, reference, &err);
    json_wipe(&answers);
    json_wipe(&warnings);
    if (!stored) {
        screen_say(counter, STYLE_WRONG, _("Not sent, nothing is lost: %s"), err.text);
        return;
    }
    form->saved = true; /* the draft went with the dossier */
    form->draft = 0;
    if (counter->courier)
        courier_line_wake(counter->courier);
    counter_look_at_outbox(counter);
    screen_leave(screen);
    screen_leave(&form->screen);
    sent_screen_open(counter, reference, true);
}

/* Sends, or says what is in the way. */
static void try_to_send(struct screen *screen)
{
    struct check *check = (struct check *)screen;
    if (!form_is_complete(check->form->form))
        screen_say(screen->counter, STYLE_WRONG,
                   _("First mend what is listed at the top of this page."));
    else if (form_warnings_open(check->form->form) > 0)
        screen_say(screen->counter, STYLE_WARNING,
                   _("Mend what is worth a look, or give a reason: F3 on its line."));
    else if (!check->agreed)
        screen_say(
            screen->counter, STYLE_WRONG,
            _("The citizen has to agree first: Space on the line of the consent."));
    else
        send(screen);
}

static void enter(struct screen *screen)
{
    struct check *check = (struct check *)screen;
    const struct row *row = &check->rows[check->selected];
    struct form_screen *form = check->form;
    size_t field = row->field;
    if (row->kind == ROW_CONSENT) {
        toggle_consent(check);
    } else if (row->kind == ROW_SEND) {
        try_to_send(screen);
    } else if (field != NO_FIELD) {
        screen_leave(screen);
        form_screen_focus(form, field);
    }
}

static void key(struct screen *screen, const struct key *key)
{
    struct check *check = (struct check *)screen;
    if (key->name == KEY_UP || key->name == KEY_BACK_TAB)
        move(check, -1);
    else if (key->name == KEY_DOWN || key->name == KEY_TAB)
        move(check, 1);
    else if (key->name == KEY_PAGE_UP)
        move_page(check, -1);
    else if (key->name == KEY_PAGE_DOWN)
        move_page(check, 1);
    else if (key->name == KEY_END)
        move_page(check, (int)check->count), check->selected = check->count - 1;
    else if (key->name == KEY_TEXT && key->character == ' ' &&
             check->rows[check->selected].kind == ROW_CONSENT)
        toggle_consent(check);
}

static int row_height(const struct row *row, int columns)
{
    int rows = draw_wrapped(0, 0, columns - row->column - 2, 0, STYLE_PLAIN, row->text);
    return rows ? rows : 1;
}

static void paint_row(const struct check *check, size_t i, struct area area, int at)
{
    const struct row *row = &check->rows[i];
    bool here = i == check->selected && selectable(row);
    const char *next = row->text;
    for (int line = 0; *next || line == 0; line++) {
        const char *start = next;
        size_t size = utf8_wrap(start, area.columns - row->column - 2, &next);
        if (at + line < 0 || at + line >= area.rows)
            continue;
        int y = area.row + at + line;
        char *part = memory_copy_span(start, size);
        if (here)
            term_fill(y, 1, area.columns - 3, STYLE_FOCUS);
        if (here && line == 0)
            term_text(y, 1, 1, STYLE_FOCUS, "›");
        if (row->label && line == 0)
            term_text(y, MARGIN, VALUE_COLUMN - MARGIN - 1,
                      here ? STYLE_FOCUS : STYLE_QUIET, row->label);
        term_text(y, row->column, area.columns - row->column - 1,
                  here ? STYLE_FOCUS : row->style, part);
        if (here && line == 0)
            term_cursor(y, row->column);
        memory_free_text(&part);
        if (!*next)
            break;
    }
}

static void paint(struct screen *screen, struct area area)
{
    struct check *check = (struct check *)screen;
    int at = 0, selected_at = 0, selected_rows = 1;
    for (size_t i = 0; i < check->count; i++) {
        int rows = row_height(&check->rows[i], area.columns);
        if (i == check->selected) {
            selected_at = at;
            selected_rows = rows;
        }
        at += rows;
    }
    check->page = area.rows;
    /* What stands above the first line that can be chosen is worth seeing. */
    int from = selected_at <= 3 ? 0 : selected_at;
    check->scroll =
        draw_scroll(check->scroll, area.rows, from, selected_at + selected_rows - from);
    int row = -check->scroll;
    for (size_t i = 0; i < check->count; i++) {
        paint_row(check, i, area, row);
        row += row_height(&check->rows[i], area.columns);
    }
    if (check->scroll > 0)
        term_text(area.row, area.columns - 2, 1, STYLE_KEY, "▲");
    if (row > area.rows)
        term_text(area.row + area.rows - 1, area.columns - 2, 1, STYLE_KEY, "▼");
}

static char *title(const struct screen *screen)
{
    const struct check *check = (const struct check *)screen;
    const json_t *facts = procedure_facts(check->form->procedure);
    return memory_format(_("Check before sending · %s"),
                         json_words(json_object_get(facts, "name"), i18n_language()));
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_LANGUAGE || news->kind == NEWS_FORM)
        fill((struct check *)screen);
}

static void close_check(struct screen *screen)
{
    clear((struct check *)screen);
}

static bool on_warning(const struct screen *screen)
{
    const struct check *check = (const struct check *)screen;
    return check->rows[check->selected].kind == ROW_WARNING;
}

static void pass_warning(struct screen *screen)
{
    struct check *check = (struct check *)screen;
    form_warnings_pass(check->form, check->rows[check->selected].problem);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), NULL, NULL},
    {KEY_ENTER, 0, "Enter", N_("change this"), NULL, enter},
    {KEY_F1 + 2, 0, "F3", N_("give a reason"), on_warning, pass_warning},
    {KEY_F1 + 8, 0, "F9", N_("send"), can_send, send},
    {KEY_F1 + 8, 0, "F9", NULL, NULL, try_to_send},
    {KEY_ESCAPE, 0, "Esc", N_("back to the form"), NULL, screen_leave},
    {0},
};

static const struct screen_kind CHECK_SCREEN = {
    .name = "check",
    .size = sizeof(struct check),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .close = close_check,
};

void check_screen_open(struct form_screen *form)
{
    struct check *check = screen_create(&CHECK_SCREEN, form->screen.counter);
    check->form = form;
    fill(check);
    check->selected = 0;
    if (!selectable(&check->rows[0]))
        move(check, 1);
    screen_push(&check->screen);
}
