/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/finder.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/screen/draw.h"
#include "kiosk/service/variants.h"
#include "kiosk/service/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    QUERY_LIMIT = 200,
    ENTRY_ROWS = 2,
    NOTICE_ROWS = 4,
    FITS = 45 /* percent of what was asked that an answer has, at the least */
};

void finder_init(struct finder *finder, struct counter *counter)
{
    *finder = (struct finder){.counter = counter};
    edit_init(&finder->query, QUERY_LIMIT, false);
    edit_init(&finder->keys, QUERY_LIMIT, false);
    finder_search(finder);
}

void finder_free(struct finder *finder)
{
    edit_free(&finder->query);
    edit_free(&finder->keys);
}

static void find(struct finder *finder, const char *query)
{
    finder->count = catalogue_search(finder->counter->catalogue, query, finder->hits,
                                     FINDER_HITS_MOST, &finder->total);
}

/* "taxi" is Telex for "tãi", which nobody looks for: where the keys themselves are words
 * of a procedure, and none of them was taken for another, they are what was meant. */
static bool read_as_typed(struct finder *finder)
{
    if (strcmp(finder->keys.text, finder->query.text) == 0)
        return false;
    find(finder, finder->keys.text);
    unsigned reasons = finder->count > 0 ? finder->hits[0].reasons : 0;
    return reasons & (FOUND_CODE | FOUND_ALL_WORDS) && !(reasons & FOUND_CORRECTED);
}

void finder_search(struct finder *finder)
{
    finder->count = 0;
    finder->total = 0;
    finder->selected = 0;
    finder->first = 0;
    if (finder->counter->catalogue && !read_as_typed(finder))
        find(finder, finder->query.text);
}

/* The keys are known as long as nothing but letters comes, at the end. */
static bool type(struct finder *finder, const struct key *key)
{
    bool at_end = finder->query.cursor == finder->query.size;
    bool taken = typing_take_key(&finder->typing, &finder->counter->typing, TYPING_TEXT,
                                 &finder->query, key);
    if (key->name == KEY_TEXT && at_end)
        edit_insert(&finder->keys, key->character);
    else if (taken)
        edit_set(&finder->keys, finder->query.text);
    return taken;
}

void finder_clear(struct finder *finder)
{
    edit_set(&finder->query, "");
    edit_set(&finder->keys, "");
    typing_forget(&finder->typing);
}

static char *join_facts(const struct catalogue_entry *entry)
{
    const char *agency = catalogue_agency(entry, i18n_language());
    return memory_format("%s · %s%s%s", catalogue_code(entry),
                         catalogue_field(entry, i18n_language()), *agency ? " · " : "",
                         agency);
}

/* How long it takes, or why that is not told. Allocated. */
static char *beside_name(const struct catalogue_entry *entry, bool only_asked)
{
    const char *unit;
    long long amount = catalogue_time(entry, &unit);
    if (!only_asked && !catalogue_has_form(entry))
        return memory_copy_text(_("information only"));
    return amount > 0 ? words_of_time(amount, unit) : memory_copy_text("—");
}

