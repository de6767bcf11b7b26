/* SPDX-License-Identifier: MIT */
/*
 * motcua-inspect: looks at one electronic paper that comes in on standard input and
 * prints what it is: kind, fault and pages as three numbers (kiosk/inspect/inspect.h).
 * Started by kiosk/service/intake.c for each file, with nothing but two pipes. Before it
 * looks it gives up whatever it will not need, so that a flaw in a reader of PDF reaches
 * nothing.
 */
#include "kiosk/base/error.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/privacy.h"
#include "kiosk/inspect/inspect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    INPUT_MOST = 101 << 20, /* more than any setting allows */
    STEP = 1 << 20,
    SECONDS_MOST = 20, /* of work */
    MEMORY_MOST = 512  /* MiB, the paper included */
};

static void limit(int what, rlim_t most)
{
    struct rlimit both = {most, most};
    if (setrlimit(what, &both) < 0)
        error_die("no limit can be set: %s", strerror(errno));
}

/* No file, no socket and no process can be opened from here on. */
static void give_up_all(void)
{
    limit(RLIMIT_CPU, SECONDS_MOST);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 0);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger than all memory */
    limit(RLIMIT_AS, (rlim_t)MEMORY_MOST << 20);
    limit(RLIMIT_NPROC, 0);
#endif
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        error_die("privileges cannot be given up: %s", strerror(errno));
}

/* All of standard input. */
static unsigned char *read_input(size_t *size)
{
    size_t room = 0;
    unsigned char *data = NULL;
    *size = 0;
    for (;;) {
        if (*size == room) {
            room += STEP;
            if (room > INPUT_MOST)
                error_die("the paper is too large");
            data = memory_resize(data, room, 1);
        }
        ssize_t got = read(STDIN_FILENO, data + *size, room - *size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            error_die("the paper cannot be read: %s", strerror(errno));
        if (got == 0)
            return data;
        *size += (size_t)got;
    }
}

int main(void)
{
    size_t size;
    privacy_start();
    log_start("motcua-inspect");
    give_up_all();
    unsigned char *data = read_input(&size);
    struct inspection found = inspect(data, size);
    memory_wipe(data, size);
    free(data);
    printf("%d %d %d\n", (int)found.kind, (int)found.fault, found.pages);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
