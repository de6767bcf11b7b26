/* SPDX-License-Identifier: MIT */
#include "kiosk/input/scanner.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Milliseconds. Some scanners end a code with silence alone, but a busy line pauses too;
 * somebody who holds the button scans the same card again and again. */
enum { PAUSE = 250, SAME_AGAIN = 1500, LOOK_FIRST = 1000, LOOK_MOST = 15000 };

struct scanner {
    struct loop *loop;
    char *device;
    speed_t speed;
    scanner_read *call;
    void *arg;
    int fd;             /* -1: not there */
    struct buffer code; /* so far */
    char *last;         /* read a moment ago, or NULL */
    bool told_missing;  /* in the log */
    int look_after;     /* the next wait */
    unsigned look_timer, pause_timer, forget_timer;
};

static speed_t speed_of(const char *bits)
{
    static const struct {
        const char *bits;
        speed_t speed;
    } SPEEDS[] = {{"4800", B4800},   {"9600", B9600},   {"19200", B19200},
                  {"38400", B38400}, {"57600", B57600}, {"115200", B115200}};
    for (size_t i = 0; i < sizeof SPEEDS / sizeof *SPEEDS; i++)
        if (strcmp(SPEEDS[i].bits, bits) == 0)
            return SPEEDS[i].speed;
    return B9600;
}

/* ---- codes ---- */

static void forget_last(void *arg)
{
    struct scanner *s = arg;
    s->forget_timer = 0;
    memory_free_text(&s->last);
}

static bool is_same_again(struct scanner *s, const char *code)
{
    bool same = s->last && strcmp(s->last, code) == 0;
    loop_cancel(s->loop, &s->forget_timer);
    memory_free_text(&s->last);
    s->last = memory_copy_text(code);
    s->forget_timer = loop_after(s->loop, SAME_AGAIN, forget_last, s);
    return same;
}

/* The code is whole. */
static void end_code(struct scanner *s)
{
    loop_cancel(s->loop, &s->pause_timer);
    if (s->code.overflowed)
        log_line("scanner: a code of more than %d bytes was left out",
                 SCANNER_BYTES_MOST);
    else if (s->code.size && !is_same_again(s, s->code.data))
        s->call(s->arg, s->code.data);
    buffer_clear(&s->code);
}

static void pause_is_over(void *arg)
{
    struct scanner *s = arg;
    s->pause_timer = 0;
    end_code(s);
}

static void take_bytes(struct scanner *s, char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (bytes[at] == '\r' || bytes[at] == '\n')
            end_code(s);
        else
            buffer_add(&s->code, bytes[at] ? &bytes[at] : "?", 1);
    }
    loop_cancel(s->loop, &s->pause_timer);
    if (s->code.size || s->code.overflowed)
        s->pause_timer = loop_after(s->loop, PAUSE, pause_is_over, s);
}

/* ---- the device ---- */

static void look(void *arg);

/* What was half read when the plug was pulled is no code. */
static void let_go(struct scanner *s)
{
    if (s->fd < 0)
        return;
    loop_watch(s->loop, s->fd, 0, NULL, NULL);
    loop_cancel(s->loop, &s->pause_timer);
    buffer_clear(&s->code);
    ioctl(s->fd, TIOCNXCL);
    close(s->fd);
    s->fd = -1;
}

static void look_later(struct scanner *s)
{
    s->look_timer = loop_after(s->loop, s->look_after, look, s);
    s->look_after = s->look_after * 2 < LOOK_MOST ? s->look_after * 2 : LOOK_MOST;
}

static void bytes_ready(void *arg, int fd, int events)
{
    struct scanner *s = arg;
    char bytes[1024];
    (void)events;
    ssize_t size = read(fd, bytes, sizeof bytes);
    if (size > 0) {
        take_bytes(s, bytes, (size_t)size);
        memory_wipe(bytes, (size_t)size);
    } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
        log_line("scanner: %s is gone; it is looked for", s->device);
        s->told_missing = true;
        let_go(s);
        look_later(s);
    }
}

/* Bytes as they are, and from nobody but the scanner. What was scanned before anybody
 * looked is somebody else's. */
static bool make_raw(const struct scanner *s, int fd)
{
    struct termios line;
    if (tcgetattr(fd, &line) != 0)
        return false;
    cfmakeraw(&line);
    line.c_iflag |= IGNBRK | IGNPAR;
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    cfsetispeed(&line, s->speed);
    cfsetospeed(&line, s->speed);
    return tcsetattr(fd, TCSANOW, &line) == 0 && tcflush(fd, TCIFLUSH) == 0 &&
           ioctl(fd, TIOCEXCL) == 0;
}

static bool open_device(struct scanner *s)
{
    int fd = open(s->device, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (!make_raw(s, fd)) {
        int why = errno;
        close(fd);
        errno = why;
        return false;
    }
    s->fd = fd;
    return true;
}

static void look(void *arg)
{
    struct scanner *s = arg;
    s->look_timer = 0;
    if (open_device(s)) {
        log_line("scanner: %s is there", s->device);
        s->told_missing = false;
        s->look_after = LOOK_FIRST;
        loop_watch(s->loop, s->fd, LOOP_READ, bytes_ready, s);
        return;
    }
    if (!s->told_missing)
        log_line("scanner: %s: %s; it is looked for", s->device, strerror(errno));
    s->told_missing = true;
    look_later(s);
}

/* ---- the whole ---- */

struct scanner *scanner_start(struct loop *loop, const char *device, const char *speed,
                              scanner_read *call, void *arg)
{
    struct scanner *s = memory_alloc(sizeof *s);
    *s = (struct scanner){.loop = loop,
                          .device = memory_copy_text(device),
                          .speed = speed_of(speed),
                          .call = call,
                          .arg = arg,
                          .fd = -1,
                          .look_after = LOOK_FIRST};
    buffer_init(&s->code, SCANNER_BYTES_MOST);
    s->look_timer = loop_after(loop, 0, look, s);
    return s;
}

void scanner_free(struct scanner **scanner)
{
    struct scanner *s = *scanner;
    if (!s)
        return;
    let_go(s);
    loop_cancel(s->loop, &s->look_timer);
    loop_cancel(s->loop, &s->forget_timer);
    buffer_free(&s->code);
    memory_free_text(&s->last);
    free(s->device);
    free(s);
    *scanner = NULL;
}

bool scanner_is_there(const struct scanner *scanner)
{
    return scanner && scanner->fd >= 0;
}
