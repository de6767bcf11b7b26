/* SPDX-License-Identifier: MIT */
/* A text being typed, letter by letter as people see them. */
#include "kiosk/base/utf8.h"
#include "kiosk/ui/edit.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Types `text`; '<' '>' '^' '_' move, '{' is Home, '}' End, '\b' and '\x7f' take away. */
static void type(struct edit *edit, const char *text)
{
    static const char MOVES[] = "<>{}^_"; /* as enum edit_move */
    for (size_t at = 0, size = strlen(text); at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        const char *move = c < 0x80 ? strchr(MOVES, (int)c) : NULL;
        if (move)
            edit_move(edit, (enum edit_move)(move - MOVES));
        else if (c == '\b')
            edit_backspace(edit);
        else if (c == 0x7F)
            edit_delete(edit);
        else
            edit_insert(edit, c);
    }
}

/* The text, with '|' where the cursor stands. */
static void expect(const struct edit *edit, const char *picture)
{
    char is[512];
    snprintf(is, sizeof(is), "%.*s|%s", (int)edit->cursor, edit->text,
             edit->text + edit->cursor);
    assert_string_equal(is, picture);
    assert_int_equal(edit->size, strlen(edit->text));
}

static void test_typing(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *picture;
    } CASES[] = {
        {"", "|"},
        {"Đỗ Ánh", "Đỗ Ánh|"},
        {"khai<<inh>\b", "khinh|i"},
        {"ab{c}d", "cabd|"},
        {"<<a>>", "a|"},
        {"ế\b", "|"},
        {"\b\x7f", "|"},
        {"aế<\x7f", "a|"},
        {"ab\x7f", "ab|"},
        {"a\tb\x01\x1b\xc2\x9b", "a b|"}, /* controls are left out, a tab is a blank */
        {"a\xe2\x80\xae\xe2\x80\x8b"
         "b",
         "ab|"},
        {"một\nhai", "một hai|"}, /* one line */
        {"^_a", "a|"},
        /* Marks that follow their letter, and one that comes back to it. */
        {"Nguye\xcc\x82\xcc\x83n", "Nguyễn|"},
        {"Nguye\xcc\x83\xcc\x82n", "Nguyễn|"},
        {"ea<\xcc\x82", "ê|a"},
        {"ê\xcc\x81\b", "|"},
        {"\xcc\x81"
         "a",
         "\xcc\x81"
         "a|"},
        {"n\xcc\x83", "n\xcc\x83|"}, /* no single letter: two code points … */
        {"n\xcc\x83\b", "|"},        /* … that go together */
        {"n\xcc\x83<x", "x|n\xcc\x83"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct edit edit;
        edit_init(&edit, 200, false);
        type(&edit, CASES[i].typed);
        expect(&edit, CASES[i].picture);
        edit_free(&edit);
    }
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *picture;
    } CASES[] = {
        {"một\nhai", "một\nhai|"},
        {"một\nhai^x", "mộtx|\nhai"},
        {"một\nhai{^x", "x|một\nhai"},
        {"dài lắm\nab\nế^^x", "dx|ài lắm\nab\nế"},
        {"ab\ndài lắm^_x",
         "ab\ndàx|i lắm"}, /* by letters, from where the shorter ended */
        {"ab\ncd<^{}x", "abx|\ncd"},
        {"ab\n\ncd^x", "ab\nx|\ncd"},
        {"ab\n\ncd^^x", "x|ab\n\ncd"},
        {"ab\n^_x", "ab\nx|"},
        {"ab\ncd{\b", "ab|cd"},
        {"ab\ncd^}\x7f", "ab|cd"},
        {"ab\ncd^_^_\n", "ab\ncd\n|"},
        {"a\tb", "a b|"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct edit edit;
        edit_init(&edit, 200, true);
        type(&edit, CASES[i].typed);
        expect(&edit, CASES[i].picture);
        edit_free(&edit);
    }
    struct edit edit;
    edit_init(&edit, 200, true);
    edit_set(&edit, "một\nhai\nba");
    assert_false(edit_move(&edit, EDIT_DOWN));
    assert_true(edit_move(&edit, EDIT_UP));
    assert_true(edit_move(&edit, EDIT_UP));
    assert_false(edit_move(&edit, EDIT_UP));
    edit_free(&edit);
}

static void test_limit(void **state)
{
    (void)state;
    struct edit edit;
    edit_init(&edit, 5, false);
    type(&edit, "ếa"); /* four bytes */
    assert_false(edit.full);
    assert_false(edit_insert(&edit, 0x1EBF)); /* three more do not fit */
    assert_true(edit.full);
    expect(&edit, "ếa|");
    assert_true(edit_insert(&edit, 'b'));
    assert_false(edit.full);
    assert_false(edit_insert(&edit, 'c'));
    assert_false(edit_insert(&edit, 0x323)); /* nor does a mark, even one that joins */
    expect(&edit, "ếab|");
    type(&edit, "\b\b");
    expect(&edit, "ế|");
    edit_free(&edit);
}

