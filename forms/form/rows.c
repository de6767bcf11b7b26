/* SPDX-License-Identifier: MIT */
/*
 * Lists of objects: each row is a page of fields over one place of the list. The pages
 * are laid anew whenever there are more rows or fewer; what their fields knew beside the
 * answers goes with their pointers.
 */
#include "forms/form/inside.h"

#include "forms/form/typed.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BETWEEN_ROWS "; "
#define GONE         SIZE_MAX

bool rows_fit(const struct form *form)
{
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].kind == FIELD_ROWS &&
            form->own[i].laid != json_array_size(form_value(form, i)))
            return false;
    return true;
}

/* ---- laying ---- */

/* Fields of rows, taken out of the form. */
struct taken {
    struct field_own *list;
    size_t count;
    json_t *places; /* pointer -> index */
};

static struct taken take_away(struct form *form)
{
    size_t kept = form->sheets[0].count;
    struct taken taken = {.count = form->field_count - kept, .places = json_object()};
    taken.list = memory_array(taken.count, sizeof(*taken.list));
    if (taken.count > 0)
        memcpy(taken.list, &form->own[kept], taken.count * sizeof(*taken.list));
    for (size_t i = 0; i < taken.count; i++)
        if (taken.list[i].pointer)
            json_object_set_new(taken.places, taken.list[i].pointer,
                                json_integer((json_int_t)i));
    form->field_count = kept;
    for (; form->sheet_count > 1; form->sheet_count--) {
        struct sheet *sheet = &form->sheets[form->sheet_count - 1];
        free(sheet->place);
        free(sheet->shown);
        free(sheet->usable);
    }
    return taken;
}

static void give_back(struct form *form, struct taken *taken)
{
    for (size_t i = form->sheets[0].count; i < form->field_count; i++) {
        struct field_own *own = &form->own[i];
        const json_t *place =
            own->pointer ? json_object_get(taken->places, own->pointer) : NULL;
        if (!place)
            continue;
        struct field_own *before = &taken->list[json_integer_value(place)];
        own->typed = before->typed;
        own->too_long = before->too_long;
        own->offered = before->offered;
        before->typed = NULL;
    }
    for (size_t i = 0; i < taken->count; i++) {
        memory_free_text(&taken->list[i].typed);
        free(taken->list[i].pointer);
    }
    free(taken->list);
    json_decref(taken->places);
}

/* A draft may hold something else where a row should be: then the row is empty. */
static void lay_rows_of(struct form *form, size_t list)
{
    const struct uischema *page = field_element(form, list)->row;
    json_t *rows = json_at(form->answers, form->fields[list].pointer);
    size_t count = json_array_size(rows), laid = 0;
    form->own[list].rows = form->sheet_count;
    form->own[list].laid = count;
    for (; laid < count && laid < FORM_ROWS_MOST &&
           form->field_count + page->count <= FIELDS_MOST_WITH_ROWS;
         laid++) {
        if (!json_is_object(json_array_get(rows, laid)))
            json_array_set_new(rows, laid, json_object());
        char *place = memory_format("%s/%zu", form->fields[list].pointer, laid);
        fields_lay(form, page, place, list, laid);
    }
    form->fields[list].row_count = laid;
    form->rows_left_out |= laid < count;
}

/* Lists in rows come later in the fields than the list around them. */
void rows_lay(struct form *form)
{
    struct taken taken = take_away(form);
    form->rows_left_out = false;
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].kind == FIELD_ROWS)
            lay_rows_of(form, i);
    fields_file(form);
    give_back(form, &taken);
}

/* ---- reading ---- */

static const struct sheet *sheet_of(const struct form *form, size_t list, size_t row)
{
    bool there = list < form->field_count && form->fields[list].kind == FIELD_ROWS &&
                 row < form->fields[list].row_count;
    return there ? &form->sheets[form->own[list].rows + row] : NULL;
}

struct row_fields form_row(const struct form *form, size_t list, size_t row)
{
    const struct sheet *sheet = sheet_of(form, list, row);
    return sheet ? (struct row_fields){.first = sheet->first, .count = sheet->count}
                 : (struct row_fields){.first = 0};
}

/* "owner.fullName", as JSON Forms takes it. */
static size_t field_of_label(const struct form *form, const struct sheet *sheet)
{
    const json_t *options =
        json_object_get(field_element(form, sheet->list)->source, "options");
    const char *name = json_text(options, "elementLabelProp");
    if (!name)
        return SIZE_MAX;
    char *pointer = memory_format("%s/%s", sheet->place, name);
    for (char *dot = pointer + strlen(sheet->place); (dot = strchr(dot, '.'));)
        *dot = '/';
    size_t field = field_at(form, pointer);
    free(pointer);
    return field;
}

char *form_row_label(const struct form *form, size_t list, size_t row)
{
    const struct sheet *sheet = sheet_of(form, list, row);
    if (!sheet)
        return memory_copy_text("");
    size_t field = field_of_label(form, sheet);
    for (size_t i = sheet->first; field == SIZE_MAX && i < sheet->first + sheet->count;
         i++)
        if (form->fields[i].visible && form->fields[i].kind == FIELD_TEXT)
            field = i;
    return field == SIZE_MAX ? memory_copy_text("") : form_shown(form, field);
}

