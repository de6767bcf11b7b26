/* SPDX-License-Identifier: MIT */
/* The citizen alone: which screens there are, and how often one may guess. */
#include "kiosk/screen/alone/alone.h"
#include "kiosk/screen/alone/tries.h"
#include "kiosk/screen/screens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The program's, for the screens that store something; none of them is tried here. */
struct store *counter_store(struct counter *counter, struct error *err)
{
    (void)counter;
    error_set(err, "there is no store");
    return NULL;
}

void counter_look_at_outbox(struct counter *counter)
{
    (void)counter;
}

/* The screens of a counter are no part of it, nor is any that comes to be. */
static void test_what_is_there(void **state)
{
    (void)state;
    static const struct screen_kind OTHER = {.name = "other"};
    static const struct screen_kind *const THERE[] = {
        &ALONE_START_SCREEN, &ALONE_STATUS_SCREEN, &ALONE_QUESTIONS_SCREEN, &HELP_SCREEN,
        &IDLE_SCREEN};
    for (size_t i = 0; i < sizeof(THERE) / sizeof(THERE[0]); i++) {
        assert_true(mode_has(&ALONE_MODE, THERE[i]));
        assert_true(mode_has(&COUNTER_MODE, THERE[i]));
        assert_null(THERE[i]->keep); /* nothing is stored */
    }
    assert_false(mode_has(&ALONE_MODE, &BLANK_SCREEN));
    assert_false(mode_has(&ALONE_MODE, &OTHER));
    assert_true(mode_has(&COUNTER_MODE, &OTHER));
    for (size_t i = 0; i < sizeof(THERE) / sizeof(THERE[0]); i++)
        assert_ptr_equal(ALONE_MODE.screens[i], THERE[i]);
    assert_null(ALONE_MODE.screens[sizeof(THERE) / sizeof(THERE[0])]);
}

static void test_tries(void **state)
{
    (void)state;
    static const int64_t PAUSES[] = {0,     0,     5000,  10000, 20000,
                                     40000, 60000, 60000, 60000};
    struct tries tries = {0};
    int64_t now = 1000;
    assert_int_equal(tries_pause(&tries, now), 0);
    for (size_t i = 0; i < sizeof(PAUSES) / sizeof(PAUSES[0]); i++) {
        tries_count(&tries, now);
        assert_int_equal(tries_pause(&tries, now), PAUSES[i]);
        assert_int_equal(tries_pause(&tries, now + PAUSES[i]), 0);
    }
    assert_int_equal(tries_pause(&tries, now + 59999), 1);
    /* A minute each. */
    now += (int64_t)7 * 60000;
    tries_count(&tries, now);
    assert_int_equal(tries_pause(&tries, now), 5000);
    now += (int64_t)60 * 60000;
    tries_count(&tries, now);
    assert_int_equal(tries_pause(&tries, now), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_there),
        cmocka_unit_test(test_tries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
