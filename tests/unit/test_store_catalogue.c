/* SPDX-License-Identifier: MIT */
/* The catalogue in the store: two parts, replaced apart from each other, each of them
 * wholly or not at all, whenever whoever does it is killed. */
#include "kiosk/store/catalogue.h"

#include "tests/unit/fill.h"
#include "tests/unit/shelf.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 500 };

static const char *next_entry(void *arg)
{
    const char ***at = arg;
    return *(*at)++;
}

static void add_up(void *arg, enum catalogue_part part, int64_t place, const char *json)
{
    (void)part, (void)place;
    buffer_add_text(arg, json);
}

/* Read in pieces of `room`. */
static void expect_in_pieces(struct store *store, size_t room, const char *text)
{
    struct error err = {0};
    struct buffer all;
    struct catalogue_cursor cursor = {0};
    bool more = true;
    buffer_init(&all, 1000);
    while (more)
        assert_true(
            store_read_catalogue(store, &cursor, room, add_up, &all, &more, &err));
    assert_string_equal(all.data, text);
    buffer_free(&all);
}

static void expect_catalogue(struct store *store, const char *text)
{
    expect_in_pieces(store, SIZE_MAX, text);
    expect_in_pieces(store, 1, text);
    expect_in_pieces(store, 2, text);
}

static void fill(struct store *store, enum catalogue_part part,
                 const struct catalogue_mark *mark, const char *const *entries)
{
    fill_catalogue(store, part, mark, next_entry, &entries);
}

static void note_place(void *arg, enum catalogue_part part, int64_t place,
                       const char *json)
{
    (void)part, (void)json;
    *(int64_t *)arg = place;
}

static void test_two_parts(void **state)
{
    static const char *const HAND[] = {"1", "2", NULL}, *const OTHER[] = {"3", NULL};
    static const char *const PORTAL[] = {"7", "8", NULL}, *const NEWER[] = {"9", NULL};
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct catalogue_mark mark;
    expect_catalogue(store, "");
    assert_true(store_read_catalogue_mark(store, &mark, &err));
    assert_int_equal(mark.edition + mark.asked_at + mark.tag[0], 0);
    mark.sources[CATALOGUE_IMPORTED] = (struct catalogue_source){55, "a.jsonl"};
    fill(store, CATALOGUE_IMPORTED, &mark, HAND);
    mark = (struct catalogue_mark){
        .asked_at = 77,
        .tag = "https://a \"x\"",
        .sources[CATALOGUE_PORTAL] = {.since = 77, .from = "https://a"}};
    fill(store, CATALOGUE_PORTAL, &mark, PORTAL);
    expect_catalogue(store, "7812");
    fill(store, CATALOGUE_IMPORTED, &mark, OTHER);
    expect_catalogue(store, "783");
    fill(store, CATALOGUE_PORTAL, &mark, NEWER);
    expect_catalogue(store, "93");
    assert_true(store_mark_catalogue_asked(store, 99, &err));
    store_close(&store);
    store = shelf_open(*state);
    expect_catalogue(store, "93");
    assert_true(store_read_catalogue_mark(store, &mark, &err));
    assert_int_equal(mark.edition, 4);
    assert_int_equal(mark.asked_at, 99);
    assert_string_equal(mark.tag, "https://a \"x\"");
    assert_int_equal(mark.sources[CATALOGUE_PORTAL].since, 77);
    assert_string_equal(mark.sources[CATALOGUE_PORTAL].from, "https://a");
    assert_int_equal(mark.sources[CATALOGUE_IMPORTED].since, 0);
    store_close(&store);
}

/* Who has read a list may open what is in it until the next but one is staged. */
static void test_places(void **state)
{
    static const char *const FIRST[] = {"1", NULL}, *const SECOND[] = {"2", NULL};
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct catalogue_cursor cursor = {0};
    struct buffer json;
    int64_t place = 0;
    bool more;
    fill(store, CATALOGUE_PORTAL, NULL, FIRST);
    assert_true(store_read_catalogue(store, &cursor, 1, note_place, &place, &more, &err));
    fill(store, CATALOGUE_PORTAL, NULL, SECOND);
    assert_true(store_find_catalogue_entry(store, place, &json, &err));
    assert_string_equal(json.data, "1");
    buffer_free(&json);
    fill(store, CATALOGUE_PORTAL, NULL, SECOND);
    assert_false(store_find_catalogue_entry(store, place, &json, &err));
    assert_false(error_is_set(&err));
    buffer_free(&json);
    store_close(&store);
}

