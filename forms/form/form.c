/* SPDX-License-Identifier: MIT */
#include "forms/form/form.h"

#include "forms/form/inside.h"
#include "forms/form/label.h"
#include "forms/form/place.h"
#include "forms/form/settled.h"
#include "forms/form/typed.h"
#include "forms/vietnam/identity.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A computed answer, or one taken over, may lead to another; the linter refuses those
 * that lead in circles. */
enum { COMPUTE_TURNS_MOST = 8, PASSED_MOST = 1000, CONFIRMED_MOST = 200 };

/* In the order in which it follows. */
void form_work_out(struct form *form)
{
    size_t steps_left = RULES_STEPS_MOST;
    follow_answers(form);
    for (int turn = 0; turn < COMPUTE_TURNS_MOST; turn++) {
        bool changed = compute_answers(form, &steps_left);
        changed |= prefill_answers(form, &steps_left);
        if (!changed)
            break;
        follow_answers(form);
    }
    problems_find(form);
    follow_steps(form);
    papers_follow(form);
}

/* A draft keeps what was emptied in it: only fields that it never showed get defaults. */
static void mark_offered(struct form *form)
{
    follow_visible(form);
    for (size_t i = 0; i < form->field_count; i++)
        form->own[i].offered = form->fields[i].visible;
}

static bool build(struct form *form, bool is_draft, struct error *err)
{
    if (!procedure_has_form(form->procedure))
        return error_set(err, _("The procedure %s has no form."),
                         procedure_code(form->procedure));
    if (!json_is_object(form->answers))
        return error_set(err, _("The answers are no JSON object."));
    if (!fields_build(form, err))
        return false;
    rows_lay(form);
    if (form->rows_left_out)
        return error_set(err, _("The answers hold a list of more than %d rows."),
                         FORM_ROWS_MOST);
    prefill_start(form, is_draft);
    if (is_draft)
        mark_offered(form);
    labels_write(form);
    form_work_out(form);
    return true;
}

struct form *form_create_take(const struct procedure *procedure, json_t *answers,
                              const char *today, struct error *err)
{
    struct form *form = memory_alloc(sizeof(*form));
    form->procedure = procedure;
    form->document = procedure_schema_document(procedure);
    form->answers = answers ? answers : json_object();
    form->passed = json_array();
    form->told = json_array();
    form->confirmed = json_array();
    snprintf(form->language, sizeof(form->language), "%s", i18n_language());
    snprintf(form->today, sizeof(form->today), "%s", today);
    if (!build(form, answers != NULL, err))
        form_free(&form);
    return form;
}

void form_free(struct form **form)
{
    struct form *f = *form;
    if (!f)
        return;
    fields_free(f);
    words_clear(&f->sentences);
    free(f->problems);
    json_decref(f->papers);
    free(f->prefills);
    json_wipe(&f->passed);
    json_wipe(&f->told);
    json_wipe(&f->confirmed);
    json_wipe(&f->final);
    json_wipe(&f->answers);
    free(f);
    *form = NULL;
}

void form_use_mender(struct form *form, struct name_mender mender)
{
    form->mender = mender;
    problems_find(form);
    follow_steps(form);
}

void form_use_language(struct form *form, const char *language)
{
    snprintf(form->language, sizeof(form->language), "%s", language);
    labels_write(form);
    problems_find(form);
}

size_t form_step_count(const struct form *form)
{
    return form->step_count;
}

const struct step *form_step(const struct form *form, size_t step)
{
    return &form->steps[step];
}

size_t form_field_count(const struct form *form)
{
    return form->field_count;
}

const struct field *form_field(const struct form *form, size_t field)
{
    return &form->fields[field];
}

size_t form_field_at(const struct form *form, const char *pointer)
{
    return field_at(form, pointer);
}

const json_t *form_value(const struct form *form, size_t field)
{
    const char *pointer = form->fields[field].pointer;
    return *pointer ? json_at(form->answers, pointer) : NULL;
}

