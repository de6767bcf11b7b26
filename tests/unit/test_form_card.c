/* SPDX-License-Identifier: MIT */
/* An identity card fills a person's answers: whose, which, and what is told before. All
 * persons are invented. */
#include "forms/form/card_fill.h"
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS "Thôn Đoài, Tân Lập, Hà Nội"
#define HOA     "001190000123|012345678|Nguyễn Thị Hòa|15031990|Nữ|" ADDRESS "|20052021"
#define DUC     "048088000456||Lê Văn Đức|01021988|Nam|" ADDRESS "|01082024"

struct scene {
    struct procedure *procedure;
    struct form *form;
    struct card card;
    struct card_persons persons;
    struct card_changes changes;
};

static void begin(struct scene *scene, const char *code, const char *answers)
{
    *scene = (struct scene){.procedure = fixture_real_procedure(code)};
    scene->form = fixture_form(scene->procedure, answers);
}

static void end(struct scene *scene)
{
    card_clear(&scene->card);
    card_persons_free(&scene->persons);
    card_changes_free(&scene->changes);
    form_free(&scene->form);
    procedure_free(&scene->procedure);
}

static void scan(struct scene *scene, const char *text)
{
    struct error err = {0};
    card_clear(&scene->card);
    if (!card_fill_read(scene->form, text, &scene->card, &err))
        fail_msg("%s", err.text);
}

/* Everybody in the form. */
static void find_all(struct scene *scene, const char *focus)
{
    card_persons_free(&scene->persons);
    card_fill_persons(scene->form, 0, form_field_count(scene->form),
                      focus ? fixture_field(scene->form, focus) : SIZE_MAX,
                      &scene->persons);
}

static const struct card_person *person(const struct scene *scene, const char *pointer)
{
    for (size_t i = 0; i < scene->persons.count; i++)
        if (strcmp(scene->persons.list[i].pointer, pointer) == 0)
            return &scene->persons.list[i];
    fail_msg("nobody at %s", pointer);
    return NULL;
}

static void propose(struct scene *scene, const char *pointer)
{
    find_all(scene, NULL);
    card_changes_free(&scene->changes);
    card_fill_propose(scene->form, person(scene, pointer), &scene->card, &scene->changes);
}

