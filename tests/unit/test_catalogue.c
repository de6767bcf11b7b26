/* SPDX-License-Identifier: MIT */
/* The project's own procedures and imported ones, side by side. */
#include "forms/form/form.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/catalogue.h"
#include "tests/unit/desk.h"
#include "tests/unit/fill.h"
#include "tests/unit/scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *next_entry(void *arg)
{
    const char *const **next = arg;
    return **next ? *(*next)++ : NULL;
}

static const char *const IMPORTED[] = {
    "{\"format\":1,\"version\":\"1\",\"code\":\"1.004884\",\"name\":{\"vi\":\"Thủ tục "
    "đăng ký "
    "lại khai sinh\"},\"agency\":{\"vi\":\"UBND xã\"},\"field\":{\"vi\":\"Hộ\\u001b "
    "tịch\"}}",
    /* One that the project has modelled stays the modelled one. */
    "{\"format\":1,\"version\":\"1\",\"code\":\"1.001193.000.00.00.H17\",\"name\":{"
    "\"vi\":"
    "\"Của người khác\"}}",
    /* One that begins like the next, and comes first. */
    "{\"format\":1,\"version\":\"1\",\"code\":\"1.0133611\",\"name\":{\"vi\":\"Nút "
    "giao\"},"
    "\"channels\":[\"DIRECT\"]}",
    "{\"format\":1,\"version\":\"1\",\"code\":\"1.013361\",\"name\":{\"vi\":\"Giá truyền "
    "tải"
    "\"},\"channels\":[\"DIRECT\",\"POSTAL\"],\"cases\":[{\"id\":\"a\",\"name\":\"A\"},"
    "{\"id\":\"b\",\"name\":\"B\"}]}",
    "{\"format\":1,\"version\":\"1\",\"code\":\"1.000894\",\"name\":{\"vi\":\"Thủ tục "
    "đăng ký "
    "kết hôn\"}}",
    NULL};

static struct catalogue *load(struct desk *desk)
{
    struct error err = {0};
    const char *const *next = IMPORTED, *top = getenv("TOP_SRCDIR");
    char *forms = memory_format("%s/forms/procedures", top ? top : ".");
    struct catalogue *catalogue = catalogue_create();
    assert_int_equal(
        fill_catalogue(desk->store, CATALOGUE_IMPORTED, NULL, next_entry, &next), 5);
    if (!catalogue_load_forms(catalogue, forms, &err) ||
        !catalogue_load_store(catalogue, desk->store, &err))
        fail_msg("%s", err.text);
    free(forms);
    return catalogue;
}

static void test_finds(void **state)
{
    static const struct {
        const char *query, *code;
    } CASES[] = {
        {"khai sinh", "1.001193"},
        {"dang ky khai sinh", "1.001193"},
        {"chung thuc ban sao", "2.000815"},
        {"con moi de", "1.001193"},
        {"birth", "1.001193"},
        {"certified copy", "2.000815"},
        {"doc than", "1.004873"},
        {"dang ky lai khai sinh", "1.004884"},
        {"ket hon", "1.000894"},
        {"1.00487", "1.004873"},
        {"1.013361", "1.013361"},
        {"1.0133611", "1.0133611"},
    };
    struct catalogue *catalogue = load(*state);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct catalogue_hit found[3];
        if (catalogue_search(catalogue, CASES[i].query, found, 3, NULL) == 0 ||
            strcmp(catalogue_code(found[0].entry), CASES[i].code) != 0)
            fail_msg("%s does not find %s", CASES[i].query, CASES[i].code);
    }
    size_t total;
    struct catalogue_hit found[9];
    size_t count = catalogue_search(catalogue, "", found, COUNT(found), &total);
    assert_true(count > 0 && total >= count);
    for (size_t i = 0; i < count; i++)
        assert_true(catalogue_has_form(found[i].entry));
    /* and three of the list that are not modelled */
    assert_int_equal(catalogue_count(catalogue), total + 3);
    catalogue_free(&catalogue);
    assert_null(catalogue);
}