const json_t *form_answers(const struct form *form)
{
    return form->answers;
}

/* ---- changes ---- */

/* Unanswered and empty are the same thing. */
static bool is_empty(const json_t *value)
{
    return !value || json_is_null(value) ||
           (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

void form_clear_the_way(struct form *form, size_t field)
{
    const char *pointer = form->fields[field].pointer;
    const char *slash = pointer + strlen(form->sheets[form->own[field].sheet].place);
    while (*pointer && slash && (slash = strchr(slash + 1, '/'))) {
        char *around = memory_copy_span(pointer, (size_t)(slash - pointer));
        const json_t *there = json_at(form->answers, around);
        if (there && !json_is_object(there))
            json_put(form->answers, around, NULL);
        free(around);
    }
}

static void forget_typed(struct form *form, size_t field)
{
    const char *pointer = form->fields[field].pointer;
    const json_t *first = json_object_get(form->first_field, pointer);
    size_t i = first ? (size_t)json_integer_value(first) : SIZE_MAX;
    for (; i != SIZE_MAX; i = form->own[i].twin) {
        memory_free_text(&form->own[i].typed);
        form->own[i].too_long = false;
    }
}

static void put(struct form *form, size_t field, const json_t *value)
{
    const char *pointer = form->fields[field].pointer;
    json_t *copy = is_empty(value) ? NULL : json_deep_copy(value);
    forget_typed(form, field);
    form->own[field].offered = true;
    prefill_touch(form, pointer);
    if (copy)
        form_clear_the_way(form, field);
    json_put(form->answers, pointer, copy);
    json_decref(copy);
}

void form_set(struct form *form, size_t field, const json_t *value)
{
    if (!field_has_value(&form->fields[field]) || !*form->fields[field].pointer)
        return;
    put(form, field, value);
    form_work_out(form);
}

static enum typed_result read_place(const struct form *form, const char *tidy,
                                    json_t **value)
{
    const char *code = place_read(procedure_lists(form->procedure), tidy);
    *value = code ? json_string(code) : NULL;
    return *tidy == '\0' ? TYPED_EMPTY : code ? TYPED_READ : TYPED_UNREADABLE;
}

void form_set_typed(struct form *form, size_t field, const char *typed)
{
    const struct field *f = &form->fields[field];
    if (!field_has_value(f) || f->kind == FIELD_DISPLAY || f->kind == FIELD_ROWS)
        return;
    json_t *value;
    char *tidy = typed_tidy(typed, f->kind);
    if (f->digits)
        typed_close_up(tidy);
    enum typed_result result = f->kind == FIELD_PLACE ? read_place(form, tidy, &value)
                                                      : typed_read(f, tidy, &value);
    put(form, field, value);
    if (result == TYPED_UNREADABLE || result == TYPED_TOO_LONG) {
        form->own[field].typed = tidy;
        form->own[field].too_long = result == TYPED_TOO_LONG;
        tidy = NULL;
    }
    memory_free_text(&tidy);
    json_wipe(&value);
    form_work_out(form);
}

char *form_typed(const struct form *form, size_t field)
{
    if (form->own[field].typed)
        return memory_copy_text(form->own[field].typed);
    if (form->fields[field].kind == FIELD_ROWS)
        return rows_typed(form, field);
    char *place = form->fields[field].kind == FIELD_PLACE
                      ? place_words(procedure_lists(form->procedure),
                                    json_string_value(form_value(form, field)))
                      : NULL;
    if (place)
        return place;
    return typed_write(&form->fields[field], form_value(form, field));
}

/* A personal number is one in whichever field it stands, as where it serves for the tax
 * code. */
char *form_mask(const struct field *field, const char *text)
{
    bool personal = field->personal || !identity_read(text, NULL);
    return personal ? identity_mask(text) : memory_copy_text(text);
}

char *form_shown(const struct form *form, size_t field)
{
    char *typed = form_typed(form, field);
    char *shown = form_mask(&form->fields[field], typed);
    memory_free_text(&typed);
    return shown;
}

/* ---- steps and problems ---- */

void form_leave_step(struct form *form, size_t step)
{
    form->steps_own[step].left = true;
    follow_steps(form);
}

void form_leave_all(struct form *form)
{
    for (size_t i = 0; i < form->step_count; i++)
        form->steps_own[i].left = true;
    form->papers_left = true;
    follow_steps(form);
}

const struct problem *form_problems(const struct form *form, size_t *count)
{
    *count = form->problem_count;
    return form->problems;
}

bool form_is_complete(const struct form *form)
{
    for (size_t i = 0; i < form->problem_count; i++)
        if (!form->problems[i].warning)
            return false;
    return true;
}

json_t *form_final_answers(const struct form *form)
{
    return json_deep_copy(form->final);
}

json_t *form_progress(const struct form *form)
{
    json_t *left = json_array();
    for (size_t i = 0; i < form->step_count; i++)
        if (form->steps_own[i].left)
            json_array_append_new(left, json_integer((json_int_t)i));
    json_t *typed = json_object();
    for (size_t i = 0; i < form->field_count; i++)
        if (form->own[i].typed)
            json_object_set_new(typed, form->fields[i].pointer,
                                json_string(form->own[i].typed));
    json_t *passed =
        json_array_size(form->passed) > 0 ? json_deep_copy(form->passed) : NULL;
    json_t *confirmed =
        json_array_size(form->confirmed) > 0 ? json_deep_copy(form->confirmed) : NULL;
    return json_pack("{s:s, s:o, s:o, s:o*, s:o*, s:o*, s:o*, s:o*}", "version",
                     procedure_version(form->procedure), "left", left, "typed", typed,
                     "passed", passed, "confirmed", confirmed, "papers",
                     papers_progress(form), "follow", prefill_progress(form), "told",
                     told_progress(form));
}

static void restore_typed(struct form *form, const json_t *typed)
{
    const char *pointer;
    json_t *text;
    json_object_foreach((json_t *)typed, pointer, text)
    {
        size_t field = field_at(form, pointer);
        if (field != SIZE_MAX && json_is_string(text) && !form_value(form, field))
            form_set_typed(form, field, json_string_value(text));
    }
}

/* What does not fit a warning of now is no harm: it is never asked for. */
static void restore_passed(struct form *form, const json_t *passed)
{
    if (json_is_array(passed) && json_array_size(passed) <= PASSED_MOST) {
        json_wipe(&form->passed);
        form->passed = json_deep_copy(passed);
        problems_find(form);
    }
}

static void restore_confirmed(struct form *form, const json_t *confirmed)
{
    if (json_is_array(confirmed) && json_array_size(confirmed) <= CONFIRMED_MOST) {
        json_wipe(&form->confirmed);
        form->confirmed = json_deep_copy(confirmed);
    }
}

/* Steps are counted, so the count of another version of the form says nothing. */
void form_restore_progress(struct form *form, const json_t *progress)
{
    const char *version = json_text_or(progress, "version", "");
    restore_typed(form, json_object_get(progress, "typed"));
    prefill_restore(form, json_object_get(progress, "follow"));
    restore_passed(form, json_object_get(progress, "passed"));
    restore_confirmed(form, json_object_get(progress, "confirmed"));
    told_restore(form, json_object_get(progress, "told"));
    papers_restore(form, json_object_get(progress, "papers"));
    if (strcmp(version, procedure_version(form->procedure)) != 0)
        return;
    size_t i;
    json_t *step;
    json_array_foreach(json_object_get(progress, "left"), i, step)
    {
        json_int_t number = json_is_integer(step) ? json_integer_value(step) : -1;
        if (number >= 0 && (size_t)number < form->step_count)
            form->steps_own[number].left = true;
    }
    follow_steps(form);
}
