/* SPDX-License-Identifier: MIT */
#include "kiosk/base/memory.h"

#include "kiosk/base/error.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void *memory_alloc(size_t size)
{
    return memory_array(1, size);
}

void *memory_array(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        error_die("out of memory");
    return memory;
}

void *memory_resize(void *old, size_t count, size_t size)
{
    void *memory = reallocarray(old, count ? count : 1, size ? size : 1);
    if (!memory)
        error_die("out of memory");
    return memory;
}

void *memory_one_more(void *array, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* a power of two, or none yet */
    return full ? memory_resize(array, count * 2 + 1, size) : array;
}

void memory_give_back(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void *memory_take(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        error_die("out of memory");
    return memory;
}

void *memory_take_again(void *old, size_t size)
{
    return memory_resize(old, 1, size);
}

char *memory_copy_text(const char *text)
{
    return text ? memory_copy_span(text, strlen(text)) : NULL;
}

char *memory_copy_span(const char *text, size_t size)
{
    if (size == SIZE_MAX)
        error_die("out of memory");
    char *copy = memory_alloc(size + 1);
    memcpy(copy, text, size);
    return copy;
}

char *memory_format(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = memory_format_list(format, args);
    va_end(args);
    return text;
}

char *memory_format_list(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0)
        error_die("out of memory");
    char *text = memory_alloc((size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void memory_wipe(void *data, size_t size)
{
    if (data)
        sodium_memzero(data, size);
}

void memory_free_text(char **text)
{
    if (*text)
        memory_wipe(*text, strlen(*text));
    free(*text);
    *text = NULL;
}
