/* SPDX-License-Identifier: MIT */
/* Lists that forms share: choices, words and places through a $ref with siblings. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/i18n.h"

#include <stdlib.h>
#include <string.h>

#define LISTS                                                                                     \
    "{'sex.json': {'$schema': 'https://json-schema.org/draft/2020-12/schema',"                    \
    "  '$id': 'https://forms.motcua.vn/lists/sex.json', 'title': 'Giới tính',"                 \
    "  'type': 'string', 'default': 'male', 'oneOf': ["                                           \
    "   {'const': 'male', 'title': 'Nam', 'i18n': 'sex.male'},"                                   \
    "   {'const': 'female', 'title': 'Nữ', 'i18n': 'sex.female'}]},"                            \
    " 'province.json': {'$id': 'https://forms.motcua.vn/lists/province.json',"                    \
    "  'type': 'string', 'oneOf': ["                                                              \
    "   {'const': '48', 'title': 'Thành phố Đà Nẵng'},"                                    \
    "   {'const': '75', 'title': 'Tỉnh Đồng Nai'},"                                          \
    "   {'const': '79', 'title': 'Thành phố Hồ Chí Minh'}]},"                               \
    " 'commune.json': {'communes': ["                                                             \
    "   {'code': '20194', 'name': 'Phường Hoà Khánh', 'province': '48'},"                    \
    "   {'code': '00004', 'name': 'Phường Ba Đình', 'province': '01'}]},"                    \
    " 'abolished.json': [{'old': 'Quảng Nam', 'new': '48'},"                                    \
    "   {'old': 'Bà Rịa - Vũng Tàu', 'new': '79'}, {'old': 'Bình Phước', 'new': '75'}]," \
    " 'identity-province.json': [{'code': '001', 'name': 'Hà Nội', 'province': '01'},"         \
    "   {'code': '049', 'name': 'Quảng Nam', 'province': '48'}],"                               \
    " 'i18n/en.json': {'sex.male': 'Male', 'sex.female': 'Female'}}"

static struct form_lists *lists;

static int start(void **state)
{
    (void)state;
    struct error err = {.text = ""};
    fixture_start();
    lists = form_lists_create_take(fixture_json(LISTS), &err);
    return lists ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    form_lists_free(&lists);
    return 0;
}

static struct opened open_with(const char *schema, const char *uischema,
                               const char *answers)
{
    struct opened opened = {
        .procedure = fixture_procedure_with(
            schema, uischema, "{'spouse.label': 'Sex of the spouse'}", lists)};
    opened.form = fixture_form(opened.procedure, answers);
    return opened;
}

#define SEXES                                                                    \
    "{'$id': 'https://forms.motcua.vn/procedures/9.999999/schema.json',"         \
    " 'properties': {'person': {'$ref': '../../lists/sex.json'},"                \
    "  'spouse': {'$ref': '../../lists/sex.json', 'title': 'Giới tính vợ'," \
    "   'description': 'Của người kia', 'default': 'female'}},"             \
    " 'required': ['person', 'spouse']}"

static void choices_come_from_the_list(void **state)
{
    (void)state;
    i18n_use("vi");
    struct opened o =
        open_with(SEXES, PAGE(CONTROL("person") "," CONTROL("spouse")), NULL);
    const struct field *person = field_of(&o, "/person");
    const struct field *spouse = field_of(&o, "/spouse");
    assert_int_equal(person->kind, FIELD_CHOICE);
    assert_int_equal(person->choice_count, 2);
    assert_true(person->required);
    assert_string_equal(person->label, "Giới tính");
    assert_string_equal(person->choices[1].text, "Nữ");
    assert_string_equal(spouse->label, "Giới tính vợ");
    assert_string_equal(spouse->help, "Của người kia");
    assert_final(o.form, "{'person': 'male', 'spouse': 'female'}");
    form_use_language(o.form, "en");
    assert_string_equal(field_of(&o, "/spouse")->label, "Sex of the spouse");
    assert_string_equal(field_of(&o, "/spouse")->choices[1].text, "Female");
    assert_true(form_is_complete(o.form));
    json_t *wrong = json_string("other");
    form_set(o.form, fixture_field(o.form, "/person"), wrong);
    json_decref(wrong);
    assert_false(form_is_complete(o.form));
    close_form(&o);
}

/* Without an $id a form stands where procedures stand; a fragment leads into the list. */
static void references_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *schema;
        bool found;
    } CASES[] = {
        {"{'properties': {'a': {'$ref': '../../lists/sex.json'}}}", true},
        {"{'properties': {'a': {'$ref': 'https://forms.motcua.vn/lists/sex.json'}}}",
         true},
        {"{'properties': {'a': {'$ref': '../../lists/sex.json#/oneOf/0'}}}", true},
        {"{'properties': {'a': {'$ref': '../../lists/sex.json#top'}}}", false},
        {"{'properties': {'a': {'$ref': '../../lists/none.json'}}}", false},
        {"{'$defs': {'p': {'properties': {'a': {'$ref': '../../lists/sex.json'}}}},"
         " '$ref': '#/$defs/p'}",
         true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error err = {.text = ""};
        struct procedure *p = procedure_create_take(
            (struct procedure_files){
                .facts = fixture_json("{'format': 1, 'code': '9.999999', 'version': '1',"
                                      " 'name': {'vi': 'Thử', 'en': 'Trial'}}"),
                .schema = fixture_json(CASES[i].schema),
                .uischema = fixture_json(PAGE(CONTROL("a"))),
                .lists = lists},
            &err);
        if ((p != NULL) != CASES[i].found)
            fail_msg("%s: %s", CASES[i].schema, err.text);
        procedure_free(&p);
    }
}

