/* SPDX-License-Identifier: MIT */
/* What follows from an answer, and how long the courier waits. */
#include "kiosk/service/delivery_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_what_follows(void **state)
{
    (void)state;
    static const struct {
        enum dossier_state before;
        enum portal_outcome outcome;
        enum delivery_action action;
        enum dossier_state after;
        enum dossier_reason reason;
    } CASES[] = {
        {DOSSIER_FINALISED, PORTAL_HAS_IT, DELIVERY_ACCEPT, DOSSIER_ACCEPTED,
         REASON_NONE},
        {DOSSIER_FINALISED, PORTAL_UNREACHABLE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_UNREACHABLE},
        {DOSSIER_FINALISED, PORTAL_UNTRUSTED, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_UNTRUSTED},
        {DOSSIER_FINALISED, PORTAL_LATE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_TIMEOUT},
        {DOSSIER_FINALISED, PORTAL_BUSY, DELIVERY_POSTPONE, DOSSIER_SENDING, REASON_BUSY},
        {DOSSIER_FINALISED, PORTAL_IN_PROGRESS, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_BUSY},
        {DOSSIER_FINALISED, PORTAL_DOWN, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_PORTAL_DOWN},
        {DOSSIER_FINALISED, PORTAL_STRANGE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_STRANGE},
        {DOSSIER_FINALISED, PORTAL_FORBIDDEN, DELIVERY_STOP, DOSSIER_HELD,
         REASON_FORBIDDEN},
        {DOSSIER_FINALISED, PORTAL_REFUSED, DELIVERY_STOP, DOSSIER_HELD, REASON_REFUSED},
        {DOSSIER_FINALISED, PORTAL_KEY_REUSED, DELIVERY_STOP, DOSSIER_HELD,
         REASON_REFUSED},
        {DOSSIER_FINALISED, PORTAL_TOO_LARGE, DELIVERY_STOP, DOSSIER_HELD,
         REASON_TOO_LARGE},
        {DOSSIER_FINALISED, PORTAL_PAGE, DELIVERY_POSTPONE, DOSSIER_SENDING, REASON_PAGE},
        {DOSSIER_FINALISED, PORTAL_NOT_YET, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_CLOCK},
        {DOSSIER_SENDING, PORTAL_TOO_LARGE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_REFUSED},
        {DOSSIER_FINALISED, PORTAL_INVALID, DELIVERY_STOP, DOSSIER_REJECTED,
         REASON_INVALID},
        {DOSSIER_SENDING, PORTAL_HAS_IT, DELIVERY_ACCEPT, DOSSIER_ACCEPTED, REASON_NONE},
        {DOSSIER_SENDING, PORTAL_KNOWS_NOT, DELIVERY_GO_ON, DOSSIER_SENDING, REASON_NONE},
        {DOSSIER_SENDING, PORTAL_UNREACHABLE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_UNREACHABLE},
        {DOSSIER_SENDING, PORTAL_STRANGE, DELIVERY_POSTPONE, DOSSIER_SENDING,
         REASON_STRANGE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        enum delivery_step step = delivery_first_step(CASES[i].before);
        const struct delivery_rule *rule = delivery_rule(step, CASES[i].outcome);
        assert_int_equal(rule->action, CASES[i].action);
        assert_int_equal(rule->reason, CASES[i].reason);
        assert_int_equal(rule->next, CASES[i].after);
    }
}

/* Whether it has arrived is not known yet; no answer to that question may end it. */
static void test_uncertain_is_never_stopped(void **state)
{
    (void)state;
    assert_int_equal(delivery_first_step(DOSSIER_SENDING), DELIVERY_ASK);
    for (int outcome = 0; outcome < PORTAL_OUTCOME_COUNT; outcome++)
        assert_int_not_equal(delivery_rule(DELIVERY_ASK, outcome)->action, DELIVERY_STOP);
}

/* No answer is without a rule: what waits has a reason that people can be told. */
static void test_every_outcome_has_a_rule(void **state)
{
    (void)state;
    for (int step = 0; step < DELIVERY_STEP_COUNT; step++) {
        for (int outcome = 0; outcome < PORTAL_OUTCOME_COUNT; outcome++) {
            const struct delivery_rule *rule = delivery_rule(step, outcome);
            bool goes_on = rule->action == DELIVERY_ACCEPT ||
                           rule->action == DELIVERY_GO_ON ||
                           rule->action == DELIVERY_CARRY_ON;
            assert_true(goes_on == (rule->reason == REASON_NONE));
            assert_false(goes_on && rule->doubt);
            assert_false(rule->doubt && portal_is_there(outcome));
            if (rule->action == DELIVERY_STOP)
                assert_true(rule->next == DOSSIER_HELD || rule->next == DOSSIER_REJECTED);
            else if (rule->action == DELIVERY_ACCEPT)
                assert_int_equal(rule->next, DOSSIER_ACCEPTED);
            else /* what may have left is asked for */
                assert_int_equal(rule->next, DOSSIER_SENDING);
            if (rule->action == DELIVERY_POSTPONE)
                assert_int_equal(rule->unsent, step == DELIVERY_ASK ? DOSSIER_SENDING
                                                                    : DOSSIER_FINALISED);
        }
    }
}

/* Only who finished all uploads may send, and only a dossier that was sent is accepted.
 */
static void test_uploads_lead_nowhere_else(void **state)
{
    (void)state;
    static const struct {
        enum delivery_step step;
        enum portal_outcome outcome;
        enum delivery_action action;
    } CASES[] = {
        {DELIVERY_UPLOAD, PORTAL_UPLOAD_MADE, DELIVERY_CARRY_ON},
        {DELIVERY_UPLOAD, PORTAL_UPLOAD_AT, DELIVERY_CARRY_ON},
        {DELIVERY_UPLOAD, PORTAL_UPLOAD_GONE, DELIVERY_RENEW},
        {DELIVERY_UPLOAD, PORTAL_UPLOAD_BROKEN, DELIVERY_RENEW},
        {DELIVERY_UPLOAD, PORTAL_UPLOAD_MOVED, DELIVERY_REVIEW},
        {DELIVERY_UPLOAD, PORTAL_IN_PROGRESS, DELIVERY_POSTPONE},
        {DELIVERY_UPLOAD, PORTAL_FORBIDDEN, DELIVERY_STOP},
        {DELIVERY_UPLOAD, PORTAL_TOO_LARGE, DELIVERY_STOP},
        {DELIVERY_UPLOAD, PORTAL_HAS_IT, DELIVERY_POSTPONE},
        {DELIVERY_SEND, PORTAL_INCOMPLETE, DELIVERY_REVIEW},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_int_equal(delivery_rule(CASES[i].step, CASES[i].outcome)->action,
                         CASES[i].action);
    for (int outcome = 0; outcome < PORTAL_OUTCOME_COUNT; outcome++) {
        enum delivery_action action = delivery_rule(DELIVERY_UPLOAD, outcome)->action;
        assert_int_not_equal(action, DELIVERY_ACCEPT);
        assert_int_not_equal(action, DELIVERY_GO_ON);
    }
}

static void test_ceiling_doubles(void **state)
{
    (void)state;
    static const struct delivery_pace PACE = {.first = 2000, .most = 300000};
    static const struct {
        int failures;
        int64_t ceiling;
    } CASES[] = {{1, 2000},   {2, 4000},    {3, 8000},        {8, 256000},
                 {9, 300000}, {10, 300000}, {1000000, 300000}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        int64_t least = INT64_MAX, most = 0;
        for (uint32_t chance = 0; chance < 3000000; chance += 997) {
            int64_t delay = delivery_delay(&PACE, CASES[i].failures, -1, chance);
            least = delay < least ? delay : least;
            most = delay > most ? delay : most;
        }
        assert_true(most <= CASES[i].ceiling);
        assert_true(most > CASES[i].ceiling * 9 / 10);
        assert_true(least > 0 && least < 1000); /* full jitter */
    }
    uint32_t chance = (uint32_t)CASES[3].ceiling;
    assert_int_equal(delivery_delay(&PACE, 8, -1, chance), CASES[3].ceiling);
}

static void test_retry_after_is_the_least(void **state)
{
    (void)state;
    static const struct delivery_pace PACE = {.first = 2000, .most = 300000};
    static const long SECONDS[] = {0, 1, 120, 3600};
    for (size_t i = 0; i < COUNT(SECONDS); i++) {
        for (uint32_t chance = 0; chance < 100000; chance += 37) {
            int64_t delay = delivery_delay(&PACE, 1, SECONDS[i], chance);
            assert_true(delay >= SECONDS[i] * 1000);
            assert_true(delay <= SECONDS[i] * 1000 + PACE.first);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_follows),
        cmocka_unit_test(test_uncertain_is_never_stopped),
        cmocka_unit_test(test_every_outcome_has_a_rule),
        cmocka_unit_test(test_uploads_lead_nowhere_else),
        cmocka_unit_test(test_ceiling_doubles),
        cmocka_unit_test(test_retry_after_is_the_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
