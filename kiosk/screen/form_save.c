/* SPDX-License-Identifier: MIT */
/* What is typed is saved as it is typed: after a moment of quiet, and at the latest after
 * a few seconds without one. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/draft.h"

/* Milliseconds: of quiet, of typing without a pause, and after a failure. */
enum { SAVE_AFTER = 700, SAVE_AT_LATEST = 3000, SAVE_AGAIN = 5000 };

bool form_screen_save(struct form_screen *s)
{
    struct error err = {0};
    loop_cancel(s->screen.counter->loop, &s->save_timer);
    form_screen_give(s);
    if (s->saved)
        return true;
    struct store *store = counter_store(s->screen.counter, &err);
    const struct draft_place place = {
        .step = s->step, .field = s->focus, .papers = s->papers};
    s->saved = store && draft_save(store, &s->draft, s->procedure, s->form, &place, &err);
    if (!s->saved)
        screen_say(s->screen.counter, STYLE_WRONG,
                   _("Not saved yet, keep this page open: %s"), err.text);
    return s->saved;
}

static void save_again(void *arg);

/* While somebody is typing, what is half typed is saved but not judged. */
static bool save_meanwhile(struct form_screen *s)
{
    bool was_changed = s->changed;
    s->save_timer = 0;
    bool saved = form_screen_save(s);
    s->changed = was_changed;
    if (!saved) /* a store that is in use is free again soon */
        s->save_timer = loop_after(s->screen.counter->loop, SAVE_AGAIN, save_again, s);
    return saved;
}

static void save_now(void *arg)
{
    struct form_screen *s = arg;
    save_meanwhile(s);
    stack_paint(s->screen.counter->stack);
}

static void save_again(void *arg)
{
    struct form_screen *s = arg;
    if (save_meanwhile(s)) /* the line still says that it is not */
        screen_say(s->screen.counter, STYLE_GOOD, "%s", _("Saved"));
    stack_paint(s->screen.counter->stack);
}

void form_screen_save_soon(struct form_screen *s)
{
    int64_t now = clock_monotonic();
    if (!s->save_timer)
        s->unsaved_since = now;
    int64_t left = s->unsaved_since + SAVE_AT_LATEST - now;
    s->saved = false;
    loop_cancel(s->screen.counter->loop, &s->save_timer);
    s->save_timer = loop_after(s->screen.counter->loop,
                               left > SAVE_AFTER ? SAVE_AFTER
                               : left > 0        ? left
                                                 : 0,
                               save_now, s);
}

void form_screen_paint_saved(const struct form_screen *s, struct area area)
{
    int row = area.row + area.rows, start = area.columns - 1 - utf8_columns(_("Saved"));
    bool saved = s->saved && s->draft;
    bool typing = s->editing && !form_field(s->form, s->focus)->plain;
    if (saved)
        term_text(row, start, 20, STYLE_QUIET, _("Saved"));
    if (typing)
        draw_typing(s->screen.counter, area, _("Saved"));
    if (saved && typing && s->screen.counter->typing.shown)
        term_text(row, start - 2, 1, STYLE_QUIET, "·");
}
