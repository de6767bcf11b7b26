/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/draw.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/ui/large.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int draw_wrapped(int row, int column, int columns, int rows, enum style style,
                 const char *text)
{
    int used = 0;
    for (const char *at = text; *at; used++) {
        const char *line = at;
        size_t size = utf8_wrap(line, columns, &at);
        if (used < rows) {
            char *part = memory_copy_span(line, size);
            term_text(row + used, column, columns, style, part);
            memory_free_text(&part);
        }
    }
    return used;
}

int draw_short(int row, int column, int columns, enum style style, const char *text)
{
    if (utf8_columns(text) <= columns)
        return term_text(row, column, columns, style, text);
    const char *rest;
    size_t size = utf8_wrap(text, columns - 1, &rest);
    while (size > 1 && strchr(" ,;:", text[size - 1]))
        size--;
    char *start = memory_copy_span(text, size);
    int used = term_text(row, column, columns - 1, style, start);
    memory_free_text(&start);
    /* A full stop, which is drawn for "…" elsewhere, would look like the end. */
    return used + term_text(row, column + used, 1, style, term_shows("…") ? "…" : "~");
}

/* "Đ Ã   X O N G". Allocated. */
static char *spread(const char *text)
{
    struct buffer out;
    char *capitals = viet_capitals(text);
    size_t size = strlen(capitals);
    buffer_init(&out, 2 * size + 1);
    for (size_t at = 0, next; at < size; at = next) {
        next = utf8_next(capitals, at);
        if (at > 0)
            buffer_add_text(&out, " ");
        buffer_add(&out, capitals + at, next - at);
    }
    char *spread = memory_copy_span(out.data, out.size);
    memory_free_text(&capitals);
    buffer_free(&out);
    return spread;
}

static int draw_spread(int row, int column, int columns, enum style style,
                       const char *text)
{
    char *apart = spread(text);
    draw_short(row, column, columns, style,
               utf8_columns(apart) <= columns ? apart : text);
    memory_free_text(&apart);
    return 1;
}

int draw_large(int row, int column, int columns, int rows, enum style style,
               const char *text)
{
    struct large large;
    if (!term_shows("▀▄█") || !large_set(&large, text) || large.columns > columns ||
        large.rows > rows)
        return draw_spread(row, column, columns, style, text);
    for (int y = 0; y < large.rows; y++) {
        for (int x = 0; x < large.columns; x++)
            term_text(row + y, column + x, 1, style, large_cell(&large, y, x));
    }
    return large.rows;
}

void draw_edit(int row, int column, int columns, const struct edit *edit, size_t *from)
{
    int inside = columns - 4;
    int cursor = edit_view(edit, inside, from);
    term_text(row, column, 2, STYLE_STRONG, "[ ");
    term_fill(row, column + 2, inside, STYLE_PLAIN);
    term_text(row, column + 2, inside, STYLE_PLAIN, edit->text + *from);
    term_text(row, column + columns - 2, 2, STYLE_STRONG, " ]");
    term_cursor(row, column + 2 + cursor);
}

void draw_typing(const struct counter *counter, struct area area, const char *beside)
{
    const struct typing_way *way = &counter->typing;
    int row = area.row + area.rows, width = utf8_columns(typing_name(way));
    int end = area.columns - 1 - (*beside ? utf8_columns(beside) + 3 : 0);
    if (!way->shown)
        return;
    term_text(row, end - width - 4, 3, STYLE_KEY, "F11");
    term_text(row, end - width, width, STYLE_PLAIN, typing_name(way));
}

int draw_scroll(int first, int rows, int selected, int height)
{
    if (selected + height > first + rows)
        first = selected + height - rows;
    if (selected < first)
        first = selected;
    return first < 0 ? 0 : first;
}

bool edit_take_key(struct edit *edit, const struct key *key)
{
    switch (key->name) {
    case KEY_TEXT:
    case KEY_PASTED:
        edit_insert(edit, key->character);
        return true;
    case KEY_BACKSPACE:
        edit_backspace(edit);
        return true;
    case KEY_DELETE:
        edit_delete(edit);
        return true;
    case KEY_LEFT:
        return edit_move(edit, EDIT_LEFT);
    case KEY_RIGHT:
        return edit_move(edit, EDIT_RIGHT);
    case KEY_HOME:
        return edit_move(edit, EDIT_HOME);
    case KEY_END:
        return edit_move(edit, EDIT_END);
    case KEY_CONTROL:
        if (key->character != 'u')
            return false;
        edit_set(edit, "");
        return true;
    default:
        return false;
    }
}

void draw_progress(int row, int column, int columns, int percent)
{
    enum { BESIDE = 6 };
    char text[BESIDE + 8];
    int room = columns - BESIDE, done = (room - 2) * percent / 100;
    snprintf(text, sizeof(text), "%3d %%", percent);
    term_text(row, column, 1, STYLE_QUIET, "[");
    term_text(row, column + room - 1, 1, STYLE_QUIET, "]");
    term_fill(row, column + 1, done, STYLE_FOCUS);
    term_text(row, column + room + 1, BESIDE - 1, STYLE_PLAIN, text);
}
