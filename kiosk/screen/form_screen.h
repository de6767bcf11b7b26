/* SPDX-License-Identifier: MIT */
/* The form on the screen: state shared by form.c (the focus), form_stages.c (from step to
 * step), form_save.c, form_keys.c, form_page.c (where everything stands on the page),
 * form_rows.c (lists and the pages of their rows), form_tasks.c (what is left to do),
 * papers.c and check.c (the pages before sending). */
#ifndef SCREEN_FORM_SCREEN_H
#define SCREEN_FORM_SCREEN_H

#include "forms/form/form.h"
#include "kiosk/screen/screen.h"
#include "kiosk/ui/edit.h"

#define NO_FIELD SIZE_MAX

/* What stood in the focused field before the last key, if that was a digit: a scanner may
 * have typed it. */
struct form_undo {
    bool there;
    json_t *value; /* NULL: unanswered */
    char *typed;   /* NULL: it is not typed into */
    size_t cursor;
    bool changed, entered, turned;
};

struct form_screen {
    struct screen screen;
    const struct procedure *procedure;
    struct form *form;
    int64_t draft; /* 0 until it was saved */
    size_t step;
    bool papers;      /* the page of the papers is in front of the steps */
    size_t list, row; /* the row that is open; list NO_FIELD: the step itself */
    size_t *places;   /* by step: where the focus was, or NO_FIELD */
    size_t focus;     /* a field, or NO_FIELD on a step without any */
    bool editing;     /* `edit` holds what is typed into the focused field */
    bool changed;     /* … and it differs from what the form has */
    bool entered;     /* the field was come to, and no key was typed yet */
    struct edit edit;
    struct typing typing; /* the word before its cursor */
    char *as_typed;       /* a name before F2 wrote it in other letters, or NULL */
    size_t edit_from;     /* its view */
    bool turned;          /* the radio under the cursor was, since it was come to */
    size_t before;        /* … and the option that was chosen then, or SIZE_MAX */
    size_t option;        /* in FIELD_CHOICES and FIELD_ROWS: what the cursor is on */
    int scroll;           /* first row of the page that is seen */
    size_t offered; /* the field whose suggestion is to be taken or not, or NO_FIELD */
    const char *province; /* where a commune was picked last; NULL: nowhere yet */
    struct place_entry *places_listed; /* while one is being picked */
    size_t places_count;
    struct form_undo undo;
    size_t passing; /* the problem that a reason is being typed for */
    json_t *lost;   /* of an older version of the form; NULL */
    bool list_open; /* the step was left: its problems stand at the top */
    unsigned save_timer;
    int64_t unsaved_since; /* monotonic milliseconds, while the timer runs */
    bool saved;            /* what is on the screen is in the store */
};

/* The fields on the page: those of the step, or of the open row. */
struct view {
    size_t first, count;
};

/* form_page.c */
void form_page_paint(struct form_screen *s, struct area area);

/* form_keys.c */
bool form_field_lists(const struct field *field); /* is it chosen from a list? */
enum typing_into form_screen_typing(const struct field *field);
/* Sets the answer of the focused field, to be saved soon. */
void form_screen_set(struct form_screen *s, const json_t *value);
/* screen_kind.key and .take_back of the form */
void form_screen_key(struct screen *screen, const struct key *key);
void form_screen_take_back(struct screen *screen);
void form_screen_forget_undo(struct form_screen *s);

/* form_places.c: picks a commune; `typed` begins the filter, or 0 */
void form_places_open(struct form_screen *s, uint32_t typed);
void form_places_forget(struct form_screen *s);

/* form_rows.c */
struct view form_screen_view(const struct form_screen *s);
/* Is the problem on this page, or in a row of a list on it? */
bool form_screen_shows(const struct form_screen *s, const struct problem *problem);
void form_rows_paint_place(const struct form_screen *s, int row, int columns);
bool form_rows_key(struct form_screen *s, const struct field *field,
                   const struct key *key);
bool form_rows_may_add(const struct field *field);
/* What a row lacks, "" where that is not told yet. Allocated. */
char *form_rows_lacks(const struct form_screen *s, size_t list, size_t row);
/* Where a field is that is not on this page itself: "Thành viên 2"; else "". Allocated.
 */
char *form_rows_place(const struct form_screen *s, size_t field);
char *words_of_row(const struct form *form, size_t list, size_t row); /* "Thành viên 2" */
/* For the table of actions. */
bool form_rows_in_row(const struct screen *screen);
bool form_rows_on_row(const struct screen *screen); /* the cursor is, in a list */
bool form_rows_on_list(const struct screen *screen);
bool form_rows_can_add(const struct screen *screen);
bool form_rows_can_move(const struct screen *screen);
void form_rows_next(struct screen *screen);
void form_rows_previous(struct screen *screen);
void form_rows_leave(struct screen *screen);
void form_rows_add(struct screen *screen);

