/* SPDX-License-Identifier: MIT */
/* A growing run of bytes with a ceiling: nothing that comes from outside may fill the
 * machine. The bytes are always followed by a NUL that is not counted. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* never NULL after buffer_init */
    size_t size;
    size_t room;
    size_t limit;    /* most bytes it may hold */
    bool overflowed; /* something did not fit, and was left out whole */
};

void buffer_init(struct buffer *buf, size_t limit);
bool buffer_add(struct buffer *buf, const void *data, size_t size);
bool buffer_add_text(struct buffer *buf, const char *text);
bool buffer_format(struct buffer *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_drop_front(struct buffer *buf, size_t size);
void buffer_clear(struct buffer *buf); /* wipes, keeps the room */
void buffer_free(struct buffer *buf);  /* wipes and frees */

#endif
