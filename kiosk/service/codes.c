/* SPDX-License-Identifier: MIT */
#include "kiosk/service/codes.h"

#include "kiosk/base/error.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 }; /* a power of two, as every room after it */

struct entry {
    const char *code;
    size_t item;
    size_t next; /* + 1, of those in the same place; 0: no more */
};

struct codes {
    struct entry *entries;
    size_t count, room;
    size_t *places; /* the latest entry there, + 1; as many as there is room */
};

struct codes *codes_create(void)
{
    return memory_alloc(sizeof(struct codes));
}

void codes_free(struct codes **codes)
{
    if (!*codes)
        return;
    free((*codes)->entries);
    free((*codes)->places);
    free(*codes);
    *codes = NULL;
}

/* How much of a code counts: up to its second dot, or all of it. */
static size_t length_that_counts(const char *code)
{
    return CODES_LENGTH + strcspn(code + CODES_LENGTH, ".");
}

/* FNV-1a over what counts. */
static size_t place_of(const struct codes *codes, const char *code)
{
    uint32_t hash = 2166136261u;
    size_t length = length_that_counts(code);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)code[i]) * 16777619u;
    return hash & (codes->room - 1);
}

static void put_in_place(struct codes *codes, size_t index)
{
    size_t *place = &codes->places[place_of(codes, codes->entries[index].code)];
    codes->entries[index].next = *place;
    *place = index + 1;
}

static void grow(struct codes *codes)
{
    codes->room = codes->room ? 2 * codes->room : FIRST_ROOM;
    codes->entries = memory_resize(codes->entries, codes->room, sizeof(*codes->entries));
    free(codes->places);
    codes->places = memory_array(codes->room, sizeof(*codes->places));
    for (size_t i = 0; i < codes->count; i++)
        put_in_place(codes, i);
}

void codes_add(struct codes *codes, const char *code, size_t item)
{
    if (strlen(code) < CODES_LENGTH)
        error_die("a code of %zu bytes", strlen(code));
    if (codes->count == codes->room)
        grow(codes);
    codes->entries[codes->count] = (struct entry){.code = code, .item = item};
    put_in_place(codes, codes->count++);
}

bool codes_find(const struct codes *codes, const char *code, size_t *item)
{
    const struct entry *best = NULL;
    if (strlen(code) < CODES_LENGTH || codes->count == 0)
        return false;
    size_t length = length_that_counts(code);
    /* The latest comes first here: of codes of one length the last one seen is it. */
    for (size_t at = codes->places[place_of(codes, code)]; at;
         at = codes->entries[at - 1].next) {
        const struct entry *entry = &codes->entries[at - 1];
        if (length_that_counts(entry->code) != length ||
            strncmp(entry->code, code, length) != 0)
            continue;
        if (strcmp(entry->code, code) == 0) {
            *item = entry->item;
            return true;
        }
        if (!best || strlen(entry->code) <= strlen(best->code))
            best = entry;
    }
    if (best)
        *item = best->item;
    return best != NULL;
}