/* form_names.c: names in capitals, on request */
bool form_names_on(const struct screen *screen); /* is the field a person's name? */
void form_names_turn(struct screen *screen);

/* form_tasks.c: what is left to do, for the table of actions */
bool form_tasks_to_mend(const struct screen *screen); /* is there anything told of? */
bool form_tasks_missing(const struct screen *screen); /* … or still to be answered? */
void form_tasks_list(struct screen *screen);          /* of the stages */
void form_tasks_mend(struct screen *screen);          /* a list of what is wrong */
void form_tasks_next(struct screen *screen);
/* The problem's sentence and the step or row it is on, for lists over several of them:
 * two people may lack the same answer. Allocated. */
char *words_of_problem(const struct form *form, const struct problem *problem);

/* form_warnings.c: what may be passed, and what the form suggests */
/* The warning at a field that still stands; NULL. */
const struct problem *form_warning_at(const struct form_screen *s, size_t field);
/* Does the form suggest something at the field? Then Enter takes it, and Esc leaves it,
 * while the focus is there. */
bool form_warnings_offer(struct form_screen *s, size_t field);
/* Asks why the warning (its place in form_problems) may be passed. */
void form_warnings_pass(struct form_screen *s, size_t problem);
size_t form_warnings_open(const struct form *form); /* how many are not passed yet */
bool form_warnings_offered(const struct screen *screen);
bool form_warnings_on(const struct screen *screen);
void form_warnings_take(struct screen *screen);
void form_warnings_keep(struct screen *screen);
void form_warnings_ask(struct screen *screen);

/* form_card.c: an identity card fills in a person */
/* What a scanner read; what is no card is told. */
void form_card_scanned(struct form_screen *s, const char *text);
bool form_card_possible(const struct screen *screen); /* is there anybody on this page? */
void form_card_ask(struct screen *screen);            /* for one without a scanner */

/* form_stages.c: the steps of the form, the papers unless the procedure has none, and
 * the check, counted as they are shown */
struct stage {
    enum { STAGE_STEP, STAGE_PAPERS, STAGE_CHECK } kind;
    size_t step;
    const char *title;
    enum step_state state;
};
size_t form_stages_count(const struct form_screen *s);
size_t form_stages_present(const struct form_screen *s);
struct stage form_stage(const struct form_screen *s, size_t index);
void form_stages_go(struct form_screen *s, size_t index); /* the present one is left */
void form_stages_to_papers(struct form_screen *s);
char *form_stages_number(const struct form_screen *s); /* "Bước 2/6"; allocated */
/* "✓ Trường hợp  ▸ Trẻ em  · Mẹ": a mark for each, the present one strong. */
void form_stages_paint(const struct form_screen *s, int row, int columns);
void form_stages_next(struct screen *screen);
void form_stages_previous(struct screen *screen);

/* form_save.c */
/* Something was changed: it is saved after a moment of quiet. */
void form_screen_save_soon(struct form_screen *s);
/* Now, and not some time later; says so where it cannot. */
bool form_screen_save(struct form_screen *s);
/* "Saved", below the area, beside the messages. */
void form_screen_paint_saved(const struct form_screen *s, struct area area);

/* form.c */
/* Turns to the page of a step (list NO_FIELD), where the focus was last, or of a row, at
 * its first field; nothing stays in front of it. */
void form_screen_turn(struct form_screen *s, size_t step, size_t list, size_t row);
/* Gives what is typed to the form, in the middle of a word perhaps; the field may turn
 * out wrong. */
void form_screen_give(struct form_screen *s);
/* The same where something else comes to the front: the word is over. */
void form_screen_commit(struct form_screen *s);
/* … and sees to it that the focus is on a field that is still there. */
void form_screen_settle(struct form_screen *s);
void form_screen_focus(struct form_screen *s, size_t field); /* any step */
/* To the field after (1) or before (-1) this one; stays on the page. */
void form_screen_move(struct form_screen *s, int by);
char *form_screen_title(const struct form_screen *s); /* allocated */
/* Keep the draft, or delete it? */
void form_screen_ask_to_leave(struct form_screen *s);

/* papers.c and check.c */
void papers_screen_open(struct form_screen *form);
void check_screen_open(struct form_screen *form);

#endif
