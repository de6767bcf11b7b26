/* SPDX-License-Identifier: MIT */
/* What follows from the answers: visible, enabled, sent, required. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- rules ---- */

static const struct {
    const char *effect, *condition, *answers;
    bool holds; /* the effect takes place */
} rule_cases[] = {
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'const': 'x'}}", "{'a': 'x'}", true},
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'const': 'x'}}", "{'a': 'y'}",
     false},
    {"HIDE", "{'scope': '#/properties/a', 'schema': {'enum': ['x']}}", "{'a': 'x'}",
     true},
    {"ENABLE", "{'scope': '#/properties/a', 'schema': {'const': 'x'}}", "{}", false},
    {"DISABLE", "{'scope': '#/properties/a', 'schema': {'const': 'x'}}", "{'a': 'x'}",
     true},
    /* an absent value has no type and equals nothing */
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'const': 'x'}}", "{}", false},
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'not': {'const': 'x'}}}", "{}",
     true},
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'minLength': 3}}", "{}", true},
    {"SHOW", "{'scope': '#/properties/a', 'schema': {'type': 'null'}}", "{}", false},
    {"SHOW",
     "{'scope': '#/properties/a', 'schema': {'minLength': 3},"
     " 'failWhenUndefined': true}",
     "{}", false},
    {"SHOW",
     "{'scope': '#/properties/a', 'schema': {'minLength': 1},"
     " 'failWhenUndefined': true}",
     "{'a': 'x'}", true},
    /* the whole of the answers */
    {"SHOW", "{'scope': '#', 'schema': {'required': ['a']}}", "{'a': 'x'}", true},
    {"SHOW", "{'schema': {'required': ['a']}}", "{}", false},
    /* LEAF is JavaScript's === */
    {"SHOW", "{'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': 'x'}",
     "{'a': 'x'}", true},
    {"SHOW", "{'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': 1.0}",
     "{'a': 1}", true},
    {"SHOW", "{'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': '1'}",
     "{'a': 1}", false},
    {"SHOW", "{'type': 'LEAF', 'scope': '#/properties/a'}", "{}", true},
    {"SHOW", "{'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': []}",
     "{'a': []}", false},
    {"SHOW",
     "{'type': 'AND', 'conditions': ["
     " {'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': 'x'},"
     " {'scope': '#/properties/c', 'schema': {'type': 'integer'}}]}",
     "{'a': 'x', 'c': 3}", true},
    {"SHOW",
     "{'type': 'AND', 'conditions': ["
     " {'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': 'x'},"
     " {'scope': '#/properties/c', 'schema': {'type': 'integer'}}]}",
     "{'a': 'x'}", false},
    {"SHOW",
     "{'type': 'OR', 'conditions': ["
     " {'type': 'LEAF', 'scope': '#/properties/a', 'expectedValue': 'x'},"
     " {'scope': '#/properties/c', 'schema': {'type': 'integer'}}]}",
     "{'c': 3}", true},
    {"SHOW", "{'type': 'AND', 'conditions': []}", "{}", true},
    {"SHOW", "{'type': 'OR', 'conditions': []}", "{}", false},
    /* what is unknown is true */
    {"SHOW", "{'type': 'MOON', 'scope': '#/properties/a'}", "{}", true},
    {"HIDE", "{'validate': 'function'}", "{}", true},
    {"HIDE", "{}", "{}", true},
    /* a scope that is no path of properties leads to nothing */
    {"SHOW",
     "{'scope': '#/items/a', 'schema': {'type': 'string'}, 'failWhenUndefined': "
     "true}",
     "{'a': 'x'}", false},
    {"SHOW",
     "{'scope': '#/anyOf/1/properties/o/then/properties/p', 'schema': {'const': 5}}",
     "{'o': {'p': 5}}", true},
};

static void rules_are_those_of_json_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rule_cases) / sizeof(*rule_cases); i++) {
        char *uischema =
            memory_format(PAGE("{'type': 'Control', 'scope': '#/properties/b',"
                               " 'rule': {'effect': '%s', 'condition': %s}}"),
                          rule_cases[i].effect, rule_cases[i].condition);
        struct opened o = open_form(TWO_TEXTS, uischema, rule_cases[i].answers);
        const struct field *field = form_field(o.form, 0);
        bool ordinary = field->visible && field->enabled;
        bool positive = strcmp(rule_cases[i].effect, "SHOW") == 0 ||
                        strcmp(rule_cases[i].effect, "ENABLE") == 0;
        print_message("%s %s %s\n", rule_cases[i].effect, rule_cases[i].condition,
                      rule_cases[i].answers);
        assert_int_equal(ordinary == positive, rule_cases[i].holds);
        close_form(&o);
        free(uischema);
    }
}