static void formats_are_asserted(void **state)
{
    (void)state;
    static const struct {
        const char *format, *answer, *says;
    } CASES[] = {
        {"vn-phone", "0912345678", ""},
        {"vn-phone", "12",
         "“Số” must begin as telephone numbers of Viet Nam do: 02, 03, "
         "05, 07, 08 or 09."},
        {"vn-identity-number", "049190000001", ""},
        {"vn-identity-number", "048190000001",
         "“Số” is mistyped: its first three digits belong to no province."},
        {"vn-commune", "20194", ""},
        {"vn-commune", "20195", "Choose a commune or ward that exists for “Số”."},
        {"vn-province", "48", ""},
        {"vn-province", "49", "Choose a province or city that exists for “Số”."},
        {"vn-tax-code", "0100109106", ""},
        {"vn-name", "Nguyễn An", ""},
        {"vn-unknown", "anything", ""},
    };
    i18n_use("en");
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char schema[256], answers[128];
        snprintf(
            schema, sizeof schema,
            "{'properties': {'a': {'type': 'string', 'title': 'Số', 'format': '%s'}}}",
            CASES[i].format);
        snprintf(answers, sizeof answers, "{'a': '%s'}", CASES[i].answer);
        struct opened o = open_with(schema, PAGE(CONTROL("a")), answers);
        assert_string_equal(fixture_problem(o.form, "/a"), CASES[i].says);
        close_form(&o);
    }
}

static void places_are_known(void **state)
{
    (void)state;
    size_t count;
    form_lists_communes(lists, &count);
    assert_int_equal(count, 2);
    assert_string_equal(form_lists_commune(lists, "20194")->name, "Phường Hoà Khánh");
    assert_string_equal(form_lists_commune(lists, "00004")->province, "01");
    assert_null(form_lists_commune(lists, "1"));
    assert_null(form_lists_commune(NULL, "00004"));
    assert_string_equal(form_lists_province(lists, "48"), "Thành phố Đà Nẵng");
    assert_string_equal(form_lists_successor(lists, "QUANG NAM"), "48");
    assert_null(form_lists_successor(lists, "Đà Nẵng"));
    assert_string_equal(form_lists_province_code(lists, "da nang"), "48");
    assert_null(form_lists_province_code(lists, "Thành phố Đà Nẵng"));
    assert_true(form_lists_has_commune(lists, "phuong hoa khanh", "48"));
    assert_true(form_lists_has_commune(lists, "phuong hoa khanh", NULL));
    assert_false(form_lists_has_commune(lists, "phuong hoa khanh", "01"));
    assert_false(form_lists_has_commune(lists, "hoa khanh", NULL));
    assert_true(form_lists_has_commune(NULL, "hoa khanh", NULL));
}

static void bad_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *files, *says;
    } CASES[] = {
        {"{'a.json': {'type': 'strin'}}", "lists/a.json: /"},
        {"{'a.json': {'type': 'string'}}", "lists/a.json: /$id"},
        {"{'commune.json': []}", "lists/commune.json: /communes"},
        {"{'commune.json': {'communes': [{'code': '1'}]}}",
         "lists/commune.json: /communes/0"},
        {"{'abolished.json': [{'old': 'X'}]}", "lists/abolished.json: /0"},
        {"{'abolished.json': [{'old': '-', 'new': '48'}]}", "lists/abolished.json: /0"},
        {"{'identity-province.json': [{}]}", "lists/identity-province.json: /0"},
        {"{'i18n/en.json': []}", "lists/i18n/en.json: /"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error err = {.text = ""};
        assert_null(form_lists_create_take(fixture_json(CASES[i].files), &err));
        if (strncmp(err.text, CASES[i].says, strlen(CASES[i].says)) != 0)
            fail_msg("%s", err.text);
    }
}

