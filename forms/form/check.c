/* SPDX-License-Identifier: MIT */
/* What is wrong between answers (x-check), with addresses (x-address) and with names,
 * beyond the schema; and the warnings that were passed with a reason. */
#include "forms/form/inside.h"

#include "forms/form/address.h"
#include "forms/form/extension.h"
#include "forms/form/settled.h"
#include "forms/form/shape.h"
#include "forms/vietnam/names.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_ID "abolished-place"
#define NAME_ID    "typing-left"

enum { REASON_MOST = 500 }; /* characters */

void remarks_add(struct remarks *out, struct remark remark)
{
    if ((out->count & (out->count - 1)) == 0) /* by doubling: of rows there may be many */
        out->list = memory_resize(out->list, out->count * 2 + 1, sizeof(*out->list));
    out->list[out->count++] = remark;
}

void remarks_free(struct remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        struct remark *r = &remarks->list[i];
        free(r->pointer);
        memory_free_text(&r->message);
        memory_free_text(&r->suggestion);
        json_decref(r->values);
    }
    free(remarks->list);
    *remarks = (struct remarks){.list = NULL};
}

/* ---- checks ---- */

/* A check at its place: a row, "/members/1", or "" where it is about the whole. */
struct trial {
    struct form *form;
    const struct form_check *check;
    const char *row;
    const bool *troubled;
    size_t *steps_left; /* of all checks */
};

/* What the check looked at, so that a reason given for it lapses when that changes. */
static json_t *values_of(const struct trial *t)
{
    json_t *values = json_object(), *yes;
    const char *read;
    json_object_foreach(t->check->reads, read, yes)
    {
        char *pointer = read_place(read, t->row);
        json_object_set(values, pointer, json_at(t->form->final, pointer));
        free(pointer);
    }
    return values;
}

/* An answer that is wrong by itself is told first: what follows from it means nothing. */
static bool reads_trouble(const struct trial *t)
{
    bool found = false;
    const char *read;
    json_t *yes;
    json_object_foreach(t->check->reads, read, yes)
    {
        char *pointer = read_place(read, t->row);
        size_t field = field_at(t->form, pointer);
        found |= field != SIZE_MAX && t->troubled[field];
        free(pointer);
    }
    return found;
}

/* What the logic is over: the answers, or the row and under a name of its own all that
 * is around it. New reference. */
static json_t *data_of(const struct trial *t)
{
    json_t *all = t->form->final;
    if (!*t->row)
        return json_incref(all);
    json_t *row = json_at(all, t->row);
    json_t *data = json_is_object(row) ? json_copy(row) : json_object();
    json_object_set(data, EXTENSION_WHOLE, all);
    return data;
}

static bool is_broken(const struct trial *t)
{
    struct logic_context context = procedure_context(t->form->procedure, t->form->today);
    context.steps_left = t->steps_left;
    if (*t->steps_left == 0 || reads_trouble(t))
        return false;
    json_t *data = data_of(t);
    json_t *verdict = settled_apply(t->check->logic, data, &context);
    bool broken = verdict && !logic_is_true(verdict);
    json_decref(verdict);
    json_decref(data);
    return broken;
}

static void try_check(const struct trial *t, struct remarks *out)
{
    const struct form_check *check = t->check;
    if (!is_broken(t))
        return;
    const char *said = json_words(check->message, t->form->language);
    if (!*said)
        said = check->id;
    remarks_add(out,
                (struct remark){.pointer = memory_format("%s%s", t->row, check->at),
                                .keyword = "x-check",
                                .id = check->id,
                                .warning = check->warning,
                                .message = utf8_clean(said, strlen(said), UTF8_ONE_LINE),
                                .values = values_of(t)});
}

/* In each row that `rows` leads to from the pointer `before`, which is taken. */
static void try_rows(const struct trial *t, char *taken_before, const char *rows,
                     struct remarks *out)
{
    const char *star = strstr(rows, "/*");
    char *list = memory_format("%s%.*s", taken_before,
                               (int)(star ? star - rows : (long)strlen(rows)), rows);
    const json_t *values = star ? json_at(t->form->final, list) : NULL;
    struct trial one = *t;
    one.row = list;
    if (!star)
        try_check(&one, out);
    for (size_t i = 0; json_is_array(values) && i < json_array_size(values); i++)
        try_rows(t, memory_format("%s/%zu", list, i), star + strlen("/*"), out);
    free(list);
    free(taken_before);
}

/* ---- addresses ---- */

