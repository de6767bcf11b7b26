/* SPDX-License-Identifier: MIT */
/* What people type, and what becomes of it. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- typing ---- */

static void what_people_type_becomes_a_value(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *typed, *value, *shown;
    } cases[] = {
        {"{'type': 'string'}", "  Nguyễn   An ", "'Nguyễn   An'", "Nguyễn   An"},
        {"{'type': 'string'}", "Tie\xcc\x82\xcc\x81ng", "'Tiếng'", "Tiếng"},
        {"{'type': 'string'}", "a\x1b[2Jb", "'a\uFFFD[2Jb'", "a\uFFFD[2Jb"},
        {"{'type': 'string', 'format': 'date'}", "1/3/2026", "'2026-03-01'",
         "01/03/2026"},
        {"{'type': 'string', 'format': 'date'}", "29022024", "'2024-02-29'",
         "29/02/2024"},
        {"{'type': 'string', 'format': 'vn-phone'}", "0914 556 677", "'0914556677'",
         "0914556677"},
        {"{'type': 'string', 'format': 'vn-phone'}", "(0236).3.822-007", "'02363822007'",
         "02363822007"},
        {"{'type': 'string', 'format': 'vn-phone'}", "+84 914 556 677", "'0914556677'",
         "0914556677"},
        {"{'type': 'string', 'format': 'vn-phone'}", "0914 556 67x", "'0914 556 67x'",
         "0914 556 67x"},
        {"{'type': 'string', 'format': 'vn-identity-number'}", "048 088 004567",
         "'048088004567'", "048088004567"},
        {"{'type': 'string'}", "12 34", "'12 34'", "12 34"},
        {"{'type': 'integer'}", " 1.234.567 ", "1234567", "1.234.567"},
        {"{'type': 'integer'}", "12 500", "12500", "12.500"},
        {"{'type': 'integer'}", "2026", "2026", "2026"},
        {"{'type': 'integer'}", "-007", "-7", "-7"},
        {"{'type': 'integer'}", "0", "0", "0"},
        {"{'type': 'number'}", "1.234,5", "1234.5", "1234,5"},
        {"{'type': 'number'}", "12.5", "12.5", "12,5"},
        {"{'type': 'number'}", "0,25", "0.25", "0,25"},
        {"{'type': 'number'}", "1.000", "1000", "1000"},
        {"{'type': 'number'}", "-1 000,50", "-1000.5", "-1000,5"},
        {"{'type': 'boolean'}", "co", "true", "Yes"},
        {"{'type': 'boolean'}", "NO", "false", "No"},
        {"{'enum': [1, 2]}", "2", "2", "2"},
        {"{'oneOf': [{'const': 'kinh', 'title': 'Kinh'}, {'const': 'e-de',"
         " 'title': 'Ê-đê'}]}",
         "e de", "'e-de'", "Ê-đê"},
        {"{'type': 'array', 'items': {'enum': ['a', 'b', 'c']}}", "c; a", "['c', 'a']",
         "c; a"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *schema = memory_format("{'properties': {'x': %s}}", cases[i].schema);
        struct opened o = open_form(schema, PAGE(CONTROL("x")), NULL);
        print_message("%s %s\n", cases[i].schema, cases[i].typed);
        form_set_typed(o.form, 0, cases[i].typed);
        assert_json(form_value(o.form, 0), cases[i].value);
        assert_typed(o.form, "/x", cases[i].shown);
        form_set_typed(o.form, 0, cases[i].shown); /* and back again */
        assert_json(form_value(o.form, 0), cases[i].value);
        form_set_typed(o.form, 0, " \t ");
        assert_null(form_value(o.form, 0));
        assert_typed(o.form, "/x", "");
        close_form(&o);
        free(schema);
    }
}

