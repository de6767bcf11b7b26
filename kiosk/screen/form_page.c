/* SPDX-License-Identifier: MIT */
/*
 * Where everything stands on a step's page. Each field is laid out by one function that
 * both measures and draws, so that the two cannot disagree: the page is laid out once
 * unseen, to know where the focus is, and once more to draw what is in view.
 */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_COLUMN = 3,
    INPUT_COLUMN = 30,
    TEXT_ROWS = 4, /* of a field of several lines */
    HELP_ROWS = 2,
    MOST_LISTED = 3 /* problems at the top of a step */
};

struct page {
    struct form_screen *s;
    struct area area;
    bool drawing;
    int row; /* of the page, not of the screen */
};

static int screen_row(const struct page *page, int row)
{
    int seen = row - page->s->scroll;
    return page->drawing && seen >= 0 && seen < page->area.rows ? page->area.row + seen
                                                                : -1;
}

static void put(const struct page *page, int row, int column, int columns,
                enum style style, const char *text)
{
    int at = screen_row(page, row);
    if (at >= 0)
        term_text(at, column, columns, style, text);
}

/* Wrapped text; moves the page on by its rows. */
static void put_wrapped(struct page *page, int column, enum style style, const char *text)
{
    int columns = page->area.columns - column - 1;
    for (const char *next = text; *next;) {
        const char *start = next;
        size_t size = utf8_wrap(start, columns, &next);
        char *part = memory_copy_span(start, size);
        put(page, page->row++, column, columns, style, part);
        memory_free_text(&part);
    }
}

static int input_columns(const struct page *page)
{
    return page->area.columns - INPUT_COLUMN - 2;
}

/* The label on the left; one that is too long takes a row of its own above the input. */
static void put_label(struct page *page, const struct field *field, bool focused)
{
    char *label = memory_format("%s%s", field->label, field->required ? " *" : "");
    int column = LABEL_COLUMN + 2 * (field->depth > 2 ? 2 : field->depth);
    bool too_long = utf8_columns(label) > INPUT_COLUMN - column - 1;
    enum style style = focused ? STYLE_STRONG : STYLE_PLAIN;
    put(page, page->row, column - 2, 1, STYLE_STRONG, focused ? "›" : " ");
    if (too_long)
        put_wrapped(page, column, style, label);
    else
        put(page, page->row, column, INPUT_COLUMN - column, style, label);
    free(label);
}

static void lay_line(struct page *page, const struct field *field, size_t index,
                     bool focused)
{
    struct form_screen *s = page->s;
    int at = screen_row(page, page->row), columns = input_columns(page);
    if (at >= 0 && focused && s->editing) {
        draw_edit(at, INPUT_COLUMN, columns, &s->edit, &s->edit_from);
        if (s->edit.size == 0 && *field->example) {
            char *example = memory_format(_("e.g. %s"), field->example);
            term_text(at, INPUT_COLUMN + 2, columns - 4, STYLE_QUIET, example);
            free(example);
        }
    } else if (at >= 0) {
        char *text = form_typed(s->form, index);
        bool list = field->kind == FIELD_CHOICE;
        enum style style = field->enabled ? STYLE_FIELD : STYLE_QUIET;
        term_text(at, INPUT_COLUMN, 2, STYLE_PLAIN, field->enabled ? "[ " : "");
        if (field->enabled)
            term_fill(at, INPUT_COLUMN + 2, columns - 4, style);
        term_text(at, INPUT_COLUMN + 2, columns - (list ? 6 : 4), style, text);
        if (field->enabled)
            term_text(at, INPUT_COLUMN + columns - 3, 3, STYLE_PLAIN,
                      list ? "▾ ]" : "  ]");
        if (focused)
            term_cursor(at, INPUT_COLUMN + 2);
        memory_free_text(&text);
    }
    page->row++;
}

/* Row and column of the cursor in a text of several lines, wrapped at `columns`. */
struct spot {
    int row, column;
};

static struct spot lay_wrapped_edit(struct page *page, const char *text, size_t cursor,
                                    int columns, int first, int rows)
{
    struct spot spot = {0, 0};
    int row = 0;
    const char *next = text;
    do {
        const char *start = next;
        size_t size = utf8_wrap(start, columns, &next);
        size_t from = (size_t)(start - text), to = (size_t)(next - text);
        bool last = *next == '\0' && !(to > from && next[-1] == '\n');
        if (cursor >= from && (cursor < to || last)) {
            char *before =
                memory_copy_span(start, cursor - from < size ? cursor - from : size);
            spot = (struct spot){row, utf8_columns(before)};
            memory_free_text(&before);
        }
        if (row >= first && row < first + rows) {
            char *part = memory_copy_span(start, size);
            put(page, page->row + row - first, INPUT_COLUMN + 2, columns, STYLE_FIELD,
                part);
            memory_free_text(&part);
        }
        row++;
        if (last)
            break;
        if (*next == '\0' && cursor == to) {
            spot = (struct spot){row, 0};
            break;
        }
    } while (*next);
    return spot;
}

