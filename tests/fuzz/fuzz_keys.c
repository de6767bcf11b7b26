/* SPDX-License-Identifier: MIT */
/* A keyboard gone mad: never more keys than bytes, nothing held beyond its room, the same
 * keys however the bytes are torn, and after a silence nothing waits. */
#include "kiosk/input/keys.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

struct heard {
    size_t count;
    uint64_t sum; /* of all keys, in their order */
};

static void hear(void *arg, const struct key *key)
{
    struct heard *heard = arg;
    if (key->name == KEY_NONE || key->name > KEY_REPORT)
        abort();
    if (key->character > 0x10FFFF ||
        (key->character >= 0xD800 && key->character <= 0xDFFF))
        abort();
    heard->count++;
    heard->sum = (heard->sum * 1000003) ^ ((uint64_t)key->name << 32 | key->character);
}

static struct heard feed(const uint8_t *data, size_t size, size_t piece)
{
    struct heard heard = {0};
    struct keys keys;
    keys_init(&keys, hear, &heard);
    for (size_t at = 0; at < size; at += piece) {
        keys_feed(&keys, data + at, size - at < piece ? size - at : piece);
        if (keys.held_size >= KEYS_SEQUENCE_ROOM)
            abort();
    }
    if (heard.count > size)
        abort();
    keys_flush(&keys);
    if (heard.count > size + 1 || keys_patience(&keys) != 0)
        abort();
    return heard;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct heard whole = feed(data, size, size ? size : 1), torn = feed(data, size, 1);
    if (whole.count != torn.count || whole.sum != torn.sum)
        abort();
    return 0;
}
