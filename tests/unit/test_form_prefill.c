/* SPDX-License-Identifier: MIT */
/* Answers that are taken over from others (x-prefill), until somebody changes them. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/i18n.h"

#include <stdlib.h>
#include <string.h>

static int start(void **state)
{
    (void)state;
    fixture_start();
    i18n_use("en");
    return 0;
}

/* The applicant, who may be the mother; her number must have three digits. */
#define MOTHER                                                                           \
    "{'properties': {'is': {'type': 'string'}, 'name': {'type': 'string', 'maxLength': " \
    "9},"                                                                                \
    " 'number': {'type': 'string'}, 'has': {'type': 'boolean'},"                         \
    " 'mother': {'type': 'object', 'properties': {"                                      \
    "  'name': {'type': 'string', 'maxLength': 5, 'x-prefill': {'if': ["                 \
    "   {'==': [{'var': 'is'}, 'mother']}, {'var': 'name'}]}},"                          \
    "  'number': {'type': 'string', 'pattern': '^[0-9]{3}$', 'default': '000',"          \
    "   'x-prefill': {'var': 'number'}},"                                                \
    "  'called': {'type': 'string', 'x-prefill': {'var': 'mother.name'}}}}}}"
#define MOTHER_PAGE                                                                      \
    "{'type': 'Categorization', 'elements': ["                                           \
    " {'type': 'Category', 'label': 'Người yêu cầu', 'elements': [" CONTROL(             \
        "is") "," CONTROL("name") "," CONTROL("number") "," CONTROL("has") "]},"         \
                                                                           " {'type': "  \
                                                                           "'Category'," \
                                                                           " 'label': "  \
                                                                           "'Mẹ', "    \
                                                                           "'rule': "    \
                                                                           "{'effect': " \
                                                                           "'HIDE',"     \
                                                                           "  "          \
                                                                           "'condition'" \
                                                                           ": "          \
                                                                           "{'scope': "  \
                                                                           "'#/"         \
                                                                           "properties/" \
                                                                           "has', "      \
                                                                           "'schema': "  \
                                                                           "{'const': "  \
                                                                           "false},"     \
                                                                           "   "         \
                                                                           "'failWhenUn" \
                                                                           "defined': "  \
                                                                           "true}}, "    \
                                                                           "'elements':" \
                                                                           " ["          \
                                                                           "  {'type': " \
                                                                           "'Control', " \
                                                                           "'scope': "   \
                                                                           "'#/"         \
                                                                           "properties/" \
                                                                           "mother/"     \
                                                                           "properties/" \
                                                                           "name'},"     \
                                                                           "  {'type': " \
                                                                           "'Control', " \
                                                                           "'scope': "   \
                                                                           "'#/"         \
                                                                           "properties/" \
                                                                           "mother/"     \
                                                                           "properties/" \
                                                                           "number'},"   \
                                                                           "  {'type': " \
                                                                           "'Control', " \
                                                                           "'scope': "   \
                                                                           "'#/"         \
                                                                           "properties/" \
                                                                           "mother/"     \
                                                                           "properties/" \
                                                                           "called'}]}]" \
                                                                           "}"

static struct opened applicant_is_the_mother(void)
{
    struct opened o = open_form(MOTHER, MOTHER_PAGE, NULL);
    fixture_type(o.form, "/is", "mother");
    fixture_type(o.form, "/name", "An");
    return o;
}

static void an_answer_follows_its_source(void **state)
{
    (void)state;
    struct opened o = open_form(MOTHER, MOTHER_PAGE, NULL);
    fixture_type(o.form, "/name", "An");
    assert_typed(o.form, "/mother/name", "");
    fixture_type(o.form, "/is", "mother");
    assert_typed(o.form, "/mother/name", "An");
    assert_typed(o.form, "/mother/called", "An"); /* of an answer that follows itself */
    fixture_type(o.form, "/name", "Bình");
    assert_typed(o.form, "/mother/name", "Bình");
    assert_true(field_of(&o, "/mother/name")->enabled);
    /* nobody has been at the mother's step yet */
    assert_int_equal(form_step(o.form, 1)->state, STEP_UNTOUCHED);
    fixture_type(o.form, "/is", "father");
    assert_typed(o.form, "/mother/name", "");
    assert_typed(o.form, "/mother/called", "");
    close_form(&o);
}

