/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/term.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ui/terminfo.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* How each style looks; the attributes say enough without the colours. */
struct look {
    attr_t attributes;
    short foreground, background; /* -1: the terminal's own */
};

static const struct look LOOKS[STYLE_COUNT] = {
    [STYLE_PLAIN] = {A_NORMAL, -1, -1},
    [STYLE_STRONG] = {A_BOLD, -1, -1},
    [STYLE_QUIET] = {A_NORMAL, COLOR_CYAN, -1},
    [STYLE_HEADER] = {A_BOLD, -1, -1},
    [STYLE_TRAINING] = {A_REVERSE | A_BOLD, COLOR_YELLOW, COLOR_BLACK},
    [STYLE_KEY] = {A_BOLD, COLOR_CYAN, -1},
    [STYLE_FOCUS] = {A_REVERSE, -1, -1},
    [STYLE_WRONG] = {A_BOLD, COLOR_RED, -1},
    [STYLE_GOOD] = {A_BOLD, COLOR_GREEN, -1},
    [STYLE_WARNING] = {A_BOLD, COLOR_YELLOW, -1},
    [STYLE_BLACK_ON_WHITE] = {A_NORMAL, COLOR_BLACK, COLOR_WHITE},
};

static SCREEN *screen;
static bool coloured;
static int cursor_row = -1, cursor_column;

/* Bracketed paste on and off; the scrollback of xterm and the Linux console emptied. */
static const char PASTE_ON[] = "\033[?2004h", PASTE_OFF[] = "\033[?2004l",
                  FORGET[] = "\033[3J";

static void send_raw(const char *bytes)
{
    ssize_t done = write(STDOUT_FILENO, bytes, strlen(bytes));
    (void)done; /* a terminal that is gone is told by its hang-up */
}

static void start_colours(void)
{
    coloured = has_colors() && start_color() == OK && !getenv("NO_COLOR");
    if (!coloured)
        return;
    bool own = use_default_colors() == OK;
    for (int style = 0; style < STYLE_COUNT; style++) {
        short fore = LOOKS[style].foreground, back = LOOKS[style].background;
        init_pair((short)(style + 1), !own && fore < 0 ? COLOR_WHITE : fore,
                  !own && back < 0 ? COLOR_BLACK : back);
    }
}

bool term_open(struct error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, _("This program needs a terminal to run in."));
    const char *name = getenv("TERM");
    if (!terminfo_places_cursor() || !(screen = newterm(NULL, stdout, stdin)))
        return error_set(err,
                         _("The terminal %s is not known or cannot place the cursor; "
                           "set TERM to what it is, for example linux or xterm."),
                         name && *name ? name : "?");
    raw();
    noecho();
    nonl();
    typeahead(-1);
    leaveok(stdscr, FALSE);
    start_colours();
    term_resized();
    send_raw(PASTE_ON);
    error_on_death(term_close);
    return true;
}

void term_close(void)
{
    if (!screen)
        return;
    send_raw(PASTE_OFF);
    erase();
    refresh();
    endwin();
    delscreen(screen);
    screen = NULL;
}

int term_input(void)
{
    return STDIN_FILENO;
}

void term_size(int *rows, int *columns)
{
    *rows = LINES;
    *columns = COLS;
}

void term_resized(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resizeterm(size.ws_row, size.ws_col);
}

void term_begin(void)
{
    cursor_row = -1;
    erase();
}

/* Without colours of its own it is the terminal's pair, which takes no bytes to leave. */
static void use_style(enum style style)
{
    const struct look *look = &LOOKS[style];
    bool own = coloured && (look->foreground >= 0 || look->background >= 0);
    attr_set(look->attributes, own ? (short)(style + 1) : 0, NULL);
}

int term_text(int row, int column, int columns, enum style style, const char *text)
{
    int rows, width, used = 0;
    term_size(&rows, &width);
    if (columns > width - column)
        columns = width - column;
    if (row < 0 || row >= rows || column < 0 || columns <= 0)
        return 0;
    use_style(style);
    move(row, column);
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        if (!utf8_is_showable(c))
            c = c == '\n' || c == '\t' ? ' ' : UTF8_REPLACEMENT;
        int w = utf8_width(c);
        if (used + w > columns)
            break;
        if (used == 0 && w == 0)
            continue; /* a mark with nothing to stand on */
        wchar_t one[2] = {(wchar_t)c, 0};
        addnwstr(one, 1);
        used += w;
    }
    return used;
}

void term_fill(int row, int column, int columns, enum style style)
{
    use_style(style);
    for (int i = 0; i < columns && column + i < COLS && row >= 0 && row < LINES; i++)
        mvaddch(row, column + i, ' ');
}

void term_rule(int row)
{
    use_style(STYLE_PLAIN);
    mvhline_set(row, 0, WACS_HLINE, COLS);
}

void term_cursor(int row, int column)
{
    cursor_row = row;
    cursor_column = column;
}

void term_end(void)
{
    curs_set(cursor_row >= 0);
    if (cursor_row >= 0 && cursor_row < LINES && cursor_column < COLS)
        move(cursor_row, cursor_column);
    refresh();
}

void term_repaint(void)
{
    clearok(curscr, TRUE);
}

void term_forget(void)
{
    send_raw(FORGET);
    term_repaint();
}
