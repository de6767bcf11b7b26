/* SPDX-License-Identifier: MIT */
/* The papers of a form: which are needed, which are here, and what becomes of a tick. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/json.h"

#include <stdlib.h>
#include <string.h>

static int start(void **state)
{
    (void)state;
    fixture_start();
    return 0;
}

#define SCHEMA                                                                 \
    "{'properties': {'house': {'enum': ['own', 'rented']}, 'child': {'type': " \
    "'boolean'}}}"
#define FACTS                                                                   \
    "{'format': 1, 'code': '9.999999', 'version': '2026.11.1', 'name': 'Hộ'," \
    " 'papers': [{'id': 'declaration', 'name': 'Tờ khai'},"                   \
    " {'id': 'contract', 'name': 'Hợp đồng', 'why': 'Vì thuê nhà.',"    \
    "  'when': {'==': [{'var': 'house'}, 'rented']}},"                          \
    " {'id': 'birth', 'name': 'Giấy khai sinh', 'when': {'var': 'child'}}]}"

static struct opened open_household(const char *facts, const char *answers)
{
    struct error err = {0};
    struct procedure_files files = {
        .facts = fixture_json(facts),
        .schema = fixture_json(SCHEMA),
        .uischema = fixture_json(PAGE(CONTROL("house") "," CONTROL("child")))};
    struct opened o = {.procedure = procedure_create_take(files, &err)};
    if (!o.procedure)
        fail_msg("%s", err.text);
    o.form = fixture_form(o.procedure, answers);
    return o;
}

/* "declaration+ contract birth?": + is here, ? depends on what is not answered yet */
static void expect_papers(const struct form *form, const char *expected)
{
    char words[200] = "";
    size_t i;
    json_t *paper;
    json_array_foreach(form_papers(form), i, paper)
    {
        bool needed = json_is_true(json_object_get(paper, "needed"));
        bool here = json_is_true(json_object_get(paper, "here"));
        size_t at = strlen(words);
        snprintf(words + at, sizeof(words) - at, "%s%s%s%s", i ? " " : "",
                 json_text(paper, "id"), here ? "+" : "", needed ? "" : "?");
    }
    assert_string_equal(words, expected);
}

static void expect_state(const struct form *form, size_t here, size_t needed,
                         enum step_state state)
{
    struct paper_count count = form_count_papers(form);
    assert_int_equal(count.here, here);
    assert_int_equal(count.needed, needed);
    assert_int_equal(form_papers_state(form), state);
}

static void nothing_is_here_by_itself(void **state)
{
    (void)state;
    struct opened o = open_household(FACTS, NULL);
    assert_true(form_has_papers(o.form));
    expect_papers(o.form, "declaration contract? birth?");
    expect_state(o.form, 0, 1, STEP_UNTOUCHED);
    assert_int_equal(form_count_papers(o.form).unsure, 2);
    assert_false(form_set_paper_here(o.form, "contract", true)); /* perhaps not needed */
    assert_false(form_set_paper_here(o.form, "passport", true)); /* never asked for */
    assert_true(form_set_paper_here(o.form, "declaration", true));
    expect_papers(o.form, "declaration+ contract? birth?");
    expect_state(o.form, 1, 1, STEP_STARTED); /* more may be asked for */
    assert_true(form_set_paper_here(o.form, "declaration", false));
    expect_state(o.form, 0, 1, STEP_UNTOUCHED);
    close_form(&o);
}

static void ticks_lapse_with_the_need(void **state)
{
    (void)state;
    struct opened o = open_household(FACTS, "{'house': 'rented', 'child': false}");
    expect_papers(o.form, "declaration contract");
    assert_true(form_set_paper_here(o.form, "declaration", true));
    assert_true(form_set_paper_here(o.form, "contract", true));
    expect_state(o.form, 2, 2, STEP_DONE);
    /* another answer changes, or the language: both stay */
    fixture_type(o.form, "/child", "Có");
    form_use_language(o.form, "en");
    expect_papers(o.form, "declaration+ contract+ birth");
    expect_state(o.form, 2, 3, STEP_STARTED);
    /* emptied while it is being mended: nobody said that it is not needed */
    fixture_type(o.form, "/house", "");
    expect_papers(o.form, "declaration+ contract+? birth");
    expect_state(o.form, 1, 2, STEP_STARTED);
    fixture_type(o.form, "/house", "rented");
    expect_papers(o.form, "declaration+ contract+ birth");
    /* not needed any more: it was given back */
    fixture_type(o.form, "/house", "own");
    expect_papers(o.form, "declaration+ birth");
    fixture_type(o.form, "/house", "rented");
    expect_papers(o.form, "declaration+ contract birth");
    close_form(&o);
}