static void rules_reach_what_is_inside(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'a': {'type': 'string'}, 'b': {'type': 'string'},"
        " 'c': {'type': 'string', 'readOnly': true}}}",
        PAGE(CONTROL(
            "a") ","
                 "{'type': 'Group', 'label': 'Trong', 'rule': {'effect': 'SHOW', "
                 "'condition':"
                 " {'scope': '#/properties/a', 'schema': {'enum': ['show', 'off']},"
                 " 'failWhenUndefined': true}}, 'elements': ["
                 " {'type': 'HorizontalLayout', 'rule': {'effect': 'DISABLE', "
                 "'condition':"
                 "  {'scope': '#/properties/a', 'schema': {'const': 'off'}}}, "
                 "'elements': ["
                 "   {'type': 'Control', 'scope': '#/properties/b', 'rule': {'effect': "
                 "'SHOW',"
                 "    'condition': {}}},"
                 "   {'type': 'Control', 'scope': '#/properties/c'},"
                 "   {'type': 'Label', 'text': 'Chú ý', 'rule': {'effect': 'ENABLE',"
                 "    'condition': {}}}]}]}"),
        NULL);
    assert_false(form_field(o.form, 1)->visible); /* the heading */
    assert_false(field_of(&o, "/b")->visible);    /* though its own rule shows it */

    fixture_type(o.form, "/a", "show");
    assert_true(form_field(o.form, 1)->visible);
    assert_true(field_of(&o, "/b")->visible);
    assert_true(field_of(&o, "/b")->enabled);
    assert_false(field_of(&o, "/b")->beside);
    assert_int_equal(field_of(&o, "/b")->depth, 1);
    assert_false(field_of(&o, "/c")->enabled); /* readOnly */
    assert_true(field_of(&o, "/c")->beside);

    fixture_type(o.form, "/a", "off");
    assert_true(field_of(&o, "/b")->visible);
    assert_false(field_of(&o, "/b")->enabled);
    assert_true(form_field(o.form, 4)->enabled); /* its own rule comes first */
    close_form(&o);
}

static void hidden_is_kept_here_and_not_sent(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'kind': {'enum': ['new', 'again']},"
        " 'old': {'type': 'object', 'properties': {'number': {'type': 'string'}}}}}",
        PAGE(CONTROL(
            "kind") ","
                    "{'type': 'Control', 'scope': '#/properties/old/properties/number', "
                    "'rule':"
                    " {'effect': 'SHOW', 'condition': {'scope': '#/properties/kind',"
                    "  'schema': {'const': 'again'}, 'failWhenUndefined': true}}}"),
        "{'kind': 'again', 'old': {'number': '12'}, 'stray': 1}");
    assert_final(o.form, "{'kind': 'again', 'old': {'number': '12'}, 'stray': 1}");
    fixture_type(o.form, "/kind", "new");
    assert_final(o.form, "{'kind': 'new', 'stray': 1}");
    assert_json(form_answers(o.form),
                "{'kind': 'new', 'old': {'number': '12'}, 'stray': 1}");
    fixture_type(o.form, "/kind", "again");
    assert_typed(o.form, "/old/number", "12");
    close_form(&o);
}

static void one_value_may_have_two_controls(void **state)
{
    (void)state;
    struct opened o = open_form(
        TWO_TEXTS,
        PAGE(CONTROL(
            "a") ","
                 "{'type': 'Control', 'scope': '#/properties/b', 'label': 'Một', 'rule':"
                 " {'effect': 'SHOW', 'condition': {'scope': '#/properties/a',"
                 "  'schema': {'const': '1'}}}}"
                 ","
                 "{'type': 'Control', 'scope': '#/properties/b', 'label': 'Hai', 'rule':"
                 " {'effect': 'HIDE', 'condition': {'scope': '#/properties/a',"
                 "  'schema': {'const': '1'}}}}"),
        "{'a': '1', 'b': 'x'}");
    assert_string_equal(field_of(&o, "/b")->label, "Một");
    assert_final(o.form, "{'a': '1', 'b': 'x'}");
    fixture_type(o.form, "/a", "2");
    assert_string_equal(field_of(&o, "/b")->label, "Hai");
    assert_final(o.form, "{'a': '2', 'b': 'x'}");
    close_form(&o);
}

