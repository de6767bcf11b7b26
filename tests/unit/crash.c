/* SPDX-License-Identifier: MIT */
#include "tests/unit/crash.h"

#include "kiosk/base/file.h"

#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CRASHED = 99, POINTS_MOST = 5000 };

/* Of the child: what it has done, and at what it dies; 0: at nothing. */
static unsigned done, deadly;

static bool dies_now(void)
{
    return deadly && ++done == deadly;
}

/* --- our own code ------------------------------------------------------------------- */

ssize_t __real_write(int fd, const void *data, size_t size);
ssize_t __wrap_write(int fd, const void *data, size_t size);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_link(const char *path, const char *name);
int __wrap_link(const char *path, const char *name);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);

ssize_t __wrap_write(int fd, const void *data, size_t size)
{
    if (dies_now()) {
        ssize_t half = __real_write(fd, data, deadly % 2 ? 0 : size / 2);
        _exit(half < 0 ? EXIT_FAILURE : CRASHED);
    }
    return __real_write(fd, data, size);
}

int __wrap_fsync(int fd)
{
    if (dies_now())
        _exit(CRASHED);
    return __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
    if (dies_now())
        _exit(CRASHED);
    return __real_rename(from, to);
}

int __wrap_link(const char *path, const char *name)
{
    if (dies_now())
        _exit(CRASHED);
    return __real_link(path, name);
}

int __wrap_unlink(const char *path)
{
    if (dies_now())
        _exit(CRASHED);
    return __real_unlink(path);
}

/* --- SQLite ------------------------------------------------------------------------- */

/* The default file system with three of its functions put before the real ones. */
static sqlite3_vfs vfs;
static sqlite3_vfs *real;

/* Databases and their logs have functions of different sets. */
enum { SETS = 4 };
static sqlite3_io_methods methods[SETS];
static const sqlite3_io_methods *real_methods[SETS];

static const sqlite3_io_methods *real_of(const sqlite3_file *file)
{
    return real_methods[file->pMethods - methods];
}

static int crash_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    if (dies_now()) {
        if (deadly % 2 == 0)
            real_of(file)->xWrite(file, data, size / 2, at);
        _exit(CRASHED);
    }
    return real_of(file)->xWrite(file, data, size, at);
}

static int crash_sync(sqlite3_file *file, int flags)
{
    if (dies_now())
        _exit(CRASHED);
    return real_of(file)->xSync(file, flags);
}

static int crash_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (dies_now())
        _exit(CRASHED);
    return real_of(file)->xTruncate(file, size);
}

static const sqlite3_io_methods *deadly_of(const sqlite3_io_methods *found)
{
    size_t at = 0;
    while (at < SETS && real_methods[at] && real_methods[at] != found)
        at++;
    if (at == SETS)
        abort();
    real_methods[at] = found;
    methods[at] = *found;
    methods[at].xWrite = crash_write;
    methods[at].xSync = crash_sync;
    methods[at].xTruncate = crash_truncate;
    return &methods[at];
}

static int crash_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags,
                      int *out)
{
    (void)self;
    int result = real->xOpen(real, name, file, flags, out);
    if (result == SQLITE_OK && file->pMethods)
        file->pMethods = deadly_of(file->pMethods);
    return result;
}

static int crash_delete(sqlite3_vfs *self, const char *name, int sync)
{
    (void)self;
    if (dies_now())
        _exit(CRASHED);
    return real->xDelete(real, name, sync);
}

static void die_at(unsigned point)
{
    done = 0;
    deadly = point;
    real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "crash";
    vfs.xOpen = crash_open;
    vfs.xDelete = crash_delete;
    sqlite3_vfs_register(&vfs, 1);
}

/* --- running ------------------------------------------------------------------------ */

static void for_each_file(const char *folder, void (*act)(const char *path, void *arg),
                          void *arg)
{
    DIR *list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list));) {
        if (entry->d_type != DT_REG)
            continue;
        char *path = file_join(folder, entry->d_name);
        act(path, arg);
        free(path);
    }
    closedir(list);
}

static void remove_file(const char *path, void *arg)
{
    (void)arg;
    assert_int_equal(__real_unlink(path), 0);
}

static void copy_file(const char *path, void *arg)
{
    struct buffer bytes;
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_true(file_read(path, 64 << 20, &bytes, NULL));
    char *to = file_join(arg, strrchr(path, '/') + 1);
    FILE *file = fopen(to, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    assert_int_equal(fchmod(fileno(file), info.st_mode & 0777), 0);
    assert_int_equal(fclose(file), 0);
    free(to);
    buffer_free(&bytes);
}

void crash_copy(const char *from, const char *to)
{
    assert_true(file_make_folder(to, 0700, NULL));
    for_each_file(to, remove_file, NULL);
    for_each_file(from, copy_file, (void *)to);
}

unsigned crash_everywhere(const char *original, bool (*job)(const char *copy, void *arg),
                          void (*look)(const char *copy, bool finished, void *arg),
                          void *arg)
{
    char *copy = file_join(original, "copy");
    bool finished = false;
    unsigned point = 0;
    while (!finished && ++point < POINTS_MOST) {
        int status;
        crash_copy(original, copy);
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            die_at(point);
            _exit(job(copy, arg) ? 0 : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        finished = WEXITSTATUS(status) == 0;
        if (!finished && WEXITSTATUS(status) != CRASHED)
            fail_msg("the job failed at point %u", point);
        look(copy, finished, arg);
    }
    assert_true(finished);
    free(copy);
    return point - 1;
}