/* What a commune is called today nobody but the citizen can tell. */
static void a_commune_that_is_no_more_is_asked_about(void **state)
{
    (void)state;
    struct opened o =
        open_with("{'properties': {'a': {'type': 'string', 'title': 'Nơi ở',"
                  " 'x-address': true}}}",
                  PAGE(CONTROL("a")), "{'a': 'phường Bình Hiên, Đà Nẵng'}");
    size_t count;
    const struct problem *p = form_problems(o.form, &count);
    assert_int_equal(count, 1);
    assert_true(p->warning);
    assert_string_equal(p->id, "abolished-place");
    assert_null(p->suggestion);
    assert_string_equal(p->message,
                        "“Nơi ở”: “phường Bình Hiên” has not been in the list "
                        "of communes since 1/7/2025. Ask for its name of "
                        "today.");
    fixture_type(o.form, "/a", "P. Bình Hiên, Q. Hải Châu, Đà Nẵng");
    p = form_problems(o.form, &count);
    assert_int_equal(count, 1);
    assert_string_equal(p->suggestion, "P. Bình Hiên, Đà Nẵng");
    assert_string_equal(p->message, "“Nơi ở”: there are no districts any more (Q. Hải "
                                    "Châu). Check the address. “P. Bình Hiên” has not "
                                    "been in the list of communes since 1/7/2025. Ask "
                                    "for its name of today.");
    fixture_type(o.form, "/a", "P. Hòa Khánh, Đà Nẵng");
    form_problems(o.form, &count);
    assert_int_equal(count, 0);
    close_form(&o);
}

/* The answer is a code; people see and type the words. */
static void a_place_is_a_code(void **state)
{
    (void)state;
    struct opened o = open_with(
        "{'properties': {'a': {'type': 'string', 'format': 'vn-commune', 'title': 'Nơi "
        "ở'}, 'b': {'type': 'string'}}, 'required': ['a']}",
        PAGE(CONTROL("a") ","
                          "{'type': 'Control', 'scope': '#/properties/b',"
                          " 'options': {'picker': 'place'}}"),
        NULL);
    assert_int_equal(field_of(&o, "/a")->kind, FIELD_PLACE);
    assert_int_equal(field_of(&o, "/b")->kind, FIELD_PLACE);
    assert_string_equal(fixture_problem(o.form, "/a"), "Choose “Nơi ở”.");
    static const struct {
        const char *typed, *value, *shown;
    } cases[] = {
        {"20194", "'20194'", "phường Hoà Khánh, thành phố Đà Nẵng"},
        {"Phuong Hoa Khanh, thanh pho Da Nang", "'20194'",
         "phường Hoà Khánh, thành phố Đà Nẵng"},
        {"00004", "'00004'", "phường Ba Đình"}, /* a province that is in no list */
        {"phường Hoà Phong", NULL, "phường Hoà Phong"},
        {"", NULL, ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        fixture_type(o.form, "/a", cases[i].typed);
        assert_typed(o.form, "/a", cases[i].shown);
        if (cases[i].value)
            assert_json(form_value(o.form, fixture_field(o.form, "/a")), cases[i].value);
        else
            assert_null(form_value(o.form, fixture_field(o.form, "/a")));
    }
    close_form(&o);

    struct procedure *bare = fixture_procedure(
        "{'properties': {'a': {'type': 'string', 'format': 'vn-commune'}}}",
        PAGE(CONTROL("a")), NULL); /* without lists it can only be typed */
    o = (struct opened){bare, fixture_form(bare, NULL)};
    assert_int_equal(field_of(&o, "/a")->kind, FIELD_TEXT);
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_come_from_the_list),
        cmocka_unit_test(references_are_found),
        cmocka_unit_test(formats_are_asserted),
        cmocka_unit_test(places_are_known),
        cmocka_unit_test(a_commune_that_is_no_more_is_asked_about),
        cmocka_unit_test(a_place_is_a_code),
        cmocka_unit_test(bad_files_are_refused),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
