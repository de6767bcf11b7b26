/* SPDX-License-Identifier: MIT */
/* Keys for the field under the cursor: typing, turning a radio, ticking, opening a list.
 */
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>

void form_screen_set(struct form_screen *s, const json_t *value)
{
    form_set(s->form, s->focus, value);
    form_screen_save_soon(s);
}

static void picked(void *arg, size_t index)
{
    struct form_screen *s = arg;
    form_screen_set(s, form_field(s->form, s->focus)->choices[index].value);
    form_screen_move(s, 1);
}

static size_t chosen_option(const struct form_screen *s, const struct field *field)
{
    const json_t *value = form_value(s->form, s->focus);
    for (size_t i = 0; i < field->choice_count; i++) {
        if (value && json_equal((json_t *)value, (json_t *)field->choices[i].value))
            return i;
    }
    return SIZE_MAX;
}

static char *list_title(void *arg)
{
    struct form_screen *s = arg;
    return memory_copy_text(form_field(s->form, s->focus)->label);
}

static char *list_text(void *arg, size_t index)
{
    struct form_screen *s = arg;
    return memory_copy_text(form_field(s->form, s->focus)->choices[index].text);
}

bool form_field_lists(const struct field *field)
{
    return field->kind == FIELD_PLACE || (field->kind == FIELD_CHOICE && !field->radio);
}

static void open_list(struct form_screen *s, uint32_t typed)
{
    const struct field *field = form_field(s->form, s->focus);
    if (field->kind == FIELD_PLACE) {
        form_places_open(s, typed);
        return;
    }
    size_t selected = chosen_option(s, field);
    const struct choose choose = {.title = list_title,
                                  .text = list_text,
                                  .picked = picked,
                                  .arg = s,
                                  .count = field->choice_count,
                                  .selected = selected == SIZE_MAX ? 0 : selected,
                                  .filter = true,
                                  .typed = typed};
    choose_screen_open(s->screen.counter, &choose);
}

/* Which option the key chooses of a radio; SIZE_MAX: none. */
static size_t option_by(const struct key *key, size_t count, size_t now)
{
    bool on = key->name == KEY_RIGHT || (key->name == KEY_TEXT && key->character == ' ');
    if (on)
        return now == SIZE_MAX ? 0 : (now + 1) % count;
    if (key->name == KEY_LEFT)
        return now == SIZE_MAX ? 0 : (now + count - 1) % count;
    if (key->name == KEY_TEXT && key->character >= '1' && key->character < '1' + count &&
        count <= 9)
        return key->character - '1';
    return SIZE_MAX;
}

static const char *option_text(const struct field *field, size_t option)
{
    if (field->kind == FIELD_YES_NO)
        return option == 0 ? _("Yes") : _("No");
    return field->choices[option].text;
}

/* An arrow meant for the page may turn a radio that was answered already: what it was is
 * told, and the key that brings it back. */
static void say_before(struct form_screen *s, const struct field *field, size_t count,
                       size_t next)
{
    if (s->before == SIZE_MAX || s->before == next)
        return;
    const char *text = option_text(field, s->before);
    if (count <= 9)
        screen_say(s->screen.counter, STYLE_QUIET,
                   _("Changed. It was “%s”: %zu chooses that again."), text,
                   s->before + 1);
    else
        screen_say(s->screen.counter, STYLE_QUIET, _("Changed. It was “%s”."), text);
}

/* Left, right, blank and the option's number go through the options of a radio. */
static bool turn_radio(struct form_screen *s, const struct key *key, size_t count,
                       size_t now)
{
    size_t next = count > 0 ? option_by(key, count, now) : SIZE_MAX;
    if (next == SIZE_MAX)
        return false;
    if (!s->turned)
        s->before = now;
    s->turned = true;
    const struct field *field = form_field(s->form, s->focus);
    json_t *yes = json_boolean(next == 0);
    form_screen_set(s, field->kind == FIELD_YES_NO ? yes : field->choices[next].value);
    json_decref(yes);
    say_before(s, form_field(s->form, s->focus), count, next);
    return true;
}

static bool is_blank_key(const struct key *key)
{
    return key->name == KEY_TEXT && key->character == ' ';
}

static void toggle_option(struct form_screen *s, const struct field *field)
{
    const json_t *choice = field->choices[s->option].value;
    const json_t *now = form_value(s->form, s->focus);
    json_t *value = json_array();
    bool was_in = false;
    size_t i;
    json_t *member;
    json_array_foreach(now, i, member)
    {
        if (json_equal(member, (json_t *)choice))
            was_in = true;
        else
            json_array_append(value, member);
    }
    if (!was_in)
        json_array_append(value, (json_t *)choice);
    form_screen_set(s, json_array_size(value) ? value : NULL);
    json_decref(value);
}

/* Up and down stay inside a multiple choice until its ends. */
static bool move_option(struct form_screen *s, const struct field *field,
                        const struct key *key)
{
    if (key->name == KEY_DOWN && s->option + 1 < field->choice_count)
        s->option++;
    else if (key->name == KEY_UP && s->option > 0)
        s->option--;
    else
        return false;
    return true;
}

