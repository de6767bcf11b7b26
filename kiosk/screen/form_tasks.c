/* SPDX-License-Identifier: MIT */
/* What is left to do in a form: its steps with their state, to jump to, and the next
 * answer that is still missing. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

/* --- the steps ---------------------------------------------------------------------- */

static void picked_stage(void *arg, size_t index)
{
    form_stages_go(arg, index);
}

static char *steps_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("The steps of this form"));
}

static char *stage_text(void *arg, size_t index)
{
    static const struct {
        const char *mark, *words;
    } STATES[] = {
        [STEP_UNTOUCHED] = {"·", N_("not started")},
        [STEP_STARTED] = {"·", N_("in progress")},
        [STEP_ATTENTION] = {"!", N_("needs attention")},
        [STEP_WARNED] = {"?", N_("worth a look")},
        [STEP_DONE] = {"✓", N_("done")},
    };
    const struct stage stage = form_stage(arg, index);
    if (stage.kind == STAGE_CHECK)
        return memory_format("▸ %s", _("Check and send"));
    return memory_format("%s %s · %s", STATES[stage.state].mark, stage.title,
                         _(STATES[stage.state].words));
}

void form_tasks_list(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s);
    const struct choose choose = {.title = steps_title,
                                  .text = stage_text,
                                  .picked = picked_stage,
                                  .arg = s,
                                  .count = form_stages_count(s),
                                  .selected = form_stages_present(s)};
    choose_screen_open(screen->counter, &choose);
}

/* --- what is to be mended ----------------------------------------------------------- */

char *words_of_problem(const struct form *form, const struct problem *problem)
{
    const struct field *field =
        problem->field == SIZE_MAX ? NULL : form_field(form, problem->field);
    char *place = field && field->list != SIZE_MAX
                      ? words_of_row(form, field->list, field->row)
                      : memory_copy_text(form_step(form, problem->step)->title);
    char *words = memory_format("%s: %s", place, problem->message);
    memory_free_text(&place);
    return words;
}

/* Steps that nobody has come to yet are not told of. */
static bool is_come_to(const struct form_screen *s, size_t step)
{
    return step == s->step || form_step(s->form, step)->state != STEP_UNTOUCHED;
}

static bool is_task(const struct form_screen *s, const struct problem *problem)
{
    return !problem->reason && is_come_to(s, problem->step);
}

static size_t count_tasks(const struct form_screen *s)
{
    size_t count, tasks = 0;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++)
        tasks += is_task(s, &problems[i]);
    return tasks;
}

/* What is wrong first, then what is only worth a look; NULL behind the last. */
static const struct problem *task_at(const struct form_screen *s, size_t index)
{
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (int warnings = 0; warnings < 2; warnings++)
        for (size_t i = 0; i < count; i++)
            if (is_task(s, &problems[i]) && problems[i].warning == (warnings == 1) &&
                index-- == 0)
                return &problems[i];
    return NULL;
}

/* The stages that are steps to come to; *first is the nearest. */
static size_t steps_to_come(const struct form_screen *s, size_t *first)
{
    size_t to_come = 0;
    *first = SIZE_MAX;
    for (size_t i = 0; i < form_stages_count(s); i++) {
        const struct stage stage = form_stage(s, i);
        if (stage.kind != STAGE_STEP || is_come_to(s, stage.step))
            continue;
        *first = *first == SIZE_MAX ? i : *first;
        to_come++;
    }
    return to_come;
}

static void picked_problem(void *arg, size_t index)
{
    struct form_screen *s = arg;
    size_t stage;
    const struct problem *task = task_at(s, index);
    if (task && task->field != SIZE_MAX)
        form_screen_focus(s, task->field);
    else if (!task && steps_to_come(s, &stage) > 0)
        form_stages_go(s, stage);
}

static char *problems_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("To fix"));
}

static char *problem_text(void *arg, size_t index)
{
    const struct form_screen *s = arg;
    const struct problem *task = task_at(s, index);
    if (!task) {
        size_t stage, to_come = steps_to_come(s, &stage);
        return memory_format(ngettext("… %zu step is still to come",
                                      "… %zu steps are still to come",
                                      (unsigned long)to_come),
                             to_come);
    }
    char *words = words_of_problem(s->form, task);
    char *told = task->warning ? memory_format(_("Worth a look: %s"), words)
                               : memory_copy_text(words);
    memory_free_text(&words);
    return told;
}

void form_tasks_mend(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s);
    s->list_open = true;
    size_t tasks = count_tasks(s), stage;
    if (tasks == 0) {
        screen_say(screen->counter, STYLE_GOOD, _("Nothing missing or wrong was found."));
        return;
    }
    const struct choose choose = {.title = problems_title,
                                  .text = problem_text,
                                  .picked = picked_problem,
                                  .arg = s,
                                  .count = tasks + (steps_to_come(s, &stage) > 0)};
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
        if (told && is_task(s, &problems[i]))
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
