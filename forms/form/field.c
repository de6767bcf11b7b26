/* SPDX-License-Identifier: MIT */
/* Builds the fields and steps of a form from its UI schema and schema. */
#include "forms/form/inside.h"

#include "forms/form/label.h"
#include "forms/form/shape.h"
#include "forms/form/typed.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHOICES_MOST = 10000, CHOICES_AS_RADIO = 4, NUMBER_BYTES = 32 };

bool field_has_value(const struct field *field)
{
    return field->kind != FIELD_HEADING && field->kind != FIELD_NOTE;
}

const struct element *field_element(const struct form *form, size_t field)
{
    const struct field_own *own = &form->own[field];
    return &form->sheets[own->sheet].ui->list[own->element];
}

size_t field_at(const struct form *form, const char *pointer)
{
    const json_t *first = json_object_get(form->first_field, pointer);
    size_t field = first ? (size_t)json_integer_value(first) : SIZE_MAX;
    for (size_t i = field; i != SIZE_MAX; i = form->own[i].twin)
        if (form->fields[i].visible)
            return i;
    return field;
}

/* ---- kinds ---- */

static const char *type_of(const struct form *form, const json_t *schema)
{
    const json_t *type = shape_find(form->document, schema, "type");
    size_t i;
    json_t *one;
    json_array_foreach(type, i, one)
    {
        if (json_is_string(one) && strcmp(json_string_value(one), "null") != 0)
            return json_string_value(one);
    }
    return json_is_string(type) ? json_string_value(type) : "";
}

static bool option_is(const struct element *e, const char *option, const char *word)
{
    const json_t *options = json_object_get(e->source, "options");
    return strcmp(json_text_or(options, option, ""), word) == 0;
}

static bool format_is(const struct form *form, const struct element *e, const char *name)
{
    const json_t *format = shape_find(form->document, e->schema, "format");
    return json_is_string(format) && strcmp(json_string_value(format), name) == 0;
}

static enum field_kind kind_of_text(const struct form *form, const struct element *e)
{
    if (format_is(form, e, "date"))
        return FIELD_DATE;
    bool place = option_is(e, "picker", "place") || format_is(form, e, "vn-commune");
    if (place && procedure_lists(form->procedure))
        return FIELD_PLACE;
    bool multi = json_flag(json_object_get(e->source, "options"), "multi", false);
    return multi ? FIELD_LINES : FIELD_TEXT;
}

static enum field_kind kind_of(const struct form *form, const struct element *e)
{
    const char *type = type_of(form, e->schema);
    if (!e->schema)
        return FIELD_DISPLAY;
    if (e->row)
        return FIELD_ROWS;
    if (strcmp(type, "array") == 0) {
        const json_t *items = shape_find(form->document, e->schema, "items");
        return label_choices(form, items) ? FIELD_CHOICES : FIELD_DISPLAY;
    }
    if (strcmp(type, "object") == 0)
        return FIELD_DISPLAY;
    if (label_choices(form, e->schema) &&
        (strcmp(type, "boolean") != 0 || !shape_find(form->document, e->schema, "enum")))
        return FIELD_CHOICE;
    if (strcmp(type, "boolean") == 0)
        return FIELD_YES_NO;
    if (strcmp(type, "integer") == 0)
        return FIELD_INTEGER;
    if (strcmp(type, "number") == 0)
        return FIELD_NUMBER;
    return strcmp(type, "string") == 0 ? kind_of_text(form, e) : FIELD_DISPLAY;
}