static void what_was_changed_by_hand_stays(void **state)
{
    (void)state;
    struct opened o = applicant_is_the_mother();
    fixture_type(o.form, "/mother/name", "Lan");
    assert_int_equal(form_step(o.form, 1)->state, STEP_STARTED);
    fixture_type(o.form, "/name", "Bình");
    assert_typed(o.form, "/mother/name", "Lan");
    assert_typed(o.form, "/mother/called", "Lan");
    fixture_type(o.form, "/mother/called", ""); /* emptied is theirs, too */
    fixture_type(o.form, "/mother/name", "Mai");
    assert_typed(o.form, "/mother/called", "");
    close_form(&o);
}

static void what_does_not_fit_is_not_taken_over(void **state)
{
    (void)state;
    struct opened o = applicant_is_the_mother();
    assert_typed(o.form, "/mother/number", "000"); /* its default */
    fixture_type(o.form, "/number", "12");
    assert_typed(o.form, "/mother/number", "000");
    fixture_type(o.form, "/number", "123");
    assert_typed(o.form, "/mother/number", "123");
    fixture_type(o.form, "/number", "1234");
    assert_typed(o.form, "/mother/number", "000");
    fixture_type(o.form, "/name", "Nguyễn");
    assert_typed(o.form, "/mother/name", "");
    close_form(&o);
}

static void only_what_is_shown_is_filled_in(void **state)
{
    (void)state;
    struct opened o = open_form(MOTHER, MOTHER_PAGE, NULL);
    fixture_type(o.form, "/has", "No");
    fixture_type(o.form, "/is", "mother");
    fixture_type(o.form, "/name", "An");
    assert_final(o.form, "{'is': 'mother', 'name': 'An', 'has': false}");
    fixture_type(o.form, "/has", "Yes");
    assert_final(o.form, "{'is': 'mother', 'name': 'An', 'has': true, 'mother':"
                         " {'name': 'An', 'number': '000', 'called': 'An'}}");
    close_form(&o);
}

static void it_is_told_where_an_answer_comes_from(void **state)
{
    (void)state;
    struct opened o = applicant_is_the_mother();
    size_t name = fixture_field(o.form, "/mother/name");
    assert_int_equal(form_taken_from(o.form, name), fixture_field(o.form, "/name"));
    assert_int_equal(form_taken_from(o.form, fixture_field(o.form, "/mother/called")),
                     name);
    assert_true(form_taken_from(o.form, fixture_field(o.form, "/mother/number")) ==
                SIZE_MAX);
    assert_true(form_taken_from(o.form, fixture_field(o.form, "/name")) == SIZE_MAX);
    fixture_type(o.form, "/mother/name", "An");
    assert_true(form_taken_from(o.form, name) == SIZE_MAX);
    close_form(&o);
}

/* As a draft does it: the answers and the progress, and nothing else. */
static void reopen(struct opened *o)
{
    char *answers = json_dumps(form_answers(o->form), 0);
    json_t *progress = form_progress(o->form);
    form_free(&o->form);
    o->form = fixture_form(o->procedure, answers);
    form_restore_progress(o->form, progress);
    json_decref(progress);
    free(answers);
}

