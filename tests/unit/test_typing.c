/* SPDX-License-Identifier: MIT */
/* Keys that become letters in a field: what stands in it after a session of keys. */
#include "kiosk/base/utf8.h"
#include "kiosk/screen/typing.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct typing_way TELEX = {.method = TYPING_TELEX},
                               VNI = {.method = TYPING_VNI},
                               NEW = {.method = TYPING_TELEX, .new_tones = true},
                               OFF = {.method = TYPING_OFF};

struct field {
    struct typing typing;
    struct edit edit;
    const struct typing_way *way;
    enum typing_into into;
};

static struct field open_field(const struct typing_way *way, enum typing_into into,
                               size_t limit)
{
    struct field field = {.way = way, .into = into};
    edit_init(&field.edit, limit, false);
    return field;
}

static void press(struct field *field, enum key_name name, uint32_t character)
{
    const struct key key = {.name = name, .character = character};
    typing_take_key(&field->typing, field->way, field->into, &field->edit, &key);
}

/* '<' '>' are arrows, '\b' Backspace, '#' leaves the field, '%' is a scanner's first
 * digit that is taken back; what stands between '{' and '}' is pasted. */
static void type(struct field *field, const char *keys)
{
    bool pasting = false;
    for (size_t at = 0, size = strlen(keys); at < size;) {
        uint32_t c;
        at += utf8_read(keys + at, size - at, &c);
        if (c == '{' || c == '}')
            pasting = c == '{';
        else if (c == '<' || c == '>')
            press(field, c == '<' ? KEY_LEFT : KEY_RIGHT, 0);
        else if (c == '\b')
            press(field, KEY_BACKSPACE, 0);
        else if (c == '#')
            typing_leave(&field->typing, &field->edit);
        else
            press(field, pasting ? KEY_PASTED : KEY_TEXT, c == '%' ? '0' : c);
        if (c == '%')
            typing_take_back(&field->typing, &field->edit);
    }
}

static void expect(const struct field *field, const char *picture)
{
    char is[512];
    snprintf(is, sizeof(is), "%.*s|%s", (int)field->edit.cursor, field->edit.text,
             field->edit.text + field->edit.cursor);
    assert_string_equal(is, picture);
}

static void sessions(void **state)
{
    (void)state;
    static const struct {
        const struct typing_way *way;
        enum typing_into into;
        const char *keys, *picture;
    } CASES[] = {
        {&TELEX, TYPING_TEXT, "Nguyeenx Thij", "Nguyễn Thị|"},
        {&TELEX, TYPING_TEXT, "duongwf Hoaf Vang", "dường Hòa Vang|"},
        {&NEW, TYPING_TEXT, "hoaf", "hoà|"},
        {&VNI, TYPING_TEXT, "d9u7o7ng2 so61 12", "đường số 12|"},
        {&OFF, TYPING_TEXT, "Nguyeenx", "Nguyeenx|"},
        {&TELEX, TYPING_PLAIN, "DD 01 as", "DD 01 as|"},
        {&VNI, TYPING_PLAIN, "a1", "a1|"},
        /* Letters that the keyboard gives with their marks stay as they are. */
        {&TELEX, TYPING_TEXT, "Nguyễn", "Nguyễn|"},
        /* The word is left: it comes back, unless it is a name. */
        {&TELEX, TYPING_TEXT, "windows#", "windows|"},
        {&TELEX, TYPING_TEXT, "Kroong Bucks<", "Krông Buck|s"},
        {&TELEX, TYPING_NAMES, "Kroong#", "Krông|"},
        {&TELEX, TYPING_TEXT, "a@as as", "a@as á|"},
        /* Backspace takes away what is seen. */
        {&TELEX, TYPING_TEXT, "tieengs\b", "tiến|"},
        {&TELEX, TYPING_TEXT, "tieengs\b\b\b\b\b\b", "|"},
        {&TELEX, TYPING_TEXT, "ab as\b\b\b", "a|"},
        /* Arrows: what stands there is no part of what is typed between. */
        {&TELEX, TYPING_TEXT, "tin<ees", "tiế|n"},
        {&TELEX, TYPING_TEXT, "tien<>s", "tiens|"},
        /* A paste goes through untouched, and nothing that follows changes it. */
        {&TELEX, TYPING_TEXT, "{as dd}s", "as dds|"},
        {&TELEX, TYPING_TEXT, "a{b}s", "abs|"},
        {&TELEX, TYPING_TEXT, "as {as} as", "á as á|"},
        /* A scanner begins with a digit, which VNI takes for a mark. */
        {&VNI, TYPING_TEXT, "Tua6n1%", "Tuấn|"},
        {&TELEX, TYPING_TEXT, "Tuaans%", "Tuấn|"},
        {&OFF, TYPING_TEXT, "Tuan%", "Tuan|"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct field field = open_field(CASES[i].way, CASES[i].into, 200);
        print_message("%s %s\n", typing_name(CASES[i].way), CASES[i].keys);
        type(&field, CASES[i].keys);
        expect(&field, CASES[i].picture);
        edit_free(&field.edit);
    }
}

static void the_way_changes_between_words(void **state)
{
    (void)state;
    struct field field = open_field(&TELEX, TYPING_TEXT, 200);
    type(&field, "Nguyeenx ");
    field.way = &VNI;
    type(&field, "Thi5 as ");
    field.way = &OFF;
    type(&field, "as1 ");
    field.way = &TELEX;
    type(&field, "as");
    expect(&field, "Nguyễn Thị as as1 á|");
    edit_free(&field.edit);
}

/* F2 writes a name in capitals; a suggestion is taken: others change the field. */
static void what_others_put_there_is_not_the_word(void **state)
{
    (void)state;
    struct field field = open_field(&TELEX, TYPING_NAMES, 200);
    type(&field, "an");
    edit_set(&field.edit, "AN");
    type(&field, "s#");
    expect(&field, "ANs|");
    edit_set(&field.edit, "");
    type(&field, "s");
    expect(&field, "s|");
    edit_free(&field.edit);
}

static void a_full_field_keeps_what_it_has(void **state)
{
    (void)state;
    struct field field = open_field(&TELEX, TYPING_TEXT, 4);
    type(&field, "toan");
    expect(&field, "toan|");
    type(&field, "s");
    expect(&field, "toan|");
    assert_true(field.edit.full);
    type(&field, "\bs");
    expect(&field, "toas|");
    edit_free(&field.edit);
}

static void forgotten_is_wiped(void **state)
{
    (void)state;
    static const struct typing NOTHING;
    struct field field = open_field(&VNI, TYPING_TEXT, 200);
    type(&field, "Tua6n1");
    typing_forget(&field.typing);
    assert_memory_equal(&field.typing, &NOTHING, sizeof(NOTHING));
    expect(&field, "Tuấn|");
    edit_free(&field.edit);
}

static void f11_goes_round(void **state)
{
    (void)state;
    struct typing_way way = OFF;
    static const char *const NAMES[] = {"Telex", "VNI", "—", "Telex"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        typing_change(&way);
        assert_true(way.shown);
        assert_string_equal(typing_name(&way), NAMES[i]);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions),
        cmocka_unit_test(the_way_changes_between_words),
        cmocka_unit_test(what_others_put_there_is_not_the_word),
        cmocka_unit_test(a_full_field_keeps_what_it_has),
        cmocka_unit_test(forgotten_is_wiped),
        cmocka_unit_test(f11_goes_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