static void test_lines_of_the_list(void **state)
{
    struct catalogue *catalogue = load(*state);
    struct catalogue_hit found[1];
    const char *unit;
    assert_int_equal(catalogue_search(catalogue, "1.001193", found, 1, NULL), 1);
    assert_string_equal(catalogue_name(found[0].entry, "en"), "Birth registration");
    assert_string_not_equal(catalogue_name(found[0].entry, "vi"), "Của người khác");
    assert_true(catalogue_time(found[0].entry, &unit) > 0);
    assert_string_not_equal(unit, "");
    assert_int_equal(catalogue_search(catalogue, "1.004884", found, 1, NULL), 1);
    assert_false(catalogue_has_form(found[0].entry));
    assert_string_equal(catalogue_agency(found[0].entry, "vi"), "UBND xã");
    assert_string_equal(catalogue_field(found[0].entry, "vi"), "Hộ\xef\xbf\xbd tịch");
    assert_string_equal(catalogue_name(found[0].entry, "en"),
                        "Thủ tục đăng ký lại khai sinh");
    assert_int_equal(catalogue_time(found[0].entry, &unit), 0);
    catalogue_free(&catalogue);
}

static void test_whole_procedures(void **state)
{
    static const struct {
        const char *code, *name; /* NULL: unknown */
        bool fillable;
    } CASES[] = {
        {"1.001193", "1.001193", true},
        {"1.001193.000.00.00.H17", "1.001193", true},
        {"1.004884", "1.004884", false},
        {"1.00119", NULL, false},
        {"1.013361", "1.013361", true},
        {"1.0133611", "1.0133611", false},
        {"1.013361.H17", "1.013361", true},
        {"9.999999", NULL, false},
        {"", NULL, false},
        {"\x1b[2J", NULL, false},
    };
    struct catalogue *catalogue = load(*state);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct error err = {0};
        const struct procedure *p = catalogue_find(catalogue, CASES[i].code, &err);
        assert_int_equal(p != NULL, CASES[i].name != NULL);
        if (!p) {
            assert_non_null(strstr(err.text, "is not known here"));
            continue;
        }
        assert_string_equal(procedure_code(p), CASES[i].name);
        assert_ptr_equal(catalogue_find(catalogue, CASES[i].code, &err), p);
        struct form *form = form_create_take(p, NULL, "2026-11-21", &err);
        assert_int_equal(form != NULL, CASES[i].fillable);
        form_free(&form);
    }
    catalogue_free(&catalogue);
}

/* One that nobody has modelled has the general form where it takes dossiers from afar. */
static void test_general_form(void **state)
{
    struct catalogue *catalogue = load(*state);
    struct catalogue_hit found[1];
    assert_int_equal(catalogue_search(catalogue, "1.013361", found, 1, NULL), 1);
    assert_true(catalogue_has_form(found[0].entry));
    assert_int_equal(catalogue_search(catalogue, "1.0133611", found, 1, NULL), 1);
    assert_false(catalogue_has_form(found[0].entry));
    struct error err = {0};
    const struct procedure *p = catalogue_find(catalogue, "1.013361", &err);
    assert_true(procedure_has_form(p));
    struct form *form = form_create_take(p, NULL, "2026-11-21", &err);
    bool asks = false;
    for (size_t i = 0; i < form_field_count(form); i++)
        asks |= strcmp(form_field(form, i)->pointer, "/case/kind") == 0;
    assert_true(asks);
    form_free(&form);
    p = catalogue_find(catalogue, "1.0133611", &err);
    assert_non_null(p);
    assert_false(procedure_has_form(p));
    catalogue_free(&catalogue);
}

/* Of two with one code the portal's counts; and a list that comes in pieces is the same.
 */