/* By its format, or because a card fills it with one. */
static bool is_personal(const struct form *form, size_t self)
{
    static const char *const NUMBERS[] = {"identityNumber", "oldNumber"};
    const struct uischema *ui = form->sheets[form->own[self].sheet].ui;
    const struct element *e = field_element(form, self);
    const char *scope = json_text_or(e->source, "scope", "");
    const json_t *format = shape_find(form->document, e->schema, "format");
    if (json_is_string(format) &&
        strcmp(json_string_value(format), "vn-identity-number") == 0)
        return true;
    for (size_t at = e->parent; at != SIZE_MAX; at = ui->list[at].parent) {
        const json_t *card = uischema_card(&ui->list[at]);
        for (size_t i = 0; i < sizeof(NUMBERS) / sizeof(*NUMBERS); i++)
            if (strcmp(json_text_or(card, NUMBERS[i], ""), scope) == 0)
                return true;
    }
    return false;
}

/* By its kind or format, or because the UI schema says so. */
static bool is_plain(const struct form *form, size_t self)
{
    const struct field *field = &form->fields[self];
    const struct element *e = field_element(form, self);
    bool has_format = shape_find(form->document, e->schema, "format") != NULL;
    if (field->kind != FIELD_TEXT && field->kind != FIELD_LINES)
        return true;
    return field->personal || (has_format && !field->person) ||
           option_is(e, "typing", "plain");
}

/* ---- values ---- */

static bool is_offered(const struct field *field, const json_t *value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (json_equal(field->choices[i].value, value))
            return true;
    return false;
}

static bool are_offered(const struct field *field, const json_t *list)
{
    size_t i;
    json_t *value;
    json_array_foreach(list, i, value)
    {
        if (!is_offered(field, value))
            return false;
    }
    return json_is_array(list);
}

bool field_takes(const struct field *field, const json_t *value)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_DATE:
    case FIELD_PLACE:
        return json_is_string(value) && json_string_length(value) <= field->most_bytes;
    case FIELD_INTEGER:
        return json_is_integer(value);
    case FIELD_NUMBER:
        return json_is_number(value);
    case FIELD_YES_NO:
        return json_is_boolean(value);
    case FIELD_CHOICE:
        return is_offered(field, value);
    case FIELD_CHOICES:
        return are_offered(field, value);
    default:
        return false;
    }
}

/* ---- limits ---- */

static long long limit_of(const struct form *form, const json_t *schema, const char *key,
                          const char *exclusive, int inward, long long otherwise)
{
    const json_t *limit = shape_find(form->document, schema, key);
    const json_t *open = shape_find(form->document, schema, exclusive);
    if (json_is_integer(limit))
        return json_integer_value(limit);
    if (json_is_integer(open) && json_integer_value(open) > LLONG_MIN &&
        json_integer_value(open) < LLONG_MAX)
        return json_integer_value(open) + inward;
    return otherwise;
}

static size_t most_bytes_of(const struct form *form, const struct field *field,
                            const json_t *schema)
{
    if (field->kind == FIELD_INTEGER || field->kind == FIELD_NUMBER ||
        field->kind == FIELD_DATE)
        return NUMBER_BYTES;
    const json_t *most = shape_find(form->document, schema, "maxLength");
    json_int_t letters = json_is_integer(most) ? json_integer_value(most) : -1;
    return letters >= 0 && letters < TYPED_BYTES_MOST / 4 ? (size_t)letters * 4
                                                          : TYPED_BYTES_MOST;
}

/* ---- building ---- */

static size_t step_element(const struct uischema *ui, size_t element)
{
    while (element != SIZE_MAX && ui->list[element].kind != ELEMENT_CATEGORY)
        element = ui->list[element].parent;
    return element;
}

/* Fields of one Category are a step; what stands outside of any, or after a Category
 * inside another, makes a step of its own. */
static size_t step_for(struct form *form, size_t element)
{
    size_t category = step_element(form->sheets[0].ui, element);
    size_t last = form->step_count - 1;
    if (form->step_count > 0 && form->steps_own[last].element == category)
        return last;
    size_t count = ++form->step_count;
    form->steps = memory_resize(form->steps, count, sizeof(*form->steps));
    form->steps_own = memory_resize(form->steps_own, count, sizeof(*form->steps_own));
    form->steps[count - 1] = (struct step){.title = "", .first = form->field_count};
    form->steps_own[count - 1] = (struct step_own){.element = category};
    return count - 1;
}

