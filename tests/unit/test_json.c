/* SPDX-License-Identifier: MIT */
/* JSON from outside under its limits, and questions to it. */
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct json_limits SMALL = {.bytes = 200, .depth = 3, .nodes = 6};

static json_t *parse(const char *text)
{
    struct error err = {0};
    json_t *value = json_parse(text, strlen(text), "test", &JSON_FORM_LIMITS, &err);
    if (!value)
        fail_msg("%s: %s", text, err.text);
    return value;
}

static void expect_json(const json_t *value, const char *text)
{
    char *is = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
    assert_string_equal(is, text);
    free(is);
}

static void test_limits(void **state)
{
    (void)state;
    static const struct {
        const char *text, *refusal; /* NULL: taken */
    } CASES[] = {
        {"[[[1]]]", NULL},
        {"[[[[1]]]]", "nested too deeply"},
        {"{\"a\":[{\"b\":1}]}", NULL},
        {"{\"a\":[{\"b\":{}}]}", "nested too deeply"},
        {"[1,2,3,4,5]", NULL},
        {"[1,2,3,4,5,6]", "too many values"},
        {"[[],[]]", NULL}, /* the count is a bound, not exact: 3 values count 5 */
        {"[{},{},{},{}]", "too many values"},
        {"\"[[[[[,,,,,,,,,\\\"[[[[\"", NULL}, /* in a text they count for nothing */
        {"\"\\\\\"", NULL},
        {"\"\\", "is not JSON"},
        {"", "is not JSON"},
        {"[1", "line 1, column"},
        {"[1,\n2,\n}", "line 3, column"},
        {"]]]]", "is not JSON"},
        {"[1] [2]", "is not JSON"},
        {"[01]", "is not JSON"},
        {"[NaN]", "is not JSON"},
        {"'a'", "is not JSON"},
        {"[9223372036854775808]", "is not JSON"},
        {"{\"a\":1,\"a\":2}", "is not JSON"},
        {"{\"a\":1,\"\\u0061\":2}", "is not JSON"},
        {"\"a\\u0000b\"", "is not JSON"},
        {"\"\\ud800\"", "is not JSON"},
        {"\"\xff\"", "is not JSON"},
        {"\"\xc0\xaf\"", "is not JSON"},
        {"\xef\xbb\xbf{}", "is not JSON"},
        {"true", NULL},
        {"null", NULL},
        {"1.5", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct error err = {0};
        json_t *value =
            json_parse(CASES[i].text, strlen(CASES[i].text), "portal", &SMALL, &err);
        if ((value != NULL) != (CASES[i].refusal == NULL))
            fail_msg("%s: %s", CASES[i].text, err.text);
        if (CASES[i].refusal &&
            (!strstr(err.text, CASES[i].refusal) || !strstr(err.text, "portal")))
            fail_msg("%s: \"%s\"", CASES[i].text, err.text);
        json_decref(value);
    }
}

static void test_bytes(void **state)
{
    (void)state;
    for (size_t size = 198; size <= 202; size++) {
        char text[256];
        memset(text, 'x', sizeof(text));
        text[0] = text[size - 1] = '"';
        struct error err = {0};
        json_t *value = json_parse(text, size, "text", &SMALL, &err);
        assert_int_equal(value != NULL, size <= 200);
        assert_int_equal(error_is_set(&err), size > 200);
        json_decref(value);
    }
}

/* A file of nothing but brackets is refused before it costs anything. */
static void test_brackets(void **state)
{
    (void)state;
    size_t size = 1 << 20;
    char *text = memory_alloc(size);
    memset(text, '[', size);
    struct error err = {0};
    assert_null(json_parse(text, size, "a form", &JSON_FORM_LIMITS, &err));
    assert_string_equal(err.text,
                        "a form is nested too deeply or holds too many values.");
    free(text);
}

static void test_files(void **state)
{
    struct error err = {0};
    char *good = scratch_text(*state, "good.json", "{\"code\": \"1.001193\"}\n");
    char *bad = scratch_text(*state, "bad.json", "{\n\"code\" 1}");
    json_t *value = json_read_file(good, &JSON_FORM_LIMITS, &err);
    assert_string_equal(json_text(value, "code"), "1.001193");
    json_decref(value);
    assert_null(json_read_file(bad, &JSON_FORM_LIMITS, &err));
    assert_non_null(strstr(err.text, "bad.json is not JSON: line 2"));
    error_clear(&err);
    assert_null(json_read_file(*state, &JSON_FORM_LIMITS, &err));
    assert_non_null(strstr(err.text, "is a folder"));
    free(good);
    free(bad);
}

static void test_members(void **state)
{
    (void)state;
    json_t *o = parse("{\"text\":\"a\",\"n\":7,\"real\":7.0,\"yes\":true,\"null\":null,"
                      "\"words\":{\"vi\":\"Hộ tịch\",\"en\":\"Civil status\"}}");
    assert_string_equal(json_text(o, "text"), "a");
    assert_null(json_text(o, "n"));
    assert_null(json_text(o, "none"));
    assert_string_equal(json_text_or(o, "null", "-"), "-");
    assert_int_equal(json_number(o, "n", -1), 7);
    assert_int_equal(json_number(o, "real", -1), -1);
    assert_int_equal(json_number(o, "text", -1), -1);
    assert_true(json_flag(o, "yes", false));
    assert_true(json_flag(o, "n", true));
    const json_t *words = json_object_get(o, "words");
    assert_string_equal(json_words(words, "en"), "Civil status");
    assert_string_equal(json_words(words, "fr"), "Hộ tịch");
    assert_string_equal(json_words(json_object_get(o, "text"), "en"), "a");
    assert_string_equal(json_words(json_object_get(o, "n"), "vi"), "");
    assert_string_equal(json_words(NULL, "vi"), "");
    assert_null(json_text(NULL, "x"));
    assert_int_equal(json_number(NULL, "x", 3), 3);
    assert_false(json_flag(NULL, "x", false));
    json_decref(o);
}

static void test_pointers(void **state)
{
    (void)state;
    json_t *root = parse("{\"\":0,\"a\":{\"b\":[10,[20,21],{\"c\":30}]},\"m~n\":1,"
                         "\"x/y\":2,\"~1\":3,\"0\":4}");
    static const struct {
        const char *pointer, *is; /* NULL: absent */
    } CASES[] = {
        {"/", "0"},
        {"/a/b/0", "10"},
        {"/a/b/1/1", "21"},
        {"/a/b/2/c", "30"},
        {"/m~0n", "1"},
        {"/x~1y", "2"},
        {"/~01", "3"},
        {"/0", "4"},
        {"/a/b/2", "{\"c\":30}"},
        {"/a/b/3", NULL},
        {"/a/b/-", NULL},
        {"/a/b/00", NULL},
        {"/a/b/+1", NULL},
        {"/a/b/ 1", NULL},
        {"/a/b/1x", NULL},
        {"/a/b/99999999999999999999", NULL},
        {"/a/b/", NULL},
        {"/a/b/0/x", NULL},
        {"/a/c/d", NULL},
        {"a", NULL},
        {"/m~n", "1"},
        {"/a/", NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        json_t *value = json_at(root, CASES[i].pointer);
        if (CASES[i].is)
            expect_json(value, CASES[i].is);
        else if (value)
            fail_msg("%s is there", CASES[i].pointer);
    }
    assert_ptr_equal(json_at(root, ""), root);
    assert_null(json_at(NULL, "/a"));
    json_decref(root);
}

static void test_put(void **state)
{
    (void)state;
    static const struct {
        const char *before, *pointer, *value; /* value NULL: removed */
        bool done;
        const char *after;
    } CASES[] = {
        {"{}", "/a", "1", true, "{\"a\":1}"},
        {"{}", "/a/b/c", "1", true, "{\"a\":{\"b\":{\"c\":1}}}"},
        {"{\"a\":{\"x\":1}}", "/a/b", "2", true, "{\"a\":{\"b\":2,\"x\":1}}"},
        {"{\"a\":1}", "/a", "[2]", true, "{\"a\":[2]}"},
        {"{}", "/a~1b/c~0d", "1", true, "{\"a/b\":{\"c~d\":1}}"},
        {"{\"a\":{\"b\":{\"c\":1}}}", "/a/b/c", NULL, true, "{}"},
        {"{\"a\":{\"b\":{\"c\":1},\"d\":2}}", "/a/b/c", NULL, true, "{\"a\":{\"d\":2}}"},
        {"{\"a\":1}", "/b/c", NULL, true, "{\"a\":1}"},
        {"{\"a\":1}", "/b", NULL, true, "{\"a\":1}"},
        {"{\"a\":1}", "/a/b", "2", false, "{\"a\":1}"},
        {"{\"a\":[1,2]}", "/a/0", "3", false, "{\"a\":[1,2]}"},
        {"{\"a\":[1,2]}", "/a/0", NULL, false, "{\"a\":[1,2]}"},
        {"{\"a\":[{},{\"b\":1}]}", "/a/0/c/d", "3", true,
         "{\"a\":[{\"c\":{\"d\":3}},{\"b\":1}]}"},
        {"{\"a\":[{},{\"b\":1}]}", "/a/1/b", NULL, true, "{\"a\":[{},{}]}"},
        {"{\"a\":[{}]}", "/a/1/b", "3", false, "{\"a\":[{}]}"},
        {"{\"a\":[7]}", "/a/0/b", "3", false, "{\"a\":[7]}"},
        {"{\"a\":\"x\"}", "/a/b/c", NULL, false, "{\"a\":\"x\"}"},
        {"{\"a\":1}", "", "2", false, "{\"a\":1}"},
        {"{\"a\":1}", "a", "2", false, "{\"a\":1}"},
        {"[]", "/0", "2", false, "[]"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        json_t *root = parse(CASES[i].before);
        json_t *value = CASES[i].value ? parse(CASES[i].value) : NULL;
        assert_int_equal(json_put(root, CASES[i].pointer, value), CASES[i].done);
        expect_json(root, CASES[i].after);
        json_decref(value); /* was not taken: the tree still stands */
        json_decref(root);
    }
}

/* The texts are looked at through a reference that the wiping does not know of. */
static void test_wipe(void **state)
{
    (void)state;
    json_t *tree = parse("{\"name\":\"NGUYỄN\",\"children\":[{\"n\":\"AN\"},7,null]}");
    json_t *name = json_incref(json_object_get(tree, "name"));
    json_t *child = json_incref(json_at(tree, "/children/0/n"));
    size_t size = json_string_length(name);
    json_wipe(&tree);
    assert_null(tree);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(json_string_value(name)[i], 0);
    assert_string_equal(json_string_value(child), "");
    json_decref(name);
    json_decref(child);
    json_wipe(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_brackets), IN_SCRATCH(test_files),
        cmocka_unit_test(test_members),  cmocka_unit_test(test_pointers),
        cmocka_unit_test(test_put),      cmocka_unit_test(test_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
