/* SPDX-License-Identifier: MIT */
#include "forms/form/card_fill.h"

#include "forms/form/inside.h"
#include "forms/form/label.h"
#include "forms/form/shape.h"
#include "forms/form/typed.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool card_fill_read(const struct form *form, const char *text, struct card *card,
                    struct error *err)
{
    return card_read(text, strlen(text), form->today, card, err);
}

/* ---- what a card has to say ---- */

static json_t *text_or_null(const char *text, bool known)
{
    return known && *text ? json_string(text) : NULL;
}

static json_t *number_of(const struct card *card)
{
    return json_string(card->number);
}

static json_t *old_number_of(const struct card *card)
{
    return text_or_null(card->old_number, true);
}

static json_t *name_of(const struct card *card)
{
    return text_or_null(card->name, !card->letters_lost);
}

static json_t *birth_date_of(const struct card *card)
{
    return json_string(card->birth_date);
}

static json_t *sex_of(const struct card *card)
{
    return json_string(card->female ? "female" : "male");
}

static json_t *address_of(const struct card *card)
{
    return text_or_null(card->address, !card->letters_lost);
}

static json_t *issue_date_of(const struct card *card)
{
    return json_string(card->issue_date);
}

/* The members of options.card. A kind of document is among the field's own choices. */
enum { IS_TEXT = 1, IS_DATE = 2, IS_CHOICE = 4 };
static const struct datum {
    const char *name;
    int kinds;
    json_t *(*value)(const struct card *card);
} DATA[] = {
    {"identityNumber", IS_TEXT, number_of},
    {"fullName", IS_TEXT, name_of},
    {"oldNumber", IS_TEXT, old_number_of},
    {"birthDate", IS_DATE, birth_date_of},
    {"sex", IS_CHOICE, sex_of},
    {"address", IS_TEXT, address_of},
    {"issueDate", IS_DATE, issue_date_of},
    {"documentKind", IS_CHOICE, NULL},
};
enum { DATA_COUNT = sizeof(DATA) / sizeof(*DATA), NAME = 1 };

bool card_fill_knows(const char *name)
{
    for (size_t i = 0; i < DATA_COUNT; i++)
        if (strcmp(DATA[i].name, name) == 0)
            return true;
    return false;
}

static bool fits(const struct datum *datum, enum field_kind kind)
{
    int is = kind == FIELD_TEXT || kind == FIELD_LINES ? IS_TEXT
             : kind == FIELD_DATE                      ? IS_DATE
             : kind == FIELD_CHOICE                    ? IS_CHOICE
                                                       : 0;
    return datum->kinds & is;
}

/* The last of the choices that were issued on that day already: "x-card-since". */
static json_t *kind_of_document(const struct form *form, size_t field,
                                const struct card *card)
{
    const json_t *list = label_choices(form, form->own[field].schema), *entry;
    const json_t *found = NULL;
    const char *since = "";
    for (size_t i = 0; i < json_array_size(list); i++) {
        entry = json_array_get(list, i);
        const char *from = json_text_or(entry, "x-card-since", "");
        if (*from && strcmp(from, card->issue_date) <= 0 && strcmp(from, since) > 0) {
            since = from;
            found = json_object_get(entry, "const");
        }
    }
    return found ? json_deep_copy(found) : NULL;
}

/* ---- the mapping ---- */

/* The field that the mapping names for the datum; SIZE_MAX. */
static size_t mapped_field(const struct form *form, size_t sheet, const json_t *mapping,
                           const struct datum *datum)
{
    const char *scope = json_text(mapping, datum->name);
    char *inside = scope ? shape_scope_to_data(scope) : NULL;
    size_t field = SIZE_MAX;
    if (inside && *inside) {
        char *pointer = memory_format("%s%s", form->sheets[sheet].place, inside);
        field = field_at(form, pointer);
        free(pointer);
    }
    free(inside);
    return field;
}

static bool can_fill(const struct form *form, size_t field, const struct datum *datum)
{
    return field != SIZE_MAX && form->fields[field].visible &&
           form->fields[field].enabled && fits(datum, form->fields[field].kind);
}

