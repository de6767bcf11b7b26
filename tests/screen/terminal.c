/* SPDX-License-Identifier: MIT */
#include "tests/screen/terminal.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "tests/screen/keys.h"
#include "tests/screen/repeat.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#define RECORD_LIMIT (256u << 20)
#define INPUT_LIMIT  (64u << 20)
#define SEND_MS      30000 /* for a program to read what is sent to it */
#define STOP_MS      5000  /* between SIGTERM and SIGKILL */

struct terminal {
    VTerm *vt;
    VTermScreen *screen;
    int master; /* our end of the pseudo-terminal */
    int slave;  /* the program's end, held to ask what it has not read yet */
    pid_t pid;
    int pidfd; /* readable when the program has ended */
    bool ended;
    int code;
    bool silent;          /* nothing more can come */
    struct buffer input;  /* on its way to the program */
    struct buffer record; /* all that it wrote */
    struct repeat repeat;
};

static void queue_input(const char *bytes, size_t size, void *arg)
{
    struct terminal *term = arg;

    buffer_add(&term->input, bytes, size);
}

static VTerm *make_vterm(struct terminal *term, int columns, int rows)
{
    VTerm *vt = vterm_new(rows, columns);

    vterm_set_utf8(vt, 1);
    vterm_output_set_callback(vt, queue_input, term);
    term->screen = vterm_obtain_screen(vt);
    vterm_screen_enable_altscreen(term->screen, 1);
    vterm_screen_reset(term->screen, 1);
    return vt;
}

