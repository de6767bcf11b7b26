/* SPDX-License-Identifier: MIT */
/* A form put away and taken up again. */
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/draft.h"
#include "tests/unit/desk.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char TODAY[] = "2026-11-21";

static struct form *new_form(const struct desk *desk)
{
    struct error err = {0};
    struct form *form = form_create_take(desk->procedure, NULL, TODAY, &err);
    if (!form)
        fail_msg("%s", err.text);
    return form;
}

static struct form *reopen(const struct desk *desk, int64_t id, size_t *step)
{
    struct error err = {0};
    struct draft_place place;
    json_t *lost;
    struct form *form =
        draft_open(desk->store, id, desk->procedure, TODAY, &place, &lost, &err);
    if (!form)
        fail_msg("%s", err.text);
    assert_null(lost);
    *step = place.step;
    return form;
}

static void save(const struct desk *desk, int64_t *id, const struct form *form,
                 size_t step)
{
    struct error err = {0};
    const struct draft_place place = {.step = step, .field = SIZE_MAX};
    if (!draft_save(desk->store, id, desk->procedure, form, &place, &err))
        fail_msg("%s", err.text);
}

/* The first visible field of the kind. */
static size_t field_of_kind(const struct form *form, enum field_kind kind)
{
    for (size_t f = 0; f < form_field_count(form); f++) {
        if (form_field(form, f)->kind == kind && form_field(form, f)->visible)
            return f;
    }
    fail_msg("no field of kind %d", kind);
    return 0;
}

static void expect_typed(const struct form *form, size_t field, const char *text)
{
    char *typed = form_typed(form, field);
    assert_string_equal(typed, text);
    free(typed);
}

static void test_taken_up_again(void **state)
{
    struct desk *desk = *state;
    struct form *form = new_form(desk);
    size_t text = field_of_kind(form, FIELD_TEXT), date = field_of_kind(form, FIELD_DATE);
    form_set_typed(form, text, "Nguyễn Minh An");
    form_set_typed(form, date, "15/3/2026");
    form_leave_step(form, 0);
    int64_t id = 0;
    save(desk, &id, form, 1);
    assert_true(id != 0);
    size_t step = 99;
    struct form *again = reopen(desk, id, &step);
    assert_int_equal(step, 1);
    expect_typed(again, text, "Nguyễn Minh An");
    expect_typed(again, date, "15/03/2026");
    assert_true(json_equal(form_answers(form), form_answers(again)));
    json_t *before = form_progress(form), *after = form_progress(again);
    assert_true(json_equal(before, after));
    for (size_t s = 0; s < form_step_count(form); s++)
        assert_int_equal(form_step(form, s)->state, form_step(again, s)->state);
    json_decref(before);
    json_decref(after);
    form_free(&form);
    form_free(&again);
}

/* At the papers, past the last step, with what was ticked there. */
static void test_at_the_papers(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct form *form = new_form(desk);
    struct draft_place place = {.step = 2, .field = SIZE_MAX, .papers = true};
    int64_t id = 0;
    json_t *lost;
    assert_true(form_set_paper_here(form, "identityPaper", true));
    assert_true(draft_save(desk->store, &id, desk->procedure, form, &place, &err));
    form_free(&form);
    place = (struct draft_place){.papers = false};
    form = draft_open(desk->store, id, desk->procedure, TODAY, &place, &lost, &err);
    assert_non_null(form);
    assert_true(place.papers);
    assert_int_equal(form_count_papers(form).here, 1);
    form_free(&form);
}

/* What could not be read is not lost, and is still a problem of its field. */
static void test_junk_is_kept(void **state)
{
    struct desk *desk = *state;
    struct form *form = new_form(desk);
    size_t date = field_of_kind(form, FIELD_DATE), step, problems = 0;
    form_set_typed(form, date, "32/13/2026, hỏi lại mẹ");
    int64_t id = 0;
    save(desk, &id, form, 0);
    form_free(&form);
    form = reopen(desk, id, &step);
    expect_typed(form, date, "32/13/2026, hỏi lại mẹ");
    assert_null(form_value(form, date));
    const struct problem *list = form_problems(form, &problems);
    bool told = false;
    for (size_t i = 0; i < problems; i++)
        told |= list[i].field == date && !list[i].missing;
    assert_true(told);
    form_set_typed(form, date, "15/3/2026"); /* mended, saved, and gone for good */
    save(desk, &id, form, 0);
    form_free(&form);
    form = reopen(desk, id, &step);
    expect_typed(form, date, "15/03/2026");
    form_free(&form);
}

