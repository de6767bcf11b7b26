/* SPDX-License-Identifier: MIT */
/* Lists of objects: members of a household, papers handed over; added, moved, removed. */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A household: two of its members at most three. A child needs no number of its own. */
static const char SCHEMA[] =
    "{'type': 'object', 'required': ['members'], 'properties': {"
    " 'kind': {'type': 'string', 'title': 'Loại'},"
    " 'members': {'type': 'array', 'title': 'Thành viên', 'minItems': 2, 'maxItems': 3,"
    "  'uniqueItems': true, 'items': {'$ref': '#/$defs/person'}}},"
    " '$defs': {'person': {'type': 'object', 'title': 'Người', 'required': ['name'],"
    "  'properties': {'child': {'type': 'boolean', 'title': 'Trẻ em', 'default': false},"
    "   'name': {'type': 'string', 'title': 'Họ tên', 'description': 'Như giấy tờ'},"
    "   'born': {'type': 'string', 'format': 'date', 'title': 'Ngày sinh'},"
    "   'number': {'type': 'string', 'title': 'Số', 'pattern': '^[0-9]{3}$'},"
    "   'home': {'type': 'object', 'title': 'Nhà', 'required': ['street'],"
    "    'properties': {'street': {'type': 'string', 'title': 'Đường'}}}},"
    "  'if': {'properties': {'child': {'const': false}}, 'required': ['child']},"
    "  'then': {'required': ['number', 'home']}}}}";

static const char LIST[] =
    PAGE(CONTROL("kind") ","
                         "{'type': 'ListWithDetail', 'scope': '#/properties/members',"
                         " 'rule': {'effect': 'HIDE', 'condition': {'scope': "
                         "'#/properties/kind', 'schema': {'const': 'alone'},"
                         " 'failWhenUndefined': true}},"
                         " 'options': {'elementLabelProp': 'name', 'detail': {'type': "
                         "'VerticalLayout', 'elements': [" CONTROL("child") "," CONTROL(
                             "name") "," CONTROL("born") ","
                                                         "{'type': 'Control', 'scope': "
                                                         "'#/properties/number', 'rule': "
                                                         "{'effect': 'HIDE', "
                                                         "'condition': {'scope': "
                                                         "'#/properties/child', "
                                                         "'schema': {'const': true}}}},"
                                                         "{'type': 'Control', 'scope': "
                                                         "'#/properties/home/properties/"
                                                         "street'}]}}}");

static const char TWO[] =
    "{'members': [{'child': false, 'name': 'AN', 'number': '111', 'home': {'street': "
    "'A'}}, {'child': true, 'name': 'BÌNH'}]}";

static size_t list_of(const struct opened *o)
{
    return fixture_field(o->form, "/members");
}

static void assert_label(const struct opened *o, size_t row, const char *label)
{
    char *text = form_row_label(o->form, list_of(o), row);
    assert_string_equal(text, label);
    free(text);
}

/* ---- what is there ---- */

static void a_row_is_a_page_of_fields(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, TWO);
    const struct field *list = field_of(&o, "/members");
    assert_int_equal(list->kind, FIELD_ROWS);
    assert_int_equal(list->row_count, 2);
    assert_int_equal(list->least, 2);
    assert_int_equal(list->most, 3);
    assert_int_equal(list->list, SIZE_MAX);
    assert_int_equal(form_step(o.form, 0)->count, 2); /* rows are on no step's page */
    struct row_fields second = form_row(o.form, list_of(&o), 1);
    assert_int_equal(second.count, 5);
    const struct field *name = form_field(o.form, second.first + 1);
    assert_string_equal(name->pointer, "/members/1/name");
    assert_string_equal(name->label, "Họ tên");
    assert_string_equal(name->help, "Như giấy tờ");
    assert_int_equal(name->list, list_of(&o));
    assert_int_equal(name->row, 1);
    assert_int_equal(name->step, 0);
    assert_true(name->required);
    assert_label(&o, 0, "AN");
    assert_label(&o, 1, "BÌNH");
    assert_label(&o, 2, "");
    assert_typed(o.form, "/members", "AN; BÌNH");
    assert_int_equal(form_row(o.form, list_of(&o), 2).count, 0);
    assert_int_equal(form_row(o.form, 0, 0).count, 0);
    close_form(&o);
}

