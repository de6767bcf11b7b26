/* SPDX-License-Identifier: MIT */
/* A person's name in capitals, as civil-status papers have it: when somebody asks for it,
 * in front of his eyes, and never by itself. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/stack.h"

#include <string.h>

enum { LETTERINGS = 3 };

static const char *const SAID[LETTERINGS] = {
    N_("In capitals. F2 writes it differently."),
    N_("Only the first letters in capitals. F2 writes it differently."),
    N_("As it was typed. F2 writes it differently."),
};

bool form_names_on(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    return s->focus != NO_FIELD && s->editing && form_field(s->form, s->focus)->person;
}

/* Puts the text in; the cursor stays before the same letter. */
static void put(struct edit *edit, const char *text)
{
    size_t letters = 0, at = 0;
    for (size_t i = 0; i < edit->cursor; i = utf8_next(edit->text, i))
        letters++;
    edit_set(edit, text);
    while (letters-- > 0)
        at = utf8_next(edit->text, at);
    edit->cursor = at;
}

/* The lettering after the one that stands there and that looks different; LETTERINGS if
 * there is none. What was typed since is a new name. */
static size_t next_lettering(char *const names[LETTERINGS], const char *now)
{
    size_t at = 0;
    while (at < LETTERINGS && strcmp(names[at], now) != 0)
        at++;
    for (size_t step = 1; step <= LETTERINGS; step++) {
        size_t next = (at + step) % LETTERINGS;
        if (strcmp(names[next], now) != 0)
            return next;
    }
    return LETTERINGS;
}

static void write_all(const struct form_screen *s, char *names[LETTERINGS])
{
    names[0] = viet_capitals(s->as_typed);
    names[1] = viet_title(s->as_typed);
    names[2] = memory_copy_text(s->as_typed);
}

static void forget(char *names[LETTERINGS])
{
    for (size_t i = 0; i < LETTERINGS; i++)
        memory_free_text(&names[i]);
}

static bool is_among(char *const names[LETTERINGS], const char *now)
{
    for (size_t i = 0; i < LETTERINGS; i++)
        if (strcmp(names[i], now) == 0)
            return true;
    return false;
}

/* Capitals, only the first letters, as it was typed, and so on. */
void form_names_turn(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    char *names[LETTERINGS];
    if (!s->as_typed)
        s->as_typed = memory_copy_text(s->edit.text);
    write_all(s, names);
    if (!is_among(names, s->edit.text)) { /* it was typed on since */
        forget(names);
        memory_free_text(&s->as_typed);
        s->as_typed = memory_copy_text(s->edit.text);
        write_all(s, names);
    }
    size_t next = next_lettering(names, s->edit.text);
    if (next < LETTERINGS) {
        put(&s->edit, names[next]);
        s->changed = true;
        form_screen_save_soon(s);
        screen_say(screen->counter, STYLE_QUIET, "%s", _(SAID[next]));
    }
    forget(names);
}
