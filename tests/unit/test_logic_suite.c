/* SPDX-License-Identifier: MIT */
/* The tests that implementations of JSONLogic share; prints the count per operation. */
#include "forms/logic/logic.h"
#include "forms/value/value.h"
#include "kiosk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

static bool run_test(const json_t *test)
{
    const json_t *expected = json_object_get(test, "result");
    struct logic_context context = {.today = "2026-11-21"};
    struct error err = {0};
    json_t *result = logic_apply(json_object_get(test, "rule"),
                                 json_object_get(test, "data"), &context, &err);
    bool passed = value_equal(result, expected);
    if (!passed)
        printf("%s fails: %s\n", json_string_value(json_object_get(test, "description")),
               err.text);
    json_decref(result);
    return passed;
}

/* Adds to counts[operation] = [passed, all]. */
static void count(json_t *counts, const json_t *rule, bool passed)
{
    const char *name = json_object_iter_key(json_object_iter((json_t *)rule));
    if (name == NULL)
        name = "(a value)";
    json_t *pair = json_object_get(counts, name);
    if (pair == NULL) {
        pair = json_pack("[ii]", 0, 0);
        json_object_set_new(counts, name, pair);
    }
    for (size_t i = passed ? 0 : 1; i < 2; i++) {
        json_t *number = json_array_get(pair, i);
        json_integer_set(number, json_integer_value(number) + 1);
    }
}

static int run_tests(const json_t *tests)
{
    json_t *counts = json_object();
    int passed = 0, all = 0;
    size_t index;
    json_t *test, *pair;
    json_array_foreach(tests, index, test)
    {
        if (!json_is_object(test))
            continue; /* a heading */
        bool fine = run_test(test);
        count(counts, json_object_get(test, "rule"), fine);
        passed += fine;
        all++;
    }
    const char *name;
    json_object_foreach(counts, name, pair) printf(
        "%-14s %3d of %3d\n", name, (int)json_integer_value(json_array_get(pair, 0)),
        (int)json_integer_value(json_array_get(pair, 1)));
    printf("%-14s %3d of %3d\n", "all", passed, all);
    json_decref(counts);
    return passed == all && all > 0 ? 0 : 1;
}

int main(void)
{
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/../shared/suites/jsonlogic-compatible.json",
                               top != NULL ? top : ".");
    json_t *tests = json_load_file(path, 0, NULL);
    if (tests == NULL)
        printf("skipped: the shared tests are not at %s\n", path);
    int result = tests == NULL ? 77 : run_tests(tests);
    json_decref(tests);
    free(path);
    return result;
}
