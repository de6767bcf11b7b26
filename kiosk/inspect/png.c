/* SPDX-License-Identifier: MIT */
/* PNG (ISO/IEC 15948): every chunk with its check sum, from IHDR to IEND. */
#include "kiosk/inspect/inspect.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { SIGNATURE = 8, FRAME = 12 /* length, type and check sum */, HEADER = 13 };

static struct inspection end(enum inspect_fault fault)
{
    return (struct inspection){INSPECT_PNG, fault, fault == INSPECT_FINE ? 1 : 0};
}

static uint32_t number_at(const unsigned char *data)
{
    return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 |
           data[3];
}

static bool is_header(const unsigned char *chunk, uint32_t length)
{
    return memcmp(chunk + 4, "IHDR", 4) == 0 && length == HEADER &&
           number_at(chunk + 8) > 0 && number_at(chunk + 12) > 0;
}

struct inspection inspect_png(const unsigned char *data, size_t size)
{
    bool has_picture = false;
    for (size_t at = SIGNATURE; size - at >= FRAME;) {
        const unsigned char *chunk = data + at;
        uint32_t length = number_at(chunk);
        if (length > INT32_MAX)
            return end(INSPECT_DAMAGED);
        if (length > size - at - FRAME)
            return end(INSPECT_TRUNCATED);
        if (number_at(chunk + 8 + length) !=
            (uint32_t)crc32(0, chunk + 4, (uInt)length + 4))
            return end(INSPECT_DAMAGED);
        if (at == SIGNATURE && !is_header(chunk, length))
            return end(INSPECT_DAMAGED);
        if (memcmp(chunk + 4, "IDAT", 4) == 0)
            has_picture = true;
        if (memcmp(chunk + 4, "IEND", 4) == 0)
            return end(has_picture ? INSPECT_FINE : INSPECT_DAMAGED);
        at += length + FRAME;
    }
    return end(INSPECT_TRUNCATED);
}
