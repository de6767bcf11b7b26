/* SPDX-License-Identifier: MIT */
/* A power cut without a machine: what a file held before each write is kept until the
 * file is synced; when the power fails, what was not synced goes back. That is the worst
 * that a disk may do which keeps its promises. */
#include "tests/fault/plan.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_WRITES = 65536, ARENA = 64 << 20 };

struct write {
    ino_t inode;
    off_t at;
    size_t size;  /* of the write */
    size_t kept;  /* bytes that were there before */
    off_t length; /* of the file before */
    size_t place; /* in the arena, where its path and then the bytes stand */
    bool lost;    /* a sync of it has failed */
};

static struct write writes[MOST_WRITES];
static size_t count, used;
static char arena[ARENA]; /* the kernel gives only what is used */

static bool has_room(size_t size)
{
    return count < MOST_WRITES && used + size + PATH_MAX < sizeof(arena);
}

void undo_note_write(int fd, off_t at, size_t size)
{
    struct stat info;
    char link[64];
    if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
        return;
    if (!has_room(size)) {
        static const char WORDS[] = "fault: more was written than can be undone\n";
        syscall(SYS_write, STDERR_FILENO, WORDS, sizeof(WORDS) - 1);
        plan_die();
    }
    struct write *write = &writes[count];
    *write = (struct write){.inode = info.st_ino,
                            .at = at < 0 ? info.st_size : at,
                            .size = size,
                            .length = info.st_size,
                            .place = used};
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t path = readlink(link, arena + used, PATH_MAX - 1);
    if (path <= 0)
        return;
    arena[used + (size_t)path] = '\0';
    used += (size_t)path + 1;
    /* The file may be open for writing only. */
    int again =
        (int)syscall(SYS_openat, AT_FDCWD, arena + write->place, O_RDONLY | O_CLOEXEC);
    if (again >= 0) {
        long got = syscall(SYS_pread64, again, arena + used, size, write->at);
        write->kept = got > 0 ? (size_t)got : 0;
        used += write->kept;
        syscall(SYS_close, again);
    }
    count++;
}

static bool overlap(const struct write *a, const struct write *b)
{
    return a->inode == b->inode && a->at < b->at + (off_t)b->size &&
           b->at < a->at + (off_t)a->size;
}

/* What was lost once stays lost, unless it was written again before this sync. */
static bool is_still_lost(size_t at)
{
    for (size_t i = at + 1; writes[at].lost && i < count; i++) {
        if (!writes[i].lost && overlap(&writes[at], &writes[i]))
            return false;
    }
    return writes[at].lost;
}

void undo_synced(int fd)
{
    struct stat info;
    size_t kept = 0;
    if (fstat(fd, &info) < 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (writes[i].inode != info.st_ino || is_still_lost(i))
            writes[kept++] = writes[i];
    }
    count = kept;
}

void undo_lost(void)
{
    for (size_t i = 0; i < count; i++)
        writes[i].lost = true;
}

void undo_all(void)
{
    while (count > 0) {
        struct write *write = &writes[--count];
        const char *path = arena + write->place;
        const char *bytes = path + strlen(path) + 1;
        struct stat info;
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        if (fstat(fd, &info) == 0 && info.st_ino == write->inode) {
            syscall(SYS_pwrite64, fd, bytes, write->kept, write->at);
            syscall(SYS_ftruncate, fd, write->length);
        }
        syscall(SYS_close, fd);
    }
}
