/* SPDX-License-Identifier: MIT */
/* The first screen: what do people need today? */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/screens.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/variants.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_HITS = 99, /* their numbers have two digits */
    QUERY_LIMIT = 200,
    ENTRY_ROWS = 2,
    NOTICE_ROWS = 4,
    FITS = 45 /* percent of what was asked that an answer has, at the least */
};

struct home {
    struct screen screen;
    struct edit query;
    struct typing typing; /* the word before its cursor */
    struct edit keys;     /* the query as it was typed, see read_as_typed() */
    size_t from;          /* of the query's view */
    struct catalogue_hit hits[MOST_HITS];
    size_t count, total;
    size_t selected;
    int first; /* entry at the top of the list */
    int page;  /* entries that fit */
    bool asked_to_end;
};

static void find(struct home *home, const char *query)
{
    home->count = catalogue_search(home->screen.counter->catalogue, query, home->hits,
                                   MOST_HITS, &home->total);
}

/* "taxi" is Telex for "tãi", which nobody looks for: where the keys themselves are words
 * of a procedure, and none of them was taken for another, they are what was meant. */
static bool read_as_typed(struct home *home)
{
    if (strcmp(home->keys.text, home->query.text) == 0)
        return false;
    find(home, home->keys.text);
    unsigned reasons = home->count > 0 ? home->hits[0].reasons : 0;
    return reasons & (FOUND_CODE | FOUND_ALL_WORDS) && !(reasons & FOUND_CORRECTED);
}

static void search(struct home *home)
{
    home->count = 0;
    home->total = 0;
    home->selected = 0;
    home->first = 0;
    if (home->screen.counter->catalogue && !read_as_typed(home))
        find(home, home->query.text);
}

/* The keys are known as long as nothing but letters comes, at the end. */
static bool type(struct home *home, const struct key *key)
{
    bool at_end = home->query.cursor == home->query.size;
    bool taken = typing_take_key(&home->typing, &home->screen.counter->typing,
                                 TYPING_TEXT, &home->query, key);
    if (key->name == KEY_TEXT && at_end)
        edit_insert(&home->keys, key->character);
    else if (taken)
        edit_set(&home->keys, home->query.text);
    return taken;
}

static void clear(struct home *home)
{
    edit_set(&home->query, "");
    edit_set(&home->keys, "");
    typing_forget(&home->typing);
}

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("What do people need today?"));
}

static char *join_facts(const struct catalogue_entry *entry)
{
    const char *agency = catalogue_agency(entry, i18n_language());
    return memory_format("%s · %s%s%s", catalogue_code(entry),
                         catalogue_field(entry, i18n_language()), *agency ? " · " : "",
                         agency);
}

/* How long it takes, or why that is not told. Allocated. */
static char *beside_name(const struct catalogue_entry *entry)
{
    const char *unit;
    long long amount = catalogue_time(entry, &unit);
    if (!catalogue_has_form(entry))
        return memory_copy_text(_("information only"));
    return amount > 0 ? words_of_time(amount, unit) : memory_copy_text("—");
}

/* `part`: what tells it from its variants, or NULL. */
static void paint_entry(const struct catalogue_entry *entry, const char *part,
                        size_t number, int row, int columns, bool selected)
{
    char *right = beside_name(entry);
    char *left =
        memory_format("%s%s%zu  %s", number < 10 ? " " : "", selected ? "› " : "  ",
                      number, catalogue_name(entry, i18n_language()));
    char *facts = join_facts(entry);
    int room = utf8_columns(right), at = 7;
    enum style style = selected ? STYLE_FOCUS : STYLE_PLAIN;
    term_fill(row, 1, columns - 2, style);
    draw_short(row, 1, columns - room - 4, style, left);
    term_text(row, columns - room - 2, room, style, right);
    if (part) {
        at += draw_short(row + 1, at, columns / 2, STYLE_STRONG, part);
        at += term_text(row + 1, at, columns - 2 - at, STYLE_QUIET, " · ");
    }
    draw_short(row + 1, at, columns - 2 - at, STYLE_QUIET, facts);
    free(right);
    free(left);
    free(facts);
}

static void paint_entries(const struct home *home, int row, int columns)
{
    const char *names[VARIANTS_MOST];
    char *parts[VARIANTS_MOST] = {NULL};
    size_t first = (size_t)home->first, shown = home->count - first;
    if (shown > (size_t)home->page)
        shown = (size_t)home->page;
    size_t compared = shown < VARIANTS_MOST ? shown : VARIANTS_MOST;
    for (size_t i = 0; i < compared; i++)
        names[i] = catalogue_name(home->hits[first + i].entry, i18n_language());
    variants_tell_apart(names, compared, parts);
    for (size_t i = 0; i < shown; i++)
        paint_entry(home->hits[first + i].entry, i < compared ? parts[i] : NULL,
                    first + i + 1, row + (int)i * ENTRY_ROWS, columns,
                    first + i == home->selected);
    for (size_t i = 0; i < compared; i++)
        free(parts[i]);
}

/* Nothing was found, or nothing that has much of what was asked: that is said, and who
 * may know. Returns the rows it takes. */
static int paint_notice(const struct home *home, int row, int columns)
{
    if (!*home->query.text || !home->screen.counter->catalogue ||
        (home->count > 0 && home->hits[0].found >= FITS))
        return 0;
    const char *hotline = settings_text(home->screen.counter->settings, OFFICE_HOTLINE);
    char *call = *hotline ? memory_format(_(" Or ask the hotline %s."), hotline)
                          : memory_copy_text("");
    char *text = memory_format(
        "%s %s%s",
        home->count > 0 ? _("Nothing fits this well; below is what has a part of it.")
                        : _("Nothing found for this."),
        _("Try the name of the paper, fewer words, or the procedure's code."), call);
    int rows = draw_wrapped(row, 3, columns - 6, NOTICE_ROWS, STYLE_WARNING, text);
    free(text);
    free(call);
    return (rows < NOTICE_ROWS ? rows : NOTICE_ROWS) + 1;
}

