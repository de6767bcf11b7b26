/* SPDX-License-Identifier: MIT */
/* A list read as it comes: cut anywhere it says the same, and what is no such list is
 * refused. */
#include "kiosk/base/json_list.h"

#include "kiosk/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct json_limits LIMITS = {.bytes = 40, .depth = 3, .nodes = 10};

static bool add(void *arg, const json_t *member, struct error *err)
{
    char *text = json_dumps(member, JSON_COMPACT | JSON_ENCODE_ANY);
    bool wanted = strcmp(text, "\"no\"") != 0 || error_set(err, "not this");
    buffer_format(arg, "%s;", text);
    free(text);
    return wanted;
}

/* Fed in pieces of `step`; what was read, or "refused". */
static void expect(const char *text, size_t size, size_t step, const char *expected)
{
    struct error err = {0};
    struct buffer read;
    buffer_init(&read, 1000);
    struct json_list *list = json_list_create("list", "it", &LIMITS, add, &read);
    bool fine = true;
    for (size_t at = 0; fine && at < size; at += step)
        fine = json_list_feed(list, text + at, size - at < step ? size - at : step, &err);
    fine = fine && json_list_end(list, &err);
    if (strcmp(fine ? read.data : "refused", expected) != 0 || fine == error_is_set(&err))
        fail_msg("%s in %zu: %s, %s", text, step, read.data, err.text);
    json_list_free(&list);
    buffer_free(&read);
}

static void test_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text, *read;
    } CASES[] = {
        {"{\"list\":[]}", ""},
        {" { \"list\" : [ ] } \n", ""},
        {"{\"list\":[{\"a\":1},{\"b\":[2,{}]}]}", "{\"a\":1};{\"b\":[2,{}]};"},
        {"{\"a\":[1,[2]],\"list\":[ 1 , \"x\" ],\"b\":{\"list\":[3]}}", "1;\"x\";"},
        {"{\"list\":[\"],\\\"\\\\\",[\"}\"]]}", "\"],\\\"\\\\\";[\"}\"];"},
        {"{\"a\":\"\\\"list\\\":[9]\",\"list\":[1]}", "1;"},
        {"{\"list\":[1]", "refused"},
        {"{\"list\":[1", "refused"},
        {"{\"list\":[1}", "refused"},
        {"{\"list\":[1]]}", "refused"},
        {"{\"list\":[1]}{}", "refused"},
        {"{\"list\":[1,]}", "refused"},
        {"{\"list\":[,1]}", "refused"},
        {"{\"list\":[1 2]}", "refused"},
        {"{\"list\":[1],\"list\":[2]}", "refused"},
        {"{\"list\":[{\"a\":1,\"a\":2}]}", "refused"},
        {"{\"list\":[\"no\"]}", "refused"},
        {"{\"list\":[[[[[1]]]]]}", "refused"},
        {"{\"list\":[\"0123456789012345678901234567890123456789\"]}", "refused"},
        {"{\"list\":{}}", "refused"},
        {"{\"List\":[]}", "refused"},
        {"{\"other\":{\"list\":[1]}}", "refused"},
        {"[\"list\",[1]]", "refused"},
        {"\"list\":[1]", "refused"},
        {"<html>{\"list\":[]}</html>", "refused"},
        {"", "refused"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        size_t size = strlen(CASES[i].text);
        for (size_t step = 1; step <= size + 1; step++)
            expect(CASES[i].text, size, step, CASES[i].read);
    }
}

/* What never ends costs no more memory than its limits. */
static void test_endless(void **state)
{
    (void)state;
    static const char *const CASES[] = {"{\"a\":\"", "{\"list\":[\"", "[[[[",
                                        "{\"a\":[1,"};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        struct buffer read;
        buffer_init(&read, 1000);
        struct json_list *list = json_list_create("list", "it", &LIMITS, add, &read);
        bool fine = true;
        size_t fed = 0;
        for (; fine && fed < 1 << 20; fed += strlen(CASES[i]))
            fine = json_list_feed(list, CASES[i], strlen(CASES[i]), &err);
        assert_false(fine);
        assert_in_range(fed, 0, 70 << 10);
        json_list_free(&list);
        buffer_free(&read);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_endless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