static void told_of_once_they_were_left(void **state)
{
    (void)state;
    struct opened o = open_household(FACTS, "{'house': 'rented', 'child': false}");
    form_leave_papers(o.form);
    expect_state(o.form, 0, 2, STEP_WARNED);
    form_set_paper_here(o.form, "contract", true);
    expect_state(o.form, 1, 2, STEP_WARNED);
    form_set_paper_here(o.form, "declaration", true);
    expect_state(o.form, 2, 2, STEP_DONE);
    close_form(&o);
    o = open_household(FACTS, NULL);
    form_leave_all(o.form);
    expect_state(o.form, 0, 1, STEP_WARNED);
    close_form(&o);
}

static void a_draft_keeps_them(void **state)
{
    (void)state;
    static const char ANSWERS[] = "{'house': 'rented', 'child': false}";
    struct opened o = open_household(FACTS, ANSWERS);
    json_t *progress = form_progress(o.form);
    assert_null(json_object_get(progress, "papers"));
    json_decref(progress);
    form_set_paper_here(o.form, "contract", true);
    progress = form_progress(o.form);
    json_t *here = form_papers_here(o.form);
    assert_json(here, "['contract']");
    json_decref(here);

    struct form *again = fixture_form(o.procedure, ANSWERS);
    form_restore_progress(again, progress);
    expect_papers(again, "declaration contract+");
    form_free(&again);
    json_t *saved = form_progress(o.form); /* wiped, as a draft is once it is saved */
    json_wipe(&saved);
    expect_papers(o.form, "declaration contract+");
    again = fixture_form(o.procedure, "{'house': 'own', 'child': false}");
    form_restore_progress(again, progress);
    expect_papers(again, "declaration");
    expect_state(again, 0, 1, STEP_UNTOUCHED);
    form_free(&again);
    json_decref(progress);

    form_leave_papers(o.form);
    progress = form_progress(o.form);
    again = fixture_form(o.procedure, ANSWERS);
    form_restore_progress(again, progress);
    expect_state(again, 1, 2, STEP_WARNED);
    form_free(&again);
    json_decref(progress);
    close_form(&o);
}

/* A draft is a file: whatever stands in it does no harm. */
static void strange_progress(void **state)
{
    (void)state;
    static const char *const PROGRESS[] = {
        "{'papers': 3}", "{'papers': {'here': 'declaration', 'left': 'yes'}}",
        "{'papers': {'here': [3, null, ['declaration'], 'passport', 'birth?']}}"};
    for (size_t i = 0; i < sizeof(PROGRESS) / sizeof(*PROGRESS); i++) {
        struct opened o = open_household(FACTS, NULL);
        json_t *progress = fixture_json(PROGRESS[i]);
        form_restore_progress(o.form, progress);
        expect_papers(o.form, "declaration contract? birth?");
        expect_state(o.form, 0, 1, STEP_UNTOUCHED);
        json_decref(progress);
        close_form(&o);
    }
}

static void no_papers_at_all(void **state)
{
    (void)state;
    static const char NONE[] = "{'format': 1, 'code': '9.999999', 'version': '1',"
                               " 'name': 'Hộ', 'papers': []}";
    struct opened o = open_household(NONE, NULL);
    assert_false(form_has_papers(o.form));
    assert_false(form_set_paper_here(o.form, "", true));
    form_leave_all(o.form);
    expect_state(o.form, 0, 0, STEP_DONE);
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_here_by_itself),
        cmocka_unit_test(ticks_lapse_with_the_need),
        cmocka_unit_test(told_of_once_they_were_left),
        cmocka_unit_test(a_draft_keeps_them),
        cmocka_unit_test(strange_progress),
        cmocka_unit_test(no_papers_at_all),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
