/* SPDX-License-Identifier: MIT */
/*
 * motcua-play: plays a script of keys and expected screens against a program in a
 * terminal. Tests use it, and scripts/demo where there is no terminal to play on.
 * tests/screen/README.md lists the steps.
 */
#include "tests/screen/player.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLAY_PASSED = 0, PLAY_FAILED = 1, PLAY_USAGE = 2 };

#define ERRORS_LIMIT (16 << 20)

bool player_start(struct player *player, struct error *err)
{
    int fd = open(player->error_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (fd < 0)
        return error_set(err, "%s: %s", player->error_path, strerror(errno));
    player->term = terminal_start(player->argv, &player->environment, player->columns,
                                  player->rows, fd, err);
    close(fd);
    if (player->term != NULL && player->eight_bit)
        terminal_take_bytes(player->term);
    /* Keys that come before the program has set its terminal up would be lost. */
    if (player->term != NULL)
        player_settle(player);
    return player->term != NULL;
}

void player_settle(struct player *player)
{
    terminal_settle(player->term, player->update ? QUIET_UPDATE_MS : QUIET_MS,
                    PATIENCE_MS);
}

/* How many times as long a busy machine may take: it is what is waited for, not how fast
 * it comes, that these steps are about. */
static int slowness(void)
{
    const char *text = getenv("MOTCUA_SLOWNESS");
    long factor = text ? strtol(text, NULL, 10) : 1;
    return factor >= 1 && factor <= 20 ? (int)factor : 1;
}

bool player_wait(struct player *player, int most_ms,
                 bool (*holds)(const struct player *player, const void *arg),
                 const void *arg)
{
    int64_t until = clock_monotonic() + (int64_t)most_ms * slowness();
    int code;

    while (!holds(player, arg)) {
        if (clock_monotonic() >= until || terminal_has_ended(player->term, &code))
            return false;
        terminal_turn(player->term, 100);
    }
    return true;
}

char *player_take_word(const char **rest, struct error *err)
{
    size_t size = strcspn(*rest, " \t");
    char *word = memory_copy_span(*rest, size);

    if (size == 0) {
        free(word);
        error_set(err, "something is missing in this step");
        return NULL;
    }
    *rest += size;
    *rest += strspn(*rest, " \t");
    return word;
}

bool player_take_number(const char **rest, long least, long most, long *number,
                        struct error *err)
{
    char *word = player_take_word(rest, err);
    char *end;

    if (word == NULL)
        return false;
    errno = 0;
    *number = strtol(word, &end, 10);
    bool fine = *end == '\0' && errno == 0 && *number >= least && *number <= most;
    if (!fine)
        error_set(err, "\"%s\" is not a number from %ld to %ld", word, least, most);
    free(word);
    return fine;
}

static const struct command *find_in(const struct command *table, const char *word)
{
    for (; table->word != NULL; table++) {
        if (strcmp(table->word, word) == 0)
            return table;
    }
    return NULL;
}

static const struct command *find_command(const char *word)
{
    const struct command *command = find_in(COMMANDS_DRIVE, word);

    return command != NULL ? command : find_in(COMMANDS_LOOK, word);
}

/* A misspelt word is told before anything is started. */
static bool check_script(const struct script *script, struct error *err)
{
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        const struct command *command = find_command(step->word);

        if (command == NULL)
            return error_set(err, "%s:%zu: there is no step \"%s\"", script->path,
                             step->line, step->word);
        if (step->body != NULL && !command->has_body)
            return error_set(err, "%s:%zu: \"%s\" takes no body", script->path,
                             step->line, step->word);
    }
    return true;
}

static bool play_step(struct player *player, struct step *step, struct error *err)
{
    const struct command *command = find_command(step->word);
    char *rest = command->is_raw ? memory_copy_text(step->rest)
                                 : pairs_expand(&player->variables, step->rest, err);
    bool fine = rest != NULL;

    if (fine && !command->is_early && player->term == NULL)
        fine = player_start(player, err);
    fine = fine && command->run(player, step, rest, err);
    free(rest);
    return fine;
}

static void print_program(const struct player *player)
{
    struct buffer errors;
    struct error ignored = {0};
    int row, column, code;

    if (player->term == NULL)
        return;
    if (terminal_has_ended(player->term, &code))
        fprintf(stderr, "the program has ended (code %d)\n", code);
    char *text = terminal_text(player->term, 1, terminal_rows(player->term));
    terminal_cursor(player->term, &row, &column);
    fprintf(stderr, "---- the screen, %d x %d, cursor at %d %d\n%s----\n",
            terminal_columns(player->term), terminal_rows(player->term), row, column,
            text);
    free(text);
    if (file_read(player->error_path, ERRORS_LIMIT, &errors, &ignored) && errors.size > 0)
        fprintf(stderr, "---- the program's standard error\n%s----\n", errors.data);
    buffer_free(&errors);
}

/* A sanitizer's report fails the run, whichever process of the program it came from. */
static bool check_reports(const struct player *player, struct error *err)
{
    static const char *const MARKS[] = {"Sanitizer", "runtime error:"};
    struct buffer errors;
    bool fine = file_read(player->error_path, ERRORS_LIMIT, &errors, err);

    for (size_t i = 0; fine && i < sizeof MARKS / sizeof MARKS[0]; i++) {
        if (memmem(errors.data, errors.size, MARKS[i], strlen(MARKS[i])) != NULL)
            fine = error_set(err, "a sanitizer has found a fault in the program");
    }
    buffer_free(&errors);
    return fine;
}

