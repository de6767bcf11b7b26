/* SPDX-License-Identifier: MIT */
/* Who typed it, a person or a scanner: tables of keys and of the milliseconds between
 * them. */
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/input/burst.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define REST "01190000123||Le Thi Hoa|15031990|Nu|Ha Noi|20052021"
#define CARD "0" REST

/* What came out: keys as they are, Enter as '\r', '<' for one taken back, "[…]" for a
 * code. */
struct scene {
    struct burst burst;
    struct buffer told;
    int64_t now;
    int64_t longest; /* that a key was held */
    int64_t held_since;
};

static void heard_key(void *arg, const struct key *key)
{
    struct scene *scene = arg;
    char bytes[4];
    if (scene->held_since && scene->now - scene->held_since > scene->longest)
        scene->longest = scene->now - scene->held_since;
    buffer_add(&scene->told, bytes,
               utf8_write(bytes, key->name == KEY_ENTER    ? '\r'
                                 : key->name == KEY_TAB    ? '\t'
                                 : key->name == KEY_ESCAPE ? 0x1B
                                                           : key->character));
}

static void heard_back(void *arg)
{
    buffer_add_text(&((struct scene *)arg)->told, "<");
}

static void heard_code(void *arg, const char *text)
{
    buffer_format(&((struct scene *)arg)->told, "[%s]", text);
}

static const struct burst_calls CALLS = {heard_key, heard_back, heard_code};

static void begin(struct scene *scene)
{
    *scene = (struct scene){.now = 1000000};
    buffer_init(&scene->told, 1 << 16);
    burst_init(&scene->burst, &CALLS, scene);
}

static void end(struct scene *scene)
{
    burst_free(&scene->burst);
    buffer_free(&scene->told);
}

/* Time goes by; the pause is noticed when it is due. */
static void wait_for(struct scene *scene, int64_t ms)
{
    int patience = burst_patience(&scene->burst);
    int64_t then = scene->now + ms;
    if (patience && ms > patience) {
        scene->now += patience;
        burst_pause(&scene->burst);
        assert_int_equal(burst_patience(&scene->burst), 0);
    }
    scene->now = then;
}

static void type(struct scene *scene, const char *text, int64_t gap)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        struct key key = {.name = KEY_TEXT};
        at += utf8_read(text + at, size - at, &key.character);
        if (key.character == '\r')
            key = (struct key){.name = KEY_ENTER};
        else if (key.character == '\t')
            key = (struct key){.name = KEY_TAB};
        else if (key.character == 0x1B)
            key = (struct key){.name = KEY_ESCAPE};
        wait_for(scene, gap);
        bool was_held = burst_patience(&scene->burst) != 0;
        burst_take(&scene->burst, &key, scene->now);
        if (!was_held)
            scene->held_since = burst_patience(&scene->burst) ? scene->now : 0;
    }
}

struct step {
    const char *text;
    int64_t gap; /* before each key of it */
};

