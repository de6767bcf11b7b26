/* SPDX-License-Identifier: MIT */
/* Filling a form: the focus, which goes from field to field; leaving; opening. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/input/residue.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool can_focus(const struct field *field)
{
    return field->visible && field->enabled && field->kind != FIELD_HEADING &&
           field->kind != FIELD_NOTE && field->kind != FIELD_DISPLAY;
}

static bool takes_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_LINES ||
           field->kind == FIELD_INTEGER || field->kind == FIELD_NUMBER ||
           field->kind == FIELD_DATE;
}

/* --- the focus --------------------------------------------------------------------- */

static void leave_word(struct form_screen *s)
{
    if (!s->editing)
        return;
    size_t changes = s->edit.changes;
    typing_leave(&s->typing, &s->edit);
    if (s->edit.changes == changes)
        return;
    s->changed = true;
    form_screen_save_soon(s);
}

void form_screen_give(struct form_screen *s)
{
    if (s->editing && s->changed)
        form_set_typed(s->form, s->focus, s->edit.text);
    s->changed = false;
}

void form_screen_commit(struct form_screen *s)
{
    leave_word(s);
    form_screen_give(s);
}

static void end_edit(struct form_screen *s)
{
    form_screen_commit(s);
    typing_forget(&s->typing);
    if (s->editing)
        edit_free(&s->edit);
    memory_free_text(&s->as_typed);
    s->editing = false;
}

static void start_edit(struct form_screen *s)
{
    s->edit_from = 0;
    s->option = 0;
    s->turned = false;
    if (s->focus == NO_FIELD)
        return;
    const struct field *field = form_field(s->form, s->focus);
    if (!takes_text(field))
        return;
    char *typed = form_typed(s->form, s->focus);
    size_t limit = field->most_bytes ? field->most_bytes : 64;
    edit_init(&s->edit, limit > strlen(typed) ? limit : strlen(typed),
              field->kind == FIELD_LINES);
    edit_set(&s->edit, typed);
    memory_free_text(&typed);
    s->editing = true;
    s->changed = false;
    s->entered = true;
}

static size_t field_from(const struct form_screen *s, size_t from, int by)
{
    struct view here = form_screen_view(s);
    for (size_t i = from; i >= here.first && i < here.first + here.count;
         i += (size_t)by) {
        if (can_focus(form_field(s->form, i)))
            return i;
    }
    return NO_FIELD;
}

static size_t first_field(const struct form_screen *s)
{
    return field_from(s, form_screen_view(s).first, 1);
}

static void set_focus(struct form_screen *s, size_t field)
{
    end_edit(s);
    /* What was typed may have hidden the field that was to come next. */
    if (field != NO_FIELD && !can_focus(form_field(s->form, field)))
        field = field_from(s, field, 1);
    s->focus = field;
    start_edit(s);
}

void form_screen_settle(struct form_screen *s)
{
    set_focus(s, s->focus);
}

void form_screen_turn(struct form_screen *s, size_t step, size_t list, size_t row)
{
    screen_uncover(&s->screen);
    s->papers = false;
    end_edit(s);
    if (s->list == NO_FIELD)
        s->places[s->step] = s->focus;
    s->focus = NO_FIELD;
    s->step = step;
    s->list = list;
    s->row = row;
    s->scroll = 0;
    size_t place = list == NO_FIELD ? s->places[step] : NO_FIELD;
    bool back = place != NO_FIELD && can_focus(form_field(s->form, place));
    set_focus(s, back ? place : first_field(s));
}

void form_screen_focus(struct form_screen *s, size_t field)
{
    const struct field *target = form_field(s->form, field);
    form_screen_turn(s, target->step, target->list, target->row);
    s->list_open = true;
    set_focus(s, field);
    form_warnings_offer(s, s->focus);
}

/* Moves to the neighbour; past the last field the step is done. */
void form_screen_move(struct form_screen *s, int by)
{
    size_t left = s->focus;
    leave_word(s);
    bool typed = s->editing && s->changed;
    end_edit(s);
    if (left == NO_FIELD)
        return;
    if (typed && form_warnings_offer(s, left)) {
        set_focus(s, left);
        return;
    }
    size_t next = field_from(s, s->focus + (size_t)by, by);
    set_focus(s, next == NO_FIELD ? s->focus : next);
    if (s->draft)
        form_screen_save_soon(s); /* it is taken up again at this very field */
    if (next == NO_FIELD && by > 0)
        screen_say(s->screen.counter, STYLE_QUIET, "%s",
                   s->list == NO_FIELD
                       ? _("End of this step: PgDn goes on.")
                       : _("End of this row: Esc goes back to the list."));
}

/* --- leaving ----------------------------------------------------------------------- */

enum { KEEP, DISCARD };

