/* SPDX-License-Identifier: MIT */
/* The screens there are, and how each is opened. */
#ifndef SCREEN_SCREENS_H
#define SCREEN_SCREENS_H

#include "forms/form/form.h"
#include "kiosk/screen/screen.h"

/* Search among the procedures; the first screen, always at the bottom. */
void home_screen_open(struct counter *counter);

/* What a procedure asks for: papers, fee, time. */
void procedure_screen_open(struct counter *counter, const struct procedure *procedure);

/* What citizens ask about it, answered with what is published. */
extern const struct screen_kind HELP_SCREEN;
void help_screen_open(struct counter *counter, const struct procedure *procedure);

/* The form in steps; `draft` 0 starts a new one. */
void form_screen_open(struct counter *counter, const struct procedure *procedure,
                      int64_t draft);

/* Waits for the portal's answer, then the slip; `fresh`: finalised just now, so the slip
 * is printed without being asked. */
void sent_screen_open(struct counter *counter, const char *reference, bool fresh);

/* How far a dossier has come. */
void track_screen_open(struct counter *counter);

/* Drafts to go on with, and the dossiers of this counter. */
void work_screen_open(struct counter *counter);

/* What has not arrived yet, and what can be done about it. */
void outbox_screen_open(struct counter *counter);
/* The form of a dossier that was returned, with the office's reasons; says so where that
 * cannot be. */
void mend_screen_open(struct counter *counter, const struct dossier *rejected);

/* A dark screen until F12, for when a stranger looks over the shoulder. */
extern const struct screen_kind BLANK_SCREEN;
void blank_screen_open(struct screen *screen);

/* "Is somebody still there?" for `seconds`, then the session ends. */
extern const struct screen_kind IDLE_SCREEN;
void idle_screen_open(struct counter *counter, long seconds);

/* One line to be typed: `words` says what and why. `answered` is called after the dialog
 * has closed, with what was typed, never empty; nobody is called where it is left. */
struct ask {
    char *(*title)(void *arg);
    char *(*words)(void *arg);
    void (*answered)(void *arg, const char *typed);
    void *arg;
    const char *typed; /* what stands there at the start, or NULL; copied */
    size_t limit;      /* most bytes */
    bool scans;        /* what a scanner reads is an answer */
};
void ask_screen_open(struct counter *counter, const struct ask *ask);

/* A list to pick from, with type-ahead that ignores marks when `filter`. Title and texts
 * are allocated by whoever asks, and asked for again when the language changes; `picked`
 * is called after the list has closed. All of them get `arg`. */
struct choose {
    char *(*title)(void *arg);
    char *(*text)(void *arg, size_t index);
    void (*picked)(void *arg, size_t index);
    /* Both may be NULL: does picking it lead to another list (a province, to its
     * communes)? And F3, which closes the list for a wider one (of all provinces). */
    bool (*leads_on)(void *arg, size_t index);
    void (*widen)(void *arg);
    void *arg;
    size_t count;
    size_t near; /* so many are listed before anything is typed; 0: all */
    size_t selected;
    bool filter;
    uint32_t typed; /* a first character for the filter, or 0 */
};
void choose_screen_open(struct counter *counter, const struct choose *choose);

#endif
