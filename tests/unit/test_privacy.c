/* SPDX-License-Identifier: MIT */
/* What a program's memory gives away. */
#include "kiosk/base/memory.h"
#include "kiosk/base/privacy.h"
#include "tests/unit/scratch.h"

#include <jansson.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIZE = 256, SKIPPED = 64 /* the allocator's own notes in a freed block */ };

/* How many bytes of what stood at `place` are there still. Read through the kernel, for
 * the block is freed. */
static int left_at(int memory, const char *place, char filled)
{
    char bytes[SIZE];
    int left = 0;
    if (pread(memory, bytes, SIZE, (off_t)(uintptr_t)place) != SIZE)
        return -1;
    for (int i = SKIPPED; i < SIZE; i++)
        left += bytes[i] == filled;
    return left;
}

static int start(void *arg)
{
    (void)arg;
    /* Before, for afterwards the file belongs to root. */
    int memory = open("/proc/self/mem", O_RDONLY);
    char text[SIZE + 1];
    memset(text, 'N', SIZE);
    text[SIZE] = '\0';
    json_t *open_value = json_string(text);
    const char *place = json_string_value(open_value);
    bool sees = left_at(memory, place, 'N') == SIZE - SKIPPED;
    json_decref(open_value);

    privacy_start();
    json_t *value = json_string(text);
    place = json_string_value(value);
    sees = sees && left_at(memory, place, 'N') == SIZE - SKIPPED;
    json_decref(value);
    bool wiped = left_at(memory, place, 'N') == 0;

    struct rlimit cores;
    getrlimit(RLIMIT_CORE, &cores);
    close(memory);
    return sees && wiped && cores.rlim_cur == 0 && cores.rlim_max == 0 ? 0 : 1;
}

static void test_json_is_wiped_and_no_core(void **state)
{
    (void)state;
    int status = scratch_child(start, NULL, NULL, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int debuggers(void *arg)
{
    (void)arg;
    privacy_start();
    return prctl(PR_GET_DUMPABLE);
}

static void test_no_debugger(void **state)
{
    (void)state;
    int status = scratch_child(debuggers, NULL, NULL, 0);
    assert_true(WIFEXITED(status));
#ifndef __SANITIZE_ADDRESS__ /* whose leak check is a debugger */
    assert_int_equal(WEXITSTATUS(status), 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_is_wiped_and_no_core),
        cmocka_unit_test(test_no_debugger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
