/* SPDX-License-Identifier: MIT */
/* The facts of a procedure: their shape, the papers to bring, the fee. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define TODAY "2026-11-21"

static struct procedure *with_facts(const char *facts, struct error *err)
{
    return procedure_create_take((struct procedure_files){.facts = fixture_json(facts)},
                                 err);
}

static void wrong_facts_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *facts, *told;
    } cases[] = {
        {"[]", "procedure.json holds no object."},
        {"{}", "procedure.json: /format must be 1."},
        {"{'format': 2}", "procedure.json: /format must be 1."},
        {"{'format': 1, 'version': '1'}", "procedure.json: /code is missing."},
        {"{'format': 1, 'code': 7}", "procedure.json: /code has the wrong shape."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': {'en': 'x'}}",
         "procedure.json: /name has the wrong shape."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'papers': {}}",
         "procedure.json: /papers has the wrong shape."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'papers': [{'id': 'a',"
         " 'name': 'A'}, 7]}",
         "procedure.json: /papers/1/id is missing."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'papers': [{'id': 'a',"
         " 'name': 'A'}, {'id': 'a', 'name': 'B'}]}",
         "procedure.json: /papers/1: the id “a” is there twice."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'owner': 'child'}",
         "procedure.json: /owner has the wrong shape."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'cases': [{'id': "
         "'a'}]}",
         "procedure.json: /cases/0/name is missing."},
        {"{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'legalBasis': [7]}",
         "procedure.json: /legalBasis has the wrong shape."},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct error err = {.text = ""};
        assert_null(with_facts(cases[i].facts, &err));
        assert_string_equal(err.text, cases[i].told);
    }
}

static void a_form_that_is_none_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *uischema, *told;
    } cases[] = {
        {"[]", "{}", "schema.json holds no object."},
        {"{'properties': 7}", "{}", "schema.json: "},
        {"{}", NULL, "uischema.json is missing."},
        {"{}", "[]", "uischema.json holds no object."},
        {"{}", "{'elements': [{'elements': [7]}]}",
         "uischema.json: /elements/0/elements/0 is no element."},
        {"{}",
         "{'elements': [{'rule': {'effect': 'SHOW', 'condition': {'schema':"
         " {'type': 'moon'}}}}]}",
         "uischema.json: the condition of /elements/0 is no schema: "},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct error err = {.text = ""};
        struct procedure_files files = {
            .facts =
                fixture_json("{'format': 1, 'code': '1', 'version': '1', 'name': 'x'}"),
            .schema = fixture_json(cases[i].schema),
            .uischema = fixture_json(cases[i].uischema)};
        assert_null(procedure_create_take(files, &err));
        print_message("%s\n", err.text);
        assert_int_equal(strncmp(err.text, cases[i].told, strlen(cases[i].told)), 0);
    }
}

static void nesting_has_an_end(void **state)
{
    (void)state;
    struct error err = {.text = ""};
    json_t *layout = json_object();
    json_t *condition = fixture_json("{'type': 'AND', 'conditions': []}");
    for (int i = 0; i < 40; i++)
        layout = json_pack("{s:[o]}", "elements", layout);
    for (int i = 0; i < 40; i++)
        condition = json_pack("{s:s, s:[o]}", "type", "OR", "conditions", condition);
    struct procedure_files files = {
        .facts = fixture_json("{'format': 1, 'code': '1', 'version': '1', 'name': 'x'}"),
        .schema = json_object(),
        .uischema = layout};
    assert_null(procedure_create_take(files, &err));
    assert_non_null(strstr(err.text, "too many elements"));

    error_clear(&err);
    files.facts = fixture_json("{'format': 1, 'code': '1', 'version': '1', 'name': 'x'}");
    files.schema = json_object();
    files.uischema =
        json_pack("{s:{s:s, s:o}}", "rule", "effect", "SHOW", "condition", condition);
    assert_null(procedure_create_take(files, &err));
    assert_non_null(strstr(err.text, "nested too deeply"));
}

static void a_procedure_may_be_without_a_form(void **state)
{
    (void)state;
    struct procedure *p = with_facts(
        "{'format': 1, 'code': '1', 'version': '1', 'name': {'vi': 'x'}}", NULL);
    struct error err = {.text = ""};
    assert_false(procedure_has_form(p));
    assert_string_equal(procedure_code(p), "1");
    assert_null(form_create_take(p, NULL, TODAY, &err));
    assert_string_equal(err.text, "The procedure 1 has no form.");
    json_t *papers = procedure_papers(p, NULL, TODAY);
    assert_json(papers, "[]");
    json_decref(papers);
    assert_int_equal(procedure_fee(p, NULL, TODAY), -1);
    procedure_free(&p);
}

/* "a:true b:maybe", in the order of the list. */
static char *papers_in_short(const struct procedure *p, const char *answers)
{
    json_t *data = fixture_json(answers);
    json_t *papers = procedure_papers(p, data, TODAY);
    char *text = memory_copy_text("");
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        bool needed = json_is_true(json_object_get(paper, "needed"));
        char *longer =
            memory_format("%s%s%s:%s", text, i ? " " : "", json_text(paper, "id"),
                          needed ? "true" : json_text(paper, "needed"));
        free(text);
        text = longer;
    }
    json_decref(papers);
    json_decref(data);
    return text;
}

