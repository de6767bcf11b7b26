/* SPDX-License-Identifier: MIT */
/* What a procedure asks for: read it to the citizen before anything is typed. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

struct procedure_screen {
    struct screen screen;
    const struct procedure *procedure;
    struct lines lines;
};

static const char *words(const json_t *facts, const char *key)
{
    return json_words(json_object_get(facts, key), i18n_language());
}

static void add_fact(struct lines *lines, const char *label, const char *text)
{
    if (*text)
        lines_add(lines, STYLE_PLAIN, 0, label, text);
}

static const struct {
    const char *code, *name;
} CHANNELS[] = {
    {"DIRECT", N_("at the office")},
    {"ONLINE", N_("online")},
    {"POSTAL", N_("by post")},
};

static char *channel_words(const json_t *channels)
{
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

static void add_papers(struct lines *lines, const struct procedure *procedure)
{
    char today[CLOCK_DATE_ROOM];
    json_t *papers = procedure_papers(procedure, NULL, clock_today(today));
    if (json_array_size(papers)) {
        lines_add(lines, STYLE_PLAIN, 0, NULL, "");
        lines_add(lines, STYLE_STRONG, 0, NULL, _("Papers to bring"));
    }
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        char *text = words_of_paper(paper, i + 1);
        lines_add(lines, STYLE_PLAIN, 0, NULL, text);
        if (json_object_get(paper, "cases") && *words(paper, "why")) /* which case */
            lines_add(lines, STYLE_QUIET, 3, NULL, words(paper, "why"));
        if (*words(paper, "note"))
            lines_add(lines, STYLE_QUIET, 3, NULL, words(paper, "note"));
        free(text);
    }
    json_decref(papers);
}

static void add_legal_basis(struct lines *lines, const json_t *facts)
{
    size_t i;
    json_t *basis, *all = json_object_get(facts, "legalBasis");
    if (!json_array_size(all))
        return;
    lines_add(lines, STYLE_PLAIN, 0, NULL, "");
    lines_add(lines, STYLE_STRONG, 0, NULL, _("Legal basis"));
    json_array_foreach(all, i, basis)
        lines_add(lines, STYLE_PLAIN, 0, NULL, json_words(basis, i18n_language()));
}

static const char *why_no_form(const json_t *facts)
{
    if (json_array_size(json_object_get(facts, "channels")) > 0)
        return _("This procedure takes dossiers at the agency alone, not online and not "
                 "by post: the citizen goes there.");
    return _("The form of this procedure is not at this counter yet: the citizen goes to "
             "the agency or to the portal.");
}

static void fill(struct procedure_screen *s)
{
    const json_t *facts = procedure_facts(s->procedure);
    const json_t *time = json_object_get(facts, "time");
    struct lines *lines = &s->lines;
    lines_clear(lines);
    if (!procedure_has_form(s->procedure))
        lines_add(lines, STYLE_WARNING, 0, NULL, why_no_form(facts));
    char *amount = words_of_time(json_number(time, "amount", 0),
                                 json_text_or(time, "unit", "working-day"));
    char *note =
        memory_format("%s%s%s", amount, *amount && *words(time, "note") ? ". " : "",
                      words(time, "note"));
    char *channels = channel_words(json_object_get(facts, "channels"));
    add_fact(lines, _("Field"), words(facts, "field"));
    add_fact(lines, _("Agency"), words(facts, "agency"));
    add_fact(lines, _("Processing time"), note);
    add_fact(lines, _("Fee"),
             json_words(json_object_get(json_object_get(facts, "fee"), "text"),
                        i18n_language()));
    add_fact(lines, _("How to apply"), channels);
    add_fact(lines, _("Result"), words(facts, "result"));
    free(amount);
    free(note);
    free(channels);
    add_papers(lines, s->procedure);
    add_legal_basis(lines, facts);
}

static char *title(const struct screen *screen)
{
    const struct procedure_screen *s = (const struct procedure_screen *)screen;
    return memory_format("%s · %s", words(procedure_facts(s->procedure), "name"),
                         procedure_code(s->procedure));
}

static void paint(struct screen *screen, struct area area)
{
    area.row++;
    area.rows--;
    lines_paint(&((struct procedure_screen *)screen)->lines, area);
}

static void key(struct screen *screen, const struct key *key)
{
    lines_key(&((struct procedure_screen *)screen)->lines, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_LANGUAGE)
        fill((struct procedure_screen *)screen);
}

static bool has_form(const struct screen *screen)
{
    return procedure_has_form(((const struct procedure_screen *)screen)->procedure);
}

static void start_form(struct screen *screen)
{
    form_screen_open(screen->counter, ((struct procedure_screen *)screen)->procedure, 0);
}

static void close_procedure(struct screen *screen)
{
    lines_clear(&((struct procedure_screen *)screen)->lines);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("fill in the form"), has_form, start_form},
    {KEY_UP, 0, "↑↓", N_("read on"), NULL, NULL},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

static const struct screen_kind PROCEDURE_SCREEN = {
    .name = "procedure",
    .size = sizeof(struct procedure_screen),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .close = close_procedure,
};

void procedure_screen_open(struct counter *counter, const struct procedure *procedure)
{
    struct procedure_screen *s = screen_create(&PROCEDURE_SCREEN, counter);
    s->procedure = procedure;
    fill(s);
    screen_push(&s->screen);
}
