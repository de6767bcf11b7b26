/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/alone/alone.h"

#include "kiosk/base/i18n.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

/* No dark screen (its key would leave the next citizen before a dead one), none that has
 * or makes a form, and none that lists dossiers. */
static const struct screen_kind *const SCREENS[] = {
    &ALONE_START_SCREEN, &ALONE_STATUS_SCREEN, &ALONE_QUESTIONS_SCREEN,
    &HELP_SCREEN,        &IDLE_SCREEN,         NULL,
};

static bool is_typed_into(const struct screen *screen)
{
    return screen->kind == &ALONE_QUESTIONS_SCREEN;
}

/* No key ends the program: that is for `systemctl stop`. */
static const struct action EVERYWHERE[] = {
    {KEY_F1 + 7, 0, "F8", "Tiếng Việt", NULL, mode_change_language},
    {KEY_F1 + 10, 0, "F11", NULL, is_typed_into, mode_change_typing},
    {KEY_CONTROL, ' ', "Ctrl-Space", NULL, is_typed_into, mode_change_typing},
    {0},
};

/* A slip under the scanner is a wish to see that dossier, wherever one is. */
static void scanned(struct counter *counter, const char *text)
{
    struct screen *first = screen_first(counter);
    screen_uncover(first);
    first->kind->scanned(first, text);
}

const struct mode ALONE_MODE = {
    .begin = alone_start_open,
    .screens = SCREENS,
    .everywhere = EVERYWHERE,
    .idle = KIOSK_ALONE_IDLE,
    .idle_question = N_("Are you still there?"),
    .scanned = scanned,
};
