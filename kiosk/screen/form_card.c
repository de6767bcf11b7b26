/* SPDX-License-Identifier: MIT */
/* An identity card was scanned: for whom, and what will it change? Nothing is written
 * before Enter. That the member of staff has compared the person with the card is said
 * with Space, and goes into the dossier. */
#include "forms/form/card_fill.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/lines.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LEFT = 2, HEAD = 4, FOOT = 3, LABELS = 26 };

struct card_screen {
    struct screen screen;
    struct form_screen *form;
    bool everybody; /* nobody on the page itself could be filled in */
    struct card card;
    struct card_persons persons;
    size_t person;
    struct card_changes changes;
    bool compared;
    struct lines lines;
};

/* --- what would change -------------------------------------------------------------- */

static const struct card_person *chosen(const struct card_screen *s)
{
    return &s->persons.list[s->person];
}

/* What stands there is told before what takes its place. */
static void add_change(struct card_screen *s, const struct card_change *change)
{
    char *text;
    if (change->same)
        text = memory_format(_("%s ✓ stands there already"), change->before);
    else if (*change->before)
        text = memory_format("%s\n→ %s", change->before, change->after);
    else
        text = memory_format("→ %s", change->after);
    lines_add(&s->lines, change->same ? STYLE_QUIET : STYLE_PLAIN, 0, change->label,
              text);
    memory_free_text(&text);
}

static size_t differing(const struct card_changes *changes)
{
    size_t count = 0;
    for (size_t i = 0; i < changes->count; i++)
        count += !changes->list[i].same;
    return count;
}

static void fill_lines(struct card_screen *s)
{
    lines_clear(&s->lines);
    s->lines.labels = LABELS;
    s->lines.first = 0;
    for (size_t i = 0; i < s->changes.count; i++)
        add_change(s, &s->changes.list[i]);
    if (s->card.letters_lost)
        lines_add(&s->lines, STYLE_WARNING, 0, NULL,
                  _("The scanner lost letters: type the name and the address yourself."));
    else
        lines_add(&s->lines, STYLE_QUIET, 0, _("Address on the card"), s->card.address);
}

/* The persons' titles are in the form's language, so all is looked for anew when that
 * changes; the person stays who it was. */
static void look(struct card_screen *s)
{
    const struct form_screen *f = s->form;
    struct view view = form_screen_view(f);
    if (s->everybody)
        view = (struct view){0, form_field_count(f->form)};
    card_persons_free(&s->persons);
    card_changes_free(&s->changes);
    card_fill_persons(f->form, view.first, view.count, f->focus, &s->persons);
    if (s->person >= s->persons.count)
        s->person = 0;
    if (s->persons.count > 0)
        card_fill_propose(f->form, chosen(s), &s->card, &s->changes);
    fill_lines(s);
}

static bool has_others(const struct screen *screen)
{
    return ((const struct card_screen *)screen)->persons.count > 1;
}

static void choose_person(struct card_screen *s, size_t by)
{
    s->person = (s->person + by) % s->persons.count;
    s->compared = false; /* that was said of somebody else */
    look(s);
}

static void next_person(struct screen *screen)
{
    choose_person((struct card_screen *)screen, 1);
}

static void previous_person(struct screen *screen)
{
    struct card_screen *s = (struct card_screen *)screen;
    choose_person(s, s->persons.count - 1);
}

/* --- painting ----------------------------------------------------------------------- */

static void paint_person(const struct card_screen *s, int row, int columns)
{
    bool several = s->persons.count > 1;
    if (s->persons.count == 0)
        return;
    char *text = several ? memory_format("‹ %s ›  %zu/%zu", chosen(s)->title,
                                         s->person + 1, s->persons.count)
                         : memory_copy_text(chosen(s)->title);
    term_text(row, LEFT + 3, columns - 6, STYLE_STRONG, text);
    free(text);
}

static void paint(struct screen *screen, struct area area)
{
    struct card_screen *s = (struct card_screen *)screen;
    int columns = area.columns - 2 * LEFT, last = area.row + area.rows - 1;
    for (int row = 0; row < area.rows; row++)
        term_fill(area.row + row, 0, area.columns, STYLE_PLAIN);
    term_fill(area.row, LEFT, columns, STYLE_FOCUS);
    term_text(area.row, LEFT + 1, columns - 2, STYLE_FOCUS,
              _("Card scanned: fill in for whom?"));
    paint_person(s, area.row + 2, columns);
    const struct area inside = {area.row + HEAD, area.rows - HEAD - FOOT, area.columns};
    lines_paint(&s->lines, inside);
    char *tick = memory_format("%s %s", s->compared ? "[x]" : "[ ]",
                               _("I have compared the person with the card."));
    term_text(last - 1, LEFT + 1, columns - 2, STYLE_STRONG, tick);
    term_cursor(last - 1, LEFT + 2);
    free(tick);
    term_fill(last, LEFT, columns, STYLE_FOCUS);
}

/* --- what is done ------------------------------------------------------------------- */

static void compare(struct screen *screen)
{
    struct card_screen *s = (struct card_screen *)screen;
    s->compared = !s->compared;
}

