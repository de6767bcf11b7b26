/* SPDX-License-Identifier: MIT */
/* The screens in front of the clerk, the top one last; the frame around them (header,
 * title, message, footer); and what happens when nobody touches a key. */
#ifndef SCREEN_STACK_H
#define SCREEN_STACK_H

#include "kiosk/screen/screen.h"

struct stack;

struct stack *stack_create(struct counter *counter);
void stack_free(struct stack **stack);

/* Makes a screen of `kind`, zeroed but for its head; the caller fills it in and pushes
 * it. */
void *screen_create(const struct screen_kind *kind, struct counter *counter);
void screen_push(struct screen *screen);    /* takes it */
void screen_leave(struct screen *screen);   /* closes it and all in front of it */
void screen_uncover(struct screen *screen); /* closes all in front of it */
struct screen *screen_first(struct counter *counter); /* the lowest */
/* Closes everything but the first screen: the next citizen. */
void screen_go_home(struct counter *counter);
/* In the place of `old` and all in front of it. */
void screen_replace(struct screen *old, struct screen *screen);
bool screen_is_top(const struct screen *screen);

/* Before a session is ended for somebody who is not there. */
enum screen_kept { SCREEN_NOTHING_TO_KEEP, SCREEN_KEPT, SCREEN_NOT_KEPT };
enum screen_kept stack_keep(struct stack *stack);
bool stack_has_work(const struct stack *stack); /* is there something to keep? */

/* Between two citizens: the first screen alone, at rest; it may be dark. */
bool stack_is_at_rest(const struct stack *stack);

void stack_key(struct stack *stack, const struct key *key);
/* A scanner read something: bytes from outside, for the screen in front. */
void stack_scanned(struct stack *stack, const char *text);
/* The last key was a scanner's, the first of what comes by stack_scanned(): undo it. */
void stack_take_back(struct stack *stack);
void stack_tell(struct stack *stack, const struct news *news);
void stack_paint(struct stack *stack);

/* One line above the footer until the next key; translated text, copied. */
void screen_say(struct counter *counter, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
