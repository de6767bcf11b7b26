/* SPDX-License-Identifier: MIT */
/*
 * Fonts of the Linux console in memory: read in the format of console-setup (PSF1, also
 * packed with gzip), written as PSF2. Only fonts of 512 glyphs of 8 by 16 dots, which is
 * what the Vietnamese ones are. A glyph may stand for several characters.
 */
#ifndef CONSOLE_FONT_H
#define CONSOLE_FONT_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <stdint.h>

enum {
    FONT_GLYPHS = 512,
    FONT_ROWS = 16,
    FONT_MOST_CHARACTERS = 4096,
    FONT_MOST_BYTES = 65536 /* of a file, packed or not */
};

struct font {
    unsigned char dots[FONT_GLYPHS]
                      [FONT_ROWS]; /* a row is a byte, the left dot its 128 */
    struct {
        uint32_t character;
        int slot;
    } map[FONT_MOST_CHARACTERS];
    size_t count;
};

/* Error: no such font, or one that is cut short. */
bool font_read(struct font *font, const void *bytes, size_t size, struct error *err);
/* Sequences of combining characters are left out: the console has no use for them. */
void font_write(const struct font *font, struct buffer *out);

int font_slot(const struct font *font, uint32_t character); /* -1: it has none */
/* Does a glyph of its own, shared with no other character, stand for it? */
bool font_has_own(const struct font *font, uint32_t character);
/* Takes the slot of `spare`, and of all that shares it, for `character`, with the dots of
 * `rows`. False where there is no such slot. */
bool font_put(struct font *font, uint32_t character, uint32_t spare,
              const unsigned char rows[FONT_ROWS]);

#endif
