/* SPDX-License-Identifier: MIT */
/* The answers of a form that was filled in another version: what still has a field that
 * takes it goes there, and the rest is told. */
#include "forms/form/form.h"

#include "forms/form/inside.h"
#include "forms/form/shape.h"
#include "forms/vietnam/identity.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 16, LOST_MOST = 500 };

/* Rows make fields, which come later in the list and are filled there. */
static void fill(struct form *form, const json_t *answers)
{
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        const json_t *value = *field->pointer ? json_at(answers, field->pointer) : NULL;
        if (field->kind == FIELD_ROWS)
            while (form->fields[i].row_count < json_array_size(value) &&
                   form_row_add(form, i))
                ;
        else if (value && field_takes(field, value))
            form_set(form, i, value);
    }
}

/* ---- what is lost ---- */

static void add_lost(const struct form *form, const char *pointer, const json_t *value,
                     json_t *lost)
{
    size_t field = field_at(form, pointer);
    const char *slash = strrchr(pointer, '/');
    const char *name = field != SIZE_MAX ? form->own[field].name : slash ? slash + 1 : "";
    char *dumped = json_is_string(value)
                       ? memory_copy_text(json_string_value(value))
                       : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    char *label = utf8_clean(name, strlen(name), UTF8_ONE_LINE);
    bool personal = dumped && ((field != SIZE_MAX && form->fields[field].personal) ||
                               identity_resembles(dumped));
    char *shown = personal ? identity_mask(dumped) : memory_copy_text(dumped);
    char *text = shown ? utf8_clean(shown, strlen(shown), UTF8_ONE_LINE) : NULL;
    if (text && json_array_size(lost) < LOST_MOST)
        json_array_append_new(lost,
                              json_pack("{s:s, s:s}", "label", label, "value", text));
    memory_free_text(&dumped);
    memory_free_text(&shown);
    memory_free_text(&label);
    memory_free_text(&text);
}

/* What the form computes itself is not lost, whatever it was. */
static bool is_there(const struct form *form, const char *pointer, const json_t *value)
{
    size_t field = field_at(form, pointer);
    return json_equal(json_at(form->answers, pointer), value) ||
           (field != SIZE_MAX && field_element(form, field)->read_only);
}

static void look_for_lost(const struct form *form, const char *pointer,
                          const json_t *value, int depth, json_t *lost)
{
    bool rows = json_is_array(value) && json_is_object(json_array_get(value, 0));
    if (is_there(form, pointer, value) || depth > DEPTH_MOST)
        return;
    size_t i;
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)value, name, member)
    {
        char *place = shape_join(pointer, name);
        look_for_lost(form, place, member, depth + 1, lost);
        free(place);
    }
    for (i = 0; rows && i < json_array_size(value); i++) {
        char *place = memory_format("%s/%zu", pointer, i);
        look_for_lost(form, place, json_array_get(value, i), depth + 1, lost);
        free(place);
    }
    if (!rows && !json_is_object(value))
        add_lost(form, pointer, value, lost);
}

struct form *form_carry_over(const struct procedure *procedure, const json_t *answers,
                             const char *today, json_t **lost, struct error *err)
{
    *lost = json_array();
    struct form *form = form_create_take(procedure, NULL, today, err);
    if (form) {
        prefill_rest(form); /* what was emptied stays empty */
        fill(form, answers);
        look_for_lost(form, "", answers, 0, *lost);
    }
    return form;
}
