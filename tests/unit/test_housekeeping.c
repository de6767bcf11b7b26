/* SPDX-License-Identifier: MIT */
/* What goes when it is old, and what does not. */
#include "kiosk/service/housekeeping.h"

#include "kiosk/base/clock.h"
#include "tests/unit/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { DAY = 24 * 60 * 60 };

static void add(struct desk *desk, int number, int64_t accepted_at)
{
    struct error err = {0};
    char reference[STORE_REFERENCE_ROOM], key[STORE_KEY_ROOM];
    struct dossier dossier;
    snprintf(reference, sizeof(reference), "%017d", number);
    snprintf(key, sizeof(key), "%032d", number);
    struct finalised what = {.reference = reference,
                             .key = key,
                             .procedure = "1.001193",
                             .body = "{}",
                             .size = 2,
                             .at = 1};
    struct acceptance how = {
        .code = "H17.31.22-261122-0001", .status = 1, .accepted_at = accepted_at};
    assert_true(store_finalise(desk->store, &what, &err));
    assert_true(store_find_dossier(desk->store, reference, &dossier, &err));
    if (accepted_at)
        assert_true(store_mark_accepted(desk->store, dossier.id, &how, &err));
}

static bool has_body(struct desk *desk, int number)
{
    struct error err = {0};
    char reference[STORE_REFERENCE_ROOM];
    struct dossier dossier;
    struct buffer body;
    snprintf(reference, sizeof(reference), "%017d", number);
    assert_true(store_find_dossier(desk->store, reference, &dossier, &err));
    bool has = store_read_body(desk->store, dossier.id, &body, &err);
    buffer_free(&body);
    return has;
}

static void test_by_days(void **state)
{
    static const struct {
        int64_t days_ago; /* -1: not accepted */
        const char *keep;
        bool stays;
    } CASES[] = {
        {31, "30", false}, {29, "30", true}, {-1, "0", true},
        {0, "1", true},    {1, "0", false},  {5000, "3650", false},
    };
    struct desk *desk = *state;
    int64_t now = clock_now();
    for (int i = 0; i < (int)(sizeof(CASES) / sizeof(CASES[0])); i++) {
        int64_t ago = CASES[i].days_ago;
        add(desk, i, ago < 0 ? 0 : now - ago * DAY - 1);
        settings_override(desk->settings, STORE_KEEP, CASES[i].keep);
        housekeeping_do(desk->store, desk->settings);
        if (has_body(desk, i) != CASES[i].stays)
            fail_msg("case %d", i);
    }
}

/* More than go in one piece. */
static void test_many(void **state)
{
    enum { MANY = 450 };
    struct desk *desk = *state;
    for (int i = 0; i < MANY; i++)
        add(desk, i, 1);
    housekeeping_do(desk->store, desk->settings);
    for (int i = 0; i < MANY; i++)
        assert_false(has_body(desk, i));
}

static void stop(void *arg)
{
    loop_stop(arg);
}

static void test_renewal_goes_on(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    add(desk, 1, 0);
    assert_true(store_begin_renewal(desk->store, &err));
    assert_true(store_renews(desk->store));
    struct loop *loop = loop_create();
    struct housekeeping *housekeeping =
        housekeeping_create(loop, desk->store, desk->settings);
    loop_after(loop, 6000, stop, loop);
    loop_run(loop);
    housekeeping_free(&housekeeping);
    loop_free(&loop);
    assert_false(store_renews(desk->store));
    assert_true(has_body(desk, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_by_days, desk_open, desk_close),
        cmocka_unit_test_setup_teardown(test_many, desk_open, desk_close),
        cmocka_unit_test_setup_teardown(test_renewal_goes_on, desk_open, desk_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
