/* SPDX-License-Identifier: MIT */
/* Works out what follows from the answers: what is visible, enabled and required now,
 * what would be sent, and how far each step is. */
#include "forms/form/inside.h"

#include "forms/form/demand.h"
#include "forms/form/label.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Defaults and empty objects may lead to others; no sane form has longer chains. */
enum { TURNS_MOST = 16 };

/* ---- rules ---- */

/* Hidden are also those under a hidden one. Of being enabled JSON Forms has it that an
 * element's own rule counts, then its options, then its schema, then what is around it.
 */
static void follow_rules(struct form *form, struct sheet *sheet)
{
    const json_t *answers = json_at(form->answers, sheet->place);
    bool in_row = sheet->list != SIZE_MAX;
    for (size_t i = 0; i < sheet->ui->count; i++) {
        const struct element *e = &sheet->ui->list[i];
        bool root = e->parent == SIZE_MAX;
        const json_t *options = json_object_get(e->source, "options");
        enum rule_effect effect = e->rule ? rule_effect(e->rule) : RULE_OTHER;
        bool fulfilled = effect != RULE_OTHER && rule_is_fulfilled(e->rule, answers);

        sheet->shown[i] = !root    ? sheet->shown[e->parent]
                          : in_row ? form->fields[sheet->list].visible
                                   : true;
        if (effect == RULE_SHOW || effect == RULE_HIDE)
            sheet->shown[i] &= fulfilled == (effect == RULE_SHOW);

        bool usable = !root    ? sheet->usable[e->parent]
                      : in_row ? form->fields[sheet->list].enabled
                               : true;
        usable = usable && !e->read_only;
        usable = !json_flag(options, "readOnly", !usable);
        usable = !json_flag(options, "readonly", !usable);
        if (effect == RULE_ENABLE || effect == RULE_DISABLE)
            usable = fulfilled == (effect == RULE_ENABLE);
        sheet->usable[i] = usable;
    }
}

static void mark_around(const struct sheet *sheet, bool *peopled, size_t element)
{
    while (element != SIZE_MAX && !peopled[element]) {
        peopled[element] = true;
        element = sheet->ui->list[element].parent;
    }
}

/* A heading over nothing, and a step with nothing on its page, are not shown either. */
static void show_fields(struct form *form, const struct sheet *sheet)
{
    bool *peopled = memory_array(sheet->ui->count, sizeof(*peopled));
    for (size_t i = sheet->first; i < sheet->first + sheet->count; i++) {
        struct field *field = &form->fields[i];
        field->visible = sheet->shown[form->own[i].element];
        field->enabled = sheet->usable[form->own[i].element];
        if (field->visible && field->kind != FIELD_HEADING) {
            mark_around(sheet, peopled, form->own[i].element);
            form->steps[field->step].visible = true;
        }
    }
    size_t before = SIZE_MAX; /* the parent of the visible field before */
    for (size_t i = sheet->first; i < sheet->first + sheet->count; i++) {
        struct field *field = &form->fields[i];
        size_t parent = field_element(form, i)->parent;
        if (field->kind == FIELD_HEADING)
            field->visible &= peopled[form->own[i].element];
        field->beside = parent != SIZE_MAX && parent == before &&
                        sheet->ui->list[parent].kind == ELEMENT_HORIZONTAL;
        if (field->visible)
            before = parent;
    }
    free(peopled);
}

/* ---- defaults ---- */

/* A default is filled in once, when the field is first seen: not into a draft's field
 * that was emptied, nor again into one that was hidden in between. */
static bool offer_defaults(struct form *form)
{
    bool changed = false;
    for (size_t i = 0; i < form->field_count; i++) {
        struct field_own *own = &form->own[i];
        const struct field *field = &form->fields[i];
        if (!field->visible || own->offered)
            continue;
        own->offered = true;
        if (!own->fallback || form_value(form, i))
            continue;
        json_t *copy = json_deep_copy(own->fallback);
        changed |= json_put(form->answers, field->pointer, copy);
        json_decref(copy);
    }
    return changed;
}

/* ---- what would be sent ---- */

static bool is_shown_elsewhere(const struct form *form, const char *pointer)
{
    size_t field = field_at(form, pointer);
    return field != SIZE_MAX && form->fields[field].visible;
}

static void drop_hidden(const struct form *form, json_t *sent)
{
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        if (*field->pointer && !field->visible &&
            !is_shown_elsewhere(form, field->pointer))
            json_put(sent, field->pointer, NULL);
    }
}

/* A value is left out where every field that holds it is hidden. What a visible field
 * holds stays, even where a hidden one holds all that is around it. */
