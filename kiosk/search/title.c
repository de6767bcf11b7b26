/* SPDX-License-Identifier: MIT */
#include "kiosk/search/title.h"

#include "kiosk/base/memory.h"
#include "kiosk/search/spoken.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SLOTS = 8192,
    KEY_SIZE = 8,    /* bytes of a piece that fits its key, as 99 in 100 do */
    PIECE_ROOM = 256 /* what is longer is no word, and cut */
};

/* A piece is what stands between ASCII blanks and signs: nearly always one word. */
struct known_piece {
    uint64_t key; /* its bytes; 0: the slot is free */
    uint32_t word;
};

struct titles {
    struct vocabulary *vocabulary;
    struct known_piece *slots; /* a hash table */
    size_t slot_count, count;
    bool is_of_piece[256];
};

struct titles *titles_create(struct vocabulary *vocabulary)
{
    struct titles *titles = memory_alloc(sizeof(*titles));
    titles->vocabulary = vocabulary;
    titles->slots = memory_array(FIRST_SLOTS, sizeof(*titles->slots));
    titles->slot_count = FIRST_SLOTS;
    for (int c = 0; c < 256; c++)
        titles->is_of_piece[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                 (c >= 'A' && c <= 'Z') || c >= 0x80;
    return titles;
}

void titles_free(struct titles **titles)
{
    if (!*titles)
        return;
    free((*titles)->slots);
    free(*titles);
    *titles = NULL;
}

void title_add(struct title *title, uint32_t word)
{
    if (title->count == title->room) {
        title->room = title->room ? 2 * title->room : 64;
        title->words = memory_resize(title->words, title->room, sizeof(*title->words));
    }
    title->words[title->count++] = word;
}

void title_free(struct title *title)
{
    free(title->words);
    *title = (struct title){0};
}

/* The slot of the piece, or the free one where it belongs. */
static struct known_piece *slot_of(const struct titles *titles, uint64_t key)
{
    uint64_t mixed = key * 0x9E3779B97F4A7C15u; /* the high bits depend on all */
    for (size_t at = mixed >> 32;; at++) {
        struct known_piece *slot = &titles->slots[at & (titles->slot_count - 1)];
        if (slot->key == key || slot->key == 0)
            return slot;
    }
}

static void grow_slots(struct titles *titles)
{
    struct known_piece *old = titles->slots;
    size_t old_count = titles->slot_count;
    titles->slot_count *= 2;
    titles->slots = memory_array(titles->slot_count, sizeof(*titles->slots));
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].key)
            *slot_of(titles, old[i].key) = old[i];
    }
    free(old);
}

static void remember(struct titles *titles, uint64_t key, uint32_t word)
{
    *slot_of(titles, key) = (struct known_piece){key, word};
    if (++titles->count * 2 > titles->slot_count)
        grow_slots(titles);
}

/* A piece may have signs that are not ASCII: then it is none, or several words. */
static void fold_piece(struct titles *titles, const char *piece, size_t size,
                       struct title *out)
{
    char plain[PIECE_ROOM], folded[PIECE_ROOM];
    size = size < sizeof(plain) ? size : sizeof(plain) - 1;
    memcpy(plain, piece, size);
    plain[size] = '\0';
    spoken_fold(folded, sizeof(folded), plain);
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " ");
        title_add(out, vocabulary_add(titles->vocabulary, at, length));
        at += length + (at[length] == ' ');
    }
}

static void add_piece(struct titles *titles, const char *piece, size_t size, uint64_t key,
                      struct title *out)
{
    bool fits = size <= KEY_SIZE;
    const struct known_piece *known = fits ? slot_of(titles, key) : NULL;
    if (known && known->key) {
        title_add(out, known->word);
        return;
    }
    size_t before = out->count;
    fold_piece(titles, piece, size, out);
    if (fits && out->count == before + 1)
        remember(titles, key, out->words[before]);
}

void titles_read_more(struct titles *titles, const char *text, struct title *out)
{
    const bool *is_of_piece = titles->is_of_piece;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        if (!is_of_piece[*at]) {
            if (*at == '(' && out->read == SIZE_MAX)
                out->read = out->count;
            at++;
            continue;
        }
        const unsigned char *piece = at;
        uint64_t key = 0;
        while (is_of_piece[*at])
            key = key << 8 | *at++;
        add_piece(titles, (const char *)piece, (size_t)(at - piece), key, out);
    }
}

void titles_read(struct titles *titles, const char *text, struct title *out)
{
    out->count = 0;
    out->read = SIZE_MAX;
    titles_read_more(titles, text, out);
}
