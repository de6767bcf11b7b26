/* SPDX-License-Identifier: MIT */
/* The first screen: what do people need today? */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/finder.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

struct home {
    struct screen screen;
    struct finder finder;
    bool asked_to_end;
};

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("What do people need today?"));
}

static void paint(struct screen *screen, struct area area)
{
    finder_paint(&((struct home *)screen)->finder, area, _("Find a procedure"));
}

static void key(struct screen *screen, const struct key *key)
{
    struct home *home = (struct home *)screen;
    home->asked_to_end = false;
    finder_key(&home->finder, key);
}

static void take_back(struct screen *screen)
{
    finder_take_back(&((struct home *)screen)->finder);
}

static void open_selected(struct screen *screen)
{
    struct error err = {0};
    const struct procedure *procedure =
        finder_selected(&((struct home *)screen)->finder, &err);
    if (procedure)
        procedure_screen_open(screen->counter, procedure);
    else
        screen_say(screen->counter, STYLE_WRONG, "%s", err.text);
}

static bool has_hits(const struct screen *screen)
{
    return ((const struct home *)screen)->finder.count > 0;
}

static void open_track(struct screen *screen)
{
    track_screen_open(screen->counter);
}

static void open_work(struct screen *screen)
{
    work_screen_open(screen->counter);
}

static void open_outbox(struct screen *screen)
{
    outbox_screen_open(screen->counter);
}

/* Twice, so that nobody ends the program by accident. */
static void end(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    if (home->asked_to_end) {
        loop_stop(screen->counter->loop);
        return;
    }
    home->asked_to_end = true;
    screen_say(screen->counter, STYLE_WARNING,
               _("Press F10 once more to end the program."));
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_CATALOGUE)
        finder_search(&((struct home *)screen)->finder);
}

static bool at_rest(const struct screen *screen)
{
    const struct finder *finder = &((const struct home *)screen)->finder;
    return !*finder->query.text && finder->selected == 0;
}

/* The next citizen begins with an empty box. */
static void shown(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    home->asked_to_end = false;
    finder_clear(&home->finder);
    finder_search(&home->finder);
}

static void close_home(struct screen *screen)
{
    finder_free(&((struct home *)screen)->finder);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("open"), has_hits, open_selected},
    {KEY_F1 + 1, 0, "F2", N_("track"), NULL, open_track},
    {KEY_F1 + 2, 0, "F3", N_("in hand"), NULL, open_work},
    {KEY_F1 + 3, 0, "F4", N_("outbox"), NULL, open_outbox},
    {KEY_UP, 0, "↑↓", N_("choose"), has_hits, NULL},
    {KEY_F1 + 9, 0, "F10", N_("end"), NULL, end},
    {0},
};

static const struct screen_kind HOME_SCREEN = {
    .name = "home",
    .size = sizeof(struct home),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .take_back = take_back,
    .told = told,
    .shown = shown,
    .at_rest = at_rest,
    .close = close_home,
};

void home_screen_open(struct counter *counter)
{
    struct home *home = screen_create(&HOME_SCREEN, counter);
    finder_init(&home->finder, counter);
    screen_push(&home->screen);
}