/* What was emptied by hand, or could not be read, stays so in another version. */
static void it_is_carried_over_as_it_stands(void **state)
{
    (void)state;
    struct opened o = applicant_is_the_mother();
    struct error err = {0};
    json_t *lost;
    fixture_type(o.form, "/mother/called", "");
    fixture_type(o.form, "/number", "123");
    fixture_type(o.form, "/mother/number", "456");
    json_t *progress = form_progress(o.form);
    struct form *next =
        form_carry_over(o.procedure, form_answers(o.form), "2026-11-21", &lost, &err);
    form_restore_progress(next, progress);
    assert_typed(next, "/mother/name", "An");
    assert_typed(next, "/mother/called", "");
    fixture_type(next, "/name", "Bình");
    fixture_type(next, "/number", "789");
    assert_typed(next, "/mother/name", "Bình"); /* it followed before */
    assert_typed(next, "/mother/called", "");
    assert_typed(next, "/mother/number", "456");
    assert_int_equal(json_array_size(lost), 0);
    form_free(&next);
    json_decref(progress);
    json_decref(lost);
    close_form(&o);
}

static void a_draft_knows_what_follows(void **state)
{
    (void)state;
    struct opened o = applicant_is_the_mother();
    fixture_type(o.form, "/mother/called", "");
    reopen(&o);
    assert_typed(o.form, "/mother/name", "An");
    assert_typed(o.form, "/mother/called", "");
    assert_int_equal(form_step(o.form, 1)->state, STEP_UNTOUCHED);
    fixture_type(o.form, "/name", "Bình");
    assert_typed(o.form, "/mother/name", "Bình");
    assert_typed(o.form, "/mother/called", "");
    fixture_type(o.form, "/mother/name", "Lan");
    reopen(&o);
    fixture_type(o.form, "/name", "Mai");
    assert_typed(o.form, "/mother/name", "Lan");
    /* what does not fit is no harm */
    json_t *odd = fixture_json("{'version': '1', 'follow': [7, '/no', '/mother/name']}");
    form_restore_progress(o.form, odd);
    json_decref(odd);
    assert_typed(o.form, "/mother/name", "Mai");
    close_form(&o);
}

static void given_answers_are_left_as_they_are(void **state)
{
    (void)state;
    static const char answers[] = "{'is': 'mother', 'name': 'An', 'number': '123'}";
    struct opened o = open_form(MOTHER, MOTHER_PAGE, answers);
    assert_final(o.form, answers);
    json_t *offers = form_offers(o.form);
    assert_json(offers, "{'/mother/name': 'An', '/mother/number': '123'}");
    json_decref(offers);
    close_form(&o);
}

/* The engine must come to an end whatever the linter would have said. */
static void circles_come_to_an_end(void **state)
{
    (void)state;
    struct opened o =
        open_form("{'properties': {'a': {'type': 'string', 'x-prefill': {'cat': [{'var': "
                  "'b'}, 'x']}},"
                  " 'b': {'type': 'string', 'x-prefill': {'cat': [{'var': 'a'}, 'y']}},"
                  " 'c': {'type': 'integer', 'x-prefill': {'var': 'a'}},"
                  " 'd': {'enum': ['p', 'q'], 'x-prefill': {'var': 'e'}}, 'e': {'type': "
                  "'string'}}}",
                  PAGE(CONTROL("a") "," CONTROL("b") "," CONTROL("c") "," CONTROL(
                      "d") "," CONTROL("e")),
                  NULL);
    fixture_type(o.form, "/a", "1");
    assert_typed(o.form, "/b", "1y");
    assert_typed(o.form, "/c", ""); /* a text is no number */
    fixture_type(o.form, "/e", "r");
    assert_typed(o.form, "/d", "");
    fixture_type(o.form, "/e", "q");
    assert_typed(o.form, "/d", "q");
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_follows_its_source),
        cmocka_unit_test(what_was_changed_by_hand_stays),
        cmocka_unit_test(what_does_not_fit_is_not_taken_over),
        cmocka_unit_test(only_what_is_shown_is_filled_in),
        cmocka_unit_test(it_is_told_where_an_answer_comes_from),
        cmocka_unit_test(it_is_carried_over_as_it_stands),
        cmocka_unit_test(a_draft_knows_what_follows),
        cmocka_unit_test(given_answers_are_left_as_they_are),
        cmocka_unit_test(circles_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
