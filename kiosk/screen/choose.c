/* SPDX-License-Identifier: MIT */
/* A list to pick from, in front of the screen that asked. */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"

#include <stdlib.h>
#include <string.h>

enum { FILTER_LIMIT = 100, FOLDED_ROOM = 512, LEFT = 4 };

struct choose_screen {
    struct screen screen;
    struct choose asked; /* as it was at the start */
    char *title;
    char **texts, **folded; /* folded: for the filter */
    size_t *shown;          /* the numbers of those that pass the filter */
    size_t shown_count;
    size_t selected; /* among the shown */
    struct edit typed;
    struct typing typing;
    size_t from;
    int first, page;
};

/* What is typed must begin a word: "da" finds Đà Nẵng and Bà Rịa is not in the way. */
static bool passes(const char *folded, const char *wanted)
{
    size_t size = strlen(wanted);
    for (const char *at = folded; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, wanted, size) == 0)
            return true;
    }
    return false;
}

/* Is it the end of the name? "hoi an" is all of "phường Hội An, thành phố Đà Nẵng". */
static bool ends_name(const char *text, const char *wanted)
{
    char folded[FOLDED_ROOM];
    char *name = memory_copy_span(text, strcspn(text, ","));
    size_t length = viet_fold(folded, sizeof(folded), name), size = strlen(wanted);
    memory_free_text(&name);
    return length >= size && strcmp(folded + length - size, wanted) == 0;
}

static void show_some(struct choose_screen *s, size_t from, size_t to, const char *wanted)
{
    for (size_t i = from; i < to; i++) {
        if (passes(s->folded[i], wanted))
            s->shown[s->shown_count++] = i;
    }
}

/* Whole names before those that only begin so. */
static void show_best_first(struct choose_screen *s, size_t from, size_t to,
                            const char *wanted)
{
    size_t first = s->shown_count, whole = first;
    show_some(s, from, to, wanted);
    for (size_t i = first; i < s->shown_count; i++) {
        size_t at = s->shown[i];
        if (!ends_name(s->texts[at], wanted))
            continue;
        memmove(&s->shown[whole + 1], &s->shown[whole], (i - whole) * sizeof(*s->shown));
        s->shown[whole++] = at;
    }
}

static void apply_filter(struct choose_screen *s)
{
    char wanted[FOLDED_ROOM];
    viet_fold(wanted, sizeof(wanted), s->typed.text);
    s->shown_count = 0;
    if (!s->asked.near) {
        show_some(s, 0, s->asked.count, wanted);
    } else if (!*wanted) {
        show_some(s, 0, s->asked.near, wanted);
    } else {
        show_best_first(s, 0, s->asked.near, wanted);
        show_best_first(s, s->asked.near, s->asked.count, wanted);
    }
    s->selected = 0;
    s->first = 0;
}

static void move(struct choose_screen *s, long by)
{
    long target = (long)s->selected + by;
    if (target >= (long)s->shown_count)
        target = (long)s->shown_count - 1;
    s->selected = target < 0 ? 0 : (size_t)target;
}

/* True if the filter is another now; a paste is looked at when it is over. */
static bool type(struct choose_screen *s, const struct key *key)
{
    size_t changes = s->typed.changes;
    typing_take_key(&s->typing, &s->screen.counter->typing, TYPING_TEXT, &s->typed, key);
    return s->typed.changes != changes && key->name != KEY_PASTED;
}

static void key(struct screen *screen, const struct key *key)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    if (key->name == KEY_UP || key->name == KEY_BACK_TAB)
        move(s, -1);
    else if (key->name == KEY_DOWN || key->name == KEY_TAB)
        move(s, 1);
    else if (key->name == KEY_PAGE_UP)
        move(s, -s->page);
    else if (key->name == KEY_PAGE_DOWN)
        move(s, s->page);
    else if (!s->asked.filter && key->name == KEY_TEXT && key->character >= '1' &&
             key->character <= '9' && key->character - '1' < s->shown_count)
        s->selected = key->character - '1';
    else if (s->asked.filter && key->name == KEY_PASTE_END) /* once for a paste */
        apply_filter(s);
    else if (s->asked.filter && type(s, key))
        apply_filter(s);
}

/* The list may have opened by that very key. */
static void take_back(struct screen *screen)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    if (s->asked.typed && utf8_count(s->typed.text) == 1) {
        screen_leave(screen);
    } else if (s->asked.filter) {
        typing_take_back(&s->typing, &s->typed);
        apply_filter(s);
    }
}

static void pick(struct screen *screen)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    size_t index = s->shown[s->selected];
    const struct choose asked = s->asked;
    screen_leave(screen);
    asked.picked(asked.arg, index);
}

static bool can_pick(const struct screen *screen)
{
    return ((const struct choose_screen *)screen)->shown_count > 0;
}

static bool leads_on(const struct screen *screen)
{
    const struct choose_screen *s = (const struct choose_screen *)screen;
    return can_pick(screen) && s->asked.leads_on &&
           s->asked.leads_on(s->asked.arg, s->shown[s->selected]);
}

static bool ends_here(const struct screen *screen)
{
    return can_pick(screen) && !leads_on(screen);
}

static bool can_widen(const struct screen *screen)
{
    return ((const struct choose_screen *)screen)->asked.widen;
}

static bool is_whole(const struct screen *screen)
{
    return !can_widen(screen);
}

static void widen(struct screen *screen)
{
    const struct choose asked = ((struct choose_screen *)screen)->asked;
    screen_leave(screen);
    asked.widen(asked.arg);
}