static void test_portals_part(void **state)
{
    static const char *const PORTALS[] = {
        "{\"format\":1,\"version\":\"2\",\"code\":\"1.013361\","
        "\"name\":{\"vi\":\"Tên của cổng\"},\"channels\":[\"DIRECT\"]}",
        "{\"format\":1,\"version\":\"2\",\"code\":\"1.001193\",\"name\":{\"vi\":\"Khác\"}"
        "}",
        NULL};
    struct desk *desk = *state;
    struct error err = {0};
    const struct catalogue_mark mark = {
        .asked_at = 1795000000,
        .sources[CATALOGUE_PORTAL] = {.since = 1794900000, .from = "https://a.example"}};
    struct catalogue_hit hit;
    struct catalogue_origin origin;
    bool more = true;
    const char *const *next = PORTALS;
    fill_catalogue(desk->store, CATALOGUE_PORTAL, &mark, next_entry, &next);
    struct catalogue *whole = load(desk), *pieces = catalogue_create_beside(whole);
    for (size_t calls = 0; more; calls++) {
        assert_in_range(calls, 0, 20);
        assert_true(catalogue_load_part(pieces, desk->store, 2, &more, &err));
    }
    assert_int_equal(catalogue_count(pieces), catalogue_count(whole));
    assert_int_equal(catalogue_search(pieces, "1.013361", &hit, 1, NULL), 1);
    assert_string_equal(catalogue_name(hit.entry, "vi"), "Tên của cổng");
    assert_false(catalogue_has_form(hit.entry));
    assert_true(procedure_has_form(catalogue_find(pieces, "1.001193", &err)));
    assert_false(catalogue_is_imported(pieces, "1.001193", &origin));
    assert_true(catalogue_is_imported(pieces, "1.000894", &origin) == false);
    assert_true(catalogue_is_imported(pieces, "1.004884", &origin));
    assert_false(origin.is_portals);
    assert_int_equal(origin.since, 0);
    assert_true(catalogue_is_imported(pieces, "1.013361", &origin));
    assert_true(origin.is_portals);
    assert_string_equal(origin.from, "https://a.example");
    assert_int_equal(origin.since, 1795000000);
    assert_true(store_mark_catalogue_asked(desk->store, 1795086400, &err));
    assert_true(catalogue_is_imported(pieces, "1.013361", &origin));
    assert_int_equal(origin.since, 1795086400); /* it has still the same */
    catalogue_free(&whole);
    catalogue_free(&pieces);
}

/* Where the template is not there, the catalogue can be looked up all the same. */
static void test_without_the_template(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    const char *const *next = IMPORTED;
    char *forms = memory_format("%s/alone", desk->folder);
    mkdir(forms, 0700);
    struct catalogue *catalogue = catalogue_create();
    fill_catalogue(desk->store, CATALOGUE_IMPORTED, NULL, next_entry, &next);
    assert_true(catalogue_load_forms(catalogue, forms, &err));
    assert_true(catalogue_load_store(catalogue, desk->store, &err));
    const struct procedure *p = catalogue_find(catalogue, "1.013361", &err);
    assert_non_null(p);
    assert_false(procedure_has_form(p));
    struct catalogue_hit found[1];
    assert_int_equal(catalogue_search(catalogue, "1.013361", found, 1, NULL), 1);
    assert_false(catalogue_has_form(found[0].entry));
    catalogue_free(&catalogue);
    free(forms);
}

/* A bad procedure is left out and told; those beside it are there. */
static void test_bad_folders(void **state)
{
    static const struct {
        const char *folder, *facts, *words;
    } CASES[] = {
        {"1.000001", "{\"format\":1,", "is not JSON"},
        {"1.000002", "[]", ""},
        {"1.000003", NULL, "cannot be read"},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct error err = {0};
        char *forms = memory_format("%s/forms-%zu", desk->folder, i);
        mkdir(forms, 0700);
        char *bad = scratch_path(forms, CASES[i].folder);
        char *good = scratch_path(forms, "9.999999");
        mkdir(bad, 0700);
        mkdir(good, 0700);
        if (CASES[i].facts)
            free(scratch_text(bad, "procedure.json", CASES[i].facts));
        free(scratch_text(good, "procedure.json",
                          "{\"format\":1,\"version\":\"1\",\"code\":\"9.999999\","
                          "\"name\":{\"vi\":\"Thử\"}}"));
        free(scratch_text(forms, "README", "no procedure"));
        struct catalogue *catalogue = catalogue_create();
        assert_false(catalogue_load_forms(catalogue, forms, &err));
        if (!strstr(err.text, CASES[i].words) || !error_is_set(&err))
            fail_msg("%s: %s", CASES[i].folder, err.text);
        assert_int_equal(catalogue_count(catalogue), 1);
        catalogue_free(&catalogue);
        free(forms);
        free(bad);
        free(good);
    }
    struct error err = {0};
    struct catalogue *catalogue = catalogue_create();
    assert_false(catalogue_load_forms(catalogue, "/no/such/folder", &err));
    assert_non_null(strstr(err.text, "/no/such/folder cannot be read"));
    catalogue_free(&catalogue);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        AT_DESK(test_finds),
        AT_DESK(test_lines_of_the_list),
        AT_DESK(test_whole_procedures),
        AT_DESK(test_general_form),
        AT_DESK(test_portals_part),
        AT_DESK(test_without_the_template),
        AT_DESK(test_bad_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
