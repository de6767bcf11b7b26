/* SPDX-License-Identifier: MIT */
/* What the official suite does not ask: the violations that are told, the errors of a bad
 * schema, formats, patterns and limits. */
#include "forms/schema/schema.h"
#include "kiosk/base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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

static struct schema *compile(const char *text, const struct schema_set *set)
{
    struct error err = {0};
    json_t *document = parse(text);
    struct schema *schema = schema_compile(document, set, &err);
    json_decref(document);
    if (schema == NULL)
        fail_msg("%s: %s", text, err.text);
    return schema;
}

/* One line a violation: "instance schema keyword params". */
static char *told(const struct violations *v)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < v->count; i++) {
        char *params = json_dumps(v->list[i].params, JSON_COMPACT | JSON_ENCODE_ANY);
        buffer_format(&out, "%s%s %s %s %s", i > 0 ? "\n" : "", v->list[i].instance,
                      v->list[i].schema, v->list[i].keyword, params);
        free(params);
    }
    return out.data;
}

static void expect(const char *schema_text, const char *instance_text,
                   const char *expected)
{
    struct schema *schema = compile(schema_text, NULL);
    json_t *instance = instance_text != NULL ? parse(instance_text) : NULL;
    struct violations v;
    bool valid = schema_validate(schema, instance, &v);
    char *text = told(&v);
    assert_string_equal(text, expected);
    assert_int_equal(valid, expected[0] == '\0');
    assert_int_equal(schema_validate(schema, instance, NULL), valid);
    free(text);
    violations_free(&v);
    json_decref(instance);
    schema_free(&schema);
}

static void test_every_missing_member_is_told(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"required\":[\"x\",\"y\"]}},\"required\":[\"a\","
           "\"b\"]}",
           "{\"a\":{\"y\":1}}",
           " /required required {\"property\":\"b\"}\n"
           "/a /properties/a/required required {\"property\":\"x\"}");
}

static void test_violations_by_keyword(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *instance, *told;
    } CASES[] = {
        {"{\"type\":\"string\"}", "1", " /type type {\"type\":\"string\"}"},
        {"{\"minLength\":3}", "\"Hà\"", " /minLength minLength {\"limit\":3}"},
        {"{\"minLength\":3}", "\"Hằn\"", ""},
        {"{\"enum\":[\"a\",2]}", "3", " /enum enum {\"values\":[\"a\",2]}"},
        {"{\"enum\":[\"a\",2]}", "2.0", ""},
        {"{\"const\":{\"a\":1}}", "{\"a\":1.0}", ""},
        {"{\"multipleOf\":1000}", "200500", " /multipleOf multipleOf {\"divisor\":1000}"},
        {"{\"items\":{\"maximum\":5}}", "[1,9,6]",
         "/1 /items/maximum maximum {\"limit\":5}\n"
         "/2 /items/maximum maximum {\"limit\":5}"},
        {"{\"prefixItems\":[true],\"items\":false}", "[1,2]",
         " /items items {\"limit\":1}"},
        {"{\"uniqueItems\":true}", "[1,\"1\",{\"a\":1},{\"a\":1.0}]",
         " /uniqueItems uniqueItems {\"first\":2,\"second\":3}"},
        {"{\"anyOf\":[{\"type\":\"null\"},{\"minimum\":5}]}", "1",
         " /anyOf anyOf {\"matched\":0}"},
        {"{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":0}]}", "1",
         " /oneOf oneOf {\"matched\":2}"},
        {"{\"not\":{\"const\":1}}", "1", " /not not {}"},
        {"{\"properties\":{\"a/b~c\":false}}", "{\"a/b~c\":1}",
         "/a~1b~0c /properties/a~1b~0c false {}"},
        {"{\"additionalProperties\":false,\"properties\":{\"a\":true}}", "{\"b\":1}",
         " /additionalProperties additionalProperties {\"property\":\"b\"}"},
        {"{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":1}",
         " /propertyNames propertyNames {\"property\":\"ab\"}"},
        {"{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}",
         " /dependentRequired dependentRequired {\"property\":\"b\",\"because\":\"a\"}"},
        {"{\"contains\":{\"const\":1},\"minContains\":2}", "[1]",
         " /minContains minContains {\"limit\":2}"},
        {"{\"format\":\"date\"}", "\"2026-02-29\"",
         " /format format {\"format\":\"date\"}"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        expect(CASES[i].schema, CASES[i].instance, CASES[i].told);
}

