/* SPDX-License-Identifier: MIT */
/* JSONLogic as our forms use it, JavaScript's conversions, and the limits. */
#include "forms/logic/logic.h"
#include "kiosk/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *parse(const char *text)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    if (json == NULL)
        fail_msg("no JSON: %s", text);
    return json;
}

static void expect(const char *rule_text, const char *data_text, const char *expected)
{
    struct logic_context context = {.today = "2026-11-21"};
    struct error err = {0};
    json_t *rule = parse(rule_text), *data = parse(data_text);
    json_t *result = logic_apply(rule, data, &context, &err);
    if (result == NULL)
        fail_msg("%s: %s", rule_text, err.text);
    char *text = json_dumps(result, JSON_ENCODE_ANY | JSON_COMPACT);
    if (strcmp(text, expected) != 0)
        fail_msg("%s is %s, not %s", rule_text, text, expected);
    free(text);
    json_decref(result);
    json_decref(rule);
    json_decref(data);
}

static void expect_error(const char *rule_text, const char *says)
{
    struct error err = {0};
    json_t *rule = parse(rule_text);
    assert_null(logic_apply(rule, NULL, NULL, &err));
    if (strstr(err.text, says) == NULL)
        fail_msg("%s: says \"%s\"", rule_text, err.text);
    json_decref(rule);
}

static void test_fees_and_papers(void **state)
{
    (void)state;
    const char *fee =
        "{\"if\":[{\"var\":\"exempt\"},0,"
        "{\"<=\":[{\"var\":\"pages\"},2]},{\"*\":[{\"var\":\"pages\"},2000]},"
        "{\"+\":[4000,{\"*\":[{\"-\":[{\"var\":\"pages\"},2]},1000]}]}]}";
    expect(fee, "{\"pages\":2}", "4000");
    expect(fee, "{\"pages\":12}", "14000");
    expect(fee, "{\"pages\":12,\"exempt\":true}", "0");
    expect("{\"some\":[{\"var\":\"rows\"},{\"==\":[{\"var\":\"kind\"},\"child\"]}]}",
           "{\"rows\":[{\"kind\":\"wife\"},{\"kind\":\"child\"}]}", "true");
    expect("{\"var\":\"rows.1.kind\"}", "{\"rows\":[{},{\"kind\":\"child\"}]}",
           "\"child\"");
}

static void test_dates(void **state)
{
    (void)state;
    expect("{\"today\":[]}", "null", "\"2026-11-21\"");
    expect("{\"days_between\":[\"2026-02-28\",\"2026-03-01\"]}", "null", "1");
    expect("{\"days_between\":[\"2024-02-28\",\"2024-03-01\"]}", "null", "2");
    expect("{\"days_between\":[\"2026-11-21\",\"1970-01-01\"]}", "null", "-20778");
    expect("{\"days_between\":[\"2026-13-01\",\"2026-01-01\"]}", "null", "null");
    expect("{\"days_between\":[{\"var\":\"birth\"},{\"today\":[]}]}", "{}", "null");
    expect("{\"age_on\":[\"2008-11-21\",{\"today\":[]}]}", "null", "18");
    expect("{\"age_on\":[\"2008-11-22\",{\"today\":[]}]}", "null", "17");
    expect("{\"age_on\":[\"2008-02-29\",\"2026-02-28\"]}", "null", "17");
    expect("{\"age_on\":[\"2008-02-29\",\"2026-03-01\"]}", "null", "18");
    expect("{\"<\":[\"2026-02-10\",\"2026-11-02\",\"2026-11-21\"]}", "null", "true");
}