/* `part`: what tells it from its variants, or NULL. */
static void paint_entry(const struct finder *finder, size_t number, const char *part,
                        int row, int columns)
{
    const struct catalogue_entry *entry = finder->hits[number].entry;
    bool selected = number == finder->selected;
    char *right = beside_name(entry, finder->only_asked);
    char *left =
        memory_format("%s%s%zu  %s", number < 9 ? " " : "", selected ? "› " : "  ",
                      number + 1, catalogue_name(entry, i18n_language()));
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

static void paint_entries(const struct finder *finder, int row, int columns)
{
    const char *names[VARIANTS_MOST];
    char *parts[VARIANTS_MOST] = {NULL};
    size_t first = (size_t)finder->first, shown = finder->count - first;
    if (shown > (size_t)finder->page)
        shown = (size_t)finder->page;
    size_t compared = shown < VARIANTS_MOST ? shown : VARIANTS_MOST;
    for (size_t i = 0; i < compared; i++)
        names[i] = catalogue_name(finder->hits[first + i].entry, i18n_language());
    variants_tell_apart(names, compared, parts);
    for (size_t i = 0; i < shown; i++)
        paint_entry(finder, first + i, i < compared ? parts[i] : NULL,
                    row + (int)i * ENTRY_ROWS, columns);
    for (size_t i = 0; i < compared; i++)
        free(parts[i]);
}

/* Nothing was found, or nothing that has much of what was asked: that is said, and who
 * may know. Returns the rows it takes. */
static int paint_notice(const struct finder *finder, int row, int columns)
{
    if (!*finder->query.text || !finder->counter->catalogue ||
        (finder->count > 0 && finder->hits[0].found >= FITS))
        return 0;
    const char *hotline = settings_text(finder->counter->settings, OFFICE_HOTLINE);
    char *call = *hotline ? memory_format(_(" Or ask the hotline %s."), hotline)
                          : memory_copy_text("");
    char *text = memory_format(
        "%s %s%s",
        finder->count > 0 ? _("Nothing fits this well; below is what has a part of it.")
                          : _("Nothing found for this."),
        _("Try the name of the paper, fewer words, or the procedure's code."), call);
    int rows = draw_wrapped(row, 3, columns - 6, NOTICE_ROWS, STYLE_WARNING, text);
    free(text);
    free(call);
    return (rows < NOTICE_ROWS ? rows : NOTICE_ROWS) + 1;
}

static void paint_total(const struct finder *finder, int row, int columns)
{
    if (!finder->counter->catalogue) {
        term_text(row, 3, columns - 4, STYLE_QUIET, _("Reading the list of procedures…"));
        return;
    }
    if (finder->total == 0) {
        if (!*finder->query.text)
            term_text(row, 3, columns - 4, STYLE_QUIET,
                      _("No procedures are installed."));
        return;
    }
    char *text =
        memory_format(_("%zu of %zu results"), finder->selected + 1, finder->total);
    int width = utf8_columns(text);
    term_text(row, columns - width - 1, width, STYLE_QUIET, text);
    free(text);
}

void finder_paint(struct finder *finder, struct area area, const char *label)
{
    int column = 3 + utf8_columns(label) + 2;
    term_text(area.row + 1, 3, column, STYLE_PLAIN, label);
    int row = area.row + 3 + paint_notice(finder, area.row + 3, area.columns);
    finder->page = (area.row + area.rows - 1 - row) / ENTRY_ROWS;
    finder->first = draw_scroll(finder->first, finder->page, (int)finder->selected, 1);
    paint_entries(finder, row, area.columns);
    paint_total(finder, area.row + area.rows - 1, area.columns);
    draw_edit(area.row + 1, column, area.columns - column - 1, &finder->query,
              &finder->from);
    draw_typing(finder->counter, area, "");
}

static void move(struct finder *finder, long by)
{
    long target = (long)finder->selected + by;
    if (target >= (long)finder->count)
        target = (long)finder->count - 1;
    finder->selected = target < 0 ? 0 : (size_t)target;
}

void finder_key(struct finder *finder, const struct key *key)
{
    if (key->name == KEY_UP)
        move(finder, -1);
    else if (key->name == KEY_DOWN)
        move(finder, 1);
    else if (key->name == KEY_PAGE_UP)
        move(finder, -finder->page);
    else if (key->name == KEY_PAGE_DOWN)
        move(finder, finder->page);
    else if (key->name == KEY_ESCAPE)
        finder_clear(finder);
    else if (!type(finder, key) && key->name != KEY_PASTE_END)
        return;
    /* A paste is searched once, when it is over. */
    bool typed = key->name == KEY_TEXT || key->name == KEY_PASTE_END ||
                 key->name == KEY_BACKSPACE || key->name == KEY_DELETE ||
                 key->name == KEY_CONTROL || key->name == KEY_ESCAPE;
    if (typed)
        finder_search(finder);
}

void finder_take_back(struct finder *finder)
{
    typing_take_back(&finder->typing, &finder->query);
    edit_set(&finder->keys, finder->query.text);
    finder_search(finder);
}

const struct procedure *finder_selected(const struct finder *finder, struct error *err)
{
    return catalogue_find(finder->counter->catalogue,
                          catalogue_code(finder->hits[finder->selected].entry), err);
}
