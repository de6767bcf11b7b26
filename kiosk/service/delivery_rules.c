/* SPDX-License-Identifier: MIT */
#include "kiosk/service/delivery_rules.h"

enum { LEAST_DELAY = 200 /* milliseconds */ };

#define ACCEPT                                              \
    {                                                       \
        .action = DELIVERY_ACCEPT, .next = DOSSIER_ACCEPTED \
    }
#define GO_ON                                             \
    {                                                     \
        .action = DELIVERY_GO_ON, .next = DOSSIER_SENDING \
    }
#define STOP(state, why)                                          \
    {                                                             \
        .action = DELIVERY_STOP, .next = (state), .reason = (why) \
    }
/* A question that is refused says nothing about the dossier: it stays uncertain, and is
 * never stopped on such an answer. */
#define ASK_LATER(why, may_be_portal)                                                    \
    {                                                                                    \
        .action = DELIVERY_POSTPONE, .next = DOSSIER_SENDING, .unsent = DOSSIER_SENDING, \
        .reason = (why), .doubt = (may_be_portal)                                        \
    }
#define SEND_LATER(why, may_be_portal)                                         \
    {                                                                          \
        .action = DELIVERY_POSTPONE, .next = DOSSIER_SENDING,                  \
        .unsent = DOSSIER_FINALISED, .reason = (why), .doubt = (may_be_portal) \
    }

/* A try that takes too many of these ends, and the next one comes later. */
#define CARRY_ON                                              \
    {                                                         \
        .action = DELIVERY_CARRY_ON, .next = DOSSIER_SENDING, \
        .unsent = DOSSIER_FINALISED                           \
    }
#define DETOUR(what)                                                            \
    {                                                                           \
        .action = (what), .next = DOSSIER_SENDING, .unsent = DOSSIER_FINALISED, \
        .reason = REASON_UPLOAD                                                 \
    }

