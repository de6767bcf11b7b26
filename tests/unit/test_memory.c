/* SPDX-License-Identifier: MIT */
/* Allocation that cannot fail, and texts that leave nothing behind. */
#include "kiosk/base/memory.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_zeroed(void **state)
{
    (void)state;
    static const char zeros[1000];
    char *one = memory_alloc(1000), *many = memory_array(10, 100);
    assert_memory_equal(one, zeros, 1000);
    assert_memory_equal(many, zeros, 1000);
    free(one);
    free(many);
}

/* Nothing is never NULL: the caller looks at its count, not at the pointer. */
static void test_nothing(void **state)
{
    (void)state;
    void *none[] = {memory_alloc(0), memory_array(0, 8), memory_array(8, 0),
                    memory_resize(NULL, 0, 8), memory_resize(memory_alloc(8), 0, 8)};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_non_null(none[i]);
        free(none[i]);
    }
}

static void test_copies(void **state)
{
    (void)state;
    assert_null(memory_copy_text(NULL));
    char *text = memory_copy_text("phường Hoà Khánh");
    char *span = memory_copy_span("phường\0kept", 9);
    char *made = memory_format("%s-%03d", "H17", 4);
    assert_string_equal(text, "phường Hoà Khánh");
    assert_memory_equal(span, "phường\0", 10);
    assert_string_equal(made, "H17-004");
    text = memory_resize(text, 100, 1);
    assert_string_equal(text, "phường Hoà Khánh");
    free(text);
    free(span);
    free(made);
}

/* However many are added, one after the other, there is room. */
static void test_one_more(void **state)
{
    (void)state;
    size_t *squares = NULL;
    for (size_t count = 0; count < 5000; count++) {
        squares = memory_one_more(squares, count, sizeof(*squares));
        squares[count] = count * count;
    }
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(squares[i], i * i);
    free(squares);
}

static void test_wipe(void **state)
{
    (void)state;
    char secret[16] = "048196006603";
    static const char zeros[sizeof(secret)];
    memory_wipe(secret, sizeof(secret));
    assert_memory_equal(secret, zeros, sizeof(secret));
    memory_wipe(NULL, 100);
    char *text = memory_copy_text("048196006603");
    memory_free_text(&text);
    assert_null(text);
    memory_free_text(&text);
}

static int ask_too_much(void *arg)
{
    size_t half = SIZE_MAX / 2 + 1;
    switch (*(int *)arg) {
    case 0:
        free(memory_array(half, 4));
        break;
    case 1:
        free(memory_resize(NULL, half, 4));
        break;
    default:
        free(memory_copy_span("x", SIZE_MAX));
    }
    return 0;
}

/* A product that wraps around must not become a small block. */
static void test_too_much(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        int status = scratch_child(ask_too_much, &way, NULL, 0);
        assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zeroed), cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_copies), cmocka_unit_test(test_one_more),
        cmocka_unit_test(test_wipe),   cmocka_unit_test(test_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
