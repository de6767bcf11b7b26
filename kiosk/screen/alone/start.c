/* SPDX-License-Identifier: MIT */
/* The first screen of a citizen alone: the QR code or the reference of the slip. What is
 * typed stands there in large letters, in the groups of the slip; a whole reference is
 * looked up at once, and a wrong one is told which part to compare again. */
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/alone/alone.h"
#include "kiosk/screen/alone/tries.h"
#include "kiosk/screen/draw.h"
#include "kiosk/screen/stack.h"
#include "kiosk/service/reference.h"

#include <stdlib.h>
#include <string.h>

enum {
    TYPED_LIMIT = 300, /* of a scanner that types: a whole address */
    MARGIN = 3,
    LARGE_ROWS = 4,
    SYMBOLS = REFERENCE_ROOM - 1,
    FIRST_LINE = 10 /* "7QHM-2K9T-" */
};

static const char OF_CODES[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-";

struct start {
    struct screen screen;
    struct edit typed;
    size_t from; /* of its view */
    struct tries tries;
    unsigned id; /* of the question that is open, 0: none */
    bool by_code;
    char *complaint; /* what is wrong with what was typed, or NULL */
};

/* --- looking up ----------------------------------------------------------------------
 */

static void complain_take(struct start *start, char *words)
{
    memory_free_text(&start->complaint);
    start->complaint = words;
}

static void look_up(struct start *start, const char *asked, bool by_code)
{
    struct counter *counter = start->screen.counter;
    int64_t pause = tries_pause(&start->tries, clock_monotonic());
    if (pause > 0) {
        long seconds = (long)((pause + 999) / 1000);
        complain_take(start, memory_format(ngettext("Please wait %ld second, then press "
                                                    "Enter.",
                                                    "Please wait %ld seconds, then press "
                                                    "Enter.",
                                                    (unsigned long)seconds),
                                           seconds));
        return;
    }
    start->by_code = by_code;
    start->id = counter->courier ? courier_line_track(counter->courier, asked) : 0;
    alone_status_open(counter, asked, start->id);
}

/* False: it is neither a reference nor a code. */
static bool try_text(struct start *start, const char *text)
{
    char reference[REFERENCE_ROOM], code[REFERENCE_CODE_ROOM];
    if (reference_read(reference, text))
        look_up(start, reference, false);
    else if (reference_read_code(code, text))
        look_up(start, code, true);
    else
        return false;
    return true;
}

/* The portal knows the dossier only with a reference that nobody guesses. */
static void count_answer(struct start *start, const struct news *news)
{
    bool missed = !news->dossier && news->reason == REASON_NONE;
    if (missed || start->by_code)
        tries_count(&start->tries, clock_monotonic());
    start->id = 0;
}

/* --- what is wrong -------------------------------------------------------------------
 */

/* "This is not quite right. Compare with the slip: group 2, 8 or B?" */
static char *doubts_words(const struct reference_finding *found)
{
    if (found->doubt_count == 0)
        return memory_copy_text(_("This is not quite right: one symbol or more differs "
                                  "from the slip. Compare group by group; Backspace "
                                  "takes back."));
    char *words = memory_copy_text(_("This is not quite right. Compare with the slip:"));
    for (size_t i = 0; i < found->doubt_count; i++) {
        size_t at = found->doubts[i].at;
        char *doubt = memory_format(_("perhaps in group %zu, %c or %c?"),
                                    reference_group_of(at) + 1, found->symbols[at],
                                    found->doubts[i].likely);
        char *longer = memory_format("%s %s", words, doubt);
        free(doubt);
        free(words);
        words = longer;
    }
    return words;
}

static char *short_words(size_t count)
{
    unsigned long missing = SYMBOLS - count;
    if (count == 0)
        return memory_copy_text(_("Type the reference that stands on the slip, beside "
                                  "the QR code."));
    return memory_format(ngettext("%lu symbol is still missing: a reference has 17.",
                                  "%lu symbols are still missing: a reference has 17.",
                                  missing),
                         missing);
}

/* Numbers and points behind an H or a G are meant for a dossier code. */
static bool looks_like_code(const char *typed)
{
    typed += strspn(typed, " ");
    return strchr("HhGg", *typed) && typed[0] && strcspn(typed, ".") < strlen(typed);
}

static char *fault_words(const char *typed)
{
    struct reference_finding found;
    reference_examine(&found, typed);
    if (strstr(typed, "://"))
        return memory_copy_text(_("This is not the QR code of a slip."));
    if (looks_like_code(typed))
        return memory_copy_text(_("This is not a whole dossier code, which looks like "
                                  "H17.31.22-261121-0004. The reference beside the "
                                  "QR code of the slip will do as well."));
    switch (found.fault) {
    case REFERENCE_STRANGE:
        return memory_format(_("\"%s\" is in no reference. Look at the slip again; "
                               "Backspace takes back."),
                             found.strange);
    case REFERENCE_LONG:
        return memory_copy_text(_("This is too long: a reference has 17 symbols. "
                                  "Backspace takes back, Esc clears all."));
    case REFERENCE_SHORT:
        return short_words(found.count);
    default:
        return doubts_words(&found);
    }
}

/* --- keys ----------------------------------------------------------------------------
 */

static void enter(struct screen *screen)
{
    struct start *start = (struct start *)screen;
    complain_take(start, NULL);
    if (!try_text(start, start->typed.text))
        complain_take(start, fault_words(start->typed.text));
}

/* The cursor stays behind what was typed. */
static bool take_key(struct start *start, const struct key *key)
{
    bool typed = key->name == KEY_TEXT || key->name == KEY_PASTED ||
                 key->name == KEY_BACKSPACE || key->name == KEY_CONTROL;
    size_t changes = start->typed.changes;
    return typed && edit_take_key(&start->typed, key) && start->typed.changes != changes;
}

/* Points, slashes and colons are in codes and addresses. */
static bool may_be_other(const char *typed)
{
    return strpbrk(typed, ".:/");
}

/* The last symbol of a reference is enough: nobody has to find Enter. A letter that is in
 * no reference is told at once, and not taken. */
static void key(struct screen *screen, const struct key *key)
{
    struct start *start = (struct start *)screen;
    struct reference_finding found;
    if (!take_key(start, key))
        return;
    complain_take(start, NULL);
    reference_examine(&found, start->typed.text);
    if (found.fault == REFERENCE_SOUND)
        look_up(start, found.symbols, false);
    else if (found.fault == REFERENCE_LONG || found.fault == REFERENCE_DOUBTFUL)
        complain_take(start, fault_words(start->typed.text));
    if (found.fault == REFERENCE_STRANGE && key->name == KEY_TEXT &&
        !may_be_other(start->typed.text)) {
        complain_take(start, fault_words(start->typed.text));
        edit_backspace(&start->typed);
    }
}

/* What was read is not shown: it may be somebody's card. */
static void scanned(struct screen *screen, const char *text)
{
    struct start *start = (struct start *)screen;
    edit_set(&start->typed, "");
    complain_take(start, NULL);
    if (!try_text(start, text))
        complain_take(start, memory_copy_text(
                                 strchr(text, '|')
                                     ? _("This is an identity card. Hold the QR code of "
                                         "the slip under the scanner.")
                                     : _("This is not the QR code of a slip.")));
}

static void clear(struct screen *screen)
{
    struct start *start = (struct start *)screen;
    edit_set(&start->typed, "");
    complain_take(start, NULL);
}

static bool has_typed(const struct screen *screen)
{
    return *((const struct start *)screen)->typed.text;
}

static void open_ask(struct screen *screen)
{
    clear(screen);
    alone_questions_open(screen->counter);
}

static void told(struct screen *screen, const struct news *news)
{
    struct start *start = (struct start *)screen;
    if (news->kind == NEWS_TRACKED && start->id && news->id == start->id)
        count_answer(start, news);
    else if (news->kind == NEWS_LANGUAGE && start->complaint)
        complain_take(start, *start->typed.text ? fault_words(start->typed.text) : NULL);
}

static bool at_rest(const struct screen *screen)
{
    return !has_typed(screen);
}

/* The next citizen begins as the first one did. */
static void anew(struct screen *screen)
{
    struct counter *counter = screen->counter;
    const struct news news = {.kind = NEWS_LANGUAGE};
    clear(screen);
    i18n_use(settings_text(counter->settings, KIOSK_LANGUAGE));
    typing_start(&counter->typing, counter->settings);
    term_forget();
    stack_tell(counter->stack, &news);
}

/* --- painting ------------------------------------------------------------------------
 */

static char *title(const struct screen *screen)
{
    (void)screen;
    return memory_copy_text(_("How far has your dossier come?"));
}

/* What was typed in the groups of the slip, with a line for each symbol to come. */
static void set_slots(char out[REFERENCE_GROUPED_ROOM],
                      const struct reference_finding *found)
{
    char symbols[REFERENCE_ROOM];
    memset(symbols, '_', SYMBOLS);
    symbols[SYMBOLS] = '\0';
    memcpy(symbols, found->symbols, found->count);
    reference_group(out, symbols);
}

/* The place of the symbol that comes next, hyphens counted. */
static int next_slot(const struct reference_finding *found)
{
    size_t at = found->count < SYMBOLS ? found->count : SYMBOLS - 1;
    return (int)(at + reference_group_of(at));
}

/* A part of the line in large letters, with the cursor in it if `at` is there. */
static void paint_part(int row, int columns, const char *text, int at)
{
    int rows =
        draw_large(row, MARGIN, columns - 2 * MARGIN, LARGE_ROWS, STYLE_STRONG, text);
    if (at >= 0 && at <= (int)strlen(text))
        term_cursor(row + rows - 1, MARGIN + at * (rows > 1 ? 6 : 2));
}

/* Anything else: a dossier code in two lines, broken behind a hyphen where that can be;
 * what is too long, or a scanner's address on its way, in small letters. */
static void paint_other(struct start *start, int row, int columns)
{
    enum { LINE_MOST = 12 };
    const char *text = start->typed.text;
    size_t size = strlen(text), split = size < LINE_MOST ? size : LINE_MOST;
    if (strspn(text, OF_CODES) < size || size > 2 * LINE_MOST) {
        draw_edit(row + 1, MARGIN, columns - 2 * MARGIN, &start->typed, &start->from);
        return;
    }
    if (size > LINE_MOST) {
        while (split > 0 && text[split - 1] != '-')
            split--;
        if (split == 0 || size - split > LINE_MOST)
            split = LINE_MOST;
    }
    char first[LINE_MOST + 1] = "";
    memcpy(first, text, split);
    paint_part(row, columns, first, size > split ? -1 : (int)split);
    if (size > split)
        paint_part(row + LARGE_ROWS + 1, columns, text + split, (int)(size - split));
}

static void paint_typed(struct start *start, int row, int columns)
{
    struct reference_finding found;
    char line[REFERENCE_GROUPED_ROOM], first[FIRST_LINE + 1] = "";
    reference_examine(&found, start->typed.text);
    if (found.fault == REFERENCE_STRANGE || strstr(start->typed.text, "://")) {
        paint_other(start, row, columns);
        return;
    }
    int at = next_slot(&found);
    set_slots(line, &found);
    memcpy(first, line, FIRST_LINE);
    paint_part(row, columns, first, at < FIRST_LINE ? at : -1);
    paint_part(row + LARGE_ROWS + 1, columns, line + FIRST_LINE, at - FIRST_LINE);
}

static void paint_help(const struct start *start, int row, int columns)
{
    const struct counter *counter = start->screen.counter;
    const char *hotline = settings_text(counter->settings, OFFICE_HOTLINE);
    int room = columns - 2 * MARGIN;
    if (start->complaint) {
        term_text(row, MARGIN, 1, STYLE_WRONG, "!");
        draw_wrapped(row, MARGIN + 2, room - 2, 3, STYLE_WRONG, start->complaint);
    } else {
        draw_wrapped(row, MARGIN, room, 2, STYLE_PLAIN,
                     may_be_other(start->typed.text)
                         ? _("Press Enter when the dossier code is whole.")
                         : _("Small letters will do, and hyphens need not be typed. It "
                             "is looked up by itself when it is whole."));
    }
    char *call = *hotline ? memory_format(_("No slip? Call the hotline %s."), hotline)
                          : memory_copy_text("");
    bool offline = counter->portal_known && !counter->portal_reachable;
    term_text(row + 3, MARGIN, room, offline ? STYLE_WARNING : STYLE_QUIET,
              offline ? _("! The portal cannot be reached just now.") : call);
    free(call);
}

static void paint(struct screen *screen, struct area area)
{
    struct start *start = (struct start *)screen;
    int room = area.columns - 2 * MARGIN;
    term_text(area.row + 1, MARGIN, room, STYLE_PLAIN,
              _("Hold the QR code of the slip under the scanner, if there is one here,"));
    term_text(area.row + 2, MARGIN, room, STYLE_STRONG,
              _("or type the reference that stands beside the QR code:"));
    paint_typed(start, area.row + 4, area.columns);
    paint_help(start, area.row + 14, area.columns);
}

static void close_start(struct screen *screen)
{
    struct start *start = (struct start *)screen;
    edit_free(&start->typed);
    memory_free_text(&start->complaint);
}

static const struct action ACTIONS[] = {
    {KEY_ENTER, 0, "Enter", N_("look it up"), has_typed, enter},
    {KEY_ESCAPE, 0, "Esc", N_("clear"), has_typed, clear},
    {KEY_F1, 0, "F1", N_("ask about procedures"), NULL, open_ask},
    {0},
};

const struct screen_kind ALONE_START_SCREEN = {
    .name = "start alone",
    .size = sizeof(struct start),
    .actions = ACTIONS,
    .title = title,
    .paint = paint,
    .key = key,
    .scanned = scanned,
    .told = told,
    .shown = clear,
    .at_rest = at_rest,
    .anew = anew,
    .close = close_start,
};

void alone_start_open(struct counter *counter)
{
    struct start *start = screen_create(&ALONE_START_SCREEN, counter);
    edit_init(&start->typed, TYPED_LIMIT, false);
    screen_push(&start->screen);
}