static void test_saved_over(void **state)
{
    struct desk *desk = *state;
    struct form *form = new_form(desk);
    size_t text = field_of_kind(form, FIELD_TEXT);
    int64_t id = 0, other = 0;
    save(desk, &id, form, 0);
    int64_t first = id;
    form_set_typed(form, text, "An");
    save(desk, &id, form, 2);
    assert_true(id == first);
    save(desk, &other, form, 0);
    assert_true(other != id);
    struct draft drafts[3];
    assert_int_equal(draft_list(desk->store, drafts, 3, NULL), 2);
    assert_int_equal(draft_list(desk->store, drafts, 1, NULL),
                     1); /* as many as there is room */
    assert_string_equal(drafts[0].procedure, "1.001193");
    struct error err = {0};
    assert_true(draft_delete(desk->store, other, &err));
    assert_int_equal(draft_list(desk->store, drafts, 3, NULL), 1);
    struct draft_place place;
    json_t *lost;
    assert_null(
        draft_open(desk->store, other, desk->procedure, TODAY, &place, &lost, &err));
    assert_true(error_is_set(&err));
    form_free(&form);
}

/* A form full of long texts: what could be saved can be opened. */
static void test_large(void **state)
{
    struct desk *desk = *state;
    json_t *answers = json_object();
    char *text = memory_alloc(16385);
    memset(text, 'x', 16384);
    for (int i = 0; i < 120; i++) {
        char *key = memory_format("field%d", i);
        json_object_set_new(answers, key, json_string(text));
        free(key);
    }
    struct error err = {0};
    struct form *form = form_create_take(desk->procedure, answers, TODAY, &err);
    assert_non_null(form);
    int64_t id = 0;
    size_t step;
    save(desk, &id, form, 0);
    struct form *again = reopen(desk, id, &step);
    assert_true(json_equal(form_answers(form), form_answers(again)));
    form_free(&form);
    form_free(&again);
    free(text);
}

/* A draft that another version wrote, or that is damaged, stops nobody. */
static void test_strange_drafts(void **state)
{
    static const struct {
        const char *content;
        bool opens;
        size_t step;
    } CASES[] = {
        {"{\"answers\":{},\"step\":9999}", true, 0},
        {"{\"answers\":{},\"step\":-1}", true, 0},
        {"{\"answers\":{},\"step\":\"one\",\"progress\":7}", true, 0},
        {"{\"answers\":{\"gone\":1},\"step\":1,\"progress\":{\"left\":\"x\"}}", true, 1},
        {"{\"answers\":[]}", false, 0},
        {"{\"answers\":", false, 0},
        {"[]", true, 0}, /* nothing in it: a new form */
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        int64_t id = 0;
        struct draft_place place = {.step = 99};
        json_t *lost;
        assert_true(store_save_draft(desk->store, &id, "1.001193", CASES[i].content,
                                     strlen(CASES[i].content), &err));
        struct form *form =
            draft_open(desk->store, id, desk->procedure, TODAY, &place, &lost, &err);
        if ((form != NULL) != CASES[i].opens)
            fail_msg("%s: %s", CASES[i].content, err.text);
        if (form)
            assert_int_equal(place.step, CASES[i].step);
        else
            assert_true(error_is_set(&err));
        form_free(&form);
    }
}

static void test_the_very_field(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct form *form = new_form(desk);
    size_t date = field_of_kind(form, FIELD_DATE);
    struct draft_place place = {.step = 0, .field = date};
    int64_t id = 0;
    json_t *lost;
    assert_true(draft_save(desk->store, &id, desk->procedure, form, &place, &err));
    form_free(&form);
    place = (struct draft_place){.step = 99};
    form = draft_open(desk->store, id, desk->procedure, TODAY, &place, &lost, &err);
    assert_int_equal(place.field, date);
    assert_int_equal(place.step, form_field(form, date)->step);
    form_free(&form);
}