/* The box is as high as the list, and no higher than the body. */
static void paint(struct screen *screen, struct area area)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    int head = s->asked.filter ? 4 : 3, columns = area.columns - 2 * LEFT;
    int rows = (int)s->asked.count + head + 1;
    if (rows > area.rows)
        rows = area.rows;
    int top = area.row + (area.rows - rows) / 2;
    for (int row = 0; row < rows; row++)
        term_fill(top + row, 0, area.columns, STYLE_PLAIN);
    term_fill(top, LEFT, columns, STYLE_FOCUS);
    term_text(top, LEFT + 1, columns - 2, STYLE_FOCUS, s->title);
    s->page = rows - head - 1;
    s->first = draw_scroll(s->first, s->page, (int)s->selected, 1);
    for (int i = 0; i < s->page && (size_t)(s->first + i) < s->shown_count; i++) {
        size_t at = (size_t)(s->first + i);
        bool here = at == s->selected;
        enum style style = here ? STYLE_FOCUS : STYLE_PLAIN;
        char *text = s->asked.filter
                         ? memory_copy_text(s->texts[s->shown[at]])
                         : memory_format("%zu  %s", at + 1, s->texts[s->shown[at]]);
        int row = top + head - 1 + i;
        term_fill(row, LEFT + 1, columns - 2, style);
        term_text(row, LEFT + 1, 2, style, here ? "›" : " ");
        draw_short(row, LEFT + 3, columns - 5, style, text);
        if (here)
            term_cursor(row, LEFT + 3);
        free(text);
    }
    if (s->shown_count == 0)
        term_text(top + head - 1, LEFT + 3, columns - 5, STYLE_QUIET,
                  _("Nothing matches."));
    term_fill(top + rows - 1, LEFT, columns, STYLE_FOCUS);
    char *count =
        memory_format("%zu/%zu", s->shown_count ? s->selected + 1 : 0, s->shown_count);
    term_text(top + rows - 1, LEFT + columns - utf8_columns(count) - 1, 20, STYLE_FOCUS,
              count);
    free(count);
    if (s->asked.filter)
        draw_edit(top + 1, LEFT + 1, columns - 2, &s->typed, &s->from);
    if (s->asked.filter)
        draw_typing(screen->counter, area, _("Saved"));
}

static void forget_texts(struct choose_screen *s)
{
    for (size_t i = 0; i < s->asked.count; i++) {
        memory_free_text(&s->texts[i]);
        memory_free_text(&s->folded[i]);
    }
    memory_free_text(&s->title);
}

static void ask_for_texts(struct choose_screen *s)
{
    forget_texts(s);
    s->title = s->asked.title(s->asked.arg);
    for (size_t i = 0; i < s->asked.count; i++) {
        char folded[FOLDED_ROOM];
        s->texts[i] = s->asked.text(s->asked.arg, i);
        viet_fold(folded, sizeof(folded), s->texts[i]);
        s->folded[i] = memory_copy_text(folded);
    }
}

/* The cursor goes to the text with this number, if the filter lets it pass. */
static void select_text(struct choose_screen *s, size_t number)
{
    for (size_t i = 0; i < s->shown_count; i++) {
        if (s->shown[i] == number)
            s->selected = i;
    }
}

static void told(struct screen *screen, const struct news *news)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    if (news->kind != NEWS_LANGUAGE)
        return;
    size_t number = can_pick(screen) ? s->shown[s->selected] : 0;
    ask_for_texts(s);
    apply_filter(s);
    select_text(s, number);
}

static void close_choose(struct screen *screen)
{
    struct choose_screen *s = (struct choose_screen *)screen;
    forget_texts(s);
    free(s->texts);
    free(s->folded);
    free(s->shown);
    edit_free(&s->typed);
}

static void scanned(struct screen *screen, const char *text)
{
    (void)text;
    screen_say(screen->counter, STYLE_WARNING, "%s",
               _("A card was scanned: go back with Esc and scan it on the form."));
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), is_whole, NULL},
    {KEY_ENTER, 0, "Enter", N_("its communes"), leads_on, pick},
    {KEY_ENTER, 0, "Enter", N_("select"), ends_here, pick},
    {KEY_F1 + 2, 0, "F3", N_("all provinces"), can_widen, widen},
    {KEY_ESCAPE, 0, "Esc", N_("back"), NULL, screen_leave},
    {KEY_UP, 0, "↑↓", N_("choose"), can_widen, NULL}, /* where there is little room */
    {0},
};

static const struct screen_kind CHOOSE_SCREEN = {
    .name = "choose",
    .size = sizeof(struct choose_screen),
    .dialog = true,
    .actions = ACTIONS,
    .paint = paint,
    .key = key,
    .scanned = scanned,
    .take_back = take_back,
    .told = told,
    .close = close_choose,
};

void choose_screen_open(struct counter *counter, const struct choose *choose)
{
    struct choose_screen *s = screen_create(&CHOOSE_SCREEN, counter);
    s->asked = *choose;
    s->texts = memory_array(choose->count, sizeof(*s->texts));
    s->folded = memory_array(choose->count, sizeof(*s->folded));
    s->shown = memory_array(choose->count, sizeof(*s->shown));
    ask_for_texts(s);
    edit_init(&s->typed, FILTER_LIMIT, false);
    const struct key first = {.name = KEY_TEXT, .character = choose->typed};
    if (choose->typed)
        type(s, &first);
    apply_filter(s);
    if (!choose->typed)
        select_text(s, choose->selected);
    screen_push(&s->screen);
}
