/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/edit.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <stdlib.h>
#include <string.h>

void edit_init(struct edit *edit, size_t limit, bool lines)
{
    *edit = (struct edit){.text = memory_alloc(1), .limit = limit, .lines = lines};
}

void edit_free(struct edit *edit)
{
    if (edit->text)
        memory_wipe(edit->text, edit->size);
    free(edit->text);
    *edit = (struct edit){0};
}

static void make_room(struct edit *edit, size_t size)
{
    if (size <= edit->room)
        return;
    size_t room = edit->room ? edit->room * 2 : 64;
    if (room < size)
        room = size;
    char *text = memory_alloc(room + 1);
    memcpy(text, edit->text, edit->size);
    memory_wipe(edit->text, edit->size);
    free(edit->text);
    edit->text = text;
    edit->room = room;
}

/* Puts bytes in the place of text[from..to); the cursor goes behind them. */
static bool replace(struct edit *edit, size_t from, size_t to, const char *bytes,
                    size_t size)
{
    size_t rest = edit->size - to, total = from + size + rest;
    if (total > edit->limit) {
        edit->full = true;
        return false;
    }
    edit->changes += size > 0 || to > from;
    make_room(edit, total);
    memmove(edit->text + from + size, edit->text + to, rest);
    memcpy(edit->text + from, bytes, size);
    if (total < edit->size)
        memory_wipe(edit->text + total, edit->size - total);
    edit->size = total;
    edit->text[total] = '\0';
    edit->cursor = from + size;
    edit->full = false;
    return true;
}

void edit_set(struct edit *edit, const char *text)
{
    size_t size = 0; /* whole letters, as many as fit */
    for (size_t next; text[size] && (next = utf8_next(text, size)) <= edit->limit;)
        size = next;
    bool whole = text[size] == '\0';
    replace(edit, 0, edit->size, text, size);
    edit->full = !whole;
}

bool edit_insert(struct edit *edit, uint32_t c)
{
    if (c == '\t' || (c == '\n' && !edit->lines))
        c = ' ';
    if (c != '\n' && !utf8_is_showable(c))
        return true;
    char bytes[4];
    size_t size = utf8_write(bytes, c);
    if (c < 0x300 || c > 0x36F || edit->cursor == 0)
        return replace(edit, edit->cursor, edit->cursor, bytes, size);
    size_t letter = utf8_previous(edit->text, edit->cursor);
    char *joined = memory_format("%.*s%.*s", (int)(edit->cursor - letter),
                                 edit->text + letter, (int)size, bytes);
    char *composed = viet_compose(joined);
    bool fits = replace(edit, letter, edit->cursor, composed, strlen(composed));
    memory_free_text(&joined);
    memory_free_text(&composed);
    return fits;
}

bool edit_replace(struct edit *edit, size_t letters, const char *text)
{
    size_t from = edit->cursor;
    while (letters-- > 0)
        from = utf8_previous(edit->text, from);
    return replace(edit, from, edit->cursor, text, strlen(text));
}

void edit_backspace(struct edit *edit)
{
    if (edit->cursor)
        replace(edit, utf8_previous(edit->text, edit->cursor), edit->cursor, "", 0);
}

void edit_delete(struct edit *edit)
{
    size_t next = utf8_next(edit->text, edit->cursor);
    replace(edit, edit->cursor, next, "", 0);
}

static size_t line_start(const struct edit *edit, size_t at)
{
    while (at > 0 && edit->text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct edit *edit, size_t at)
{
    return at + strcspn(edit->text + at, "\n");
}

/* The offset in the line that starts at `start`, as many letters in as `letters`. */
static size_t letters_in(const struct edit *edit, size_t start, size_t letters)
{
    size_t end = line_end(edit, start);
    while (letters-- && start < end)
        start = utf8_next(edit->text, start);
    return start < end ? start : end;
}

static size_t letters_between(const struct edit *edit, size_t from, size_t to)
{
    size_t count = 0;
    for (; from < to; from = utf8_next(edit->text, from))
        count++;
    return count;
}

bool edit_move(struct edit *edit, enum edit_move where)
{
    size_t start = line_start(edit, edit->cursor), end = line_end(edit, edit->cursor);
    size_t letters = letters_between(edit, start, edit->cursor);
    switch (where) {
    case EDIT_LEFT:
        edit->cursor = utf8_previous(edit->text, edit->cursor);
        break;
    case EDIT_RIGHT:
        edit->cursor = utf8_next(edit->text, edit->cursor);
        break;
    case EDIT_HOME:
        edit->cursor = start;
        break;
    case EDIT_END:
        edit->cursor = end;
        break;
    case EDIT_UP:
        if (start == 0)
            return false;
        edit->cursor = letters_in(edit, line_start(edit, start - 1), letters);
        break;
    case EDIT_DOWN:
        if (end == edit->size)
            return false;
        edit->cursor = letters_in(edit, end + 1, letters);
        break;
    }
    return true;
}

static int columns_between(const struct edit *edit, size_t from, size_t to)
{
    int columns = 0;
    while (from < to) {
        uint32_t c;
        from += utf8_read(edit->text + from, edit->size - from, &c);
        columns += utf8_width(c);
    }
    return columns;
}

int edit_view(const struct edit *edit, int columns, size_t *from)
{
    if (*from > edit->cursor)
        *from = edit->cursor;
    /* No room is left empty behind the text while some of it is hidden before. */
    int shown = columns_between(edit, *from, edit->size);
    while (*from > 0 && shown < columns - 1) {
        size_t previous = utf8_previous(edit->text, *from);
        int more = columns_between(edit, previous, *from);
        if (shown + more > columns - 1)
            break;
        shown += more;
        *from = previous;
    }
    /* What is before the cursor is shown as far as it fits, with room for the cursor. */
    int before = columns_between(edit, *from, edit->cursor);
    while (before >= columns && *from < edit->cursor) {
        size_t next = utf8_next(edit->text, *from);
        before -= columns_between(edit, *from, next);
        *from = next;
    }
    return before;
}
