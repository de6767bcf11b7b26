/* SPDX-License-Identifier: MIT */
/* The project's own forms, with each of their examples and counterexamples. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/json.h"

#include <stdlib.h>
#include <string.h>

static void check_example(const struct procedure *p, const json_t *example,
                          const char *name)
{
    struct form *form = form_create_take(p, json_deep_copy(example), "2026-11-21", NULL);
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        print_error("%s %s: %s\n", procedure_code(p), name, problems[i].message);
    assert_true(form_is_complete(form));
    json_t *final = form_final_answers(form);
    fixture_assert_equal(final, example, __FILE__, __LINE__);
    json_decref(final);
    form_free(&form);
}

static void examples_are_complete_and_sent_as_they_are(void **state)
{
    (void)state;
    fixture_each_example(check_example);
}

static void go_through(const struct procedure *p, const json_t *example, const char *name)
{
    (void)name;
    struct form *form = form_create_take(p, json_deep_copy(example), "2026-11-21", NULL);
    for (size_t i = 0; i < form_field_count(form); i++) {
        char *typed = form_typed(form, i);
        form_set_typed(form, i, typed);
        free(typed);
    }
    json_t *final = form_final_answers(form);
    fixture_assert_equal(final, example, __FILE__, __LINE__);
    json_decref(final);
    assert_true(form_is_complete(form));
    form_free(&form);
}

/* Typing what each field shows anew: the way of a clerk who goes through every field with
 * Enter. */
static void going_through_an_example_changes_nothing(void **state)
{
    (void)state;
    fixture_each_example(go_through);
}

/* With each answer of an example missing in turn, what is wrong is always something that
 * a visible field can mend. */
static void leave_out_each(const struct procedure *p, const json_t *example,
                           const char *name)
{
    (void)name;
    struct form *form = form_create_take(p, json_deep_copy(example), "2026-11-21", NULL);
    for (size_t i = 0; i < form_field_count(form); i++) {
        json_t *value = json_deep_copy(form_value(form, i));
        size_t count;
        bool required = form_field(form, i)->visible && form_field(form, i)->required;
        form_set(form, i, NULL);
        const struct problem *problems = form_problems(form, &count);
        assert_false(required && count == 0);
        for (size_t k = 0; k < count; k++)
            assert_true(problems[k].field != SIZE_MAX);
        form_set(form, i, value);
        assert_true(form_is_complete(form));
        json_decref(value);
    }
    form_free(&form);
}

static void what_is_left_out_can_be_mended(void **state)
{
    (void)state;
    fixture_each_example(leave_out_each);
}

static void empty_form(const struct procedure *p, const json_t *example, const char *name)
{
    (void)example;
    (void)name;
    struct form *form = fixture_form(p, NULL);
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    assert_true(count > 3);
    for (size_t i = 0; i < count; i++) {
        assert_true(problems[i].field != SIZE_MAX && problems[i].missing);
        assert_true(form_field(form, problems[i].field)->required);
        assert_true(i == 0 || problems[i].field > problems[i - 1].field);
    }
    form_free(&form);
}

static void an_empty_form_asks_only_for_what_it_shows(void **state)
{
    (void)state;
    fixture_each_example(empty_form);
}

static bool is_foretold(const json_t *wrong, const struct problem *problem)
{
    size_t i;
    json_t *one;
    json_array_foreach(wrong, i, one)
    {
        bool warning = strcmp(json_text_or(one, "severity", ""), "warning") == 0;
        bool same_id = strcmp(problem->keyword, "x-check") != 0 ||
                       strcmp(json_text_or(one, "id", ""), problem->id) == 0;
        if (strcmp(json_text_or(one, "pointer", ""), problem->pointer) == 0 &&
            strcmp(json_text_or(one, "keyword", ""), problem->keyword) == 0 && same_id &&
            warning == problem->warning)
            return true;
    }
    return false;
}

static bool is_told(const struct form *form, const char *pointer)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(problems[i].pointer, pointer) == 0)
            return true;
    return false;
}

/* A field tells one problem, the most telling: each that is told was foretold, and each
 * place that was foretold is told of. */
static void check_counterexample(const struct procedure *p, const json_t *counterexample,
                                 const char *name)
{
    json_t *answers = json_deep_copy(json_object_get(counterexample, "answers"));
    const json_t *wrong = json_object_get(counterexample, "wrong");
    struct form *form = form_create_take(p, answers, "2026-11-21", NULL);
    size_t count, i;
    const struct problem *problems = form_problems(form, &count);
    for (i = 0; i < count; i++)
        if (!is_foretold(wrong, &problems[i]))
            fail_msg("%s %s: %s: %s %s", procedure_code(p), name, problems[i].pointer,
                     problems[i].keyword, problems[i].id);
    json_t *one;
    json_array_foreach(wrong, i, one)
    {
        if (!is_told(form, json_text_or(one, "pointer", "")))
            fail_msg("%s %s: nothing is said at %s", procedure_code(p), name,
                     json_text_or(one, "pointer", ""));
    }
    form_free(&form);
}

static void counterexamples_are_found_wrong(void **state)
{
    (void)state;
    fixture_each_counterexample(check_counterexample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_complete_and_sent_as_they_are),
        cmocka_unit_test(going_through_an_example_changes_nothing),
        cmocka_unit_test(what_is_left_out_can_be_mended),
        cmocka_unit_test(an_empty_form_asks_only_for_what_it_shows),
        cmocka_unit_test(counterexamples_are_found_wrong),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
