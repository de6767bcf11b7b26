/* SPDX-License-Identifier: MIT */
#include "kiosk/base/link.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BUFFER_LIMIT = 8 << 20,
    RESTART_FIRST = 200, /* milliseconds */
    RESTART_MOST = 15000,
    STEADY = 30000, /* a helper that lived so long starts again at once */
    GOODBYE = 1000
};

struct link {
    struct loop *loop;
    char *const *argv; /* NULL at the helper's end */
    struct link_calls calls;
    void *arg;
    int fd; /* -1: down */
    pid_t pid;
    struct buffer in, out;
    int64_t started;
    int64_t delay; /* of the last restart; 0: there was none */
    unsigned restart;
};

static void take_down(struct link *link);
static void ready(void *arg, int fd, int events);

static void watch(struct link *link)
{
    loop_watch(link->loop, link->fd, LOOP_READ | (link->out.size ? LOOP_WRITE : 0), ready,
               link);
}

static void attach(struct link *link, int fd)
{
    link->fd = fd;
    link->started = clock_monotonic();
    buffer_clear(&link->in);
    buffer_clear(&link->out);
    watch(link);
}

/* In the child: only async-signal-safe calls until exec. */
static void become_helper(char *const argv[], int fd)
{
    /* If the kiosk dies the socket hangs up; the signal is for a helper that hangs. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (fd == LINK_FD) {
        int again = dup(fd); /* to lose close-on-exec */
        if (again < 0)
            _exit(127);
        fd = again;
    }
    if (dup2(fd, LINK_FD) < 0)
        _exit(127);
    close(fd);
    execv(argv[0], argv);
    _exit(127);
}

/* Is there no helper any more? Does not wait: one whose disk hangs does not even die of
 * SIGKILL. */
static bool is_gone(struct link *link)
{
    if (link->pid > 0 && waitpid(link->pid, NULL, WNOHANG) == 0)
        return false;
    link->pid = 0;
    return true;
}

static void start_again(void *arg)
{
    struct link *link = arg;
    link->restart = 0;
    if (!is_gone(link)) {
        link->restart = loop_after(link->loop, RESTART_FIRST, start_again, link);
        return;
    }
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        log_line("socketpair: %s", strerror(errno));
        link->restart = loop_after(link->loop, RESTART_MOST, start_again, link);
        return;
    }
    link->pid = fork();
    if (link->pid == 0)
        become_helper(link->argv, ends[1]);
    close(ends[1]);
    if (link->pid < 0) {
        log_line("fork: %s", strerror(errno));
        close(ends[0]);
        link->restart = loop_after(link->loop, RESTART_MOST, start_again, link);
        return;
    }
    attach(link, ends[0]);
    if (link->calls.up)
        link->calls.up(link->arg);
}

/* The line is closed, so a sound helper is ending; one that hangs is ended. */
static void reap(struct link *link)
{
    for (int patience = 0; patience < 2; patience++) {
        int64_t until = clock_monotonic() + GOODBYE;
        while (!is_gone(link) && clock_monotonic() < until)
            poll(NULL, 0, 5);
        if (link->pid > 0)
            kill(link->pid, SIGKILL);
    }
}

static void take_down(struct link *link)
{
    if (link->fd < 0)
        return;
    loop_watch(link->loop, link->fd, 0, NULL, NULL);
    close(link->fd);
    link->fd = -1;
    if (link->argv) {
        kill(link->pid, SIGKILL); /* if it only hung up; it is reaped at the restart */
        bool steady = clock_monotonic() - link->started > STEADY;
        link->delay = steady || !link->delay ? RESTART_FIRST : link->delay * 2;
        if (link->delay > RESTART_MOST)
            link->delay = RESTART_MOST;
        log_line("%s ended, starts again in %lld ms", link->argv[0],
                 (long long)link->delay);
        link->restart = loop_after(link->loop, link->delay, start_again, link);
    }
    if (link->calls.down)
        link->calls.down(link->arg);
}

static void take_line(struct link *link, const char *line, size_t size)
{
    struct error err = {0};
    json_t *message = json_parse(line, size, "link", &JSON_MESSAGE_LIMITS, &err);
    if (message)
        link->calls.message(link->arg, message);
    else
        log_line("a message was not understood"); /* its text may be personal data */
    json_decref(message);
}