char *rows_typed(const struct form *form, size_t list)
{
    struct buffer out;
    buffer_init(&out, TYPED_BYTES_MOST);
    for (size_t i = 0; i < form->fields[list].row_count; i++) {
        char *label = form_row_label(form, list, i);
        buffer_add_text(&out, i ? BETWEEN_ROWS : "");
        buffer_add_text(&out, *label ? label : "…");
        memory_free_text(&label);
    }
    char *text = memory_copy_text(out.data);
    buffer_free(&out);
    return text;
}

/* ---- changing ---- */

static size_t place_after(size_t row, size_t from, size_t to)
{
    if (row == from)
        return to;
    if (row > from && row <= to)
        return row - 1;
    return row < from && row >= to ? row + 1 : row;
}

/* Rows of the list at `around`, "/members/", that change places; `to` GONE: one goes. */
struct moved {
    const char *around;
    size_t from, to;
};

/* Where the pointer leads after it; NULL: nowhere. Allocated. */
static char *moved_pointer(const struct moved *moved, const char *pointer)
{
    size_t size = strlen(moved->around);
    if (strncmp(pointer, moved->around, size) != 0)
        return memory_copy_text(pointer);
    char *rest;
    size_t row = strtoul(pointer + size, &rest, 10);
    size_t place = place_after(row, moved->from, moved->to);
    return place == GONE ? NULL : memory_format("%s%zu%s", moved->around, place, rest);
}

static void move_fields(struct form *form, const struct moved *moved)
{
    for (size_t i = form->sheets[0].count; i < form->field_count; i++) {
        char *old = form->own[i].pointer;
        if (!old)
            continue;
        form->own[i].pointer = moved_pointer(moved, old);
        form->fields[i].pointer = form->own[i].pointer ? form->own[i].pointer : "";
        free(old);
    }
}

/* Moves the pointer in this member; false: it leads nowhere now. */
static bool move_member(json_t *entry, const char *member, const struct moved *moved)
{
    const char *old = json_text(entry, member);
    char *pointer = old ? moved_pointer(moved, old) : NULL;
    bool kept = !old || pointer;
    if (pointer)
        json_object_set_new(entry, member, json_string(pointer));
    free(pointer);
    return kept;
}

/* The members of "values" are called by pointers. */
static void move_names(json_t *entry, const struct moved *moved)
{
    json_t *values = json_object(), *value;
    const char *old;
    json_object_foreach(json_object_get(entry, "values"), old, value)
    {
        char *pointer = moved_pointer(moved, old);
        if (pointer)
            json_object_set(values, pointer, value);
        free(pointer);
    }
    if (json_object_get(entry, "values"))
        json_object_set(entry, "values", values);
    json_decref(values);
}

/* What was said of a person or a warning in a row goes where the row goes. */
static void move_said(json_t *list, const struct moved *moved)
{
    for (size_t i = json_array_size(list); i-- > 0;) {
        json_t *entry = json_array_get(list, i);
        bool kept = move_member(entry, "pointer", moved);
        kept = move_member(entry, "told", moved) && kept;
        if (kept) {
            move_names(entry, moved);
            continue;
        }
        json_t *gone = json_incref(entry);
        json_array_remove(list, i);
        json_wipe(&gone);
    }
}

/* Before the rows change places, all pointers into them do. */
static void move_pointers(struct form *form, size_t list, size_t from, size_t to)
{
    char *around = memory_format("%s/", form->fields[list].pointer);
    const struct moved moved = {.around = around, .from = from, .to = to};
    move_fields(form, &moved);
    move_said(form->confirmed, &moved);
    move_said(form->passed, &moved);
    move_said(form->told, &moved);
    free(around);
    form->own[list].laid = SIZE_MAX; /* to be laid anew */
}

bool form_row_add(struct form *form, size_t list)
{
    const struct field *field = &form->fields[list];
    if (field->kind != FIELD_ROWS || (long long)field->row_count >= field->most ||
        form->field_count + field_element(form, list)->row->count > FIELDS_MOST_WITH_ROWS)
        return false;
    json_t *rows = json_at(form->answers, field->pointer);
    if (!json_is_array(rows)) {
        rows = json_array();
        form_clear_the_way(form, list);
        json_put(form->answers, field->pointer, rows);
        json_decref(rows);
    }
    json_array_append_new(rows, json_object());
    form_work_out(form);
    return true;
}

bool form_row_remove(struct form *form, size_t list, size_t row)
{
    if (!sheet_of(form, list, row))
        return false;
    json_t *rows = json_at(form->answers, form->fields[list].pointer);
    move_pointers(form, list, row, GONE);
    json_t *gone = json_incref(json_array_get(rows, row));
    json_array_remove(rows, row);
    json_wipe(&gone);
    if (json_array_size(rows) == 0)
        json_put(form->answers, form->fields[list].pointer, NULL);
    form_work_out(form);
    return true;
}

bool form_row_move(struct form *form, size_t list, size_t from, size_t to)
{
    if (!sheet_of(form, list, from) || !sheet_of(form, list, to))
        return false;
    json_t *rows = json_at(form->answers, form->fields[list].pointer);
    move_pointers(form, list, from, to);
    json_t *row = json_incref(json_array_get(rows, from));
    json_array_remove(rows, from);
    json_array_insert_new(rows, to, row);
    form_work_out(form);
    return true;
}
