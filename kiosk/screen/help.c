/* SPDX-License-Identifier: MIT */
/* The help desk: what citizens ask about a procedure, answered with what is published of
 * it, word for word. What is not published is said to be unknown; nothing is made up. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/facts.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>
#include <string.h>

struct help {
    struct screen screen;
    const struct procedure *procedure;
    size_t selected;
    struct lines answer;
};

static const json_t *facts_of(const struct help *help)
{
    return procedure_facts(help->procedure);
}

static bool add_text(struct help *help, const char *label, const char *text)
{
    if (*text)
        lines_add(&help->answer, STYLE_PLAIN, 0, label, text);
    return *text;
}

static bool add_text_take(struct help *help, const char *label, char *text)
{
    bool known = add_text(help, label, text);
    free(text);
    return known;
}

static bool answer_papers(struct help *help)
{
    return facts_add_papers(&help->answer, NULL, help->procedure) > 0;
}

static bool answer_fee(struct help *help)
{
    return add_text(help, NULL, facts_fee(facts_of(help)));
}

static bool answer_time(struct help *help)
{
    return add_text_take(help, NULL, facts_time(facts_of(help)));
}

static bool answer_place(struct help *help)
{
    bool agency = add_text(help, _("Agency"), facts_words(facts_of(help), "agency"));
    bool how = add_text_take(help, _("How to apply"), facts_channels(facts_of(help)));
    return agency || how;
}

static bool answer_law(struct help *help)
{
    return facts_add_legal_basis(&help->answer, NULL, facts_of(help)) > 0;
}

static bool answer_result(struct help *help)
{
    return add_text(help, NULL, facts_words(facts_of(help), "result"));
}

/* Each adds what is known; false: nothing is. */
static const struct {
    const char *words;
    bool (*answer)(struct help *help);
} QUESTIONS[] = {
    {N_("Which papers are to be brought?"), answer_papers},
    {N_("How much does it cost?"), answer_fee},
    {N_("How long does it take?"), answer_time},
    {N_("Where is it handed in, and how?"), answer_place},
    {N_("On what law does it rest?"), answer_law},
    {N_("What comes of it?"), answer_result},
};
enum { QUESTION_COUNT = sizeof(QUESTIONS) / sizeof(QUESTIONS[0]) };

static void add_unknown(struct help *help)
{
    const char *hotline = settings_text(help->screen.counter->settings, OFFICE_HOTLINE);
    char *words = *hotline
                      ? memory_format(_("This is not published. Ask the agency, or the "
                                        "hotline %s."),
                                      hotline)
                      : memory_copy_text(_("This is not published. Ask the agency."));
    lines_add(&help->answer, STYLE_WARNING, 0, NULL, words);
    free(words);
}

/* Of what the portal publishes, and of what was imported by hand. Allocated. */
static char *name_origin(const struct catalogue_origin *origin, const char *code)
{
    char stamp[CLOCK_STAMP_ROOM];
    const char *day = clock_people(stamp, origin->since) + CLOCK_PEOPLE_DAY;
    const char *scheme = strstr(origin->from, "://");
    if (origin->is_portals)
        return memory_format(_("Source: catalogue of the portal %s, as of %s, code %s."),
                             scheme ? scheme + 3 : origin->from, day, code);
    if (origin->since > 0)
        return memory_format(_("Source: national catalogue of procedures, imported here "
                               "on %s from %s, code %s."),
                             day, origin->from, code);
    return memory_format(
        _("Source: national catalogue of procedures, as imported here, code %s."), code);
}

static void add_source(struct help *help)
{
    const char *code = procedure_code(help->procedure);
    struct catalogue_origin origin;
    char *words = catalogue_is_imported(help->screen.counter->catalogue, code, &origin)
                      ? name_origin(&origin, code)
                      : memory_format(_("Source: this counter's form %s, version %s."),
                                      code, procedure_version(help->procedure));
    lines_add(&help->answer, STYLE_PLAIN, 0, NULL, "");
    lines_add(&help->answer, STYLE_QUIET, 0, NULL, words);
    free(words);
}

static void fill(struct help *help)
{
    lines_clear(&help->answer);
    help->answer.first = 0;
    if (!QUESTIONS[help->selected].answer(help))
        add_unknown(help);
    add_source(help);
}

static char *title(const struct screen *screen)
{
    const struct help *help = (const struct help *)screen;
    return memory_format(_("Questions · %s"), facts_words(facts_of(help), "name"));
}

static void paint(struct screen *screen, struct area area)
{
    struct help *help = (struct help *)screen;
    int row = area.row + 1;
    for (size_t i = 0; i < QUESTION_COUNT; i++, row++) {
        bool here = i == help->selected;
        enum style style = here ? STYLE_FOCUS : STYLE_PLAIN;
        char *text =
            memory_format("%s%zu  %s", here ? "› " : "  ", i + 1, _(QUESTIONS[i].words));
        term_fill(row, 1, area.columns - 2, style);
        term_text(row, 1, area.columns - 2, style, text);
        if (here)
            term_cursor(row, 3);
        free(text);
    }
    int used = QUESTION_COUNT + 2;
    lines_paint(&help->answer, (struct area){.row = area.row + used,
                                             .rows = area.rows - used,
                                             .columns = area.columns});
}

static void select_question(struct help *help, size_t number)
{
    help->selected = number % QUESTION_COUNT;
    fill(help);
}

static void key(struct screen *screen, const struct key *key)
{
    struct help *help = (struct help *)screen;
    if (key->name == KEY_TEXT && key->character >= '1' &&
        key->character < '1' + QUESTION_COUNT)
        select_question(help, key->character - '1');
    else if (key->name == KEY_DOWN || key->name == KEY_TAB)
        select_question(help, help->selected + 1);
    else if (key->name == KEY_UP || key->name == KEY_BACK_TAB)
        select_question(help, help->selected + QUESTION_COUNT - 1);
    else
        lines_key(&help->answer, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_LANGUAGE)
        fill((struct help *)screen);
}

static void close_help(struct screen *screen)
{
    lines_clear(&((struct help *)screen)->answer);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "1–6 ↑↓", N_("question"), NULL, NULL},
    {KEY_PAGE_DOWN, 0, "PgDn", N_("read on"), NULL, NULL},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

const struct screen_kind HELP_SCREEN = {
    .name = "help",
    .size = sizeof(struct help),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .told = told,
    .close = close_help,
};

void help_screen_open(struct counter *counter, const struct procedure *procedure)
{
    struct help *help = screen_create(&HELP_SCREEN, counter);
    help->procedure = procedure;
    fill(help);
    screen_push(&help->screen);
}
