/* SPDX-License-Identifier: MIT */
/* What tells the variants of a procedure apart. */
#include "kiosk/service/variants.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NAMES_MOST = 20 };

static const struct {
    const char *names[NAMES_MOST], *parts[NAMES_MOST];
} CASES[] = {
    {{"Đăng ký khai sinh", "Thủ tục đăng ký lại khai sinh",
      "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
      "Thủ tục đăng ký khai sinh lưu động"},
     {NULL, "lại", "có yếu tố nước ngoài", "lưu động"}},
    /* in the middle and at the end */
    {{"Đăng ký kết hôn", "Đăng ký lại kết hôn có yếu tố nước ngoài",
      "Đăng ký kết hôn, lưu động"},
     {NULL, "lại … có yếu tố nước ngoài", "lưu động"}},
    /* another between them */
    {{"Đăng ký khai tử", "Trợ cấp mai táng cho hộ nghèo", "Đăng ký lại khai tử",
      "Đăng ký khai tử lưu động"},
     {NULL, NULL, "lại", "lưu động"}},
    /* capitals and the place of the tone mark */
    {{"ĐĂNG KÝ HÒA GIẢI", "Đăng ký hoà giải ở thôn", "Đăng ký hoà giải ở phường"},
     {NULL, "ở thôn", "ở phường"}},
    /* marks matter: "bán" is not "bản" */
    {{"Cấp bản giấy phép", "Cấp bán giấy phép", "Cấp bạn giấy phép"},
     {"bản", "bán", "bạn"}},
    /* two are none yet; nor are names that share little */
    {{"Đăng ký khai sinh", "Đăng ký lại khai sinh"}, {NULL, NULL}},
    {{"Đăng ký khai sinh", "Đăng ký kết hôn", "Đăng ký khai tử"}, {NULL}},
    {{"Đăng ký tạm trú", "Xoá đăng ký tạm trú", "Gia hạn tạm trú",
      "Gia hạn đăng ký tạm trú"},
     {NULL, "Xoá", NULL, "Gia hạn"}},
    /* the same name of several agencies */
    {{"Cấp bản sao trích lục", "Cấp bản sao trích lục", "Cấp bản sao trích lục"}, {NULL}},
    /* two kinds, one after the other */
    {{"Đăng ký khai sinh", "Đăng ký lại khai sinh", "Đăng ký khai sinh lưu động",
      "Cấp giấy phép lao động", "Cấp lại giấy phép lao động",
      "Gia hạn cấp giấy phép lao động"},
     {NULL, "lại", "lưu động", NULL, "lại", "Gia hạn"}},
    {{"", " ", "Thủ tục", "a"}, {NULL}},
};

static void test_what_differs(void **state)
{
    (void)state;
    for (size_t c = 0; c < sizeof(CASES) / sizeof(CASES[0]); c++) {
        char *parts[NAMES_MOST];
        size_t count = 0;
        while (CASES[c].names[count])
            count++;
        variants_tell_apart(CASES[c].names, count, parts);
        for (size_t i = 0; i < count; i++) {
            const char *expected = CASES[c].parts[i];
            if (!expected != !parts[i] || (expected && strcmp(expected, parts[i]) != 0))
                fail_msg("%s: %s", CASES[c].names[i], parts[i] ? parts[i] : "nothing");
            free(parts[i]);
        }
    }
}

/* Names come from outside: as many and as long as they like. */
static void test_limits(void **state)
{
    (void)state;
    enum { MANY = 40, LONG = 4000 };
    char name[LONG];
    for (size_t i = 0; i < sizeof(name); i++)
        name[i] = i % 2 ? ' ' : 'a';
    name[sizeof(name) - 1] = '\0';
    const char *names[MANY];
    char *parts[MANY];
    for (size_t i = 0; i < MANY; i++)
        names[i] = name;
    variants_tell_apart(names, MANY, parts);
    for (size_t i = 0; i < MANY; i++)
        assert_null(parts[i]);
    variants_tell_apart(names, 0, parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_differs),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