static void left(void *arg, size_t index)
{
    struct form_screen *s = arg;
    struct counter *counter = s->screen.counter;
    if (index == DISCARD) {
        struct error err = {0};
        loop_cancel(counter->loop, &s->save_timer);
        s->saved = true; /* nothing is to be kept */
        s->changed = false;
        if (s->draft && counter->store)
            draft_delete(counter->store, s->draft, &err);
        screen_go_home(counter);
        if (error_is_set(&err))
            screen_say(counter, STYLE_WRONG, "%s", err.text);
        else
            screen_say(counter, STYLE_QUIET, _("The draft was deleted."));
    } else if (index == KEEP && form_screen_save(s)) {
        screen_go_home(counter);
        screen_say(counter, STYLE_QUIET, _("The draft is kept: F3 goes on with it."));
    }
}

static char *leave_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("Leave the form?"));
}

static char *leave_text(void *arg, size_t index)
{
    (void)arg;
    return memory_copy_text(index == KEEP ? _("Keep the draft, to go on later")
                                          : _("Delete everything that was typed"));
}

void form_screen_ask_to_leave(struct form_screen *s)
{
    const struct choose choose = {
        .title = leave_title, .text = leave_text, .picked = left, .arg = s, .count = 2};
    form_screen_commit(s);
    if (s->saved && !s->draft) /* nothing was said: there is nothing to ask */
        screen_leave(&s->screen);
    else
        choose_screen_open(s->screen.counter, &choose);
}

static void ask_to_leave(struct screen *screen)
{
    form_screen_ask_to_leave((struct form_screen *)screen);
}

/* --- the screen -------------------------------------------------------------------- */

char *form_screen_title(const struct form_screen *s)
{
    const json_t *facts = procedure_facts(s->procedure);
    return memory_format("%s · %s",
                         json_words(json_object_get(facts, "name"), i18n_language()),
                         procedure_code(s->procedure));
}

static char *title(const struct screen *screen)
{
    return form_screen_title((const struct form_screen *)screen);
}

static char *beside_title(const struct screen *screen)
{
    return form_stages_number((const struct form_screen *)screen);
}

static void paint(struct screen *screen, struct area area)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_page_paint(s, area);
    form_screen_paint_saved(s, area);
}

static void told(struct screen *screen, const struct news *news)
{
    struct form_screen *s = (struct form_screen *)screen;
    if (news->kind == NEWS_LANGUAGE)
        form_use_language(s->form, i18n_language());
}

static void scanned(struct screen *screen, const char *text)
{
    form_card_scanned((struct form_screen *)screen, text);
}

static bool keep(struct screen *screen)
{
    return form_screen_save((struct form_screen *)screen);
}

static void close_form(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    form_screen_commit(s);
    if (!s->saved)
        form_screen_save(s);
    loop_cancel(screen->counter->loop, &s->save_timer);
    s->saved = true;
    end_edit(s);
    form_free(&s->form);
    json_wipe(&s->lost);
    form_screen_forget_undo(s);
    free(s->places);
    form_places_forget(s);
}

static const struct field *focused(const struct screen *screen)
{
    const struct form_screen *s = (const struct form_screen *)screen;
    return s->focus == NO_FIELD ? NULL : form_field(s->form, s->focus);
}

static bool on_radio(const struct screen *screen)
{
    const struct field *field = focused(screen);
    return field &&
           (field->kind == FIELD_YES_NO || (field->kind == FIELD_CHOICE && field->radio));
}

static bool on_list(const struct screen *screen)
{
    const struct field *field = focused(screen);
    return field && form_field_lists(field);
}

static bool on_choices(const struct screen *screen)
{
    const struct field *field = focused(screen);
    return field && field->kind == FIELD_CHOICES;
}

static bool on_step(const struct screen *screen)
{
    return !form_rows_in_row(screen);
}

static bool has_previous(const struct screen *screen)
{
    return on_step(screen) && form_stages_present((const struct form_screen *)screen) > 0;
}

static bool on_first_step(const struct screen *screen)
{
    return on_step(screen) && !has_previous(screen);
}

/* In the order of their worth: what does not fit in the footer is left out from the
 * end. */
