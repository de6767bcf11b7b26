/* SPDX-License-Identifier: MIT */
/* What electronic papers are, by their content, and what is missing of them. */
#include "kiosk/inspect/inspect.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Those of the fuzzer are whole, but for what their names say. */
static struct buffer read_seed(const char *name)
{
    struct buffer bytes;
    struct error err = {0};
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/tests/fuzz/seeds/inspect/%s", top ? top : ".", name);
    if (!file_read(path, 1 << 20, &bytes, &err))
        fail_msg("%s", err.text);
    free(path);
    return bytes;
}

static void expect(const void *data, size_t size, enum inspect_kind kind,
                   enum inspect_fault fault, int pages)
{
    struct inspection found = inspect(data, size);
    if (found.kind != kind || found.fault != fault || found.pages != pages)
        fail_msg("kind %d, fault %d, %d pages instead of %d, %d, %d", found.kind,
                 found.fault, found.pages, kind, fault, pages);
}

static void test_seeds(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum inspect_kind kind;
        enum inspect_fault fault;
        int pages;
    } CASES[] = {
        {"pdf", INSPECT_PDF, INSPECT_FINE, 3},
        {"pdf-encrypted", INSPECT_PDF, INSPECT_ENCRYPTED, 0},
        {"pdf-truncated", INSPECT_PDF, INSPECT_TRUNCATED, 0},
        {"png", INSPECT_PNG, INSPECT_FINE, 1},
        {"png-truncated", INSPECT_PNG, INSPECT_TRUNCATED, 0},
        {"jpeg", INSPECT_JPEG, INSPECT_FINE, 1},
        {"jpeg-truncated", INSPECT_JPEG, INSPECT_TRUNCATED, 0},
        {"strange", INSPECT_UNKNOWN, INSPECT_STRANGE, 0},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct buffer bytes = read_seed(CASES[i].name);
        expect(bytes.data, bytes.size, CASES[i].kind, CASES[i].fault, CASES[i].pages);
        buffer_free(&bytes);
    }
    expect("", 0, INSPECT_UNKNOWN, INSPECT_EMPTY, 0);
}

/* However much of the end is missing, it is never taken for whole. */
static void test_every_cut(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"pdf", "png", "jpeg"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        struct buffer bytes = read_seed(NAMES[i]);
        size_t least = i == 0 ? 1 : 0; /* a line feed after %%EOF may go */
        for (size_t size = 0; size < bytes.size - least; size++) {
            char *cut = malloc(size ? size : 1);
            memcpy(cut, bytes.data, size);
            assert_int_not_equal(inspect(cut, size).fault, INSPECT_FINE);
            free(cut);
        }
        buffer_free(&bytes);
    }
}

/* A PNG has check sums: no byte of it may be another. */
static void test_every_byte_of_a_png(void **state)
{
    (void)state;
    struct buffer bytes = read_seed("png");
    for (size_t at = 0; at < bytes.size; at++) {
        bytes.data[at] ^= 0x10;
        assert_int_not_equal(inspect(bytes.data, bytes.size).fault, INSPECT_FINE);
        bytes.data[at] ^= 0x10;
    }
    buffer_free(&bytes);
}

/* Cameras put more pictures after the first; the end of the preview is not the end. */
static void test_what_cameras_write(void **state)
{
    (void)state;
    struct buffer bytes = read_seed("jpeg");
    bytes.limit = 1 << 20;
    buffer_add(&bytes, "\xff\xd8\xff\xe1 more", 9);
    expect(bytes.data, bytes.size, INSPECT_JPEG, INSPECT_FINE, 1);
    expect("\xff\xd8\xff\xd9", 4, INSPECT_JPEG, INSPECT_DAMAGED, 0);
    expect("\xff\xd8\xff", 3, INSPECT_JPEG, INSPECT_TRUNCATED, 0);
    buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_every_byte_of_a_png),
        cmocka_unit_test(test_what_cameras_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
