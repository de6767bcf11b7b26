/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/stack.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/frame.h"
#include "kiosk/screen/mode.h"
#include "kiosk/screen/screens.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WARNING_SECONDS = 30 };

struct stack {
    struct counter *counter;
    struct screen *top;
    char *message;
    enum style message_style;
    unsigned idle;
    bool stale; /* a key has been taken since the page was drawn */
};

static void draw(struct stack *stack);

struct stack *stack_create(struct counter *counter)
{
    struct stack *stack = memory_alloc(sizeof(*stack));
    stack->counter = counter;
    return stack;
}

static void close_top(struct stack *stack)
{
    struct screen *screen = stack->top;
    stack->top = screen->below;
    if (screen->kind->close)
        screen->kind->close(screen);
    memory_wipe(screen, screen->kind->size);
    free(screen);
}

void stack_free(struct stack **stack)
{
    if (!*stack)
        return;
    while ((*stack)->top)
        close_top(*stack);
    loop_cancel((*stack)->counter->loop, &(*stack)->idle);
    free((*stack)->message);
    free(*stack);
    *stack = NULL;
}

void *screen_create(const struct screen_kind *kind, struct counter *counter)
{
    struct screen *screen = memory_alloc(kind->size);
    screen->kind = kind;
    screen->counter = counter;
    return screen;
}

/* From the lowest up: what stands in front is made from what is below it. */
static void tell(struct screen *screen, const struct news *news)
{
    if (!screen)
        return;
    tell(screen->below, news);
    if (screen->kind->told)
        screen->kind->told(screen, news);
}

static void drop_message(struct stack *stack)
{
    memory_free_text(&stack->message);
}

static bool holds(const struct stack *stack, const struct screen_kind *kind)
{
    const struct screen *screen = stack->top;
    while (screen && screen->kind != kind)
        screen = screen->below;
    return screen;
}

static bool in_session(const struct stack *stack)
{
    for (const struct screen *screen = stack->top; screen; screen = screen->below) {
        if (screen->kind->session)
            return true;
    }
    return false;
}

static long idle_seconds(const struct stack *stack)
{
    return settings_number(stack->counter->settings, stack->counter->mode->idle);
}

/* How long nothing happens before the warning. */
static long quiet_seconds(const struct stack *stack)
{
    long seconds = idle_seconds(stack);
    return seconds > 2 * WARNING_SECONDS ? seconds - WARNING_SECONDS : seconds / 2;
}

/* The next citizen is spoken to as the office has it. */
static void speak_as_usual(struct stack *stack)
{
    const char *usual = settings_text(stack->counter->settings, KIOSK_LANGUAGE);
    const struct news news = {.kind = NEWS_LANGUAGE};
    if (strcmp(i18n_language(), usual) == 0)
        return;
    i18n_use(usual);
    tell(stack->top, &news);
}

/* Nothing that was said would be lost: back to the beginning without a word, so that the
 * next citizen does not see what the last one looked for. Dark stays dark. */
static void begin_anew(struct stack *stack)
{
    bool dark = holds(stack, &BLANK_SCREEN);
    screen_go_home(stack->counter);
    speak_as_usual(stack);
    if (dark)
        blank_screen_open(stack->top);
    loop_cancel(stack->counter->loop, &stack->idle); /* until there is a key again */
}

static void quiet_is_over(void *arg)
{
    struct stack *stack = arg;
    stack->idle = 0;
    if (!in_session(stack))
        begin_anew(stack);
    else if (!holds(stack, &IDLE_SCREEN))
        idle_screen_open(stack->counter, idle_seconds(stack) - quiet_seconds(stack));
    stack_paint(stack);
}

/* Counts anew from the last key. */
static void start_idle(struct stack *stack)
{
    struct loop *loop = stack->counter->loop;
    long seconds = in_session(stack) ? quiet_seconds(stack) : idle_seconds(stack);
    loop_cancel(loop, &stack->idle);
    stack->idle = loop_after(loop, seconds * 1000, quiet_is_over, stack);
}

void screen_push(struct screen *screen)
{
    struct stack *stack = screen->counter->stack;
    if (!mode_has(screen->counter->mode, screen->kind))
        error_die("the screen \"%s\" is not one of this kiosk's", screen->kind->name);
    screen->below = stack->top;
    stack->top = screen;
    start_idle(stack);
}

/* Closes all that is in front of `last`. */
static void close_down_to(struct stack *stack, const struct screen *last)
{
    bool private = in_session(stack);
    while (stack->top != last)
        close_top(stack);
    if (private && !in_session(stack)) /* nothing of the one is seen by the next */
        term_forget();
}

static void show_top(struct stack *stack)
{
    if (stack->top && stack->top->kind->shown)
        stack->top->kind->shown(stack->top);
    start_idle(stack);
}

void screen_leave(struct screen *screen)
{
    struct stack *stack = screen->counter->stack;
    close_down_to(stack, screen->below);
    show_top(stack);
}

void screen_uncover(struct screen *screen)
{
    if (screen_is_top(screen))
        return;
    close_down_to(screen->counter->stack, screen);
    show_top(screen->counter->stack);
}