/* ---- required ---- */

static void required_follows_the_answers(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'paper': {'enum': ['card', 'passport']},"
        " 'issued': {'type': 'string', 'minLength': 1}, 'phone': {'type': 'string'},"
        " 'email': {'type': 'string'}},"
        " 'required': ['paper'], 'dependentRequired': {'email': ['phone']},"
        " 'allOf': [{'$ref': '#/$defs/passport'}],"
        " '$defs': {'passport': {'if': {'properties': {'paper': {'const': 'passport'}},"
        "  'required': ['paper']}, 'then': {'required': ['issued']}}}}",
        PAGE(CONTROL("paper") "," CONTROL("issued") "," CONTROL("phone") "," CONTROL(
            "email")),
        NULL);
    assert_true(field_of(&o, "/paper")->required);
    assert_false(field_of(&o, "/issued")->required);
    assert_string_equal(fixture_problem(o.form, "/paper"), "Choose “paper”.");
    fixture_type(o.form, "/paper", "passport");
    assert_true(field_of(&o, "/issued")->required);
    assert_string_equal(fixture_problem(o.form, "/issued"), "Fill in “issued”.");
    fixture_type(o.form, "/issued", "Đà Nẵng");
    assert_true(field_of(&o, "/issued")->required); /* and stays so once answered */
    assert_true(form_is_complete(o.form));
    fixture_type(o.form, "/paper", "card");
    assert_false(field_of(&o, "/issued")->required);

    assert_false(field_of(&o, "/phone")->required);
    fixture_type(o.form, "/email", "a@example.vn");
    assert_true(field_of(&o, "/phone")->required);
    assert_string_equal(fixture_problem(o.form, "/phone"), "Fill in “phone”.");
    close_form(&o);
}

/* As with a discriminator: constants say which branch it is. */
static void required_in_a_branch_that_is_chosen(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'kind': {'enum': ['house', 'shop', 'other']},"
        " 'area': {'type': 'integer'}, 'trade': {'type': 'string'},"
        " 'name': {'type': 'string'}},"
        " 'oneOf': ["
        "  {'properties': {'kind': {'const': 'house'}}, 'required': ['kind', 'area']},"
        "  {'properties': {'kind': {'const': 'shop'}},"
        "   'required': ['kind', 'trade', 'name']},"
        "  {'properties': {'kind': {'enum': ['other']}}}]}",
        PAGE(
            CONTROL("kind") "," CONTROL("area") "," CONTROL("trade") "," CONTROL("name")),
        NULL);
    assert_false(field_of(&o, "/area")->required); /* nothing is chosen yet */
    assert_false(field_of(&o, "/trade")->required);
    fixture_type(o.form, "/kind", "shop");
    assert_false(field_of(&o, "/area")->required);
    assert_true(field_of(&o, "/trade")->required);
    assert_true(field_of(&o, "/name")->required);
    assert_string_equal(fixture_problem(o.form, "/trade"), "Fill in “trade”."); /* all */
    assert_string_equal(fixture_problem(o.form, "/name"), "Fill in “name”.");
    fixture_type(o.form, "/trade", "phở");
    assert_string_equal(fixture_problem(o.form, "/trade"), "");
    assert_string_equal(fixture_problem(o.form, "/name"), "Fill in “name”.");
    fixture_type(o.form, "/name", "Phở An");
    assert_true(form_is_complete(o.form));
    fixture_type(o.form, "/kind", "house");
    assert_true(field_of(&o, "/area")->required);
    assert_false(field_of(&o, "/trade")->required);
    fixture_type(o.form, "/kind", "other");
    assert_false(field_of(&o, "/area")->required);
    assert_true(form_is_complete(o.form));
    close_form(&o);
}

