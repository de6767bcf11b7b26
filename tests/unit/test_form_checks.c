/* SPDX-License-Identifier: MIT */
/* What a form says beyond its schema: checks between answers, computed answers, warnings
 * that are passed with a reason. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

static int start(void **state)
{
    (void)state;
    fixture_start();
    i18n_use("en");
    return 0;
}

static const struct problem *problem_at(const struct form *form, const char *pointer)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(problems[i].pointer, pointer) == 0)
            return &problems[i];
    return NULL;
}

#define PARENT                                                                        \
    "{'properties': {'child': {'type': 'string', 'format': 'date'},"                  \
    " 'mother': {'type': 'string', 'format': 'date'},"                                \
    " 'has': {'type': 'boolean'}},"                                                   \
    " 'x-check': [{'id': 'mother-older', 'at': '/mother', 'severity': 'error',"       \
    "  'logic': {'>=': [{'age_on': [{'var': 'mother'}, {'var': 'child'}]}, 12]},"     \
    "  'message': {'vi': 'Mẹ phải lớn tuổi hơn con.', 'en': 'Too young.'}}," \
    " {'id': 'old-mother', 'at': '/mother', 'severity': 'warning',"                   \
    "  'logic': {'<=': [{'age_on': [{'var': 'mother'}, {'var': 'child'}]}, 55]},"     \
    "  'message': {'vi': 'Mẹ đã trên 55 tuổi.', 'en': 'Older than 55.'}}]}"
#define PARENT_PAGE                                                                     \
    PAGE(CONTROL("child") "," CONTROL("has") ",{'type': 'Control', 'scope': "           \
                                             "'#/properties/mother', 'rule': "          \
                                             "{'effect': 'HIDE', 'condition': "         \
                                             "{'scope': '#/properties/has', 'schema': " \
                                             "{'const': false},"                        \
                                             " 'failWhenUndefined': true}}}")

static void checks_wait_for_answers(void **state)
{
    (void)state;
    struct opened o = open_form(PARENT, PARENT_PAGE, NULL);
    fixture_type(o.form, "/child", "01/02/2026");
    assert_null(problem_at(o.form, "/mother"));
    fixture_type(o.form, "/mother", "01/02/2020");
    const struct problem *p = problem_at(o.form, "/mother");
    assert_string_equal(p->message, "Too young.");
    assert_string_equal(p->id, "mother-older");
    assert_string_equal(p->keyword, "x-check");
    assert_false(p->warning || p->missing);
    assert_false(form_is_complete(o.form));
    form_use_language(o.form, "vi");
    assert_string_equal(fixture_problem(o.form, "/mother"), "Mẹ phải lớn tuổi hơn con.");
    form_use_language(o.form, "en");
    fixture_type(o.form, "/mother", "01/02/1990");
    assert_true(form_is_complete(o.form));
    /* an answer that is wrong by itself is told alone */
    fixture_type(o.form, "/mother", "31/02/2020");
    assert_string_equal(problem_at(o.form, "/mother")->keyword, "type");
    /* nobody is asked about the mother any more */
    fixture_type(o.form, "/mother", "01/02/2020");
    fixture_type(o.form, "/has", "No");
    assert_true(form_is_complete(o.form));
    close_form(&o);
}

static void warnings_are_passed_with_a_reason(void **state)
{
    (void)state;
    struct opened o = open_form(PARENT, PARENT_PAGE, "{'child': '2026-02-01'}");
    fixture_type(o.form, "/mother", "01/02/1960");
    const struct problem *p = problem_at(o.form, "/mother");
    assert_true(p->warning && form_is_complete(o.form));
    assert_null(p->reason);
    assert_int_equal(form_step(o.form, 0)->state, STEP_STARTED);
    json_t *passed = form_passed_warnings(o.form);
    assert_json(passed, "[]");
    json_decref(passed);

    assert_false(form_pass_warning(o.form, "none", "/mother", "x"));
    assert_false(form_pass_warning(o.form, "mother-older", "/mother", "x"));
    char endless[502] = "";
    memset(endless, 'x', sizeof endless - 1);
    assert_false(form_pass_warning(o.form, "old-mother", "/mother", endless));
    assert_true(form_pass_warning(o.form, "old-mother", "/mother", "Có giấy chứng sinh"));
    assert_string_equal(problem_at(o.form, "/mother")->reason, "Có giấy chứng sinh");
    passed = form_passed_warnings(o.form);
    assert_json(passed, "[{'id': 'old-mother', 'pointer': '/mother',"
                        " 'reason': 'Có giấy chứng sinh'}]");
    json_decref(passed);

    /* a draft keeps it */
    json_t *progress = form_progress(o.form);
    struct opened again =
        open_form(PARENT, PARENT_PAGE, "{'child': '2026-02-01', 'mother': '1960-02-01'}");
    form_restore_progress(again.form, progress);
    assert_non_null(problem_at(again.form, "/mother")->reason);
    json_decref(progress);
    close_form(&again);

    /* it speaks of these answers only */
    fixture_type(o.form, "/mother", "01/02/1950");
    assert_null(problem_at(o.form, "/mother")->reason);
    fixture_type(o.form, "/mother", "01/02/1960");
    assert_non_null(problem_at(o.form, "/mother")->reason);
    assert_true(form_pass_warning(o.form, "old-mother", "/mother", " "));
    assert_null(problem_at(o.form, "/mother")->reason);
    close_form(&o);
}

