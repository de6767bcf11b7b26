/* SPDX-License-Identifier: MIT */
/* A form as a clerk fills it: fields, texts, steps, problems, and odd files. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- kinds ---- */

static void kinds_follow_the_schema(void **state)
{
    (void)state;
    static const struct {
        const char *schema;
        enum field_kind kind;
    } cases[] = {
        {"{'type': 'string'}", FIELD_TEXT},
        {"{'type': ['null', 'string']}", FIELD_TEXT},
        {"{'type': 'string', 'format': 'date'}", FIELD_DATE},
        {"{'type': 'string', 'format': 'date-time'}", FIELD_TEXT},
        {"{'type': 'integer'}", FIELD_INTEGER},
        {"{'type': 'number'}", FIELD_NUMBER},
        {"{'type': 'boolean'}", FIELD_YES_NO},
        {"{'type': 'boolean', 'enum': [true]}", FIELD_YES_NO},
        {"{'type': 'boolean', 'oneOf': [{'const': true}, {'const': false}]}",
         FIELD_CHOICE},
        {"{'type': 'string', 'enum': ['a', 'b']}", FIELD_CHOICE},
        {"{'type': 'integer', 'enum': [1, 2]}", FIELD_CHOICE},
        {"{'oneOf': [{'const': 'a', 'title': 'A'}]}", FIELD_CHOICE},
        {"{'$ref': '#/$defs/letter'}", FIELD_CHOICE},
        {"{'allOf': [{'$ref': '#/$defs/day'}], 'title': 'Ngày'}", FIELD_DATE},
        {"{'type': 'array', 'items': {'$ref': '#/$defs/letter'}}", FIELD_CHOICES},
        {"{'type': 'array', 'items': {'type': 'string'}}", FIELD_DISPLAY},
        {"{'type': 'object'}", FIELD_DISPLAY},
        {"{'type': 'string', 'oneOf': [{'pattern': 'a'}, {'pattern': 'b'}]}", FIELD_TEXT},
        {"{'$ref': '#/properties/x'}", FIELD_DISPLAY},
        {"true", FIELD_DISPLAY},
        {"{}", FIELD_DISPLAY},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *schema = memory_format(
            "{'properties': {'x': %s}, '$defs': {'letter': {'enum': ['a', 'b']},"
            " 'day': {'type': 'string', 'format': 'date'}}}",
            cases[i].schema);
        struct opened o = open_form(schema, PAGE(CONTROL("x")), NULL);
        print_message("%s\n", cases[i].schema);
        assert_int_equal(form_field(o.form, 0)->kind, cases[i].kind);
        close_form(&o);
        free(schema);
    }
}

static void a_field_knows_its_limits(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'n': {'type': 'integer', 'minimum': 1, 'exclusiveMaximum': 10},"
        " 'open': {'type': 'integer'}, 'name': {'type': 'string', 'maxLength': 100},"
        " 'long': {'type': 'string', 'maxLength': 99999},"
        " 'many': {'enum': ['a', 'b', 'c', 'd', 'e', null]}, 'few': {'enum': [1, 2]}}}",
        PAGE(CONTROL("n") "," CONTROL("open") "," CONTROL("name") "," CONTROL(
            "long") "," CONTROL("many") "," CONTROL("few")),
        NULL);
    assert_int_equal(field_of(&o, "/n")->least, 1);
    assert_int_equal(field_of(&o, "/n")->most, 9);
    assert_true(field_of(&o, "/open")->least == LLONG_MIN);
    assert_int_equal(field_of(&o, "/name")->most_bytes, 400);
    assert_int_equal(field_of(&o, "/long")->most_bytes, 16 * 1024);
    assert_false(field_of(&o, "/many")->radio);
    assert_int_equal(field_of(&o, "/many")->choice_count, 5);
    assert_true(field_of(&o, "/few")->radio);
    assert_string_equal(field_of(&o, "/few")->choices[1].text, "2");
    close_form(&o);
}

/* ---- defaults ---- */