static void test_javascript_conversions(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *result;
    } CASES[] = {
        {"{\"+\":[\"12 đồng\",1]}", "13"},
        {"{\"+\":[null,1]}", "null"},
        {"{\"-\":[null,1]}", "-1"},
        {"{\"-\":[\"x\",1]}", "null"},
        {"{\"/\":[1,0]}", "null"},
        {"{\"*\":[0.1,3]}", "0.30000000000000004"},
        {"{\"cat\":[0.5,\" \",1e21,\" \",0.000001,[1,null,[2,3]],true,null]}",
         "\"0.5 1e+21 0.0000011,,2,3true\""},
        {"{\"==\":[\"\",0]}", "true"},
        {"{\"==\":[null,0]}", "false"},
        {"{\"==\":[\"0x10\",16]}", "false"},
        {"{\"==\":[[5],5]}", "true"},
        {"{\"==\":[[1],[1]]}", "false"},
        {"{\"===\":[1,1.0]}", "true"},
        {"{\"<\":[\"10\",\"9\"]}", "true"},
        {"{\"<\":[\"10\",9]}", "false"},
        {"{\"<\":[\"x\",9]}", "false"},
        {"{\"<\":[null,1]}", "true"},
        {"{\"<\":[1]}", "false"},
        {"{\"max\":[]}", "null"},
        {"{\"max\":[1,\"x\"]}", "null"},
        {"{\"substr\":[\"Đặng Văn\",0,4]}", "\"Đặng\""},
        {"{\"substr\":[\"Đặng Văn\",-3]}", "\"Văn\""},
        {"{\"substr\":[\"abc\",9]}", "\"\""},
        {"{\"in\":[1,\"a1\"]}", "true"},
        {"{\"in\":[\"1\",[1]]}", "false"},
        {"{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}"},
        {"[1,{\"+\":[1,1]}]", "[1,2]"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        expect(CASES[i].rule, "null", CASES[i].result);
}

static void test_errors(void **state)
{
    (void)state;
    expect_error("{\"explode\":1}", "\"explode\"");
    expect_error("{\"if\":[true,{\"explode\":1}]}", "\"explode\"");
    expect_error("{\"map\":[[1],{\"explode\":1}]}", "\"explode\"");
    struct buffer deep;
    buffer_init(&deep, 1024);
    for (int i = 0; i < 70; i++)
        buffer_add_text(&deep, "{\"!\":");
    buffer_add_text(&deep, "1");
    for (int i = 0; i < 70; i++)
        buffer_add_text(&deep, "}");
    expect_error(deep.data, "nested too deeply");
    buffer_free(&deep);
}

/* `times` in a rule, as a list to go through. */
static json_t *reduce(int times, const char *body)
{
    json_t *list = json_array();
    for (int i = 0; i < times; i++)
        json_array_append_new(list, json_integer(i));
    return json_pack("{s[oos]}", "reduce", list, parse(body), "ab");
}

static void test_what_grows_is_stopped(void **state)
{
    (void)state;
    static const struct {
        int times;
        const char *body, *says;
    } CASES[] = {
        {40, "{\"cat\":[{\"var\":\"accumulator\"},{\"var\":\"accumulator\"}]}",
         "too long"},
        {40, "[{\"var\":\"accumulator\"},{\"var\":\"accumulator\"}]", "too many steps"},
        {40, "{\"merge\":[{\"var\":\"accumulator\"},{\"var\":\"accumulator\"}]}",
         "too many steps"},
        {200, "[{\"var\":\"accumulator\"}]", "too many steps"},
        {60000, "1", "too many steps"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error err = {0};
        json_t *rule = reduce(CASES[i].times, CASES[i].body);
        json_t *result = logic_apply(rule, NULL, NULL, &err);
        if (result != NULL || strstr(err.text, CASES[i].says) == NULL)
            fail_msg("%s: says \"%s\"", CASES[i].body, err.text);
        json_decref(rule);
    }
}

/* The rules of a form share what is left. */
static void test_rules_share_their_steps(void **state)
{
    (void)state;
    size_t left = SIZE_MAX;
    const struct logic_context context = {.today = "2026-11-21", .steps_left = &left};
    json_t *rule = reduce(40, "1");
    json_t *first = logic_apply(rule, NULL, &context, NULL);
    assert_non_null(first);
    size_t used = SIZE_MAX - left;
    assert_true(used >= 40);
    left = 2 * used - 1;
    json_decref(logic_apply(rule, NULL, &context, NULL));
    assert_int_equal(left, used - 1);
    assert_null(logic_apply(rule, NULL, &context, NULL));
    assert_int_equal(left, 0);
    assert_null(logic_apply(rule, NULL, &context, NULL));
    json_decref(first);
    json_decref(rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fees_and_papers),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_javascript_conversions),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_what_grows_is_stopped),
        cmocka_unit_test(test_rules_share_their_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
