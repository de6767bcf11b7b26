/* SPDX-License-Identifier: MIT */
/* The stages on the way to sending, as the clerk sees them: the steps of the form, the
 * papers, the check. Going from one to the other, and the strip that shows them. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/stack.h"

enum { MARK = 2, GAP = 2, MORE = 3 /* columns: "▸ ", between stages, "…  " */ };

/* The steps that are to be seen before `end`. */
static size_t visible_steps(const struct form_screen *s, size_t end)
{
    size_t count = 0;
    for (size_t i = 0; i < end; i++)
        count += form_step(s->form, i)->visible;
    return count;
}

size_t form_stages_count(const struct form_screen *s)
{
    return visible_steps(s, form_step_count(s->form)) + form_has_papers(s->form) + 1;
}

size_t form_stages_present(const struct form_screen *s)
{
    return visible_steps(s, s->papers ? form_step_count(s->form) : s->step);
}

struct stage form_stage(const struct form_screen *s, size_t index)
{
    for (size_t i = 0; i < form_step_count(s->form); i++) {
        const struct step *step = form_step(s->form, i);
        if (step->visible && index-- == 0)
            return (struct stage){STAGE_STEP, i, step->title, step->state};
    }
    if (form_has_papers(s->form) && index == 0)
        return (struct stage){STAGE_PAPERS, 0, _("Papers"), form_papers_state(s->form)};
    return (struct stage){STAGE_CHECK, 0, _("Check"), STEP_UNTOUCHED};
}

/* --- going ------------------------------------------------------------------------- */

static bool lacks_answers(const struct form_screen *s, size_t step)
{
    size_t count;
    const struct problem *problems = form_problems(s->form, &count);
    for (size_t i = 0; i < count; i++)
        if (problems[i].step == step && problems[i].missing)
            return true;
    return false;
}

/* Who goes back has not tried to be done with a step that lacks answers. */
static void go_to_step(struct form_screen *s, size_t step)
{
    form_screen_commit(s);
    if (step > s->step || !lacks_answers(s, s->step))
        form_leave_step(s->form, s->step);
    s->list_open = form_step(s->form, step)->state == STEP_ATTENTION;
    form_screen_turn(s, step, NO_FIELD, 0);
    form_screen_save_soon(s);
}

void form_stages_to_papers(struct form_screen *s)
{
    screen_uncover(&s->screen);
    form_screen_settle(s);
    form_leave_step(s->form, s->step);
    s->papers = true;
    papers_screen_open(s);
    form_screen_save_soon(s);
}

static void go_to_check(struct form_screen *s)
{
    form_screen_commit(s);
    form_leave_all(s->form);
    s->list_open = true;
    form_screen_settle(s);
    s->saved = false;
    form_screen_save(s);
    check_screen_open(s);
}

void form_stages_go(struct form_screen *s, size_t index)
{
    const struct stage stage = form_stage(s, index);
    if (stage.kind == STAGE_STEP)
        go_to_step(s, stage.step);
    else if (stage.kind == STAGE_PAPERS)
        form_stages_to_papers(s);
    else
        go_to_check(s);
}

void form_stages_next(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s); /* it may decide which one that is */
    form_stages_go(s, form_stages_present(s) + 1);
}

void form_stages_previous(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_stages_go(s, form_stages_present(s) - 1);
}

/* --- showing ----------------------------------------------------------------------- */

char *form_stages_number(const struct form_screen *s)
{
    return memory_format(_("Step %zu of %zu"), form_stages_present(s) + 1,
                         form_stages_count(s));
}

/* Columns for the stages from `first` to `last`, and "…" for those before and after. */
static int columns_of(const struct form_screen *s, size_t first, size_t last)
{
    int columns = first > 0 ? MORE : 0;
    for (size_t i = first; i <= last; i++)
        columns += MARK + utf8_columns(form_stage(s, i).title) + (i > first ? GAP : 0);
    return columns + (last + 1 < form_stages_count(s) ? MORE : 0);
}

static int paint_stage(const struct stage *stage, bool present, int row, int column,
                       int columns)
{
    static const char *const MARKS[] = {[STEP_UNTOUCHED] = "·",
                                        [STEP_STARTED] = "·",
                                        [STEP_ATTENTION] = "!",
                                        [STEP_WARNED] = "?",
                                        [STEP_DONE] = "✓"};
    enum style style = present                          ? STYLE_STRONG
                       : stage->state == STEP_ATTENTION ? STYLE_WRONG
                       : stage->state == STEP_WARNED    ? STYLE_WARNING
                                                        : STYLE_QUIET;
    term_text(row, column, 1, style, present ? "▸" : MARKS[stage->state]);
    return MARK +
           term_text(row, column + MARK, columns - column - MARK, style, stage->title);
}

void form_stages_paint(const struct form_screen *s, int row, int columns)
{
    size_t present = form_stages_present(s), first = 0;
    size_t end = form_stages_count(s), last = present + 1 < end ? present + 1 : present;
    while (first < present && columns_of(s, first, last) > columns - 2)
        first++;
    while (last + 1 < end && columns_of(s, first, last + 1) <= columns - 2)
        last++;
    int column = 1;
    if (first > 0)
        term_text(row, column, 1, STYLE_QUIET, "…"), column += MORE;
    for (size_t i = first; i <= last; i++) {
        const struct stage stage = form_stage(s, i);
        column += paint_stage(&stage, i == present, row, column, columns - 1) + GAP;
    }
    if (last + 1 < end)
        term_text(row, column, 1, STYLE_QUIET, "…");
}