static const char default_schema[] =
    "{'properties': {'kind': {'type': 'string', 'default': 'new'},"
    " 'country': {'type': 'string', 'default': 'VN'}}}";
static const char default_page[] =
    PAGE(CONTROL("kind") ","
                         "{'type': 'Control', 'scope': '#/properties/country', 'rule': "
                         "{'effect': 'SHOW',"
                         " 'condition': {'scope': '#/properties/kind', 'schema': "
                         "{'const': 'abroad'}}}}");

static void defaults_come_with_the_field(void **state)
{
    (void)state;
    struct opened o = open_form(default_schema, default_page, NULL);
    assert_json(form_answers(o.form), "{'kind': 'new'}");
    assert_int_equal(form_step(o.form, 0)->state, STEP_UNTOUCHED);
    fixture_type(o.form, "/kind", "abroad");
    assert_json(form_answers(o.form), "{'kind': 'abroad', 'country': 'VN'}");
    assert_int_equal(form_step(o.form, 0)->state, STEP_STARTED);
    fixture_type(o.form, "/country", "");
    fixture_type(o.form, "/kind", "new");
    fixture_type(o.form, "/kind", "abroad");
    assert_json(form_answers(o.form), "{'kind': 'abroad'}"); /* emptied stays empty */
    close_form(&o);

    o = open_form(default_schema, default_page, "{}");
    assert_json(form_answers(o.form), "{}"); /* a draft is left as it was */
    close_form(&o);
}

/* ---- language ---- */

static void the_language_changes_and_nothing_else(void **state)
{
    (void)state;
    struct procedure *p = fixture_procedure(
        "{'properties': {'who': {'type': 'object', 'properties': {'name': {'type': "
        "'string',"
        "  'title': 'Họ tên', 'description': 'Viết hoa', 'examples': ['AN']},"
        "  'sex': {'title': 'Giới tính', 'oneOf': [{'const': 1, 'title': 'Nam',"
        "   'i18n': 'sex.male'}, {'const': 2, 'title': 'Nữ'}]},"
        "  'born': {'type': 'string', 'format': 'date', 'i18n': 'day'}}}}}",
        "{'type': 'Categorization', 'elements': [{'type': 'Category', 'label': 'Người',"
        " 'i18n': 'step.who', 'elements': [{'type': 'Group', 'label': 'Ai', 'elements': ["
        " {'type': 'Control', 'scope': '#/properties/who/properties/name'},"
        " {'type': 'Control', 'scope': '#/properties/who/properties/sex'},"
        " {'type': 'Control', 'scope': '#/properties/who/properties/born',"
        "  'label': 'Ngày sinh'}]},"
        " {'type': 'Label', 'text': 'Chú ý', 'i18n': 'note.a'}]}]}",
        "{'who.name.label': 'Full name', 'who.name.description': 'In capitals',"
        " 'sex.male': 'Male', 'who.sex.Nữ': 'Female', 'step.who.label': 'Person',"
        " 'Ai': 'Who', 'note.a.text': 'Mind', 'day.label': 'Born'}");
    struct form *form = fixture_form(p, NULL);
    form_use_language(form, "vi");
    fixture_type(form, "/who/name", "An");
    fixture_type(form, "/who/born", "31/31/2026");
    fixture_type(form, "/who/sex", "nữ");
    assert_string_equal(form_step(form, 0)->title, "Người");
    assert_string_equal(form_field(form, 0)->label, "Ai");
    assert_string_equal(form_field(form, 1)->label, "Họ tên");
    assert_string_equal(form_field(form, 1)->help, "Viết hoa");
    assert_string_equal(form_field(form, 1)->example, "AN");
    assert_string_equal(form_field(form, 3)->label, "Ngày sinh");

    form_leave_step(form, 0);
    form_use_language(form, "en");
    assert_string_equal(form_step(form, 0)->title, "Person");
    assert_int_equal(form_step(form, 0)->state, STEP_ATTENTION);
    assert_string_equal(form_field(form, 0)->label, "Who");
    assert_string_equal(form_field(form, 1)->label, "Full name");
    assert_string_equal(form_field(form, 1)->help, "In capitals");
    assert_string_equal(form_field(form, 2)->label, "Giới tính"); /* no key: the file's */
    assert_string_equal(form_field(form, 2)->choices[0].text, "Male");
    assert_string_equal(form_field(form, 3)->label, "Born");
    assert_string_equal(form_field(form, 4)->label, "Mind");
    assert_typed(form, "/who/name", "An");
    assert_typed(form, "/who/sex", "Female");
    assert_typed(form, "/who/born", "31/31/2026");
    form_free(&form);
    procedure_free(&p);
}

