/* SPDX-License-Identifier: MIT */
/* Which procedure a citizen wants to ask about; what is published of it follows. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/alone/alone.h"
#include "kiosk/screen/finder.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

struct questions {
    struct screen screen;
    struct finder finder;
};

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("Which procedure do you want to ask about?"));
}

static void paint(struct screen *screen, struct area area)
{
    finder_paint(&((struct questions *)screen)->finder, area,
                 _("Its name, or what it is for"));
}

static void key(struct screen *screen, const struct key *key)
{
    finder_key(&((struct questions *)screen)->finder, key);
}

static void take_back(struct screen *screen)
{
    finder_take_back(&((struct questions *)screen)->finder);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_CATALOGUE)
        finder_search(&((struct questions *)screen)->finder);
}

static bool has_hits(const struct screen *screen)
{
    return ((const struct questions *)screen)->finder.count > 0;
}

static void open_selected(struct screen *screen)
{
    struct error err = {0};
    const struct procedure *procedure =
        finder_selected(&((struct questions *)screen)->finder, &err);
    if (procedure)
        help_screen_open(screen->counter, procedure);
    else
        screen_say(screen->counter, STYLE_WRONG, "%s", err.text);
}

static void close_questions(struct screen *screen)
{
    finder_free(&((struct questions *)screen)->finder);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), has_hits, NULL},
    {KEY_ENTER, 0, "Enter", N_("open"), has_hits, open_selected},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

const struct screen_kind ALONE_QUESTIONS_SCREEN = {
    .name = "questions alone",
    .size = sizeof(struct questions),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .take_back = take_back,
    .told = told,
    .close = close_questions,
};

void alone_questions_open(struct counter *counter)
{
    struct questions *questions = screen_create(&ALONE_QUESTIONS_SCREEN, counter);
    finder_init(&questions->finder, counter);
    questions->finder.only_asked = true;
    screen_push(&questions->screen);
}
