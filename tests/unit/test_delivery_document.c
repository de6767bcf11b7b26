/* SPDX-License-Identifier: MIT */
/* docs/design.md shows the table of delivery, row for row as the program has it. With
 * --print the table is written, to be put there. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/delivery_rules.h"
#include "kiosk/service/outbox.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const STATES[] = {
    [DOSSIER_FINALISED] = "finalised", [DOSSIER_SENDING] = "sending",
    [DOSSIER_ACCEPTED] = "accepted",   [DOSSIER_HELD] = "held",
    [DOSSIER_REJECTED] = "rejected",
};

/* Where the dossier goes, and what is done. Allocated. */
static char *describe(const struct delivery_rule *rule)
{
    static const char *const DONE[] = {
        [DELIVERY_ACCEPT] = "keep the code",    [DELIVERY_GO_ON] = "send now",
        [DELIVERY_POSTPONE] = "wait",           [DELIVERY_STOP] = "stop",
        [DELIVERY_CARRY_ON] = "on from there",  [DELIVERY_RENEW] = "begin it anew",
        [DELIVERY_REVIEW] = "ask of each file",
    };
    bool ends = rule->action == DELIVERY_ACCEPT || rule->action == DELIVERY_STOP ||
                rule->action == DELIVERY_GO_ON;
    bool splits = !ends && rule->unsent != rule->next;
    return memory_format("%s%s%s: %s%s", STATES[rule->next], splits ? "/" : "",
                         splits ? STATES[rule->unsent] : "", DONE[rule->action],
                         rule->doubt ? ", probe" : "");
}

/* One line of the table, without its end. Allocated. */
static char *make_row(enum portal_outcome outcome)
{
    const struct delivery_rule *ask = delivery_rule(DELIVERY_ASK, outcome);
    const struct delivery_rule *upload = delivery_rule(DELIVERY_UPLOAD, outcome);
    const struct delivery_rule *send = delivery_rule(DELIVERY_SEND, outcome);
    const struct delivery_rule *told = outcome >= PORTAL_UPLOAD_MADE ? upload : send;
    struct dossier dossier = {.state = told->next, .reason = told->reason};
    char *asked = describe(ask), *uploaded = describe(upload), *sent = describe(send);
    char *words = outbox_explain(&dossier, 0);
    char *row = memory_format("| %s | %s | %s | %s | %s |", portal_outcome_name(outcome),
                              asked, uploaded, sent, words);
    free(asked);
    free(uploaded);
    free(sent);
    free(words);
    return row;
}

static void test_documented(void **state)
{
    (void)state;
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/docs/design.md", top ? top : ".");
    char *text = scratch_read(path);
    const char *at =
        strstr(text, "| the portal's answer | while asking | while uploading |");
    assert_non_null(at);
    for (int line = 0; line < 2; line++) /* the head and its rule */
        at = strchr(at, '\n') + 1;
    for (int outcome = 0; outcome < PORTAL_OUTCOME_COUNT; outcome++) {
        char *row = make_row((enum portal_outcome)outcome);
        size_t size = strlen(row);
        if (strncmp(at, row, size) != 0 || at[size] != '\n')
            fail_msg("%s: here the table of tests/unit/test_delivery_document --print "
                     "differs: %s",
                     path, row);
        at += size + 1;
        free(row);
    }
    assert_true(*at != '|');
    free(text);
    free(path);
}

/* For programs: one name each, and none is "unknown". */
static void test_every_reason_has_a_name(void **state)
{
    (void)state;
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        const char *name = outbox_reason_name((enum dossier_reason)reason);
        assert_string_not_equal(name, "unknown");
        for (int other = 0; other < reason; other++)
            assert_string_not_equal(name, outbox_reason_name((enum dossier_reason)other));
    }
    assert_string_equal(outbox_reason_name(REASON_COUNT), "unknown");
}

int main(int argc, char **argv)
{
    i18n_use("en");
    if (argc < 2 || strcmp(argv[1], "--print") != 0) {
        const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_documented),
            cmocka_unit_test(test_every_reason_has_a_name),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
    }
    for (int outcome = 0; outcome < PORTAL_OUTCOME_COUNT; outcome++) {
        char *row = make_row((enum portal_outcome)outcome);
        puts(row);
        free(row);
    }
    return 0;
}
