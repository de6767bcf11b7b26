/* SPDX-License-Identifier: MIT */
/* What stands on the page of a form for each kind of field. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_page.h"

#include <stdlib.h>

enum {
    TEXT_ROWS = 4, /* of a field of several lines */
    BETWEEN = 3    /* columns between options */
};

int page_input_columns(const struct page *page)
{
    return page->area.columns - INPUT_COLUMN - 2;
}

char *page_label(const struct field *field)
{
    return memory_format("%s%s", field->label, field->required ? " *" : "");
}

void page_put_mark(const struct page *page, int column, size_t index)
{
    const struct form_screen *s = page->s;
    bool taken_over = form_taken_from(s->form, index) != NO_FIELD;
    if (index == s->focus)
        page_put(page, page->row, column - 2, 1, STYLE_STRONG, "›");
    else
        page_put(page, page->row, column - 2, 1, STYLE_QUIET, taken_over ? "=" : " ");
}

static int label_column(const struct field *field)
{
    return LABEL_COLUMN + 2 * (field->depth > 2 ? 2 : field->depth);
}

bool page_label_fits(const struct field *field)
{
    char *label = page_label(field);
    int columns = utf8_columns(label);
    memory_free_text(&label);
    return columns <= INPUT_COLUMN - label_column(field) - 1;
}

/* The label on the left; one that is too long takes a row of its own above the input. */
void page_put_label(struct page *page, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    char *label = page_label(field);
    int column = label_column(field);
    enum style style = index == page->s->focus ? STYLE_STRONG : STYLE_PLAIN;
    page_put_mark(page, column, index);
    if (page_label_fits(field))
        page_put(page, page->row, column, INPUT_COLUMN - column, style, label);
    else
        page_put_wrapped(page, column, style, label);
    free(label);
}

static void put_line(const struct page *page, const struct slot *slot, size_t index,
                     bool focused)
{
    struct form_screen *s = page->s;
    const struct field *field = form_field(s->form, index);
    int at = page_row(page, page->row), column = slot->input, columns = slot->columns;
    if (at >= 0 && focused && s->editing) {
        draw_edit(at, column, columns, &s->edit, &s->edit_from);
        if (s->edit.size == 0 && *field->example) {
            char *example = memory_format(_("e.g. %s"), field->example);
            draw_short(at, column + 2, columns - 4, STYLE_QUIET, example);
            free(example);
        }
    } else if (at >= 0) {
        char *text = form_shown(s->form, index);
        bool list = form_field_lists(field);
        enum style style = field->enabled ? STYLE_PLAIN : STYLE_QUIET;
        term_text(at, column, 2, STYLE_PLAIN, field->enabled ? "[ " : "");
        draw_short(at, column + 2, columns - (list ? 6 : 4), style, text);
        if (field->enabled)
            term_text(at, column + columns - 3, 3, STYLE_PLAIN, list ? "▾ ]" : "  ]");
        if (focused)
            term_cursor(at, column + 2);
        memory_free_text(&text);
    }
}

static void lay_line(struct page *page, size_t index, bool focused)
{
    const struct slot slot = {.input = INPUT_COLUMN, .columns = page_input_columns(page)};
    put_line(page, &slot, index, focused);
    page->row++;
}

