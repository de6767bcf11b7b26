/* SPDX-License-Identifier: MIT */
/* Lists of a form: their rows, and the page of the row that is open. A row's page is the
 * form's own with other fields on it. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>

/* --- what is on the page ------------------------------------------------------------ */

struct view form_screen_view(const struct form_screen *s)
{
    if (s->list != NO_FIELD) {
        struct row_fields row = form_row(s->form, s->list, s->row);
        return (struct view){row.first, row.count};
    }
    const struct step *step = form_step(s->form, s->step);
    return (struct view){step->first, step->count};
}

/* Is the field in the row, or in a row of a list in it, and so on? */
static bool is_inside(const struct form *form, size_t field, size_t list, size_t row)
{
    while (field != NO_FIELD) {
        const struct field *f = form_field(form, field);
        if (f->list == list && f->row == row)
            return true;
        field = f->list;
    }
    return false;
}

bool form_screen_shows(const struct form_screen *s, const struct problem *problem)
{
    if (s->list == NO_FIELD)
        return problem->step == s->step;
    return is_inside(s->form, problem->field, s->list, s->row);
}

char *words_of_row(const struct form *form, size_t list, size_t row)
{
    return memory_format("%s %zu", form_field(form, list)->label, row + 1);
}

char *form_rows_place(const struct form_screen *s, size_t field)
{
    const struct field *f = field == NO_FIELD ? NULL : form_field(s->form, field);
    return f && f->list != s->list ? words_of_row(s->form, f->list, f->row)
                                   : memory_copy_text("");
}

char *form_rows_lacks(const struct form_screen *s, size_t list, size_t row)
{
    size_t count, told = 0;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++)
        told += is_inside(s->form, problems[i].field, list, row) &&
                (!problems[i].missing || s->list_open);
    if (told == 0)
        return memory_copy_text("");
    return memory_format(ngettext("! %zu to mend", "! %zu to mend", (unsigned long)told),
                         told);
}

/* "Thành viên  2 / 3  NGUYỄN VĂN AN" in the place of the steps. */
void form_rows_paint_place(const struct form_screen *s, int row, int columns)
{
    const struct field *list = form_field(s->form, s->list);
    char *label = form_row_label(s->form, s->list, s->row);
    char *number = memory_format("%zu/%zu", s->row + 1, list->row_count);
    int column = 1;
    column += term_text(row, column, columns / 2, STYLE_QUIET, list->label) + 1;
    column += term_text(row, column, 8, STYLE_QUIET, number) + 2;
    term_text(row, column, 2, STYLE_STRONG, "▸");
    draw_short(row, column + 2, columns - column - 3, STYLE_STRONG,
               *label ? label : _("(not filled in yet)"));
    memory_free_text(&label);
    free(number);
}

/* --- one list ----------------------------------------------------------------------- */

bool form_rows_may_add(const struct field *field)
{
    return field->enabled && (long long)field->row_count < field->most;
}

static const struct field *list_under_cursor(const struct form_screen *s)
{
    const struct field *field =
        s->focus == NO_FIELD ? NULL : form_field(s->form, s->focus);
    return field && field->kind == FIELD_ROWS ? field : NULL;
}

bool form_rows_on_list(const struct screen *screen)
{
    return list_under_cursor((const struct form_screen *)screen);
}

bool form_rows_on_row(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    const struct field *list = list_under_cursor(s);
    return list && s->option < list->row_count;
}

bool form_rows_can_add(const struct screen *screen)
{
    const struct field *list = list_under_cursor((const struct form_screen *)screen);
    return list && form_rows_may_add(list);
}

bool form_rows_can_move(const struct screen *screen)
{
    const struct field *list = list_under_cursor((const struct form_screen *)screen);
    return form_rows_on_row(screen) && list->row_count > 1;
}

static void open_row(struct form_screen *s, size_t list, size_t row)
{
    form_screen_turn(s, form_field(s->form, list)->step, list, row);
    form_screen_save_soon(s);
}

void form_rows_add(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    size_t list = s->focus;
    if (form_row_add(s->form, list))
        open_row(s, list, form_field(s->form, list)->row_count - 1);
    else
        screen_say(screen->counter, STYLE_WARNING, _("The list is full."));
}

enum { KEEP, REMOVE };

static void removed(void *arg, size_t index)
{
    struct form_screen *s = arg;
    if (index != REMOVE)
        return;
    form_row_remove(s->form, s->focus, s->option);
    form_screen_save_soon(s);
}

static char *remove_title(void *arg)
{
    struct form_screen *s = arg;
    char *row = words_of_row(s->form, s->focus, s->option);
    char *label = form_row_label(s->form, s->focus, s->option);
    char *both = memory_format("%s%s%s", row, *label ? " · " : "", label);
    char *title = memory_format(_("Remove %s?"), both);
    memory_free_text(&both);
    memory_free_text(&row);
    memory_free_text(&label);
    return title;
}

static char *remove_text(void *arg, size_t index)
{
    (void)arg;
    return memory_copy_text(index == KEEP ? _("Keep it")
                                          : _("Remove it and all that stands in it"));
}

static void ask_to_remove(struct form_screen *s)
{
    const struct choose choose = {.title = remove_title,
                                  .text = remove_text,
                                  .picked = removed,
                                  .arg = s,
                                  .count = 2};
    choose_screen_open(s->screen.counter, &choose);
}

/* Up (-1) or down the list; the cursor goes with the row. */
static void move_row(struct form_screen *s, int by)
{
    size_t to = s->option + (size_t)by;
    if (!form_row_move(s->form, s->focus, s->option, to))
        return;
    s->option = to;
    form_screen_save_soon(s);
}

/* Up and down stay inside the list until its ends. */
bool form_rows_key(struct form_screen *s, const struct field *field,
                   const struct key *key)
{
    size_t last = field->row_count - !form_rows_may_add(field);
    bool on_row = s->option < field->row_count;
    bool text = key->name == KEY_TEXT;
    if (key->name == KEY_DOWN && s->option != last && field->row_count > 0)
        s->option++;
    else if (key->name == KEY_UP && s->option > 0)
        s->option--;
    else if (key->name == KEY_ENTER && on_row)
        open_row(s, s->focus, s->option);
    else if (key->name == KEY_ENTER && form_rows_may_add(field))
        form_rows_add(&s->screen);
    else if (on_row && field->enabled && key->name == KEY_DELETE)
        ask_to_remove(s);
    else if (on_row && field->enabled && text && key->character == '<')
        move_row(s, -1);
    else if (on_row && field->enabled && text && key->character == '>')
        move_row(s, 1);
    else
        return text;
    return true;
}

/* --- the page of a row -------------------------------------------------------------- */

bool form_rows_in_row(const struct screen *screen)
{
    return ((const struct form_screen *)screen)->list != NO_FIELD;
}

/* Back to where the list stands, the cursor on the row. */
void form_rows_leave(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    size_t list = s->list, row = s->row;
    bool list_open = s->list_open;
    form_screen_commit(s);
    form_screen_focus(s, list);
    s->list_open = list_open;
    s->option = row;
}

static void go_to_neighbour(struct form_screen *s, size_t row)
{
    form_screen_commit(s);
    if (row < form_field(s->form, s->list)->row_count)
        open_row(s, s->list, row);
    else
        form_rows_leave(&s->screen);
}

void form_rows_next(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    go_to_neighbour(s, s->row + 1);
}

void form_rows_previous(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    go_to_neighbour(s, s->row - 1);
}
