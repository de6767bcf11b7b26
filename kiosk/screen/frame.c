/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/frame.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/mode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_ROWS = 24,
    LEAST_COLUMNS = 80,
    MARGIN = 1,
    FOOTER_ROOM = 4,
    MESSAGE_ROWS = 3
};

bool frame_begin(struct frame *frame, struct counter *counter)
{
    *frame = (struct frame){.counter = counter};
    term_size(&frame->rows, &frame->columns);
    term_begin();
    if (frame->rows >= LEAST_ROWS && frame->columns >= LEAST_COLUMNS)
        return true;
    char *text = memory_format(
        _("The window is too small: %d×%d. It takes 80×25; please make it larger."),
        frame->columns, frame->rows);
    const char *at = text;
    for (int row = 0; *at && row < frame->rows; row++) {
        const char *line = at;
        size_t size = utf8_wrap(line, frame->columns, &at);
        char *part = memory_copy_span(line, size);
        term_text(row, 0, frame->columns, STYLE_STRONG, part);
        free(part);
    }
    free(text);
    return false;
}

/* "T7" for Saturday, as it is written on every calendar. */
static const char *weekday(int day)
{
    static const char *const NAMES[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                        N_("Thu"), N_("Fri"), N_("Sat")};
    return _(NAMES[day]);
}

static char *portal_words(const struct counter *counter)
{
    if (!*settings_text(counter->settings, PORTAL_URL))
        return memory_copy_text(_("○ Portal: not set up"));
    if (!counter->portal_known)
        return memory_copy_text(_("○ Portal: …"));
    if (counter->portal_reachable)
        return memory_copy_text(_("● Portal: online"));
    struct tm since = clock_local(counter->portal_since);
    return memory_format(_("○ Portal: offline since %02d:%02d"), since.tm_hour,
                         since.tm_min);
}

/* What waits here, and what somebody has to mend. */
static char *outbox_words(const struct counter *counter)
{
    const struct outbox_count *outbox = &counter->outbox;
    size_t stopped = outbox->held + outbox->rejected;
    char *waiting = outbox->waiting
                        ? memory_format(_("   ▲ %zu waiting"), outbox->waiting)
                        : memory_copy_text("");
    char *mend =
        stopped ? memory_format(_("   ! %zu to mend"), stopped) : memory_copy_text("");
    char *words = memory_format("%s%s", waiting, mend);
    free(waiting);
    free(mend);
    return words;
}

static char *status_words(const struct counter *counter)
{
    struct tm now = clock_local(clock_now());
    char *portal = portal_words(counter);
    char *outbox =
        counter->mode->tells_outbox ? outbox_words(counter) : memory_copy_text("");
    char *words = memory_format("%s%s    %02d:%02d %s", portal, outbox, now.tm_hour,
                                now.tm_min, weekday(now.tm_wday));
    free(portal);
    free(outbox);
    return words;
}

void frame_header(const struct frame *frame)
{
    const struct settings *settings = frame->counter->settings;
    bool training = settings_number(settings, KIOSK_TRAINING);
    enum style style = training ? STYLE_TRAINING : STYLE_HEADER;
    char *place = memory_format("%s%s · %s", training ? _("TRAINING · ") : "",
                                settings_text(settings, OFFICE_NAME),
                                settings_text(settings, OFFICE_COUNTER));
    char *status = status_words(frame->counter);
    int width = utf8_columns(status);
    term_fill(0, 0, frame->columns, style);
    draw_short(0, MARGIN, frame->columns - width - 2 * MARGIN - 1, style, place);
    term_text(0, frame->columns - width - MARGIN, width, style, status);
    term_rule(1);
    free(place);
    free(status);
}

void frame_title(const struct frame *frame, const struct screen *screen)
{
    const struct screen_kind *kind = screen->kind;
    char *title = kind->title ? kind->title(screen) : NULL;
    char *beside = kind->beside_title ? kind->beside_title(screen) : NULL;
    int width = beside ? utf8_columns(beside) : 0;
    if (title)
        draw_short(2, MARGIN, frame->columns - width - 2 * MARGIN - 1, STYLE_STRONG,
                   title);
    if (beside)
        term_text(2, frame->columns - width - MARGIN, width, STYLE_PLAIN, beside);
    free(title);
    free(beside);
}

struct area frame_body(const struct frame *frame, const struct screen *screen)
{
    int first = screen->kind->whole ? 2 : 3;
    return (struct area){
        .row = first, .rows = frame->rows - 3 - first, .columns = frame->columns};
}

void frame_message(const struct frame *frame, enum style style, const char *text)
{
    int columns = frame->columns - 2 * MARGIN;
    int rows = draw_wrapped(0, 0, columns, 0, style, text);
    if (rows > MESSAGE_ROWS)
        rows = MESSAGE_ROWS;
    int first = frame->rows - 2 - rows;
    for (int row = first; row < first + rows; row++)
        term_fill(row, 0, frame->columns, STYLE_PLAIN);
    draw_wrapped(first, MARGIN, columns, rows, style, text);
}

/* The language key shows the other language, in its own name. */
static const char *label_of(const struct action *action)
{
    if (action->key == KEY_F1 + 7)
        return strcmp(i18n_language(), "vi") == 0 ? "English" : "Tiếng Việt";
    return _(action->label);
}

static int draw_actions(int row, int column, int columns, const struct screen *screen,
                        const struct action *actions)
{
    for (; actions && actions->key; actions++) {
        if (!actions->label || (actions->available && !actions->available(screen)))
            continue;
        const char *label = label_of(actions);
        int width = utf8_columns(actions->shown) + 1 + utf8_columns(label);
        if (column + width > columns)
            continue; /* a shorter one may still fit */
        column += term_text(row, column, columns - column, STYLE_KEY, actions->shown) + 1;
        column += term_text(row, column, columns - column, STYLE_PLAIN, label) + 2;
    }
    return column;
}

static int width_of(const struct screen *screen, const struct action *actions)
{
    int width = 0;
    for (; actions && actions->key; actions++) {
        if (actions->label && (!actions->available || actions->available(screen)))
            width += utf8_columns(actions->shown) + 3 + utf8_columns(label_of(actions));
    }
    return width;
}

void frame_footer(const struct frame *frame, const struct screen *screen,
                  const struct action *everywhere)
{
    int row = frame->rows - 1;
    term_rule(row - 1);
    int right = width_of(screen, everywhere) - 2;
    int column = draw_actions(row, MARGIN, frame->columns - MARGIN - right - 1, screen,
                              screen->kind->actions);
    draw_actions(row, column, frame->columns, screen, everywhere);
}