static int depth_of(const struct uischema *ui, size_t element)
{
    int depth = 0;
    size_t at = ui->list[element].parent;
    for (; at != SIZE_MAX; at = ui->list[at].parent)
        depth += ui->list[at].kind == ELEMENT_GROUP && label_is_said(&ui->list[at]);
    return depth;
}

static void make_room(struct form *form)
{
    if (form->field_count < form->field_room)
        return;
    form->field_room = form->field_room ? form->field_room * 2 : 64;
    form->fields = memory_resize(form->fields, form->field_room, sizeof(*form->fields));
    form->own = memory_resize(form->own, form->field_room, sizeof(*form->own));
}

static void add_field(struct form *form, enum field_kind kind, size_t element)
{
    make_room(form);
    size_t self = form->field_count, at = form->sheet_count - 1;
    struct sheet *sheet = &form->sheets[at];
    const struct element *e = &sheet->ui->list[element];
    bool in_row = sheet->list != SIZE_MAX;
    size_t step = in_row ? form->fields[sheet->list].step : step_for(form, element);
    char *pointer =
        in_row && *e->pointer ? memory_format("%s%s", sheet->place, e->pointer) : NULL;
    form->fields[self] = (struct field){.kind = kind,
                                        .pointer = pointer ? pointer : e->pointer,
                                        .depth = depth_of(sheet->ui, element),
                                        .step = step,
                                        .list = sheet->list,
                                        .row = sheet->row,
                                        .label = "",
                                        .help = "",
                                        .example = "",
                                        .least = LLONG_MIN,
                                        .most = LLONG_MAX};
    form->own[self] = (struct field_own){.sheet = at,
                                         .element = element,
                                         .pointer = pointer,
                                         .schema = e->schema,
                                         .name = "",
                                         .twin = SIZE_MAX};
    form->field_count++;
    sheet->count++;
    if (!in_row)
        form->steps[step].count++;
}

static const json_t *choices_of(const struct form *form, enum field_kind kind,
                                const json_t *schema)
{
    if (kind == FIELD_CHOICES)
        schema = shape_find(form->document, schema, "items");
    return kind == FIELD_CHOICE || kind == FIELD_CHOICES ? label_choices(form, schema)
                                                         : NULL;
}

static long long rows_between(const struct form *form, const json_t *schema,
                              const char *key, long long otherwise)
{
    long long rows = limit_of(form, schema, key, key, 0, otherwise);
    return rows < 0 ? 0 : rows > FORM_ROWS_MOST ? FORM_ROWS_MOST : rows;
}

static void describe_value(struct form *form, size_t self)
{
    struct field *field = &form->fields[self];
    const struct element *e = field_element(form, self);
    const json_t *schema = e->schema;
    form->own[self].fallback = shape_find(form->document, schema, "default");
    field->most_bytes = most_bytes_of(form, field, schema);
    field->personal = is_personal(form, self);
    if (field->kind == FIELD_INTEGER) {
        field->least =
            limit_of(form, schema, "minimum", "exclusiveMinimum", 1, LLONG_MIN);
        field->most =
            limit_of(form, schema, "maximum", "exclusiveMaximum", -1, LLONG_MAX);
    }
    if (field->kind == FIELD_ROWS) {
        field->least = rows_between(form, schema, "minItems", 0);
        field->most = rows_between(form, schema, "maxItems", FORM_ROWS_MOST);
    }
    field->person = field->kind == FIELD_TEXT && format_is(form, e, "vn-name");
    field->digits =
        field->kind == FIELD_TEXT && (field->personal || format_is(form, e, "vn-phone"));
    field->plain = is_plain(form, self);
    const json_t *list = choices_of(form, field->kind, schema);
    field->radio =
        field->kind == FIELD_CHOICE &&
        (option_is(e, "format", "radio") || json_array_size(list) <= CHOICES_AS_RADIO);
}