static void a_step_that_is_done_tells_of_its_warnings(void **state)
{
    (void)state;
    struct opened o = open_form(PARENT, PARENT_PAGE, "{'child': '2026-02-01'}");
    fixture_type(o.form, "/mother", "01/02/1960");
    form_leave_step(o.form, 0);
    assert_int_equal(form_step(o.form, 0)->state, STEP_WARNED);
    assert_true(form_pass_warning(o.form, "old-mother", "/mother", "Có giấy chứng sinh"));
    assert_int_equal(form_step(o.form, 0)->state, STEP_DONE);
    fixture_type(o.form, "/mother", "01/02/2020"); /* an error is more than a warning */
    assert_int_equal(form_step(o.form, 0)->state, STEP_ATTENTION);
    close_form(&o);
}

#define COPIES                                                                 \
    "{'properties': {'pages': {'type': 'integer'}, 'fee': {'type': 'integer'," \
    "  'readOnly': true, 'x-compute': {'*': [{'var': 'pages'}, 2000]}},"       \
    " 'words': {'type': 'string', 'readOnly': true,"                           \
    "  'x-compute': {'money_words': {'var': 'fee'}}}}}"

static void answers_are_computed(void **state)
{
    (void)state;
    struct opened o =
        open_form(COPIES, PAGE(CONTROL("words") "," CONTROL("pages")), "{'fee': 5}");
    assert_final(o.form, "{}");
    fixture_type(o.form, "/pages", "4");
    assert_final(o.form, "{'pages': 4, 'fee': 8000, 'words': 'tám nghìn đồng'}");
    assert_typed(o.form, "/words", "tám nghìn đồng");
    assert_false(field_of(&o, "/words")->enabled);
    fixture_type(o.form, "/pages", "");
    assert_final(o.form, "{}");
    close_form(&o);
}

static void an_answer_may_be_repeated(void **state)
{
    (void)state;
    struct opened o =
        open_form("{'properties': {'a': {'type': 'string'}, 'b': {'type':"
                  " 'string', 'readOnly': true, 'x-compute': {'var': 'a'}}}}",
                  PAGE(CONTROL("a") "," CONTROL("b")), NULL);
    fixture_type(o.form, "/a", "An");
    assert_final(o.form, "{'a': 'An', 'b': 'An'}");
    fixture_type(o.form, "/a", "Bình");
    assert_final(o.form, "{'a': 'Bình', 'b': 'Bình'}");
    close_form(&o);
}

/* The engine must come to an end whatever the linter would have said. */
static void circles_come_to_an_end(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'a': {'type': 'integer', 'x-compute': {'+': [{'var': 'a'}, 1]}},"
        " 'b': {'type': 'integer'}}}",
        PAGE(CONTROL("a") "," CONTROL("b")), "{'a': 1}");
    fixture_type(o.form, "/b", "1");
    assert_non_null(form_value(o.form, fixture_field(o.form, "/a")));
    close_form(&o);
}

static void abolished_places_are_warned_of(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'home': {'type': 'string', 'title': 'Nơi ở', 'x-address': true},"
        " 'old': {'type': 'string'}}}",
        PAGE(CONTROL("home") "," CONTROL("old")),
        "{'home': 'xã Hoà Tiến, huyện Hoà Vang', 'old': 'huyện Hoà Vang'}");
    const struct problem *p = problem_at(o.form, "/home");
    assert_true(p->warning);
    assert_string_equal(p->keyword, "x-address");
    assert_string_equal(p->suggestion, "xã Hoà Tiến");
    assert_string_equal(p->message, "“Nơi ở”: there are no districts any more (huyện Hoà "
                                    "Vang). Check the address.");
    assert_null(problem_at(o.form, "/old"));
    assert_true(form_pass_warning(o.form, p->id, p->pointer, "Tên cũ trên giấy"));
    fixture_type(o.form, "/home", "xã Hoà Tiến");
    assert_null(problem_at(o.form, "/home"));
    json_t *passed = form_passed_warnings(o.form);
    assert_json(passed, "[]");
    json_decref(passed);
    close_form(&o);
}

