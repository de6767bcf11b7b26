/* SPDX-License-Identifier: MIT */
/* What a printer's keywords become for the person in front of it. */
#include "printers/reasons.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void test_reasons(void **state)
{
    (void)state;
    static const struct {
        const char *keywords[3];
        const char *message;
        int64_t age;       /* of the job, in milliseconds */
        const char *words; /* in the answer; NULL: nothing is in the way */
    } CASES[] = {
        {{"none"}, "", 60000, NULL},
        {{""}, "", 60000, NULL},
        {{"media-empty-error"}, "", 0, "no paper"},
        {{"media-empty"}, "", 0, "no paper"},
        {{"media-emptyish"}, "", 60000, NULL},
        {{"media-low-warning"}, "", 60000, NULL},
        {{"x-maker-own-keyword-error"}, "", 60000, NULL},
        {{"media-empty-warning"}, "", 1999, NULL},
        {{"media-empty-warning"}, "", 2000, "no paper"},
        {{"offline-report"}, "", 7999, NULL},
        {{"offline-report"}, "", 8000, "does not answer"},
        {{"connecting-to-device"}, "Connecting to printer.", 3000, NULL},
        {{"connecting-to-device"}, "Connecting to printer.", 8000, "does not answer"},
        /* What a person can mend at once comes first, however the printer sorts. */
        {{"toner-low-report", "cover-open-error"}, "", 0, "cover is open"},
        {{"other-error", "paused", "media-jam-error"}, "", 60000, "jammed"},
        /* Without a connection, the keywords are those of before. */
        {{"media-empty-warning"},
         "The printer may not exist or is unavailable at this time.",
         60000,
         "does not answer"},
        {{"none"}, "The printer is not responding.", 1999, NULL},
        {{"none"}, "Waiting for job to complete.", 60000, NULL},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        size_t count = 0;
        while (count < 3 && CASES[i].keywords[count] != NULL)
            count++;
        const char *words =
            reasons_find(CASES[i].keywords, count, CASES[i].message, CASES[i].age);
        if (CASES[i].words == NULL)
            assert_null(words);
        else
            assert_non_null(words != NULL ? strstr(words, CASES[i].words) : NULL);
    }
    assert_null(reasons_find(NULL, 0, "", 60000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reasons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