static void texts_of_a_form_are_cleaned(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'a': {'type': 'string', 'title': 'T\\u001b[1m', 'description':"
        " 'D\\u202e', 'examples': ['E\\u009b'], 'pattern': '^x$',"
        " 'x-message': {'pattern': {'vi': 'M\\u0007'}}},"
        " 'b': {'enum': ['C\\u0085']}}}",
        "{'type': 'Category', 'label': 'L\\u0001', 'elements': ["
        " {'type': 'Group', 'label': 'G\\u007f', 'elements': ["
        "  {'type': 'Label', 'text': 'N\\u2066'}," CONTROL("a") "," CONTROL("b") "]}]}",
        "{'a': 'V\\u001b'}");
    form_use_language(o.form, "vi");
    assert_string_equal(form_step(o.form, 0)->title, "L\uFFFD");
    assert_string_equal(form_field(o.form, 0)->label, "G\uFFFD");
    assert_string_equal(form_field(o.form, 1)->label, "N\uFFFD");
    assert_string_equal(form_field(o.form, 2)->label, "T\uFFFD[1m");
    assert_string_equal(form_field(o.form, 2)->help, "D\uFFFD");
    assert_string_equal(form_field(o.form, 2)->example, "E\uFFFD");
    assert_string_equal(form_field(o.form, 3)->choices[0].text, "C\uFFFD");
    assert_string_equal(fixture_problem(o.form, "/a"), "M\uFFFD");
    assert_typed(o.form, "/a", "V\uFFFD");
    close_form(&o);
}

/* ---- steps and problems ---- */

static const char steps_schema[] =
    "{'properties': {'a': {'type': 'string', 'maxLength': 3}, 'b': {'type': 'string'},"
    " 'c': {'type': 'string'}, 'd': {'type': 'string'}}, 'required': ['c', 'b', 'a']}";
static const char steps_page[] =
    "{'type': 'Categorization', 'elements': ["
    " {'type': 'Category', 'label': 'Một', 'elements': [" CONTROL("a") "," CONTROL(
        "b") "]},"
             " {'type': 'Categorization', 'label': 'Trong', 'elements': ["
             "  {'type': 'Category', 'label': 'Hai', 'elements': [" CONTROL(
                 "c") "]}]},"
                      " {'type': 'Category', 'label': 'Ba', 'elements': [" CONTROL(
                          "d") "],"
                               "  'rule': {'effect': 'SHOW', 'condition': {'scope': "
                               "'#/properties/b',"
                               "   'schema': {'const': 'x'}}}},"
                               " {'type': 'Category', 'label': 'Rỗng', 'elements': []}]}";

