/* SPDX-License-Identifier: MIT */
#include "tests/screen/repeat.h"

#include <ctype.h>
#include <stdlib.h>

#define MOST_REPEATED 1000 /* no screen is wider */

static void remember(struct repeat *repeat, char byte)
{
    const unsigned char value = (unsigned char)byte;
    const bool continues = (value & 0xC0) == 0x80;

    if (value < ' ' || value == 0x7F)
        return;
    if (!continues || repeat->last_size == sizeof repeat->last)
        repeat->last_size = 0;
    repeat->last[repeat->last_size++] = byte;
}

static void write_run(struct repeat *repeat, struct buffer *out)
{
    repeat->held[repeat->held_size] = '\0';
    long times = strtol(repeat->held + 2, NULL, 10);

    if (times < 1)
        times = 1;
    for (long i = 0; i < times && i < MOST_REPEATED; i++)
        buffer_add(out, repeat->last, repeat->last_size);
}

/* Does the byte carry on ESC, [ and digits? */
static bool fits(const struct repeat *repeat, char byte)
{
    static const char START[] = "\033[";

    if (repeat->held_size < 2)
        return byte == START[repeat->held_size];
    return isdigit((unsigned char)byte) && repeat->held_size < sizeof repeat->held - 1;
}

static void expand_byte(struct repeat *repeat, char byte, struct buffer *out)
{
    const bool within = repeat->held_size >= 2;

    if (fits(repeat, byte)) {
        repeat->held[repeat->held_size++] = byte;
        return;
    }
    if (within && byte == 'b') {
        write_run(repeat, out);
        repeat->held_size = 0;
        return;
    }
    const bool was_held = repeat->held_size > 0;
    buffer_add(out, repeat->held, repeat->held_size);
    repeat->held_size = 0;
    if (was_held && byte == '\033') {
        expand_byte(repeat, byte, out);
        return;
    }
    if (!was_held)
        remember(repeat, byte);
    buffer_add(out, &byte, 1);
}

void repeat_expand(struct repeat *repeat, const char *bytes, size_t size,
                   struct buffer *out)
{
    for (size_t i = 0; i < size; i++)
        expand_byte(repeat, bytes[i], out);
}