static _Noreturn void run_program(char *const argv[], const struct pairs *env,
                                  int error_fd)
{
    setenv("TERM", "xterm-256color", 1);
    unsetenv("COLUMNS");
    unsetenv("LINES");
    pairs_export(env);
    dup2(error_fd, STDERR_FILENO);
    execvp(argv[0], argv);
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

struct terminal *terminal_start(char *const argv[], const struct pairs *env, int columns,
                                int rows, int error_fd, struct error *err)
{
    const struct winsize size = {.ws_row = (unsigned short)rows,
                                 .ws_col = (unsigned short)columns};
    char slave_name[64];
    int master;
    pid_t pid = forkpty(&master, slave_name, NULL, &size);

    if (pid == 0)
        run_program(argv, env, error_fd);
    if (pid < 0) {
        error_set(err, "no pseudo-terminal: %s", strerror(errno));
        return NULL;
    }
    struct terminal *term = memory_alloc(sizeof *term);
    term->master = master;
    term->slave = open(slave_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    term->pid = pid;
    term->pidfd = pidfd_open(pid, 0);
    buffer_init(&term->input, INPUT_LIMIT);
    buffer_init(&term->record, RECORD_LIMIT);
    term->vt = make_vterm(term, columns, rows);
    if (fcntl(master, F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(master, F_SETFD, FD_CLOEXEC) != 0 || term->slave < 0 || term->pidfd < 0) {
        error_set(err, "the pseudo-terminal cannot be used: %s", strerror(errno));
        terminal_free(&term);
    }
    return term;
}

void terminal_take_bytes(struct terminal *term)
{
    vterm_set_utf8(term->vt, 0);
}

void terminal_free(struct terminal **slot)
{
    struct terminal *term = *slot;

    if (term == NULL)
        return;
    if (!term->ended) {
        kill(term->pid, SIGTERM);
        if (term->pidfd < 0 || !terminal_wait_end(term, STOP_MS)) {
            kill(term->pid, SIGKILL);
            waitpid(term->pid, NULL, 0);
        }
    }
    if (term->pidfd >= 0)
        close(term->pidfd);
    if (term->slave >= 0)
        close(term->slave);
    close(term->master);
    vterm_free(term->vt);
    buffer_free(&term->input);
    buffer_free(&term->record);
    free(term);
    *slot = NULL;
}

pid_t terminal_pid(const struct terminal *term)
{
    return term->pid;
}

bool terminal_has_ended(const struct terminal *term, int *code)
{
    if (term->ended)
        *code = term->code;
    return term->ended;
}

static void draw(struct terminal *term, const char *bytes, size_t size)
{
    struct buffer plain;

    buffer_init(&plain, RECORD_LIMIT);
    repeat_expand(&term->repeat, bytes, size, &plain);
    vterm_input_write(term->vt, plain.data, plain.size);
    buffer_free(&plain);
}

/* Returns whether there was anything. */
static bool read_output(struct terminal *term)
{
    char bytes[16384];
    ssize_t size = read(term->master, bytes, sizeof bytes);

    if (size > 0) {
        buffer_add(&term->record, bytes, (size_t)size);
        draw(term, bytes, (size_t)size);
        return true;
    }
    if (size == 0 || (errno != EAGAIN && errno != EINTR))
        term->silent = true;
    return false;
}

static bool write_input(struct terminal *term)
{
    ssize_t size = write(term->master, term->input.data, term->input.size);

    if (size > 0)
        buffer_drop_front(&term->input, (size_t)size);
    return size > 0;
}

static void note_end(struct terminal *term)
{
    int status;

    if (waitpid(term->pid, &status, WNOHANG) != term->pid)
        return;
    term->ended = true;
    term->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    while (read_output(term))
        continue;
    term->silent = true;
    buffer_clear(&term->input);
}

/* One turn of reading, writing and noticing the end; returns whether anything came out
 * of the program. */
static bool turn(struct terminal *term, int most_ms)
{
    short wanted = term->input.size > 0 ? POLLIN | POLLOUT : POLLIN;
    struct pollfd fds[] = {
        {.fd = term->silent ? -1 : term->master, .events = wanted},
        {.fd = term->ended ? -1 : term->pidfd, .events = POLLIN},
    };
    bool came = false;

    if (term->ended || poll(fds, 2, most_ms) <= 0)
        return false;
    if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
        came = read_output(term);
    if (fds[0].revents & POLLOUT)
        write_input(term);
    if (fds[1].revents != 0)
        note_end(term);
    return came;
}

void terminal_turn(struct terminal *term, int most_ms)
{
    turn(term, most_ms);
}

bool terminal_wait_end(struct terminal *term, int most_ms)
{
    int64_t until = clock_monotonic() + most_ms;

    while (!term->ended && clock_monotonic() < until)
        turn(term, (int)(until - clock_monotonic()));
    return term->ended;
}

static bool flush_input(struct terminal *term, struct error *err)
{
    int64_t until = clock_monotonic() + SEND_MS;

    if (term->input.overflowed)
        return error_set(err, "this is too much to send at once");
    while (term->input.size > 0 && !term->ended) {
        if (clock_monotonic() >= until)
            return error_set(err, "the program did not read its keys in %d s",
                             SEND_MS / 1000);
        turn(term, 1000);
    }
    return !term->ended ||
           error_set(err, "the program has ended (code %d), nobody reads the keys",
                     term->code);
}

bool terminal_send(struct terminal *term, const void *bytes, size_t size,
                   struct error *err)
{
    buffer_add(&term->input, bytes, size);
    return flush_input(term, err);
}

bool terminal_paste(struct terminal *term, const char *text, struct error *err)
{
    vterm_keyboard_start_paste(term->vt);
    for (const char *at = text; *at != '\0'; at++)
        buffer_add(&term->input, *at == '\n' ? "\r" : at, 1); /* as terminals do */
    vterm_keyboard_end_paste(term->vt);
    return flush_input(term, err);
}

bool terminal_key(struct terminal *term, const char *name, struct error *err)
{
    if (!keys_press(term->vt, name))
        return error_set(err, "there is no key \"%s\"", name);
    return flush_input(term, err);
}

void terminal_resize(struct terminal *term, int columns, int rows)
{
    const struct winsize size = {.ws_row = (unsigned short)rows,
                                 .ws_col = (unsigned short)columns};

    vterm_set_size(term->vt, rows, columns);
    ioctl(term->master, TIOCSWINSZ, &size);
}

/* Are there keys that the program has not read? */
static bool has_unread(const struct terminal *term)
{
    int unread = 0;

    return term->input.size > 0 ||
           (ioctl(term->slave, FIONREAD, &unread) == 0 && unread > 0);
}

/* Is the program at work, rather than waiting for something? Linux tells in /proc; a
 * system that does not is asked no further. */
static bool is_busy(const struct terminal *term)
{
    char path[64], stat[512];

    snprintf(path, sizeof path, "/proc/%ld/stat", (long)term->pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t size = read(fd, stat, sizeof stat - 1);
    close(fd);
    stat[size > 0 ? size : 0] = '\0';
    /* "pid (name) S ...", and the name may hold anything. */
    const char *name_end = strrchr(stat, ')');
    return name_end != NULL && (name_end[2] == 'R' || name_end[2] == 'D');
}

bool terminal_settle(struct terminal *term, int quiet_ms, int most_ms)
{
    int64_t now = clock_monotonic();
    int64_t until = now + most_ms;
    int64_t quiet_since = now;

    while (!term->ended && now < until) {
        int64_t rest = quiet_ms - (now - quiet_since);
        bool came = turn(term, rest > 10 ? 10 : (int)(rest > 0 ? rest : 0));

        now = clock_monotonic();
        if (came || has_unread(term) || is_busy(term))
            quiet_since = now;
        else if (now - quiet_since >= quiet_ms)
            return true;
    }
    return term->ended;
}

int terminal_rows(const struct terminal *term)
{
    int rows, columns;

    vterm_get_size(term->vt, &rows, &columns);
    return rows;
}

int terminal_columns(const struct terminal *term)
{
    int rows, columns;

    vterm_get_size(term->vt, &rows, &columns);
    return columns;
}

void terminal_cursor(const struct terminal *term, int *row, int *column)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(term->vt), &at);
    *row = at.row + 1;
    *column = at.col + 1;
}

static void add_cell(struct buffer *out, const VTermScreenCell *cell)
{
    char bytes[4];

    if (cell->chars[0] == (uint32_t)-1) /* the right half of a wide character */
        return;
    if (cell->chars[0] == 0)
        buffer_add(out, " ", 1);
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i] != 0; i++)
        buffer_add(out, bytes, utf8_write(bytes, cell->chars[i]));
}

