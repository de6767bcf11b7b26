/* SPDX-License-Identifier: MIT */
#include "console/font.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"

#include <string.h>
#include <zlib.h>

/* PSF1: four bytes, the glyphs, then for each glyph its characters in 16 bits, the low
 * byte first. PSF2: a header of eight numbers in 32 bits, the glyphs, then for each its
 * characters in UTF-8. */
enum {
    PSF1_HEADER = 4,
    PSF1_MODE_512 = 1,
    PSF1_MODE_TABLE = 2,
    PSF1_SEQUENCE = 0xFFFE,
    PSF1_END = 0xFFFF,
    PSF2_HEADER = 32,
    PSF2_HAS_TABLE = 1,
    PSF2_END = 0xFF,
    DOTS = FONT_GLYPHS * FONT_ROWS,
    WIDTH = 8
};

static bool is_packed(const unsigned char *bytes, size_t size)
{
    return size > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
}

/* Returns how many bytes came out, 0 for what is broken or larger than `room`. */
static size_t unpack(const void *bytes, size_t size, unsigned char *out, size_t room)
{
    enum { GZIP_ONLY = 16 + MAX_WBITS };
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes,
                       .avail_in = (uInt)size,
                       .next_out = out,
                       .avail_out = (uInt)room};
    if (inflateInit2(&stream, GZIP_ONLY) != Z_OK)
        return 0;
    int end = inflate(&stream, Z_FINISH);
    size_t done = stream.total_out;
    inflateEnd(&stream);
    return end == Z_STREAM_END ? done : 0;
}

/* False where the table is cut short or too long. */
static bool read_table(struct font *font, const unsigned char *at, size_t size)
{
    int slot = 0;
    bool in_sequence = false;
    for (; size >= 2 && slot < FONT_GLYPHS; at += 2, size -= 2) {
        unsigned value = at[0] | (unsigned)at[1] << 8;
        if (value == PSF1_END) {
            slot++;
            in_sequence = false;
        } else if (value == PSF1_SEQUENCE) {
            in_sequence = true;
        } else if (!in_sequence && font_slot(font, value) < 0) {
            if (font->count == FONT_MOST_CHARACTERS)
                return false;
            font->map[font->count].character = value;
            font->map[font->count++].slot = slot;
        }
    }
    return slot == FONT_GLYPHS;
}

bool font_read(struct font *font, const void *data, size_t size, struct error *err)
{
    unsigned char unpacked[FONT_MOST_BYTES];
    const unsigned char *bytes = data;
    if (is_packed(bytes, size)) {
        size = unpack(data, size, unpacked, sizeof(unpacked));
        bytes = unpacked;
    }
    memset(font, 0, sizeof(*font));
    if (size < PSF1_HEADER + DOTS || bytes[0] != 0x36 || bytes[1] != 0x04 ||
        bytes[2] != (PSF1_MODE_512 | PSF1_MODE_TABLE) || bytes[3] != FONT_ROWS)
        return error_set(err, _("this is no console font (PSF, version 1) of 512 glyphs "
                                "of 8×16 dots with its table of characters."));
    memcpy(font->dots, bytes + PSF1_HEADER, DOTS);
    if (!read_table(font, bytes + PSF1_HEADER + DOTS, size - PSF1_HEADER - DOTS))
        return error_set(err, _("the font's table of characters is broken."));
    return true;
}

static void add_number(struct buffer *out, uint32_t number)
{
    const unsigned char bytes[4] = {(unsigned char)number, (unsigned char)(number >> 8),
                                    (unsigned char)(number >> 16),
                                    (unsigned char)(number >> 24)};
    buffer_add(out, bytes, sizeof(bytes));
}

void font_write(const struct font *font, struct buffer *out)
{
    static const unsigned char END = PSF2_END;
    const uint32_t header[PSF2_HEADER / 4] = {0x864AB572,     0,           PSF2_HEADER,
                                              PSF2_HAS_TABLE, FONT_GLYPHS, FONT_ROWS,
                                              FONT_ROWS,      WIDTH};
    for (size_t i = 0; i < sizeof(header) / sizeof(header[0]); i++)
        add_number(out, header[i]);
    buffer_add(out, font->dots, DOTS);
    for (int slot = 0; slot < FONT_GLYPHS; slot++) {
        for (size_t i = 0; i < font->count; i++) {
            char bytes[4];
            if (font->map[i].slot == slot)
                buffer_add(out, bytes, utf8_write(bytes, font->map[i].character));
        }
        buffer_add(out, &END, 1);
    }
}

int font_slot(const struct font *font, uint32_t character)
{
    for (size_t i = 0; i < font->count; i++) {
        if (font->map[i].character == character)
            return font->map[i].slot;
    }
    return -1;
}

bool font_has_own(const struct font *font, uint32_t character)
{
    int slot = font_slot(font, character), sharing = 0;
    for (size_t i = 0; i < font->count; i++)
        sharing += font->map[i].slot == slot;
    return slot >= 0 && sharing == 1;
}

/* Removes the characters that are `character` or stand at `slot`. */
static void forget(struct font *font, uint32_t character, int slot)
{
    size_t kept = 0;
    for (size_t i = 0; i < font->count; i++) {
        if (font->map[i].character != character && font->map[i].slot != slot)
            font->map[kept++] = font->map[i];
    }
    font->count = kept;
}

bool font_put(struct font *font, uint32_t character, uint32_t spare,
              const unsigned char rows[FONT_ROWS])
{
    int slot = font_slot(font, spare);
    if (slot < 0)
        return false;
    forget(font, character, slot);
    memcpy(font->dots[slot], rows, FONT_ROWS);
    font->map[font->count].character = character;
    font->map[font->count++].slot = slot;
    return true;
}
