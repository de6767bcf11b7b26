/* SPDX-License-Identifier: MIT */
#include "kiosk/service/texts.h"

#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 32 << 10, /* bytes that are asked for at once */
    FIRST_SLOTS = 256 /* a power of two, as every number of slots after it */
};

struct block {
    struct block *next;
    size_t used, room;
    char bytes[];
};

struct texts {
    struct block *blocks; /* the one that is being filled is the first */
    const char **slots;   /* a hash table; NULL: free */
    size_t slot_count, count;
};

struct texts *texts_create(void)
{
    return memory_alloc(sizeof(struct texts));
}

void texts_free(struct texts **texts)
{
    if (!*texts)
        return;
    for (struct block *block = (*texts)->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free((*texts)->slots);
    free(*texts);
    *texts = NULL;
}

/* FNV-1a. Texts that were made to collide would cost time, no more. */
static uint32_t hash(const char *text)
{
    uint32_t h = 2166136261u;
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return h;
}

/* Where the text is, or the free slot where it belongs. */
static const char **slot_of(const struct texts *texts, const char *text)
{
    for (uint32_t at = hash(text);; at++) {
        const char **slot = &texts->slots[at & (texts->slot_count - 1)];
        if (!*slot || strcmp(*slot, text) == 0)
            return slot;
    }
}

static void grow(struct texts *texts)
{
    const char **old = texts->slots;
    size_t count = texts->slot_count;
    texts->slot_count = count ? 2 * count : FIRST_SLOTS;
    texts->slots = memory_array(texts->slot_count, sizeof(*texts->slots));
    for (size_t i = 0; i < count; i++) {
        if (old[i])
            *slot_of(texts, old[i]) = old[i];
    }
    free(old);
}

static const char *add(struct texts *texts, const char *text)
{
    size_t size = strlen(text) + 1;
    struct block *block = texts->blocks;
    if (!block || block->room - block->used < size) {
        size_t room = size > BLOCK ? size : BLOCK;
        block = memory_alloc(sizeof(*block) + room);
        block->room = room;
        block->next = texts->blocks;
        texts->blocks = block;
    }
    char *copy = block->bytes + block->used;
    memcpy(copy, text, size);
    block->used += size;
    return copy;
}

const char *texts_keep(struct texts *texts, const char *text)
{
    if (!text)
        return NULL;
    if (2 * texts->count >= texts->slot_count)
        grow(texts);
    const char **slot = slot_of(texts, text);
    if (!*slot) {
        *slot = add(texts, text);
        texts->count++;
    }
    return *slot;
}

void texts_close(struct texts *texts)
{
    free(texts->slots);
    texts->slots = NULL;
    texts->slot_count = texts->count = 0;
}