#define FAMILY                                                                      \
    "{'properties': {'applicant': {'type': 'string'}, 'members': {'type': 'array'," \
    "  'items': {'$ref': '#/$defs/person'}}},"                                      \
    " '$defs': {'person': {'type': 'object',"                                       \
    "  'properties': {'name': {'type': 'string'},"                                  \
    "   'born': {'type': 'string', 'format': 'date'}, 'pets': {'type': 'array',"    \
    "   'items': {'properties': {'name': {'type': 'string'}}, 'x-check': [{"        \
    "    'id': 'pet-name', 'at': '/name', 'severity': 'error', 'message': {'en': "  \
    "'Pet'},"                                                                       \
    "    'logic': {'!=': [{'var': 'name'}, {'var': '$.applicant'}]}}]}}},"          \
    "  'x-check': [{'id': 'born-before', 'at': '/born', 'severity': 'error',"       \
    "   'logic': {'>=': [{'days_between': [{'var': 'born'}, {'today': []}]}, 0]},"  \
    "   'message': {'vi': 'Sau hôm nay.', 'en': 'After today.'}},"                 \
    "  {'id': 'other', 'at': '/name', 'severity': 'warning',"                       \
    "   'logic': {'!=': [{'var': 'name'}, {'var': '$.applicant'}]},"                \
    "   'message': {'vi': 'Trùng.', 'en': 'The applicant.'}}]}}}"

/* A check in the schema of a row is told at the row that breaks it. */
static void each_row_is_checked(void **state)
{
    (void)state;
    struct opened o = open_form(
        FAMILY, PAGE(CONTROL("applicant") "," CONTROL("members")),
        "{'members': [{'name': 'An', 'born': '2020-01-01'}, {'name': 'Bình'}, {}]}");
    assert_true(form_is_complete(o.form));
    fixture_type(o.form, "/members/1/born", "01/01/2099");
    const struct problem *p = problem_at(o.form, "/members/1/born");
    assert_string_equal(p->message, "After today.");
    assert_string_equal(p->id, "born-before");
    assert_int_equal(p->field, fixture_field(o.form, "/members/1/born"));
    assert_null(problem_at(o.form, "/members/0/born"));

    /* The whole answers are there, too; until they are, nothing is said. */
    fixture_type(o.form, "/applicant", "An");
    p = problem_at(o.form, "/members/0/name");
    assert_true(p->warning);
    assert_true(form_pass_warning(o.form, "other", "/members/0/name", "Cùng tên"));
    assert_string_equal(problem_at(o.form, "/members/0/name")->reason, "Cùng tên");
    fixture_type(o.form, "/members/2/name", "An");
    assert_non_null(problem_at(o.form, "/members/2/name"));
    assert_null(problem_at(o.form, "/members/2/name")->reason);

    /* A row that goes takes its problems with it. */
    assert_true(form_row_remove(o.form, fixture_field(o.form, "/members"), 1));
    assert_null(problem_at(o.form, "/members/1/born"));
    assert_non_null(problem_at(o.form, "/members/1/name"));
    close_form(&o);
}

static const char *reason_at(const struct opened *o, const char *pointer)
{
    const struct problem *problem = problem_at(o->form, pointer);
    assert_non_null(problem);
    return problem->reason ? problem->reason : "";
}

/* The same name again in another row is another person. */
static void a_reason_goes_with_its_row(void **state)
{
    (void)state;
    struct opened o = open_form(FAMILY, PAGE(CONTROL("applicant") "," CONTROL("members")),
                                "{'applicant': 'An', 'members': [{'name': 'An'}, "
                                "{'name': 'Bình'}, {'name': 'An'},"
                                " {}]}");
    size_t list = fixture_field(o.form, "/members");
    assert_true(form_pass_warning(o.form, "other", "/members/0/name", "Cùng tên"));
    assert_true(form_row_move(o.form, list, 0, 1));
    assert_null(problem_at(o.form, "/members/0/name"));
    assert_string_equal(reason_at(&o, "/members/1/name"), "Cùng tên");
    assert_true(form_row_move(o.form, list, 2, 1));
    assert_string_equal(reason_at(&o, "/members/1/name"), "");
    assert_string_equal(reason_at(&o, "/members/2/name"), "Cùng tên");
    assert_true(form_row_remove(o.form, list, 0));
    assert_string_equal(reason_at(&o, "/members/0/name"), "");
    assert_string_equal(reason_at(&o, "/members/1/name"), "Cùng tên");
    assert_true(form_row_remove(o.form, list, 1));
    assert_true(form_row_move(o.form, list, 0, 1));
    assert_string_equal(reason_at(&o, "/members/1/name"), "");
    close_form(&o);
}