/* Adds one row without the blanks at its end; row counts from 0. */
static void add_row(const struct terminal *term, int row, struct buffer *out)
{
    int columns = terminal_columns(term);
    size_t seen = out->size;
    VTermScreenCell cell;

    for (int column = 0; column < columns; column++) {
        vterm_screen_get_cell(term->screen, (VTermPos){.row = row, .col = column}, &cell);
        add_cell(out, &cell);
        if (cell.chars[0] != 0 && cell.chars[0] != ' ')
            seen = out->size;
    }
    out->size = seen;
    out->data[seen] = '\0';
}

char *terminal_text(const struct terminal *term, int first, int last)
{
    struct buffer out;

    buffer_init(&out, 1 << 20);
    for (int row = first; row <= last && row <= terminal_rows(term); row++) {
        add_row(term, row - 1, &out);
        buffer_add(&out, "\n", 1);
    }
    char *text = memory_copy_span(out.data, out.size);
    buffer_free(&out);
    return text;
}

bool terminal_find(const struct terminal *term, const char *text, int *row, int *column)
{
    for (int i = 1; i <= terminal_rows(term); i++) {
        char *line = terminal_text(term, i, i);
        char *at = strstr(line, text);

        if (at != NULL) {
            *at = '\0';
            *row = i;
            *column = utf8_columns(line) + 1;
        }
        free(line);
        if (at != NULL)
            return true;
    }
    return false;
}

int terminal_style(const struct terminal *term, int row, int column)
{
    VTermScreenCell cell = {0};

    vterm_screen_get_cell(term->screen, (VTermPos){.row = row - 1, .col = column - 1},
                          &cell);
    return (cell.attrs.bold ? STYLE_BOLD : 0) | (cell.attrs.reverse ? STYLE_REVERSE : 0) |
           (cell.attrs.underline ? STYLE_UNDERLINE : 0);
}

static unsigned rgb_of(const struct terminal *term, VTermColor colour)
{
    vterm_screen_convert_color_to_rgb(term->screen, &colour);
    return (unsigned)colour.rgb.red << 16 | (unsigned)colour.rgb.green << 8 |
           colour.rgb.blue;
}

char *terminal_cells(const struct terminal *term)
{
    struct buffer out;
    char line[64];

    buffer_init(&out, 16 << 20);
    snprintf(line, sizeof line, "%d %d\n", terminal_columns(term), terminal_rows(term));
    buffer_add_text(&out, line);
    for (int i = 0; i < terminal_rows(term) * terminal_columns(term); i++) {
        const VTermPos at = {.row = i / terminal_columns(term),
                             .col = i % terminal_columns(term)};
        VTermScreenCell cell = {0};
        vterm_screen_get_cell(term->screen, at, &cell);
        unsigned fore = rgb_of(term, cell.fg), back = rgb_of(term, cell.bg);
        snprintf(line, sizeof line, "%x %06x %06x\n", cell.chars[0],
                 cell.attrs.reverse ? back : fore, cell.attrs.reverse ? fore : back);
        buffer_add_text(&out, line);
    }
    char *text = memory_copy_span(out.data, out.size);
    buffer_free(&out);
    return text;
}

const struct buffer *terminal_record(const struct terminal *term)
{
    return &term->record;
}
