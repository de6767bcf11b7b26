/* SPDX-License-Identifier: MIT */
#include "tests/unit/scratch.h"

#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

int scratch_make(void **state)
{
    char *folder = memory_copy_text("/tmp/motcua-scratch-XXXXXX");
    *state = folder;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

int scratch_remove(void **state)
{
    nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return 0;
}

char *scratch_path(const char *folder, const char *name)
{
    return file_join(folder, name);
}

char *scratch_write(const char *folder, const char *name, const void *data, size_t size)
{
    char *path = scratch_path(folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, size), size);
    close(fd);
    return path;
}

char *scratch_text(const char *folder, const char *name, const char *text)
{
    return scratch_write(folder, name, text, strlen(text));
}

char *scratch_read(const char *path)
{
    struct error err = {0};
    struct buffer bytes;
    if (!file_read(path, 64 << 20, &bytes, &err))
        fail_msg("%s", err.text);
    char *text = memory_copy_span(bytes.data, bytes.size);
    buffer_free(&bytes);
    return text;
}

size_t scratch_count(const char *folder)
{
    DIR *open_folder = opendir(folder);
    assert_non_null(open_folder);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(open_folder));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(open_folder);
    return count;
}

int scratch_child(int (*run)(void *arg), void *arg, char *errors, size_t room)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        _exit(run(arg));
    }
    close(ends[1]);
    size_t size = 0;
    char byte;
    while (read(ends[0], &byte, 1) == 1) {
        if (errors && size + 1 < room)
            errors[size++] = byte;
    }
    if (errors)
        errors[size] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

char *scratch_self(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    assert_true(length > 0);
    return memory_copy_span(path, (size_t)length);
}
