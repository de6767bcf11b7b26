/* SPDX-License-Identifier: MIT */
#include "kiosk/service/drain.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static const char LOCK_NAME[] = "courier.lock";

struct drain {
    struct loop *loop;
    int fd, notice; /* notice -1: the kernel gives no more inotify instances */
    bool held;
    void (*rung)(void *arg);
    void *arg;
};

static void noticed(void *arg, int fd, int events)
{
    struct drain *drain = arg;
    char news[4096] __attribute__((aligned(8)));
    (void)events;
    while (read(fd, news, sizeof(news)) > 0)
        ;
    drain->rung(drain->arg);
}

static void listen_to(struct drain *drain, const char *path)
{
    drain->notice = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (drain->notice < 0 ||
        inotify_add_watch(drain->notice, path, IN_ATTRIB | IN_CLOSE_WRITE) < 0) {
        log_line("no bell: %s", strerror(errno));
        return;
    }
    loop_watch(drain->loop, drain->notice, LOOP_READ, noticed, drain);
}

struct drain *drain_open(struct loop *loop, const char *folder, void (*rung)(void *arg),
                         void *arg, struct error *err)
{
    char *path = file_join(folder, LOCK_NAME);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct drain *drain = NULL;
    if (fd < 0) {
        error_set(err, _("%s cannot be written: %s."), path, strerror(errno));
    } else {
        drain = memory_alloc(sizeof(*drain));
        *drain = (struct drain){.loop = loop, .fd = fd, .rung = rung, .arg = arg};
        listen_to(drain, path);
    }
    free(path);
    return drain;
}

void drain_free(struct drain **drain)
{
    if (!*drain)
        return;
    if ((*drain)->notice >= 0) {
        loop_watch((*drain)->loop, (*drain)->notice, 0, NULL, NULL);
        close((*drain)->notice);
    }
    close((*drain)->fd); /* which the others hear */
    free(*drain);
    *drain = NULL;
}

bool drain_take(struct drain *drain)
{
    if (!drain->held)
        drain->held = flock(drain->fd, LOCK_EX | LOCK_NB) == 0;
    return drain->held;
}

void drain_give(struct drain *drain)
{
    if (!drain->held)
        return;
    drain->held = false;
    (void)flock(drain->fd, LOCK_UN);
    drain_tell(drain);
}

void drain_tell(struct drain *drain)
{
    (void)futimens(drain->fd, NULL);
}

void drain_ring(const char *folder)
{
    char *path = file_join(folder, LOCK_NAME);
    (void)utimensat(AT_FDCWD, path, NULL, 0);
    free(path);
}