static void test_branches_that_must_hold_are_told_from_inside(void **state)
{
    (void)state;
    const char *schema =
        "{\"if\":{\"properties\":{\"who\":{\"const\":\"agent\"}}},"
        "\"then\":{\"required\":[\"paper\"]},"
        "\"properties\":{\"id\":{\"$ref\":\"#/$defs/id\"}},"
        "\"$defs\":{\"id\":{\"allOf\":[{\"pattern\":\"^\\\\d{12}$\"}]}}}";
    expect(schema, "{\"who\":\"agent\",\"id\":\"12\"}",
           "/id /$defs/id/allOf/0/pattern pattern {\"pattern\":\"^\\\\d{12}$\"}\n"
           " /then/required required {\"property\":\"paper\"}");
    expect(schema, "{\"who\":\"self\",\"id\":\"001190000001\"}", "");
}

/* One wrong answer must not make every other member unexpected. */
static void test_a_failing_neighbour_is_told_alone(void **state)
{
    (void)state;
    expect("{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":true}}],"
           "\"unevaluatedProperties\":false}",
           "{\"a\":1,\"b\":2}",
           "/a /allOf/0/properties/a/type type {\"type\":\"string\"}");
}

static void test_members_in_the_order_of_the_schema(void **state)
{
    (void)state;
    expect("{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}}",
           "{\"b\":1,\"a\":1}",
           "/a /properties/a/type type {\"type\":\"null\"}\n"
           "/b /properties/b/type type {\"type\":\"null\"}");
}

static void test_an_absent_value(void **state)
{
    (void)state;
    expect("{\"type\":\"string\"}", NULL, " /type type {\"type\":\"string\"}");
    expect("{\"const\":null}", NULL, " /const const {\"value\":null}");
    expect("{\"enum\":[\"a\"]}", NULL, " /enum enum {\"values\":[\"a\"]}");
    expect("{\"not\":{\"enum\":[\"a\"]},\"minLength\":1,\"required\":[\"a\"]}", NULL, "");
}

static void test_numbers_are_exact(void **state)
{
    (void)state;
    expect("{\"const\":9007199254740993}", "9007199254740992",
           " /const const {\"value\":9007199254740993}");
    expect("{\"maximum\":9007199254740992.0}", "9007199254740993",
           " /maximum maximum {\"limit\":9007199254740992.0}");
    expect("{\"multipleOf\":0.01}", "1234567.89", "");
    expect("{\"multipleOf\":0.1}", "1e300", "");
    expect("{\"type\":\"integer\"}", "1e300", "");
    expect("{\"minimum\":-9223372036854775808}", "-1e19",
           " /minimum minimum {\"limit\":-9223372036854775808}");
    expect("{\"multipleOf\":7}", "-9223372036854775807", "");
    expect("{\"const\":0}", "-0.0", "");
}