/* Of a name there is no more to see than its owner needs. */
static void test_owners(void **state)
{
    static const struct {
        const char *name, *shown;
    } CASES[] = {
        {"HOÀNG LÊ BẢO NGỌC", "H. L. B. NGỌC"},
        {"Đặng  Văn  Ân ", "Đ. V. Ân"},
        {"ÂN", "ÂN"},
        {"", ""},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        int64_t id = 0;
        char *content = memory_format("{\"answers\":{\"child\":{\"fullName\":\"%s\"}}}",
                                      CASES[i].name);
        assert_true(store_save_draft(desk->store, &id, "1.001193", content,
                                     strlen(content), &err));
        char *shown = draft_owner(desk->store, id, desk->procedure);
        assert_string_equal(shown, CASES[i].shown);
        free(content);
        free(shown);
    }
    char *nobody = draft_owner(desk->store, 99, desk->procedure);
    assert_string_equal(nobody, "");
    free(nobody);
}

/* The catalogue was replaced by one that has not got it. */
static void test_the_procedure_is_gone(void **state)
{
    struct desk *desk = *state;
    int64_t id = 0;
    struct form *form = new_form(desk);
    form_set_typed(form, form_field_at(form, "/child/fullName"), "HOÀNG BẢO NGỌC");
    save(desk, &id, form, 0);
    char *name = draft_name(desk->store, id, "vi");
    char *english = draft_name(desk->store, id, "en");
    char *owner = draft_owner(desk->store, id, NULL);
    assert_string_equal(name, "Đăng ký khai sinh");
    assert_string_equal(english, "Birth registration");
    assert_string_equal(owner, "H. B. NGỌC");
    free(name);
    free(english);
    free(owner);
    form_free(&form);
    name = draft_name(desk->store, 99, "vi");
    assert_string_equal(name, "");
    free(name);
}

static void test_old_drafts_go(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct draft drafts[2];
    int64_t id = 0;
    struct form *form = new_form(desk);
    save(desk, &id, form, 0);
    assert_true(draft_expire(desk->store, 30, &err));
    assert_int_equal(draft_list(desk->store, drafts, 2, NULL), 1);
    assert_true(draft_expire(desk->store, -1, &err)); /* as if it were tomorrow */
    assert_int_equal(draft_list(desk->store, drafts, 2, NULL), 0);
    form_free(&form);
}

/* The form has changed since: what still has a place is there, the rest is told. */
static void test_another_version(void **state)
{
    static const char CONTENT[] =
        "{\"version\":\"2020.1.1\",\"step\":1,\"field\":\"/child/nickname\",\"progress\":"
        "{\"version\":\"2020.1.1\",\"left\":[0],\"typed\":{\"/child/"
        "birthDate\":\"soon\"}},"
        "\"answers\":{\"child\":{\"fullName\":\"AN\",\"nickname\":\"Tí\",\"sex\":"
        "\"third\"},\"father\":{\"number\":\"04819000O123\"}}}";
    struct desk *desk = *state;
    struct error err = {0};
    struct draft_place place;
    json_t *lost;
    int64_t id = 0;
    assert_true(
        store_save_draft(desk->store, &id, "1.001193", CONTENT, strlen(CONTENT), &err));
    struct form *form =
        draft_open(desk->store, id, desk->procedure, TODAY, &place, &lost, &err);
    assert_non_null(form);
    expect_typed(form, form_field_at(form, "/child/fullName"), "AN");
    expect_typed(form, form_field_at(form, "/child/birthDate"), "soon");
    assert_int_equal(place.field, SIZE_MAX);
    assert_int_equal(place.step, 1);
    char *told = json_dumps(lost, JSON_COMPACT);
    assert_string_equal(told, "[{\"label\":\"nickname\",\"value\":\"Tí\"},"
                              "{\"label\":\"Sex\",\"value\":\"third\"},"
                              "{\"label\":\"number\",\"value\":\"048******123\"}]");
    free(told);
    json_wipe(&lost);
    form_free(&form);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        AT_DESK(test_taken_up_again), AT_DESK(test_junk_is_kept),
        AT_DESK(test_saved_over),     AT_DESK(test_large),
        AT_DESK(test_strange_drafts), AT_DESK(test_the_very_field),
        AT_DESK(test_owners),         AT_DESK(test_the_procedure_is_gone),
        AT_DESK(test_old_drafts_go),  AT_DESK(test_another_version),
        AT_DESK(test_at_the_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