static const struct element *element_of(const struct form *form,
                                        const struct card_person *person)
{
    return &form->sheets[person->sheet].ui->list[person->element];
}

/* ---- persons ---- */

/* "Người mẹ"; of a row "Thành viên 2"; of a layout without words those of its step. */
static char *title_of(const struct form *form, size_t sheet, size_t element, size_t field)
{
    const struct sheet *s = &form->sheets[sheet];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (form->fields[i].kind == FIELD_HEADING && form->own[i].element == element)
            return memory_copy_text(form->fields[i].label);
    if (s->list != SIZE_MAX)
        return memory_format("%s %zu", form->fields[s->list].label, s->row + 1);
    return memory_copy_text(form->steps[form->fields[field].step].title);
}

/* "/mother" for "/mother/personalId". */
static char *around(const char *pointer)
{
    return memory_copy_span(pointer, (size_t)(strrchr(pointer, '/') - pointer));
}

/* Adds the person whose mapping stands at the element, if a field is there now. */
static void add_person(const struct form *form, size_t sheet, size_t element,
                       size_t first, size_t count, struct card_persons *out)
{
    const json_t *mapping = uischema_card(&form->sheets[sheet].ui->list[element]);
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < DATA_COUNT && found == SIZE_MAX; i++) {
        size_t field = mapped_field(form, sheet, mapping, &DATA[i]);
        if (can_fill(form, field, &DATA[i]) && field >= first && field < first + count)
            found = field;
    }
    if (found == SIZE_MAX)
        return;
    out->list = memory_resize(out->list, out->count + 1, sizeof(*out->list));
    out->list[out->count++] =
        (struct card_person){.title = title_of(form, sheet, element, found),
                             .pointer = around(form->fields[found].pointer),
                             .sheet = sheet,
                             .element = element};
}

/* How far above the field's element the person's stands; SIZE_MAX: elsewhere. */
static size_t distance(const struct form *form, const struct card_person *person,
                       size_t field)
{
    size_t steps = 0;
    if (field == SIZE_MAX || form->own[field].sheet != person->sheet)
        return SIZE_MAX;
    const struct uischema *ui = form->sheets[person->sheet].ui;
    for (size_t at = form->own[field].element; at != SIZE_MAX; at = ui->list[at].parent) {
        if (at == person->element)
            return steps;
        steps++;
    }
    return SIZE_MAX;
}

static void put_nearest_first(const struct form *form, size_t focus,
                              struct card_persons *persons)
{
    size_t nearest = 0;
    for (size_t i = 1; i < persons->count; i++)
        if (distance(form, &persons->list[i], focus) <
            distance(form, &persons->list[nearest], focus))
            nearest = i;
    if (nearest == 0)
        return;
    struct card_person first = persons->list[nearest];
    memmove(persons->list + 1, persons->list, nearest * sizeof(*persons->list));
    persons->list[0] = first;
}

void card_fill_persons(const struct form *form, size_t first, size_t count, size_t focus,
                       struct card_persons *out)
{
    *out = (struct card_persons){0};
    for (size_t s = 0; s < form->sheet_count; s++)
        for (size_t e = 0; e < form->sheets[s].ui->count; e++)
            if (uischema_card(&form->sheets[s].ui->list[e]))
                add_person(form, s, e, first, count, out);
    put_nearest_first(form, focus, out);
}

void card_persons_free(struct card_persons *persons)
{
    for (size_t i = 0; i < persons->count; i++) {
        free(persons->list[i].title);
        free(persons->list[i].pointer);
    }
    free(persons->list);
    *persons = (struct card_persons){0};
}

/* ---- changes ---- */

static bool is_same_name(const json_t *now, const json_t *value)
{
    if (!json_is_string(now))
        return false;
    char *one = viet_key(json_string_value(now));
    char *other = viet_key(json_string_value(value));
    bool same = strcmp(one, other) == 0;
    memory_free_text(&one);
    memory_free_text(&other);
    return same;
}

static bool is_choice(const struct field *field, const json_t *value)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (json_equal((json_t *)field->choices[i].value, (json_t *)value))
            return true;
    return false;
}

