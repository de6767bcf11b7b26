/* SPDX-License-Identifier: MIT */
/* The steps that do something: start, keys, size, signals, shell commands, the end. */
#include "tests/screen/player.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FLOOD_LIMIT   (16 << 20)
#define SHELL_SECONDS 180
#define OUTPUT_LIMIT  (1 << 20)

static bool run_size(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    long columns, rows;

    if (!player_take_number(&rest, 1, 1000, &columns, err) ||
        !player_take_number(&rest, 1, 1000, &rows, err))
        return false;
    player->columns = (int)columns;
    player->rows = (int)rows;
    if (strcmp(step->word, "resize") == 0)
        terminal_resize(player->term, player->columns, player->rows);
    else if (player->term != NULL)
        return error_set(err, "the program runs already: use resize");
    return true;
}

static bool run_env(struct player *player, struct step *step, const char *rest,
                    struct error *err)
{
    char *name = player_take_word(&rest, err);

    (void)step;
    if (name == NULL)
        return false;
    pairs_set(&player->environment, name, *rest != '\0' ? rest : NULL);
    free(name);
    return player->term == NULL || error_set(err, "the program runs already");
}

static bool run_patience(struct player *player, struct step *step, const char *rest,
                         struct error *err)
{
    long seconds;

    (void)step;
    if (!player_take_number(&rest, 0, 600, &seconds, err))
        return false;
    player->patience_ms = (int)seconds * 1000;
    return true;
}

static bool run_eight_bit(struct player *player, struct step *step, const char *rest,
                          struct error *err)
{
    (void)step, (void)rest;
    player->eight_bit = true;
    return player->term == NULL || error_set(err, "the program runs already");
}

static bool run_start(struct player *player, struct step *step, const char *rest,
                      struct error *err)
{
    (void)step, (void)rest;
    if (player->term != NULL)
        return error_set(err, "the program was started before");
    return player_start(player, err);
}

static bool run_type(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    (void)step;
    return terminal_send(player->term, rest, strlen(rest), err);
}

/* "Down*3" is the key "Down" and 3. */
static long cut_repeat(char *key)
{
    char *star = strrchr(key, '*');
    char *end;
    long times;

    if (star == NULL || star == key || !isdigit((unsigned char)star[1]))
        return 1;
    times = strtol(star + 1, &end, 10);
    if (*end != '\0')
        return 1;
    *star = '\0';
    return times;
}

static bool run_key(struct player *player, struct step *step, const char *rest,
                    struct error *err)
{
    bool fine = *rest != '\0' || error_set(err, "the name of a key is missing");

    (void)step;
    while (fine && *rest != '\0') {
        char *key = player_take_word(&rest, err);
        long times = cut_repeat(key);

        for (long i = 0; fine && i < times; i++) {
            fine = terminal_key(player->term, key, err);
            /* Else the next key would be taken for Alt with it. */
            if (strcmp(key, "Esc") == 0)
                player_settle(player);
        }
        free(key);
    }
    return fine;
}

static bool run_paste(struct player *player, struct step *step, const char *rest,
                      struct error *err)
{
    char *text = step->body != NULL ? pairs_expand(&player->variables, step->body, err)
                                    : memory_copy_text(rest);

    if (text == NULL)
        return false;
    size_t size = strlen(text);
    if (step->body != NULL && size > 0)
        text[size - 1] = '\0'; /* the last line's end belongs to the script */
    bool fine = terminal_paste(player->term, text, err);
    free(text);
    return fine;
}

/* Reads \n \r \t \e \\ and \xHH; everything else stands for itself. */
static bool read_escapes(const char *text, struct buffer *out, struct error *err)
{
    static const char LETTERS[] = "nrte\\", MEANT[] = "\n\r\t\033\\";

    for (const char *at = text; *at != '\0'; at++) {
        const char *letter;
        char byte = *at;

        if (*at == '\\') {
            at++;
            if (at[0] == 'x' && isxdigit((unsigned char)at[1]) &&
                isxdigit((unsigned char)at[2])) {
                byte = (char)strtol((char[]){at[1], at[2], '\0'}, NULL, 16);
                at += 2;
            } else if (*at != '\0' && (letter = strchr(LETTERS, *at)) != NULL) {
                byte = MEANT[letter - LETTERS];
            } else {
                return error_set(err, "\\%c is not known; use \\xHH", *at);
            }
        }
        buffer_add(out, &byte, 1);
    }
    return true;
}

static bool run_bytes(struct player *player, struct step *step, const char *rest,
                      struct error *err)
{
    bool repeats = strcmp(step->word, "repeat-bytes") == 0;
    struct buffer once, all;
    long times = 1;

    if (repeats && !player_take_number(&rest, 1, FLOOD_LIMIT, &times, err))
        return false;
    buffer_init(&once, FLOOD_LIMIT);
    buffer_init(&all, FLOOD_LIMIT);
    bool fine = read_escapes(rest, &once, err);
    for (long i = 0; fine && i < times; i++)
        fine = buffer_add(&all, once.data, once.size) || error_set(err, "too many bytes");
    fine = fine && terminal_send(player->term, all.data, all.size, err);
    buffer_free(&once);
    buffer_free(&all);
    return fine;
}

static bool run_signal(struct player *player, struct step *step, const char *rest,
                       struct error *err)
{
    (void)step;
    for (int number = 1; number < NSIG; number++) {
        const char *name = sigabbrev_np(number);
        if (name != NULL && strcmp(name, rest) == 0)
            return kill(terminal_pid(player->term), number) == 0 ||
                   error_set(err, "the signal could not be sent: %s", strerror(errno));
    }
    return error_set(err, "there is no signal \"%s\"", rest);
}