/* Conditions are about the row in which they stand. */
static void rules_and_demands_are_about_the_row(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, TWO);
    assert_true(field_of(&o, "/members/0/number")->required);
    assert_true(field_of(&o, "/members/0/number")->visible);
    assert_false(field_of(&o, "/members/1/number")->visible);
    assert_true(field_of(&o, "/members/0/home/street")->required);
    assert_false(field_of(&o, "/members/1/home/street")->required);
    assert_true(form_is_complete(o.form));

    json_t *no = json_false();
    form_set(o.form, fixture_field(o.form, "/members/1/child"), no);
    assert_true(field_of(&o, "/members/1/number")->visible);
    assert_true(field_of(&o, "/members/1/home/street")->required);
    assert_string_equal(fixture_problem(o.form, "/members/1/number"), "Fill in “Số”.");
    assert_string_equal(fixture_problem(o.form, "/members/1/home/street"),
                        "Fill in “Đường”.");
    fixture_type(o.form, "/members/1/number", "12");
    assert_string_equal(fixture_problem(o.form, "/members/1/number"),
                        "“Số” is not written as it should be.");
    json_t *yes = json_true();
    form_set(o.form, fixture_field(o.form, "/members/1/child"), yes);
    assert_true(form_is_complete(o.form)); /* what is hidden is not sent */
    assert_final(o.form, TWO);
    assert_json(form_value(o.form, fixture_field(o.form, "/members/1/number")), "'12'");
    close_form(&o);
}

static void a_hidden_list_is_not_sent(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, TWO);
    fixture_type(o.form, "/kind", "alone");
    assert_false(field_of(&o, "/members")->visible);
    assert_false(field_of(&o, "/members/0/name")->visible);
    assert_final(o.form, "{'kind': 'alone'}");
    fixture_type(o.form, "/kind", "");
    assert_final(o.form, TWO);
    close_form(&o);
}

/* ---- changing ---- */

static void rows_come_with_their_defaults(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, NULL);
    size_t list = list_of(&o);
    assert_string_equal(fixture_problem(o.form, "/members"),
                        "Add a row to “Thành viên”.");
    assert_true(form_row_add(o.form, list));
    assert_json(form_answers(o.form), "{'members': [{'child': false}]}");
    assert_string_equal(fixture_problem(o.form, "/members"),
                        "“Thành viên” needs more rows; at least: 2.");
    assert_string_equal(fixture_problem(o.form, "/members/0/name"), "Fill in “Họ tên”.");
    assert_true(form_row_add(o.form, list));
    assert_string_equal(fixture_problem(o.form, "/members"),
                        "“Thành viên” holds the same twice.");
    assert_true(form_row_add(o.form, list));
    assert_false(form_row_add(o.form, list)); /* maxItems */
    assert_false(form_row_add(o.form, fixture_field(o.form, "/kind")));
    fixture_type(o.form, "/members/2/name", "CHI");
    fixture_type(o.form, "/members/2/home/street", "Hà Huy Tập");
    assert_json(form_answers(o.form),
                "{'members': [{'child': false}, {'child': false}, {'child': false,"
                " 'name': 'CHI', 'home': {'street': 'Hà Huy Tập'}}]}");
    fixture_type(o.form, "/members/2/home/street", "");
    fixture_type(o.form, "/members/2/name", "");
    assert_int_equal(field_of(&o, "/members")->row_count, 3); /* though it is empty */
    form_set_typed(o.form, list, "x");                        /* not by typing */
    assert_int_equal(field_of(&o, "/members")->row_count, 3);
    close_form(&o);
}