/* Takes the value. */
static void add_change(const struct form *form, size_t index, const struct datum *datum,
                       json_t *value, struct card_changes *out)
{
    const struct field *field = &form->fields[index];
    const json_t *now = form_value(form, index);
    char *after = typed_write(field, value);
    out->list = memory_resize(out->list, out->count + 1, sizeof(*out->list));
    out->list[out->count++] =
        (struct card_change){.pointer = memory_copy_text(field->pointer),
                             .label = memory_copy_text(form->own[index].name),
                             .before = form_shown(form, index),
                             .after = form_mask(field, after),
                             .value = value,
                             .same = (now && json_equal((json_t *)now, value)) ||
                                     (datum == &DATA[NAME] && is_same_name(now, value))};
    memory_free_text(&after);
}

void card_fill_propose(const struct form *form, const struct card_person *person,
                       const struct card *card, struct card_changes *out)
{
    const json_t *mapping = uischema_card(element_of(form, person));
    *out = (struct card_changes){0};
    for (size_t i = 0; i < DATA_COUNT; i++) {
        size_t field = mapped_field(form, person->sheet, mapping, &DATA[i]);
        if (!can_fill(form, field, &DATA[i]))
            continue;
        json_t *value =
            DATA[i].value ? DATA[i].value(card) : kind_of_document(form, field, card);
        bool offered = form->fields[field].kind != FIELD_CHOICE ||
                       is_choice(&form->fields[field], value);
        if (value && offered)
            add_change(form, field, &DATA[i], value, out);
        else
            json_wipe(&value);
    }
}

void card_changes_free(struct card_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        struct card_change *change = &changes->list[i];
        memory_free_text(&change->pointer);
        memory_free_text(&change->label);
        memory_free_text(&change->before);
        memory_free_text(&change->after);
        json_wipe(&change->value);
    }
    free(changes->list);
    *changes = (struct card_changes){0};
}

void card_fill_accept(struct form *form, const struct card_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        size_t field = field_at(form, changes->list[i].pointer);
        if (!changes->list[i].same && field != SIZE_MAX)
            form_set(form, field, changes->list[i].value);
    }
}

/* ---- who was compared with the card ---- */

/* The answer that tells who it is: the number, else the name; SIZE_MAX. */
static size_t telling_field(const struct form *form, const struct card_person *person)
{
    const json_t *mapping = uischema_card(element_of(form, person));
    for (size_t i = 0; i <= NAME; i++) {
        size_t field = mapped_field(form, person->sheet, mapping, &DATA[i]);
        if (field != SIZE_MAX && form->fields[field].visible && form_value(form, field))
            return field;
    }
    return SIZE_MAX;
}

static void forget_confirmed(struct form *form, const char *pointer)
{
    for (size_t i = json_array_size(form->confirmed); i-- > 0;) {
        const json_t *entry = json_array_get(form->confirmed, i);
        if (strcmp(json_text_or(entry, "pointer", ""), pointer) == 0)
            json_array_remove(form->confirmed, i);
    }
}

void card_fill_confirm(struct form *form, const struct card_person *person,
                       const char *at)
{
    size_t field = telling_field(form, person);
    if (field == SIZE_MAX)
        return;
    forget_confirmed(form, person->pointer);
    json_array_append_new(form->confirmed,
                          json_pack("{s:s, s:s, s:s, s:s, s:o}", "pointer",
                                    person->pointer, "by", "card-qr", "at", at, "told",
                                    form->fields[field].pointer, "value",
                                    json_deep_copy(form_value(form, field))));
}

json_t *card_fill_confirmed(const struct form *form)
{
    json_t *standing = json_array(), *entry;
    size_t i;
    json_array_foreach(form->confirmed, i, entry)
    {
        const char *told = json_text(entry, "told");
        const json_t *now = told ? json_at(form->final, told) : NULL;
        json_t *value = json_object_get(entry, "value");
        if (now && value && json_equal((json_t *)now, value))
            json_array_append_new(standing,
                                  json_pack("{s:O, s:O, s:O}", "pointer",
                                            json_object_get(entry, "pointer"), "by",
                                            json_object_get(entry, "by"), "at",
                                            json_object_get(entry, "at")));
    }
    return standing;
}