/* What is wrong with it, in one sentence or two. */
static char *say_of_address(const struct address_fault *fault, const char *name)
{
    char *place = NULL;
    if (fault->successor)
        place = memory_format(_("“%s”: %s was merged into %s. Check the address."), name,
                              fault->place, fault->successor);
    else if (fault->place)
        place = memory_format(
            _("“%s”: there are no districts any more (%s). Check the address."), name,
            fault->place);
    if (!fault->commune)
        return place;
    char *commune = memory_format(_("“%s” has not been in the list of communes since "
                                    "1/7/2025. Ask for its name of today."),
                                  fault->commune);
    char *both = place ? memory_format("%s %s", place, commune)
                       : memory_format("“%s”: %s", name, commune);
    memory_free_text(&place);
    memory_free_text(&commune);
    return both;
}

/* The answer that something was found in. */
static json_t *value_of(const struct form *form, size_t field)
{
    json_t *values = json_object();
    json_object_set(values, form->fields[field].pointer,
                    (json_t *)form_value(form, field));
    return values;
}

static void try_address(struct form *form, size_t field, struct remarks *out)
{
    const char *text = json_string_value(form_value(form, field));
    struct address_fault fault;
    if (!text ||
        !json_is_true(shape_find(form->document, form->own[field].schema, "x-address")) ||
        !address_find_fault(text, procedure_lists(form->procedure), &fault))
        return;
    remarks_add(out,
                (struct remark){.pointer = memory_copy_text(form->fields[field].pointer),
                                .keyword = "x-address",
                                .id = ADDRESS_ID,
                                .warning = true,
                                .message = say_of_address(&fault, form->own[field].name),
                                .suggestion = memory_copy_text(fault.suggestion),
                                .values = value_of(form, field)});
    address_fault_free(&fault);
}

/* ---- names ---- */

char *remark_mended(const struct form *form, size_t field)
{
    const char *name = json_string_value(form_value(form, field));
    bool looks = name && form->fields[field].person && form->mender.mend;
    char *mended = looks ? form->mender.mend(form->mender.arg, name) : NULL;
    if (mended && name_find_fault(mended)) /* there is more in it than that */
        memory_free_text(&mended);
    return mended;
}

static void try_name(struct form *form, size_t field, struct remarks *out)
{
    char *mended = remark_mended(form, field);
    if (!mended)
        return;
    char *message =
        memory_format(_("There are keys left in “%s” that should have become marks. "
                        "Compare it with the papers."),
                      form->own[field].name);
    remarks_add(out,
                (struct remark){.pointer = memory_copy_text(form->fields[field].pointer),
                                .keyword = "format",
                                .id = NAME_ID,
                                .warning = true,
                                .message = message,
                                .suggestion = mended,
                                .values = value_of(form, field)});
}

void remarks_find(struct form *form, const bool *troubled, struct remarks *out)
{
    const struct extensions *e = procedure_extensions(form->procedure);
    size_t steps_left = RULES_STEPS_MOST;
    for (size_t i = 0; i < e->check_count; i++) {
        const struct form_check *check = &e->checks[i];
        const struct trial t = {.form = form,
                                .check = check,
                                .troubled = troubled,
                                .steps_left = &steps_left};
        try_rows(&t, memory_copy_text(""), check->rows, out);
    }
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].visible && !troubled[i] && form->own[i].twin == SIZE_MAX) {
            try_address(form, i, out);
            try_name(form, i, out);
        }
    told_find(form, out);
}

/* ---- warnings that were passed ---- */

static bool is_for(const json_t *passed, const char *id, const char *pointer)
{
    return strcmp(json_text_or(passed, "id", ""), id) == 0 &&
           strcmp(json_text_or(passed, "pointer", ""), pointer) == 0;
}

const char *reason_for(const struct form *form, const struct remark *remark)
{
    size_t i;
    json_t *passed;
    json_array_foreach(form->passed, i, passed)
    {
        if (is_for(passed, remark->id, remark->pointer) &&
            json_equal(json_object_get(passed, "values"), remark->values))
            return json_text(passed, "reason");
    }
    return NULL;
}

bool reason_keep(struct form *form, const struct remark *remark, const char *reason)
{
    if (utf8_count(reason) > REASON_MOST)
        return false;
    size_t i;
    json_t *passed;
    json_array_foreach(form->passed, i, passed)
    {
        if (is_for(passed, remark->id, remark->pointer)) {
            json_array_remove(form->passed, i);
            break;
        }
    }
    char *clean = utf8_clean(reason, strlen(reason), UTF8_ONE_LINE);
    bool said = clean[strspn(clean, " ")] != '\0';
    if (said)
        json_array_append_new(form->passed,
                              json_pack("{s:s, s:s, s:s, s:o}", "id", remark->id,
                                        "pointer", remark->pointer, "reason", clean,
                                        "values", json_deep_copy(remark->values)));
    memory_free_text(&clean);
    return true;
}
