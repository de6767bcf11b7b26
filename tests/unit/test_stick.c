/* SPDX-License-Identifier: MIT */
/* The folder of electronic papers: what is seen of it, and that nothing else can be. */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/stick.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *make_folder(const char *folder, const char *name)
{
    struct error err = {0};
    char *path = scratch_path(folder, name);
    assert_true(file_make_folder(path, 0700, &err));
    return path;
}

static size_t place_of(const struct stick *stick, const char *name)
{
    size_t count;
    const struct stick_entry *entries = stick_entries(stick, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(entries[i].name, name) == 0)
            return i;
    }
    return SIZE_MAX;
}

static void test_what_is_listed(void **state)
{
    struct error err = {0};
    size_t count;
    free(make_folder(*state, "folder"));
    free(scratch_text(*state, "b.pdf", "12345"));
    free(scratch_text(*state, "a\x1b[31m\n.pdf", ""));
    free(scratch_text(*state, ".hidden", ""));
    char *link = scratch_path(*state, "link.pdf"), *pipe = scratch_path(*state, "pipe");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    struct stick *stick = stick_open(*state, &err);
    const struct stick_entry *entries = stick_entries(stick, &count);
    assert_int_equal(count, 3);
    assert_string_equal(entries[0].name, "folder");
    assert_true(entries[0].folder);
    assert_null(strpbrk(entries[1].shown, "\x1b\n"));
    assert_int_equal(entries[2].size, 5);
    int fd = stick_file(stick, 2, &err);
    char content[8];
    assert_int_equal(read(fd, content, sizeof(content)), 5);
    close(fd);
    stick_free(&stick);
    free(link);
    free(pipe);
}

static void test_up_and_down(void **state)
{
    struct error err = {0};
    char *folder = make_folder(*state, "folder");
    free(scratch_text(folder, "in.pdf", "x"));
    struct stick *stick = stick_open(*state, &err);
    assert_true(stick_at_top(stick));
    assert_true(stick_enter(stick, place_of(stick, "folder"), &err));
    assert_string_equal(stick_place(stick), "folder");
    assert_int_not_equal(place_of(stick, "in.pdf"), SIZE_MAX);
    assert_true(stick_leave(stick, &err));
    assert_true(stick_at_top(stick));
    assert_true(stick_leave(stick, &err)); /* there is nothing above the top */
    assert_true(stick_at_top(stick));
    assert_int_not_equal(place_of(stick, "folder"), SIZE_MAX);
    stick_free(&stick);
    free(folder);
}

/* What was a folder or a file when it was listed is a way out when it is opened. */
static void test_exchanged_for_links(void **state)
{
    struct error err = {0};
    char *folder = make_folder(*state, "folder");
    char *file = scratch_text(*state, "file.pdf", "x");
    struct stick *stick = stick_open(*state, &err);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(symlink("/etc", folder), 0);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(symlink("/etc/passwd", file), 0);
    assert_false(stick_enter(stick, place_of(stick, "folder"), &err));
    assert_int_equal(stick_file(stick, place_of(stick, "file.pdf"), &err), -1);
    assert_true(error_is_set(&err));
    stick_free(&stick);
    free(folder);
    free(file);
}

static void test_deep(void **state)
{
    struct error err = {0};
    char *path = memory_copy_text(*state);
    for (int i = 0; i < 40; i++) {
        char *deeper = make_folder(path, "d");
        free(path);
        path = deeper;
    }
    struct stick *stick = stick_open(*state, &err);
    int depth = 0;
    while (stick_enter(stick, 0, &err))
        depth++;
    assert_int_equal(depth, 15);
    assert_true(error_is_set(&err));
    stick_free(&stick);
    assert_null(stick_open("/nowhere/at/all", NULL));
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(test_what_is_listed),
        IN_SCRATCH(test_up_and_down),
        IN_SCRATCH(test_exchanged_for_links),
        IN_SCRATCH(test_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