static void paint_total(const struct home *home, int row, int columns)
{
    if (!home->screen.counter->catalogue) {
        term_text(row, 3, columns - 4, STYLE_QUIET, _("Reading the list of procedures…"));
        return;
    }
    if (home->total == 0) {
        if (!*home->query.text)
            term_text(row, 3, columns - 4, STYLE_QUIET,
                      _("No procedures are installed."));
        return;
    }
    char *text = memory_format(_("%zu of %zu results"), home->selected + 1, home->total);
    int width = utf8_columns(text);
    term_text(row, columns - width - 1, width, STYLE_QUIET, text);
    free(text);
}

static void paint(struct screen *screen, struct area area)
{
    struct home *home = (struct home *)screen;
    const char *label = _("Find a procedure");
    int column = 3 + utf8_columns(label) + 2;
    term_text(area.row + 1, 3, column, STYLE_PLAIN, label);
    int row = area.row + 3 + paint_notice(home, area.row + 3, area.columns);
    home->page = (area.row + area.rows - 1 - row) / ENTRY_ROWS;
    home->first = draw_scroll(home->first, home->page, (int)home->selected, 1);
    paint_entries(home, row, area.columns);
    paint_total(home, area.row + area.rows - 1, area.columns);
    draw_edit(area.row + 1, column, area.columns - column - 1, &home->query, &home->from);
    draw_typing(screen->counter, area, "");
}

static void move(struct home *home, long by)
{
    long target = (long)home->selected + by;
    if (target >= (long)home->count)
        target = (long)home->count - 1;
    home->selected = target < 0 ? 0 : (size_t)target;
}

static void key(struct screen *screen, const struct key *key)
{
    struct home *home = (struct home *)screen;
    home->asked_to_end = false;
    if (key->name == KEY_UP)
        move(home, -1);
    else if (key->name == KEY_DOWN)
        move(home, 1);
    else if (key->name == KEY_PAGE_UP)
        move(home, -home->page);
    else if (key->name == KEY_PAGE_DOWN)
        move(home, home->page);
    else if (key->name == KEY_ESCAPE)
        clear(home);
    else if (!type(home, key) && key->name != KEY_PASTE_END)
        return;
    /* A paste is searched once, when it is over. */
    bool typed = key->name == KEY_TEXT || key->name == KEY_PASTE_END ||
                 key->name == KEY_BACKSPACE || key->name == KEY_DELETE ||
                 key->name == KEY_CONTROL || key->name == KEY_ESCAPE;
    if (typed)
        search(home);
}

static void take_back(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    typing_take_back(&home->typing, &home->query);
    edit_set(&home->keys, home->query.text);
    search(home);
}

static void open_selected(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    struct error err = {0};
    const struct procedure *procedure =
        catalogue_find(screen->counter->catalogue,
                       catalogue_code(home->hits[home->selected].entry), &err);
    if (procedure)
        procedure_screen_open(screen->counter, procedure);
    else
        screen_say(screen->counter, STYLE_WRONG, "%s", err.text);
}

static bool has_hits(const struct screen *screen)
{
    return ((const struct home *)screen)->count > 0;
}

static void open_track(struct screen *screen)
{
    track_screen_open(screen->counter);
}

static void open_work(struct screen *screen)
{
    work_screen_open(screen->counter);
}

/* Twice, so that nobody ends the program by accident. */
static void end(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    if (home->asked_to_end) {
        loop_stop(screen->counter->loop);
        return;
    }
    home->asked_to_end = true;
    screen_say(screen->counter, STYLE_WARNING,
               _("Press F10 once more to end the program."));
}

static void told(struct screen *screen, const struct news *news)
{
    if (news->kind == NEWS_CATALOGUE)
        search((struct home *)screen);
}

static bool at_rest(const struct screen *screen)
{
    const struct home *home = (const struct home *)screen;
    return !*home->query.text && home->selected == 0;
}

/* The next citizen begins with an empty box. */
static void shown(struct screen *screen)
{
    struct home *home = (struct home *)screen;
    home->asked_to_end = false;
    clear(home);
    search(home);
}

static void close_home(struct screen *screen)
{
    edit_free(&((struct home *)screen)->query);
    edit_free(&((struct home *)screen)->keys);
}

static const struct action ACTIONS[] = {
    {KEY_UP, 0, "↑↓", N_("choose"), has_hits, NULL},
    {KEY_ENTER, 0, "Enter", N_("open"), has_hits, open_selected},
    {KEY_F1 + 1, 0, "F2", N_("track"), NULL, open_track},
    {KEY_F1 + 2, 0, "F3", N_("in hand"), NULL, open_work},
    {KEY_F1 + 9, 0, "F10", N_("end"), NULL, end},
    {0},
};

static const struct screen_kind HOME_SCREEN = {
    .name = "home",
    .size = sizeof(struct home),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .take_back = take_back,
    .told = told,
    .shown = shown,
    .at_rest = at_rest,
    .close = close_home,
};

void home_screen_open(struct counter *counter)
{
    struct home *home = screen_create(&HOME_SCREEN, counter);
    edit_init(&home->query, QUERY_LIMIT, false);
    edit_init(&home->keys, QUERY_LIMIT, false);
    search(home);
    screen_push(&home->screen);
}
