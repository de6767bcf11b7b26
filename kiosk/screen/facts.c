/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/facts.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/reference.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

const char *facts_words(const json_t *facts, const char *key)
{
    return json_words(json_object_get(facts, key), i18n_language());
}

char *facts_name(struct catalogue *catalogue, const char *code, const char *gone)
{
    const struct procedure *procedure = catalogue_find(catalogue, code, NULL);
    const char *name = procedure ? facts_words(procedure_facts(procedure), "name") : gone;
    if (!name || !*name)
        name = _("A procedure that is not in the list now");
    return memory_format("%s · %s", name, code);
}

struct item_words facts_dossier(struct catalogue *catalogue,
                                const struct dossier *dossier)
{
    char when[CLOCK_STAMP_ROOM], grouped[REFERENCE_GROUPED_ROOM];
    char *why = outbox_explain(dossier, clock_now());
    bool needs_somebody = outbox_needs_somebody(dossier);
    reference_group(grouped, dossier->reference);
    struct item_words words = {
        .head = facts_name(catalogue, dossier->procedure, NULL),
        .right = memory_copy_text(clock_people(when, dossier->finalised_at)),
        .below = memory_format("%s · %s", grouped, why),
        .below_style = needs_somebody ? STYLE_WARNING : STYLE_QUIET};
    free(why);
    return words;
}

const char *facts_fee(const json_t *facts)
{
    return facts_words(json_object_get(facts, "fee"), "text");
}

char *facts_time(const json_t *facts)
{
    const json_t *time = json_object_get(facts, "time");
    char *amount = words_of_time(json_number(time, "amount", 0),
                                 json_text_or(time, "unit", "working-day"));
    const char *note = facts_words(time, "note");
    char *words = memory_format("%s%s%s", amount, *amount && *note ? ". " : "", note);
    free(amount);
    return words;
}

static const struct {
    const char *code, *name;
} CHANNELS[] = {
    {"DIRECT", N_("at the office")},
    {"ONLINE", N_("online")},
    {"POSTAL", N_("by post")},
};

char *facts_channels(const json_t *facts)
{
    const json_t *channels = json_object_get(facts, "channels");
    char *all = memory_copy_text("");
    for (size_t i = 0; i < sizeof(CHANNELS) / sizeof(CHANNELS[0]); i++) {
        size_t at;
        json_t *channel;
        json_array_foreach(channels, at, channel)
        {
            const char *code = json_string_value(channel);
            if (!code || strcmp(code, CHANNELS[i].code) != 0)
                continue;
            char *longer =
                memory_format("%s%s%s", all, *all ? ", " : "", _(CHANNELS[i].name));
            free(all);
            all = longer;
        }
    }
    return all;
}

static void add_heading(struct lines *lines, const char *heading)
{
    lines_add(lines, STYLE_PLAIN, 0, NULL, "");
    lines_add(lines, STYLE_STRONG, 0, NULL, heading);
}

size_t facts_add_papers(struct lines *lines, const char *heading,
                        const struct procedure *procedure)
{
    char today[CLOCK_DATE_ROOM];
    json_t *papers = procedure_papers(procedure, NULL, clock_today(today));
    if (heading && json_array_size(papers))
        add_heading(lines, heading);
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        char *text = words_of_paper(paper, i + 1);
        lines_add(lines, STYLE_PLAIN, 0, NULL, text);
        if (*facts_words(paper, "why")) /* in which case */
            lines_add(lines, STYLE_QUIET, 3, NULL, facts_words(paper, "why"));
        if (*facts_words(paper, "note"))
            lines_add(lines, STYLE_QUIET, 3, NULL, facts_words(paper, "note"));
        free(text);
    }
    json_decref(papers);
    return i;
}

size_t facts_add_legal_basis(struct lines *lines, const char *heading,
                             const json_t *facts)
{
    size_t i;
    json_t *basis, *all = json_object_get(facts, "legalBasis");
    if (heading && json_array_size(all))
        add_heading(lines, heading);
    json_array_foreach(all, i, basis)
        lines_add(lines, STYLE_PLAIN, 0, NULL, json_words(basis, i18n_language()));
    return json_array_size(all);
}
