/* SPDX-License-Identifier: MIT */
/* The preload library: stands between a program and the kernel, counts the calls that
 * touch the state folder or an Internet socket, and strikes one of them (plan.h). Each
 * call goes to the kernel directly, so that nothing here depends on the C library's. */
#include "tests/fault/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind_of_file { OTHER, FILE_OF_STATE, SOCKET };
enum { MOST_FILES = 1024 };

static unsigned char kinds[MOST_FILES];

static enum kind_of_file kind_of(int fd)
{
    return fd >= 0 && fd < MOST_FILES ? kinds[fd] : OTHER;
}

static void set_kind(int fd, enum kind_of_file kind)
{
    if (fd >= 0 && fd < MOST_FILES)
        kinds[fd] = (unsigned char)kind;
}

/* --- opening and closing ------------------------------------------------------------ */

static int open_file(const char *name, int folder, const char *path, int flags,
                     mode_t mode)
{
    bool ours = plan_is_on() && plan_is_in_folder(path);
    bool makes = flags & (O_CREAT | O_TRUNC);
    if (ours) {
        struct blow blow = plan_call(name, DEED_OPEN | (makes ? DEED_MAKE : 0), 0);
        if (blow.strike == STRIKE_FAIL) {
            errno = blow.error;
            return -1;
        }
    }
    int fd = (int)syscall(SYS_openat, folder, path, flags, mode);
    if (fd >= 0)
        set_kind(fd, ours ? FILE_OF_STATE : OTHER);
    return fd;
}

#define MODE_OF(flags)                     \
    mode_t mode = 0;                       \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list list;                      \
        va_start(list, flags);             \
        mode = va_arg(list, mode_t);       \
        va_end(list);                      \
    }

int open(const char *path, int flags, ...)
{
    MODE_OF(flags)
    return open_file("open", AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags)
    return open_file("open", AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags)
    return open_file("open", folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags)
    return open_file("open", folder, path, flags, mode);
}

int close(int fd)
{
    set_kind(fd, OTHER);
    return (int)syscall(SYS_close, fd);
}

int socket(int domain, int type, int protocol)
{
    int fd = (int)syscall(SYS_socket, domain, type, protocol);
    if (fd >= 0)
        set_kind(fd, domain == AF_INET || domain == AF_INET6 ? SOCKET : OTHER);
    return fd;
}

int dup2(int fd, int other)
{
    int made = (int)syscall(SYS_dup3, fd, other, 0);
    if (fd == other)
        return fd;
    if (made >= 0)
        set_kind(made, kind_of(fd));
    return made;
}

/* --- bytes -------------------------------------------------------------------------- */

