/* SPDX-License-Identifier: MIT */
/* The general form, put together for procedures of the catalogue. That its examples are
 * right is a matter of test_form_examples. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/json.h"

#include <string.h>

#define TODAY "2026-11-21"
#define FACTS \
    "'format': 1, 'version': 'imported', 'code': '9.000001', 'name': {'vi': 'Việc'}"
#define PAPER(id, more) "{'id': '" id "', 'name': {'vi': 'Giấy " id "'}" more "}"
#define TWO_CASES                                 \
    "'cases': [{'id': 'a', 'name': {'vi': 'A'}}," \
    " {'id': 'b', 'name': {'vi': 'B', 'en': 'The second'}}]"

static void channels_decide(void **state)
{
    (void)state;
    static const struct {
        const char *facts;
        bool serves;
    } cases[] = {
        {"{'channels': ['ONLINE']}", true},
        {"{'channels': ['DIRECT', 'POSTAL']}", true},
        {"{'channels': ['DIRECT']}", false},
        {"{'channels': []}", false},
        {"{}", false},
        {"{'channels': 'ONLINE'}", false},
        {"{'channels': [7, null, ['ONLINE']]}", false},
        {"[]", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        json_t *facts = fixture_json(cases[i].facts);
        assert_int_equal(general_serves(facts), cases[i].serves);
        json_decref(facts);
    }
}

static void the_facts_are_the_catalogues(void **state)
{
    (void)state;
    struct procedure *p =
        fixture_general_procedure("{" FACTS ", 'owner': '/a', 'fee': {'text': 'Không'}}");
    const json_t *facts = procedure_facts(p);
    assert_string_equal(procedure_code(p), "9.000001");
    assert_string_not_equal(procedure_version(p), "imported");
    assert_string_equal(json_text(facts, "owner"), "/owner/name");
    assert_string_equal(json_text(facts, "submitter"), "/applicant/fullName");
    assert_string_equal(json_text(json_object_get(facts, "fee"), "text"), "Không");
    assert_string_equal(json_text(procedure_schema_document(p), "title"), "Việc");
    assert_string_equal(json_text(procedure_schema_document(p), "$id"),
                        "https://forms.motcua.vn/procedures/9.000001/schema.json");
    procedure_free(&p);
}

/* Fewer than two cases: nothing to ask, and every paper is needed. */
static void one_case_is_no_question(void **state)
{
    (void)state;
    static const char *const FACTS_OF[] = {
        "{" FACTS ", 'papers': [" PAPER("x", ", 'cases': ['a']") "]}",
        "{" FACTS ", 'cases': [{'id': 'a', 'name': 'A'}], 'papers': [" PAPER(
            "x", ", 'cases': ['a']") "]}",
    };
    for (size_t i = 0; i < sizeof(FACTS_OF) / sizeof(*FACTS_OF); i++) {
        struct procedure *p = fixture_general_procedure(FACTS_OF[i]);
        assert_null(
            json_at(procedure_schema_document(p), "/properties/case/properties/kind"));
        struct form *form = fixture_form(p, "{'case': {'behalf': 'self'}}");
        for (size_t f = 0; f < form_field_count(form); f++)
            assert_string_not_equal(form_field(form, f)->pointer, "/case/kind");
        json_t *papers = procedure_papers(p, form_answers(form), TODAY);
        assert_int_equal(json_array_size(papers), 1);
        assert_true(json_is_true(json_object_get(json_array_get(papers, 0), "needed")));
        json_decref(papers);
        form_free(&form);
        procedure_free(&p);
    }
}

/* "x y?" for a paper x that is needed and one y that may be. */
static void assert_papers(const struct procedure *p, const char *answers,
                          const char *expected)
{
    char line[200] = "";
    json_t *given = fixture_json(answers), *paper;
    json_t *papers = procedure_papers(p, given, TODAY);
    size_t i;
    json_array_foreach(papers, i, paper)
    {
        size_t used = strlen(line);
        snprintf(line + used, sizeof(line) - used, "%s%s%s", used ? " " : "",
                 json_text(paper, "id"),
                 json_is_true(json_object_get(paper, "needed")) ? "" : "?");
    }
    assert_string_equal(line, expected);
    json_decref(papers);
    json_decref(given);
}

