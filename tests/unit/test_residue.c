/* SPDX-License-Identifier: MIT */
/* Keys of Telex and VNI that were left in names; the names are invented. */
#include "kiosk/base/memory.h"
#include "kiosk/input/residue.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void what_is_left_is_put_right(void **state)
{
    (void)state;
    static const struct {
        const char *name, *mended;
        bool new_style;
    } CASES[] = {
        {"Nguyeenx", "Nguyễn", false},
        {"Nguye6n4", "Nguyễn", false},
        {"Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa", false},
        {"Nguyeenx Thij Hoaf", "Nguyễn Thị Hoà", true},
        {"nguyeexn thij lan", "nguyễn thị lan", false},
        {"NGUYEENX VAWN AN", "NGUYỄN VĂN AN", false},
        {"Nguyen Thij Lan", "Nguyen Thị Lan", false},
        {"Tra62n D9u7c1 Anh", "Trần Đức Anh", false},
        {"Ddoox  Anhs", "Đỗ  Ánh", false},
        {"Nguyễn Thị Hoaf", "Nguyễn Thị Hòa", false},
        {"Nguyênx Văn An", "Nguyễn Văn An", false},
        {"Lee Văn An", "Lê Văn An", false},
        {"Lee Vawn An", "Lê Văn An", false},
        {"H'Hen Nieej", "H'Hen Niệ", false},
        {"Y Blơk Eebans", NULL, false},
        {"Leef-Trần", "Lề-Trần", false},
        {"Bling Thij Mai", "Bling Thị Mai", false},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        print_message("%s\n", CASES[i].name);
        char *mended = residue_mend(CASES[i].name, CASES[i].new_style);
        if (CASES[i].mended)
            assert_string_equal(mended ? mended : "nothing", CASES[i].mended);
        else
            assert_null(mended);
        memory_free_text(&mended);
    }
}

/* What is right, however strange, and where the tone stands; and foreign names. */
static void names_are_left_alone(void **state)
{
    (void)state;
    static const char *const NAMES[] = {
        "",
        "Nguyễn Thị Hòa",
        "Nguyễn Thị Hoà",
        "NGUYỄN THUỶ THÚY",
        "Nguyen Thi Lan",
        "Nguyen Van Anh",
        "Đặng Quý Khuê",
        "Y Blơk Êban",
        "H'Hen Niê",
        "K'Brêu",
        "Rơ Châm Krông",
        "Hòa Bìnhx", /* a slip of the keys, but which? */
        "Lee Min Ho",
        "Kim Soo",
        "MOON",
        "Hans Peter Müller",
        "Lisa",
        "Rosa Maria",
        "Max Mustermann",
        "Lars Ulrich",
        "Louis Armstrong",
        "Jackson Wang",
        "Christopher",
        "Wu",
        "12345",
        "a\xff!",
    };
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        print_message("%s\n", NAMES[i]);
        for (int new_style = 0; new_style < 2; new_style++)
            assert_null(residue_mend(NAMES[i], new_style));
    }
}

static void a_huge_name_is_no_name(void **state)
{
    (void)state;
    char *name = memory_alloc(5001);
    for (size_t i = 0; i < 5000; i++)
        name[i] = "as "[i % 3];
    assert_null(residue_mend(name, false));
    name[300] = '\0';
    char *mended = residue_mend(name, false);
    assert_int_equal(strncmp(mended, "á á á", 7), 0);
    memory_free_text(&mended);
    memset(name, 's', 1000);
    name[0] = 'a';
    name[1000] = '\0';
    assert_null(residue_mend(name, false));
    memory_free_text(&name);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_is_put_right),
        cmocka_unit_test(names_are_left_alone),
        cmocka_unit_test(a_huge_name_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