static void tell_everybody(struct counter *counter)
{
    const struct news news = {.kind = NEWS_FORM};
    stack_tell(counter->stack, &news);
}

static void accept(struct screen *screen)
{
    struct card_screen *s = (struct card_screen *)screen;
    struct counter *counter = screen->counter;
    struct form_screen *f = s->form;
    char at[CLOCK_STAMP_ROOM];
    size_t count = differing(&s->changes);
    char *title = memory_copy_text(chosen(s)->title);
    card_fill_accept(f->form, &s->changes);
    if (s->compared)
        card_fill_confirm(f->form, chosen(s), clock_stamp(at, clock_now()));
    form_screen_settle(f);
    form_screen_save_soon(f);
    screen_leave(screen);
    if (count == 0)
        screen_say(counter, STYLE_GOOD, _("%s: everything stood there already."), title);
    else
        screen_say(counter, STYLE_GOOD,
                   ngettext("%s: %zu answer was filled in from the card.",
                            "%s: %zu answers were filled in from the card.",
                            (unsigned long)count),
                   title, count);
    tell_everybody(counter);
    free(title);
}

static void leave(struct screen *screen)
{
    struct counter *counter = screen->counter;
    screen_leave(screen);
    screen_say(counter, STYLE_QUIET, "%s", _("The card was not used."));
}

static void key(struct screen *screen, const struct key *key)
{
    lines_key(&((struct card_screen *)screen)->lines, key);
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_LANGUAGE || news->kind == NEWS_FORM)
        look((struct card_screen *)screen);
}

static void close_card(struct screen *screen)
{
    struct card_screen *s = (struct card_screen *)screen;
    card_clear(&s->card);
    card_persons_free(&s->persons);
    card_changes_free(&s->changes);
    lines_clear(&s->lines);
}

/* What is below may have lost its fields since. */
static bool has_person(const struct screen *screen)
{
    return ((const struct card_screen *)screen)->persons.count > 0;
}

/* Another card in the place of the first: it was the wrong one. */
static void scanned_again(struct screen *screen, const char *text)
{
    struct card_screen *s = (struct card_screen *)screen;
    struct card card;
    struct error err = {0};
    if (!card_fill_read(s->form->form, text, &card, &err)) {
        screen_say(screen->counter, STYLE_WRONG, "%s", err.text);
        return;
    }
    s->compared = s->compared && strcmp(card.number, s->card.number) == 0;
    card_clear(&s->card);
    s->card = card;
    look(s);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("fill in"), has_person, accept},
    {KEY_ESCAPE, 0, "Esc", N_("leave all as it was"), NULL, leave},
    {KEY_TEXT, ' ', "Space", N_("compared"), NULL, compare},
    {KEY_RIGHT, 0, "←→", N_("somebody else"), has_others, next_person},
    {KEY_LEFT, 0, "←", NULL, has_others, previous_person},
    {0},
};

static const struct screen_kind CARD_SCREEN = {
    .name = "card",
    .size = sizeof(struct card_screen),
    .dialog = true,
    .session = true,
    .actions = ACTIONS,
    .paint = paint,
    .key = key,
    .scanned = scanned_again,
    .told = told,
    .close = close_card,
};

/* --- how it is opened --------------------------------------------------------------- */

static bool anybody(const struct form_screen *f, struct view view)
{
    struct card_persons persons;
    card_fill_persons(f->form, view.first, view.count, f->focus, &persons);
    bool found = persons.count > 0;
    card_persons_free(&persons);
    return found;
}

bool form_card_possible(const struct screen *screen)
{
    const struct form_screen *f = (const struct form_screen *)screen;
    return anybody(f, form_screen_view(f));
}

void form_card_scanned(struct form_screen *f, const char *text)
{
    struct counter *counter = f->screen.counter;
    struct error err = {0};
    struct card card;
    form_screen_commit(f);
    bool here = screen_is_top(&f->screen) && form_card_possible(&f->screen);
    if (!card_fill_read(f->form, text, &card, &err)) {
        screen_say(counter, STYLE_WRONG, "%s", err.text);
    } else if (!here && !anybody(f, (struct view){0, form_field_count(f->form)})) {
        screen_say(counter, STYLE_WRONG, "%s",
                   _("Nobody on this form can be filled in from a card now."));
        card_clear(&card);
    } else {
        struct card_screen *s = screen_create(&CARD_SCREEN, counter);
        s->form = f;
        s->card = card;
        s->everybody = !here;
        look(s);
        screen_push(&s->screen);
    }
}

static char *ask_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("Identity card"));
}

static char *ask_words(void *arg)
{
    (void)arg;
    return memory_copy_text(
        _("Hold the QR code of the card before the scanner now, or type what it says: "
          "number|old number|name|date of birth|sex|address|date of issue, dates as "
          "ddmmyyyy."));
}

static void asked(void *arg, const char *typed)
{
    form_card_scanned(arg, typed);
}

void form_card_ask(struct screen *screen)
{
    const struct ask ask = {.title = ask_title,
                            .words = ask_words,
                            .answered = asked,
                            .arg = screen,
                            .limit = CARD_BYTES_MOST,
                            .scans = true};
    form_screen_commit((struct form_screen *)screen);
    ask_screen_open(screen->counter, &ask);
}
