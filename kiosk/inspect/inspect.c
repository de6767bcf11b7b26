/* SPDX-License-Identifier: MIT */
#include "kiosk/inspect/inspect.h"

#include <string.h>

enum { PDF_HEAD_MOST = 1024 /* bytes that readers pass over before "%PDF-" */ };

static bool begins_pdf(const unsigned char *data, size_t size)
{
    return memmem(data, size < PDF_HEAD_MOST ? size : PDF_HEAD_MOST, "%PDF-", 5) != NULL;
}

static bool begins(const unsigned char *data, size_t size, const void *how, size_t length)
{
    return size >= length && memcmp(data, how, length) == 0;
}

struct inspection inspect(const void *data, size_t size)
{
    if (size == 0)
        return (struct inspection){.fault = INSPECT_EMPTY};
    if (begins(data, size, "\xff\xd8\xff", 3))
        return inspect_jpeg(data, size);
    if (begins(data, size, "\x89PNG\r\n\x1a\n", 8))
        return inspect_png(data, size);
    if (begins_pdf(data, size))
        return inspect_pdf(data, size);
    return (struct inspection){.fault = INSPECT_STRANGE};
}
