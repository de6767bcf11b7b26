/* SPDX-License-Identifier: MIT */
/* The answers that a form takes over from others (x-prefill): each follows its sources
 * until a person changes it; from then on it is that person's, even when emptied. */
#include "forms/form/inside.h"

#include "forms/form/extension.h"
#include "forms/form/settled.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <string.h>

static const struct extensions *extensions_of(const struct form *form)
{
    return procedure_extensions(form->procedure);
}

static size_t prefill_at(const struct form *form, const char *pointer)
{
    const struct extensions *e = extensions_of(form);
    size_t i = 0;
    while (i < e->prefilled_count && strcmp(e->prefilled[i].pointer, pointer) != 0)
        i++;
    return i < e->prefilled_count ? i : SIZE_MAX;
}

void prefill_start(struct form *form, bool by_hand)
{
    size_t count = extensions_of(form)->prefilled_count;
    form->prefills = memory_array(count, sizeof(*form->prefills));
    for (size_t i = 0; i < count; i++)
        form->prefills[i].follows = !by_hand;
}

void prefill_rest(struct form *form)
{
    for (size_t i = 0; i < extensions_of(form)->prefilled_count; i++)
        form->prefills[i] = (struct prefill_own){.follows = false};
}

/* ---- following ---- */

/* What the rule gives, if that may stand at the field; a new reference, or NULL. */
static json_t *value_for(const struct form *form, const struct prefilled *p, size_t field,
                         size_t *steps_left)
{
    struct logic_context context = procedure_context(form->procedure, form->today);
    context.steps_left = steps_left;
    json_t *value = settled_apply(p->logic, form->final, &context);
    bool empty = json_is_string(value) && json_string_length(value) == 0;
    bool fits = value && !empty && field_takes(&form->fields[field], value) &&
                (!p->schema || schema_validate(p->schema, value, NULL));
    /* A rule may give one of the answers itself, and those are wiped one by one. */
    json_t *own = fits ? json_deep_copy(value) : NULL;
    json_decref(value);
    return own;
}

/* Where nothing is taken over, the field stands as it would without the rule. */
static bool put_given(struct form *form, size_t field, const json_t *given)
{
    const json_t *now = form_value(form, field);
    const json_t *wanted = given ? given : form->own[field].fallback;
    if (wanted && now ? json_equal(wanted, now) : !wanted && !now)
        return false;
    json_t *copy = wanted ? json_deep_copy(wanted) : NULL;
    if (copy)
        form_clear_the_way(form, field);
    bool put = json_put(form->answers, form->fields[field].pointer, copy);
    json_decref(copy);
    return put;
}

bool prefill_answers(struct form *form, size_t *steps_left)
{
    const struct extensions *e = extensions_of(form);
    bool changed = false;
    for (size_t i = 0; i < e->prefilled_count; i++) {
        size_t field = field_at(form, e->prefilled[i].pointer);
        bool shown = field != SIZE_MAX && form->fields[field].visible;
        if (!shown || !form->prefills[i].follows)
            continue;
        json_t *value = value_for(form, &e->prefilled[i], field, steps_left);
        if (value || form->prefills[i].given)
            changed |= put_given(form, field, value);
        form->prefills[i].given = value != NULL;
        json_wipe(&value);
    }
    return changed;
}

void prefill_touch(struct form *form, const char *pointer)
{
    size_t i = prefill_at(form, pointer);
    if (i != SIZE_MAX)
        form->prefills[i] = (struct prefill_own){.follows = false};
}

bool prefill_stands(const struct form *form, const char *pointer)
{
    size_t i = prefill_at(form, pointer);
    return i != SIZE_MAX && form->prefills[i].given;
}

/* ---- telling ---- */

size_t form_taken_from(const struct form *form, size_t field)
{
    const char *pointer = form->fields[field].pointer, *read;
    if (!prefill_stands(form, pointer))
        return SIZE_MAX;
    const json_t *value = form_value(form, field);
    const struct prefilled *p =
        &extensions_of(form)->prefilled[prefill_at(form, pointer)];
    json_t *yes, *reads = reads_of(p->logic);
    size_t source = SIZE_MAX;
    bool same = false; /* the one that says just that, else the last that was read */
    json_object_foreach(reads, read, yes)
    {
        size_t at = same ? SIZE_MAX : field_at(form, read);
        if (at == SIZE_MAX || !form->fields[at].visible || !form_value(form, at))
            continue;
        source = at;
        same = json_equal(form_value(form, at), value);
    }
    json_decref(reads);
    return source;
}

json_t *form_offers(const struct form *form)
{
    const struct extensions *e = extensions_of(form);
    json_t *offers = json_object();
    size_t steps_left = RULES_STEPS_MOST;
    for (size_t i = 0; i < e->prefilled_count; i++) {
        const char *pointer = e->prefilled[i].pointer;
        size_t field = field_at(form, pointer);
        bool open =
            field != SIZE_MAX && form->fields[field].visible && !form_value(form, field);
        json_t *value =
            open ? value_for(form, &e->prefilled[i], field, &steps_left) : NULL;
        if (value)
            json_object_set_new(offers, pointer, value);
    }
    return offers;
}

/* ---- drafts ---- */

json_t *prefill_progress(const struct form *form)
{
    const struct extensions *e = extensions_of(form);
    json_t *follow = e->prefilled_count > 0 ? json_array() : NULL;
    for (size_t i = 0; i < e->prefilled_count; i++)
        if (form->prefills[i].follows)
            json_array_append_new(follow, json_string(e->prefilled[i].pointer));
    return follow;
}

void prefill_restore(struct form *form, const json_t *follow)
{
    size_t i;
    json_t *pointer;
    json_array_foreach(follow, i, pointer)
    {
        size_t at = json_is_string(pointer) ? prefill_at(form, json_string_value(pointer))
                                            : SIZE_MAX;
        if (at != SIZE_MAX)
            form->prefills[at] = (struct prefill_own){.follows = true, .given = true};
    }
    if (json_array_size(follow) > 0)
        form_work_out(form);
}
