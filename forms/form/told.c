/* SPDX-License-Identifier: MIT */
/* What the office said was wrong when it returned a dossier, at the answers as they were:
 * a remark lapses when its answer is changed, and says so no more. */
#include "forms/form/inside.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <string.h>

enum { TOLD_MOST = 200, WORDS_MOST = 2000, POINTER_MOST = 200 };

/* The answer that it was said of; without one, what is not there can come. */
static json_t *answer_at(const struct form *form, const char *pointer)
{
    const json_t *answer = json_at(form->answers, pointer);
    return answer ? json_deep_copy(answer) : json_null();
}

static json_t *keep(const struct form *form, const json_t *reason)
{
    const char *pointer = json_text_or(reason, "pointer", "");
    if (!*pointer || utf8_count(pointer) > POINTER_MOST)
        pointer = "/"; /* of the whole; the portal wants a place for each warning */
    const char *message = json_text_or(reason, "message", "");
    size_t size = strlen(message);
    char *clean =
        utf8_clean(message, size < WORDS_MOST ? size : WORDS_MOST, UTF8_ONE_LINE);
    json_t *kept = json_pack("{s:s, s:s, s:{s:o}}", "pointer", pointer, "message", clean,
                             "values", pointer, answer_at(form, pointer));
    memory_free_text(&clean);
    return kept;
}

void form_tell(struct form *form, const json_t *reasons)
{
    size_t i;
    json_t *reason;
    json_wipe(&form->told);
    form->told = json_array();
    json_array_foreach(reasons, i, reason)
    {
        json_t *kept = i < TOLD_MOST ? keep(form, reason) : NULL;
        if (kept)
            json_array_append_new(form->told, kept);
    }
    problems_find(form);
    follow_steps(form);
}

static bool still_stands(const struct form *form, const char *pointer,
                         const json_t *values)
{
    json_t *now = answer_at(form, pointer);
    bool same = json_equal(now, json_object_get(values, pointer));
    json_decref(now);
    return same;
}

void told_find(const struct form *form, struct remarks *out)
{
    size_t i;
    json_t *told;
    json_array_foreach(form->told, i, told)
    {
        const char *pointer = json_text_or(told, "pointer", "");
        json_t *values = json_object_get(told, "values");
        if (!still_stands(form, pointer, values))
            continue;
        remarks_add(out, (struct remark){
                             .pointer = memory_copy_text(pointer),
                             .keyword = "portal",
                             .id = FORM_TOLD,
                             .warning = true,
                             .message = memory_format(_("Returned by the office: %s"),
                                                      json_text_or(told, "message", "")),
                             .values = json_incref(values)});
    }
}

json_t *told_progress(const struct form *form)
{
    return json_array_size(form->told) > 0 ? json_deep_copy(form->told) : NULL;
}

void told_restore(struct form *form, const json_t *told)
{
    if (!json_is_array(told) || json_array_size(told) > TOLD_MOST)
        return;
    json_wipe(&form->told);
    form->told = json_deep_copy(told);
    problems_find(form);
}
