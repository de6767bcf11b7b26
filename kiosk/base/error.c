/* SPDX-License-Identifier: MIT */
#include "kiosk/base/error.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*restore_terminal)(void);

__attribute__((format(printf, 2, 0))) static void set(struct error *err,
                                                      const char *format, va_list args)
{
    char raw[2 * sizeof(err->text)]; /* a letter cut at its end is not kept below */
    int length = vsnprintf(raw, sizeof(raw), format, args);
    if (length < 0)
        length = 0;
    size_t size = (size_t)length < sizeof(raw) ? (size_t)length : sizeof(raw) - 1;
    char *clean = utf8_clean(raw, size, UTF8_ONE_LINE);
    size = strlen(clean);
    while (size >= sizeof(err->text))
        size = utf8_previous(clean, size);
    snprintf(err->text, sizeof(err->text), "%.*s", (int)size, clean);
    free(clean);
    if (!*err->text)
        snprintf(err->text, sizeof(err->text), "?");
}

bool error_set(struct error *err, const char *format, ...)
{
    if (!err || error_is_set(err))
        return false;
    va_list args;
    va_start(args, format);
    set(err, format, args);
    va_end(args);
    err->lasting = false;
    return false;
}

bool error_set_lasting(struct error *err, const char *format, ...)
{
    if (!err || error_is_set(err))
        return false;
    va_list args;
    va_start(args, format);
    set(err, format, args);
    va_end(args);
    err->lasting = true;
    return false;
}

bool error_is_set(const struct error *err)
{
    return err && err->text[0] != '\0';
}

void error_clear(struct error *err)
{
    err->text[0] = '\0';
    err->lasting = false;
}

void error_on_death(void (*restore)(void))
{
    restore_terminal = restore;
}

_Noreturn void error_die(const char *format, ...)
{
    if (restore_terminal)
        restore_terminal();
    va_list args;
    va_start(args, format);
    fputs("motcua: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}
