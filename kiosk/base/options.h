/* SPDX-License-Identifier: MIT */
/* The command line that all programs share: --config FILE, --state DIR, --help,
 * --version, and each program's own options from a table, from which --help is made. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include "kiosk/base/error.h"
#include "kiosk/base/settings.h"

#include <stddef.h>

/* What was given to an option that may come more than once. */
enum { OPTION_WORDS_MOST = 100 };
struct option_words {
    size_t count;
    const char *words[OPTION_WORDS_MOST];
};

struct option_info {
    const char *name;     /* "--limit" ; the table ends with NULL */
    const char *argument; /* N_("N"), or NULL for a switch */
    const char *help;     /* N_(); NULL: --help does not show it */
    const char **value;   /* receives the argument, or "" for a switch */
};

struct program {
    const char *name;                  /* "motcuactl" */
    const char *usage;                 /* "[OPTION]... COMMAND" */
    const char *purpose;               /* N_(), one line */
    const struct option_info *options; /* may be NULL */
    void (*print_more)(void);          /* prints more after the options; may be NULL */
    /* The option that may come more than once, and what receives all it was given; may be
     * NULL. */
    const char *many;
    struct option_words *all;
    const char *epilogue; /* N_(), the end: exit codes and the like; may be NULL */
};

enum { EXIT_FINE = 0, EXIT_TROUBLE = 1, EXIT_USAGE = 64 };

/* Starts privacy and i18n, reads the options (--help and --version print and exit), then
 * the settings. Words that are no options are moved to the front of argv and counted in
 * *words. On a mistake: one clear line on standard error, and exit(EXIT_USAGE). */
struct settings *options_start(const struct program *program, int argc, char **argv,
                               int *words);

#endif
