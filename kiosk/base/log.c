/* SPDX-License-Identifier: MIT */
#include "kiosk/base/log.h"

#include "kiosk/base/clock.h"
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

void log_start(const char *program)
{
    name = program;
}

void log_to_file(const char *path)
{
    struct stat info;
    if (stat(path, &info) == 0 && info.st_size > LARGEST) {
        char older[4096];
        snprintf(older, sizeof(older), "%s.1", path);
        (void)rename(path, older);
    }
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        out = fd;
    else if (isatty(out))
        out = -1; /* rather no log than one across the screen of the counter */
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
}
