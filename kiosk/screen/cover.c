/* SPDX-License-Identifier: MIT */
/* Screens that cover what a citizen said: the dark one, and the one that asks whether
 * somebody is still there. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/mode.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>

static const struct action BLANK_ACTIONS[] = {
    {KEY_F12, 0, "F12", N_("show again"), NULL, screen_leave},
    {0},
};

const struct screen_kind BLANK_SCREEN = {
    .name = "blank",
    .size = sizeof(struct screen),
    .actions = BLANK_ACTIONS,
};

void blank_screen_open(struct screen *screen)
{
    screen_push(screen_create(&BLANK_SCREEN, screen->counter));
}

struct idle {
    struct screen screen;
    int64_t until; /* monotonic milliseconds */
    unsigned timer;
};

static long seconds_left(const struct idle *idle)
{
    return (long)((idle->until - clock_monotonic() + 999) / 1000);
}

/* What cannot be saved is not closed: it stays behind a dark screen, where nobody reads
 * it and nothing is lost. */
static void end_session(struct idle *idle)
{
    struct counter *counter = idle->screen.counter;
    enum screen_kept kept = stack_keep(counter->stack);
    if (kept == SCREEN_NOT_KEPT) {
        screen_replace(&idle->screen, screen_create(&BLANK_SCREEN, counter));
        return;
    }
    screen_go_home(counter);
    screen_say(counter, STYLE_QUIET, "%s",
               kept == SCREEN_KEPT
                   ? _("Nobody was there: the page was closed. F3 has the draft.")
                   : _("Nobody was there: the page was closed."));
}

static void count_down(void *arg)
{
    struct idle *idle = arg;
    struct counter *counter = idle->screen.counter;
    idle->timer = 0;
    if (seconds_left(idle) > 0) {
        idle->timer = loop_after(counter->loop, 1000, count_down, idle);
    } else {
        end_session(idle);
    }
    stack_paint(counter->stack);
}

static char *closing_words(const struct idle *idle)
{
    long left = seconds_left(idle);
    unsigned long count = (unsigned long)left;
    if (!stack_has_work(idle->screen.counter->stack))
        return memory_format(ngettext("The page closes in %ld second.",
                                      "The page closes in %ld seconds.", count),
                             left);
    return memory_format(
        ngettext("The page closes in %ld second; what was typed is kept.",
                 "The page closes in %ld seconds; what was typed is "
                 "kept.",
                 count),
        left);
}

static void paint_idle(struct screen *screen, struct area area)
{
    char *text = closing_words((struct idle *)screen);
    int row = area.row + area.rows / 2 - 2;
    for (int i = 0; i < 5; i++)
        term_fill(row + i, 0, area.columns, STYLE_PLAIN);
    term_fill(row, 6, area.columns - 12, STYLE_FOCUS);
    term_fill(row + 4, 6, area.columns - 12, STYLE_FOCUS);
    term_text(row + 1, 9, area.columns - 18, STYLE_STRONG,
              _(screen->counter->mode->idle_question));
    term_text(row + 2, 9, area.columns - 18, STYLE_PLAIN, text);
    term_text(row + 3, 9, area.columns - 18, STYLE_QUIET, _("Any key goes on."));
    term_cursor(row + 1, 9);
    free(text);
}

static void any_key(struct screen *screen, const struct key *key)
{
    (void)key;
    screen_leave(screen);
}

static void close_idle(struct screen *screen)
{
    loop_cancel(screen->counter->loop, &((struct idle *)screen)->timer);
}

const struct screen_kind IDLE_SCREEN = {
    .name = "idle",
    .size = sizeof(struct idle),
    .dialog = true,
    .paint = paint_idle,
    .key = any_key,
    .close = close_idle,
};

void idle_screen_open(struct counter *counter, long seconds)
{
    struct idle *idle = screen_create(&IDLE_SCREEN, counter);
    idle->until = clock_monotonic() + seconds * 1000;
    idle->timer = loop_after(counter->loop, 1000, count_down, idle);
    screen_push(&idle->screen);
}
