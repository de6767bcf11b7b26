/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/attach.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/attached.h"
#include "kiosk/service/intake.h"
#include "kiosk/service/stick.h"
#include "kiosk/service/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEFT = 4,
    MARGIN = 3,
    ROWS = 8,
    WORDS_ROWS = 3,
    GLANCE = 20,      /* milliseconds between two looks for the verdict */
    STEPS_AT_ONCE = 4 /* pieces between two turns of the loop */
};

struct attach {
    struct counter *counter;
    void (*done)(void *arg);
    void *arg;
    struct stick *stick;
    int64_t draft;
    char paper[ATTACHMENT_PAPER_ROOM];
};

/* In front while the file is taken in, and until a refusal has been read. */
struct taking {
    struct screen screen;
    struct attach *attach;
    struct intake *intake; /* NULL: refused */
    char *name;
    struct error trouble;
    unsigned timer;
    int percent; /* as painted */
};

bool attach_possible(const struct counter *counter)
{
    return *settings_text(counter->settings, ATTACHMENTS_FOLDER) != '\0';
}

struct attach *attach_create(struct counter *counter, void (*done)(void *arg), void *arg)
{
    struct attach *attach = memory_alloc(sizeof(*attach));
    attach->counter = counter;
    attach->done = done;
    attach->arg = arg;
    return attach;
}

void attach_free(struct attach **attach)
{
    if (!*attach)
        return;
    stick_free(&(*attach)->stick);
    free(*attach);
    *attach = NULL;
}

/* --- taking in ---------------------------------------------------------------------- */

static void step(void *arg);

static void step_soon(struct taking *s, int64_t delay)
{
    s->timer = loop_after(s->screen.counter->loop, delay, step, s);
}

static int percent_of(const struct taking *s)
{
    int64_t read = 0, size = 1;
    if (s->intake)
        intake_progress(s->intake, &read, &size);
    return size > 0 ? (int)(read * 100 / size) : 0;
}

static void finished(struct taking *s)
{
    struct attach *attach = s->attach;
    struct counter *counter = s->screen.counter;
    char *words = attached_words(intake_result(s->intake));
    screen_leave(&s->screen);
    screen_say(counter, STYLE_GOOD, _("Attached: %s"), words);
    memory_free_text(&words);
    attach->done(attach->arg);
    stack_paint(counter->stack);
}

static void step(void *arg)
{
    struct taking *s = arg;
    enum intake_state state = INTAKE_WORKS;
    s->timer = 0;
    for (int i = 0; i < STEPS_AT_ONCE && state == INTAKE_WORKS; i++)
        state = intake_step(s->intake, &s->trouble);
    if (state == INTAKE_DONE) {
        finished(s);
        return;
    }
    if (state == INTAKE_FAILED)
        intake_free(&s->intake);
    else
        step_soon(s, state == INTAKE_WAITS ? GLANCE : 0);
    if (!s->intake || percent_of(s) != s->percent)
        stack_paint(s->screen.counter->stack);
}

static void paint(struct screen *screen, struct area area)
{
    struct taking *s = (struct taking *)screen;
    int columns = area.columns - 2 * LEFT, inside = columns - 2 * MARGIN;
    int top = area.row + (area.rows - ROWS) / 2;
    for (int row = 0; row < ROWS; row++)
        term_fill(top + row, 0, area.columns, STYLE_PLAIN);
    term_fill(top, LEFT, columns, STYLE_FOCUS);
    term_text(top, LEFT + 1, columns - 2, STYLE_FOCUS,
              s->intake ? _("The file is taken in and looked at") : _("Not attached"));
    draw_short(top + 2, LEFT + MARGIN, inside, STYLE_STRONG, s->name);
    s->percent = percent_of(s);
    if (s->intake)
        draw_progress(top + 4, LEFT + MARGIN, inside, s->percent);
    else
        draw_wrapped(top + 3, LEFT + MARGIN, inside, WORDS_ROWS, STYLE_WRONG,
                     s->trouble.text);
    term_fill(top + ROWS - 1, LEFT, columns, STYLE_FOCUS);
    term_cursor(-1, 0);
}

static bool is_under_way(const struct screen *screen)
{
    return ((const struct taking *)screen)->intake != NULL;
}

static bool is_refused(const struct screen *screen)
{
    return !is_under_way(screen);
}

