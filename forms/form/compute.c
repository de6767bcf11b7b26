/* SPDX-License-Identifier: MIT */
/* The answers that a form works out by itself (x-compute). */
#include "forms/form/inside.h"

#include "forms/form/extension.h"
#include "forms/form/settled.h"
#include "kiosk/base/json.h"

static bool put_computed(struct form *form, const char *pointer, json_t *value)
{
    const json_t *now = json_at(form->answers, pointer);
    if (json_is_null(value))
        value = NULL;
    if (value && now ? json_equal(value, now) : !value && !now)
        return false;
    /* A rule may give one of the answers itself, and those are wiped one by one. */
    json_t *own = value ? json_deep_copy(value) : NULL;
    bool put = json_put(form->answers, pointer, own);
    json_decref(own);
    return put;
}

bool compute_answers(struct form *form, size_t *steps_left)
{
    const struct extensions *e = procedure_extensions(form->procedure);
    struct logic_context context = procedure_context(form->procedure, form->today);
    context.steps_left = steps_left;
    bool changed = false;
    for (size_t i = 0; i < e->computed_count; i++) {
        const struct computed *c = &e->computed[i];
        json_t *value = settled_apply(c->logic, form->final, &context);
        changed |= put_computed(form, c->pointer, value);
        json_decref(value);
    }
    return changed;
}

json_t *form_computed(const struct form *form)
{
    const struct extensions *e = procedure_extensions(form->procedure);
    json_t *values = json_object();
    for (size_t i = 0; i < e->computed_count; i++)
        json_object_set_new(values, e->computed[i].pointer,
                            json_deep_copy(json_at(form->final, e->computed[i].pointer)));
    return values;
}
