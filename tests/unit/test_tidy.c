/* SPDX-License-Identifier: MIT */
/* Texts as offices type them. */
#include "kiosk/service/tidy.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *given, *line, *item;
} TEXTS[] = {
    {"", "", ""},
    {" \t\n ", "", ""},
    {"Đơn  đề nghị ", "Đơn đề nghị", "Đơn đề nghị"},
    {"- Đơn đề nghị;", "- Đơn đề nghị;", "Đơn đề nghị"},
    {"+ Bản sao\r\ncó chứng thực", "+ Bản sao có chứng thực", "Bản sao có chứng thực"},
    {" * Giấy tờ phải nộp:", "* Giấy tờ phải nộp:", "Giấy tờ phải nộp"},
    {"(1.2) Đối với công trình:", "(1.2) Đối với công trình:", "Đối với công trình"},
    {"a)Đối với ai", "a)Đối với ai", "Đối với ai"},
    {"đ) Đối với ai", "đ) Đối với ai", "Đối với ai"},
    {"3. Bản vẽ", "3. Bản vẽ", "Bản vẽ"},
    {";- Bản vẽ", ";- Bản vẽ", "Bản vẽ"},
    {"02 bộ bản vẽ", "02 bộ bản vẽ", "02 bộ bản vẽ"},
    {"1.5 ha đất", "1.5 ha đất", "1.5 ha đất"},
    {"Mẫu (a)", "Mẫu (a)", "Mẫu (a)"},
    {"(nếu có) bản sao", "(nếu có) bản sao", "(nếu có) bản sao"},
    {"xã,\u00a0phường", "xã, phường", "xã, phường"},
    {"đăng k\u200eý", "đăng ký", "đăng ký"},
    {"\u200b- \ufeffĐơn", "- Đơn", "Đơn"},
    {"Đăng ky\u0301", "Đăng ký", "Đăng ký"},
    {"\x1b[2JĐơn\x07", "\ufffd[2JĐơn\ufffd", "\ufffd[2JĐơn\ufffd"},
    {"\xc3", "\ufffd", "\ufffd"},
    {"- + * :", "- + * :", ""},
    {"(", "(", "("},
    {"...", "...", ""},
};

static void lines_and_items(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        char *line = tidy_line(TEXTS[i].given), *item = tidy_item(TEXTS[i].given);
        assert_string_equal(line, TEXTS[i].line);
        assert_string_equal(item, TEXTS[i].item);
        free(line);
        free(item);
    }
}

static void shortened_at_a_blank(void **state)
{
    (void)state;
    static const struct {
        const char *given;
        size_t most;
        const char *text, *rest;
    } CASES[] = {
        {"Đơn đề nghị", 11, "Đơn đề nghị", NULL},
        {"Đơn đề nghị", 10, "Đơn đề …", "nghị"},
        {"Đơn đề nghị", 6, "Đơn đề …", "nghị"},
        {"Đơnđềnghị", 4, "Đơnđ …", "ềnghị"},
        {"", 4, "", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char *rest, *text = tidy_shorten_take(memory_copy_text(CASES[i].given),
                                              CASES[i].most, &rest);
        assert_string_equal(text, CASES[i].text);
        assert_true(utf8_is_valid(text, strlen(text)));
        if (CASES[i].rest)
            assert_string_equal(rest, CASES[i].rest);
        else
            assert_null(rest);
        free(text);
        free(rest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_items),
        cmocka_unit_test(shortened_at_a_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
