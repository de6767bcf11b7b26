/* SPDX-License-Identifier: MIT */
/* A line to be typed, in front of the screen that asked. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>
#include <string.h>

enum { LEFT = 4, MARGIN = 3, WORDS_ROWS = 4 };

struct ask_screen {
    struct screen screen;
    struct ask asked;
    struct edit typed;
    struct typing typing;
    size_t from;
};

static void paint(struct screen *screen, struct area area)
{
    struct ask_screen *s = (struct ask_screen *)screen;
    char *title = s->asked.title(s->asked.arg), *words = s->asked.words(s->asked.arg);
    int columns = area.columns - 2 * LEFT, inside = columns - 2 * MARGIN;
    int text = draw_wrapped(0, 0, inside, 0, STYLE_PLAIN, words);
    if (text > WORDS_ROWS)
        text = WORDS_ROWS;
    int rows = text + 6, top = area.row + (area.rows - rows) / 2;
    for (int row = 0; row < rows; row++)
        term_fill(top + row, 0, area.columns, STYLE_PLAIN);
    term_fill(top, LEFT, columns, STYLE_FOCUS);
    term_text(top, LEFT + 1, columns - 2, STYLE_FOCUS, title);
    draw_wrapped(top + 2, LEFT + MARGIN, inside, text, STYLE_PLAIN, words);
    draw_edit(top + text + 3, LEFT + MARGIN, inside, &s->typed, &s->from);
    term_fill(top + rows - 1, LEFT, columns, STYLE_FOCUS);
    draw_typing(screen->counter, area, _("Saved"));
    memory_free_text(&title);
    memory_free_text(&words);
}

static void key(struct screen *screen, const struct key *key)
{
    struct ask_screen *s = (struct ask_screen *)screen;
    typing_take_key(&s->typing, &screen->counter->typing, TYPING_TEXT, &s->typed, key);
}

static void take_back(struct screen *screen)
{
    struct ask_screen *s = (struct ask_screen *)screen;
    typing_take_back(&s->typing, &s->typed);
}

static void answer(struct screen *screen)
{
    struct ask_screen *s = (struct ask_screen *)screen;
    const struct ask asked = s->asked;
    typing_leave(&s->typing, &s->typed);
    char *typed = utf8_clean(s->typed.text, s->typed.size, UTF8_ONE_LINE);
    bool blank = typed[strspn(typed, " ")] == '\0';
    if (blank) {
        screen_say(screen->counter, STYLE_WARNING, _("Type something first, or leave."));
    } else {
        screen_leave(screen);
        asked.answered(asked.arg, typed);
    }
    memory_free_text(&typed);
}

static void scanned(struct screen *screen, const char *text)
{
    struct ask_screen *s = (struct ask_screen *)screen;
    const struct ask asked = s->asked;
    if (!asked.scans) {
        screen_say(screen->counter, STYLE_WARNING, "%s",
                   _("A card was scanned, but it is not asked for here."));
        return;
    }
    screen_leave(screen);
    asked.answered(asked.arg, text);
}

static void close_ask(struct screen *screen)
{
    edit_free(&((struct ask_screen *)screen)->typed);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("keep this"), NULL, answer},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {0},
};

static const struct screen_kind ASK_SCREEN = {
    .name = "ask",
    .size = sizeof(struct ask_screen),
    .dialog = true,
    .actions = ACTIONS,
    .paint = paint,
    .key = key,
    .scanned = scanned,
    .take_back = take_back,
    .close = close_ask,
};

void ask_screen_open(struct counter *counter, const struct ask *ask)
{
    struct ask_screen *s = screen_create(&ASK_SCREEN, counter);
    s->asked = *ask;
    edit_init(&s->typed, ask->limit, false);
    edit_set(&s->typed, ask->typed ? ask->typed : "");
    screen_push(&s->screen);
}