static const struct delivery_rule RULES[DELIVERY_STEP_COUNT][PORTAL_OUTCOME_COUNT] =
    {
        [DELIVERY_ASK] =
            {
                [PORTAL_HAS_IT] = ACCEPT,
                [PORTAL_KNOWS_NOT] = GO_ON,
                [PORTAL_UNREACHABLE] = ASK_LATER(REASON_UNREACHABLE, true),
                [PORTAL_UNTRUSTED] = ASK_LATER(REASON_UNTRUSTED, true),
                [PORTAL_OTHER_NAME] = ASK_LATER(REASON_OTHER_NAME, true),
                [PORTAL_EXPIRED] = ASK_LATER(REASON_EXPIRED, true),
                [PORTAL_NOT_YET] = ASK_LATER(REASON_CLOCK, true),
                [PORTAL_NO_TLS] = ASK_LATER(REASON_TLS, true),
                [PORTAL_OUR_TLS] = ASK_LATER(REASON_OUR_TLS, true),
                [PORTAL_LATE] = ASK_LATER(REASON_TIMEOUT, true),
                [PORTAL_BUSY] = ASK_LATER(REASON_BUSY, true),
                [PORTAL_IN_PROGRESS] = ASK_LATER(REASON_BUSY, false),
                [PORTAL_DOWN] = ASK_LATER(REASON_PORTAL_DOWN, true),
                [PORTAL_PAGE] = ASK_LATER(REASON_PAGE, true),
                [PORTAL_STRANGE] = ASK_LATER(REASON_STRANGE, true),
                [PORTAL_FORBIDDEN] = ASK_LATER(REASON_FORBIDDEN, false),
                [PORTAL_TOO_LARGE] = ASK_LATER(REASON_REFUSED, false),
                [PORTAL_REFUSED] = ASK_LATER(REASON_REFUSED, false),
                [PORTAL_INVALID] = ASK_LATER(REASON_REFUSED, false),
                [PORTAL_KEY_REUSED] = ASK_LATER(REASON_REFUSED, false),
                [PORTAL_INCOMPLETE] = ASK_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_MADE] = ASK_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_AT] = ASK_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_GONE] = ASK_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_MOVED] = ASK_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_BROKEN] = ASK_LATER(REASON_STRANGE, false),
            },
        [DELIVERY_UPLOAD] =
            {
                [PORTAL_HAS_IT] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_KNOWS_NOT] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UNREACHABLE] = SEND_LATER(REASON_UNREACHABLE, true),
                [PORTAL_UNTRUSTED] = SEND_LATER(REASON_UNTRUSTED, true),
                [PORTAL_OTHER_NAME] = SEND_LATER(REASON_OTHER_NAME, true),
                [PORTAL_EXPIRED] = SEND_LATER(REASON_EXPIRED, true),
                [PORTAL_NOT_YET] = SEND_LATER(REASON_CLOCK, true),
                [PORTAL_NO_TLS] = SEND_LATER(REASON_TLS, true),
                [PORTAL_OUR_TLS] = SEND_LATER(REASON_OUR_TLS, true),
                [PORTAL_LATE] = SEND_LATER(REASON_TIMEOUT, true),
                [PORTAL_BUSY] = SEND_LATER(REASON_BUSY, true),
                [PORTAL_IN_PROGRESS] = SEND_LATER(REASON_BUSY, false),
                [PORTAL_DOWN] = SEND_LATER(REASON_PORTAL_DOWN, true),
                [PORTAL_PAGE] = SEND_LATER(REASON_PAGE, true),
                [PORTAL_STRANGE] = SEND_LATER(REASON_STRANGE, true),
                [PORTAL_FORBIDDEN] = STOP(DOSSIER_HELD, REASON_FORBIDDEN),
                [PORTAL_TOO_LARGE] = STOP(DOSSIER_HELD, REASON_TOO_LARGE),
                [PORTAL_REFUSED] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_INVALID] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_KEY_REUSED] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_INCOMPLETE] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_MADE] = CARRY_ON,
                [PORTAL_UPLOAD_AT] = CARRY_ON,
                [PORTAL_UPLOAD_GONE] = DETOUR(DELIVERY_RENEW),
                [PORTAL_UPLOAD_MOVED] = DETOUR(DELIVERY_REVIEW),
                [PORTAL_UPLOAD_BROKEN] = DETOUR(DELIVERY_RENEW),
            },
        [DELIVERY_SEND] =
            {
                [PORTAL_HAS_IT] = ACCEPT,
                [PORTAL_KNOWS_NOT] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_UNREACHABLE] = SEND_LATER(REASON_UNREACHABLE, true),
                [PORTAL_UNTRUSTED] = SEND_LATER(REASON_UNTRUSTED, true),
                [PORTAL_OTHER_NAME] = SEND_LATER(REASON_OTHER_NAME, true),
                [PORTAL_EXPIRED] = SEND_LATER(REASON_EXPIRED, true),
                [PORTAL_NOT_YET] = SEND_LATER(REASON_CLOCK, true),
                [PORTAL_NO_TLS] = SEND_LATER(REASON_TLS, true),
                [PORTAL_OUR_TLS] = SEND_LATER(REASON_OUR_TLS, true),
                [PORTAL_LATE] = SEND_LATER(REASON_TIMEOUT, true),
                [PORTAL_BUSY] = SEND_LATER(REASON_BUSY, true),
                [PORTAL_IN_PROGRESS] = SEND_LATER(REASON_BUSY, false),
                [PORTAL_DOWN] = SEND_LATER(REASON_PORTAL_DOWN, true),
                [PORTAL_PAGE] = SEND_LATER(REASON_PAGE, true),
                [PORTAL_STRANGE] = SEND_LATER(REASON_STRANGE, true),
                [PORTAL_FORBIDDEN] = STOP(DOSSIER_HELD, REASON_FORBIDDEN),
                [PORTAL_TOO_LARGE] = STOP(DOSSIER_HELD, REASON_TOO_LARGE),
                [PORTAL_REFUSED] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_INVALID] = STOP(DOSSIER_REJECTED, REASON_INVALID),
                [PORTAL_KEY_REUSED] = STOP(DOSSIER_HELD, REASON_REFUSED),
                [PORTAL_INCOMPLETE] = DETOUR(DELIVERY_REVIEW),
                [PORTAL_UPLOAD_MADE] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_AT] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_GONE] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_MOVED] = SEND_LATER(REASON_STRANGE, false),
                [PORTAL_UPLOAD_BROKEN] = SEND_LATER(REASON_STRANGE, false),
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