static bool run_exit(struct player *player, struct step *step, const char *rest,
                     struct error *err)
{
    long wanted;
    int code;

    (void)step;
    if (!player_take_number(&rest, 0, 255, &wanted, err))
        return false;
    if (!terminal_wait_end(player->term, END_MS))
        return error_set(err, "the program still runs");
    player->end_expected = true;
    terminal_has_ended(player->term, &code);
    return code == wanted || error_set(err, "the program ended with %d", code);
}

static bool run_alive(struct player *player, struct step *step, const char *rest,
                      struct error *err)
{
    int code;

    (void)step, (void)rest;
    player_settle(player);
    return !terminal_has_ended(player->term, &code) ||
           error_set(err, "the program has ended (code %d)", code);
}

static bool run_settle(struct player *player, struct step *step, const char *rest,
                       struct error *err)
{
    (void)step, (void)rest;
    return terminal_settle(player->term, QUIET_MS, PATIENCE_MS) ||
           error_set(err, "the program did not come to rest");
}

/* What the command may want to know of the program goes into its environment. */
static void export_variables(const struct player *player)
{
    char pid[24];

    pairs_export(&player->variables);
    if (player->term == NULL)
        return;
    snprintf(pid, sizeof pid, "%ld", (long)terminal_pid(player->term));
    setenv("PLAY_PID", pid, 1);
    setenv("PLAY_SCREEN", player->screen_path, 1);
    setenv("PLAY_CELLS", player->cells_path, 1);
}

static bool save_screen(const struct player *player, struct error *err)
{
    if (player->term == NULL)
        return true;
    char *text = terminal_text(player->term, 1, terminal_rows(player->term));
    char *cells = terminal_cells(player->term);
    bool fine = file_write(player->screen_path, text, strlen(text), 0600, err) &&
                file_write(player->cells_path, cells, strlen(cells), 0600, err);
    free(text);
    free(cells);
    return fine;
}

/* Waits for the command, and reads meanwhile what the program writes. */
static bool wait_for_shell(struct player *player, pid_t pid, int *status)
{
    int64_t until = clock_monotonic() + SHELL_SECONDS * 1000;

    while (waitpid(pid, status, WNOHANG) == 0) {
        if (clock_monotonic() >= until) {
            kill(-pid, SIGKILL);
            waitpid(pid, status, 0);
            return false;
        }
        poll(NULL, 0, 5);
        if (player->term != NULL)
            terminal_turn(player->term, 5);
    }
    return true;
}

/* Runs `sh -c command`; its output goes to the file `output`, or to ours if NULL. */
static bool run_command(struct player *player, const char *command, const char *output,
                        struct error *err)
{
    int status = 0;

    if (!save_screen(player, err))
        return false;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        export_variables(player);
        int in = open("/dev/null", O_RDONLY);
        int out = output ? open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
        dup2(in, STDIN_FILENO);
        if (out >= 0)
            dup2(out, STDOUT_FILENO);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    if (pid < 0)
        return error_set(err, "no new process: %s", strerror(errno));
    if (!wait_for_shell(player, pid, &status))
        return error_set(err, "the command took longer than %d s", SHELL_SECONDS);
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           error_set(err, "the command failed (%s %d)",
                     WIFEXITED(status) ? "code" : "signal",
                     WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

static bool run_shell(struct player *player, struct step *step, const char *rest,
                      struct error *err)
{
    return run_command(player, step->body != NULL ? step->body : rest, NULL, err);
}

static bool run_from_shell(struct player *player, struct step *step, const char *rest,
                           struct error *err)
{
    char *name = player_take_word(&rest, err);
    struct buffer output;

    if (name == NULL)
        return false;
    char *path = file_join(player->folder, "output");
    bool fine = run_command(player, step->body != NULL ? step->body : rest, path, err);
    if (fine) {
        fine = file_read(path, OUTPUT_LIMIT, &output, err);
        while (output.size > 0 && output.data[output.size - 1] == '\n')
            output.data[--output.size] = '\0';
        if (fine)
            pairs_set(&player->variables, name, output.data);
        buffer_free(&output);
    }
    unlink(path);
    free(path);
    free(name);
    return fine;
}

const struct command COMMANDS_DRIVE[] = {
    {.word = "size", .run = run_size, .is_early = true},
    {.word = "env", .run = run_env, .is_early = true},
    {.word = "patience", .run = run_patience, .is_early = true},
    {.word = "eight-bit", .run = run_eight_bit, .is_early = true},
    {.word = "start", .run = run_start, .is_early = true},
    {.word = "type", .run = run_type},
    {.word = "key", .run = run_key},
    {.word = "paste", .run = run_paste, .has_body = true},
    {.word = "bytes", .run = run_bytes},
    {.word = "repeat-bytes", .run = run_bytes},
    {.word = "resize", .run = run_size},
    {.word = "settle", .run = run_settle},
    {.word = "signal", .run = run_signal},
    {.word = "alive", .run = run_alive},
    {.word = "exit", .run = run_exit},
    {.word = "shell",
     .run = run_shell,
     .is_early = true,
     .is_raw = true,
     .has_body = true},
    {.word = "from-shell",
     .run = run_from_shell,
     .is_early = true,
     .is_raw = true,
     .has_body = true},
    {.word = NULL},
};
