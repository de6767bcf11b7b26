/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/items.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"

enum { ITEM_ROWS = 2, TEXT_COLUMN = 4 };

void items_count(struct items *items, size_t count)
{
    items->count = count;
    if (items->selected >= count)
        items->selected = count ? count - 1 : 0;
}

static void paint_item(const struct items *items, size_t item, int row, int columns)
{
    bool here = item == items->selected;
    enum style style = here ? STYLE_FOCUS : STYLE_PLAIN;
    struct item_words words = items->words(items->arg, item);
    int width = utf8_columns(words.right);
    term_fill(row, 2, columns - 3, style);
    term_text(row, 2, 1, style, here ? "›" : " ");
    draw_short(row, TEXT_COLUMN, columns - width - TEXT_COLUMN - 3, style, words.head);
    term_text(row, columns - width - 1, width, style, words.right);
    draw_short(row + 1, TEXT_COLUMN, columns - TEXT_COLUMN - 2, words.below_style,
               words.below);
    if (here)
        term_cursor(row, TEXT_COLUMN);
    memory_free_text(&words.head);
    memory_free_text(&words.right);
    memory_free_text(&words.below);
}

void items_paint(struct items *items, struct area area)
{
    items->page = area.rows / ITEM_ROWS;
    items->first = draw_scroll(items->first, items->page, (int)items->selected, 1);
    size_t end = (size_t)(items->first + items->page);
    for (size_t i = (size_t)items->first; i < items->count && i < end; i++)
        paint_item(items, i, area.row + (int)(i - (size_t)items->first) * ITEM_ROWS,
                   area.columns);
}

static void move(struct items *items, long by)
{
    long last = items->count ? (long)items->count - 1 : 0;
    long target = (long)items->selected + by;
    items->selected = (size_t)(target < 0 ? 0 : target > last ? last : target);
}

bool items_key(struct items *items, const struct key *key)
{
    long all = (long)items->count;
    long by = key->name == KEY_UP          ? -1
              : key->name == KEY_DOWN      ? 1
              : key->name == KEY_PAGE_UP   ? -items->page
              : key->name == KEY_PAGE_DOWN ? items->page
              : key->name == KEY_HOME      ? -all
              : key->name == KEY_END       ? all
                                           : 0;
    if (by == 0)
        return false;
    move(items, by);
    return true;
}
