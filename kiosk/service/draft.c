/* SPDX-License-Identifier: MIT */
#include "kiosk/service/draft.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <string.h>

bool draft_save(struct store *store, int64_t *id, const struct procedure *procedure,
                const struct form *form, size_t step, struct error *err)
{
    json_t *content = json_pack(
        "{so, so, si, ss}", "answers", json_deep_copy(form_answers(form)), "progress",
        form_progress(form), "step", (int)step, "version", procedure_version(procedure));
    char *text = json_dumps(content, JSON_COMPACT);
    bool saved =
        store_save_draft(store, id, procedure_code(procedure), text, strlen(text), err);
    memory_free_text(&text);
    json_wipe(&content);
    return saved;
}

static struct form *restore(const json_t *content, const struct procedure *procedure,
                            const char *today, size_t *step, struct error *err)
{
    json_t *answers = json_deep_copy(json_object_get(content, "answers"));
    struct form *form = form_create_take(procedure, answers, today, err);
    if (!form)
        return NULL;
    form_restore_progress(form, json_object_get(content, "progress"));
    long long at = json_number(content, "step", 0);
    *step = at >= 0 && (size_t)at < form_step_count(form) ? (size_t)at : 0;
    return form;
}

struct form *draft_open(struct store *store, int64_t id,
                        const struct procedure *procedure, const char *today,
                        size_t *step, struct error *err)
{
    struct draft draft;
    struct buffer bytes;
    struct form *form = NULL;
    if (store_read_draft(store, id, &draft, &bytes, err)) {
        json_t *content =
            json_parse(bytes.data, bytes.size, "draft", &JSON_MESSAGE_LIMITS, err);
        if (content)
            form = restore(content, procedure, today, step, err);
        json_wipe(&content);
    }
    buffer_free(&bytes);
    return form;
}

size_t draft_list(struct store *store, struct draft *out, size_t room)
{
    size_t count = store_list_drafts(store, out, room);
    return count < room ? count : room;
}

bool draft_delete(struct store *store, int64_t id, struct error *err)
{
    return store_delete_draft(store, id, err);
}