static struct blow strike_bytes(const char *name, int fd, unsigned deed, size_t size)
{
    struct blow none = {STRIKE_NONE, 0, size};
    enum kind_of_file kind = kind_of(fd);
    if (!plan_is_on() || kind == OTHER)
        return none;
    unsigned deeds = deed;
    if (kind == SOCKET)
        deeds |= DEED_SOCKET;
    else if (deed == DEED_WRITE)
        deeds |= DEED_MAKE;
    struct blow blow = plan_call(name, deeds, size);
    if (blow.strike == STRIKE_FAIL)
        errno = blow.error;
    return blow;
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t size,
                        off_t at)
{
    struct blow blow = strike_bytes(name, fd, DEED_WRITE, size);
    if (blow.strike == STRIKE_FAIL)
        return -1;
    if (plan_keeps_undo() && kind_of(fd) == FILE_OF_STATE)
        undo_note_write(fd, at, blow.bytes);
    ssize_t done = at < 0 ? syscall(SYS_write, fd, bytes, blow.bytes)
                          : syscall(SYS_pwrite64, fd, bytes, blow.bytes, at);
    if (blow.strike == STRIKE_TEAR)
        plan_die();
    return done;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    return write_at("write", fd, bytes, size, -1);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return write_at("pwrite", fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
    return write_at("pwrite", fd, bytes, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t all = 0;
    if (kind_of(fd) == OTHER)
        return syscall(SYS_writev, fd, parts, count);
    for (int i = 0; i < count; i++) {
        ssize_t done = write_at("writev", fd, parts[i].iov_base, parts[i].iov_len, -1);
        if (done < 0)
            return all ? all : -1;
        all += done;
        if ((size_t)done < parts[i].iov_len)
            break;
    }
    return all;
}

static ssize_t read_at(const char *name, int fd, void *bytes, size_t size, off_t at)
{
    struct blow blow = strike_bytes(name, fd, DEED_READ, size);
    if (blow.strike == STRIKE_FAIL)
        return -1;
    return at < 0 ? syscall(SYS_read, fd, bytes, blow.bytes)
                  : syscall(SYS_pread64, fd, bytes, blow.bytes, at);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    return read_at("read", fd, bytes, size, -1);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    return read_at("pread", fd, bytes, size, at);
}

ssize_t pread64(int fd, void *bytes, size_t size, off_t at)
{
    return read_at("pread", fd, bytes, size, at);
}

/* --- the line ----------------------------------------------------------------------- */

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    if (plan_is_on() && kind_of(fd) == SOCKET) {
        struct blow blow = plan_call("connect", DEED_CONNECT, 0);
        if (blow.strike == STRIKE_FAIL) {
            errno = blow.error;
            return -1;
        }
    }
    return (int)syscall(SYS_connect, fd, address, size);
}

ssize_t sendto(int fd, const void *bytes, size_t size, int flags,
               const struct sockaddr *address, socklen_t room)
{
    struct blow blow = strike_bytes("send", fd, DEED_WRITE, size);
    if (blow.strike == STRIKE_FAIL)
        return -1;
    ssize_t done = syscall(SYS_sendto, fd, bytes, blow.bytes, flags, address, room);
    if (blow.strike == STRIKE_TEAR)
        plan_die();
    return done;
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    return sendto(fd, bytes, size, flags, NULL, 0);
}

ssize_t recvfrom(int fd, void *bytes, size_t size, int flags, struct sockaddr *address,
                 socklen_t *room)
{
    bool peek = flags & MSG_PEEK;
    struct blow blow = strike_bytes("recv", fd, DEED_READ, peek ? 1 : size);
    if (blow.strike == STRIKE_FAIL)
        return -1;
    return syscall(SYS_recvfrom, fd, bytes, peek ? size : blow.bytes, flags, address,
                   room);
}

ssize_t recv(int fd, void *bytes, size_t size, int flags)
{
    return recvfrom(fd, bytes, size, flags, NULL, NULL);
}

/* --- syncing and changing ----------------------------------------------------------- */

static int sync_file(const char *name, int fd, long number)
{
    bool ours = plan_is_on() && kind_of(fd) == FILE_OF_STATE;
    if (ours) {
        struct blow blow = plan_call(name, DEED_SYNC, 0);
        if (blow.strike == STRIKE_FAIL) {
            errno = blow.error;
            return -1;
        }
    }
    int result = (int)syscall(number, fd);
    if (ours && result == 0 && plan_keeps_undo() && plan_syncs())
        undo_synced(fd);
    return result;
}

int fsync(int fd)
{
    return sync_file("fsync", fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return sync_file("fdatasync", fd, SYS_fdatasync);
}

static bool may_change(const char *name, bool ours, bool grows)
{
    if (!ours || !plan_is_on())
        return true;
    struct blow blow = plan_call(name, DEED_CHANGE | (grows ? DEED_MAKE : 0), 0);
    if (blow.strike == STRIKE_FAIL)
        errno = blow.error;
    return blow.strike != STRIKE_FAIL;
}

static int set_length(int fd, off_t length)
{
    struct stat info;
    bool ours = kind_of(fd) == FILE_OF_STATE;
    bool grows = ours && fstat(fd, &info) == 0 && length > info.st_size;
    if (!may_change("ftruncate", ours, grows))
        return -1;
    if (ours && plan_keeps_undo() && fstat(fd, &info) == 0)
        undo_note_write(fd, length < info.st_size ? length : info.st_size,
                        length < info.st_size ? (size_t)(info.st_size - length) : 0);
    return (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length)
{
    return set_length(fd, length);
}

int ftruncate64(int fd, off_t length)
{
    return set_length(fd, length);
}

int rename(const char *from, const char *to)
{
    return may_change("rename", plan_is_in_folder(to), true)
               ? (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to)
               : -1;
}

int unlink(const char *path)
{
    return may_change("unlink", plan_is_in_folder(path), false)
               ? (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0)
               : -1;
}

int mkdir(const char *path, mode_t mode)
{
    return may_change("mkdir", plan_is_in_folder(path), true)
               ? (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode)
               : -1;
}
