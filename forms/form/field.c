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

enum {
    FIELDS_MOST = 2000,
    CHOICES_MOST = 10000,
    CHOICES_AS_RADIO = 4,
    NUMBER_BYTES = 32
};

bool field_has_value(const struct field *field)
{
    return field->kind != FIELD_HEADING && field->kind != FIELD_NOTE;
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

static enum field_kind kind_of_text(const struct form *form, const struct element *e)
{
    const json_t *format = shape_find(form->document, e->schema, "format");
    if (json_is_string(format) && strcmp(json_string_value(format), "date") == 0)
        return FIELD_DATE;
    bool multi = json_flag(json_object_get(e->source, "options"), "multi", false);
    return multi ? FIELD_LINES : FIELD_TEXT;
}

static enum field_kind kind_of(const struct form *form, const struct element *e)
{
    const char *type = type_of(form, e->schema);
    if (e->kind == ELEMENT_SHOWN || !e->schema)
        return FIELD_DISPLAY;
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

static size_t step_element(const struct form *form, size_t element)
{
    while (element != SIZE_MAX && form->ui->list[element].kind != ELEMENT_CATEGORY)
        element = form->ui->list[element].parent;
    return element;
}

/* Fields of one Category are a step; what stands outside of any, or after a Category
 * inside another, makes a step of its own. */
static size_t step_for(struct form *form, size_t element)
{
    size_t category = step_element(form, element);
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

static int depth_of(const struct form *form, size_t element)
{
    int depth = 0;
    size_t at = form->ui->list[element].parent;
    for (; at != SIZE_MAX; at = form->ui->list[at].parent)
        depth += form->ui->list[at].kind == ELEMENT_GROUP &&
                 label_is_said(&form->ui->list[at]);
    return depth;
}

static bool add_field(struct form *form, enum field_kind kind, size_t element,
                      struct error *err)
{
    if (form->field_count >= FIELDS_MOST)
        return error_set(err, _("uischema.json: more than %d fields."), FIELDS_MOST);
    size_t self = form->field_count;
    const struct element *e = &form->ui->list[element];
    size_t step = step_for(form, element);
    form->fields[self] = (struct field){.kind = kind,
                                        .pointer = e->pointer,
                                        .depth = depth_of(form, element),
                                        .step = step,
                                        .label = "",
                                        .help = "",
                                        .example = "",
                                        .least = LLONG_MIN,
                                        .most = LLONG_MAX};
    form->own[self] = (struct field_own){
        .element = element, .schema = e->schema, .name = "", .twin = SIZE_MAX};
    form->field_count++;
    form->steps[step].count++;
    return true;
}

static bool describe_value(struct form *form, size_t self, struct error *err)
{
    struct field *field = &form->fields[self];
    const struct element *e = &form->ui->list[form->own[self].element];
    const json_t *schema = e->schema;
    form->own[self].fallback = shape_find(form->document, schema, "default");
    field->most_bytes = most_bytes_of(form, field, schema);
    if (field->kind == FIELD_INTEGER) {
        field->least =
            limit_of(form, schema, "minimum", "exclusiveMinimum", 1, LLONG_MIN);
        field->most =
            limit_of(form, schema, "maximum", "exclusiveMaximum", -1, LLONG_MAX);
    }
    if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES) {
        const json_t *list =
            label_choices(form, field->kind == FIELD_CHOICE
                                    ? schema
                                    : shape_find(form->document, schema, "items"));
        if (json_array_size(list) > CHOICES_MOST)
            return error_set(err, _("schema.json: more than %d choices for %s."),
                             CHOICES_MOST, field->pointer);
        field->radio =
            field->kind == FIELD_CHOICE && (option_is(e, "format", "radio") ||
                                            json_array_size(list) <= CHOICES_AS_RADIO);
    }
    return true;
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

static bool build_element(struct form *form, size_t element, struct error *err)
{
    const struct element *e = &form->ui->list[element];
    if (e->kind == ELEMENT_GROUP && label_is_said(e))
        return add_field(form, FIELD_HEADING, element, err);
    if (e->kind == ELEMENT_LABEL)
        return add_field(form, FIELD_NOTE, element, err);
    if (e->kind != ELEMENT_CONTROL && e->kind != ELEMENT_SHOWN)
        return true;
    if (!add_field(form, kind_of(form, e), element, err))
        return false;
    file_under_pointer(form, form->field_count - 1);
    return describe_value(form, form->field_count - 1, err);
}

bool fields_build(struct form *form, struct error *err)
{
    size_t room = form->ui->count < FIELDS_MOST ? form->ui->count : FIELDS_MOST;
    form->fields = memory_array(room, sizeof(*form->fields));
    form->own = memory_array(room, sizeof(*form->own));
    form->shown = memory_array(form->ui->count, sizeof(*form->shown));
    form->usable = memory_array(form->ui->count, sizeof(*form->usable));
    form->first_field = json_object();
    for (size_t i = 0; i < form->ui->count; i++)
        if (!build_element(form, i, err))
            return false;
    return true;
}

void fields_free(struct form *form)
{
    for (size_t i = 0; i < form->field_count; i++)
        memory_free_text(&form->own[i].typed);
    labels_clear(form);
    json_decref(form->first_field);
    free(form->fields);
    free(form->own);
    free(form->steps);
    free(form->steps_own);
    free(form->shown);
    free(form->usable);
}