static void papers_follow_the_case(void **state)
{
    (void)state;
    struct procedure *p = fixture_general_procedure(
        "{" FACTS ", " TWO_CASES
        ", 'papers': [" PAPER("x", "") ", " PAPER("y", ", 'cases': ['a']") ", " PAPER(
            "z", ", 'cases': ['a', 'b', 'c']") ", " PAPER("o",
                                                          ", 'cases': ['b'], 'optional': "
                                                          "true") ", " PAPER("l",
                                                                             ", "
                                                                             "'cases'"
                                                                             ": "
                                                                             "['gone'"
                                                                             "]") "]"
                                                                                  "}");
    assert_papers(p, "{'case': {'kind': 'a', 'behalf': 'self'}}", "x y z l?");
    assert_papers(p, "{'case': {'kind': 'b', 'behalf': 'other'}}",
                  "x z o? l? authorisation");
    assert_papers(p, "{'case': {'behalf': 'self'}}", "x y? z? o? l?");
    assert_papers(p,
                  "{'case': {'kind': 'a', 'behalf': 'organisation'},"
                  " 'applicant': {'role': 'sent'}}",
                  "x y z l? introduction");
    const json_t *why = json_at(procedure_facts(p), "/papers/1/why");
    assert_string_equal(json_words(why, "en"), "A");
    const json_t *kind =
        json_at(procedure_schema_document(p), "/properties/case/properties/kind/oneOf");
    assert_json(kind, "[{'const': 'a', 'title': 'A', 'i18n': 'case.kind.a'},"
                      " {'const': 'b', 'title': 'B', 'i18n': 'case.kind.b'}]");
    assert_string_equal(procedure_english(p, "case.kind.b"), "The second");
    procedure_free(&p);
}

/* The template's own papers keep their ids. */
static void an_id_stands_once(void **state)
{
    (void)state;
    struct procedure *p = fixture_general_procedure(
        "{" FACTS ", 'papers': [" PAPER("x", "") ", " PAPER("authorisation", "") "]}");
    assert_papers(p, "{'case': {'behalf': 'other'}}", "x facts-2 authorisation");
    procedure_free(&p);
}

/* It may be ticked, and is never missing. */
static void optional_papers_may_be_here(void **state)
{
    (void)state;
    struct procedure *p = fixture_general_procedure("{" FACTS ", 'papers': [" PAPER(
        "x", "") ", " PAPER("o", ", 'optional': true") "]}");
    struct form *form = fixture_form(p, "{'case': {'behalf': 'self'}}");
    assert_true(form_set_paper_here(form, "x", true));
    form_leave_papers(form);
    assert_int_equal(form_papers_state(form), STEP_DONE);
    struct paper_count count = form_count_papers(form);
    assert_int_equal(count.needed, 1);
    assert_int_equal(count.optional, 1);
    assert_int_equal(count.unsure, 0);
    assert_true(form_set_paper_here(form, "o", true));
    assert_false(form_set_paper_here(form, "authorisation", true));
    assert_int_equal(form_count_papers(form).here, 1);
    json_t *here = form_papers_here(form);
    assert_json(here, "['x', 'o']");
    json_decref(here);
    form_free(&form);
    procedure_free(&p);
}