static void what_cannot_be_read_is_kept_and_told(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *typed, *told;
    } cases[] = {
        {"{'type': 'string', 'format': 'date'}", "31/2/2026",
         "“x” must be a day that exists, written day/month/year."},
        {"{'type': 'integer'}", "12.5", "“x” must be a whole number, in digits."},
        {"{'type': 'integer'}", "1.2345", "“x” must be a whole number, in digits."},
        {"{'type': 'integer'}", "mười", "“x” must be a whole number, in digits."},
        {"{'type': 'integer'}", "99999999999999999999",
         "“x” must be a whole number, in digits."},
        {"{'type': 'number'}", "1,5,5", "“x” must be a number, in digits."},
        {"{'type': 'number'}", "12.5,3", "“x” must be a number, in digits."},
        {"{'type': 'number'}", "1e5", "“x” must be a number, in digits."},
        {"{'type': 'boolean'}", "maybe", "Answer “x” with yes or no."},
        {"{'enum': ['a', 'b']}", "c", "Choose one of the answers offered for “x”."},
        {"{'oneOf': [{'const': 1, 'title': 'Hoà'}, {'const': 2, 'title': 'Hóa'},"
         " {'const': 3, 'title': 'Hoa'}]}",
         "hoá", "Choose one of the answers offered for “x”."},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *schema = memory_format("{'properties': {'x': %s}, 'required': ['x']}",
                                     cases[i].schema);
        struct opened o = open_form(schema, PAGE(CONTROL("x")), NULL);
        print_message("%s %s\n", cases[i].schema, cases[i].typed);
        form_set_typed(o.form, 0, cases[i].typed);
        assert_null(form_value(o.form, 0));
        assert_typed(o.form, "/x", cases[i].typed);
        size_t count;
        const struct problem *problems = form_problems(o.form, &count);
        assert_int_equal(count, 1);
        assert_string_equal(problems[0].message, cases[i].told);
        assert_false(problems[0].missing);
        assert_int_equal(form_step(o.form, 0)->state, STEP_ATTENTION);
        close_form(&o);
        free(schema);
    }
}

static void a_huge_paste_is_told_and_not_sent(void **state)
{
    (void)state;
    struct opened o = open_form(TWO_TEXTS, PAGE(CONTROL("a")), NULL);
    char *paste = memory_alloc(100 * 1024 + 1);
    memset(paste, 'x', 100 * 1024);
    form_set_typed(o.form, 0, paste);
    assert_null(form_value(o.form, 0));
    assert_string_equal(fixture_problem(o.form, "/a"),
                        "“a” is too long to be kept: shorten it.");
    assert_typed(o.form, "/a", paste);
    form_set_typed(o.form, 0, "x");
    assert_true(form_is_complete(o.form));
    free(paste);
    close_form(&o);
}

/* ---- the keyboard ---- */

static void vietnamese_is_typed_where_it_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *options;
        bool plain;
    } cases[] = {
        {"{'type': 'string'}", "{}", false},
        {"{'type': 'string'}", "{'multi': true}", false},
        {"{'type': 'string', 'format': 'vn-name'}", "{}", false},
        {"{'type': 'string'}", "{'typing': 'plain'}", true},
        {"{'type': 'string', 'format': 'vn-name'}", "{'typing': 'plain'}", true},
        {"{'type': 'string', 'format': 'vn-phone'}", "{}", true},
        {"{'type': 'string', 'format': 'vn-identity-number'}", "{}", true},
        {"{'type': 'string', 'format': 'vn-tax-code'}", "{}", true},
        {"{'type': 'string', 'format': 'email'}", "{}", true},
        {"{'type': 'string', 'format': 'date'}", "{}", true},
        {"{'type': 'integer'}", "{}", true},
        {"{'type': 'number'}", "{}", true},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *schema = memory_format("{'properties': {'x': %s}}", cases[i].schema);
        char *page = memory_format(
            PAGE("{'type': 'Control', 'scope': '#/properties/x', 'options': %s}"),
            cases[i].options);
        struct opened o = open_form(schema, page, NULL);
        print_message("%s %s\n", cases[i].schema, cases[i].options);
        assert_int_equal(form_field(o.form, 0)->plain, cases[i].plain);
        close_form(&o);
        free(page);
        free(schema);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_type_becomes_a_value),
        cmocka_unit_test(what_cannot_be_read_is_kept_and_told),
        cmocka_unit_test(a_huge_paste_is_told_and_not_sent),
        cmocka_unit_test(vietnamese_is_typed_where_it_is_written),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
