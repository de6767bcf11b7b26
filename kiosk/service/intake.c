/* SPDX-License-Identifier: MIT */
#include "kiosk/service/intake.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/inspect/inspect.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PIECE = 64 << 10,
    MIB = 1 << 20,
    VERDICT_ROOM = 64,
    PATIENCE = 60000, /* milliseconds that the inspection may take after the last byte */
    GLANCE = 10000    /* microseconds between two looks, without a loop */
};

struct intake {
    const struct settings *settings;
    struct attachment_writer *writer;
    struct attachment what;
    int64_t draft, size, read;
    int fd;
    int line; /* to the inspection; -1: it has ended */
    pid_t inspector;
    unsigned char piece[PIECE]; /* of which `left` bytes from `at` wait for the line */
    size_t at, left;
    bool all;         /* was read */
    int64_t deadline; /* monotonic, once all was read */
    char verdict[VERDICT_ROOM];
    size_t verdict_size;
};

static const struct kind_info {
    const char *setting, *name, *type;
} KINDS[INSPECT_KIND_COUNT] = {
    [INSPECT_PDF] = {"pdf", "PDF", "application/pdf"},
    [INSPECT_JPEG] = {"jpeg", "JPEG", "image/jpeg"},
    [INSPECT_PNG] = {"png", "PNG", "image/png"},
};

static const char *const FAULTS[INSPECT_FAULT_COUNT] = {
    [INSPECT_EMPTY] = N_("The file is empty. Scan or copy the paper again."),
    [INSPECT_STRANGE] = N_("This is no PDF, JPEG or PNG file. Scan or save the paper as "
                           "one of these."),
    [INSPECT_TRUNCATED] =
        N_("The end of the file is missing. Copy or scan it again, and take a USB stick "
           "out only when copying has ended."),
    [INSPECT_ENCRYPTED] = N_("The file is protected by a password. Save it without, or "
                             "print it anew as PDF."),
    [INSPECT_DAMAGED] = N_("The file is damaged and cannot be read. Scan the paper "
                           "again, or save it anew."),
};

const char *intake_kind_name(const char *kind)
{
    for (size_t i = 0; i < INSPECT_KIND_COUNT; i++) {
        if (KINDS[i].type && strcmp(KINDS[i].type, kind) == 0)
            return KINDS[i].name;
    }
    return kind;
}

/* --- the process that looks --------------------------------------------------------- */

static _Noreturn void become_inspector(const char *program, int line)
{
    static char *const NO_SETTINGS[] = {NULL};
    char *const argv[] = {(char *)program, NULL};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (dup2(line, STDIN_FILENO) >= 0 && dup2(line, STDOUT_FILENO) >= 0 &&
        dup2(nowhere, STDERR_FILENO) >= 0)
        execve(program, argv, NO_SETTINGS);
    _exit(127);
}

static bool start_inspector(struct intake *intake, struct error *err)
{
    int ends[2];
    char *program = file_beside_program("motcua-inspect");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        free(program);
        return error_set(err, _("%s cannot be started: %s."), "motcua-inspect",
                         strerror(errno));
    }
    intake->inspector = fork();
    if (intake->inspector == 0)
        become_inspector(program, ends[1]);
    free(program);
    close(ends[1]);
    intake->line = ends[0];
    return intake->inspector > 0 || error_set(err, _("%s cannot be started: %s."),
                                              "motcua-inspect", strerror(errno));
}

static void end_inspector(struct intake *intake)
{
    if (intake->line >= 0)
        close(intake->line);
    intake->line = -1;
    if (intake->inspector > 0) {
        kill(intake->inspector, SIGKILL); /* it has said all, or will say nothing */
        waitpid(intake->inspector, NULL, 0);
    }
    intake->inspector = -1;
}

static bool is_taken_here(const struct settings *settings, enum inspect_kind kind)
{
    const char *at = settings_text(settings, ATTACHMENTS_KINDS);
    size_t size = strlen(KINDS[kind].setting);
    while ((at = strstr(at, KINDS[kind].setting))) {
        if (at[size] == '\0' || at[size] == ' ')
            return true;
        at += size;
    }
    return false;
}

/* What the inspection said. */
static bool judge(struct intake *intake, struct error *err)
{
    int kind, fault, pages;
    char stranger;
    if (sscanf(intake->verdict, "%d %d %d%c", &kind, &fault, &pages, &stranger) != 4 ||
        stranger != '\n' || kind < 0 || kind >= INSPECT_KIND_COUNT || fault < 0 ||
        fault >= INSPECT_FAULT_COUNT)
        return error_set(err, "%s", _(FAULTS[INSPECT_DAMAGED])); /* it broke down */
    if (fault != INSPECT_FINE)
        return error_set(err, "%s", _(FAULTS[fault]));
    if (!KINDS[kind].type || pages < 1)
        return error_set(err, "%s", _(FAULTS[INSPECT_DAMAGED]));
    if (!is_taken_here(intake->settings, (enum inspect_kind)kind))
        return error_set(err,
                         _("%s files are not taken here. Save the paper as one of: "
                           "%s."),
                         KINDS[kind].name,
                         settings_text(intake->settings, ATTACHMENTS_KINDS));
    snprintf(intake->what.kind, sizeof(intake->what.kind), "%s", KINDS[kind].type);
    intake->what.pages = pages;
    return true;
}

/* --- beginning ---------------------------------------------------------------------- */

int intake_open(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        char *clean = utf8_clean(path, strlen(path), UTF8_ONE_LINE);
        error_set(err, _("%s cannot be read: %s."), clean, strerror(errno));
        free(clean);
    }
    return fd;
}