/* The template serves one procedure after the other and stays what it is. */
static void composing_leaves_all_as_it_was(void **state)
{
    (void)state;
    struct general *general = fixture_general();
    json_t *facts = fixture_json("{" FACTS ", " TWO_CASES
                                 ", 'papers': [" PAPER("y", ", 'cases': ['a']") "]}");
    json_t *before = json_deep_copy(facts);
    json_t *schemas[2];
    for (int i = 0; i < 2; i++) {
        json_t *other = fixture_json("{" FACTS "}");
        struct procedure_files plain = general_compose(general, other);
        struct procedure_files files = general_compose(general, facts);
        struct procedure *p = procedure_create_take(plain, NULL);
        procedure_free(&p);
        schemas[i] = json_incref(files.schema);
        p = procedure_create_take(files, NULL);
        procedure_free(&p);
        json_decref(other);
    }
    assert_true(json_equal(facts, before));
    assert_true(json_equal(schemas[0], schemas[1]));
    json_decref(schemas[0]);
    json_decref(schemas[1]);
    json_decref(before);
    json_decref(facts);
    general_free(&general);
    assert_null(general);
}

/* Facts from outside may hold anything; what the engine then makes of them is an error
 * or a form, never a fall. */
static void hostile_facts(void **state)
{
    (void)state;
    static const char *const CASES[] = {
        "[]",
        "7",
        "{}",
        "{" FACTS ", 'cases': 7, 'papers': {}}",
        "{" FACTS ", 'cases': [7, 8], 'papers': [7, null]}",
        "{" FACTS ", 'cases': [{}, {'id': 3}], 'papers': [{'cases': 3}]}",
        "{'format': 1, 'version': '1', 'code': '# %zz', 'name': {'vi': 'x'}}",
        "{" FACTS ", 'cases': [{'id': 'a', 'name': 'A'}, {'id': 'a', 'name': 'A'}]}",
    };
    struct general *general = fixture_general();
    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
        struct error err = {.text = ""};
        json_t *facts = fixture_json(CASES[i]);
        struct procedure *p =
            procedure_create_take(general_compose(general, facts), &err);
        assert_true((p == NULL) == error_is_set(&err));
        procedure_free(&p);
        json_decref(facts);
    }
    general_free(&general);
}

static void a_bad_template_is_named(void **state)
{
    (void)state;
#define REST                                                                  \
    "'schema.json': {'properties': {'case': {'properties': {'kind': {}}}}}, " \
    "'uischema.json': {}, 'i18n/en.json': {}"
#define FORM "'format': 1, 'version': '1', 'owner': '/a', 'submitter': '/b'"
    static const struct {
        const char *files, *told;
    } cases[] = {
        {"{}", "general/general.json is missing"},
        {"[]", "general/general.json is missing"},
        {"{'general.json': {" FORM "}, 'schema.json': []}", "general/schema.json is"},
        {"{'general.json': {}, " REST "}", "/format must be 1"},
        {"{'general.json': {'format': 1}, " REST "}", "/version is missing"},
        {"{'general.json': {" FORM "}, " REST "}", "/caseQuestion leads nowhere"},
        {"{'general.json': {" FORM ", 'caseQuestion': '/case'}, " REST "}", "nowhere"},
        {"{'general.json': {" FORM ", 'caseQuestion': '/case/sort'}, " REST "}",
         "nowhere"},
        {"{'general.json': {" FORM ", 'caseQuestion': '/case/kind'}, " REST "}", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct error err = {.text = ""};
        struct general *general = general_create_take(fixture_json(cases[i].files), &err);
        assert_int_equal(general == NULL, cases[i].told != NULL);
        if (cases[i].told && !strstr(err.text, cases[i].told))
            fail_msg("%zu: %s", i, err.text);
        general_free(&general);
    }
}

int main(void)
{
    fixture_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_decide),
        cmocka_unit_test(the_facts_are_the_catalogues),
        cmocka_unit_test(one_case_is_no_question),
        cmocka_unit_test(papers_follow_the_case),
        cmocka_unit_test(an_id_stands_once),
        cmocka_unit_test(optional_papers_may_be_here),
        cmocka_unit_test(composing_leaves_all_as_it_was),
        cmocka_unit_test(hostile_facts),
        cmocka_unit_test(a_bad_template_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