static void papers_follow_the_answers(void **state)
{
    (void)state;
    struct procedure *p =
        with_facts("{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'papers': ["
                   " {'id': 'always', 'name': 'A'},"
                   " {'id': 'proxy', 'name': 'B', 'when': {'var': 'who.proxy'}},"
                   " {'id': 'late', 'name': 'C', 'when': {'and': [{'==': [{'var': "
                   "'kind'}, 'birth']},"
                   "  {'>': [{'var': 'days'}, 60]}]}}]}",
                   NULL);
    static const struct {
        const char *answers, *papers;
    } cases[] = {
        {NULL, "always:true proxy:maybe late:maybe"},
        {"{}", "always:true proxy:maybe late:maybe"},
        {"{'who': {'proxy': true}}", "always:true proxy:true late:maybe"},
        {"{'who': {'proxy': false}, 'kind': 'death'}", "always:true"},
        {"{'who': {'proxy': false}, 'days': 3}", "always:true"},
        {"{'who': {'proxy': false}, 'kind': 'birth'}", "always:true late:maybe"},
        {"{'who': {'proxy': false}, 'kind': 'birth', 'days': 61}",
         "always:true late:true"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *papers = papers_in_short(p, cases[i].answers);
        assert_string_equal(papers, cases[i].papers);
        free(papers);
    }
    procedure_free(&p);
}

/* How many sheets may be a matter of the answers, too. */
static void sheets_are_counted(void **state)
{
    (void)state;
    struct procedure *p = with_facts(
        "{'format': 1, 'code': '1', 'version': '1', 'name': 'x', 'papers': ["
        " {'id': 'a', 'name': 'A', 'originals': {'var': 'persons'}, 'copies': 2},"
        " {'id': 'b', 'name': 'B', 'originals': 0, 'copies': {'reduce': ["
        "  {'var': 'list'}, {'+': [{'var': 'accumulator'},"
        "  {'var': 'current.copies'}]}, 0]}}]}",
        NULL);
    static const struct {
        const char *answers;
        long long originals, copies;
    } CASES[] = {
        {NULL, 1, 1},
        {"{}", 1, 1},
        {"{'persons': 3, 'list': [{'copies': 5}, {'copies': 2}]}", 3, 7},
        {"{'persons': 0, 'list': []}", 0, 0},
        {"{'persons': -4, 'list': [{'copies': 1e12}]}", 0, 10000},
        {"{'persons': 'x'}", 1, 1},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
        json_t *data = fixture_json(CASES[i].answers);
        json_t *papers = procedure_papers(p, data, TODAY);
        const json_t *first = json_array_get(papers, 0),
                     *last = json_array_get(papers, 1);
        assert_int_equal(json_number(first, "originals", -1), CASES[i].originals);
        assert_int_equal(json_number(first, "copies", -1), 2);
        assert_int_equal(json_number(last, "originals", -1), 0);
        assert_int_equal(json_number(last, "copies", -1), CASES[i].copies);
        json_decref(papers);
        json_decref(data);
    }
    procedure_free(&p);
}

static void a_fee_is_told_when_it_is_certain(void **state)
{
    (void)state;
    static const struct {
        const char *logic, *answers;
        long long fee;
    } cases[] = {
        {"0", NULL, 0},
        {"8000", NULL, 8000},
        {"{'*': [2000, {'var': 'pages'}]}", NULL, -1},
        {"{'*': [2000, {'var': 'pages'}]}", "{}", -1}, /* and not 0 */
        {"{'*': [2000, {'var': 'pages'}]}", "{'pages': 3}", 6000},
        {"{'*': [2000, {'var': ['pages', 1]}]}", "{}", 2000},
        {"{'if': [{'var': 'poor'}, 0, {'*': [2000, {'var': 'pages'}]}]}",
         "{'poor': true}", 0},
        {"{'if': [{'var': 'poor'}, 0, {'*': [2000, {'var': 'pages'}]}]}",
         "{'poor': false}", -1},
        {"{'if': [{'or': [{'var': 'a'}, {'var': 'b'}]}, 5, 7]}", "{'b': true}", 5},
        {"{'if': [{'or': [{'var': 'a'}, {'var': 'b'}]}, 5, 7]}", "{'b': false}", -1},
        {"{'if': [{'missing': ['a']}, 5, 7]}", "{}", 5},
        {"{'reduce': [{'var': 'list'}, {'+': [{'var': 'accumulator'},"
         " {'var': 'current'}]}, 0]}",
         "{'list': [1, 2]}", 3},
        {"{'-': [{'var': 'x'}]}", "{'x': 5}", -1},
        {"null", "{}", -1},
        {"{'moon': [1]}", "{}", -1},
        {"'much'", "{}", -1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *facts =
            memory_format("{'format': 1, 'code': '1', 'version': '1', 'name': 'x',"
                          " 'fee': {'logic': %s}}",
                          cases[i].logic);
        struct procedure *p = with_facts(facts, NULL);
        json_t *answers = fixture_json(cases[i].answers);
        print_message("%s\n", cases[i].logic);
        assert_int_equal(procedure_fee(p, answers, TODAY), cases[i].fee);
        json_decref(answers);
        procedure_free(&p);
        free(facts);
    }
}

/* Complete answers leave no doubt about what to bring, but for what nobody asks. */
static void has_certain_papers(const struct procedure *p, const json_t *example,
                               const char *name)
{
    json_t *papers = procedure_papers(p, example, TODAY);
    size_t i;
    json_t *paper;
    assert_true(json_array_size(papers) > 0);
    json_array_foreach(papers, i, paper)
    {
        if (!json_is_true(json_object_get(paper, "needed")) &&
            !json_flag(paper, "optional", false))
            fail_msg("%s %s: %s", procedure_code(p), name, json_text(paper, "id"));
    }
    json_decref(papers);
}

static void examples_have_their_papers(void **state)
{
    (void)state;
    fixture_each_example(has_certain_papers);
}

static void a_birth_has_its_fee(void **state)
{
    (void)state;
    struct procedure *p = fixture_real_procedure("1.001193");
    json_t *answers = fixture_example("1.001193", "both-parents-married.json");
    assert_true(procedure_fee(p, answers, TODAY) >= 0);
    assert_int_equal(procedure_fee(p, NULL, TODAY), -1);
    json_decref(answers);
    procedure_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_facts_are_named),
        cmocka_unit_test(a_form_that_is_none_is_named),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(a_procedure_may_be_without_a_form),
        cmocka_unit_test(papers_follow_the_answers),
        cmocka_unit_test(sheets_are_counted),
        cmocka_unit_test(a_fee_is_told_when_it_is_certain),
        cmocka_unit_test(examples_have_their_papers),
        cmocka_unit_test(a_birth_has_its_fee),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