static void lay_text(struct page *page, size_t index, bool focused)
{
    struct form_screen *s = page->s;
    int columns = input_columns(page) - 4;
    bool own = focused && s->editing;
    char *text = own ? NULL : form_typed(s->form, index);
    for (int row = 0; row < TEXT_ROWS; row++) {
        int at = screen_row(page, page->row + row);
        if (at < 0)
            continue;
        term_text(at, INPUT_COLUMN, 2, STYLE_PLAIN, "[ ");
        term_fill(at, INPUT_COLUMN + 2, columns, STYLE_FIELD);
        term_text(at, INPUT_COLUMN + columns + 2, 2, STYLE_PLAIN, " ]");
    }
    if (own) {
        const char *typed = s->edit.text;
        bool kept = page->drawing;
        page->drawing = false; /* once to find the cursor, once to draw around it */
        struct spot spot =
            lay_wrapped_edit(page, typed, s->edit.cursor, columns, 0, TEXT_ROWS);
        page->drawing = kept;
        int first = spot.row < TEXT_ROWS ? 0 : spot.row - TEXT_ROWS + 1;
        lay_wrapped_edit(page, typed, s->edit.cursor, columns, first, TEXT_ROWS);
        int at = screen_row(page, page->row + spot.row - first);
        if (at >= 0)
            term_cursor(at, INPUT_COLUMN + 2 + spot.column);
    } else {
        lay_wrapped_edit(page, text, SIZE_MAX, columns, 0, TEXT_ROWS);
        int at = screen_row(page, page->row);
        if (at >= 0 && focused)
            term_cursor(at, INPUT_COLUMN + 2);
    }
    memory_free_text(&text);
    page->row += TEXT_ROWS;
}

/* One option of a radio or a multiple choice: "(•) Nam". */
static void put_option(struct page *page, int column, const char *mark, const char *text,
                       bool under_cursor)
{
    int columns = page->area.columns - column - 1;
    int at = screen_row(page, page->row);
    if (at < 0)
        return;
    int used = term_text(at, column, columns, STYLE_STRONG, mark);
    term_text(at, column + used + 1, columns - used - 1,
              under_cursor ? STYLE_STRONG : STYLE_PLAIN, text);
    if (under_cursor)
        term_cursor(at, column + 1);
}

static bool fits_in_a_row(const struct page *page, const struct field *field)
{
    int width = 0;
    for (size_t i = 0; i < field->choice_count; i++)
        width += 4 + utf8_columns(field->choices[i].text) + 3;
    return width - 3 <= page->area.columns - INPUT_COLUMN - 1;
}

static void lay_radio(struct page *page, const struct field *field, size_t index,
                      bool focused)
{
    const json_t *value = form_value(page->s->form, index);
    bool one_row = fits_in_a_row(page, field), any = false;
    int column = INPUT_COLUMN;
    for (size_t i = 0; i < field->choice_count; i++)
        any = any || json_equal((json_t *)value, (json_t *)field->choices[i].value);
    for (size_t i = 0; i < field->choice_count; i++) {
        const struct choice *choice = &field->choices[i];
        bool chosen = value && json_equal((json_t *)value, (json_t *)choice->value);
        put_option(page, column, chosen ? "(•)" : "( )", choice->text,
                   focused && (chosen || (!any && i == 0)));
        if (one_row)
            column += 4 + utf8_columns(choice->text) + 3;
        else
            page->row++;
    }
    page->row += one_row;
}

static void lay_yes_no(struct page *page, size_t index, bool focused)
{
    const json_t *value = form_value(page->s->form, index);
    int column = INPUT_COLUMN;
    const char *yes = _("Yes");
    put_option(page, column, json_is_true(value) ? "(•)" : "( )", yes,
               focused && !json_is_false(value));
    put_option(page, column + 4 + utf8_columns(yes) + 3,
               json_is_false(value) ? "(•)" : "( )", _("No"),
               focused && json_is_false(value));
    page->row++;
}

static bool holds(const json_t *array, const json_t *value)
{
    size_t i;
    json_t *member;
    json_array_foreach(array, i, member)
    {
        if (json_equal(member, (json_t *)value))
            return true;
    }
    return false;
}

static void lay_choices(struct page *page, const struct field *field, size_t index,
                        bool focused)
{
    const json_t *value = form_value(page->s->form, index);
    for (size_t i = 0; i < field->choice_count; i++) {
        put_option(page, INPUT_COLUMN,
                   holds(value, field->choices[i].value) ? "[x]" : "[ ]",
                   field->choices[i].text, focused && i == page->s->option);
        page->row++;
    }
}

static void lay_input(struct page *page, const struct field *field, size_t index,
                      bool focused)
{
    put_label(page, field, focused);
    switch (field->kind) {
    case FIELD_LINES:
        lay_text(page, index, focused);
        break;
    case FIELD_YES_NO:
        lay_yes_no(page, index, focused);
        break;
    case FIELD_CHOICE:
        if (field->radio)
            lay_radio(page, field, index, focused);
        else
            lay_line(page, field, index, focused);
        break;
    case FIELD_CHOICES:
        lay_choices(page, field, index, focused);
        break;
    default:
        lay_line(page, field, index, focused);
        break;
    }
}

