/* SPDX-License-Identifier: MIT */
/*
 * motcuactl: the services of the counter from a shell, for administrators, for the batch
 * work of outreach teams, and for tests. One file a command; main.c has the table.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include "kiosk/base/options.h"
#include "kiosk/service/catalogue.h"
#include "kiosk/store/store.h"

#include <sys/types.h>

enum {
    CTL_INVALID = 2, /* answers that cannot be sent, a line that is no card */
    CTL_UNKNOWN = 3, /* no such procedure or dossier */
};

struct ctl {
    struct settings *settings;
    struct store *store;         /* what ctl_store() has opened */
    struct catalogue *catalogue; /* and ctl_catalogue() */
    char **words;                /* those after the command */
    int count;
    const char *limit, *wait, *json, *format, *output; /* options; NULL: not given */
    const char *today, *remotes, *method, *tone, *new_file, *attach;
    struct option_words attached; /* PAPER=FILE, each --attach */
};

/* A command takes its words and gives an exit code. */
struct command {
    const char *name;    /* may be two words: "catalogue import" */
    const char *usage;   /* what follows the name */
    const char *help;    /* N_() */
    int least, most;     /* words after the name */
    const char *options; /* those it takes, "--limit --json" */
    int (*run)(struct ctl *ctl);
};

int ctl_search(struct ctl *ctl);
int ctl_submit(struct ctl *ctl);
int ctl_track(struct ctl *ctl);
int ctl_receipt(struct ctl *ctl);
int ctl_outbox(struct ctl *ctl);
int ctl_outbox_show(struct ctl *ctl);
int ctl_outbox_hold(struct ctl *ctl);
int ctl_outbox_send(struct ctl *ctl);
int ctl_outbox_export(struct ctl *ctl);
int ctl_outbox_import(struct ctl *ctl);
int ctl_import(struct ctl *ctl);
int ctl_refresh(struct ctl *ctl);
int ctl_card(struct ctl *ctl);
int ctl_lint(struct ctl *ctl);
int ctl_evaluate(struct ctl *ctl);
int ctl_schema(struct ctl *ctl);
int ctl_logic(struct ctl *ctl);
int ctl_telex(struct ctl *ctl);
int ctl_health(struct ctl *ctl);
int ctl_key_rotate(struct ctl *ctl);
int ctl_key_renew(struct ctl *ctl);

/* Both open what they give at the first call; NULL and an error if it cannot be had. */
struct store *ctl_store(struct ctl *ctl, struct error *err);
struct catalogue *ctl_catalogue(struct ctl *ctl, struct error *err);

/* One line on standard error; returns `code`. */
int ctl_complain(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* EXIT_FINE, or a complaint if what was printed could not be written. */
int ctl_finish_output(void);
/* Prints it on lines of its own, and drops the reference. */
void ctl_print_json_take(json_t *value);

/* [{instancePath, schemaPath, keyword, params}]. New reference. */
struct violations;
json_t *ctl_violations(const struct violations *violations);

/* A whole number from `least` to `most`; `otherwise` where the option was not given. */
bool ctl_number(const char *name, const char *text, long least, long most, long otherwise,
                long *out);

/* The dossier that a reference (as people write it) or a dossier code names, in the
 * store. False without error: the store does not know it. */
bool ctl_find_dossier(struct ctl *ctl, const char *typed, struct dossier *out,
                      struct error *err);
/* "finalised", "accepted" … */
const char *ctl_state_name(enum dossier_state state);

/* Runs motcua-courier, which stands beside this program, with the same settings and
 * state. `out` receives the reading end of its standard output; NULL: it says nothing at
 * all. Returns its process, or -1 and an error. */
pid_t ctl_start_courier(const struct ctl *ctl, const char *option, const char *argument,
                        int *out, struct error *err);

#endif
