/* SPDX-License-Identifier: MIT */
/* When new dossiers are taken, and in which words they are not. */
#include "kiosk/service/health.h"

#include "kiosk/base/clock.h"
#include "kiosk/service/dossier.h"
#include "tests/unit/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HOUR = 3600, DAY = 24 * HOUR };
#define NOW      1795000000
#define GIGABYTE ((int64_t)1 << 30)
#define MEGABYTE ((int64_t)1 << 20)

static const struct health_facts FINE = {.now = NOW,
                                         .built = NOW - 100 * DAY,
                                         .newest_dossier = NOW - DAY,
                                         .free_bytes = 10 * GIGABYTE,
                                         .waiting = 3,
                                         .oldest_waiting = NOW - HOUR,
                                         .forms_confirmed = NOW - DAY};

static struct health judge(struct desk *desk, const struct health_facts *facts)
{
    struct health health;
    health_judge(facts, desk->settings, &health);
    return health;
}

static void expect(struct desk *desk, const struct health_facts *facts,
                   enum health_condition condition, enum health_degree degree,
                   const char *words)
{
    struct health health = judge(desk, facts);
    assert_int_equal(health.conditions[condition].degree, degree);
    assert_int_equal(health_worst(&health), degree ? condition : HEALTH_COUNT);
    char *told = health_words(&health, condition);
    if (!words)
        assert_null(told);
    else if (!told || !strstr(told, words))
        fail_msg("\"%s\" does not say \"%s\"", told ? told : "", words);
    free(told);
}

#define CASE(member, value, condition, degree, words)     \
    do {                                                  \
        struct health_facts facts = FINE;                 \
        facts.member = value;                             \
        expect(*state, &facts, condition, degree, words); \
    } while (0)

static void test_conditions(void **state)
{
    struct health health = judge(*state, &FINE);
    assert_int_equal(health_worst(&health), HEALTH_COUNT);
    CASE(free_bytes, 201 * MEGABYTE, HEALTH_DISK, HEALTH_FINE, NULL);
    CASE(free_bytes, 200 * MEGABYTE, HEALTH_DISK, HEALTH_WARNING, "only 200 MB");
    CASE(free_bytes, 50 * MEGABYTE, HEALTH_DISK, HEALTH_REFUSED, "too little");
    CASE(free_bytes, 0, HEALTH_DISK, HEALTH_REFUSED, "only 0 MB");
    CASE(free_bytes, -1, HEALTH_DISK, HEALTH_FINE, NULL);
    CASE(built, NOW + HOUR, HEALTH_CLOCK, HEALTH_FINE, NULL);
    CASE(built, NOW + 9 * DAY, HEALTH_CLOCK, HEALTH_REFUSED, "9 days behind");
    CASE(newest_dossier, 0, HEALTH_ORDER, HEALTH_FINE, NULL);
    CASE(newest_dossier, NOW + HOUR / 2, HEALTH_ORDER, HEALTH_FINE, NULL);
    CASE(newest_dossier, NOW + 5 * HOUR, HEALTH_ORDER, HEALTH_WARNING, "5 hours before");
    CASE(waiting, 199, HEALTH_LENGTH, HEALTH_FINE, NULL);
    CASE(waiting, 200, HEALTH_LENGTH, HEALTH_WARNING, "200 dossiers wait");
    CASE(waiting, 2000, HEALTH_LENGTH, HEALTH_REFUSED, "no more are taken");
    CASE(oldest_waiting, NOW - 3 * DAY, HEALTH_WAIT, HEALTH_WARNING, "3 days");
    CASE(oldest_waiting, 0, HEALTH_WAIT, HEALTH_FINE, NULL);
    CASE(forms_confirmed, 0, HEALTH_FORMS, HEALTH_FINE, NULL);
    CASE(forms_confirmed, NOW - 40 * DAY, HEALTH_FORMS, HEALTH_WARNING, "40 days old");
}

static void test_limits_are_settings(void **state)
{
    struct desk *desk = *state;
    settings_override(desk->settings, HEALTH_FORMS_REFUSE, "40");
    CASE(forms_confirmed, NOW - 40 * DAY, HEALTH_FORMS, HEALTH_REFUSED, "too old");
    settings_override(desk->settings, HEALTH_LENGTH_WARN, "0");
    settings_override(desk->settings, HEALTH_LENGTH_REFUSE, "0");
    CASE(waiting, 1000000, HEALTH_LENGTH, HEALTH_FINE, NULL);
}

/* A refusal weighs more than a warning, wherever they stand in the table. */
static void test_worst(void **state)
{
    struct health_facts facts = FINE;
    facts.free_bytes = 100 * MEGABYTE;
    facts.waiting = 5000;
    struct health health = judge(*state, &facts);
    assert_int_equal(health_worst(&health), HEALTH_LENGTH);
}

static void test_the_real_desk(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    assert_true(health_allows(desk->store, desk->settings, &err));
    struct finalised what = {.reference = "AAAAAAAAAAAAAAAAA",
                             .key = "key",
                             .procedure = "1.001193",
                             .body = "{}",
                             .size = 2,
                             .at = clock_now() - 5 * DAY};
    assert_true(store_finalise(desk->store, &what, &err));
    settings_override(desk->settings, HEALTH_WAIT_REFUSE, "5");
    assert_false(health_allows(desk->store, desk->settings, &err));
    assert_non_null(strstr(err.text, "5 days"));
    error_clear(&err);
    char reference[REFERENCE_ROOM];
    struct submission submission = {
        .procedure = desk->procedure, .language = "en", .consent = "yes"};
    assert_false(
        dossier_finalise(desk->store, desk->settings, &submission, reference, &err));
    assert_non_null(strstr(err.text, "5 days"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_conditions, desk_open, desk_close),
        cmocka_unit_test_setup_teardown(test_limits_are_settings, desk_open, desk_close),
        cmocka_unit_test_setup_teardown(test_worst, desk_open, desk_close),
        cmocka_unit_test_setup_teardown(test_the_real_desk, desk_open, desk_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
