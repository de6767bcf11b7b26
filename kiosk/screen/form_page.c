/* SPDX-License-Identifier: MIT */
/* The page of a step, or of a row in a list on it: the steps, what is to be mended, the
 * fields, and help for the one under the cursor. */
#include "kiosk/screen/form_page.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_ROWS = 2, MOST_LISTED = 3 /* problems at the top */ };

int page_row(const struct page *page, int row)
{
    int seen = row - page->s->scroll;
    return page->drawing && seen >= 0 && seen < page->area.rows ? page->area.row + seen
                                                                : -1;
}

void page_put(const struct page *page, int row, int column, int columns, enum style style,
              const char *text)
{
    int at = page_row(page, row);
    if (at >= 0)
        term_text(at, column, columns, style, text);
}

void page_put_wrapped(struct page *page, int column, enum style style, const char *text)
{
    int columns = page->area.columns - column - 1;
    for (const char *next = text; *next;) {
        const char *start = next;
        size_t size = utf8_wrap(start, columns, &next);
        char *part = memory_copy_span(start, size);
        page_put(page, page->row++, column, columns, style, part);
        memory_free_text(&part);
    }
}

/* While a field is being typed into, it is not judged. */
static bool being_typed(const struct form_screen *s, size_t field)
{
    return s->editing && s->changed && field == s->focus;
}

static int urgency(const struct problem *problem)
{
    return problem->reason ? 0 : problem->warning ? 1 : 2;
}

/* The problem of a field, what is wrong before what is worth a look, and that before what
 * was let pass; if it is time to tell: not while it is being typed into, and nothing that
 * is only missing before the step was left. */
static const struct problem *problem_of(const struct form_screen *s, size_t index)
{
    if (being_typed(s, index))
        return NULL;
    size_t count;
    const struct problem *problems = form_problems(s->form, &count), *told = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct problem *problem = &problems[i];
        if (problem->field == index && (!problem->missing || s->list_open) &&
            (!told || urgency(problem) > urgency(told)))
            told = problem;
    }
    return told;
}

static void lay_suggestion(struct page *page, const char *suggestion)
{
    char *words = memory_format(_("Write: %s"), suggestion);
    page_put_wrapped(page, INPUT_COLUMN + 2, STYLE_STRONG, words);
    free(words);
}

/* What the form would write instead, and what the clerk said to it. */
static void lay_warning(struct page *page, const struct problem *warning)
{
    char *words = memory_format(_("Worth a look: %s"), warning->message);
    page_put(page, page->row, INPUT_COLUMN, 1, STYLE_WARNING, "?");
    page_put_wrapped(page, INPUT_COLUMN + 2, STYLE_WARNING, words);
    free(words);
    if (warning->reason) {
        words = memory_format(_("✓ Let pass: %s"), warning->reason);
        page_put_wrapped(page, INPUT_COLUMN + 2, STYLE_QUIET, words);
        free(words);
    } else if (warning->suggestion) {
        lay_suggestion(page, warning->suggestion);
    }
}

static void lay_problem(struct page *page, size_t index)
{
    const struct problem *problem = problem_of(page->s, index);
    if (problem && problem->warning) {
        lay_warning(page, problem);
    } else if (problem) {
        page_put(page, page->row, INPUT_COLUMN, 1, STYLE_WRONG, "!");
        page_put_wrapped(page, INPUT_COLUMN + 2, STYLE_WRONG, problem->message);
        if (problem->suggestion)
            lay_suggestion(page, problem->suggestion);
    }
}

static void lay_field(struct page *page, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    if (field->kind == FIELD_HEADING) {
        page->row += page->row > 0;
        page_put_wrapped(page, LABEL_COLUMN - 2, STYLE_STRONG, field->label);
        return;
    }
    if (field->kind == FIELD_NOTE) {
        page_put_wrapped(page, LABEL_COLUMN, STYLE_QUIET, field->label);
        return;
    }
    page_lay_input(page, index);
    lay_problem(page, index);
}

/* The next visible field of the page before `end`. */
static size_t next_visible(const struct page *page, size_t index, size_t end)
{
    do
        index++;
    while (index < end && !form_field(page->s->form, index)->visible);
    return index;
}

static bool is_listed(const struct form_screen *s, const struct problem *problem)
{
    return form_screen_shows(s, problem) && !problem->reason &&
           !being_typed(s, problem->field);
}

static size_t count_listed(const struct form_screen *s, bool warnings)
{
    size_t count, here = 0;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++)
        here += is_listed(s, &problems[i]) && problems[i].warning == warnings;
    return here;
}

/* One line each; all of it stands at the field. */
static void lay_listed(struct page *page, const struct problem *problem, size_t number)
{
    int at = page_row(page, page->row++);
    if (at < 0)
        return;
    char *place = form_rows_place(page->s, problem->field);
    char *text =
        memory_format("%zu. %s%s%s", number, place, *place ? ": " : "", problem->message);
    draw_short(at, LABEL_COLUMN, page->area.columns - LABEL_COLUMN - 1, STYLE_PLAIN,
               text);
    memory_free_text(&place);
    memory_free_text(&text);
}

