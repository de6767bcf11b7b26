/* SPDX-License-Identifier: MIT */
/* Finding names as they are typed. */
#include "kiosk/base/memory.h"
#include "kiosk/search/search.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Names as the national portal has them; the first three can be filled in here. */
static const struct {
    const char *code, *name, *said;
    bool preferred;
} ITEMS[] = {
    {"1.001193", "Thủ tục đăng ký khai sinh", "giấy khai sinh", true},
    {"1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "độc thân", true},
    {"2.000815", "Thủ tục chứng thực bản sao từ bản chính giấy tờ", "sao y", true},
    {"1.000689", "Thủ tục đăng ký khai sinh kết hợp nhận cha, mẹ, con", NULL, false},
    {"1.004884", "Thủ tục đăng ký lại khai sinh", NULL, false},
    {"2.000635", "Thủ tục cấp bản sao Trích lục hộ tịch", NULL, false},
    {"1.000894", "Thủ tục đăng ký kết hôn", NULL, false},
    {"1.004746", "Thủ tục đăng ký lại kết hôn", NULL, false},
    {"1.003197", "Xóa đăng ký thường trú", NULL, false},
    {"1.010028", "Xóa đăng ký tạm trú", NULL, false},
    {"2.000884", "Chứng thực chữ ký (áp dụng cho cả trường hợp không ký được)", NULL,
     false},
    {"2.000992", "Chứng thực chữ ký người dịch", NULL, false},
    {"1.013226", "Cấp giấy phép xây dựng mới", NULL, false},
    {"1.115298", "Cấp giấy phép bán lẻ rượu", NULL, false},
};

static int fill(void **state)
{
    struct search *search = search_create(NULL);
    for (size_t i = 0; i < COUNT(ITEMS); i++) {
        unsigned traits = ITEMS[i].preferred ? 1u << TRAIT_MODELLED : 0;
        assert_int_equal(search_add(search, ITEMS[i].code, traits), i);
        search_add_name(search, i, ITEMS[i].name, SEARCH_NAME);
        if (ITEMS[i].said)
            search_add_name(search, i, ITEMS[i].said, SEARCH_KEYWORD);
    }
    *state = search;
    return 0;
}

static int empty(void **state)
{
    struct search *search = *state;
    search_free(&search);
    assert_null(search);
    search_free(&search);
    return 0;
}

/* The codes found, best first, with a blank between. */
static void find(struct search *search, const char *query, char *out, size_t room,
                 size_t *total)
{
    struct search_hit found[COUNT(ITEMS)];
    size_t length = 0;
    size_t count = search_find(search, query, found, COUNT(ITEMS), total);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(out + length, room - length, "%s%s", i ? " " : "",
                                   ITEMS[found[i].item].code);
}

static void test_first(void **state)
{
    static const struct {
        const char *query, *codes; /* how the list begins */
    } CASES[] = {
        {"khai sinh", "1.001193 1.004884 1.000689"},
        {"dang ky khai sinh", "1.001193"},
        {"ĐĂNG KÝ KHAI SINH", "1.001193"},
        {"Thủ tục đăng ký khai sinh", "1.001193"},
        {"chung thuc ban sao", "2.000815"},
        {"chứng thực bản sao", "2.000815"},
        {"chu\xcc\x9b\xcc\x81ng thu\xcc\x9b\xcc\xa3"
         "c",
         "2.000884"}, /* decomposed */
        {"  khai,  sinh! ", "1.001193"},
        /* As it is typed. */
        {"kh", "1.001193"},
        {"khai s", "1.001193 1.004884 1.000689"},
        {"dang ky lai k", "1.004884 1.004746"},
        {"dang ky ket", "1.000894"},
        /* Wrong order, a word too many, a word that nobody knows. */
        {"sinh khai", "1.001193"},
        {"ban sao chung thuc", "2.000815"},
        {"lai dang ky khai sinh", "1.004884"},
        {"đăng ký khai sinh ở đâu", "1.001193"},
        {"xin giấy xác nhận độc thân", "1.004873"},
        {"dang ky khai sinh xyzzy", "1.001193"},
        {"xoa thuong tru cho me", "1.003197"},
        /* What explains in brackets makes no name a worse answer. */
        {"chung thuc chu ky", "2.000884 2.000992"},
        {"chung thuc chu ky nguoi dich", "2.000992"},
        /* As people say it. */
        {"sao y", "2.000815"},
        {"doc than", "1.004873"},
        /* Codes, with what portals hang on them. */
        {"1.003197", "1.003197"},
        {" 1.0031", "1.003197"},
        {"2.000", "2.000815 2.000635 2.000884 2.000992"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char codes[512];
        find(*state, CASES[i].query, codes, sizeof(codes), NULL);
        if (strncmp(codes, CASES[i].codes, strlen(CASES[i].codes)) != 0)
            fail_msg("%s: %s", CASES[i].query, codes);
    }
}

static void test_how_many(void **state)
{
    static const struct {
        const char *query;
        size_t total;
    } CASES[] = {
        {"", 3},                          /* what can be filled in here */
        {" , ", 3},     {"khai sinh", 3}, /* where some have every word, only they count
                                           */
        {"dang ky", 7}, {"lai", 2},       {"xyzzy", 0}, {"j q z z q", 0}, {"9.999", 0},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char codes[512];
        size_t total = 99;
        find(*state, CASES[i].query, codes, sizeof(codes), &total);
        if (total != CASES[i].total)
            fail_msg("%s: %zu: %s", CASES[i].query, total, codes);
    }
}

static void test_room(void **state)
{
    struct search_hit found[2] = {{.item = 99}, {.item = 99}};
    size_t total = 0;
    assert_int_equal(search_find(*state, "dang ky", found, 0, &total), 0);
    assert_int_equal(total, 7);
    assert_int_equal(search_find(*state, "dang ky", found, 1, &total), 1);
    assert_int_equal(found[1].item, 99);
    assert_int_equal(search_find(*state, "dang ky", found, 2, NULL), 2);
    assert_int_not_equal(found[0].item, found[1].item);
}

/* Whatever is typed or pasted, and whatever a name is. */
static void test_strange(void **state)
{
    static const char *const STRANGE[] = {"\xff\xfe",
                                          "%s%n",
                                          "1.",
                                          "1..",
                                          "\x1b[A",
                                          "ký\xe1",
                                          "a b c d e f g h i j k l m n o p q r s t u v"};
    char codes[512], *large = memory_alloc(100001);
    for (size_t i = 0; i < COUNT(STRANGE); i++)
        find(*state, STRANGE[i], codes, sizeof(codes), NULL);
    memset(large, 'k', 100000);
    find(*state, large, codes, sizeof(codes), NULL);
    assert_string_equal(codes, "");
    for (size_t at = 1; at < 100000; at += 2)
        large[at] = ' ';
    find(*state, large, codes, sizeof(codes), NULL);
    struct search *search = search_create(NULL);
    struct search_hit found[4];
    assert_int_equal(search_find(search, "khai", found, 4, NULL), 0); /* nothing there */
    search_free(&search);
    search = search_create(NULL);
    search_add(search, "1.000001.000.00.00.H17.and-more-than-fits", 0);
    search_add_name(search, 0, "", SEARCH_NAME);
    search_add_name(search, 0, "Thủ (tục) gì", SEARCH_NAME);
    search_add_name(search, 0, "(", SEARCH_NAME);
    search_add_name(search, 0, large, SEARCH_NAME);
    assert_int_equal(search_find(search, "k k", found, 4, NULL), 1);
    assert_int_equal(search_find(search, "1.000001.000", found, 4, NULL), 1);
    search_free(&search);
    free(large);
}

#define FILLED(test) cmocka_unit_test_setup_teardown(test, fill, empty)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        FILLED(test_first),
        FILLED(test_how_many),
        FILLED(test_room),
        FILLED(test_strange),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
