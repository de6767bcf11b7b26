/* SPDX-License-Identifier: MIT */
/* What a procedure asks for: read it to the citizen before anything is typed. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/facts.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>

struct procedure_screen {
    struct screen screen;
    const struct procedure *procedure;
    struct lines lines;
};

static void add_fact(struct lines *lines, const char *label, const char *text)
{
    if (*text)
        lines_add(lines, STYLE_PLAIN, 0, label, text);
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
    struct lines *lines = &s->lines;
    lines_clear(lines);
    if (!procedure_has_form(s->procedure))
        lines_add(lines, STYLE_WARNING, 0, NULL, why_no_form(facts));
    char *time = facts_time(facts), *channels = facts_channels(facts);
    add_fact(lines, _("Field"), facts_words(facts, "field"));
    add_fact(lines, _("Agency"), facts_words(facts, "agency"));
    add_fact(lines, _("Processing time"), time);
    add_fact(lines, _("Fee"), facts_fee(facts));
    add_fact(lines, _("How to apply"), channels);
    add_fact(lines, _("Result"), facts_words(facts, "result"));
    free(time);
    free(channels);
    facts_add_papers(lines, _("Papers to bring"), s->procedure);
    facts_add_legal_basis(lines, _("Legal basis"), facts);
}

static char *title(const struct screen *screen)
{
    const struct procedure_screen *s = (const struct procedure_screen *)screen;
    return memory_format("%s · %s", facts_words(procedure_facts(s->procedure), "name"),
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
    if (counter_tell_health(screen->counter))
        form_screen_open(screen->counter, ((struct procedure_screen *)screen)->procedure,
                         0);
}

static void ask(struct screen *screen)
{
    help_screen_open(screen->counter, ((struct procedure_screen *)screen)->procedure);
}

static void close_procedure(struct screen *screen)
{
    lines_clear(&((struct procedure_screen *)screen)->lines);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("fill in the form"), has_form, start_form},
    {KEY_F1, 0, "F1", N_("questions"), NULL, ask},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {KEY_UP, 0, "↑↓", N_("read on"), NULL, NULL},
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