/* While another branch is still possible nothing in a branch is sure to be asked for. */
static void what_may_be_another_branch_has_no_mark(void **state)
{
    (void)state;
    static const char *const BRANCHES[] = {
        ("[{'properties': {'a': {'const': 'x'}}, 'required': ['c']},"
         " {'properties': {'b': {'const': 'y'}}, 'required': ['c', 'b']}]"),
        "[{'properties': {'a': {'const': 'x'}}, 'required': ['c']}, {'required': ['b']}]",
        "[{'required': ['c']}, {'required': ['b']}]",
    };
    for (size_t i = 0; i < sizeof(BRANCHES) / sizeof(*BRANCHES); i++) {
        char *schema = memory_format("{'properties': {'a': {'type': 'string'},"
                                     " 'b': {'type': 'string'}, 'c': {'type': 'string'}},"
                                     " 'anyOf': %s}",
                                     BRANCHES[i]);
        struct opened o =
            open_form(schema, PAGE(CONTROL("a") "," CONTROL("b") "," CONTROL("c")), NULL);
        fixture_type(o.form, "/a", "x");
        assert_false(field_of(&o, "/c")->required);
        assert_false(form_is_complete(o.form)); /* and it is told all the same */
        fixture_type(o.form, "/b", "z");
        assert_int_equal(field_of(&o, "/c")->required, i == 0); /* it is no y */
        close_form(&o);
        free(schema);
    }
}

static const char mother_schema[] =
    "{'properties': {'mother': {'type': 'object', 'required': ['name'], 'properties':"
    " {'name': {'type': 'string'}, 'job': {'type': 'string'}}}, 'case': {'type': "
    "'string'}},"
    " 'if': {'required': ['case']}, 'then': {'required': ['mother']}}";
static const char mother_page[] =
    PAGE("{'type': 'Control', 'scope': '#/properties/mother/properties/name'}"
         ","
         "{'type': 'Control', 'scope': '#/properties/mother/properties/job'}"
         "," CONTROL("case"));

static void what_an_object_needs_counts_when_the_object_does(void **state)
{
    (void)state;
    struct opened o = open_form(mother_schema, mother_page, NULL);
    assert_false(field_of(&o, "/mother/name")->required); /* nobody asks for a mother */
    assert_true(form_is_complete(o.form));
    fixture_type(o.form, "/mother/job", "giáo viên");
    assert_true(field_of(&o, "/mother/name")->required);
    assert_string_equal(fixture_problem(o.form, "/mother/name"), "Fill in “name”.");
    fixture_type(o.form, "/mother/job", "");
    assert_json(form_answers(o.form), "{}");
    assert_true(form_is_complete(o.form));

    fixture_type(o.form, "/case", "x");
    assert_true(field_of(&o, "/mother/name")->required);
    assert_string_equal(fixture_problem(o.form, "/mother/name"), "Fill in “name”.");
    assert_json(form_answers(o.form), "{'case': 'x'}");
    close_form(&o);
}

static void an_object_of_nothing_but_options_is_sent_empty(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'required': ['more'], 'properties': {'more': {'type': 'object',"
        " 'properties': {'note': {'type': 'string'}}}}}",
        PAGE("{'type': 'Control', 'scope': '#/properties/more/properties/note'}"), NULL);
    assert_true(form_is_complete(o.form));
    assert_final(o.form, "{'more': {}}");
    close_form(&o);
}

static void a_draft_with_something_in_the_way_can_be_filled(void **state)
{
    (void)state;
    struct opened o = open_form(mother_schema, mother_page, "{'mother': 'Lan'}");
    assert_string_equal(fixture_problem(o.form, "/mother/name"),
                        "“name” cannot be read: enter it again.");
    assert_false(form_is_complete(o.form));
    fixture_type(o.form, "/mother/name", "Lan");
    assert_json(form_answers(o.form), "{'mother': {'name': 'Lan'}}");
    assert_true(form_is_complete(o.form));
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_those_of_json_forms),
        cmocka_unit_test(rules_reach_what_is_inside),
        cmocka_unit_test(hidden_is_kept_here_and_not_sent),
        cmocka_unit_test(one_value_may_have_two_controls),
        cmocka_unit_test(required_follows_the_answers),
        cmocka_unit_test(required_in_a_branch_that_is_chosen),
        cmocka_unit_test(what_may_be_another_branch_has_no_mark),
        cmocka_unit_test(what_an_object_needs_counts_when_the_object_does),
        cmocka_unit_test(an_object_of_nothing_but_options_is_sent_empty),
        cmocka_unit_test(a_draft_with_something_in_the_way_can_be_filled),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