static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("write it so"), form_warnings_offered, form_warnings_take},
    {KEY_ESCAPE, 0, "Esc", N_("keep as it is"), form_warnings_offered,
     form_warnings_keep},
    {KEY_F1 + 2, 0, "F3", N_("give a reason"), form_warnings_on, form_warnings_ask},
    {KEY_F1 + 1, 0, "F2", N_("CAPITALS"), form_names_on, form_names_turn},
    {KEY_RIGHT, 0, "←→", N_("choose"), on_radio, NULL},
    {KEY_RIGHT, 0, "→", N_("list"), on_list, NULL},
    {KEY_TEXT, ' ', "Space", N_("tick"), on_choices, NULL},
    {KEY_ENTER, 0, "Enter", N_("open"), form_rows_on_row, NULL},
    {KEY_INSERT, 0, "Ins", N_("add"), form_rows_can_add, form_rows_add},
    {KEY_TEXT, '+', "+", NULL, form_rows_can_add, form_rows_add},
    {KEY_DELETE, 0, "Del", N_("remove"), form_rows_on_row, NULL},
    {KEY_TEXT, '>', "< >", N_("move"), form_rows_can_move, NULL},
    {KEY_PAGE_DOWN, 0, "PgUp PgDn", N_("rows"), form_rows_in_row, form_rows_next},
    {KEY_PAGE_UP, 0, "PgUp", NULL, form_rows_in_row, form_rows_previous},
    {KEY_ESCAPE, 0, "Esc", N_("back to the list"), form_rows_in_row, form_rows_leave},
    {KEY_PAGE_DOWN, 0, "PgUp PgDn", N_("steps"), has_previous, form_stages_next},
    {KEY_PAGE_DOWN, 0, "PgDn", N_("next step"), on_first_step, form_stages_next},
    {KEY_PAGE_UP, 0, "PgUp", NULL, has_previous, form_stages_previous},
    {KEY_F1 + 6, 0, "F7", N_("fix"), form_tasks_to_mend, form_tasks_mend},
    {KEY_F1 + 6, 0, "F7", NULL, NULL, form_tasks_mend},
    {KEY_ESCAPE, 0, "Esc", N_("leave"), on_step, ask_to_leave},
    {KEY_F1 + 4, 0, "F5", N_("card"), form_card_possible, form_card_ask},
    {KEY_F1 + 4, 0, "F5", NULL, NULL, form_card_ask},
    {KEY_F1 + 5, 0, "F6", N_("all steps"), NULL, form_tasks_list},
    {KEY_F1 + 3, 0, "F4", N_("still missing"), form_tasks_missing, form_tasks_next},
    {KEY_F1 + 3, 0, "F4", NULL, NULL, form_tasks_next},
    {KEY_TAB, 0, "Tab", N_("next field"), NULL, NULL},
    {0},
};

static const struct screen_kind FORM_SCREEN = {
    .name = "form",
    .size = sizeof(struct form_screen),
    .session = true,
    .actions = ACTIONS,
    .title = title,
    .beside_title = beside_title,
    .paint = paint,
    .key = form_screen_key,
    .scanned = scanned,
    .take_back = form_screen_take_back,
    .told = told,
    .keep = keep,
    .close = close_form,
};

/* --- opening ------------------------------------------------------------------------ */

static char *lost_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("The form has changed. It has no place any more for:"));
}

static char *lost_text(void *arg, size_t index)
{
    const json_t *entry = json_array_get(((struct form_screen *)arg)->lost, index);
    return memory_format("%s: %s", json_text_or(entry, "label", ""),
                         json_text_or(entry, "value", ""));
}

static void lost_seen(void *arg, size_t index)
{
    (void)arg;
    (void)index;
}

static void show_lost(struct form_screen *s)
{
    const struct choose choose = {.title = lost_title,
                                  .text = lost_text,
                                  .picked = lost_seen,
                                  .arg = s,
                                  .count = json_array_size(s->lost)};
    if (s->lost)
        choose_screen_open(s->screen.counter, &choose);
}

static void start_at(struct form_screen *s, const struct draft_place *place)
{
    const struct field *field =
        place->field == SIZE_MAX ? NULL : form_field(s->form, place->field);
    s->step = place->step;
    s->papers = place->papers && form_has_papers(s->form);
    s->list = s->offered = NO_FIELD;
    s->places = memory_array(form_step_count(s->form), sizeof(*s->places));
    for (size_t i = 0; i < form_step_count(s->form); i++)
        s->places[i] = NO_FIELD;
    s->list_open = form_step(s->form, place->step)->state == STEP_ATTENTION;
    if (field) {
        s->list = field->list;
        s->row = field->row;
    }
    s->focus = field && can_focus(field) ? place->field : first_field(s);
    start_edit(s);
}

static char *mend_name(const void *arg, const char *name)
{
    return residue_mend(name, ((const struct typing_way *)arg)->new_tones);
}

void form_screen_open(struct counter *counter, const struct procedure *procedure,
                      int64_t draft)
{
    struct error err = {0};
    char today[CLOCK_DATE_ROOM];
    struct draft_place place = {.field = SIZE_MAX};
    struct form *form = NULL;
    json_t *lost = NULL;
    clock_today(today);
    struct store *store = counter_store(counter, &err);
    if (store)
        form = draft ? draft_open(store, draft, procedure, today, &place, &lost, &err)
                     : form_create_take(procedure, NULL, today, &err);
    if (!form) {
        screen_say(counter, STYLE_WRONG, "%s", err.text);
        return;
    }
    form_use_language(form, i18n_language());
    form_use_mender(form, (struct name_mender){mend_name, &counter->typing});
    struct form_screen *s = screen_create(&FORM_SCREEN, counter);
    s->procedure = procedure;
    s->form = form;
    s->draft = draft;
    s->lost = lost;
    s->saved = true; /* nothing was said yet */
    start_at(s, &place);
    screen_push(&s->screen);
    if (s->papers)
        papers_screen_open(s);
    show_lost(s);
}
