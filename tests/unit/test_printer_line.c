/* SPDX-License-Identifier: MIT */
/* The kiosk's line to the printer process, and a printer process that dies. This program
 * is its own helper: --config names what it does with a document. */
#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/printer_line.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the printer process ---------------------------------------------------------------
 */

static void answer(const char *format, long long id)
{
    char *line = memory_format(format, id);
    if (write(LINK_FD, line, strlen(line)) < 0)
        exit(1);
    free(line);
}

/* How many documents came to the processes of this folder so far, this one included. */
static size_t count_document(const char *folder)
{
    size_t count = scratch_count(folder) + 1;
    char *name = memory_format("document-%zu", count);
    free(scratch_text(folder, name, ""));
    free(name);
    return count;
}

static int be_printer(const char *what, const char *folder)
{
    FILE *line = fdopen(LINK_FD, "r");
    static char text[65536];
    while (line && fgets(text, sizeof(text), line)) {
        struct error err = {0};
        json_t *request = json_parse(text, strlen(text), "", &JSON_MESSAGE_LIMITS, &err);
        long long id = json_number(request, "id", 0);
        bool bad = strcmp(json_text_or(request, "name", ""), "bad") == 0;
        json_decref(request);
        size_t count = count_document(folder);
        if (strcmp(what, "dies-silent") == 0)
            _exit(9);
        answer("{\"id\":%lld,\"state\":\"printing\"}\n", id);
        if ((strcmp(what, "dies") == 0) ||
            (strcmp(what, "dies-once") == 0 && count == 1) ||
            (strcmp(what, "dies-of-bad") == 0 && bad))
            _exit(9);
        if (strcmp(what, "fails") == 0)
            answer("{\"id\":%lld,\"state\":\"failed\",\"reason\":\"no\\u001b paper\"}\n",
                   id);
        else
            answer("{\"id\":%lld,\"state\":\"waiting\",\"reason\":\"paper\"}\n"
                   "{\"id\":1,\"state\":\"sleeping\"}\n{\"state\":7}\n[]\n",
                   id);
        if (strcmp(what, "fails") != 0)
            answer("{\"id\":%lld,\"state\":\"done\",\"where\":\"/slips/1.pdf\"}\n", id);
    }
    if (line)
        fclose(line);
    return 0;
}

/* --- the kiosk
 * ----------------------------------------------------------------------------- */

struct scene {
    struct loop *loop;
    struct printer_line *line;
    char *folder, *self;
    char told[1024];
    size_t size;
    int settled;
};

static void told(void *arg, unsigned id, enum print_state state, const char *words)
{
    static const char *const STATES[] = {"queued", "printing", "waiting", "done",
                                         "failed"};
    struct scene *scene = arg;
    if (strncmp(words, "The printing program does not run", 33) == 0)
        words = "down";
    scene->size +=
        (size_t)snprintf(scene->told + scene->size, sizeof(scene->told) - scene->size,
                         "%u %s%s%s; ", id, STATES[state], *words ? ": " : "", words);
    assert_true(scene->size < sizeof(scene->told));
    scene->settled += state == PRINT_DONE || state == PRINT_FAILED;
}

static int open_scene(void **state)
{
    if (scratch_make(state) != 0)
        return -1;
    struct scene *scene = memory_alloc(sizeof(*scene));
    scene->folder = *state;
    scene->self = scratch_self();
    scene->loop = loop_create();
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    printer_line_free(&scene->line);
    printer_line_free(&scene->line);
    loop_free(&scene->loop);
    void *folder = scene->folder;
    free(scene->self);
    free(scene);
    return scratch_remove(&folder);
}

static void start(struct scene *scene, const char *what)
{
    scene->line =
        printer_line_start(scene->loop, scene->self, what, scene->folder, told, scene);
}

static unsigned print(struct scene *scene, const char *name)
{
    return printer_line_print_take(scene->line, name,
                                   json_pack("{ss}", "title", "Phiếu"));
}

