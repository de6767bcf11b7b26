/* SPDX-License-Identifier: MIT */
/* The form on the screen: state shared by form.c (keys, saving, steps), form_page.c
 * (where everything stands on the page) and check.c (the page before sending). */
#ifndef SCREEN_FORM_SCREEN_H
#define SCREEN_FORM_SCREEN_H

#include "forms/form/form.h"
#include "kiosk/screen/screen.h"
#include "kiosk/ui/edit.h"

#define NO_FIELD SIZE_MAX

struct form_screen {
    struct screen screen;
    const struct procedure *procedure;
    struct form *form;
    int64_t draft; /* 0 until it was saved */
    size_t step;
    size_t focus; /* a field, or NO_FIELD on a step without any */
    bool editing; /* `edit` holds what is typed into the focused field */
    bool changed; /* … and it differs from what the form has */
    struct edit edit;
    size_t edit_from; /* its view */
    size_t option;    /* the choice the cursor is on, in FIELD_CHOICES */
    int scroll;       /* first row of the page that is seen */
    bool list_open;   /* the step was left: its problems stand at the top */
    unsigned save_timer;
    int64_t unsaved_since; /* monotonic milliseconds, while the timer runs */
    bool saved;            /* what is on the screen is in the store */
};

/* form_page.c */
void form_page_paint(struct form_screen *s, struct area area);

/* form_keys.c: screen_kind.key of the form */
void form_screen_key(struct screen *screen, const struct key *key);

/* form.c */
/* Gives what is typed to the form; the field may turn out wrong. */
void form_screen_commit(struct form_screen *s);
void form_screen_focus(struct form_screen *s, size_t field); /* any step */
/* To the field after (1) or before (-1) this one; stays on the step. */
void form_screen_move(struct form_screen *s, int by);
/* Something was changed: it is saved after a moment of quiet. */
void form_screen_save_soon(struct form_screen *s);
/* Now, and not some time later; says so where it cannot. */
bool form_screen_save(struct form_screen *s);

/* The problem's sentence and the step it is on, for lists over several steps: two people
 * may lack the same answer. Allocated. */
char *words_of_problem(const struct form *form, const struct problem *problem);

/* check.c */
void check_screen_open(struct form_screen *form);

#endif
