/* SPDX-License-Identifier: MIT */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/ctl/ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* The program and its words; `argv` has room for 8. */
static void list_words(const struct ctl *ctl, const char *program, const char *option,
                       const char *argument, const char *argv[8])
{
    const char *config = settings_path(ctl->settings);
    size_t count = 0;
    argv[count++] = program;
    if (config) {
        argv[count++] = "--config";
        argv[count++] = config;
    }
    argv[count++] = "--state";
    argv[count++] = settings_text(ctl->settings, STORE_FOLDER);
    argv[count++] = option;
    if (argument)
        argv[count++] = argument;
    argv[count] = NULL;
}

static int spawn(const char *const argv[], int out, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (out >= 0) {
        posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    } else {
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    int cause = posix_spawn(pid, argv[0], &files, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    return cause;
}

pid_t ctl_start_courier(const struct ctl *ctl, const char *option, const char *argument,
                        int *out, struct error *err)
{
    int ends[2] = {-1, -1};
    if (out && pipe2(ends, O_CLOEXEC) < 0) {
        error_set(err, _("%s cannot be started: %s."), "motcua-courier", strerror(errno));
        return -1;
    }
    const char *argv[8];
    char *program = file_beside_program("motcua-courier");
    list_words(ctl, program, option, argument, argv);
    pid_t pid = -1;
    int cause = spawn(argv, ends[1], &pid);
    free(program);
    if (out) {
        close(ends[1]);
        *out = ends[0];
    }
    if (cause) {
        if (out)
            close(ends[0]);
        error_set(err, _("%s cannot be started: %s."), "motcua-courier", strerror(cause));
        return -1;
    }
    return pid;
}