static void close_taking(struct screen *screen)
{
    struct taking *s = (struct taking *)screen;
    loop_cancel(screen->counter->loop, &s->timer);
    intake_free(&s->intake);
    memory_free_text(&s->name);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("I have read it"), is_refused, screen_leave},
    {KEY_ESCAPE, 0, "Esc", N_("break off"), is_under_way, screen_leave},
    {KEY_ESCAPE, 0, "Esc", NULL, is_refused, screen_leave},
    {0},
};

static const struct screen_kind TAKING_SCREEN = {
    .name = "attach",
    .size = sizeof(struct taking),
    .dialog = true,
    .session = true,
    .actions = ACTIONS,
    .paint = paint,
    .close = close_taking,
};

static void take(struct attach *attach, size_t index)
{
    size_t count;
    const struct stick_entry *entry = &stick_entries(attach->stick, &count)[index];
    struct taking *s = screen_create(&TAKING_SCREEN, attach->counter);
    s->attach = attach;
    s->name = memory_copy_text(entry->shown);
    struct store *store = counter_store(attach->counter, &s->trouble);
    int fd = store ? stick_file(attach->stick, index, &s->trouble) : -1;
    const struct intake_order order = {
        .draft = attach->draft, .paper = attach->paper, .name = entry->name};
    if (fd >= 0)
        s->intake =
            intake_start_take(store, attach->counter->settings, fd, &order, &s->trouble);
    if (s->intake)
        step_soon(s, 0);
    screen_push(&s->screen);
}

/* --- picking ------------------------------------------------------------------------ */

static void pick(struct attach *attach);

/* The first line of a folder within leads out of it. */
static size_t lines_above(const struct attach *attach)
{
    return stick_at_top(attach->stick) ? 0 : 1;
}

static char *list_title(void *arg)
{
    struct attach *attach = arg;
    const char *place = stick_place(attach->stick);
    return *place ? memory_format(_("Which file? — %s"), place)
                  : memory_copy_text(_("Which file?"));
}

static char *list_text(void *arg, size_t index)
{
    struct attach *attach = arg;
    size_t count, above = lines_above(attach);
    const struct stick_entry *entries = stick_entries(attach->stick, &count);
    if (index < above)
        return memory_copy_text(_("[ the folder above ]"));
    if (index - above >= count)
        return memory_copy_text("");
    const struct stick_entry *entry = &entries[index - above];
    if (entry->folder)
        return memory_format("[ %s ]", entry->shown);
    char *size = words_of_bytes(entry->size);
    char *text = memory_format("%s · %s", entry->shown, size);
    free(size);
    return text;
}

static void picked(void *arg, size_t index)
{
    struct attach *attach = arg;
    struct error err = {0};
    size_t count, above = lines_above(attach);
    const struct stick_entry *entries = stick_entries(attach->stick, &count);
    bool fine = true;
    if (index < above) {
        fine = stick_leave(attach->stick, &err);
    } else if (!entries[index - above].folder) {
        take(attach, index - above);
        return;
    } else {
        fine = stick_enter(attach->stick, index - above, &err);
    }
    if (fine)
        pick(attach);
    else
        screen_say(attach->counter, STYLE_WRONG, "%s", err.text);
}

static void pick(struct attach *attach)
{
    size_t count;
    stick_entries(attach->stick, &count);
    count += lines_above(attach);
    if (count == 0) {
        screen_say(attach->counter, STYLE_WARNING, "%s",
                   _("There is no file in the folder. Is the USB stick in?"));
        return;
    }
    const struct choose choose = {.title = list_title,
                                  .text = list_text,
                                  .picked = picked,
                                  .arg = attach,
                                  .count = count,
                                  .filter = true};
    choose_screen_open(attach->counter, &choose);
}

void attach_begin(struct attach *attach, int64_t draft, const char *paper)
{
    struct error err = {0};
    const char *folder = settings_text(attach->counter->settings, ATTACHMENTS_FOLDER);
    attach->draft = draft;
    snprintf(attach->paper, sizeof(attach->paper), "%s", paper);
    stick_free(&attach->stick);
    attach->stick = stick_open(folder, &err);
    if (attach->stick)
        pick(attach);
    else
        screen_say(attach->counter, STYLE_WRONG, "%s", err.text);
}
