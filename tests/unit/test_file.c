/* SPDX-License-Identifier: MIT */
/* Whole files, old or new and nothing between, whatever is in the way. */
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void expect_text(const char *path, const char *text)
{
    char *read = scratch_read(path);
    assert_string_equal(read, text);
    free(read);
}

static void expect_words(const struct error *err, const char *words)
{
    if (!strstr(err->text, words))
        fail_msg("\"%s\" does not say \"%s\"", err->text, words);
}

static void test_written_and_read(void **state)
{
    struct error err = {0};
    char *path = scratch_path(*state, "phiếu 1.txt");
    assert_true(file_write(path, "old", 3, 0600, &err));
    expect_text(path, "old");
    assert_true(file_write(path, "new and longer", 14, 0640, &err));
    expect_text(path, "new and longer");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    assert_true(file_write(path, "", 0, 0600, &err));
    expect_text(path, "");
    assert_int_equal(scratch_count(*state), 1);
    free(path);
}

static void test_read_limit(void **state)
{
    static const struct {
        size_t size, limit;
        bool fits;
    } CASES[] = {
        {0, 0, true},      {1, 0, false},        {100, 100, true},
        {101, 100, false}, {40000, 40000, true}, {40001, 40000, false},
    };
    char *bytes = memory_alloc(40001);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        struct buffer out;
        char *path = scratch_write(*state, "bytes", bytes, CASES[i].size);
        assert_int_equal(file_read(path, CASES[i].limit, &out, &err), CASES[i].fits);
        if (CASES[i].fits)
            assert_int_equal(out.size, CASES[i].size);
        else
            expect_words(&err, "too large");
        buffer_free(&out);
        free(path);
    }
    free(bytes);
}

/* None of them blocks, and none is read for ever. */
static void test_read_what_is_no_file(void **state)
{
    char *pipe = scratch_path(*state, "pipe"), *loop = scratch_path(*state, "loop");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink(loop, loop), 0);
    char *under = scratch_path("/dev/null", "x"), *nothing = scratch_path(*state, "no");
    const struct {
        const char *path, *words; /* NULL: read, and empty */
    } CASES[] = {
        {*state, "is a folder"},    {nothing, "No such file"},
        {under, "Not a directory"}, {loop, "symbolic links"},
        {"", "No such file"},       {"/dev/zero", "too large"},
        {"/dev/null", NULL},        {pipe, NULL},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        struct buffer out;
        bool read = file_read(CASES[i].path, 1000, &out, &err);
        assert_int_equal(read, CASES[i].words == NULL);
        if (read)
            assert_int_equal(out.size, 0);
        else
            expect_words(&err, CASES[i].words);
        assert_non_null(out.data);
        buffer_free(&out);
    }
    int writer = open(pipe, O_RDWR | O_CLOEXEC); /* a writer that says nothing */
    struct error err = {0};
    struct buffer out;
    assert_false(file_read(pipe, 1000, &out, &err));
    buffer_free(&out);
    close(writer);
    free(pipe);
    free(loop);
    free(under);
    free(nothing);
}

static void test_write_what_is_no_file(void **state)
{
    char *folder = scratch_path(*state, "folder"), *pipe = scratch_path(*state, "pipe");
    char *far = scratch_path(*state, "not/there"), *link = scratch_path(*state, "link");
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink(pipe, link), 0);
    const struct {
        const char *path, *words;
    } CASES[] = {
        {folder, "Is a directory"},
        {pipe, "not a plain file"},
        {link, "not a plain file"},
        {far, "No such file"},
        {"/proc/motcua", "cannot be written"},
        {"/dev/full", "not a plain file"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct error err = {0};
        assert_false(file_write(CASES[i].path, "x", 1, 0600, &err));
        expect_words(&err, CASES[i].words);
        expect_words(&err, CASES[i].path);
    }
    assert_int_equal(scratch_count(*state), 3); /* no temporary file stays */
    free(folder);
    free(pipe);
    free(far);
    free(link);
}

/* Returns 0 where writing was refused with the words in the environment. */
static int write_refused(const char *path, const char *words)
{
    struct error err = {0};
    char *large = memory_alloc(20000);
    bool written = file_write(path, large, 20000, 0600, &err);
    free(large);
    return !written && strstr(err.text, words) ? 0 : 1;
}

static int write_on_full_disk(void *path)
{
    const struct rlimit small = {4096, 4096};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    return write_refused(path, "File too large");
}

static int write_without_rights(void *path)
{
    if (geteuid() == 0 && (setegid(65534) < 0 || seteuid(65534) < 0))
        return 2;
    return write_refused(path, "Permission denied");
}

/* What was there stays, whole, and nothing lies beside it. */
static void test_trouble_keeps_the_old(void **state)
{
    static int (*const TROUBLES[])(void *path) = {write_on_full_disk,
                                                  write_without_rights};
    char *path = scratch_text(*state, "kept", "what was there");
    for (size_t i = 0; i < sizeof(TROUBLES) / sizeof(TROUBLES[0]); i++) {
        chmod(*state, i == 0 ? 0700 : 0555);
        char errors[2000];
        int status = scratch_child(TROUBLES[i], path, errors, sizeof(errors));
        chmod(*state, 0700);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("trouble %zu: status %d %s", i, status, errors);
        expect_text(path, "what was there");
        assert_int_equal(scratch_count(*state), 1);
    }
    free(path);
}

static void test_folders(void **state)
{
    struct error err = {0};
    char *deep = scratch_path(*state, "a/b//c"), *path = scratch_path(*state, "a/file/d");
    assert_true(file_make_folder(deep, 0700, &err));
    assert_true(file_make_folder(deep, 0700, &err));
    struct stat info;
    assert_int_equal(stat(deep, &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    assert_int_equal(info.st_mode & 0777, 0700);
    free(scratch_text(*state, "a/file", "in the way"));
    assert_false(file_make_folder(path, 0700, &err));
    expect_words(&err, "Not a directory");
    assert_true(file_make_folder("/", 0700, NULL));
    assert_false(file_make_folder("/proc/motcua/x", 0700, NULL));
    free(deep);
    free(path);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {
        {"/var/lib", "x", "/var/lib/x"},
        {"/var/lib/", "x", "/var/lib/x"},
        {"/", "x", "/x"},
        {".", "x", "./x"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        char *path = file_join(CASES[i][0], CASES[i][1]);
        assert_string_equal(path, CASES[i][2]);
        free(path);
    }
    char *self = scratch_self(), *beside = file_beside_program("motcua-courier");
    size_t folder = (size_t)(strrchr(self, '/') - self);
    assert_memory_equal(beside, self, folder);
    assert_string_equal(beside + folder, "/motcua-courier");
    free(self);
    free(beside);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(test_written_and_read),      IN_SCRATCH(test_read_limit),
        IN_SCRATCH(test_read_what_is_no_file),  IN_SCRATCH(test_write_what_is_no_file),
        IN_SCRATCH(test_trouble_keeps_the_old), IN_SCRATCH(test_folders),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
