/* SPDX-License-Identifier: MIT */
/* Console fonts, read however broken they are. A real one is made and looked at by
 * tests/e2e/console_font.py. */
#include "console/font.h"

#include "kiosk/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { HEADER = 4, DOTS = FONT_GLYPHS * FONT_ROWS };

static struct font font;

static void add_value(struct buffer *out, unsigned value)
{
    const unsigned char bytes[2] = {(unsigned char)value, (unsigned char)(value >> 8)};
    buffer_add(out, bytes, 2);
}

/* A font whose glyph i has rows of i % 251 and stands for 0x100 + i. */
static void make_font(struct buffer *out)
{
    static const unsigned char START[HEADER] = {0x36, 0x04, 3, FONT_ROWS};
    buffer_init(out, FONT_MOST_BYTES);
    buffer_add(out, START, HEADER);
    for (int i = 0; i < DOTS; i++) {
        unsigned char row = (unsigned char)(i / FONT_ROWS % 251);
        buffer_add(out, &row, 1);
    }
    for (unsigned i = 0; i < FONT_GLYPHS; i++) {
        add_value(out, 0x100 + i);
        add_value(out, 0xFFFF);
    }
}

static bool reads(const void *bytes, size_t size)
{
    struct error err = {0};
    char *copy = memory_copy_span(bytes, size); /* so that a byte too far is noticed */
    bool fine = font_read(&font, copy, size, &err);
    assert_int_equal(fine, !error_is_set(&err));
    free(copy);
    return fine;
}

static void test_read(void **state)
{
    (void)state;
    struct buffer bytes;
    make_font(&bytes);
    assert_true(reads(bytes.data, bytes.size));
    assert_int_equal(font.count, FONT_GLYPHS);
    assert_int_equal(font_slot(&font, 0x100 + 300), 300);
    assert_int_equal(font.dots[300][15], 300 % 251);
    assert_int_equal(font_slot(&font, 'a'), -1);
    buffer_free(&bytes);
}

static void test_put(void **state)
{
    (void)state;
    static const unsigned char ROWS[FONT_ROWS] = {0xFF, 1};
    struct buffer bytes;
    make_font(&bytes);
    reads(bytes.data, bytes.size);
    font.map[font.count].character = 0x25CF; /* shares with 0x105, and is given its own */
    font.map[font.count++].slot = 5;
    assert_false(font_has_own(&font, 0x25CF));
    assert_true(font_put(&font, 0x25CF, 0x107, ROWS));
    assert_true(font_has_own(&font, 0x25CF));
    assert_true(font_has_own(&font, 0x105));
    assert_int_equal(font_slot(&font, 0x25CF), 7);
    assert_int_equal(font_slot(&font, 0x107), -1);
    assert_memory_equal(font.dots[7], ROWS, FONT_ROWS);
    assert_false(font_put(&font, 0x2713, 0x107, ROWS));
    buffer_free(&bytes);
}

static void test_cut(void **state)
{
    (void)state;
    struct buffer bytes;
    make_font(&bytes);
    static const size_t LENGTHS[] = {
        0, 1, 2, 3, HEADER, HEADER + DOTS - 1, HEADER + DOTS, HEADER + DOTS + 1};
    for (size_t i = 0; i < sizeof(LENGTHS) / sizeof(LENGTHS[0]); i++)
        assert_false(reads(bytes.data, LENGTHS[i]));
    for (size_t size = bytes.size - 5; size < bytes.size; size++)
        assert_false(reads(bytes.data, size));
    buffer_free(&bytes);
}

/* Sequences of combining characters are for others than the console. */
static void test_table(void **state)
{
    (void)state;
    struct buffer bytes;
    make_font(&bytes);
    bytes.size = HEADER + DOTS;
    add_value(&bytes, 0x41);
    add_value(&bytes, 0xFFFE);
    add_value(&bytes, 0x42);
    add_value(&bytes, 0x301);
    for (int i = 0; i < FONT_GLYPHS; i++)
        add_value(&bytes, 0xFFFF);
    assert_true(reads(bytes.data, bytes.size));
    assert_int_equal(font.count, 1);
    bytes.size = HEADER + DOTS;
    for (unsigned i = 0; i <= FONT_MOST_CHARACTERS; i++)
        add_value(&bytes, i);
    for (int i = 0; i < FONT_GLYPHS; i++)
        add_value(&bytes, 0xFFFF);
    assert_false(reads(bytes.data, bytes.size));
    buffer_free(&bytes);
}

static size_t pack(const void *bytes, size_t size, unsigned char *out, size_t room)
{
    enum { GZIP = 16 + MAX_WBITS };
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, GZIP, 9, Z_DEFAULT_STRATEGY),
                     Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t packed = stream.total_out;
    deflateEnd(&stream);
    return packed;
}

static void test_packed(void **state)
{
    (void)state;
    static unsigned char packed[FONT_MOST_BYTES];
    struct buffer bytes;
    make_font(&bytes);
    size_t size = pack(bytes.data, bytes.size, packed, sizeof(packed));
    assert_true(reads(packed, size));
    for (size_t cut = 0; cut < size; cut += 7)
        assert_false(reads(packed, cut));
    char *bomb = memory_array(1, 32 << 20);
    size = pack(bomb, 32 << 20, packed, sizeof(packed));
    assert_false(reads(packed, size));
    free(bomb);
    buffer_free(&bytes);
}

static void test_other_kinds(void **state)
{
    (void)state;
    struct buffer bytes;
    make_font(&bytes);
    static const unsigned char STARTS[][HEADER] = {{0x36, 0x04, 3, 18},
                                                   {0x36, 0x04, 0, 16},
                                                   {0x36, 0x04, 1, 16},
                                                   {0x36, 0x05, 3, 16},
                                                   {0x72, 0xB5, 0x4A, 0x86}};
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(STARTS[0]); i++) {
        memcpy(bytes.data, STARTS[i], HEADER);
        assert_false(reads(bytes.data, bytes.size));
    }
    buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),   cmocka_unit_test(test_put),
        cmocka_unit_test(test_cut),    cmocka_unit_test(test_table),
        cmocka_unit_test(test_packed), cmocka_unit_test(test_other_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
