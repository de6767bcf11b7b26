/* SPDX-License-Identifier: MIT */
#include "kiosk/service/draft.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <string.h>

enum { DAY = 24 * 60 * 60 };

static const char *const NAMED_BY[] = {"owner", "submitter"};
enum { NAMED_BY_COUNT = sizeof(NAMED_BY) / sizeof(*NAMED_BY) };

/* What is shown of a draft whose procedure has gone. A deep copy: drafts are wiped. */
static json_t *facts_to_keep(const struct procedure *procedure)
{
    const json_t *facts = procedure_facts(procedure);
    json_t *kept = json_object();
    json_object_set_new(kept, "name", json_deep_copy(json_object_get(facts, "name")));
    for (size_t i = 0; i < NAMED_BY_COUNT; i++)
        json_object_set_new(kept, NAMED_BY[i],
                            json_deep_copy(json_object_get(facts, NAMED_BY[i])));
    return kept;
}

/* What is stored of it, to be wiped. */
static char *write_content(const struct procedure *procedure, const struct form *form,
                           const struct draft_place *place)
{
    const char *field =
        place->field == SIZE_MAX ? "" : form_field(form, place->field)->pointer;
    json_t *content = json_pack(
        "{so, so, si, ss, sb, ss, so}", "answers", json_deep_copy(form_answers(form)),
        "progress", form_progress(form), "step", (int)place->step, "field", field,
        "papers", place->papers, "version", procedure_version(procedure), "procedure",
        facts_to_keep(procedure));
    char *text = json_dumps(content, JSON_COMPACT);
    json_wipe(&content);
    return text;
}

bool draft_save(struct store *store, int64_t *id, const struct procedure *procedure,
                const struct form *form, const struct draft_place *place,
                struct error *err)
{
    char *text = write_content(procedure, form, place);
    bool saved =
        store_save_draft(store, id, procedure_code(procedure), text, strlen(text), err);
    memory_free_text(&text);
    return saved;
}

bool draft_mend(struct store *store, const char *rejected,
                const struct procedure *procedure, const struct form *form,
                const struct draft_place *place, int64_t *id, struct error *err)
{
    char *text = write_content(procedure, form, place);
    bool saved = store_mend_draft(store, rejected, procedure_code(procedure), text,
                                  strlen(text), id, err);
    memory_free_text(&text);
    return saved;
}

static void find_place(const struct form *form, const json_t *content,
                       struct draft_place *place)
{
    const char *pointer = json_text_or(content, "field", "");
    long long step = json_number(content, "step", 0);
    place->field = *pointer ? form_field_at(form, pointer) : SIZE_MAX;
    place->step = step >= 0 && (size_t)step < form_step_count(form) ? (size_t)step : 0;
    place->papers = json_flag(content, "papers", false);
    if (place->field != SIZE_MAX)
        place->step = form_field(form, place->field)->step;
}

static struct form *restore(const json_t *content, const struct procedure *procedure,
                            const char *today, struct draft_place *place, json_t **lost,
                            struct error *err)
{
    const json_t *answers = json_object_get(content, "answers");
    const char *present = procedure_version(procedure);
    bool same = strcmp(json_text_or(content, "version", present), present) == 0;
    struct form *form =
        same ? form_create_take(procedure, json_deep_copy(answers), today, err)
             : form_carry_over(procedure, answers, today, lost, err);
    if (!form)
        return NULL;
    form_restore_progress(form, json_object_get(content, "progress"));
    find_place(form, content, place);
    return form;
}

/* What was saved, parsed; NULL and an error. */
static json_t *read_content(struct store *store, int64_t id, struct error *err)
{
    struct draft draft;
    struct buffer bytes;
    json_t *content = NULL;
    if (store_read_draft(store, id, &draft, &bytes, err))
        content = json_parse(bytes.data, bytes.size, "draft", &JSON_MESSAGE_LIMITS, err);
    buffer_free(&bytes);
    return content;
}

struct form *draft_open(struct store *store, int64_t id,
                        const struct procedure *procedure, const char *today,
                        struct draft_place *place, json_t **lost, struct error *err)
{
    *lost = NULL;
    json_t *content = read_content(store, id, err);
    struct form *form =
        content ? restore(content, procedure, today, place, lost, err) : NULL;
    if (*lost && json_array_size(*lost) == 0)
        json_wipe(lost);
    json_wipe(&content);
    return form;
}

size_t draft_list(struct store *store, struct draft *out, size_t room, struct error *err)
{
    size_t count = store_list_drafts(store, out, room, err);
    return count < room ? count : room;
}

/* "HOÀNG LÊ BẢO NGỌC" -> "H. L. B. NGỌC" */
static char *mask(const char *name)
{
    char *masked = memory_alloc(2 * strlen(name) + 1), *to = masked;
    name += strspn(name, " ");
    for (size_t size; (size = strcspn(name, " ")) > 0;) {
        const char *rest = name + size + strspn(name + size, " ");
        size_t shown = *rest ? utf8_next(name, 0) : size;
        memcpy(to, name, shown);
        to += shown;
        if (*rest)
            *to++ = '.', *to++ = ' ';
        name = rest;
    }
    return masked;
}

/* Who owns the dossier; of one that somebody submits for himself, who submits. */
static const char *owner_in(const json_t *answers, const json_t *facts)
{
    for (size_t i = 0; i < NAMED_BY_COUNT; i++) {
        const char *pointer = json_text(facts, NAMED_BY[i]);
        const char *name = pointer ? json_string_value(json_at(answers, pointer)) : NULL;
        if (name && *name)
            return name;
    }
    return "";
}

char *draft_owner(struct store *store, int64_t id, const struct procedure *procedure)
{
    struct error err = {0}; /* a draft that cannot be read has no owner to show */
    json_t *content = read_content(store, id, &err);
    const json_t *answers = json_object_get(content, "answers");
    const char *name = owner_in(answers, json_object_get(content, "procedure"));
    if (!*name && procedure)
        name = owner_in(answers, procedure_facts(procedure));
    char *clean = utf8_clean(name, strlen(name), UTF8_ONE_LINE);
    char *masked = mask(clean);
    memory_free_text(&clean);
    json_wipe(&content);
    return masked;
}

char *draft_name(struct store *store, int64_t id, const char *language)
{
    struct error err = {0}; /* nor a name */
    json_t *content = read_content(store, id, &err);
    const json_t *facts = json_object_get(content, "procedure");
    const char *name = json_words(json_object_get(facts, "name"), language);
    char *clean = utf8_clean(name, strlen(name), UTF8_ONE_LINE);
    json_wipe(&content);
    return clean;
}

bool draft_delete(struct store *store, int64_t id, struct error *err)
{
    return store_delete_draft(store, id, err);
}

bool draft_expire(struct store *store, long days, struct error *err)
{
    return store_expire_drafts(store, clock_now() - days * DAY, err);
}