static void test_formats(void **state)
{
    (void)state;
    static const struct {
        const char *format, *text;
        bool valid;
    } CASES[] = {
        {"date", "2024-02-29", true},
        {"date", "2023-02-29", false},
        {"date", "2026-1-01", false},
        {"date", "01/03/2026", false},
        {"date", "2026-03-15x", false},
        {"time", "08:30:06Z", true},
        {"time", "08:30:06.25+07:00", true},
        {"time", "08:30:06", false},
        {"time", "24:00:00Z", false},
        {"time", "23:59:60Z", true},
        {"time", "06:59:60+07:00", true},
        {"time", "22:59:60Z", false},
        {"date-time", "2026-11-21T14:32:05+07:00", true},
        {"date-time", "2026-11-21 14:32:05+07:00", false},
        {"date-time", "2026-11-31T14:32:05Z", false},
        {"email", "van.an@example.vn", true},
        {"email", "\"van an\"@example.vn", true},
        {"email", "an@[127.0.0.1]", true},
        {"email", "an", false},
        {"email", ".an@example.vn", false},
        {"email", "an@-example.vn", false},
        {"email", "an@example..vn", false},
        {"uri", "https://dvc.example.vn/t/7K3M?x=1#y", true},
        {"uri", "urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427", true},
        {"uri", "//example.vn/", false},
        {"uri", "https://example.vn/%zz", false},
        {"uri", "https://example.vn/có dấu", false},
        {"uri", "https://[::1]:8080/", true},
        {"uri", "https://example.vn:port/", false},
        {"uri-reference", "a/b?c#d", true},
        {"uri-reference", "\\\\server\\share", false},
        {"uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380", true},
        {"uuid", "2eb8aa08aa9811eab4aa73b441d16380", false},
        {"regex", "^[0-9]{9,12}$", true},
        {"regex", "^(abc", false},
        {"regex", "a\\Z", false},
        {"regex", "(?>a)", false},
        {"regex", "\\p", false},
        {"regex", "\\p{L", false},
        {"regex", "\\", false},
        {"phone-of-mars", "anything", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        json_t *document = json_pack("{ss}", "format", CASES[i].format);
        json_t *text = json_string(CASES[i].text);
        struct schema *schema = schema_compile(document, NULL, NULL);
        if (schema_validate(schema, text, NULL) != CASES[i].valid)
            fail_msg("%s: %s", CASES[i].format, CASES[i].text);
        schema_free(&schema);
        json_decref(document);
        json_decref(text);
    }
}

/* With the standard's own $schema a format is a remark, if the caller wants the letter.
 */
static void test_formats_by_dialect(void **state)
{
    (void)state;
    const char *text = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
                       "\"format\":\"date\"}";
    struct schema_set *set = schema_set_create();
    json_t *instance = json_string("tomorrow");
    struct schema *schema = compile(text, set);
    assert_false(schema_validate(schema, instance, NULL));
    schema_free(&schema);
    schema_set_follow_dialect(set);
    schema = compile(text, set);
    assert_true(schema_validate(schema, instance, NULL));
    schema_free(&schema);
    schema = compile("{\"format\":\"date\"}", set);
    assert_false(schema_validate(schema, instance, NULL));
    schema_free(&schema);
    schema_set_free(&set);
    json_decref(instance);
}

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool valid;
    } CASES[] = {
        {"^\\p{Lu}\\p{Ll}+$", "Nguyễn", true},
        {"^\\p{Uppercase_Letter}\\P{General_Category=Uppercase_Letter}+$", "Nguyễn",
         true},
        {"^\\p{Script=Latin}+$", "Đặng", true},
        {"^\\p{Script=Latin}+$", "Дон", false},
        {"^\\d+$", "١٢٣", false},
        {"^\\w+$", "Nguyễn", false},
        {"^\\s$", "\xc2\xa0", true},
        {"^a$", "a\n", false},
        {"^.$", "ễ", true},
        {"^[[a]$", "[", true},
        {"^[\\]\\-]+$", "]-", true},
        {"^[^]$", "\n", true},
        {"^\\u1ec5$", "ễ", true},
        {"^\\u{1F600}$", "\xf0\x9f\x98\x80", true},
        {"(?<year>\\d{4})-\\k<year>", "2026-2026", true},
        {"^(?!000)\\d{3}$", "000", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        json_t *document = json_pack("{ss}", "pattern", CASES[i].pattern);
        json_t *text = json_string(CASES[i].text);
        struct error err = {0};
        struct schema *schema = schema_compile(document, NULL, &err);
        if (schema == NULL || schema_validate(schema, text, NULL) != CASES[i].valid)
            fail_msg("%s on %s: %s", CASES[i].pattern, CASES[i].text, err.text);
        schema_free(&schema);
        json_decref(document);
        json_decref(text);
    }
}

