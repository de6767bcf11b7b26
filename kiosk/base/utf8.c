/* SPDX-License-Identifier: MIT */
#include "kiosk/base/utf8.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* By the first byte: how long the sequence is, and the smallest code point that may be
 * written so (an overlong form could smuggle a control past a check). */
static size_t expected_length(unsigned char first, uint32_t *least)
{
    if (first >= 0xC2 && first <= 0xDF) {
        *least = 0x80;
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        *least = 0x800;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        *least = 0x10000;
        return 4;
    }
    return 0;
}

size_t utf8_read(const char *text, size_t size, uint32_t *code_point)
{
    *code_point = UTF8_REPLACEMENT;
    if (size == 0)
        return 0;
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) {
        *code_point = bytes[0];
        return 1;
    }
    uint32_t least = 0;
    size_t length = expected_length(bytes[0], &least);
    if (length == 0 || length > size)
        return 1;
    uint32_t value = bytes[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 1;
    *code_point = value;
    return length;
}

size_t utf8_write(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* A replacement that was read from good bytes is U+FFFD itself and used three. */
static bool is_broken(uint32_t code_point, size_t used)
{
    return code_point == UTF8_REPLACEMENT && used == 1;
}

bool utf8_is_valid(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t c;
        size_t used = utf8_read(text + at, size - at, &c);
        if (is_broken(c, used))
            return false;
        at += used;
    }
    return true;
}

struct range {
    uint32_t first, last;
};

/* What must never be shown raw: controls; soft hyphen and invisible format characters;
 * bidirectional marks, embeddings, overrides and isolates; line and paragraph separators;
 * surrogates' neighbours, private use and non-characters, which a font may draw as
 * anything; tags and variation selectors. The last two of every plane are non-characters
 * as well (utf8_is_showable). */
static const struct range HIDDEN[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},    {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x061C, 0x061C},   {0x115F, 0x1160},    {0x17B4, 0x17B5},   {0x180B, 0x180F},
    {0x200B, 0x200F},   {0x2028, 0x202E},    {0x2060, 0x206F},   {0x3164, 0x3164},
    {0xD800, 0xF8FF},   {0xFDD0, 0xFDEF},    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

bool utf8_is_showable(uint32_t code_point)
{
    if ((code_point & 0xFFFE) == 0xFFFE)
        return false;
    for (size_t i = 0; i < sizeof(HIDDEN) / sizeof(HIDDEN[0]); i++) {
        if (code_point < HIDDEN[i].first)
            return true;
        if (code_point <= HIDDEN[i].last)
            return false;
    }
    return true;
}

/* What stands in the cleaned text for a code point; 0 leaves it out. */
static uint32_t cleaned(uint32_t c, enum utf8_lines lines)
{
    if (c == '\n')
        return lines == UTF8_KEEP_LINES ? '\n' : ' ';
    if (c == '\t')
        return ' ';
    return utf8_is_showable(c) ? c : UTF8_REPLACEMENT;
}

char *utf8_clean(const char *text, size_t size, enum utf8_lines lines)
{
    /* A byte grows to three at the most. */
    char *out = memory_array(size + 1, 3);
    size_t length = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        if (c == '\r') {
            if (at < size && text[at] == '\n')
                continue;
            c = '\n';
        }
        length += utf8_write(out + length, cleaned(c, lines));
    }
    out[length] = '\0';
    return out;
}

int utf8_width(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return 1;
    if (code_point >= 0x300 && code_point <= 0x36F)
        return 0;
    int width = wcwidth((wchar_t)code_point);
    return width < 0 ? 1 : width;
}

size_t utf8_fit(const char *text, int columns)
{
    size_t size = strlen(text), at = 0;
    int used = 0;
    while (at < size) {
        uint32_t c;
        size_t length = utf8_read(text + at, size - at, &c);
        used += utf8_width(c);
        if (used > columns)
            break;
        at += length;
    }
    return at;
}

int utf8_columns(const char *text)
{
    size_t size = strlen(text);
    int columns = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        columns += utf8_width(c);
    }
    return columns;
}

size_t utf8_count(const char *text)
{
    size_t size = strlen(text), count = 0;
    for (size_t at = 0; at < size; count++) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
    }
    return count;
}

size_t utf8_wrap(const char *text, int columns, const char **next)
{
    const char *feed = strchr(text, '\n');
    size_t whole = feed ? (size_t)(feed - text) : strlen(text);
    size_t fits = utf8_fit(text, columns);
    if (fits >= whole) {
        *next = text + whole + (feed ? 1 : 0);
        return whole;
    }
    size_t cut = fits;
    while (cut > 0 && text[cut] != ' ')
        cut--;
    if (cut == 0) /* one long word */
        cut = fits ? fits : utf8_next(text, 0);
    size_t length = cut;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    while (text[cut] == ' ')
        cut++;
    cut += text[cut] == '\n'; /* only blanks stood over: the line ends here anyway */
    *next = text + cut;
    return length;
}

/* Looks no further than one character: a cursor moves through long texts. */
static size_t read_at(const char *text, size_t at, uint32_t *code_point)
{
    return utf8_read(text + at, strnlen(text + at, 4), code_point);
}

size_t utf8_next(const char *text, size_t at)
{
    uint32_t c;
    at += read_at(text, at, &c);
    for (size_t used; (used = read_at(text, at, &c)); at += used) {
        if (c == '\n' || utf8_width(c) != 0)
            break;
    }
    return at;
}

size_t utf8_previous(const char *text, size_t at)
{
    size_t before = 0;
    for (size_t next = 0; next < at; next = utf8_next(text, next))
        before = next;
    return before;
}