static void rows_in_rows_are_checked(void **state)
{
    (void)state;
    struct opened o = open_form(FAMILY, PAGE(CONTROL("applicant") "," CONTROL("members")),
                                "{'members': [{'pets': [{'name': 'Miu'}]},"
                                " {'pets': [{'name': 'Vàng'}, {'name': 'Miu'}]}]}");
    fixture_type(o.form, "/applicant", "Vàng");
    assert_string_equal(problem_at(o.form, "/members/1/pets/0/name")->id, "pet-name");
    assert_null(problem_at(o.form, "/members/1/pets/1/name"));
    assert_null(problem_at(o.form, "/members/0/pets/0/name"));
    close_form(&o);
}

/* ---- names ---- */

/* As an input method would, that knows one name. */
static char *mend_one(const void *arg, const char *name)
{
    const char *rest = strstr(name, " An");
    return strcmp(name, arg) == 0 ? memory_format("Nguyễn%s", rest) : NULL;
}

static void open_names(struct opened *o, const char *typed)
{
    *o = open_form("{'properties': {'a': {'type': 'string', 'format': 'vn-name'},"
                   " 'b': {'type': 'string'}}}",
                   PAGE(CONTROL("a") ", " CONTROL("b")), NULL);
    form_use_mender(o->form, (struct name_mender){mend_one, typed});
    fixture_type(o->form, "/a", typed);
    fixture_type(o->form, "/b", typed);
}

static void keys_left_in_a_name_are_worth_a_look(void **state)
{
    (void)state;
    struct opened o;
    size_t count;
    open_names(&o, "Nguyeenx An");
    const struct problem *problems = form_problems(o.form, &count);
    assert_int_equal(count, 1); /* the other field is no name */
    assert_true(problems[0].warning);
    assert_string_equal(problems[0].pointer, "/a");
    assert_string_equal(problems[0].suggestion, "Nguyễn An");
    assert_true(form_is_complete(o.form));
    assert_final(o.form, "{'a': 'Nguyeenx An', 'b': 'Nguyeenx An'}");

    assert_true(form_pass_warning(o.form, problems[0].id, "/a", "so in the passport"));
    problems = form_problems(o.form, &count);
    assert_string_equal(problems[0].reason, "so in the passport");
    fixture_type(o.form, "/a", problems[0].suggestion);
    form_problems(o.form, &count);
    assert_int_equal(count, 0);
    close_form(&o);
}

/* A digit is no letter of a name: that is wrong, and what it should be is offered. */
static void digits_left_in_a_name_are_wrong(void **state)
{
    (void)state;
    struct opened o;
    size_t count;
    open_names(&o, "Nguye6n4 An");
    const struct problem *problems = form_problems(o.form, &count);
    assert_int_equal(count, 1);
    assert_false(problems[0].warning);
    assert_string_equal(problems[0].suggestion, "Nguyễn An");
    close_form(&o);

    open_names(&o, "Nguye6n4 An?"); /* what is offered would be as wrong */
    problems = form_problems(o.form, &count);
    assert_int_equal(count, 1);
    assert_null(problems[0].suggestion);
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_wait_for_answers),
        cmocka_unit_test(warnings_are_passed_with_a_reason),
        cmocka_unit_test(a_step_that_is_done_tells_of_its_warnings),
        cmocka_unit_test(each_row_is_checked),
        cmocka_unit_test(a_reason_goes_with_its_row),
        cmocka_unit_test(rows_in_rows_are_checked),
        cmocka_unit_test(answers_are_computed),
        cmocka_unit_test(an_answer_may_be_repeated),
        cmocka_unit_test(circles_come_to_an_end),
        cmocka_unit_test(abolished_places_are_warned_of),
        cmocka_unit_test(keys_left_in_a_name_are_worth_a_look),
        cmocka_unit_test(digits_left_in_a_name_are_wrong),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
