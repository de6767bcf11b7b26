/* SPDX-License-Identifier: MIT */
/* Warnings of a form: what it suggests is taken or not with one key, and what the clerk
 * knows better is passed with a reason that goes into the dossier. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <string.h>

enum { REASON_LIMIT = 200 };

/* The first that stands at the field, by its place in the list; SIZE_MAX where what is
 * wrong comes first, for that is what is to be seen. */
static size_t warning_at(const struct form_screen *s, size_t field)
{
    size_t count, first = SIZE_MAX;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = count; i-- > 0 && field != NO_FIELD;) {
        if (problems[i].field != field || problems[i].reason)
            continue;
        if (!problems[i].warning)
            return SIZE_MAX;
        first = i;
    }
    return first;
}

const struct problem *form_warning_at(const struct form_screen *s, size_t field)
{
    size_t count, at = warning_at(s, field);
    const struct problem *problems = form_problems(s->form, &count);
    return at == SIZE_MAX ? NULL : &problems[at];
}

size_t form_warnings_open(const struct form *form)
{
    size_t count, open = 0;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        open += problems[i].warning && !problems[i].reason;
    return open;
}

/* --- suggestions -------------------------------------------------------------------- */

/* What the form would write at the field; NULL: nothing else. What is wrong, and not only
 * worth a look, may have a suggestion, too. */
static const char *suggestion_at(const struct form_screen *s, size_t field)
{
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count && field != NO_FIELD; i++)
        if (problems[i].field == field && problems[i].suggestion && !problems[i].reason)
            return problems[i].suggestion;
    return NULL;
}

bool form_warnings_offer(struct form_screen *s, size_t field)
{
    s->offered = suggestion_at(s, field) ? field : NO_FIELD;
    return s->offered != NO_FIELD;
}

bool form_warnings_offered(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    return s->focus != NO_FIELD && s->offered == s->focus && !s->changed &&
           suggestion_at(s, s->focus);
}

void form_warnings_take(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    size_t field = s->focus;
    char *text = memory_copy_text(suggestion_at(s, field));
    edit_set(&s->edit, text);
    memory_free_text(&text);
    s->changed = true;
    form_screen_save_soon(s);
    form_screen_move(s, 1);
}

void form_warnings_keep(struct screen *screen)
{
    form_screen_move((struct form_screen *)screen, 1);
}

/* --- passing ------------------------------------------------------------------------ */

static const struct problem *passing(const struct form_screen *s)
{
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    return s->passing < count && problems[s->passing].warning ? &problems[s->passing]
                                                              : NULL;
}

static char *reason_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("Why may this stand as it is?"));
}

static char *reason_words(void *arg)
{
    const struct problem *warning = passing(arg);
    return memory_copy_text(warning ? warning->message : "");
}

static void reasoned(void *arg, const char *reason)
{
    struct form_screen *s = arg;
    const struct problem *warning = passing(s);
    if (!warning)
        return;
    char *id = memory_copy_text(warning->id);
    char *pointer = memory_copy_text(warning->pointer);
    form_pass_warning(s->form, id, pointer, reason);
    memory_free_text(&id);
    memory_free_text(&pointer);
    form_screen_save_soon(s);
    const struct news news = {.kind = NEWS_FORM};
    stack_tell(s->screen.counter->stack, &news);
}

void form_warnings_pass(struct form_screen *s, size_t problem)
{
    s->passing = problem;
    const struct problem *warning = passing(s);
    if (!warning)
        return;
    const struct ask ask = {.title = reason_title,
                            .words = reason_words,
                            .answered = reasoned,
                            .arg = s,
                            .typed = warning->reason,
                            .limit = REASON_LIMIT};
    ask_screen_open(s->screen.counter, &ask);
}

bool form_warnings_on(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    return !s->changed && form_warning_at(s, s->focus);
}

void form_warnings_ask(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_warnings_pass(s, warning_at(s, s->focus));
}
