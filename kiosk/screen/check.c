/* SPDX-License-Identifier: MIT */
/* One page with all that is wrong and all that was answered, a way back to each, the
 * consent, and then the commit point. */
#include "forms/form/card_fill.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/screen/stops.h"
#include "kiosk/service/dossier.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_COLUMN = 30, LACKING_MOST = 16 << 10 };

/* What Enter does on a line; those of 0 are read only. `index` of a LINE_ANSWER is its
 * field, of a LINE_WRONG and a LINE_WARNING their place in form_problems(). */
enum { LINE_ANSWER = 1, LINE_WRONG, LINE_WARNING, LINE_PAPERS, LINE_CONSENT, LINE_SEND };

struct check {
    struct screen screen;
    struct form_screen *form;
    struct stops stops;
    const char *agreed; /* the words that were ticked, in their language; NULL: not yet */
};

static void add(struct check *check, int kind, enum style style, int column,
                const char *text)
{
    stops_add(&check->stops, kind, style, column, text);
}

static void add_heading(struct check *check, const char *text)
{
    add(check, 0, STYLE_PLAIN, 1, "");
    add(check, 0, STYLE_STRONG, 1, text);
}

static void add_problem(struct check *check, size_t number, size_t at)
{
    size_t count;
    const struct problem *problem = &form_problems(check->form->form, &count)[at];
    char *words = words_of_problem(check->form->form, problem);
    char *text = problem->reason ? memory_format(_("%zu. %s — let pass: %s"), number,
                                                 words, problem->reason)
                                 : memory_format("%zu. %s", number, words);
    int kind = problem->warning             ? LINE_WARNING
               : problem->field != NO_FIELD ? LINE_WRONG
                                            : 0;
    stops_add(&check->stops, kind, problem->reason ? STYLE_QUIET : STYLE_PLAIN,
              STOPS_MARGIN, text)
        ->index = at;
    memory_free_text(&words);
    memory_free_text(&text);
}

/* "2 papers are not here yet: Giấy chứng sinh; Văn bản uỷ quyền" */
static void add_lacking(struct check *check, size_t number, size_t lacking)
{
    struct buffer text;
    size_t i;
    json_t *paper;
    const char *before = " ";
    buffer_init(&text, LACKING_MOST);
    buffer_format(&text, "%zu. ", number);
    buffer_format(&text,
                  ngettext("%zu paper is not here yet:", "%zu papers are not here yet:",
                           (unsigned long)lacking),
                  lacking);
    json_array_foreach(form_papers(check->form->form), i, paper)
    {
        if (!json_is_true(json_object_get(paper, "needed")) ||
            json_is_true(json_object_get(paper, "here")))
            continue;
        buffer_format(&text, "%s%s", before,
                      json_words(json_object_get(paper, "name"), i18n_language()));
        before = "; ";
    }
    add(check, LINE_PAPERS, STYLE_PLAIN, STOPS_MARGIN, text.data);
    buffer_free(&text);
}

/* Warnings after what must be mended, numbered on. */
static void add_problems(struct check *check)
{
    size_t count, wrong = 0, number = 0;
    const struct problem *problems = form_problems(check->form->form, &count);
    const struct paper_count papers = form_count_papers(check->form->form);
    for (size_t i = 0; i < count; i++)
        wrong += !problems[i].warning;
    if (wrong > 0) {
        char *head = memory_format(
            ngettext("! %zu place to mend before it can be sent:",
                     "! %zu places to mend before it can be sent:", (unsigned long)wrong),
            wrong);
        add(check, 0, STYLE_WRONG, 1, head);
        free(head);
    } else {
        add(check, 0, STYLE_GOOD, 1, _("✓ Nothing missing or wrong was found."));
    }
    for (size_t i = 0; i < count; i++)
        if (!problems[i].warning)
            add_problem(check, ++number, i);
    bool lacking = papers.here < papers.needed;
    if (wrong < count || lacking)
        add(check, 0, STYLE_WARNING, 1, _("? Worth a look:"));
    for (size_t i = 0; i < count; i++)
        if (problems[i].warning)
            add_problem(check, ++number, i);
    if (lacking)
        add_lacking(check, ++number, papers.needed - papers.here);
}