static void steps_tell_how_far_they_are(void **state)
{
    (void)state;
    struct opened o = open_form(steps_schema, steps_page, NULL);
    assert_int_equal(form_step_count(o.form), 3);
    assert_string_equal(form_step(o.form, 1)->title, "Hai");
    assert_int_equal(form_step(o.form, 1)->first, 2);
    assert_int_equal(form_step(o.form, 1)->count, 1);
    assert_false(form_step(o.form, 2)->visible);
    assert_int_equal(form_step(o.form, 0)->state, STEP_UNTOUCHED);

    fixture_type(o.form, "/a", "abc");
    assert_int_equal(form_step(o.form, 0)->state, STEP_STARTED);
    fixture_type(o.form, "/a", "abcd");
    assert_int_equal(form_step(o.form, 0)->state, STEP_ATTENTION);
    fixture_type(o.form, "/a", "abc");
    form_leave_step(o.form, 0);
    assert_int_equal(form_step(o.form, 0)->state, STEP_ATTENTION); /* b is missing */
    fixture_type(o.form, "/b", "x");
    assert_int_equal(form_step(o.form, 0)->state, STEP_DONE);
    assert_true(form_step(o.form, 2)->visible);
    assert_int_equal(form_step(o.form, 1)->state, STEP_UNTOUCHED);

    json_t *progress = form_progress(o.form);
    assert_json(progress, "{'version': '1', 'left': [0], 'typed': {}}");
    struct form *again = fixture_form(o.procedure, "{'a': 'abc', 'b': 'x'}");
    assert_int_equal(form_step(again, 0)->state, STEP_STARTED);
    form_restore_progress(again, progress);
    assert_int_equal(form_step(again, 0)->state, STEP_DONE);
    form_leave_all(again);
    assert_int_equal(form_step(again, 1)->state, STEP_ATTENTION);
    json_decref(progress);
    progress = fixture_json("{'version': '1', 'left': [-1, 99, 'x', 1.5]}");
    form_restore_progress(again, progress);
    form_restore_progress(again, NULL);
    json_decref(progress);
    form_free(&again);
    close_form(&o);
}

static void problems_stand_in_the_order_of_the_page(void **state)
{
    (void)state;
    struct opened o = open_form(steps_schema, steps_page, "{'a': 'abcd', 'd': 7}");
    size_t count;
    const struct problem *problems = form_problems(o.form, &count);
    assert_int_equal(count, 3); /* d is hidden: not sent, and no matter */
    assert_string_equal(problems[0].pointer, "/a");
    assert_string_equal(problems[0].message, "“a” is too long; characters allowed: 3.");
    assert_false(problems[0].missing);
    assert_string_equal(problems[1].pointer, "/b");
    assert_true(problems[1].missing);
    assert_string_equal(problems[2].pointer, "/c");
    assert_int_equal(problems[2].step, 1);
    assert_int_equal(problems[2].field, 2);
    close_form(&o);
}

static void each_keyword_says_what_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *value, *told;
    } cases[] = {
        {"{'type': 'string', 'minLength': 12, 'maxLength': 12, 'pattern': '^[0-9]+$'}",
         "'123'", "“x” is too short; characters needed: 12 or more."},
        {"{'type': 'string', 'pattern': '^[0-9]+$', 'examples': ['48']}", "'a'",
         "“x” is not written as it should be. Example: 48."},
        {"{'type': 'string', 'pattern': '^[0-9]+$'}", "'a'",
         "“x” is not written as it should be."},
        {"{'type': 'string', 'format': 'email'}", "'a'",
         "“x” must be an e-mail address, like ten@example.vn."},
        {"{'type': 'integer', 'minimum': 10000}", "1", "“x” must be 10.000 or more."},
        {"{'type': 'number', 'maximum': 1.5}", "2", "“x” must be 1,5 or less."},
        {"{'type': 'integer', 'multipleOf': 5}", "1", "“x” must be a multiple of 5."},
        {"{'type': 'boolean', 'const': true}", "false", "“x” must be: Yes."},
        {"{'type': 'string'}", "7", "“x” cannot be read: enter it again."},
        {"{'type': 'string', 'oneOf': [{'const': 'a'}, {'const': 'b'}]}", "'c'",
         "Choose one of the answers offered for “x”."},
        {"{'type': 'array', 'maxItems': 1, 'items': {'enum': ['a', 'b']}}", "['a', 'b']",
         "“x” has too many choices; at most: 1."},
        {"{'type': 'array', 'items': {'enum': ['a', 'b']}}", "['c']",
         "Choose one of the answers offered for “x”."},
        {"{'type': 'string', 'not': {'const': 'a'}}", "'a'",
         "“x” cannot be so together with the other answers."},
        {"false", "'a'", "“x” must be left empty here."},
        {"{'type': 'string', 'pattern': '^0', 'maxLength': 1, 'x-message': {'pattern':"
         " {'vi': 'Bắt đầu bằng số 0.', 'en': 'Start with 0.'}}}",
         "'12'", "Bắt đầu bằng số 0."},
        {"{'$ref': '#/$defs/id'}", "'12'", "Đủ 3 chữ số."},
        {"{'allOf': [{'$ref': '#/$defs/id'}], 'x-message': {'minLength': {'vi': "
         "'Riêng.'}}}",
         "'12'", "Đủ 3 chữ số."},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *schema = memory_format(
            "{'properties': {'x': %s}, '$defs': {'id': {'type': 'string', 'minLength': 3,"
            " 'x-message': {'minLength': {'vi': 'Đủ 3 chữ số.'}}}}}",
            cases[i].schema);
        struct opened o = open_form(schema, PAGE(CONTROL("x")), NULL);
        form_use_language(o.form, "vi");
        json_t *value = fixture_json(cases[i].value);
        form_set(o.form, 0, value);
        json_decref(value);
        print_message("%s\n", cases[i].schema);
        assert_string_equal(fixture_problem(o.form, "/x"), cases[i].told);
        close_form(&o);
        free(schema);
    }
}

