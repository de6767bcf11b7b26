/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/stops.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"

#include <stdlib.h>
#include <string.h>

void stops_clear(struct stops *stops)
{
    for (size_t i = 0; i < stops->count; i++) {
        memory_free_text(&stops->list[i].label);
        memory_free_text(&stops->list[i].text);
    }
    free(stops->list);
    stops->list = NULL;
    stops->count = 0;
}

static char *cleaned(const char *text)
{
    return utf8_clean(text, strlen(text), UTF8_KEEP_LINES);
}

struct stop *stops_add(struct stops *stops, int kind, enum style style, int column,
                       const char *text)
{
    stops->list = memory_resize(stops->list, stops->count + 1, sizeof(*stops->list));
    struct stop *stop = &stops->list[stops->count++];
    *stop = (struct stop){.kind = kind,
                          .style = style,
                          .label_style = STYLE_QUIET,
                          .column = column,
                          .text = cleaned(text)};
    return stop;
}

struct stop *stops_add_labelled(struct stops *stops, int kind, int column,
                                const char *label, const char *text)
{
    struct stop *stop = stops_add(stops, kind, STYLE_PLAIN, column, text);
    stop->label = cleaned(label);
    return stop;
}

const struct stop *stops_selected(const struct stops *stops)
{
    size_t last = stops->count - 1;
    return &stops->list[stops->selected < last ? stops->selected : last];
}

void stops_move(struct stops *stops, int by)
{
    for (size_t i = stops->selected + (size_t)by; i < stops->count; i += (size_t)by) {
        if (stops->list[i].kind) {
            stops->selected = i;
            return;
        }
    }
}

void stops_first(struct stops *stops)
{
    stops->selected = 0;
    if (stops->count && !stops->list[0].kind)
        stops_move(stops, 1);
}

static void move_page(struct stops *stops, int by)
{
    for (int i = 0; i < stops->page - 2; i++)
        stops_move(stops, by);
}

bool stops_key(struct stops *stops, const struct key *key)
{
    if (key->name == KEY_UP || key->name == KEY_BACK_TAB)
        stops_move(stops, -1);
    else if (key->name == KEY_DOWN || key->name == KEY_TAB)
        stops_move(stops, 1);
    else if (key->name == KEY_PAGE_UP)
        move_page(stops, -1);
    else if (key->name == KEY_PAGE_DOWN)
        move_page(stops, 1);
    else if (key->name == KEY_HOME)
        stops_first(stops);
    else if (key->name == KEY_END)
        stops->selected = stops->count, stops_move(stops, -1);
    else
        return false;
    return true;
}

static int height(const struct stop *stop, int columns)
{
    int rows = draw_wrapped(0, 0, columns - stop->column - 2, 0, STYLE_PLAIN, stop->text);
    return rows ? rows : 1;
}

static void paint_line(const struct stop *stop, bool here, struct area area, int at)
{
    const char *next = stop->text;
    for (int line = 0; *next || line == 0; line++) {
        const char *start = next;
        size_t size = utf8_wrap(start, area.columns - stop->column - 2, &next);
        if (at + line < 0 || at + line >= area.rows)
            continue;
        int y = area.row + at + line;
        char *part = memory_copy_span(start, size);
        if (here)
            term_fill(y, 1, area.columns - 3, STYLE_FOCUS);
        if (here && line == 0)
            term_text(y, 1, 1, STYLE_FOCUS, "›");
        if (stop->label && line == 0)
            term_text(y, STOPS_MARGIN, stop->column - STOPS_MARGIN - 1,
                      here ? STYLE_FOCUS : stop->label_style, stop->label);
        term_text(y, stop->column, area.columns - stop->column - 1,
                  here ? STYLE_FOCUS : stop->style, part);
        if (here && line == 0)
            term_cursor(y, stop->column);
        memory_free_text(&part);
        if (!*next)
            break;
    }
}

/* Scrolls so that the selected line is seen, with what is joined to it. */
static void scroll(struct stops *stops, struct area area)
{
    int at = 0, selected_at = 0, selected_rows = 1;
    for (size_t i = 0; i < stops->count; i++) {
        int rows = height(&stops->list[i], area.columns);
        if (i == stops->selected)
            selected_at = at, selected_rows = rows;
        else if (i > stops->selected && stops->list[i].joined &&
                 selected_at + selected_rows == at)
            selected_rows += rows;
        at += rows;
    }
    stops->page = area.rows;
    /* What stands above the first line that can be chosen is worth seeing. */
    int from = selected_at <= 3 ? 0 : selected_at;
    stops->scroll =
        draw_scroll(stops->scroll, area.rows, from, selected_at + selected_rows - from);
}

void stops_paint(struct stops *stops, struct area area)
{
    scroll(stops, area);
    int row = -stops->scroll;
    for (size_t i = 0; i < stops->count; i++) {
        const struct stop *stop = &stops->list[i];
        paint_line(stop, i == stops->selected && stop->kind, area, row);
        row += height(stop, area.columns);
    }
    if (stops->scroll > 0)
        term_text(area.row, area.columns - 2, 1, STYLE_KEY, "▲");
    if (row > area.rows)
        term_text(area.row + area.rows - 1, area.columns - 2, 1, STYLE_KEY, "▼");
}