static void test_a_bad_schema_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *says;
    } CASES[] = {
        {"3", "/ must be a schema"},
        {"{\"properties\":{\"a\":{\"type\":\"text\"}}}",
         "/properties/a/type must be a type"},
        {"{\"items\":[{}]}", "/items must be a schema"},
        {"{\"allOf\":[]}", "/allOf must be a list"},
        {"{\"$defs\":{\"x\":{\"minLength\":-1}}}", "/$defs/x/minLength must be a whole"},
        {"{\"required\":\"a\"}", "/required must be a list of names"},
        {"{\"multipleOf\":0}", "/multipleOf must be a number above 0"},
        {"{\"pattern\":\"(\"}", "/pattern holds a regular expression"},
        {"{\"patternProperties\":{\"[\":{}}}", "/patternProperties holds a regular"},
        {"{\"pattern\":\"(?R)\"}", "an unknown kind of group"},
        {"{\"pattern\":\"a++\"}", "nothing to repeat"},
        {"{\"$ref\":\"#/$defs/none\"}", "/$ref is a reference that leads nowhere"},
        {"{\"$ref\":\"other.json\"}", "/$ref is a reference that leads nowhere"},
        {"{\"$ref\":\"#/enum/0\",\"enum\":[1]}",
         "/$ref is a reference that leads nowhere"},
        {"{\"$anchor\":\"a b\"}", "/$anchor must be a name"},
        {"{\"$id\":\"x#y\"}", "/$id must be a URI"},
        {"{\"$defs\":{\"a\":{\"$anchor\":\"n\"},\"b\":{\"$anchor\":\"n\"}}}",
         "/$defs/b bears a name"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error err = {0};
        json_t *document = parse(CASES[i].schema);
        assert_null(schema_compile(document, NULL, &err));
        if (strstr(err.text, CASES[i].says) == NULL)
            fail_msg("%s: says \"%s\"", CASES[i].schema, err.text);
        json_decref(document);
    }
}

static void test_an_error_in_another_document_names_it(void **state)
{
    (void)state;
    struct schema_set *set = schema_set_create();
    json_t *lists = parse("{\"$defs\":{\"sex\":{\"enum\":3}}}");
    json_t *document = parse("{\"$ref\":\"https://example.vn/lists.json#/$defs/sex\"}");
    struct error err = {0};
    schema_set_add(set, "https://example.vn/lists.json", lists);
    assert_null(schema_compile(document, set, &err));
    assert_string_equal(err.text,
                        "https://example.vn/lists.json#/$defs/sex/enum must be a list.");
    json_decref(lists);
    json_decref(document);
    schema_set_free(&set);
}

static void test_the_metaschema_is_known(void **state)
{
    (void)state;
    const char *meta = "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}";
    expect(meta, "{\"properties\":{\"a\":{\"minLength\":0}}}", "");
    struct schema *schema = compile(meta, NULL);
    json_t *bad = parse("{\"properties\":{\"a\":{\"minLength\":-1}}}");
    struct violations v;
    assert_false(schema_validate(schema, bad, &v));
    assert_int_equal(v.count, 1);
    assert_string_equal(v.list[0].instance, "/properties/a/minLength");
    violations_free(&v);
    json_decref(bad);
    schema_free(&schema);
}

/* A list of constants is looked up; whatever else may be said in it still counts. */
static void test_choices_of_constants(void **state)
{
    (void)state;
    const char *sexes = "{\"oneOf\":[{\"const\":\"m\",\"title\":\"Nam\"},"
                        "{\"const\":\"f\",\"i18n\":\"sex.f\"}]}";
    expect(sexes, "\"f\"", "");
    expect(sexes, "\"x\"", " /oneOf oneOf {\"matched\":0}");
    expect("{\"oneOf\":[{\"const\":1},{\"const\":1.0}]}", "1",
           " /oneOf oneOf {\"matched\":2}");
    expect("{\"anyOf\":[{\"const\":1},{\"const\":1.0}]}", "1", "");
    expect("{\"oneOf\":[{\"const\":1},{\"const\":2,\"type\":\"string\"}]}", "2",
           " /oneOf oneOf {\"matched\":0}");
    expect("{\"properties\":{\"a\":{\"oneOf\":[{\"const\":1},{\"const\":2}]},"
           "\"b\":{\"$ref\":\"#/properties/a/oneOf/1\"},"
           "\"c\":{\"oneOf\":[{\"const\":3,\"$anchor\":\"three\"}]},"
           "\"d\":{\"$ref\":\"#three\"}}}",
           "{\"a\":1,\"b\":1,\"c\":3,\"d\":4}",
           "/b /properties/a/oneOf/1/const const {\"value\":2}\n"
           "/d /properties/c/oneOf/0/const const {\"value\":3}");
}

/* -- limits -- */

static void test_endless_references_end(void **state)
{
    (void)state;
    expect("{\"$ref\":\"#\"}", "1", " /$ref $ref {\"beyond\":\"depth\"}");
    expect("{\"not\":{\"$ref\":\"#\"}}", "1", " /not/$ref $ref {\"beyond\":\"depth\"}");
    expect("{\"anyOf\":[true,{\"$ref\":\"#/anyOf/1\"}]}", "1", "");
    expect("{\"oneOf\":[true,{\"$ref\":\"#/oneOf/1\"}]}", "1",
           " /oneOf/1/$ref $ref {\"beyond\":\"depth\"}");
    expect("{\"if\":{\"$ref\":\"#/if\"}}", "1", " /if/$ref $ref {\"beyond\":\"depth\"}");
}

