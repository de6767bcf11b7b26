/* SPDX-License-Identifier: MIT */
/* Thousands of texts, each kept once, where it is until the end. */
#include "kiosk/service/texts.h"

#include "kiosk/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 5000, LONG = 100000 };

static void test_each_once(void **state)
{
    (void)state;
    static const char *kept[MANY];
    struct texts *texts = texts_create();
    char text[64];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof(text), "Thủ tục số %zu", i);
        kept[i] = texts_keep(texts, text);
        assert_ptr_not_equal(kept[i], text);
    }
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof(text), "Thủ tục số %zu", i);
        assert_string_equal(kept[i], text);
        assert_ptr_equal(texts_keep(texts, text), kept[i]);
    }
    texts_free(&texts);
    assert_null(texts);
    texts_free(&texts);
}

static void test_ends(void **state)
{
    (void)state;
    struct texts *texts = texts_create();
    char *much = memory_alloc(LONG + 1);
    memset(much, 'a', LONG);
    assert_null(texts_keep(texts, NULL));
    const char *empty = texts_keep(texts, ""), *large = texts_keep(texts, much);
    assert_string_equal(empty, "");
    assert_string_equal(large, much);
    assert_ptr_equal(texts_keep(texts, ""), empty);
    texts_close(texts);
    assert_string_equal(large, much);
    assert_string_equal(texts_keep(texts, "later"), "later");
    free(much);
    texts_free(&texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