static void test_one_at_a_time(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state), *other = shelf_open(*state);
    struct stage *stage = stage_open(store, CATALOGUE_PORTAL, &err);
    assert_non_null(stage);
    assert_null(stage_open(other, CATALOGUE_IMPORTED, &err));
    assert_non_null(strstr(err.text, "Another program"));
    error_clear(&err);
    stage_close(&stage);
    stage = stage_open(other, CATALOGUE_IMPORTED, &err);
    assert_non_null(stage);
    stage_close(&stage);
    store_close(&store);
    store_close(&other);
}

/* An entry that says more comes later, with the number of the one before it. */
static void test_put_again(void **state)
{
    struct error err = {0};
    struct store *store = shelf_open(*state);
    struct stage *stage = stage_open(store, CATALOGUE_PORTAL, &err);
    static const struct catalogue_mark MARK;
    assert_true(stage_put(stage, 0, "1", &err) && stage_put(stage, 1, "2", &err));
    assert_true(stage_pause(stage, &err) && stage_pause(stage, &err));
    expect_catalogue(store, ""); /* not yet */
    assert_true(stage_put(stage, 0, "3", &err));
    assert_true(stage_publish(stage, &MARK, &err));
    stage_close(&stage);
    expect_catalogue(store, "32");
    store_close(&store);
}

/* --- the end of a process ----------------------------------------------------------- */

/* Ends itself after so many steps; a step is a piece swept, an entry, or the change. */
static void replace_until(const char *folder, int steps)
{
    static const struct catalogue_mark MARK;
    struct error err = {0};
    struct store *store = store_open(folder, "", &err);
    struct stage *stage = store ? stage_open(store, CATALOGUE_PORTAL, &err) : NULL;
    bool more = true, fine = stage != NULL;
    while (fine && more && steps-- > 0)
        fine = stage_sweep(stage, &more, &err);
    for (size_t i = 0; fine && i < MANY && steps-- > 0; i++)
        fine = stage_put(stage, i, "n", &err);
    if (fine && steps-- > 0)
        fine = stage_publish(stage, &MARK, &err);
    if (!fine)
        fprintf(stderr, "%s\n", err.text);
    kill(getpid(), SIGKILL);
}

static size_t count_all(struct store *store, char *kind)
{
    struct error err = {0};
    struct buffer all;
    struct catalogue_cursor cursor = {0};
    bool more;
    buffer_init(&all, 10 * MANY);
    assert_true(
        store_read_catalogue(store, &cursor, SIZE_MAX, add_up, &all, &more, &err));
    size_t size = all.size;
    *kind = all.data[0];
    assert_int_equal(strspn(all.data, (char[]){*kind, '\0'}), size);
    buffer_free(&all);
    return size;
}

static void test_killed(void **state)
{
    static const char *const OLD[] = {"o", "o", "o", NULL};
    static const int STEPS[] = {0,        1,        2,        3,        4,
                                7,        150,      199,      200,      201,
                                202,      MANY - 1, MANY,     MANY + 1, MANY + 2,
                                MANY + 3, MANY + 4, MANY + 5, MANY + 9};
    struct store *store = shelf_open(*state);
    fill(store, CATALOGUE_PORTAL, NULL, OLD);
    store_close(&store);
    bool is_new = false;
    for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
        char kind;
        pid_t child = fork();
        if (child == 0)
            replace_until(*state, STEPS[i]);
        assert_int_equal(waitpid(child, NULL, 0), child);
        store = shelf_open(*state);
        size_t count = count_all(store, &kind);
        assert_true(is_new ? kind == 'n' : (kind == 'o' || kind == 'n'));
        assert_int_equal(count, kind == 'o' ? 3 : MANY);
        is_new = kind == 'n';
        store_close(&store);
    }
    assert_true(is_new);
    store = shelf_open(*state);
    fill(store, CATALOGUE_PORTAL, NULL, OLD); /* sweeps what they left */
    expect_catalogue(store, "ooo");
    store_close(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SHELF(test_two_parts), AT_SHELF(test_places), AT_SHELF(test_one_at_a_time),
        AT_SHELF(test_put_again), AT_SHELF(test_killed),
    };
    unsetenv("CREDENTIALS_DIRECTORY");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
