/* SPDX-License-Identifier: MIT */
/* Two JSON values from one input: the first line, and what is after it. */
#ifndef FUZZ_PAIR_H
#define FUZZ_PAIR_H

#include <jansson.h>
#include <stdint.h>
#include <string.h>

struct pair {
    json_t *first, *second; /* NULL: not JSON, or absent */
};

static inline struct pair pair_read(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    size_t line = end != NULL ? (size_t)(end - text) : size;
    size_t rest = end != NULL ? size - line - 1 : 0;
    const size_t flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES;
    return (struct pair){
        .first = json_loadb(text, line, flags, NULL),
        .second = rest > 0 ? json_loadb(end + 1, rest, flags, NULL) : NULL,
    };
}

static inline void pair_free(struct pair *pair)
{
    json_decref(pair->first);
    json_decref(pair->second);
}

#endif
