/* SPDX-License-Identifier: MIT */
/* The kiosk's line to the courier. This program is its own courier: --config names what
 * it says. */
#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/courier_line.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the courier
 * --------------------------------------------------------------------------- */

static void say(const char *line)
{
    if (write(LINK_FD, line, strlen(line)) < 0)
        exit(1);
}

static int talk(const char *folder)
{
    (void)folder;
    say("{\"event\":\"portal\",\"reachable\":true,\"since\":1795246325}\n"
        "{\"event\":\"portal\"}\n"
        "{\"event\":\"dossier\",\"reference\":\"7QHM2K9TXV4DA3NPW\"}\n"
        "{\"event\":\"dossier\",\"reference\":7}\n"
        "{\"event\":\"nonsense\"}\n[]\n{\"event\":null}\nnot JSON\n"
        "{\"event\":\"tracked\",\"id\":3,\"found\":true,\"dossier\":{\"status\":4}}\n"
        "{\"event\":\"tracked\",\"id\":4,\"found\":false}\n"
        "{\"event\":\"tracked\",\"id\":5,\"reason\":2}\n"
        "{\"event\":\"tracked\",\"id\":6,\"reason\":99}\n"
        "{\"event\":\"tracked\",\"id\":7,\"reason\":-1}\n"
        "{\"event\":\"tracked\",\"id\":8,\"dossier\":\"text\"}\n"
        "{\"event\":\"catalogue\",\"edition\":7}\n"
        "{\"event\":\"catalogue\",\"edition\":\"7\"}\n"
        "{\"event\":\"dossier\",\"reference\":\"end\"}\n");
    char byte;
    while (read(LINK_FD, &byte, 1) > 0)
        ;
    return 0;
}

/* Answers each look-up with its own query; the first process dies of it instead. */
static int look_up(const char *folder)
{
    FILE *line = fdopen(LINK_FD, "r");
    static char text[65536];
    while (line && fgets(text, sizeof(text), line)) {
        struct error err = {0};
        json_t *request = json_parse(text, strlen(text), "", &JSON_MESSAGE_LIMITS, &err);
        if (scratch_count(folder) == 0) {
            free(scratch_text(folder, "died", text));
            _exit(9);
        }
        if (strcmp(json_text_or(request, "do", ""), "wake") == 0)
            say("{\"event\":\"dossier\",\"reference\":\"woken\"}\n");
        char *answer = memory_format(
            "{\"event\":\"tracked\",\"id\":%lld,\"dossier\":{\"asked\":\"%s\"}}\n",
            json_number(request, "id", 0), json_text_or(request, "query", ""));
        if (json_text(request, "query"))
            say(answer);
        free(answer);
        json_decref(request);
    }
    if (line)
        fclose(line);
    return 0;
}

/* --- the kiosk
 * ----------------------------------------------------------------------------- */

struct scene {
    struct loop *loop;
    struct courier_line *line;
    char *folder, *self;
    char told[2048];
    size_t size;
};

static void note(struct scene *scene, const char *text)
{
    scene->size += (size_t)snprintf(scene->told + scene->size,
                                    sizeof(scene->told) - scene->size, "%s; ", text);
    assert_true(scene->size < sizeof(scene->told));
}

static void told_portal(void *arg, bool reachable, int64_t since)
{
    char text[64];
    snprintf(text, sizeof(text), "portal %d %lld", reachable, (long long)since);
    note(arg, text);
}

static void told_dossier(void *arg, const char *reference)
{
    char text[64];
    snprintf(text, sizeof(text), "dossier %s", reference);
    note(arg, text);
}

static void told_tracked(void *arg, unsigned id, const json_t *dossier,
                         enum dossier_reason reason)
{
    char text[256], *json = dossier ? json_dumps(dossier, JSON_COMPACT) : NULL;
    snprintf(text, sizeof(text), "tracked %u %s %d", id, json ? json : "-", (int)reason);
    free(json);
    note(arg, text);
}

static void told_catalogue(void *arg, int64_t edition)
{
    char text[64];
    snprintf(text, sizeof(text), "catalogue %lld", (long long)edition);
    note(arg, text);
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
    courier_line_free(&scene->line);
    courier_line_free(&scene->line);
    loop_free(&scene->loop);
    void *folder = scene->folder;
    free(scene->self);
    free(scene);
    return scratch_remove(&folder);
}

static void start(struct scene *scene, const char *what)
{
    static const struct courier_calls CALLS = {.portal = told_portal,
                                               .dossier = told_dossier,
                                               .tracked = told_tracked,
                                               .catalogue = told_catalogue};
    scene->line =
        courier_line_start(scene->loop, scene->self, what, scene->folder, &CALLS, scene);
}

static void turn_until_told(struct scene *scene, const char *words)
{
    int64_t until = clock_monotonic() + 10000;
    while (!strstr(scene->told, words) && clock_monotonic() < until)
        loop_turn(scene->loop, 100);
    if (!strstr(scene->told, words))
        fail_msg("\"%s\" was not told: %s", words, scene->told);
}

static void test_told(void **state)
{
    struct scene *scene = *state;
    char expected[512];
    start(scene, "talk");
    turn_until_told(scene, "dossier end; ");
    snprintf(expected, sizeof(expected),
             "portal 1 1795246325; portal 0 0; dossier 7QHM2K9TXV4DA3NPW; dossier ; "
             "tracked 3 {\"status\":4} 0; tracked 4 - 0; tracked 5 - 2; tracked 6 - %d; "
             "tracked 7 - %d; tracked 8 - 0; catalogue 7; catalogue 0; dossier end; ",
             REASON_STRANGE, REASON_STRANGE);
    assert_string_equal(scene->told, expected);
}

/* Asked, and the courier dies of it: the next one is asked again, and answers. */
static void test_question_outlives_a_courier(void **state)
{
    struct scene *scene = *state;
    start(scene, "look-up");
    assert_int_equal(courier_line_track(scene->line, "7QHM2K9T"), 1);
    turn_until_told(scene, "tracked 1 {\"asked\":\"7QHM2K9T\"} 0; ");
    /* Answered is answered. */
    assert_int_equal(courier_line_track(scene->line, "H17.31"), 2);
    turn_until_told(scene, "tracked 2 {\"asked\":\"H17.31\"} 0; ");
    courier_line_wake(scene->line);
    turn_until_told(scene, "dossier woken; ");
    assert_null(strstr(strstr(scene->told, "tracked 1") + 1, "tracked 1"));
}

/* Only the last of several questions still matters to anybody. */
static void test_last_question_counts(void **state)
{
    struct scene *scene = *state;
    start(scene, "look-up");
    courier_line_track(scene->line, "first");
    courier_line_track(scene->line, "second");
    turn_until_told(scene, "tracked 2 {\"asked\":\"second\"} 0; ");
    assert_null(strstr(scene->told, "first"));
    assert_true(courier_line_track(scene->line, "\xff") != 0); /* cannot be asked */
    courier_line_wake(scene->line);
    turn_until_told(scene, "dossier woken; ");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, open_scene, close_scene)

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "--link") == 0)
        return strcmp(argv[3], "talk") == 0 ? talk(argv[5]) : look_up(argv[5]);
    const struct CMUnitTest tests[] = {
        SCENE(test_told),
        SCENE(test_question_outlives_a_courier),
        SCENE(test_last_question_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