/* Turns until so many documents are done or have failed, ten seconds at most. */
static void turn_until_settled(struct scene *scene, int wanted)
{
    int64_t until = clock_monotonic() + 10000;
    while (scene->settled < wanted && clock_monotonic() < until)
        loop_turn(scene->loop, 100);
    assert_int_equal(scene->settled, wanted);
}

static void test_printed(void **state)
{
    struct scene *scene = *state;
    start(scene, "prints");
    assert_int_equal(print(scene, "slip"), 1);
    assert_int_equal(print(scene, "slip"), 2);
    turn_until_settled(scene, 2);
    assert_string_equal(scene->told,
                        "1 printing; 1 waiting: paper; 1 done: /slips/1.pdf; "
                        "2 printing; 2 waiting: paper; 2 done: /slips/1.pdf; ");
}

static void test_failed(void **state)
{
    struct scene *scene = *state;
    start(scene, "fails");
    print(scene, "slip");
    turn_until_settled(scene, 1);
    assert_string_equal(scene->told, "1 printing; 1 failed: no\xef\xbf\xbd paper; ");
}

/* Dead in the middle of the first: the second process gets it again. */
static void test_sent_again(void **state)
{
    struct scene *scene = *state;
    start(scene, "dies-once");
    print(scene, "slip");
    turn_until_settled(scene, 1);
    assert_string_equal(scene->told,
                        "1 printing; 1 waiting: down; 1 printing; 1 waiting: paper; "
                        "1 done: /slips/1.pdf; ");
    assert_int_equal(scratch_count(scene->folder), 2);
}

/* But once: a document that kills the process would do so for ever. */
static void test_given_up(void **state)
{
    struct scene *scene = *state;
    start(scene, "dies");
    print(scene, "slip");
    turn_until_settled(scene, 1);
    assert_string_equal(scene->told,
                        "1 printing; 1 waiting: down; 1 printing; 1 waiting: down; "
                        "1 failed; ");
    for (int i = 0; i < 8; i++)
        loop_turn(scene->loop, 100);
    assert_int_equal(scratch_count(scene->folder), 2);
}

/* The same where the process dies before it says that it is at it. */
static void test_silent_death(void **state)
{
    struct scene *scene = *state;
    start(scene, "dies-silent");
    print(scene, "slip");
    turn_until_settled(scene, 1);
    assert_string_equal(scene->told, "1 waiting: down; 1 waiting: down; 1 failed; ");
}

/* One bad document does not take those after it with it. */
static void test_one_bad(void **state)
{
    struct scene *scene = *state;
    start(scene, "dies-of-bad");
    print(scene, "bad");
    print(scene, "good");
    turn_until_settled(scene, 2);
    assert_non_null(strstr(scene->told, "1 failed; "));
    assert_non_null(strstr(scene->told, "2 done: /slips/1.pdf; "));
}

/* Asked for while there is no process: it is sent when there is one. */
static void test_asked_while_down(void **state)
{
    struct scene *scene = *state;
    start(scene, "dies-once");
    print(scene, "slip");
    int64_t until = clock_monotonic() + 10000;
    while (scratch_count(scene->folder) == 0 && clock_monotonic() < until)
        loop_turn(scene->loop, 10);
    for (int i = 0; i < 5; i++) /* the death is seen, the next start waits */
        loop_turn(scene->loop, 10);
    print(scene, "another");
    turn_until_settled(scene, 2);
    assert_non_null(strstr(scene->told, "1 done"));
    assert_non_null(strstr(scene->told, "2 done"));
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "--link") == 0)
        return be_printer(argv[3], argv[5]);
    const struct CMUnitTest tests[] = {
        SCENE(test_printed),          SCENE(test_failed),       SCENE(test_sent_again),
        SCENE(test_given_up),         SCENE(test_silent_death), SCENE(test_one_bad),
        SCENE(test_asked_while_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
