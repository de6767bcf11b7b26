/* SPDX-License-Identifier: MIT */
#include "kiosk/base/file.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, struct buffer *out, bool *too_large)
{
    char chunk[16384];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof(chunk));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        if (!buffer_add(out, chunk, (size_t)got)) {
            *too_large = true;
            return true;
        }
    }
}

bool file_read(const char *path, size_t limit, struct buffer *out, struct error *err)
{
    buffer_init(out, limit);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) < 0) {
        int cause = errno;
        if (fd >= 0)
            close(fd);
        return error_set(err, _("%s cannot be read: %s."), path, strerror(cause));
    }
    if (S_ISDIR(info.st_mode)) {
        close(fd);
        return error_set(err, _("%s is a folder, not a file."), path);
    }
    bool too_large = false;
    bool fine = read_all(fd, out, &too_large);
    int cause = errno;
    close(fd);
    if (!fine)
        return error_set(err, _("%s cannot be read: %s."), path, strerror(cause));
    if (too_large)
        return error_set(err, _("%s is too large: more than %zu bytes."), path, limit);
    return true;
}

static bool write_bytes(int fd, const char *data, size_t size)
{
    while (size) {
        ssize_t done = write(fd, data, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        data += done;
        size -= (size_t)done;
    }
    return true;
}

static bool write_all(int fd, const char *data, size_t size)
{
    return write_bytes(fd, data, size) && fsync(fd) == 0;
}

bool file_sync_folder(const char *folder, struct error *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = fd >= 0 && fsync(fd) == 0;
    int cause = errno;
    if (fd >= 0)
        close(fd);
    return fine || error_set(err, _("The folder %s cannot be used: %s."), folder,
                             strerror(cause));
}

int file_lock(const char *path, bool alone)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) < 0) {
        int cause = errno;
        close(fd);
        errno = cause;
        return -1;
    }
    return fd;
}

static bool sync_folder_of(const char *path)
{
    char *folder = memory_copy_text(path);
    char *slash = strrchr(folder, '/');
    if (slash)
        *(slash == folder ? slash + 1 : slash) = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return false;
    bool fine = fsync(fd) == 0;
    close(fd);
    return fine;
}

/* A device or a pipe must not give way to a file: /dev/stdout, say. */
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

bool file_write(const char *path, const void *data, size_t size, mode_t mode,
                struct error *err)
{
    if (is_special(path))
        return error_set(err, _("%s is not a plain file."), path);
    char *temporary = memory_format("%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    bool fine = fd >= 0 && fchmod(fd, mode) == 0 && write_all(fd, data, size);
    int cause = errno;
    if (fd >= 0 && close(fd) < 0 && fine) {
        cause = errno;
        fine = false;
    }
    if (fine && (rename(temporary, path) < 0 || !sync_folder_of(path))) {
        cause = errno;
        fine = false;
    }
    if (!fine) {
        if (fd >= 0)
            unlink(temporary);
        error_set(err, _("%s cannot be written: %s."), path, strerror(cause));
    }
    free(temporary);
    return fine;
}

int file_open_nameless(const char *folder, struct error *err)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        char *path = file_join(folder, "nameless.XXXXXX");
        fd = mkostemp(path, O_CLOEXEC);
        if (fd >= 0)
            unlink(path);
        free(path);
    }
    if (fd < 0)
        error_set(err, _("%s cannot be written: %s."), folder, strerror(errno));
    return fd;
}

bool file_add(int fd, const void *data, size_t size, struct error *err)
{
    return write_bytes(fd, data, size) ||
           error_set(err, _("A temporary file cannot be written: %s."), strerror(errno));
}

bool file_make_folder(const char *path, mode_t mode, struct error *err)
{
    char *part = memory_copy_text(path);
    bool fine = true;
    for (char *slash = part + 1; fine && *part; slash++) {
        if (*slash != '/' && *slash != '\0')
            continue;
        char kept = *slash;
        *slash = '\0';
        struct stat info;
        if (mkdir(part, kept ? 0755 : mode) < 0 &&
            !(errno == EEXIST && stat(part, &info) == 0 && S_ISDIR(info.st_mode)))
            fine = error_set(err, _("The folder %s cannot be made: %s."), path,
                             strerror(errno == EEXIST ? ENOTDIR : errno));
        *slash = kept;
        if (!kept)
            break;
    }
    free(part);
    return fine;
}

char *file_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    const char *slash = length && folder[length - 1] == '/' ? "" : "/";
    return memory_format("%s%s%s", folder, slash, name);
}

char *file_beside_program(const char *name)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (length <= 0)
        return memory_copy_text(name);
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return file_join(path, name);
}
