/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/term.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/ui/fall.h"
#include "kiosk/ui/looks.h"
#include "kiosk/ui/terminfo.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static SCREEN *screen;
static struct glyphs glyphs;
static enum glyphs_wish wished;
static bool asked; /* where the cursor is */
static int cursor_row = -1, cursor_column;

/* Bracketed paste on and off; the scrollback of xterm and the Linux console emptied. */
static const char PASTE_ON[] = "\033[?2004h", PASTE_OFF[] = "\033[?2004l",
                  FORGET[] = "\033[3J";
/* The Linux console made to read UTF-8. */
static const char UTF8_ON[] = "\033%G";
/* U+1EA1 and "where is the cursor?": a terminal that takes bytes for characters has gone
 * three columns. In the second row, for Alt-F3 sends what would be an answer from the
 * first. None of the three bytes is a control where they are taken one by one. */
static const char QUESTION[] = "\033[2;1H\341\272\241\033[6n\r\033[K\033[H";
/* Ends what a terminal that does not read UTF-8 may have taken for a long control. */
static const char END_CONTROLS[] = "\030\033\\";

static void send_raw(const char *bytes)
{
    ssize_t done = write(STDOUT_FILENO, bytes, strlen(bytes));
    (void)done; /* a terminal that is gone is told by its hang-up */
}

/* Neither waits for an answer, and the first screen is on its way before one can come. */
static void ask(enum glyphs_wish wish, bool reports_cursor)
{
    refresh(); /* from here on it is the program's own screen */
    if (glyphs.is_linux)
        send_raw(UTF8_ON);
    asked = wish != GLYPHS_FULL && reports_cursor && !glyphs.is_linux;
    if (asked)
        send_raw(QUESTION);
}

bool term_open(enum glyphs_wish wish, enum theme theme, struct error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, _("This program needs a terminal to run in."));
    const char *name = getenv("TERM");
    fall_guard(STDOUT_FILENO);
    struct terminfo facts = terminfo_look();
    if (!facts.places_cursor || !(screen = newterm(NULL, stdout, stdin)))
        return error_set(err,
                         _("The terminal %s is not known or cannot place the cursor; "
                           "set TERM to what it is, for example linux or xterm."),
                         name && *name ? name : "?");
    raw();
    noecho();
    nonl();
    typeahead(-1);
    leaveok(stdscr, FALSE);
    looks_start(theme);
    wished = wish;
    term_resized();
    ask(wish, facts.reports_cursor);
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
    fall_unguard();
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
    glyphs_look(&glyphs, wished, STDOUT_FILENO, getenv("TERM"));
}

bool term_shows(const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        if (!glyphs_has(&glyphs, c))
            return false;
    }
    return true;
}

bool term_told_column(uint32_t column)
{
    bool was_asked = asked;
    asked = false;
    if (!was_asked || column <= 2)
        return false;
    glyphs_no_utf8(&glyphs);
    send_raw(END_CONTROLS);
    term_repaint();
    return true;
}

void term_change_theme(void)
{
    looks_use(looks_theme() == THEME_NORMAL ? THEME_CONTRAST : THEME_NORMAL);
    term_repaint();
}

void term_begin(void)
{
    cursor_row = -1;
    erase();
}

/* Draws a character that is `width` wide. */
static void put(uint32_t c, int width)
{
    wchar_t text[3] = {(wchar_t)glyphs_shown(&glyphs, c)};
    if (width == 2 && text[0] != (wchar_t)c)
        text[1] = text[0]; /* a stand-in is narrow */
    addnwstr(text, -1);
}

/* Draws as much of the text as fits; returns the columns it took. */
static int put_text(const char *text, int columns)
{
    int used = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        if (!utf8_is_showable(c))
            c = c == '\n' || c == '\t' ? ' ' : UTF8_REPLACEMENT;
        int w = utf8_width(c);
        if (used + w > columns)
            break;
        if (w == 0 && (used == 0 || !glyphs_has(&glyphs, c)))
            continue; /* a mark with nothing to stand on, or that would stand alone */
        put(c, w);
        used += w;
    }
    return used;
}

int term_text(int row, int column, int columns, enum style style, const char *text)
{
    int rows, width;
    term_size(&rows, &width);
    if (columns > width - column)
        columns = width - column;
    if (row < 0 || row >= rows || column < 0 || columns <= 0)
        return 0;
    looks_take(style);
    move(row, column);
    if (glyphs.all)
        return put_text(text, columns);
    char *composed = viet_compose(text);
    int used = put_text(composed, columns);
    memory_free_text(&composed);
    return used;
}

void term_fill(int row, int column, int columns, enum style style)
{
    looks_take(style);
    for (int i = 0; i < columns && column + i < COLS && row >= 0 && row < LINES; i++)
        mvaddch(row, column + i, ' ');
}

void term_rule(int row)
{
    cchar_t line;
    const wchar_t text[2] = {(wchar_t)glyphs_shown(&glyphs, 0x2500)};
    looks_take(STYLE_PLAIN);
    setcchar(&line, text, A_NORMAL, 0, NULL);
    mvhline_set(row, 0, &line, COLS);
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