/* What could not be read belongs to the row, wherever that goes. */
static void rows_move_whole(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, TWO);
    size_t list = list_of(&o);
    form_row_add(o.form, list);
    fixture_type(o.form, "/members/2/born", "31/02/2020");
    fixture_type(o.form, "/members/0/born", "soon");
    assert_true(form_row_move(o.form, list, 2, 0));
    assert_typed(o.form, "/members/0/born", "31/02/2020");
    assert_typed(o.form, "/members/1/born", "soon");
    assert_typed(o.form, "/members/2/born", "");
    assert_label(&o, 1, "AN");
    assert_true(form_row_move(o.form, list, 1, 2));
    assert_label(&o, 1, "BÌNH");
    assert_label(&o, 2, "AN");
    assert_typed(o.form, "/members/2/born", "soon");
    assert_true(form_row_remove(o.form, list, 0));
    assert_label(&o, 0, "BÌNH");
    assert_typed(o.form, "/members/0/born", "");
    assert_typed(o.form, "/members/1/born", "soon");
    assert_false(form_row_move(o.form, list, 0, 2));
    assert_false(form_row_remove(o.form, list, 2));
    assert_true(form_row_remove(o.form, list, 0));
    assert_true(form_row_remove(o.form, list, 0));
    assert_json(form_answers(o.form), "{}");
    close_form(&o);
}

static void a_draft_keeps_its_rows(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, LIST, TWO);
    fixture_type(o.form, "/members/1/born", "gone");
    json_t *progress = form_progress(o.form);
    struct error err = {.text = ""};
    struct form *again = form_create_take(
        o.procedure, json_deep_copy(form_answers(o.form)), "2026-11-22", &err);
    form_restore_progress(again, progress);
    assert_int_equal(form_field(again, list_of(&o))->row_count, 2);
    assert_typed(again, "/members/1/born", "gone");
    json_decref(progress);
    form_free(&again);
    close_form(&o);

    o = open_form(SCHEMA, LIST, "{'members': [7, {'name': 'AN'}]}"); /* not of a form */
    assert_label(&o, 1, "AN");
    fixture_type(o.form, "/members/0/name", "BÌNH");
    assert_json(form_answers(o.form), "{'members': [{'name': 'BÌNH'}, {'name': 'AN'}]}");
    close_form(&o);
    o = open_form(SCHEMA, LIST, "{'members': 'much'}");
    assert_int_equal(field_of(&o, "/members")->row_count, 0);
    assert_true(form_row_add(o.form, list_of(&o)));
    assert_int_equal(field_of(&o, "/members")->row_count, 1);
    close_form(&o);
}

static void the_language_changes_in_rows(void **state)
{
    (void)state;
    struct procedure *p =
        fixture_procedure(SCHEMA, LIST, "{'members.name.label': 'Full name'}");
    struct opened o = {p, fixture_form(p, TWO)};
    form_use_language(o.form, "en");
    assert_string_equal(field_of(&o, "/members/1/name")->label, "Full name");
    assert_label(&o, 1, "BÌNH");
    close_form(&o);
}

/* ---- pages that nobody wrote ---- */

static void a_page_is_made_from_the_schema(void **state)
{
    (void)state;
    struct opened o = open_form(SCHEMA, PAGE(CONTROL("members")), TWO);
    struct row_fields row = form_row(o.form, list_of(&o), 0);
    static const struct {
        enum field_kind kind;
        const char *pointer;
    } expected[] = {
        {FIELD_YES_NO, "/members/0/child"},
        {FIELD_TEXT, "/members/0/name"},
        {FIELD_DATE, "/members/0/born"},
        {FIELD_TEXT, "/members/0/number"},
        {FIELD_HEADING, ""},
        {FIELD_TEXT, "/members/0/home/street"},
    };
    assert_int_equal(row.count, sizeof(expected) / sizeof(*expected));
    for (size_t i = 0; i < row.count; i++) {
        assert_int_equal(form_field(o.form, row.first + i)->kind, expected[i].kind);
        assert_string_equal(form_field(o.form, row.first + i)->pointer,
                            expected[i].pointer);
    }
    assert_label(&o, 1, "BÌNH"); /* the first text */
    assert_true(form_is_complete(o.form));
    close_form(&o);
}