static bool too_large(const struct settings *settings, struct error *err)
{
    return error_set(err,
                     _("The file has more than %ld MiB. Scan the paper with less "
                       "resolution, or in shades of grey."),
                     settings_number(settings, ATTACHMENTS_MOST_MIB));
}

static bool is_worth_a_look(const struct settings *settings, int fd, int64_t *size,
                            struct error *err)
{
    struct stat info;
    if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
        return error_set(err, _("This is no file that can be attached."));
    if (info.st_size == 0)
        return error_set(err, "%s", _(FAULTS[INSPECT_EMPTY]));
    if (info.st_size > (int64_t)settings_number(settings, ATTACHMENTS_MOST_MIB) * MIB)
        return too_large(settings, err);
    *size = info.st_size;
    return true;
}

/* Without folders, clean, and short enough: cut where a character ends. */
static void copy_name(char out[ATTACHMENT_NAME_ROOM], const char *name)
{
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    char *clean = utf8_clean(name, strlen(name), UTF8_ONE_LINE);
    size_t end = strlen(clean);
    if (end >= ATTACHMENT_NAME_ROOM) {
        end = ATTACHMENT_NAME_ROOM - 1;
        while (end && ((unsigned char)clean[end] & 0xc0) == 0x80)
            end--;
    }
    memcpy(out, clean, end);
    out[end] = '\0';
    memory_free_text(&clean);
}

struct intake *intake_start_take(struct store *store, const struct settings *settings,
                                 int fd, const struct intake_order *order,
                                 struct error *err)
{
    int64_t size = 0;
    if (!is_worth_a_look(settings, fd, &size, err)) {
        close(fd);
        return NULL;
    }
    struct intake *intake = memory_alloc(sizeof(*intake));
    intake->settings = settings;
    intake->fd = fd;
    intake->line = -1;
    intake->size = size;
    intake->draft = order->draft;
    snprintf(intake->what.paper, sizeof(intake->what.paper), "%s", order->paper);
    copy_name(intake->what.name, order->name);
    intake->writer = attachment_writer_create(store, err);
    if (!intake->writer || !start_inspector(intake, err))
        intake_free(&intake);
    return intake;
}

void intake_free(struct intake **intake)
{
    struct intake *old = *intake;
    if (!old)
        return;
    end_inspector(old);
    attachment_writer_free(&old->writer);
    close(old->fd);
    memory_wipe(old, sizeof(*old));
    free(old);
    *intake = NULL;
}

/* --- the steps ---------------------------------------------------------------------- */

static bool read_piece(struct intake *intake, struct error *err)
{
    ssize_t got = read(intake->fd, intake->piece, PIECE);
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0)
        return error_set(err,
                         _("The file cannot be read to its end: %s. Copy it again; a USB "
                           "stick must stay in."),
                         strerror(errno));
    if (got == 0) {
        intake->all = true;
        intake->deadline = clock_monotonic() + PATIENCE;
        shutdown(intake->line, SHUT_WR);
        return true;
    }
    intake->at = 0;
    intake->left = (size_t)got;
    intake->read += got;
    if (intake->read > (int64_t)settings_number(intake->settings, ATTACHMENTS_MOST_MIB) *
                           MIB) /* it grew */
        return too_large(intake->settings, err);
    return attachment_writer_add(intake->writer, intake->piece, (size_t)got, err);
}

/* False: the line is full for now. An inspection that broke down shows when it is asked
 * for its verdict. */
static bool hand_on(struct intake *intake)
{
    while (intake->left) {
        ssize_t sent = send(intake->line, intake->piece + intake->at, intake->left,
                            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return false;
        size_t done = sent < 0 ? intake->left : (size_t)sent;
        intake->at += done;
        intake->left -= done;
    }
    return true;
}

/* True once the inspection has said all that it will say. */
static bool hear(struct intake *intake)
{
    while (intake->verdict_size < VERDICT_ROOM - 1) {
        ssize_t got = recv(intake->line, intake->verdict + intake->verdict_size,
                           VERDICT_ROOM - 1 - intake->verdict_size, MSG_DONTWAIT);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return clock_monotonic() >= intake->deadline;
        if (got <= 0)
            return true;
        intake->verdict_size += (size_t)got;
    }
    return true;
}

static enum intake_state finish(struct intake *intake, struct error *err)
{
    if (!hear(intake))
        return INTAKE_WAITS;
    bool kept = judge(intake, err) &&
                attachment_writer_keep(intake->writer, intake->draft, &intake->what, err);
    end_inspector(intake);
    return kept ? INTAKE_DONE : INTAKE_FAILED;
}

enum intake_state intake_step(struct intake *intake, struct error *err)
{
    if (!hand_on(intake))
        return INTAKE_WAITS;
    if (intake->all)
        return finish(intake, err);
    return read_piece(intake, err) ? INTAKE_WORKS : INTAKE_FAILED;
}

void intake_progress(const struct intake *intake, int64_t *read, int64_t *size)
{
    *read = intake->read;
    *size = intake->size;
}

const struct attachment *intake_result(const struct intake *intake)
{
    return &intake->what;
}

bool intake_run(struct store *store, const struct settings *settings, const char *path,
                const struct intake_order *order, struct error *err)
{
    enum intake_state state = INTAKE_FAILED;
    int fd = intake_open(path, err);
    struct intake *intake =
        fd < 0 ? NULL : intake_start_take(store, settings, fd, order, err);
    while (intake && (state = intake_step(intake, err)) < INTAKE_DONE) {
        if (state == INTAKE_WAITS)
            usleep(GLANCE);
    }
    intake_free(&intake);
    return state == INTAKE_DONE;
}