static void add_answers(struct check *check, size_t first, size_t count);

/* The answers of a list, under a heading for each row. */
static void add_rows(struct check *check, size_t list)
{
    const struct form *form = check->form->form;
    for (size_t i = 0; i < form_field(form, list)->row_count; i++) {
        struct row_fields row = form_row(form, list, i);
        char *heading = words_of_row(form, list, i);
        add(check, 0, STYLE_QUIET, STOPS_MARGIN, heading);
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
            add(check, 0, STYLE_QUIET, STOPS_MARGIN, field->label);
        if (!field->visible || !*field->pointer)
            continue;
        if (field->row_count > 0) {
            add_rows(check, i);
            continue;
        }
        char *value = form_shown(form, i);
        stops_add_labelled(&check->stops, field->enabled ? LINE_ANSWER : 0, VALUE_COLUMN,
                           field->label, *value ? value : "—")
            ->index = i;
        memory_free_text(&value);
    }
}

/* The papers have a page of their own: here is only how many of them are here. */
static char *papers_words(const struct form *form)
{
    struct paper_count count = form_count_papers(form);
    if (count.needed == 0)
        return memory_copy_text(_("none with these answers"));
    if (count.here == count.needed)
        return memory_format(ngettext("the only one is here", "all %zu are here",
                                      (unsigned long)count.needed),
                             count.needed);
    return memory_format(_("here: %zu of %zu"), count.here, count.needed);
}

static void add_papers(struct check *check)
{
    const struct form *form = check->form->form;
    char *papers = papers_words(form);
    char *fee = words_of_fee(check->form->procedure, form_fee(form));
    add_heading(check, _("Papers and fee"));
    if (form_has_papers(form))
        stops_add_labelled(&check->stops, LINE_PAPERS, VALUE_COLUMN, _("Papers"), papers);
    stops_add_labelled(&check->stops, 0, VALUE_COLUMN, _("Fee"), fee);
    free(papers);
    free(fee);
}

/* "✓ Người mẹ · 14:31 21/11/2026" for each who was compared with a card. */
static void add_compared(struct check *check)
{
    const struct form *form = check->form->form;
    struct card_persons persons;
    json_t *confirmed = card_fill_confirmed(form), *entry;
    size_t i;
    card_fill_persons(form, 0, form_field_count(form), NO_FIELD, &persons);
    if (json_array_size(confirmed) > 0)
        add_heading(check, _("Compared with the identity card"));
    json_array_foreach(confirmed, i, entry)
    {
        const char *pointer = json_text_or(entry, "pointer", "");
        char at[CLOCK_STAMP_ROOM] = "";
        int64_t when;
        if (clock_read_stamp(json_text_or(entry, "at", ""), &when))
            clock_people(at, when);
        for (size_t p = 0; p < persons.count; p++) {
            if (strcmp(persons.list[p].pointer, pointer) != 0)
                continue;
            char *text = memory_format("✓ %s · %s", persons.list[p].title, at);
            add(check, 0, STYLE_PLAIN, STOPS_MARGIN, text);
            free(text);
        }
    }
    card_persons_free(&persons);
    json_decref(confirmed);
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
    add_heading(check, _("Consent"));
    add(check, LINE_CONSENT, STYLE_PLAIN, STOPS_MARGIN, text);
    add(check, 0, STYLE_PLAIN, 1, "");
    add(check, LINE_SEND, STYLE_STRONG, STOPS_MARGIN, _("[ Send the dossier ]"));
    free(text);
}

static void fill(struct check *check)
{
    const struct form *form = check->form->form;
    stops_clear(&check->stops);
    add_problems(check);
    for (size_t i = 0; i < form_step_count(form); i++) {
        const struct step *step = form_step(form, i);
        if (!step->visible)
            continue;
        add_heading(check, step->title);
        add_answers(check, step->first, step->count);
    }
    add_compared(check);
    add_papers(check);
    add_end(check);
}