static void test_many_branches_end(void **state)
{
    (void)state;
    /* each level doubles the work: 2^40 without a budget */
    struct buffer text;
    buffer_init(&text, 1 << 20);
    buffer_add_text(&text, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 40; i++)
        buffer_format(&text,
                      "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},"
                      "{\"$ref\":\"#/$defs/d%d\"}]},",
                      i, i + 1, i + 1);
    buffer_add_text(&text, "\"d40\":true}}");
    struct schema *schema = compile(text.data, NULL);
    json_t *instance = json_true();
    struct violations v;
    assert_false(schema_validate(schema, instance, &v));
    assert_int_equal(v.count, 1);
    assert_string_equal(json_string_value(json_object_get(v.list[0].params, "beyond")),
                        "steps");
    violations_free(&v);
    schema_free(&schema);
    buffer_free(&text);
}

static void test_a_match_beyond_its_limit_fails(void **state)
{
    (void)state;
    char text[64] = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"";
    expect("{\"pattern\":\"^(a|a)*$\"}", text,
           " /pattern pattern {\"beyond\":\"match\"}");
    expect("{\"not\":{\"pattern\":\"^(a|a)*$\"}}", text,
           " /not/pattern pattern {\"beyond\":\"match\"}");
}

static void test_violations_are_capped(void **state)
{
    (void)state;
    struct schema *schema = compile("{\"items\":{\"type\":\"null\"}}", NULL);
    json_t *instance = json_array();
    for (int i = 0; i < 3000; i++)
        json_array_append_new(instance, json_true());
    struct violations v;
    assert_false(schema_validate(schema, instance, &v));
    assert_int_equal(v.count, 1000);
    assert_true(v.truncated);
    violations_free(&v);
    json_decref(instance);
    schema_free(&schema);
}

static void test_a_schema_nested_too_deeply_is_refused(void **state)
{
    (void)state;
    json_t *document = json_true();
    for (int i = 0; i < 400; i++)
        document = json_pack("{so}", "not", document);
    struct error err = {0};
    assert_null(schema_compile(document, NULL, &err));
    assert_non_null(strstr(err.text, "too large or nested too deeply"));
    json_decref(document);
}

/* 400 KB of text whose pointers would fill gigabytes. */
static void test_pointers_do_not_fill_the_memory(void **state)
{
    (void)state;
    struct buffer name;
    buffer_init(&name, 1 << 20);
    for (int i = 0; i < 200000; i++)
        buffer_add_text(&name, "x");
    json_t *members = json_object();
    for (int i = 0; i < 20000; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        json_object_set_new(members, key, json_true());
    }
    json_t *document = json_pack("{s{s{so}}}", "$defs", name.data, "properties", members);
    struct error err = {0};
    assert_null(schema_compile(document, NULL, &err));
    assert_non_null(strstr(err.text, "too large"));
    json_decref(document);
    buffer_free(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_missing_member_is_told),
        cmocka_unit_test(test_violations_by_keyword),
        cmocka_unit_test(test_branches_that_must_hold_are_told_from_inside),
        cmocka_unit_test(test_a_failing_neighbour_is_told_alone),
        cmocka_unit_test(test_members_in_the_order_of_the_schema),
        cmocka_unit_test(test_an_absent_value),
        cmocka_unit_test(test_numbers_are_exact),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_formats_by_dialect),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_a_bad_schema_is_refused_with_its_place),
        cmocka_unit_test(test_an_error_in_another_document_names_it),
        cmocka_unit_test(test_the_metaschema_is_known),
        cmocka_unit_test(test_choices_of_constants),
        cmocka_unit_test(test_endless_references_end),
        cmocka_unit_test(test_many_branches_end),
        cmocka_unit_test(test_a_match_beyond_its_limit_fails),
        cmocka_unit_test(test_violations_are_capped),
        cmocka_unit_test(test_a_schema_nested_too_deeply_is_refused),
        cmocka_unit_test(test_pointers_do_not_fill_the_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
