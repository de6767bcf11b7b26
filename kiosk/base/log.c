/* SPDX-License-Identifier: MIT */
#include "kiosk/base/log.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST = 1 << 20 };

static const char *name = "motcua";
static int out = STDERR_FILENO;
static char *file; /* NULL: `out` is standard error */

void log_start(const char *program)
{
    name = program;
}

static void move_large_file(void)
{
    struct stat info;
    if (stat(file, &info) < 0 || info.st_size <= LARGEST)
        return;
    char *older = memory_format("%s.1", file);
    (void)rename(file, older);
    free(older);
}

static void open_file(void)
{
    move_large_file();
    int fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && !isatty(STDERR_FILENO))
        return;
    if (out > STDERR_FILENO)
        close(out);
    out = fd;
}

void log_to_file(const char *path)
{
    free(file);
    file = memory_copy_text(path);
    open_file();
}

void log_leave_terminal(const char *path)
{
    log_to_file(path);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = STDIN_FILENO; nowhere >= 0 && fd <= STDERR_FILENO; fd++) {
        if (isatty(fd))
            dup2(nowhere, fd);
    }
    if (nowhere > STDERR_FILENO)
        close(nowhere);
}

void log_line(const char *format, ...)
{
    char raw[1024], stamp[CLOCK_STAMP_ROOM], line[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(raw, sizeof(raw), format, args);
    va_end(args);
    char *clean = utf8_clean(raw, strlen(raw), UTF8_ONE_LINE);
    int size = snprintf(line, sizeof(line), "%s %s: %s\n",
                        clock_stamp(stamp, clock_now()), name, clean);
    free(clean);
    if (size > 0) {
        size_t bytes = (size_t)size < sizeof(line) ? (size_t)size : sizeof(line) - 1;
        /* One write: lines of several processes do not mix. A log that cannot be
         * written must not stop the counter. */
        ssize_t done = write(out, line, bytes);
        (void)done;
    }
    struct stat info;
    if (file && fstat(out, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > LARGEST)
        open_file();
}