static void toggle_consent(struct check *check)
{
    check->agreed = check->agreed ? NULL : consent_words();
    fill(check);
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
    json_t *papers = form_has_papers(form->form) ? form_papers_here(form->form) : NULL;
    json_t *identified = card_fill_confirmed(form->form);
    const struct submission submission = {.procedure = form->procedure,
                                          .answers = answers,
                                          .warnings = warnings,
                                          .papers = papers,
                                          .identified = identified,
                                          .language = i18n_language(),
                                          .consent = check->agreed,
                                          .draft = form->draft};
    bool stored =
        store && dossier_finalise(store, counter->settings, &submission, reference, &err);
    json_wipe(&answers);
    json_wipe(&warnings);
    json_decref(papers);
    json_decref(identified);
    if (!stored) {
        screen_say(counter, STYLE_WRONG, _("Not sent, nothing is lost: %s"), err.text);
        return;
    }
    form->saved = true; /* the draft went with the dossier */
    form->draft = 0;
    if (counter->courier)
        courier_line_wake(counter->courier);
    counter_look_at_outbox(counter);
    screen_leave(&form->screen); /* and this page, which stands in front of it */
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
    const struct stop *line = stops_selected(&check->stops);
    struct form_screen *form = check->form;
    size_t count;
    if (line->kind == LINE_CONSENT)
        toggle_consent(check);
    else if (line->kind == LINE_SEND)
        try_to_send(screen);
    else if (line->kind == LINE_PAPERS)
        form_stages_to_papers(form);
    else if (line->kind == LINE_ANSWER)
        form_screen_focus(form, line->index);
    else if (form_problems(form->form, &count)[line->index].field != NO_FIELD)
        form_screen_focus(form, form_problems(form->form, &count)[line->index].field);
}

static void key(struct screen *screen, const struct key *key)
{
    struct check *check = (struct check *)screen;
    if (stops_key(&check->stops, key))
        return;
    if (key->name == KEY_TEXT && key->character == ' ' &&
        stops_selected(&check->stops)->kind == LINE_CONSENT)
        toggle_consent(check);
}

static void paint(struct screen *screen, struct area area)
{
    stops_paint(&((struct check *)screen)->stops, area);
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

static void scanned(struct screen *screen, const char *text)
{
    form_card_scanned(((struct check *)screen)->form, text);
}

static void close_check(struct screen *screen)
{
    stops_clear(&((struct check *)screen)->stops);
}

static bool is_on(const struct screen *screen, int kind)
{
    return stops_selected(&((const struct check *)screen)->stops)->kind == kind;
}

static bool on_warning(const struct screen *screen)
{
    return is_on(screen, LINE_WARNING);
}

static bool on_papers(const struct screen *screen)
{
    return is_on(screen, LINE_PAPERS);
}

static bool on_consent(const struct screen *screen)
{
    return is_on(screen, LINE_CONSENT);
}

static bool on_answer(const struct screen *screen)
{
    return is_on(screen, LINE_ANSWER) || is_on(screen, LINE_WRONG) || on_warning(screen);
}

static bool on_send(const struct screen *screen)
{
    return is_on(screen, LINE_SEND);
}

static bool not_on_send(const struct screen *screen)
{
    return !on_send(screen);
}

static void pass_warning(struct screen *screen)
{
    struct check *check = (struct check *)screen;
    form_warnings_pass(check->form, stops_selected(&check->stops)->index);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), NULL, NULL},
    {KEY_ENTER, 0, "Space", N_("agree or not"), on_consent, enter},
    {KEY_ENTER, 0, "Enter", N_("to the papers"), on_papers, enter},
    {KEY_ENTER, 0, "Enter", N_("send"), on_send, enter},
    {KEY_ENTER, 0, "Enter", N_("change this"), on_answer, enter},
    {KEY_F1 + 2, 0, "F3", N_("give a reason"), on_warning, pass_warning},
    {KEY_F1 + 8, 0, "F9", N_("send"), not_on_send, try_to_send},
    {KEY_F1 + 8, 0, "F9", NULL, NULL, try_to_send},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
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
    .scanned = scanned,
    .told = told,
    .close = close_check,
};

void check_screen_open(struct form_screen *form)
{
    struct check *check = screen_create(&CHECK_SCREEN, form->screen.counter);
    check->form = form;
    fill(check);
    stops_first(&check->stops);
    screen_push(&check->screen);
}