static void a_problem_lands_where_it_can_be_mended(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'who': {'type': 'object', 'properties': {'name': {'type': "
        "'string'},"
        "  'phone': {'type': 'string'}, 'email': {'type': 'string'}},"
        "  'anyOf': [{'required': ['phone']}, {'required': ['email']}],"
        "  'x-message': {'anyOf': {'vi': 'Cần số điện thoại hoặc thư điện tử.'}}}},"
        " 'required': ['who']}",
        PAGE("{'type': 'Control', 'scope': '#/properties/who/properties/name'}"
             ","
             "{'type': 'Control', 'scope': '#/properties/who/properties/phone'}"
             ","
             "{'type': 'Control', 'scope': '#/properties/who/properties/email'}"),
        NULL);
    form_use_language(o.form, "vi");
    size_t count;
    const struct problem *problems = form_problems(o.form, &count);
    assert_int_equal(count, 1);
    assert_string_equal(problems[0].pointer, "/who/phone");
    assert_string_equal(problems[0].message, "Cần số điện thoại hoặc thư điện tử.");
    fixture_type(o.form, "/who/email", "a@example.vn");
    assert_true(form_is_complete(o.form));
    close_form(&o);
}

static void what_no_field_mends_is_told_all_the_same(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'a': {'type': 'string'}, 'b': {'type': 'string', 'title': 'Bê'},"
        " 'c': {}}, 'required': ['b', 'c'], 'additionalProperties': false}",
        PAGE(CONTROL("a") ","
                          "{'type': 'Control', 'scope': '#/properties/b', 'rule': "
                          "{'effect': 'HIDE',"
                          " 'condition': {}}}"),
        "{'stray\\u001b': 1}");
    size_t count;
    const struct problem *problems = form_problems(o.form, &count);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_true(problems[i].field == SIZE_MAX);
    assert_string_equal(
        fixture_problem(o.form, "/b"),
        "The form needs “Bê”, but asks for it nowhere. Tell whoever keeps this form.");
    assert_string_equal(fixture_problem(o.form, "/stray\x1b"),
                        "The form does not accept “stray\uFFFD”, but shows it nowhere. "
                        "Tell whoever keeps "
                        "this form.");
    assert_false(form_is_complete(o.form));
    close_form(&o);
}

static void a_draft_keeps_what_could_not_be_read(void **state)
{
    (void)state;
    struct opened o =
        open_form("{'properties': {'n': {'type': 'integer'}}}", PAGE(CONTROL("n")), NULL);
    fixture_type(o.form, "/n", "ba");
    json_t *progress = form_progress(o.form);
    struct form *again = fixture_form(o.procedure, "{}");
    form_restore_progress(again, progress);
    assert_typed(again, "/n", "ba");
    assert_false(form_is_complete(again));
    json_decref(progress);
    form_free(&again);
    close_form(&o);
}

/* ---- odd and hostile files ---- */

static void what_is_unknown_does_not_stop_the_clerk(void **state)
{
    (void)state;
    struct opened o =
        open_form("{'properties': {'a': {'type': 'string'}, 'list': {'type': 'array'}}}",
                  PAGE("{'type': 'Carousel', 'elements': [" CONTROL(
                      "a") "]}"
                           ","
                           "{'type': 'Star', 'scope': '#/properties/a', 'label': 'Sao'}"
                           ","
                           "{'type': 'ListWithDetail', 'scope': '#/properties/list'}"
                           ","
                           "{'type': 'Void'}"
                           ","
                           "{}"
                           ","
                           "{'type': 'Control', 'scope': '#/properties/nowhere'}"
                           ","
                           "{'type': 'Control', 'scope': '#/items/x'}"
                           ","
                           "{'type': 'Control'}"
                           ","
                           "{'type': 'Label'}"
                           ","
                           "{'type': 'Group', 'elements': 7}"),
                  "{'list': [1]}");
    assert_int_equal(form_field(o.form, 0)->kind, FIELD_TEXT);
    assert_int_equal(form_field(o.form, 1)->kind, FIELD_TEXT);
    for (size_t i = 2; i <= 5; i++)
        assert_int_equal(form_field(o.form, i)->kind, FIELD_DISPLAY);
    assert_string_equal(form_field(o.form, 1)->label, "Sao");
    assert_typed(o.form, "/list", "[1]");
    form_set_typed(o.form, 2, "x"); /* not by typing */
    assert_typed(o.form, "/list", "[1]");
    assert_string_equal(form_field(o.form, 3)->label, "nowhere");
    assert_int_equal(form_field(o.form, 6)->kind, FIELD_NOTE);
    assert_int_equal(form_field_count(o.form), 7);
    for (size_t i = 0; i < form_field_count(o.form); i++)
        form_set_typed(o.form, i, "x");
    close_form(&o);
}

/* A UI schema of a later JSON Forms, or for another renderer: every answer can be given,
 * and the dossier is complete. */
static void an_unknown_element_is_a_plain_control(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'name': {'type': 'string', 'title': 'Tên'},"
        " 'sex': {'oneOf': [{'const': 'm', 'title': 'Nam'}]}, 'born': {'type': 'string',"
        "  'format': 'date'}, 'count': {'type': 'integer'}, 'rows': {'type': 'array',"
        "  'items': {'type': 'object', 'properties': {'a': {'type': 'string'}}}}},"
        " 'required': ['name', 'sex', 'born', 'count', 'rows']}",
        "{'type': 'Wizard', 'elements': [{'type': 'Page', 'text': 'x', 'elements': ["
        " {'type': 'FancyText', 'scope': '#/properties/name', 'options': {'shine': 3}},"
        " {'type': 'Tiles', 'scope': '#/properties/sex', 'options': {'format': 'tiles'},"
        "  'rule': {'effect': 'WIGGLE', 'condition': {'type': 'MOON'}}},"
        " {'type': 'Calendar', 'scope': '#/properties/born'},"
        " {'type': 7, 'scope': '#/properties/count', 'colour': {}},"
        " {'scope': '#/properties/rows'}]}]}",
        "{}");
    static const enum field_kind KINDS[] = {FIELD_TEXT, FIELD_CHOICE, FIELD_DATE,
                                            FIELD_INTEGER, FIELD_ROWS};
    assert_int_equal(form_field_count(o.form), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(form_field(o.form, i)->kind, KINDS[i]);
        assert_true(form_field(o.form, i)->visible && form_field(o.form, i)->enabled);
        assert_true(form_field(o.form, i)->required);
    }
    assert_string_equal(form_field(o.form, 0)->label, "Tên");
    assert_true(form_row_add(o.form, 4));
    fixture_type(o.form, "/rows/0/a", "b");
    fixture_type(o.form, "/name", "An");
    form_set(o.form, 1, form_field(o.form, 1)->choices[0].value);
    fixture_type(o.form, "/born", "15/3/2026");
    fixture_type(o.form, "/count", "2");
    assert_true(form_is_complete(o.form));
    assert_final(o.form, "{'name': 'An', 'sex': 'm', 'born': '2026-03-15', 'count': 2,"
                         " 'rows': [{'a': 'b'}]}");
    close_form(&o);
}