/* While a field is being typed into, it is not judged. */
static bool being_typed(const struct form_screen *s, size_t field)
{
    return s->editing && s->changed && field == s->focus;
}

/* The problem of a field, if it is time to tell: not while it is being typed into, and
 * nothing that is only missing before the step was left. */
static const struct problem *problem_of(const struct form_screen *s, size_t index)
{
    if (being_typed(s, index))
        return NULL;
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++) {
        if (problems[i].field == index && (!problems[i].missing || s->list_open))
            return &problems[i];
    }
    return NULL;
}

static void lay_field(struct page *page, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    bool focused = index == page->s->focus;
    if (!field->visible)
        return;
    if (field->kind == FIELD_HEADING) {
        page->row += page->row > 0;
        put_wrapped(page, LABEL_COLUMN - 2, STYLE_STRONG, field->label);
        return;
    }
    if (field->kind == FIELD_NOTE) {
        put_wrapped(page, LABEL_COLUMN, STYLE_QUIET, field->label);
        return;
    }
    lay_input(page, field, index, focused);
    const struct problem *problem = problem_of(page->s, index);
    if (problem) {
        put(page, page->row, INPUT_COLUMN, 1, STYLE_WRONG, "!");
        put_wrapped(page, INPUT_COLUMN + 2,
                    problem->warning ? STYLE_WARNING : STYLE_WRONG, problem->message);
    }
}

static bool belongs_here(const struct form_screen *s, const struct problem *problem)
{
    return problem->step == s->step && !being_typed(s, problem->field);
}

/* The list at the top, in the words that stand at the fields. */
static void lay_problems(struct page *page)
{
    size_t count, listed = 0, here = 0;
    const struct problem *problems = form_problems(page->s->form, &count);
    for (size_t i = 0; i < count; i++)
        here += belongs_here(page->s, &problems[i]);
    if (!page->s->list_open || here == 0)
        return;
    char *head = memory_format(
        ngettext("%zu place to mend on this step (F7 goes there):",
                 "%zu places to mend on this step (F7 goes there):", (unsigned long)here),
        here);
    put(page, page->row++, 1, page->area.columns - 2, STYLE_WRONG, head);
    free(head);
    for (size_t i = 0; i < count && listed < MOST_LISTED; i++) {
        if (!belongs_here(page->s, &problems[i]))
            continue;
        char *text = memory_format("%zu. %s", ++listed, problems[i].message);
        put(page, page->row++, LABEL_COLUMN, page->area.columns - LABEL_COLUMN - 1,
            STYLE_PLAIN, text);
        free(text);
    }
    page->row++;
}

/* Lays out the whole step; tells where the focus is and how long the page is. */
static void lay_page(struct page *page, int *focus_row, int *focus_rows)
{
    const struct step *step = form_step(page->s->form, page->s->step);
    page->row = 0;
    *focus_row = 0;
    *focus_rows = 1;
    lay_problems(page);
    for (size_t i = step->first; i < step->first + step->count; i++) {
        int before = page->row;
        lay_field(page, i);
        if (i == page->s->focus) {
            *focus_row = before;
            *focus_rows = page->row - before;
        }
    }
}

/* "✓ Trường hợp  ▸ Trẻ  · Mẹ": a mark for each state, the present step strong. */
static void paint_steps(const struct form_screen *s, int row, int columns)
{
    static const char *const MARKS[] = {[STEP_UNTOUCHED] = "·",
                                        [STEP_STARTED] = "·",
                                        [STEP_ATTENTION] = "!",
                                        [STEP_DONE] = "✓"};
    int column = 1, needed = 0;
    size_t count = form_step_count(s->form), first = 0;
    for (size_t i = 0; i <= s->step; i++) {
        if (form_step(s->form, i)->visible)
            needed += 4 + utf8_columns(form_step(s->form, i)->title);
    }
    while (needed > columns - 2 && first < s->step) /* the present one is always seen */
        needed -= form_step(s->form, first)->visible
                      ? 4 + utf8_columns(form_step(s->form, first)->title)
                      : 0,
            first++;
    for (size_t i = first; i < count; i++) {
        const struct step *step = form_step(s->form, i);
        if (!step->visible)
            continue;
        bool present = i == s->step;
        enum style style = present                         ? STYLE_STRONG
                           : step->state == STEP_ATTENTION ? STYLE_WRONG
                                                           : STYLE_QUIET;
        const char *mark = present ? "▸" : MARKS[step->state];
        column += term_text(row, column, columns - column - 1, style, mark) + 1;
        column += term_text(row, column, columns - column - 1, style, step->title) + 2;
    }
}

static void paint_help(const struct form_screen *s, struct area area)
{
    if (s->focus == NO_FIELD)
        return;
    const struct field *field = form_field(s->form, s->focus);
    draw_wrapped(area.row + area.rows - HELP_ROWS, LABEL_COLUMN,
                 area.columns - LABEL_COLUMN - 1, HELP_ROWS, STYLE_QUIET, field->help);
}

void form_page_paint(struct form_screen *s, struct area area)
{
    paint_steps(s, area.row, area.columns);
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
