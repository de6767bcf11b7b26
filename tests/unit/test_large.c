/* SPDX-License-Identifier: MIT */
/* Large letters: all that Vietnamese has, apart from one another, in the room they say.
 */
#include "kiosk/ui/large.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The picture, a line a row, blanks at the ends of lines left out. */
static char *draw(const char *text)
{
    struct large large;
    struct buffer out;
    if (!large_set(&large, text))
        fail_msg("\"%s\" cannot be drawn", text);
    buffer_init(&out, 1 << 16);
    for (int row = 0; row < large.rows; row++) {
        int last = large.columns - 1;
        while (last >= 0 && *large_cell(&large, row, last) == ' ')
            last--;
        for (int column = 0; column <= last; column++)
            buffer_add_text(&out, large_cell(&large, row, column));
        buffer_add_text(&out, "\n");
    }
    char *picture = memory_copy_span(out.data, out.size);
    buffer_free(&out);
    return picture;
}

static void test_as_it_looks(void **state)
{
    (void)state;
    static const struct {
        const char *text, *picture;
    } CASES[] = {
        {"đã", "      ▄▀▄▄▀\n"
               " ▄▄▄   ▄▄▄\n"
               " █  █ █   █\n"
               "▀█▀ █ █▀▀▀█\n"
               " █▄▄▀ █   █\n"},
        {"HẸN", "█   █ █▀▀▀▀ █▄  █\n"
                "█▄▄▄█ █▄▄▄  █ ▀▄█\n"
                "█   █ █     █   █\n"
                "▀   ▀ ▀▀▀▀▀ ▀   ▀\n"
                "        ▀\n"},
        {"3/5", "▀▀▀▀█     █ █▀▀▀▀\n"
                "  ▄█    ▄▀  ▀▀▀▀▄\n"
                "▄   █ ▄▀    ▄   █\n"
                " ▀▀▀  ▀      ▀▀▀\n"},
        {"Cầu", "      ▄▀▄ ▀▄\n"
                " ▄▄▄▄  ▄▄▄    ▄   ▄\n"
                "█     █   █   █   █\n"
                "█     █▀▀▀█   █   █\n"
                "▀▄▄▄▄ █   █   ▀▄▄▄▀\n"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char *picture = draw(CASES[i].text);
        assert_string_equal(picture, CASES[i].picture);
        free(picture);
    }
}

/* No two letters look the same, small ones look as capitals do, and marks decomposed as
 * marks composed. */
static void test_every_letter(void **state)
{
    (void)state;
    static const char LETTERS[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ĐÂÊÔĂƠƯ"
        "ÀÁẢÃẠẦẤẨẪẬẰẮẲẴẶÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ/-.:_?! ";
    enum { MOST = 160 };
    char *pictures[MOST];
    size_t count = 0;
    for (size_t at = 0, next; at < sizeof(LETTERS) - 1; at = next) {
        next = utf8_next(LETTERS, at);
        char *letter = memory_copy_span(LETTERS + at, next - at);
        pictures[count] = draw(letter);
        for (size_t i = 0; i < count; i++) {
            /* A zero with its stroke and O differ; a blank is empty. */
            if (strcmp(pictures[i], pictures[count]) == 0)
                fail_msg("\"%s\" looks like letter %zu", letter, i);
        }
        free(letter);
        assert_true(++count < MOST);
    }
    char *one = draw("ậ"), *other = draw("Ậ");
    assert_string_equal(one, other);
    free(one);
    free(other);
    while (count > 0)
        free(pictures[--count]);
}

static void test_what_is_not_drawn(void **state)
{
    (void)state;
    struct large large;
    assert_false(large_set(&large, "a@b"));
    assert_false(large_set(&large, "\xff"));
    assert_false(large_set(&large, "漢"));
    assert_true(large_set(&large, ""));
    assert_int_equal(large.columns, 0);
    char wide[64];
    memset(wide, 'W', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    assert_false(large_set(&large, wide));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_it_looks),
        cmocka_unit_test(test_every_letter),
        cmocka_unit_test(test_what_is_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
