/* SPDX-License-Identifier: MIT */
/* What is left to do in a form: its steps with their state, to jump to, and the next
 * answer that is still missing. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

/* --- the steps ---------------------------------------------------------------------- */

/* The step that is shown as the `index`th; the number of steps if there are not so many:
 * the page before sending. */
static size_t step_at(const struct form_screen *s, size_t index)
{
    size_t step = 0;
    for (; step < form_step_count(s->form); step++) {
        if (form_step(s->form, step)->visible && index-- == 0)
            break;
    }
    return step;
}

static size_t visible_steps(const struct form_screen *s, size_t before)
{
    size_t count = 0;
    for (size_t i = 0; i < before; i++)
        count += form_step(s->form, i)->visible;
    return count;
}

static void picked_step(void *arg, size_t index)
{
    struct form_screen *s = arg;
    size_t step = step_at(s, index);
    if (step < form_step_count(s->form))
        form_screen_go(s, step);
    else
        form_screen_finish(s);
}

static char *steps_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("The steps of this form"));
}

static char *step_text(void *arg, size_t index)
{
    static const struct {
        const char *mark, *words;
    } STATES[] = {
        [STEP_UNTOUCHED] = {"·", N_("not started")},
        [STEP_STARTED] = {"·", N_("in progress")},
        [STEP_ATTENTION] = {"!", N_("needs attention")},
        [STEP_DONE] = {"✓", N_("done")},
    };
    const struct form_screen *s = arg;
    size_t at = step_at(s, index);
    if (at >= form_step_count(s->form))
        return memory_format("▸ %s", _("Check and send"));
    const struct step *step = form_step(s->form, at);
    return memory_format("%s %s · %s", STATES[step->state].mark, step->title,
                         _(STATES[step->state].words));
}

void form_tasks_list(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s);
    const struct choose choose = {.title = steps_title,
                                  .text = step_text,
                                  .picked = picked_step,
                                  .arg = s,
                                  .count = visible_steps(s, form_step_count(s->form)) + 1,
                                  .selected = visible_steps(s, s->step)};
    choose_screen_open(screen->counter, &choose);
}

/* --- what is missing ---------------------------------------------------------------- */

bool form_tasks_to_mend(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++) {
        bool told = !problems[i].missing || s->list_open ||
                    form_step(s->form, problems[i].step)->state == STEP_ATTENTION;
        if (told && !problems[i].reason)
            return true;
    }
    return false;
}

bool form_tasks_missing(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++)
        if (problems[i].missing)
            return !form_tasks_to_mend(screen);
    return false;
}

/* Fields of rows stand where their list does. */
static bool comes_after(const struct form *form, size_t field, size_t other)
{
    size_t list = field, other_list = other;
    while (form_field(form, list)->list != SIZE_MAX)
        list = form_field(form, list)->list;
    while (form_field(form, other_list)->list != SIZE_MAX)
        other_list = form_field(form, other_list)->list;
    return list == other_list ? field > other : list > other_list;
}

/* The first missing one behind the focus, else the first of all. */
static size_t next_missing(const struct form_screen *s)
{
    size_t count, first = NO_FIELD;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++) {
        size_t field = problems[i].field;
        if (!problems[i].missing || field == NO_FIELD || field == s->focus)
            continue;
        if (s->focus == NO_FIELD || comes_after(s->form, field, s->focus))
            return field;
        if (first == NO_FIELD)
            first = field;
    }
    return first;
}

void form_tasks_next(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s);
    size_t next = next_missing(s);
    if (next == NO_FIELD) {
        screen_say(screen->counter, STYLE_GOOD,
                   _("No other required answer is missing."));
        return;
    }
    bool list_open = s->list_open;
    size_t step = form_field(s->form, next)->step;
    if (step != s->step) {
        form_leave_step(s->form, s->step);
        list_open = form_step(s->form, step)->state == STEP_ATTENTION;
        form_screen_save_soon(s);
    }
    form_screen_focus(s, next);
    s->list_open = list_open;
}