/* "pointer: before > after", '=' for what stays. */
static void assert_changes(const struct scene *scene, const char *expected)
{
    struct buffer out;
    buffer_init(&out, 4096);
    for (size_t i = 0; i < scene->changes.count; i++) {
        const struct card_change *change = &scene->changes.list[i];
        buffer_format(&out, "%s: %s %c %s\n", change->pointer, change->before,
                      change->same ? '=' : '>', change->after);
    }
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

#define BOTH                                                                      \
    "{'applicant': {'relationship': 'mother'}, 'case': {'circumstance': 'usual'," \
    " 'parents': 'both', 'married': true}}"

static void test_an_empty_mother(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    scan(&scene, HOA);
    propose(&scene, "/mother");
    assert_string_equal(person(&scene, "/mother")->title, "Người mẹ");
    assert_changes(&scene, "/mother/personalId:  > 001******123\n"
                           "/mother/fullName:  > Nguyễn Thị Hòa\n"
                           "/mother/birthDate:  > 15/03/1990\n");
    assert_null(json_at(form_answers(scene.form), "/mother/fullName"));
    card_fill_accept(scene.form, &scene.changes);
    assert_json(json_at(form_answers(scene.form), "/mother/personalId"),
                "'001190000123'");
    assert_typed(scene.form, "/mother/fullName", "Nguyễn Thị Hòa");
    assert_typed(scene.form, "/mother/birthDate", "15/03/1990");
    propose(&scene, "/mother");
    for (size_t i = 0; i < scene.changes.count; i++)
        assert_true(scene.changes.list[i].same);
    end(&scene);
}

/* A name that differs in style alone is left as it was typed; another is told. */
static void test_what_stands_there_is_told(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    fixture_type(scene.form, "/mother/fullName", "NGUYỄN THỊ HOÀ");
    fixture_type(scene.form, "/mother/personalId", "001190000999");
    fixture_type(scene.form, "/mother/birthDate", "15/3");
    scan(&scene, HOA);
    propose(&scene, "/mother");
    assert_changes(&scene, "/mother/personalId: 001******999 > 001******123\n"
                           "/mother/fullName: NGUYỄN THỊ HOÀ = Nguyễn Thị Hòa\n"
                           "/mother/birthDate: 15/3 > 15/03/1990\n");
    card_fill_accept(scene.form, &scene.changes);
    assert_typed(scene.form, "/mother/fullName", "NGUYỄN THỊ HOÀ");
    assert_typed(scene.form, "/mother/birthDate", "15/03/1990");
    fixture_type(scene.form, "/mother/fullName", "NGUYỄN THỊ HOA");
    propose(&scene, "/mother");
    assert_false(scene.changes.list[1].same);
    end(&scene);
}

/* The kind of a document follows from the day of its issue. */
static void test_kind_of_document(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    scan(&scene, HOA);
    propose(&scene, "/applicant");
    card_fill_accept(scene.form, &scene.changes);
    assert_json(json_at(form_answers(scene.form), "/applicant/idKind"), "'citizenCard'");
    assert_json(json_at(form_answers(scene.form), "/applicant/idIssuedOn"),
                "'2021-05-20'");
    scan(&scene, DUC);
    propose(&scene, "/applicant");
    card_fill_accept(scene.form, &scene.changes);
    assert_json(json_at(form_answers(scene.form), "/applicant/idKind"), "'identityCard'");
    end(&scene);
}

static void test_letters_lost(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001612", "{}");
    scan(&scene, "001190000123||Nguy?n Th? Ho?|15031990|N?|H? N?i|20052021");
    propose(&scene, "/owner");
    assert_changes(&scene, "/owner/personalId:  > 001******123\n"
                           "/owner/birthDate:  > 15/03/1990\n"
                           "/owner/sex:  > Nữ\n");
    end(&scene);
}

/* Who is hidden cannot be filled in; who is on the page, and under the cursor, is. */
static void test_whom(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    find_all(&scene, NULL);
    assert_int_equal(scene.persons.count, 3);
    find_all(&scene, "/father/fullName");
    assert_int_equal(scene.persons.count, 3);
    assert_string_equal(scene.persons.list[0].title, "Người cha");
    assert_string_equal(scene.persons.list[1].pointer, "/applicant");
    fixture_type(scene.form, "/case/parents", "");
    find_all(&scene, NULL);
    assert_int_equal(scene.persons.count, 1);
    card_persons_free(&scene.persons);
    size_t field = fixture_field(scene.form, "/applicant/fullName");
    card_fill_persons(scene.form, field, 1, field, &scene.persons);
    assert_int_equal(scene.persons.count, 1);
    assert_string_equal(scene.persons.list[0].title, "Người yêu cầu");
    card_persons_free(&scene.persons);
    field = fixture_field(scene.form, "/case/circumstance");
    card_fill_persons(scene.form, field, 1, field, &scene.persons);
    assert_int_equal(scene.persons.count, 0);
    end(&scene);
}

static void test_rows(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001612",
          "{'case': {'founder': 'household'}, 'members': [{}, {'fullName': 'AN'}]}");
    scan(&scene, DUC);
    propose(&scene, "/members/1");
    assert_non_null(strstr(person(&scene, "/members/1")->title, " 2"));
    assert_changes(&scene, "/members/1/personalId:  > 048******456\n"
                           "/members/1/fullName: AN > Lê Văn Đức\n"
                           "/members/1/birthDate:  > 01/02/1988\n"
                           "/members/1/sex:  > Nam\n");
    card_fill_accept(scene.form, &scene.changes);
    assert_json(json_at(form_answers(scene.form), "/members/1/personalId"),
                "'048088000456'");
    assert_json(json_at(form_answers(scene.form), "/members/0"), "{}");
    end(&scene);
}

static void assert_confirmed(const struct form *form, const char *expected)
{
    json_t *confirmed = card_fill_confirmed(form);
    assert_json(confirmed, expected);
    json_decref(confirmed);
}

#define AT     "2026-11-21T14:31:40+07:00"
#define MOTHER "[{'pointer': '/mother', 'by': 'card-qr', 'at': '" AT "'}]"

