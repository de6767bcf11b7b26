/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/mode.h"

#include "kiosk/base/i18n.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <string.h>

bool mode_has(const struct mode *mode, const struct screen_kind *kind)
{
    const struct screen_kind *const *at = mode->screens;
    while (at && *at && *at != kind)
        at++;
    return !at || *at;
}

void mode_change_language(struct screen *screen)
{
    i18n_use(strcmp(i18n_language(), "vi") == 0 ? "en" : "vi");
    const struct news news = {.kind = NEWS_LANGUAGE};
    stack_tell(screen->counter->stack, &news);
}

void mode_change_typing(struct screen *screen)
{
    struct typing_way *way = &screen->counter->typing;
    typing_change(way);
    screen_say(screen->counter, STYLE_QUIET, "%s", typing_explain(way));
}

static bool is_not_blank(const struct screen *screen)
{
    return screen->kind != &BLANK_SCREEN;
}

static void change_theme(struct screen *screen)
{
    (void)screen;
    term_change_theme();
}

/* The language is named in itself, for whoever cannot read the present one. */
static const struct action EVERYWHERE[] = {
    {KEY_F1 + 7, 0, "F8", "Tiếng Việt", is_not_blank, mode_change_language},
    {KEY_CONTROL, 't', "Ctrl-T", NULL, is_not_blank, change_theme},
    {KEY_F12, 0, "F12", N_("hide"), is_not_blank, blank_screen_open},
    /* Shown beside the field, draw_typing(); Ctrl and the blank for the terminals that
     * keep F11 for themselves. */
    {KEY_F1 + 10, 0, "F11", NULL, is_not_blank, mode_change_typing},
    {KEY_CONTROL, ' ', "Ctrl-Space", NULL, is_not_blank, mode_change_typing},
    {0},
};

static void scanned_in_vain(struct counter *counter, const char *text)
{
    (void)text;
    screen_say(counter, STYLE_WARNING,
               _("A card was scanned, but it is not asked for here: open the form "
                 "first."));
}

const struct mode COUNTER_MODE = {
    .begin = home_screen_open,
    .everywhere = EVERYWHERE,
    .idle = KIOSK_IDLE,
    .idle_question = N_("Is somebody still there?"),
    .tells_outbox = true,
    .scanned = scanned_in_vain,
};
