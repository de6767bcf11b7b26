/* SPDX-License-Identifier: MIT */
#include "kiosk/base/loop.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/error.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct watch {
    int fd, events; /* events 0: free */
    loop_ready *call;
    void *arg;
};

struct timer {
    unsigned id; /* 0: free */
    int64_t due; /* monotonic milliseconds */
    loop_due *call;
    void *arg;
};

struct signal_call {
    loop_signalled *call;
    void *arg;
};

struct loop {
    struct watch *watches;
    size_t watch_count;
    struct timer *timers;
    size_t timer_count;
    unsigned last_id;
    bool running;
    sigset_t signals;
    int signal_fd;
    struct signal_call on_signal[NSIG];
};

struct loop *loop_create(void)
{
    struct loop *loop = memory_alloc(sizeof(*loop));
    sigemptyset(&loop->signals);
    loop->signal_fd = -1;
    return loop;
}

void loop_free(struct loop **loop)
{
    if (!*loop)
        return;
    if ((*loop)->signal_fd >= 0)
        close((*loop)->signal_fd);
    free((*loop)->watches);
    free((*loop)->timers);
    free(*loop);
    *loop = NULL;
}

void loop_watch(struct loop *loop, int fd, int events, loop_ready *call, void *arg)
{
    struct watch *place = NULL;
    for (size_t i = 0; i < loop->watch_count; i++) {
        struct watch *watch = &loop->watches[i];
        if (watch->events && watch->fd == fd) {
            place = watch;
            break;
        }
        if (!watch->events && !place)
            place = watch;
    }
    if (!place) {
        if (events == 0)
            return;
        loop->watches =
            memory_resize(loop->watches, loop->watch_count + 1, sizeof(*loop->watches));
        place = &loop->watches[loop->watch_count++];
    } else if (events == 0 && !(place->events && place->fd == fd)) {
        return;
    }
    *place = (struct watch){.fd = fd, .events = events, .call = call, .arg = arg};
}

unsigned loop_after(struct loop *loop, int64_t delay_ms, loop_due *call, void *arg)
{
    struct timer *place = NULL;
    for (size_t i = 0; i < loop->timer_count && !place; i++) {
        if (loop->timers[i].id == 0)
            place = &loop->timers[i];
    }
    if (!place) {
        loop->timers =
            memory_resize(loop->timers, loop->timer_count + 1, sizeof(*loop->timers));
        place = &loop->timers[loop->timer_count++];
    }
    if (++loop->last_id == 0)
        loop->last_id = 1;
    *place = (struct timer){.id = loop->last_id,
                            .due = clock_monotonic() + (delay_ms > 0 ? delay_ms : 0),
                            .call = call,
                            .arg = arg};
    return place->id;
}

void loop_cancel(struct loop *loop, unsigned *timer)
{
    for (size_t i = 0; *timer && i < loop->timer_count; i++) {
        if (loop->timers[i].id == *timer)
            loop->timers[i].id = 0;
    }
    *timer = 0;
}

static void signals_ready(void *arg, int fd, int events)
{
    struct loop *loop = arg;
    (void)events;
    struct signalfd_siginfo info;
    while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        int number = (int)info.ssi_signo;
        if (number > 0 && number < NSIG && loop->on_signal[number].call)
            loop->on_signal[number].call(loop->on_signal[number].arg, number);
    }
}

void loop_on_signal(struct loop *loop, int signal, loop_signalled *call, void *arg)
{
    loop->on_signal[signal] = (struct signal_call){.call = call, .arg = arg};
    sigaddset(&loop->signals, signal);
    sigprocmask(SIG_BLOCK, &loop->signals, NULL);
    loop->signal_fd =
        signalfd(loop->signal_fd, &loop->signals, SFD_NONBLOCK | SFD_CLOEXEC);
    if (loop->signal_fd < 0)
        error_die("signalfd: %s", strerror(errno));
    loop_watch(loop, loop->signal_fd, LOOP_READ, signals_ready, loop);
}

/* How long poll may sleep: until the first timer, or as long as asked. */
static int sleep_time(const struct loop *loop, int timeout_ms)
{
    int64_t now = clock_monotonic(), least = timeout_ms < 0 ? INT32_MAX : timeout_ms;
    bool any = timeout_ms >= 0;
    for (size_t i = 0; i < loop->timer_count; i++) {
        if (loop->timers[i].id == 0)
            continue;
        int64_t left = loop->timers[i].due - now;
        any = true;
        if (left < least)
            least = left;
    }
    if (!any)
        return -1;
    return least < 0 ? 0 : (int)least;
}

/* Of the timers that are due, the one that was due first; among equals the older. */
static struct timer *first_due(struct loop *loop, int64_t now, unsigned newest)
{
    struct timer *first = NULL;
    for (size_t i = 0; i < loop->timer_count; i++) {
        struct timer *timer = &loop->timers[i];
        if (timer->id == 0 || timer->due > now || timer->id > newest)
            continue;
        if (!first || timer->due < first->due ||
            (timer->due == first->due && timer->id < first->id))
            first = timer;
    }
    return first;
}

/* Timers that were due when the turn began; one that a callback sets waits for the next
 * turn, so that the loop always comes back to its files. */
static void serve_timers(struct loop *loop)
{
    int64_t now = clock_monotonic();
    unsigned newest = loop->last_id;
    for (struct timer *first; (first = first_due(loop, now, newest));) {
        struct timer timer = *first;
        first->id = 0;
        timer.call(timer.arg);
    }
}

static int to_poll(int events)
{
    return (events & LOOP_READ ? POLLIN : 0) | (events & LOOP_WRITE ? POLLOUT : 0);
}

static int from_poll(int events)
{
    return (events & (POLLIN | POLLHUP | POLLERR | POLLNVAL) ? LOOP_READ : 0) |
           (events & (POLLOUT | POLLERR) ? LOOP_WRITE : 0);
}

/* The watch may have been changed or removed by an earlier callback of this turn. */
static void serve_file(struct loop *loop, const struct pollfd *polled)
{
    for (size_t i = 0; i < loop->watch_count; i++) {
        struct watch watch = loop->watches[i];
        if (!watch.events || watch.fd != polled->fd)
            continue;
        int events = from_poll(polled->revents);
        if (polled->revents & (POLLHUP | POLLERR | POLLNVAL))
            events = watch.events & LOOP_READ ? LOOP_READ : watch.events;
        if (events & watch.events)
            watch.call(watch.arg, watch.fd, events & watch.events);
        return;
    }
}

void loop_turn(struct loop *loop, int timeout_ms)
{
    size_t count = 0;
    struct pollfd *polled = memory_array(loop->watch_count, sizeof(*polled));
    for (size_t i = 0; i < loop->watch_count; i++) {
        if (loop->watches[i].events)
            polled[count++] =
                (struct pollfd){.fd = loop->watches[i].fd,
                                .events = (short)to_poll(loop->watches[i].events)};
    }
    int ready = poll(polled, count, sleep_time(loop, timeout_ms));
    if (ready < 0 && errno != EINTR)
        error_die("poll: %s", strerror(errno));
    for (size_t i = 0; ready > 0 && i < count; i++) {
        if (polled[i].revents)
            serve_file(loop, &polled[i]);
    }
    free(polled);
    serve_timers(loop);
}

void loop_run(struct loop *loop)
{
    loop->running = true;
    while (loop->running)
        loop_turn(loop, -1);
}

void loop_stop(struct loop *loop)
{
    loop->running = false;
}