static void lay_problems_of_kind(struct page *page, bool warnings, size_t *listed)
{
    size_t count;
    const struct problem *problems = form_problems(page->s->form, &count);
    for (size_t i = 0; i < count && *listed < MOST_LISTED; i++)
        if (is_listed(page->s, &problems[i]) && problems[i].warning == warnings)
            lay_listed(page, &problems[i], ++*listed);
}

/* The list at the top, in the words that stand at the fields: what is wrong, and apart
 * from it what is only worth a look. */
static void lay_problems(struct page *page)
{
    const struct form_screen *s = page->s;
    size_t wrong = count_listed(s, false), doubtful = count_listed(s, true), listed = 0;
    if (!s->list_open || wrong + doubtful == 0)
        return;
    if (wrong > 0) {
        char *head =
            memory_format(ngettext("%zu place to mend on this step (F7 goes there):",
                                   "%zu places to mend on this step (F7 goes there):",
                                   (unsigned long)wrong),
                          wrong);
        page_put(page, page->row++, 1, page->area.columns - 2, STYLE_WRONG, head);
        memory_free_text(&head);
        lay_problems_of_kind(page, false, &listed);
    }
    if (doubtful > 0) {
        char *head = memory_format(
            ngettext("%zu place worth a look on this step (F7 goes there):",
                     "%zu places worth a look on this step (F7 goes there):",
                     (unsigned long)doubtful),
            doubtful);
        page_put(page, page->row++, 1, page->area.columns - 2, STYLE_WARNING, head);
        memory_free_text(&head);
        lay_problems_of_kind(page, true, &listed);
    }
    page->row++;
}

/* Lays out the whole page; tells where the focus is and how long it is. */
static void lay_page(struct page *page, int *focus_row, int *focus_rows)
{
    const struct view view = form_screen_view(page->s);
    size_t end = view.first + view.count;
    page->row = 0;
    *focus_row = 0;
    *focus_rows = 1;
    lay_problems(page);
    for (size_t i = view.first; i < end;) {
        int before = page->row;
        size_t next = next_visible(page, i, end);
        bool pair = next < end && page_pair_fits(page, i, next);
        bool focused = i == page->s->focus || (pair && next == page->s->focus);
        if (pair) {
            page_lay_pair(page, i, next);
            lay_problem(page, i);
            lay_problem(page, next);
            next = next_visible(page, next, end);
        } else if (form_field(page->s->form, i)->visible) {
            lay_field(page, i);
        }
        if (focused) {
            *focus_row = before;
            *focus_rows = page->row - before;
        }
        i = next;
    }
}

/* Where an answer was taken over from, "" if nowhere: the step, or on the same step the
 * field. Allocated. */
static char *words_of_source(const struct form *form, size_t field)
{
    size_t from = form_taken_from(form, field);
    if (from == NO_FIELD)
        return memory_copy_text("");
    const struct field *source = form_field(form, from);
    bool here = source->step == form_field(form, field)->step;
    return memory_format(_("Taken from: %s. "),
                         here ? source->label : form_step(form, source->step)->title);
}

static void paint_help(const struct form_screen *s, struct area area)
{
    if (s->focus == NO_FIELD)
        return;
    const struct field *field = form_field(s->form, s->focus);
    char *source = words_of_source(s->form, s->focus);
    char *words = memory_format("%s%s", source, field->help);
    draw_wrapped(area.row + area.rows - HELP_ROWS, LABEL_COLUMN,
                 area.columns - LABEL_COLUMN - 1, HELP_ROWS, STYLE_QUIET, words);
    memory_free_text(&source);
    memory_free_text(&words);
}

void form_page_paint(struct form_screen *s, struct area area)
{
    if (s->list == NO_FIELD)
        form_stages_paint(s, area.row, area.columns);
    else
        form_rows_paint_place(s, area.row, area.columns);
    struct page page = {.s = s, .area = area};
    page.area.row += 2;
    page.area.rows -= 2 + HELP_ROWS;
    int focus_row, focus_rows;
    lay_page(&page, &focus_row, &focus_rows);
    int length = page.row;
    /* A heading right above the focus is better seen than not. */
    int from = focus_row > 0 && focus_row <= 2 ? 0 : focus_row;
    s->scroll =
        draw_scroll(s->scroll, page.area.rows, from, focus_row + focus_rows - from);
    if (s->scroll > 0 && length <= page.area.rows)
        s->scroll = 0;
    page.drawing = true;
    lay_page(&page, &focus_row, &focus_rows);
    if (s->scroll > 0)
        term_text(page.area.row, area.columns - 2, 1, STYLE_KEY, "▲");
    if (s->scroll + page.area.rows < length)
        term_text(page.area.row + page.area.rows - 1, area.columns - 2, 1, STYLE_KEY,
                  "▼");
    paint_help(s, area);
}