static json_t *without_hidden(const struct form *form)
{
    json_t *sent = json_deep_copy(form->answers);
    drop_hidden(form, sent);
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        json_t *value = *field->pointer && field->visible
                            ? json_at(form->answers, field->pointer)
                            : NULL;
        if (!value || json_is_object(value) || json_at(sent, field->pointer))
            continue;
        json_t *copy = json_deep_copy(value);
        json_put(sent, field->pointer, copy);
        json_decref(copy);
    }
    drop_hidden(form, sent); /* of the rows that came back */
    return sent;
}

/* Makes the objects around the pointer that are demanded and not there. */
static bool make_demanded_around(json_t *sent, const json_t *demanded,
                                 const char *pointer)
{
    bool made = false;
    const char *slash = *pointer ? pointer : NULL;
    while (slash && (slash = strchr(slash + 1, '/'))) {
        char *around = memory_copy_span(pointer, (size_t)(slash - pointer));
        if (json_object_get(demanded, around) && !json_at(sent, around)) {
            json_t *object = json_object();
            made |= json_put(sent, around, object);
            json_decref(object);
        }
        free(around);
    }
    return made;
}

/* An object that must be there, and of which nothing was answered yet, is there empty:
 * then what is missing are its members, which fields can mend. Returns what is demanded
 * in the end. */
static json_t *make_demanded(const struct form *form, json_t *sent)
{
    const struct demands *demands = procedure_demands(form->procedure);
    json_t *demanded = demands_collect(demands, sent);
    for (int turn = 0; turn < TURNS_MOST; turn++) {
        bool made = false;
        for (size_t i = 0; i < form->field_count; i++)
            if (form->fields[i].visible && field_has_value(&form->fields[i]))
                made |= make_demanded_around(sent, demanded, form->fields[i].pointer);
        if (!made)
            break;
        json_decref(demanded);
        demanded = demands_collect(demands, sent);
    }
    return demanded;
}

void follow_visible(struct form *form)
{
    for (size_t i = 0; i < form->step_count; i++)
        form->steps[i].visible = false;
    for (size_t i = 0; i < form->sheet_count; i++) { /* a list before its rows */
        follow_rules(form, &form->sheets[i]);
        show_fields(form, &form->sheets[i]);
    }
}

void follow_answers(struct form *form)
{
    for (int turn = 0; turn < TURNS_MOST; turn++) {
        if (!rows_fit(form)) {
            rows_lay(form);
            labels_write(form);
        }
        follow_visible(form);
        if (!offer_defaults(form))
            break;
    }
    json_wipe(&form->final);
    form->final = without_hidden(form);
    json_t *demanded = make_demanded(form, form->final);
    for (size_t i = 0; i < form->field_count; i++) {
        struct field *field = &form->fields[i];
        field->required = *field->pointer && json_object_get(demanded, field->pointer);
    }
    json_decref(demanded);
}

/* ---- steps ---- */

/* Answered by a person: more than the default that stood there from the start, or what
 * was taken over from elsewhere. */
static bool is_touched(const struct form *form, size_t field)
{
    const struct field_own *own = &form->own[field];
    const json_t *value = form_value(form, field);
    return own->typed || (value && !(own->fallback && json_equal(value, own->fallback)) &&
                          !prefill_stands(form, form->fields[field].pointer));
}

/* What the problems make of a step. */
struct trouble {
    bool any, attention, warned;
};

static enum step_state state_of(const struct form *form, size_t step,
                                const struct trouble *trouble)
{
    if (trouble->attention)
        return STEP_ATTENTION;
    if (form->steps_own[step].left && !trouble->any)
        return trouble->warned ? STEP_WARNED : STEP_DONE;
    const struct step *s = &form->steps[step];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (form->fields[i].visible && is_touched(form, i))
            return STEP_STARTED;
    return STEP_UNTOUCHED;
}

void follow_steps(struct form *form)
{
    struct trouble *troubles = memory_array(form->step_count, sizeof(*troubles));
    for (size_t i = 0; i < form->problem_count; i++) {
        const struct problem *p = &form->problems[i];
        if (p->field == SIZE_MAX)
            continue;
        struct trouble *trouble = &troubles[p->step];
        trouble->warned |= p->warning && !p->reason;
        trouble->any |= !p->warning;
        trouble->attention |=
            !p->warning && (!p->missing || form->steps_own[p->step].left);
    }
    for (size_t i = 0; i < form->step_count; i++)
        form->steps[i].state = state_of(form, i, &troubles[i]);
    free(troubles);
}