static void take_lines(struct link *link)
{
    size_t done = 0;
    for (;;) {
        char *start = link->in.data + done;
        char *feed = memchr(start, '\n', link->in.size - done);
        if (!feed)
            break;
        take_line(link, start, (size_t)(feed - start));
        if (link->fd < 0) /* the call closed the line */
            return;
        done += (size_t)(feed - start) + 1;
    }
    buffer_drop_front(&link->in, done);
}

static void read_some(struct link *link)
{
    char chunk[16384];
    ssize_t got = recv(link->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0 || !buffer_add(&link->in, chunk, (size_t)got)) {
        take_down(link);
        return;
    }
    memory_wipe(chunk, (size_t)got);
    take_lines(link);
}

static void write_some(struct link *link)
{
    while (link->fd >= 0 && link->out.size) {
        ssize_t done =
            send(link->fd, link->out.data, link->out.size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && errno == EAGAIN)
            return;
        if (done < 0)
            return; /* the hang-up is told by the read side */
        buffer_drop_front(&link->out, (size_t)done);
    }
}

static void ready(void *arg, int fd, int events)
{
    struct link *link = arg;
    (void)fd;
    if (events & LOOP_WRITE)
        write_some(link);
    if (events & LOOP_READ)
        read_some(link);
    if (link->fd >= 0)
        watch(link);
}

static struct link *make(struct loop *loop, const struct link_calls *calls, void *arg)
{
    struct link *link = memory_alloc(sizeof(*link));
    link->loop = loop;
    link->calls = *calls;
    link->arg = arg;
    link->fd = -1;
    buffer_init(&link->in, BUFFER_LIMIT);
    buffer_init(&link->out, BUFFER_LIMIT);
    return link;
}

void link_arguments(char **argv, size_t room, const char *program, const char *config,
                    const char *state)
{
    const char *const words[] = {
        program, "--link", config ? "--config" : NULL, config, state ? "--state" : NULL,
        state};
    size_t count = 0;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && count + 1 < room; i++) {
        if (words[i])
            argv[count++] = memory_copy_text(words[i]);
    }
    argv[count] = NULL;
}

struct link *link_start(struct loop *loop, char *const argv[],
                        const struct link_calls *calls, void *arg)
{
    struct link *link = make(loop, calls, arg);
    link->argv = argv;
    /* Helpers work with large libraries, which do not wipe what a citizen said; glibc can
     * overwrite all that is freed. */
    setenv("GLIBC_TUNABLES", "glibc.malloc.perturb=170:glibc.malloc.tcache_count=0", 0);
    start_again(link);
    return link;
}

struct link *link_join(struct loop *loop, int fd, const struct link_calls *calls,
                       void *arg)
{
    struct link *link = make(loop, calls, arg);
    attach(link, fd);
    return link;
}

bool link_send(struct link *link, const json_t *message)
{
    if (link->fd < 0)
        return false;
    char *line = json_dumps(message, JSON_COMPACT);
    if (!line)
        return false;
    size_t size = strlen(line);
    bool fits = size + 1 <= link->out.limit - link->out.size;
    if (fits) {
        buffer_add(&link->out, line, size);
        buffer_add(&link->out, "\n", 1);
    }
    memory_free_text(&line);
    write_some(link);
    watch(link);
    return fits;
}

bool link_is_up(const struct link *link)
{
    return link->fd >= 0;
}

void link_free(struct link **link_)
{
    struct link *link = *link_;
    if (!link)
        return;
    loop_cancel(link->loop, &link->restart);
    if (link->fd >= 0) {
        int64_t until = clock_monotonic() + GOODBYE;
        while (link->out.size && clock_monotonic() < until) {
            size_t before = link->out.size;
            write_some(link);
            struct pollfd polled = {.fd = link->fd, .events = POLLOUT};
            if (link->out.size == before && poll(&polled, 1, 50) > 0 &&
                polled.revents & (POLLHUP | POLLERR))
                break;
        }
        loop_watch(link->loop, link->fd, 0, NULL, NULL);
        close(link->fd);
        link->fd = -1;
    }
    reap(link);
    buffer_free(&link->in);
    buffer_free(&link->out);
    free(link);
    *link_ = NULL;
}
