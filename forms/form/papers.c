/* SPDX-License-Identifier: MIT */
/* The papers that go with the answers, and which of them are here: somebody said so of
 * each, for nothing in the answers can tell. */
#include "forms/form/inside.h"

#include "kiosk/base/json.h"

#include <string.h>

static bool is_needed(const json_t *paper)
{
    return json_is_true(json_object_get(paper, "needed"));
}

/* Nobody asks for what decides it: it may be here or not. */
static bool is_optional(const json_t *paper)
{
    return strcmp(json_text_or(paper, "needed", ""), "optional") == 0;
}

static bool is_here(const json_t *paper)
{
    return json_is_true(json_object_get(paper, "here"));
}

static json_t *find(const json_t *papers, const char *id)
{
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        if (strcmp(json_text_or(paper, "id", ""), id) == 0)
            return paper;
    }
    return NULL;
}

void papers_follow(struct form *form)
{
    json_t *before = form->papers, *paper;
    size_t i;
    form->papers = procedure_papers(form->procedure, form->final, form->today);
    json_array_foreach(form->papers, i, paper)
    {
        const json_t *same = find(before, json_text_or(paper, "id", ""));
        json_object_set_new(paper, "here", json_boolean(is_here(same)));
    }
    json_decref(before);
}

bool form_has_papers(const struct form *form)
{
    const json_t *facts = procedure_facts(form->procedure);
    return json_array_size(json_object_get(facts, "papers")) > 0;
}

const json_t *form_papers(const struct form *form)
{
    return form->papers;
}

bool form_set_paper_here(struct form *form, const char *id, bool here)
{
    json_t *paper = find(form->papers, id);
    if (!paper || !(is_needed(paper) || is_optional(paper)))
        return false;
    json_object_set_new(paper, "here", json_boolean(here));
    return true;
}

struct paper_count form_count_papers(const struct form *form)
{
    struct paper_count count = {0};
    size_t i;
    json_t *paper;
    json_array_foreach(form->papers, i, paper)
    {
        count.needed += is_needed(paper);
        count.here += is_needed(paper) && is_here(paper);
        count.optional += is_optional(paper);
        count.unsure += !is_needed(paper) && !is_optional(paper);
    }
    return count;
}

enum step_state form_papers_state(const struct form *form)
{
    struct paper_count count = form_count_papers(form);
    bool all = count.here == count.needed;
    if (form->papers_left)
        return all ? STEP_DONE : STEP_WARNED;
    if (count.here == 0)
        return STEP_UNTOUCHED;
    return all && count.unsure == 0 ? STEP_DONE : STEP_STARTED;
}

void form_leave_papers(struct form *form)
{
    form->papers_left = true;
}

json_t *form_papers_here(const struct form *form)
{
    json_t *ids = json_array(), *paper;
    size_t i;
    json_array_foreach(form->papers, i, paper)
    {
        if (is_here(paper)) /* a copy: drafts are wiped, the facts must not be */
            json_array_append_new(ids, json_string(json_text_or(paper, "id", "")));
    }
    return ids;
}

long long form_fee(const struct form *form)
{
    return procedure_fee(form->procedure, form->final, form->today);
}

json_t *papers_progress(const struct form *form)
{
    json_t *ids = form_papers_here(form);
    if (json_array_size(ids) > 0 || form->papers_left)
        return json_pack("{s:o, s:b}", "here", ids, "left", form->papers_left);
    json_decref(ids);
    return NULL;
}

void papers_restore(struct form *form, const json_t *progress)
{
    size_t i;
    json_t *id;
    form->papers_left = json_flag(progress, "left", false);
    json_array_foreach(json_object_get(progress, "here"), i, id)
    {
        json_t *paper =
            json_is_string(id) ? find(form->papers, json_string_value(id)) : NULL;
        if (paper)
            json_object_set_new(paper, "here", json_true());
    }
}