/* The terminal is closed; the program must take that as its end. */
static bool finish(struct player *player, struct error *err)
{
    int code;

    if (player->term == NULL)
        return true;
    player_settle(player);
    if (terminal_has_ended(player->term, &code)) {
        if (!player->end_expected)
            return error_set(err, "the program ended (code %d), and no `exit` expects it",
                             code);
    } else {
        kill(terminal_pid(player->term), SIGHUP);
        if (!terminal_wait_end(player->term, END_MS))
            return error_set(err, "the program does not end when its terminal is closed");
    }
    return check_reports(player, err);
}

static bool play_all(struct player *player, struct script *script)
{
    struct error err = {0};

    for (size_t i = 0; i < script->count; i++) {
        struct step *step = &script->steps[i];

        if (play_step(player, step, &err))
            continue;
        fprintf(stderr, "%s:%zu: %s: %s\n", script->path, step->line, step->word,
                err.text);
        print_program(player);
        return false;
    }
    return true;
}

static bool play(struct player *player)
{
    struct error err = {0};

    if (!play_all(player, &player->before) || !play_all(player, &player->script))
        return false;
    if (finish(player, &err))
        return true;
    fprintf(stderr, "%s: at the end: %s\n", player->script.path, err.text);
    print_program(player);
    return false;
}

static bool make_folder(struct player *player, struct error *err)
{
    const char *base = getenv("TMPDIR");

    player->folder = file_join(base != NULL ? base : "/tmp", "motcua-play.XXXXXX");
    if (mkdtemp(player->folder) == NULL) {
        error_set(err, "%s: %s", player->folder, strerror(errno));
        free(player->folder);
        player->folder = NULL;
        return false;
    }
    player->error_path = file_join(player->folder, "stderr");
    player->screen_path = file_join(player->folder, "screen");
    player->cells_path = file_join(player->folder, "cells");
    return true;
}

static void player_free(struct player *player)
{
    terminal_free(&player->term);
    for (size_t i = 0; i < player->mask_count; i++) {
        pattern_free(&player->masks[i].pattern);
        free(player->masks[i].replacement);
    }
    free(player->masks);
    pairs_free(&player->variables);
    pairs_free(&player->environment);
    script_free(&player->before);
    script_free(&player->script);
    if (player->folder != NULL) {
        unlink(player->error_path);
        unlink(player->screen_path);
        unlink(player->cells_path);
        rmdir(player->folder);
    }
    free(player->error_path);
    free(player->screen_path);
    free(player->cells_path);
    free(player->folder);
}

static bool set_variable(struct player *player, const char *definition)
{
    const char *equals = definition != NULL ? strchr(definition, '=') : NULL;

    if (equals == NULL || equals == definition)
        return false;
    char *name = memory_copy_span(definition, (size_t)(equals - definition));
    pairs_set(&player->variables, name, equals + 1);
    free(name);
    return true;
}

/* Reads the options; returns the script's path, or NULL where they are wrong. */
static const char *read_options(struct player *player, char **argv)
{
    char **arg = argv + 1;

    for (; *arg != NULL && strncmp(*arg, "--", 2) == 0; arg++) {
        if (strcmp(*arg, "--show") == 0)
            player->show = true;
        else if (strcmp(*arg, "--update") == 0)
            player->update = true;
        else if (strcmp(*arg, "--before") == 0 && arg[1] != NULL)
            player->before_path = *++arg;
        else if (strcmp(*arg, "--var") != 0 || !set_variable(player, *++arg))
            return NULL;
    }
    if (arg[0] == NULL || arg[1] == NULL || strcmp(arg[1], "--") != 0 || arg[2] == NULL)
        return NULL;
    player->argv = arg + 2;
    return arg[0];
}

static bool read_scripts(struct player *player, const char *path, struct error *err)
{
    return (player->before_path == NULL ||
            (script_read(&player->before, player->before_path, err) &&
             check_script(&player->before, err))) &&
           script_read(&player->script, path, err) && check_script(&player->script, err);
}

int main(int argc, char **argv)
{
    struct player player = {.columns = 80, .rows = 25, .patience_ms = PATIENCE_MS};
    struct error err = {0};
    int result = PLAY_PASSED;
    const char *path = read_options(&player, argv);

    (void)argc;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    if (path == NULL)
        error_set(&err, "usage: motcua-play [--show] [--update] [--before SCRIPT] "
                        "[--var NAME=VALUE]... SCRIPT -- PROGRAM [ARGUMENT]...");
    if (path == NULL || !make_folder(&player, &err) ||
        !read_scripts(&player, path, &err)) {
        fprintf(stderr, "%s\n", err.text);
        player_free(&player);
        return PLAY_USAGE;
    }
    if (!play(&player))
        result = PLAY_FAILED;
    if (player.update && !script_rewrite(&player.script, &err)) {
        fprintf(stderr, "%s\n", err.text);
        result = PLAY_USAGE;
    }
    player_free(&player);
    return result;
}