static void rows_hold_lists_of_rows(void **state)
{
    (void)state;
    struct opened o = open_form(
        "{'properties': {'tree': {'$ref': '#/$defs/list'}}, '$defs': {'list': {'type':"
        " 'array', 'items': {'type': 'object', 'required': ['name'], 'properties':"
        " {'name': {'type': 'string', 'title': 'Tên'}, 'tree': {'$ref': "
        "'#/$defs/list'}}}}}}",
        PAGE(CONTROL("tree")), "{'tree': [{'name': 'a', 'tree': [{'name': 'b'}, {}]}]}");
    assert_int_equal(field_of(&o, "/tree/0/tree")->kind, FIELD_ROWS);
    assert_string_equal(fixture_problem(o.form, "/tree/0/tree/1/name"), "Fill in “Tên”.");
    assert_true(field_of(&o, "/tree/0/tree/1/name")->required);
    form_row_add(o.form, fixture_field(o.form, "/tree"));
    fixture_type(o.form, "/tree/1/name", "c");
    form_row_move(o.form, fixture_field(o.form, "/tree"), 1, 0);
    assert_typed(o.form, "/tree/1/tree/0/name", "b");
    form_row_add(o.form, fixture_field(o.form, "/tree/1/tree"));
    form_row_remove(o.form, fixture_field(o.form, "/tree/1/tree"), 1);
    fixture_type(o.form, "/tree/1/tree/1/name", "d");
    assert_final(o.form, "{'tree': [{'name': 'c'}, {'name': 'a', 'tree': [{'name': 'b'},"
                         " {'name': 'd'}]}]}");
    form_row_add(o.form, fixture_field(o.form, "/tree/1/tree/1/tree"));
    assert_int_equal(field_of(&o, "/tree/1/tree/1/tree/0/tree")->kind, FIELD_DISPLAY);
    close_form(&o);
}

/* ---- too much ---- */

static void a_list_has_an_end(void **state)
{
    (void)state;
    struct opened o = open_form("{'properties': {'list': {'type': 'array', 'items':"
                                " {'type': 'object', 'properties': {'a': {}}}}}}",
                                PAGE(CONTROL("list")), NULL);
    while (form_row_add(o.form, 0))
        ;
    assert_int_equal(form_field(o.form, 0)->row_count, FORM_ROWS_MOST);
    json_t *answers = json_deep_copy(form_answers(o.form));
    json_array_append_new(json_object_get(answers, "list"), json_object());
    struct error err = {.text = ""};
    assert_null(form_create_take(o.procedure, answers, "2026-11-21", &err));
    assert_string_equal(err.text, "The answers hold a list of more than 200 rows.");
    close_form(&o);
}

/* A row that is called by a personal number is on the page even while nobody types it. */
static void a_row_does_not_tell_a_personal_number(void **state)
{
    (void)state;
    struct opened o =
        open_form("{'properties': {'list': {'type': 'array', 'items': {'properties': {"
                  " 'id': {'type': 'string', 'format': 'vn-identity-number'}}}}}}",
                  PAGE(CONTROL("list")), "{'list': [{'id': '048190001234'}]}");
    size_t list = fixture_field(o.form, "/list");
    char *label = form_row_label(o.form, list, 0), *all = form_typed(o.form, list);
    assert_string_equal(label, "048******234");
    assert_string_equal(all, "048******234");
    free(label);
    free(all);
    close_form(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_a_page_of_fields),
        cmocka_unit_test(rules_and_demands_are_about_the_row),
        cmocka_unit_test(a_hidden_list_is_not_sent),
        cmocka_unit_test(rows_come_with_their_defaults),
        cmocka_unit_test(rows_move_whole),
        cmocka_unit_test(a_draft_keeps_its_rows),
        cmocka_unit_test(the_language_changes_in_rows),
        cmocka_unit_test(a_page_is_made_from_the_schema),
        cmocka_unit_test(rows_hold_lists_of_rows),
        cmocka_unit_test(a_list_has_an_end),
        cmocka_unit_test(a_row_does_not_tell_a_personal_number),
    };
    fixture_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