/* A key for the field under the cursor; false leaves it to the page. */
static bool choice_key(struct form_screen *s, const struct field *field,
                       const struct key *key)
{
    if (field->kind == FIELD_ROWS)
        return form_rows_key(s, field, key);
    bool removes = key->name == KEY_DELETE || key->name == KEY_BACKSPACE;
    if (removes && !field->required) {
        form_screen_set(s, NULL);
        return true;
    }
    if (field->kind == FIELD_YES_NO) {
        const json_t *value = form_value(s->form, s->focus);
        size_t now = !value ? SIZE_MAX : json_is_true(value) ? 0 : 1;
        return turn_radio(s, key, 2, now);
    }
    if (field->kind == FIELD_CHOICES) {
        if (!is_blank_key(key))
            return move_option(s, field, key);
        if (field->choice_count)
            toggle_option(s, field);
        return true;
    }
    if (field->radio)
        return turn_radio(s, key, field->choice_count, chosen_option(s, field));
    if (key->name == KEY_TEXT || key->name == KEY_RIGHT)
        open_list(s, key->name == KEY_TEXT && key->character > ' ' ? key->character : 0);
    return key->name == KEY_TEXT || key->name == KEY_RIGHT;
}

/* A number that stands there already is replaced by the first digit, not prolonged. */
static bool replaces(const struct form_screen *s, const struct field *field)
{
    return s->entered && (field->kind == FIELD_INTEGER || field->kind == FIELD_NUMBER);
}

/* Between the lines of a text; false where it has no further line. */
static bool lines_key(struct form_screen *s, const struct key *key)
{
    typing_leave(&s->typing, &s->edit);
    if (key->name == KEY_ENTER)
        return edit_insert(&s->edit, '\n');
    return edit_move(&s->edit, key->name == KEY_UP ? EDIT_UP : EDIT_DOWN);
}

static bool put_key(struct form_screen *s, const struct field *field,
                    const struct key *key)
{
    bool between = key->name == KEY_ENTER || key->name == KEY_UP || key->name == KEY_DOWN;
    if (field->kind == FIELD_LINES && between)
        return lines_key(s, key);
    if (key->name == KEY_TEXT && replaces(s, field))
        edit_set(&s->edit, "");
    s->entered = false;
    return typing_take_key(&s->typing, &s->screen.counter->typing,
                           form_screen_typing(field), &s->edit, key);
}

enum typing_into form_screen_typing(const struct field *field)
{
    return field->plain ? TYPING_PLAIN : field->person ? TYPING_NAMES : TYPING_TEXT;
}

static bool text_key(struct form_screen *s, const struct field *field,
                     const struct key *key)
{
    size_t changes = s->edit.changes;
    bool taken = put_key(s, field, key);
    if (s->edit.changes != changes) {
        s->changed = true;
        form_screen_save_soon(s);
    }
    if (s->edit.full)
        screen_say(s->screen.counter, STYLE_WARNING,
                   _("The field is full: what did not fit was left out."));
    return taken;
}

/* Is it chosen from a list, and was nothing chosen yet? */
static bool is_open(const struct form_screen *s, const struct field *field)
{
    if (field->kind == FIELD_PLACE)
        return !form_value(s->form, s->focus);
    return form_field_lists(field) && chosen_option(s, field) == SIZE_MAX;
}

/* --- a scanner's first key ---------------------------------------------------------- */

void form_screen_forget_undo(struct form_screen *s)
{
    json_wipe(&s->undo.value);
    memory_free_text(&s->undo.typed);
    s->undo = (struct form_undo){0};
}

static void remember(struct form_screen *s, const struct key *key)
{
    form_screen_forget_undo(s);
    if (key->name != KEY_TEXT || key->character < '0' || key->character > '9')
        return;
    const json_t *value = form_value(s->form, s->focus);
    s->undo =
        (struct form_undo){.there = true,
                           .value = value ? json_deep_copy(value) : NULL,
                           .typed = s->editing ? memory_copy_text(s->edit.text) : NULL,
                           .cursor = s->edit.cursor,
                           .changed = s->changed,
                           .entered = s->entered,
                           .turned = s->turned};
}

void form_screen_take_back(struct screen *screen)
{
    struct form_screen *s = (struct form_screen *)screen;
    struct form_undo *before = &s->undo;
    if (before->there && before->typed) {
        edit_set(&s->edit, before->typed);
        s->edit.cursor = before->cursor;
        s->changed = before->changed;
        s->entered = before->entered;
    } else if (before->there &&
               !json_equal((json_t *)form_value(s->form, s->focus), before->value)) {
        form_screen_set(s, before->value);
        s->turned = before->turned;
    }
    form_screen_forget_undo(s);
}

/* --- all keys ----------------------------------------------------------------------- */

void form_screen_key(struct screen *screen, const struct key *key)
{
    struct form_screen *s = (struct form_screen *)screen;
    if (s->focus == NO_FIELD || key->name == KEY_PASTE_END)
        return;
    remember(s, key);
    const struct field *field = form_field(s->form, s->focus);
    bool taken = s->editing ? text_key(s, field, key) : choice_key(s, field, key);
    if (taken)
        return;
    if (key->name == KEY_TAB || key->name == KEY_DOWN)
        form_screen_move(s, 1);
    else if (key->name == KEY_BACK_TAB || key->name == KEY_UP)
        form_screen_move(s, -1);
    else if (key->name == KEY_ENTER && is_open(s, field))
        open_list(s, 0);
    else if (key->name == KEY_ENTER)
        form_screen_move(s, 1);
}