static void test_confirmed_until_it_changes(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    scan(&scene, HOA);
    propose(&scene, "/mother");
    card_fill_confirm(scene.form, person(&scene, "/mother"), AT);
    assert_confirmed(scene.form, "[]"); /* there is nobody yet */
    card_fill_accept(scene.form, &scene.changes);
    find_all(&scene, NULL);
    card_fill_confirm(scene.form, person(&scene, "/mother"), "2026-11-21T08:00:00+07:00");
    card_fill_confirm(scene.form, person(&scene, "/mother"), AT);
    assert_confirmed(scene.form, MOTHER);
    /* kept with the draft */
    json_t *progress = form_progress(scene.form);
    struct form *again = form_create_take(
        scene.procedure, json_deep_copy(form_answers(scene.form)), "2026-11-21", NULL);
    assert_confirmed(again, "[]");
    form_restore_progress(again, progress);
    assert_confirmed(again, MOTHER);
    /* other answers do not matter, the number does, and so does who is hidden */
    fixture_type(again, "/mother/birthDate", "16/03/1990");
    assert_confirmed(again, MOTHER);
    fixture_type(again, "/mother/personalId", "001190000124");
    assert_confirmed(again, "[]");
    fixture_type(again, "/mother/personalId", "001190000123");
    assert_confirmed(again, MOTHER);
    fixture_type(again, "/case/parents", "");
    assert_confirmed(again, "[]");
    form_free(&again);
    json_wipe(&progress);
    end(&scene);
}

/* The same number in another row was not compared. */
static void test_confirmed_in_a_row(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001612",
          "{'case': {'founder': 'household'}, 'members': [{}, {'fullName': 'AN',"
          " 'personalId': '048088000456'}, {'personalId': '048088000456'}]}");
    size_t list = fixture_field(scene.form, "/members");
    scan(&scene, DUC);
    propose(&scene, "/members/1");
    card_fill_confirm(scene.form, person(&scene, "/members/1"), AT);
    assert_true(form_row_move(scene.form, list, 1, 0));
    assert_confirmed(scene.form,
                     "[{'pointer': '/members/0', 'by': 'card-qr', 'at': '" AT "'}]");
    assert_true(form_row_move(scene.form, list, 0, 2));
    assert_confirmed(scene.form,
                     "[{'pointer': '/members/2', 'by': 'card-qr', 'at': '" AT "'}]");
    assert_true(form_row_remove(scene.form, list, 0));
    assert_confirmed(scene.form,
                     "[{'pointer': '/members/1', 'by': 'card-qr', 'at': '" AT "'}]");
    assert_true(form_row_move(scene.form, list, 1, 0));
    assert_true(form_row_remove(scene.form, list, 0));
    assert_confirmed(scene.form, "[]"); /* and not the row that came up */
    end(&scene);
}

static void test_hostile_draft(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    json_t *progress = fixture_json(
        "{'confirmed': [7, {}, {'told': '/case/parents'}, {'told': 3, 'value': 'x'},"
        " {'told': '/case/parents', 'value': 'both'}]}");
    form_restore_progress(scene.form, progress);
    assert_confirmed(scene.form, "[]");
    json_decref(progress);
    end(&scene);
}

/* A number is masked by its format, and where a card fills it in. */
static void test_masked(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene, "1.001193", BOTH);
    static const char *const POINTERS[] = {"/mother/personalId", "/applicant/idNumber"};
    for (size_t i = 0; i < 2; i++) {
        fixture_type(scene.form, POINTERS[i], "001190000123");
        size_t field = fixture_field(scene.form, POINTERS[i]);
        char *shown = form_shown(scene.form, field);
        assert_string_equal(shown, "001******123");
        assert_typed(scene.form, POINTERS[i], "001190000123");
        free(shown);
    }
    fixture_type(scene.form, "/mother/fullName", "NGUYỄN THỊ HOÀ");
    char *shown = form_shown(scene.form, fixture_field(scene.form, "/mother/fullName"));
    assert_string_equal(shown, "NGUYỄN THỊ HOÀ");
    free(shown);
    end(&scene);
}

int main(void)
{
    fixture_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_mother),
        cmocka_unit_test(test_what_stands_there_is_told),
        cmocka_unit_test(test_kind_of_document),
        cmocka_unit_test(test_letters_lost),
        cmocka_unit_test(test_whom),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_confirmed_until_it_changes),
        cmocka_unit_test(test_confirmed_in_a_row),
        cmocka_unit_test(test_hostile_draft),
        cmocka_unit_test(test_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