static void test_set(void **state)
{
    (void)state;
    static const struct {
        size_t limit;
        const char *text, *picture;
        bool full;
    } CASES[] = {
        {200, "Nguyễn", "Nguyễn|", false},
        {8, "Nguyễn", "Nguyễn|", false},
        {7, "Nguyễn", "Nguyễ|", true},
        {6, "Nguyễn", "Nguy|", true}, /* never half a letter */
        {3, "an\xcc\x83", "a|", true},
        {0, "a", "|", true},
        {0, "", "|", false},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct edit edit;
        edit_init(&edit, CASES[i].limit, false);
        edit_set(&edit, CASES[i].text);
        expect(&edit, CASES[i].picture);
        assert_int_equal(edit.full, CASES[i].full);
        edit_set(&edit, "");
        expect(&edit, "|");
        edit_free(&edit);
    }
}

/* A paste of 100 KB, and one that is set, cost no time worth noticing. */
static void test_large(void **state)
{
    (void)state;
    struct edit edit;
    edit_init(&edit, 4000, true);
    for (int i = 0; i < 100000; i++)
        edit_insert(&edit, i % 50 == 49 ? '\n' : 0x1EBF);
    assert_true(edit.full);
    assert_in_range(edit.size, 3990, 4000);
    assert_true(utf8_is_valid(edit.text, edit.size));
    static char text[300001];
    for (size_t at = 0; at < 300000; at += 3)
        utf8_write(text + at, 0x1EBF);
    edit_set(&edit, text);
    assert_int_equal(edit.size, 3999);
    while (edit.size)
        edit_backspace(&edit);
    edit_free(&edit);
}

/* What shows in ten columns, the cursor marked. */
static void view(const struct edit *edit, size_t *from, char *out, size_t room)
{
    int column = edit_view(edit, 10, from);
    assert_in_range(column, 0, 9);
    size_t shown = utf8_fit(edit->text + *from, 10);
    snprintf(out, room, "%.*s", (int)shown, edit->text + *from);
    size_t before = edit->cursor - *from;
    assert_true(before <= shown);
    memmove(out + before + 1, out + before, strlen(out + before) + 1);
    out[before] = '|';
}

static void test_view(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *shown;
    } STEPS[] = {
        {"khai", "khai|"},
        {" sinh", "khai sinh|"},
        {"x", "hai sinhx|"}, /* scrolls by as much as it needs */
        {"ế", "ai sinhxế|"},
        {"<<<<<<<<<", "|ai sinhxế"}, /* the cursor goes, the text stays */
        {"<", "|hai sinhxế"},
        {"{", "|khai sinhx"},
        {"}", "ai sinhxế|"},
        {"\b", "hai sinhx|"}, /* and comes back as the end goes */
        {"\b\b\b", "khai si|"},
        {"\b\b\b\b\b\b\b", "|"},
    };
    struct edit edit;
    size_t from = 0;
    edit_init(&edit, 200, false);
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        char shown[128];
        type(&edit, STEPS[i].typed);
        view(&edit, &from, shown, sizeof(shown));
        assert_string_equal(shown, STEPS[i].shown);
    }
    edit_free(&edit);
}

static void test_wiped(void **state)
{
    (void)state;
    static const char zeros[64];
    struct edit edit;
    edit_init(&edit, 200, false);
    type(&edit, "048196006603");
    edit_set(&edit, "04");
    assert_memory_equal(edit.text + 2, zeros, 10);
    type(&edit, "8196<<<\x7f\b");
    expect(&edit, "04|96");
    assert_memory_equal(edit.text + 4, zeros, 8);
    edit_set(&edit, "");
    assert_memory_equal(edit.text, zeros, 12);
    edit_free(&edit);
    assert_null(edit.text);
    edit_free(&edit);
}

/* As an input method changes what stands before the cursor. */
static void test_replacing(void **state)
{
    (void)state;
    struct edit edit;
    edit_init(&edit, 12, false);
    type(&edit, "an hoa b<<");
    assert_true(edit_replace(&edit, 2, "oà"));
    expect(&edit, "an hoà| b");
    assert_true(edit_replace(&edit, 0, ""));
    expect(&edit, "an hoà| b");
    size_t changes = edit.changes;
    assert_false(edit_replace(&edit, 1, "ắắ"));
    assert_true(edit.full);
    assert_int_equal(edit.changes, changes);
    expect(&edit, "an hoà| b");
    assert_true(edit_replace(&edit, 99, "ố"));
    assert_false(edit.full);
    assert_int_equal(edit.changes, changes + 1);
    expect(&edit, "ố| b");
    edit_free(&edit);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typing), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_limit),  cmocka_unit_test(test_set),
        cmocka_unit_test(test_large),  cmocka_unit_test(test_view),
        cmocka_unit_test(test_wiped),  cmocka_unit_test(test_replacing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