void screen_replace(struct screen *old, struct screen *screen)
{
    close_down_to(screen->counter->stack, old->below);
    screen_push(screen);
}

struct screen *screen_first(struct counter *counter)
{
    struct screen *first = counter->stack->top;
    while (first->below)
        first = first->below;
    return first;
}

void screen_go_home(struct counter *counter)
{
    struct stack *stack = counter->stack;
    struct screen *home = screen_first(counter);
    bool was_session = in_session(stack);
    close_down_to(stack, home);
    if (was_session)
        speak_as_usual(stack);
    show_top(stack);
    if (home->kind->anew)
        home->kind->anew(home);
}

bool stack_has_work(const struct stack *stack)
{
    const struct screen *screen = stack->top;
    while (screen && !screen->kind->keep)
        screen = screen->below;
    return screen;
}

enum screen_kept stack_keep(struct stack *stack)
{
    enum screen_kept kept = SCREEN_NOTHING_TO_KEEP;
    for (struct screen *screen = stack->top; screen; screen = screen->below) {
        if (!screen->kind->keep)
            continue;
        kept = SCREEN_KEPT;
        if (!screen->kind->keep(screen))
            return SCREEN_NOT_KEPT;
    }
    return kept;
}

bool stack_is_at_rest(const struct stack *stack)
{
    const struct screen *screen = stack->top;
    if (screen->kind == &BLANK_SCREEN)
        screen = screen->below;
    return !screen->below && screen->kind->at_rest && screen->kind->at_rest(screen);
}

bool screen_is_top(const struct screen *screen)
{
    return screen->counter->stack->top == screen;
}

static bool matches(const struct action *action, const struct screen *screen,
                    const struct key *key)
{
    if (!action->run || action->key != key->name || key->name == KEY_NONE)
        return false;
    if ((key->name == KEY_TEXT || key->name == KEY_CONTROL) &&
        action->character != key->character)
        return false;
    return !action->available || action->available(screen);
}

static const struct action *find_action(const struct action *actions,
                                        const struct screen *screen,
                                        const struct key *key)
{
    for (; actions && actions->key; actions++) {
        if (matches(actions, screen, key))
            return actions;
    }
    return NULL;
}

void stack_key(struct stack *stack, const struct key *key)
{
    /* Keys that come faster than they are shown do what they would have done one by one:
     * how far a page scrolls depends on what of it was seen. Letters do not. */
    if (stack->stale && key->name != KEY_TEXT && key->name != KEY_PASTED)
        draw(stack);
    stack->stale = true;
    struct screen *top = stack->top;
    const struct action *action = find_action(top->kind->actions, top, key);
    if (!action)
        action = find_action(stack->counter->mode->everywhere, top, key);
    /* What is said of one character of a paste stays for the whole of it. */
    if (key->name != KEY_PASTED && key->name != KEY_PASTE_END)
        drop_message(stack);
    if (action)
        action->run(top);
    else if (top->kind->key)
        top->kind->key(top, key);
    start_idle(stack);
}

void stack_scanned(struct stack *stack, const char *text)
{
    if (stack->top->kind == &BLANK_SCREEN)
        return;
    if (stack->top->kind == &IDLE_SCREEN) /* somebody is there */
        screen_leave(stack->top);
    drop_message(stack);
    struct screen *top = stack->top;
    if (top->kind->scanned)
        top->kind->scanned(top, text);
    else
        stack->counter->mode->scanned(stack->counter, text);
    start_idle(stack);
}

void stack_take_back(struct stack *stack)
{
    static const struct key BACKSPACE = {.name = KEY_BACKSPACE};
    struct screen *top = stack->top;
    if (top->kind->take_back)
        top->kind->take_back(top);
    else if (top->kind->key)
        top->kind->key(top, &BACKSPACE);
}

void stack_tell(struct stack *stack, const struct news *news)
{
    tell(stack->top, news);
    stack_paint(stack);
}

void screen_say(struct counter *counter, enum style style, const char *format, ...)
{
    struct stack *stack = counter->stack;
    va_list args;
    va_start(args, format);
    char *text = memory_format_list(format, args);
    va_end(args);
    drop_message(stack);
    stack->message = text;
    stack->message_style = style;
}

/* The lowest screen that is to be seen: dialogs stand in front of it. */
static void paint_screens(struct screen *screen, const struct frame *frame)
{
    if (screen->kind->dialog && screen->below)
        paint_screens(screen->below, frame);
    else
        frame_title(frame, screen);
    if (screen->kind->paint)
        screen->kind->paint(screen, frame_body(frame, screen));
}

/* Makes the page, without sending it to the terminal. */
static void draw(struct stack *stack)
{
    struct frame frame;
    stack->stale = false;
    if (!frame_begin(&frame, stack->counter))
        return;
    if (stack->top->kind != &BLANK_SCREEN) {
        frame_header(&frame);
        paint_screens(stack->top, &frame);
        if (stack->message)
            frame_message(&frame, stack->message_style, stack->message);
        frame_footer(&frame, stack->top, stack->counter->mode->everywhere);
    }
}

void stack_paint(struct stack *stack)
{
    draw(stack);
    term_end();
}