/* A text that is only read, such as one the form computes: all of it is seen. */
static void lay_read_only(struct page *page, size_t index)
{
    char *text = form_shown(page->s->form, index);
    int first = page->row;
    page_put_wrapped(page, INPUT_COLUMN + 2, STYLE_QUIET, text);
    page->row += page->row == first;
    memory_free_text(&text);
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
            page_put(page, page->row + row - first, INPUT_COLUMN + 2, columns,
                     STYLE_PLAIN, part);
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
    int columns = page_input_columns(page) - 4;
    bool own = focused && s->editing;
    char *text = own ? NULL : form_shown(s->form, index);
    for (int row = 0; row < TEXT_ROWS; row++) {
        int at = page_row(page, page->row + row);
        if (at < 0)
            continue;
        term_text(at, INPUT_COLUMN, 2, STYLE_PLAIN, "[ ");
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
        int at = page_row(page, page->row + spot.row - first);
        if (at >= 0)
            term_cursor(at, INPUT_COLUMN + 2 + spot.column);
    } else {
        lay_wrapped_edit(page, text, SIZE_MAX, columns, 0, TEXT_ROWS);
        int at = page_row(page, page->row);
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
    int at = page_row(page, page->row);
    if (at < 0)
        return;
    int used = term_text(at, column, columns, STYLE_STRONG, mark);
    term_text(at, column + used + 1, columns - used - 1,
              under_cursor ? STYLE_STRONG : STYLE_PLAIN, text);
    if (under_cursor)
        term_cursor(at, column + 1);
}

int page_options_width(const struct field *field)
{
    int width = 0;
    if (field->kind == FIELD_YES_NO)
        return 4 + utf8_columns(_("Yes")) + BETWEEN + 4 + utf8_columns(_("No"));
    for (size_t i = 0; i < field->choice_count; i++)
        width += (i ? BETWEEN : 0) + 4 + utf8_columns(field->choices[i].text);
    return width;
}

static void put_radio(struct page *page, int from, size_t index, bool one_row)
{
    const struct field *field = form_field(page->s->form, index);
    const json_t *value = form_value(page->s->form, index);
    bool focused = index == page->s->focus, any = false;
    int column = from;
    for (size_t i = 0; i < field->choice_count; i++)
        any = any || json_equal((json_t *)value, (json_t *)field->choices[i].value);
    for (size_t i = 0; i < field->choice_count; i++) {
        const struct choice *choice = &field->choices[i];
        bool chosen = value && json_equal((json_t *)value, (json_t *)choice->value);
        put_option(page, column, chosen ? "(•)" : "( )", choice->text,
                   focused && (chosen || (!any && i == 0)));
        if (one_row)
            column += 4 + utf8_columns(choice->text) + BETWEEN;
        else
            page->row++;
    }
}

static void put_yes_no(struct page *page, int column, size_t index)
{
    const json_t *value = form_value(page->s->form, index);
    bool focused = index == page->s->focus;
    const char *yes = _("Yes");
    put_option(page, column, json_is_true(value) ? "(•)" : "( )", yes,
               focused && !json_is_false(value));
    put_option(page, column + 4 + utf8_columns(yes) + BETWEEN,
               json_is_false(value) ? "(•)" : "( )", _("No"),
               focused && json_is_false(value));
}

static void lay_radio(struct page *page, const struct field *field, size_t index)
{
    bool one_row = page_options_width(field) <= page->area.columns - INPUT_COLUMN - 1;
    put_radio(page, INPUT_COLUMN, index, one_row);
    page->row += one_row;
}

static void lay_yes_no(struct page *page, size_t index)
{
    put_yes_no(page, INPUT_COLUMN, index);
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

/* One row of a list: its number, what it is called by, what it lacks. */
static void put_row(struct page *page, size_t list, size_t row, bool under_cursor)
{
    const struct form_screen *s = page->s;
    int columns = page->area.columns - INPUT_COLUMN - 1;
    int at = page_row(page, page->row);
    if (at < 0)
        return;
    enum style style = under_cursor ? STYLE_FOCUS : STYLE_PLAIN;
    char *label = form_row_label(s->form, list, row);
    char *lacks = form_rows_lacks(s, list, row);
    char *number = memory_format("%zu", row + 1);
    int width = utf8_columns(lacks);
    term_fill(at, INPUT_COLUMN, columns, style);
    term_text(at, INPUT_COLUMN, 4, style, number);
    draw_short(at, INPUT_COLUMN + 4, columns - 5 - width - (width > 0), style,
               *label ? label : _("(not filled in yet)"));
    term_text(at, INPUT_COLUMN + columns - width, width,
              under_cursor ? STYLE_FOCUS : STYLE_WRONG, lacks);
    if (under_cursor)
        term_cursor(at, INPUT_COLUMN + 4);
    memory_free_text(&label);
    memory_free_text(&lacks);
    free(number);
}

/* Its rows, and a line to add one. */
static void lay_rows(struct page *page, const struct field *field, size_t index,
                     bool focused)
{
    for (size_t i = 0; i < field->row_count; i++) {
        put_row(page, index, i, focused && i == page->s->option);
        page->row++;
    }
    if (!form_rows_may_add(field) && field->row_count > 0)
        return;
    bool here = focused && page->s->option >= field->row_count;
    int at = page_row(page, page->row++);
    if (at < 0)
        return;
    term_text(at, INPUT_COLUMN, 1, STYLE_STRONG, form_rows_may_add(field) ? "+" : "—");
    if (form_rows_may_add(field))
        term_text(at, INPUT_COLUMN + 4, page->area.columns - INPUT_COLUMN - 5,
                  here ? STYLE_STRONG : STYLE_QUIET, _("add one"));
    if (here)
        term_cursor(at, INPUT_COLUMN + 4);
}

void page_lay_input(struct page *page, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    bool focused = index == page->s->focus;
    page_put_label(page, index);
    if (field->kind == FIELD_TEXT && !field->enabled)
        lay_read_only(page, index);
    else if (field->kind == FIELD_LINES)
        lay_text(page, index, focused);
    else if (field->kind == FIELD_YES_NO)
        lay_yes_no(page, index);
    else if (field->kind == FIELD_CHOICE && field->radio)
        lay_radio(page, field, index);
    else if (field->kind == FIELD_CHOICES)
        lay_choices(page, field, index, focused);
    else if (field->kind == FIELD_ROWS)
        lay_rows(page, field, index, focused);
    else
        lay_line(page, index, focused);
}

void page_put_input(struct page *page, const struct slot *slot, size_t index)
{
    const struct field *field = form_field(page->s->form, index);
    if (field->kind == FIELD_YES_NO)
        put_yes_no(page, slot->input, index);
    else if (field->kind == FIELD_CHOICE && field->radio)
        put_radio(page, slot->input, index, true);
    else
        put_line(page, slot, index, index == page->s->focus);
}