static const struct {
    const char *name;
    struct step steps[6];
    const char *told;
} CASES[] = {
    {"a scanner, 1 ms a key", {{CARD "\r", 1}}, "0<[" CARD "]"},
    {"one that is slow", {{CARD "\r", 20}}, "0<[" CARD "]"},
    {"all in one read", {{CARD "\r", 0}}, "0<[" CARD "]"},
    {"after somebody typed",
     {{"Lan 12", 120}, {"0", 300}, {REST "\r", 2}},
     "Lan 120<[" CARD "]"},
    {"right behind a key", {{"x", 90}, {CARD "\r", 2}}, "x0<[" CARD "]"},
    {"with two ends", {{CARD "\r\r", 1}, {"\r", 2000}}, "0<[" CARD "]\r"},
    {"ended by a tab", {{CARD "\t", 4}}, "0<[" CARD "]"},
    {"ended by nothing", {{CARD, 4}, {"a", 900}}, "0<[" CARD "]a"},
    {"twice", {{CARD "\r", 2}, {CARD "\r", 2}}, "0<[" CARD "]0<[" CARD "]"},
    {"a machine that is busy meanwhile",
     {{"001190000123||Le Thi", 3}, {" ", 200}, {"Hoa|15031990|Nu\r", 3}},
     "0<[001190000123||Le Thi Hoa|15031990|Nu]"},
    {"cut short", {{"001190000123||Le", 3}, {"Lan", 400}}, "0<[001190000123||Le]Lan"},
    {"letters it cannot type",
     {{"001190000123||L\x1BTh\x1B\x1B|\r", 3}},
     "0<[001190000123||L\xEF\xBF\xBDTh\xEF\xBF\xBD\xEF\xBF\xBD|]"},
    {"letters it can", {{"001190000123||Lê Thị|\r", 3}}, "0<[001190000123||Lê Thị|]"},
    {"somebody types", {{"001190000123", 110}, {"\r", 200}}, "001190000123\r"},
    {"somebody types bars", {{"0|1|2|3|4|5|6|7\r", 90}}, "0|1|2|3|4|5|6|7\r"},
    {"somebody fast", {{"0011", 30}, {"9", 12}, {"0", 40}, {"0", 9}}, "0011900"},
    {"two keys hit together", {{"09", 4}, {"1", 150}, {"23\t", 6}}, "09123\t"},
    {"a held digit", {{"1", 100}, {"1", 500}, {"11111111", 33}}, "1111111111"},
    {"a held digit, repeated as fast as it goes",
     {{"1", 100}, {"1", 250}, {"11111111111111111111111111111111111111111\r", 20}},
     "1111111111111111111111111111111111111111111\r"},
    {"a held bar", {{"|", 100}, {"|", 250}, {"||||||||||", 20}}, "||||||||||||"},
    {"a held key and Enter", {{"aaaaaaaaaaaaaaaa\r", 5}}, "aaaaaaaaaaaaaaaa\r"},
    {"a number that is pasted as keys", {{"001190000123\r", 0}}, "001190000123\r"},
    {"text that is pasted as keys", {{"1. An|2. Bình|\r", 0}}, "1. An|2. Bình|\r"},
    {"a bar alone behind one digit", {{"1|2\r", 0}}, "1|2\r"},
    {"more digits than any", {{"12345678901234567|\r", 0}}, "12345678901234567|\r"},
};

static void test_who_typed_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct scene scene;
        begin(&scene);
        for (const struct step *step = CASES[i].steps; step->text; step++)
            type(&scene, step->text, step->gap);
        wait_for(&scene, 3000);
        if (strcmp(scene.told.data, CASES[i].told) != 0)
            fail_msg("%s: “%s”", CASES[i].name, scene.told.data);
        end(&scene);
    }
}

/* Whatever the pace, digits come out as they went in, and none waits for longer than
 * anybody notices. */
static void test_no_key_waits(void **state)
{
    (void)state;
    for (int64_t gap = 24; gap < 200; gap++) {
        struct scene scene;
        begin(&scene);
        type(&scene, "0912345678", gap);
        wait_for(&scene, 1000);
        assert_string_equal(scene.told.data, "0912345678");
        if (gap > 25)
            assert_int_equal(scene.longest, 0);
        end(&scene);
    }
}

/* Letters never wait at all. */
static void test_letters_pass_at_once(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene);
    for (const char *c = "Nguyen Van A|B|C 1a2b"; *c; c++) {
        char one[2] = {*c, '\0'};
        size_t before = scene.told.size;
        type(&scene, one, 0);
        assert_int_equal(scene.told.size, before + 1);
        assert_int_equal(burst_patience(&scene.burst), 0);
    }
    end(&scene);
}

static void test_endless(void **state)
{
    (void)state;
    struct scene scene;
    begin(&scene);
    type(&scene, "001190000123|", 1);
    for (int i = 0; i < BURST_BYTES_MOST; i++)
        type(&scene, "ễ", 1);
    type(&scene, "x\r", 1);
    assert_in_range(scene.told.size, BURST_BYTES_MOST - 8, BURST_BYTES_MOST + 4);
    assert_true(utf8_is_valid(scene.told.data, scene.told.size));
    assert_null(strchr(scene.told.data, 'x'));
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_typed_it),
        cmocka_unit_test(test_no_key_waits),
        cmocka_unit_test(test_letters_pass_at_once),
        cmocka_unit_test(test_endless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
