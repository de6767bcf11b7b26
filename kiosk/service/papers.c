/* SPDX-License-Identifier: MIT */
#include "kiosk/service/papers.h"

#include "kiosk/base/json.h"
#include "kiosk/service/dossier.h"

#include <string.h>

static json_t *find_known(const struct procedure *procedure, const char *id)
{
    const json_t *facts = procedure ? procedure_facts(procedure) : NULL;
    size_t i;
    json_t *paper;
    json_array_foreach(json_object_get(facts, "papers"), i, paper)
    {
        if (strcmp(json_text_or(paper, "id", ""), id) == 0)
            return paper;
    }
    return NULL;
}

static enum paper_state state_of(const json_t *sent)
{
    const json_t *present = json_object_get(sent, "present");
    return !json_is_boolean(present) ? PAPER_UNSEEN
           : json_is_true(present)   ? PAPER_HERE
                                     : PAPER_LACKING;
}

json_t *papers_of(const json_t *submission, const struct procedure *procedure,
                  enum paper_state state)
{
    json_t *papers = json_array(), *sent;
    size_t i;
    json_array_foreach(json_object_get(submission, "papers"), i, sent)
    {
        if (state_of(sent) != state)
            continue;
        const char *id = json_text_or(sent, "id", "");
        json_t *known = find_known(procedure, id);
        json_t *paper = known ? json_copy(known) : json_pack("{s:s}", "name", id);
        json_t *numbers = json_deep_copy(sent); /* the submission will be wiped */
        json_object_update(paper, numbers);
        json_decref(numbers);
        json_array_append_new(papers, paper);
    }
    return papers;
}

json_t *papers_of_dossier(struct store *store, const struct dossier *dossier,
                          const struct procedure *procedure, enum paper_state state)
{
    json_t *submission = dossier_read(store, dossier, NULL);
    json_t *papers = papers_of(submission, procedure, state);
    json_wipe(&submission);
    return papers;
}