/* So that the fields at a pointer are found without a search. */
static void file_under_pointer(struct form *form, size_t self)
{
    const char *pointer = form->fields[self].pointer;
    json_t *first = json_object_get(form->first_field, pointer);
    if (*pointer == '\0')
        return;
    if (!first) {
        json_object_set_new(form->first_field, pointer, json_integer((json_int_t)self));
        return;
    }
    size_t at = (size_t)json_integer_value(first);
    while (form->own[at].twin != SIZE_MAX)
        at = form->own[at].twin;
    form->own[at].twin = self;
}

static void add_element(struct form *form, size_t element)
{
    const struct element *e = &form->sheets[form->sheet_count - 1].ui->list[element];
    if (e->kind == ELEMENT_GROUP && label_is_said(e))
        add_field(form, FIELD_HEADING, element);
    if (e->kind == ELEMENT_LABEL)
        add_field(form, FIELD_NOTE, element);
    if (e->kind != ELEMENT_CONTROL)
        return;
    add_field(form, kind_of(form, e), element);
    describe_value(form, form->field_count - 1);
}

void fields_lay(struct form *form, const struct uischema *ui, char *taken_place,
                size_t list, size_t row)
{
    form->sheets =
        memory_resize(form->sheets, form->sheet_count + 1, sizeof(*form->sheets));
    form->sheets[form->sheet_count++] =
        (struct sheet){.ui = ui,
                       .place = taken_place,
                       .list = list,
                       .row = row,
                       .first = form->field_count,
                       .shown = memory_array(ui->count, sizeof(bool)),
                       .usable = memory_array(ui->count, sizeof(bool))};
    for (size_t i = 0; i < ui->count; i++)
        add_element(form, i);
}

void fields_file(struct form *form)
{
    json_object_clear(form->first_field);
    for (size_t i = 0; i < form->field_count; i++) {
        form->own[i].twin = SIZE_MAX;
        file_under_pointer(form, i);
    }
}

/* Of a page, and of the rows of its lists, which may come later. */
static bool check_choices(const struct form *form, const struct uischema *ui,
                          struct error *err)
{
    for (size_t i = 0; i < ui->count; i++) {
        const struct element *e = &ui->list[i];
        bool valued = e->kind == ELEMENT_CONTROL;
        const json_t *list =
            valued ? choices_of(form, kind_of(form, e), e->schema) : NULL;
        if (json_array_size(list) > CHOICES_MOST)
            return error_set(err, _("schema.json: more than %d choices for %s."),
                             CHOICES_MOST, e->pointer);
        if (e->row && !check_choices(form, e->row, err))
            return false;
    }
    return true;
}

bool fields_build(struct form *form, struct error *err)
{
    const struct uischema *ui = procedure_layout(form->procedure);
    form->first_field = json_object();
    if (!check_choices(form, ui, err))
        return false;
    fields_lay(form, ui, memory_copy_text(""), SIZE_MAX, SIZE_MAX);
    fields_file(form);
    return form->field_count <= FIELDS_MOST ||
           error_set(err, _("uischema.json: more than %d fields."), FIELDS_MOST);
}

void fields_free(struct form *form)
{
    for (size_t i = 0; i < form->field_count; i++) {
        memory_free_text(&form->own[i].typed);
        free(form->own[i].pointer);
    }
    for (size_t i = 0; i < form->sheet_count; i++) {
        free(form->sheets[i].place);
        free(form->sheets[i].shown);
        free(form->sheets[i].usable);
    }
    free(form->sheets);
    labels_clear(form);
    json_decref(form->first_field);
    free(form->fields);
    free(form->own);
    free(form->steps);
    free(form->steps_own);
}
