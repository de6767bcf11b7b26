/* SPDX-License-Identifier: MIT */
/* What is wrong between answers (x-check) and with addresses (x-address), beyond the
 * schema; and the warnings that were passed with a reason. */
#include "forms/form/inside.h"

#include "forms/form/address.h"
#include "forms/form/extension.h"
#include "forms/form/settled.h"
#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_ID "abolished-place"

enum { REASON_MOST = 500 }; /* characters */

static void add(struct remarks *out, struct remark remark)
{
    out->list = memory_resize(out->list, out->count + 1, sizeof(*out->list));
    out->list[out->count++] = remark;
}

void remarks_free(struct remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        struct remark *r = &remarks->list[i];
        memory_free_text(&r->message);
        memory_free_text(&r->suggestion);
        json_decref(r->values);
    }
    free(remarks->list);
    *remarks = (struct remarks){.list = NULL};
}

/* ---- checks ---- */

/* What the check looked at, so that a reason given for it lapses when that changes. */
static json_t *values_of(const struct form *form, const json_t *reads)
{
    json_t *values = json_object(), *value;
    const char *pointer;
    json_object_foreach((json_t *)reads, pointer, value)
        json_object_set(values, pointer, json_at(form->final, pointer));
    return values;
}

/* An answer that is wrong by itself is told first: what follows from it means nothing. */
static bool reads_trouble(const struct form *form, const struct form_check *check,
                          const bool *troubled)
{
    const char *pointer;
    json_t *value;
    json_object_foreach(check->reads, pointer, value)
    {
        size_t field = field_at(form, pointer);
        if (field != SIZE_MAX && troubled[field])
            return true;
    }
    return false;
}

static void try_check(struct form *form, const struct form_check *check,
                      const bool *troubled, struct remarks *out)
{
    struct logic_context context = procedure_context(form->procedure, form->today);
    json_t *verdict = reads_trouble(form, check, troubled)
                          ? NULL
                          : settled_apply(check->logic, form->final, &context);
    bool broken = verdict && !logic_is_true(verdict);
    json_decref(verdict);
    if (!broken)
        return;
    const char *said = json_words(check->message, form->language);
    if (!*said)
        said = check->id;
    add(out, (struct remark){.pointer = check->at,
                             .keyword = "x-check",
                             .id = check->id,
                             .warning = check->warning,
                             .message = utf8_clean(said, strlen(said), UTF8_ONE_LINE),
                             .values = values_of(form, check->reads)});
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

static void try_address(struct form *form, size_t field, struct remarks *out)
{
    const char *text = json_string_value(form_value(form, field));
    struct address_fault fault;
    if (!text ||
        !json_is_true(shape_find(form->document, form->own[field].schema, "x-address")) ||
        !address_find_fault(text, procedure_lists(form->procedure), &fault))
        return;
    const char *pointer = form->fields[field].pointer;
    json_t *values = json_object();
    json_object_set(values, pointer, (json_t *)form_value(form, field));
    add(out, (struct remark){.pointer = pointer,
                             .keyword = "x-address",
                             .id = ADDRESS_ID,
                             .warning = true,
                             .message = say_of_address(&fault, form->own[field].name),
                             .suggestion = memory_copy_text(fault.suggestion),
                             .values = values});
    address_fault_free(&fault);
}

void remarks_find(struct form *form, const bool *troubled, struct remarks *out)
{
    const struct extensions *e = procedure_extensions(form->procedure);
    for (size_t i = 0; i < e->check_count; i++)
        try_check(form, &e->checks[i], troubled, out);
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].visible && !troubled[i] && form->own[i].twin == SIZE_MAX)
            try_address(form, i, out);
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
