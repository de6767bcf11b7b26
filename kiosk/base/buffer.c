/* SPDX-License-Identifier: MIT */
#include "kiosk/base/buffer.h"

#include "kiosk/base/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *buf, size_t limit)
{
    *buf = (struct buffer){.data = memory_alloc(1), .limit = limit};
}

/* Not realloc: the old place may hold what a citizen typed, and must be wiped. */
static void grow(struct buffer *buf, size_t wanted)
{
    size_t room = buf->room ? buf->room : 256;
    while (room < wanted)
        room = room > buf->limit / 2 ? buf->limit : room * 2;
    char *data = memory_alloc(room + 1);
    memcpy(data, buf->data, buf->size);
    memory_wipe(buf->data, buf->size);
    free(buf->data);
    buf->data = data;
    buf->room = room;
}

bool buffer_add(struct buffer *buf, const void *data, size_t size)
{
    if (size > buf->limit - buf->size) {
        buf->overflowed = true;
        return false;
    }
    if (buf->size + size > buf->room)
        grow(buf, buf->size + size);
    if (size)
        memcpy(buf->data + buf->size, data, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
    return true;
}

bool buffer_add_text(struct buffer *buf, const char *text)
{
    return buffer_add(buf, text, strlen(text));
}

bool buffer_format(struct buffer *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = memory_format_list(format, args);
    va_end(args);
    bool fits = buffer_add_text(buf, text);
    memory_free_text(&text);
    return fits;
}

void buffer_drop_front(struct buffer *buf, size_t size)
{
    if (size > buf->size)
        size = buf->size;
    memmove(buf->data, buf->data + size, buf->size - size);
    memory_wipe(buf->data + buf->size - size, size);
    buf->size -= size;
    buf->data[buf->size] = '\0';
}

void buffer_clear(struct buffer *buf)
{
    memory_wipe(buf->data, buf->size);
    buf->size = 0;
    buf->overflowed = false;
}

void buffer_free(struct buffer *buf)
{
    if (buf->data)
        memory_wipe(buf->data, buf->size);
    free(buf->data);
    *buf = (struct buffer){0};
}