static void scopes_find_properties_under_branches(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'$ref': '#/$defs/whole', '$defs': {'whole': {'allOf': [{'if': {}, 'then':"
        " {'properties': {'x': {'type': 'integer'}}}}], 'properties': {'o': {'anyOf': ["
        "  {'$ref': '#/$defs/loop'}, {'properties': {'y/z': {'type': 'boolean'}}}]}}},"
        " 'loop': {'allOf': [{'$ref': '#/$defs/loop'}, {'$ref': '#/$defs/whole'}]}}}",
        PAGE(CONTROL(
            "x") ","
                 "{'type': 'Control', 'scope': '#/properties/o/properties/y~1z'}"
                 ","
                 "{'type': 'Control', 'scope': '#/properties/o/properties/none'}"),
        NULL);
    assert_int_equal(field_of(&o, "/x")->kind, FIELD_INTEGER);
    assert_int_equal(field_of(&o, "/o/y~1z")->kind, FIELD_YES_NO);
    assert_string_equal(field_of(&o, "/o/y~1z")->pointer, "/o/y~1z");
    close_form(&o);
}

static void too_much_is_refused(void **state)
{
    (void)state;
    struct error err = {.text = ""};
    json_t *controls = json_array();
    for (int i = 0; i < 2001; i++)
        json_array_append_new(controls, fixture_json(CONTROL("a")));
    struct procedure_files files = {
        .facts = fixture_json("{'format': 1, 'code': '9', 'version': '1', 'name': 'x'}"),
        .schema = fixture_json(TWO_TEXTS),
        .uischema =
            json_pack("{s:s, s:o}", "type", "VerticalLayout", "elements", controls)};
    struct procedure *p = procedure_create_take(files, &err);
    assert_non_null(p);
    assert_null(form_create_take(p, NULL, "2026-11-21", &err));
    assert_string_equal(err.text, "uischema.json: more than 2000 fields.");
    error_clear(&err);
    assert_null(form_create_take(p, json_array(), "2026-11-21", &err));
    assert_string_equal(err.text, "The answers are no JSON object.");
    procedure_free(&p);

    json_t *choices = json_array();
    for (int i = 0; i < 10001; i++)
        json_array_append_new(choices, json_integer(i));
    files.facts = fixture_json("{'format': 1, 'code': '9', 'version': '1', 'name': 'x'}");
    files.schema = json_pack("{s:{s:{s:o}}}", "properties", "a", "enum", choices);
    files.uischema = fixture_json(CONTROL("a"));
    error_clear(&err);
    p = procedure_create_take(files, &err);
    assert_non_null(p);
    assert_null(form_create_take(p, NULL, "2026-11-21", &err));
    assert_string_equal(err.text, "schema.json: more than 10000 choices for /a.");
    procedure_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_follow_the_schema),
        cmocka_unit_test(a_field_knows_its_limits),
        cmocka_unit_test(defaults_come_with_the_field),
        cmocka_unit_test(the_language_changes_and_nothing_else),
        cmocka_unit_test(texts_of_a_form_are_cleaned),
        cmocka_unit_test(steps_tell_how_far_they_are),
        cmocka_unit_test(problems_stand_in_the_order_of_the_page),
        cmocka_unit_test(each_keyword_says_what_to_do),
        cmocka_unit_test(a_problem_lands_where_it_can_be_mended),
        cmocka_unit_test(what_no_field_mends_is_told_all_the_same),
        cmocka_unit_test(a_draft_keeps_what_could_not_be_read),
        cmocka_unit_test(what_is_unknown_does_not_stop_the_clerk),
        cmocka_unit_test(an_unknown_element_is_a_plain_control),
        cmocka_unit_test(scopes_find_properties_under_branches),
        cmocka_unit_test(too_much_is_refused),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
