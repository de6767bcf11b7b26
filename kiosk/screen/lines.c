/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/lines.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMNS = 24, MARGIN = 3 /* on the right the marks of more text */ };

void lines_clear(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        memory_free_text(&lines->list[i].label);
        memory_free_text(&lines->list[i].text);
    }
    free(lines->list);
    lines->list = NULL;
    lines->count = 0;
}

static char *cleaned(const char *text)
{
    return text ? utf8_clean(text, strlen(text), UTF8_KEEP_LINES) : NULL;
}

void lines_add(struct lines *lines, enum style style, int indent, const char *label,
               const char *text)
{
    lines->list = memory_resize(lines->list, lines->count + 1, sizeof(*lines->list));
    lines->list[lines->count++] = (struct line){.style = style,
                                                .indent = indent,
                                                .label = cleaned(label),
                                                .text = cleaned(text ? text : "")};
}

/* Draws those of a line's rows that are seen; returns how many it has. */
static int paint_line(const struct line *line, int labels, int at, struct area area)
{
    int column = MARGIN + line->indent, row = 0;
    int text_column = line->label ? MARGIN + labels : column;
    const char *next = line->text;
    do {
        const char *start = next;
        size_t size = utf8_wrap(start, area.columns - text_column - MARGIN, &next);
        int shown = at + row;
        if (shown >= 0 && shown < area.rows) {
            char *part = memory_copy_span(start, size);
            if (row == 0 && line->label)
                term_text(area.row + shown, column, labels - 1, STYLE_QUIET, line->label);
            term_text(area.row + shown, text_column, area.columns - text_column,
                      line->style, part);
            memory_free_text(&part);
        }
        row++;
    } while (*next);
    return row;
}

void lines_paint(struct lines *lines, struct area area)
{
    int labels = lines->labels ? lines->labels : LABEL_COLUMNS;
    lines->rows = 0;
    for (size_t i = 0; i < lines->count; i++)
        lines->rows +=
            paint_line(&lines->list[i], labels, lines->rows - lines->first, area);
    lines->page = area.rows;
    if (lines->first + area.rows < lines->rows)
        term_text(area.row + area.rows - 1, area.columns - 3, 2, STYLE_KEY, "▼");
    if (lines->first > 0)
        term_text(area.row, area.columns - 3, 2, STYLE_KEY, "▲");
}

bool lines_key(struct lines *lines, const struct key *key)
{
    int by = key->name == KEY_UP          ? -1
             : key->name == KEY_DOWN      ? 1
             : key->name == KEY_PAGE_UP   ? 1 - lines->page
             : key->name == KEY_PAGE_DOWN ? lines->page - 1
                                          : 0;
    if (by == 0)
        return false;
    int most = lines->rows - lines->page;
    lines->first += by;
    if (lines->first > most)
        lines->first = most;
    if (lines->first < 0)
        lines->first = 0;
    return true;
}
