/* SPDX-License-Identifier: MIT */
/* What the steps of a script share: the player, its screen, its variables. */
#ifndef SCREEN_PLAYER_H
#define SCREEN_PLAYER_H

#include "kiosk/base/error.h"
#include "tests/screen/pairs.h"
#include "tests/screen/pattern.h"
#include "tests/screen/script.h"
#include "tests/screen/terminal.h"

#include <stdbool.h>

struct mask {
    struct pattern *pattern;
    char *replacement;
};

struct player {
    struct script script;
    struct script before; /* played first; empty where there is none */
    const char *before_path;
    struct pairs variables;
    struct pairs environment; /* of the program */
    struct mask *masks;
    size_t mask_count;
    char *const *argv;     /* the program */
    struct terminal *term; /* NULL until it is started */
    int columns, rows;
    int patience_ms;   /* how long a step that looks waits for what it expects */
    char *folder;      /* temporary; holds the three files below */
    char *error_path;  /* the program's standard error */
    char *screen_path; /* the screen, for `shell` */
    char *cells_path;  /* the same with its colours */
    bool eight_bit;    /* the terminal takes bytes for characters */
    bool show;         /* --show */
    bool update;       /* --update */
    bool end_expected; /* an `exit` step has seen it end */
};

/* One kind of step. `rest` is the step's, with the variables put in. */
struct command {
    const char *word;
    bool (*run)(struct player *player, struct step *step, const char *rest,
                struct error *err);
    bool is_early; /* may come before the program is started, and does not start it */
    bool is_raw;   /* ${NAME} is left as it is */
    bool has_body; /* may have a body */
};
extern const struct command COMMANDS_DRIVE[], COMMANDS_LOOK[]; /* end with word NULL */

bool player_start(struct player *player, struct error *err);

enum { QUIET_MS = 60, QUIET_UPDATE_MS = 300, PATIENCE_MS = 10000, END_MS = 20000 };
void player_settle(struct player *player);

/* Reads the screen until holds(player, arg) does; false if it never did in `most_ms`.
 * Steps that look are patient because machines may be slow; it costs time only where
 * they fail. */
bool player_wait(struct player *player, int most_ms,
                 bool (*holds)(const struct player *player, const void *arg),
                 const void *arg);

/* Takes the first word of *rest as a number. */
bool player_take_number(const char **rest, long least, long most, long *number,
                        struct error *err);
/* Takes the first word, allocated; NULL and an error if there is none. */
char *player_take_word(const char **rest, struct error *err);

#endif
