/* SPDX-License-Identifier: MIT */
#include "forms/value/pointer.h"

#include "kiosk/base/memory.h"

#include <string.h>

char *pointer_join(const char *pointer, const char *name)
{
    size_t escapes = 0;
    for (const char *at = name; *at != '\0'; at++)
        escapes += *at == '~' || *at == '/';
    size_t length = strlen(pointer);
    char *joined = memory_alloc(length + strlen(name) + escapes + 2);
    char *out = mempcpy(joined, pointer, length);
    *out++ = '/';
    for (; *name != '\0'; name++) {
        if (*name == '~' || *name == '/') {
            *out++ = '~';
            *out++ = *name == '~' ? '0' : '1';
        } else {
            *out++ = *name;
        }
    }
    return joined;
}
