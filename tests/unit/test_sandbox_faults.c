/* SPDX-License-Identifier: MIT */
/* Faults as an operator orders them, and the dice. */
#include "sandbox/faults.h"

#include "kiosk/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sodium.h>

static void test_parsing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double values[FAULT_COUNT];
    } CASES[] = {
        {"", {0}},
        {"{}", {0}},
        {" {\"latency_ms\": 250}", {[FAULT_LATENCY] = 250}},
        {"drop_after_commit=1,latency_ms=200",
         {[FAULT_DROP_AFTER] = 1, [FAULT_LATENCY] = 200}},
        {"{\"drop_before_commit\": 0.25, \"status\": 503}",
         {[FAULT_DROP_BEFORE] = 0.25, [FAULT_STATUS] = 503}},
        {"cut_reply=0.5", {[FAULT_CUT] = 0.5}},
        {"forget_key=1", {[FAULT_FORGET] = 1}},
        {"status=0", {0}},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct fault_spec spec;
        struct error err = {0};
        assert_true(fault_spec_parse(&spec, CASES[i].text, &err));
        assert_false(error_is_set(&err));
        assert_memory_equal(spec.values, CASES[i].values, sizeof(spec.values));
    }
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const CASES[] = {
        "latency",
        "latency_ms",
        "latency_ms=",
        "latency_ms=fast",
        "latency_ms=-1",
        "latency_ms=60001",
        "latency_ms=1.5",
        "status=200",
        "status=600",
        "cut_reply=1.1",
        "forget_key=2",
        "cut_reply=nan",
        "cut_reply=inf",
        "earthquake=1",
        "{\"status\": \"x\"}",
        "{\"status\": null}",
        "{\"nonsense\": 1}",
        "[]",
        "{",
        ",",
        "{\"status\": 500, \"status\": 501}",
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct fault_spec spec;
        struct error err = {0};
        assert_false(fault_spec_parse(&spec, CASES[i], &err));
        assert_true(error_is_set(&err));
    }
}

static void test_writing_back(void **state)
{
    (void)state;
    struct fault_spec spec;
    assert_true(fault_spec_parse(&spec, "latency_ms=20,cut_reply=0.5", NULL));
    json_t *object = fault_spec_json(&spec);
    json_t *expected = json_pack("{s:i, s:f}", "latency_ms", 20, "cut_reply", 0.5);
    assert_true(json_equal(object, expected));
    json_decref(object);
    json_decref(expected);
}

static void test_dice(void **state)
{
    (void)state;
    struct faults *faults = faults_create();
    struct fault_spec spec;
    fault_spec_parse(&spec, "drop_after_commit=1,cut_reply=0.5,status=503", NULL);
    faults_set(faults, &spec);
    int cut = 0;
    for (int i = 0; i < 1000; i++) {
        struct fault_draw draw = faults_draw(faults);
        assert_true(draw.drop_after);
        assert_false(draw.drop_before);
        assert_int_equal(draw.status, 503);
        cut += draw.cut;
    }
    assert_in_range(cut, 350, 650); /* ten standard deviations */
    faults_free(&faults);
}

static void *wait_a_minute(void *arg)
{
    faults_wait(arg, 60000);
    return NULL;
}

static void test_waiting_ends_with_the_program(void **state)
{
    (void)state;
    struct faults *faults = faults_create();
    int64_t start = clock_monotonic();
    faults_wait(faults, 30);
    assert_in_range(clock_monotonic() - start, 30, 20000);
    pthread_t waiter;
    assert_int_equal(pthread_create(&waiter, NULL, wait_a_minute, faults), 0);
    faults_end(faults);
    pthread_join(waiter, NULL);
    assert_in_range(clock_monotonic() - start, 30, 30000);
    faults_free(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parsing),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_writing_back),
        cmocka_unit_test(test_dice),
        cmocka_unit_test(test_waiting_ends_with_the_program),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
