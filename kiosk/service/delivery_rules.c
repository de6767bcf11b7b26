/* SPDX-License-Identifier: MIT */
#include "kiosk/service/delivery_rules.h"

enum { LEAST_DELAY = 200 /* milliseconds */ };

/* A question that is refused says nothing about the dossier: it stays uncertain, and is
 * never stopped on such an answer. */
static const struct delivery_rule RULES[DELIVERY_STEP_COUNT][PORTAL_OUTCOME_COUNT] = {
    [DELIVERY_ASK] =
        {
            [PORTAL_HAS_IT] = {.action = DELIVERY_ACCEPT},
            [PORTAL_KNOWS_NOT] = {.action = DELIVERY_GO_ON},
            [PORTAL_UNREACHABLE] = {.action = DELIVERY_POSTPONE,
                                    .reason = REASON_UNREACHABLE,
                                    .doubt = true},
            [PORTAL_UNTRUSTED] = {.action = DELIVERY_POSTPONE,
                                  .reason = REASON_TLS,
                                  .doubt = true},
            [PORTAL_LATE] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_TIMEOUT,
                             .doubt = true},
            [PORTAL_BUSY] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_BUSY,
                             .doubt = true},
            [PORTAL_IN_PROGRESS] = {.action = DELIVERY_POSTPONE, .reason = REASON_BUSY},
            [PORTAL_DOWN] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_PORTAL_DOWN,
                             .doubt = true},
            [PORTAL_STRANGE] = {.action = DELIVERY_POSTPONE,
                                .reason = REASON_STRANGE,
                                .doubt = true},
            [PORTAL_FORBIDDEN] = {.action = DELIVERY_POSTPONE,
                                  .reason = REASON_FORBIDDEN},
            [PORTAL_REFUSED] = {.action = DELIVERY_POSTPONE, .reason = REASON_REFUSED},
            [PORTAL_INVALID] = {.action = DELIVERY_POSTPONE, .reason = REASON_REFUSED},
            [PORTAL_KEY_REUSED] = {.action = DELIVERY_POSTPONE, .reason = REASON_REFUSED},
            [PORTAL_UNCHANGED] = {.action = DELIVERY_POSTPONE, .reason = REASON_STRANGE},
        },
    [DELIVERY_SEND] =
        {
            [PORTAL_HAS_IT] = {.action = DELIVERY_ACCEPT},
            [PORTAL_KNOWS_NOT] = {.action = DELIVERY_STOP,
                                  .state = DOSSIER_HELD,
                                  .reason = REASON_REFUSED},
            [PORTAL_UNREACHABLE] = {.action = DELIVERY_POSTPONE,
                                    .reason = REASON_UNREACHABLE,
                                    .doubt = true},
            [PORTAL_UNTRUSTED] = {.action = DELIVERY_POSTPONE,
                                  .reason = REASON_TLS,
                                  .doubt = true},
            [PORTAL_LATE] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_TIMEOUT,
                             .doubt = true},
            [PORTAL_BUSY] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_BUSY,
                             .doubt = true},
            [PORTAL_IN_PROGRESS] = {.action = DELIVERY_POSTPONE, .reason = REASON_BUSY},
            [PORTAL_DOWN] = {.action = DELIVERY_POSTPONE,
                             .reason = REASON_PORTAL_DOWN,
                             .doubt = true},
            [PORTAL_STRANGE] = {.action = DELIVERY_POSTPONE,
                                .reason = REASON_STRANGE,
                                .doubt = true},
            [PORTAL_FORBIDDEN] = {.action = DELIVERY_STOP,
                                  .state = DOSSIER_HELD,
                                  .reason = REASON_FORBIDDEN},
            [PORTAL_REFUSED] = {.action = DELIVERY_STOP,
                                .state = DOSSIER_HELD,
                                .reason = REASON_REFUSED},
            [PORTAL_INVALID] = {.action = DELIVERY_STOP,
                                .state = DOSSIER_REJECTED,
                                .reason = REASON_INVALID},
            [PORTAL_KEY_REUSED] = {.action = DELIVERY_STOP,
                                   .state = DOSSIER_HELD,
                                   .reason = REASON_REFUSED},
            [PORTAL_UNCHANGED] = {.action = DELIVERY_POSTPONE, .reason = REASON_STRANGE},
        },
};

enum delivery_step delivery_first_step(enum dossier_state state)
{
    return state == DOSSIER_SENDING ? DELIVERY_ASK : DELIVERY_SEND;
}

const struct delivery_rule *delivery_rule(enum delivery_step step,
                                          enum portal_outcome outcome)
{
    return &RULES[step][outcome];
}

int64_t delivery_delay(const struct delivery_pace *pace, int failures, long retry_after,
                       uint32_t chance)
{
    int64_t ceiling = pace->first;
    for (int i = 1; i < failures && ceiling < pace->most; i++)
        ceiling *= 2;
    if (ceiling > pace->most)
        ceiling = pace->most;
    if (retry_after >= 0)
        return (int64_t)retry_after * 1000 + chance % (pace->first + 1);
    int64_t delay = chance % (ceiling + 1);
    return delay < LEAST_DELAY ? LEAST_DELAY : delay;
}
