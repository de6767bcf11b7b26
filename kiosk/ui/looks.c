/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/looks.h"

#include <curses.h>
#include <stdlib.h>

enum colour {
    OWN = -1, /* the terminal's own */
    BLACK = COLOR_BLACK,
    RED = COLOR_RED,
    GREEN = COLOR_GREEN,
    YELLOW = COLOR_YELLOW,
    CYAN = COLOR_CYAN,
    WHITE = COLOR_WHITE
};

struct look {
    attr_t attributes;
    enum colour fore, back;
};

static const struct look LOOKS[][STYLE_COUNT] =
    {
        [THEME_NORMAL] =
            {
                [STYLE_PLAIN] = {A_NORMAL, OWN, OWN},
                [STYLE_STRONG] = {A_BOLD, OWN, OWN},
                [STYLE_QUIET] = {A_NORMAL, CYAN, OWN},
                [STYLE_HEADER] = {A_BOLD, OWN, OWN},
                [STYLE_TRAINING] = {A_REVERSE | A_BOLD, YELLOW, BLACK},
                [STYLE_KEY] = {A_BOLD, CYAN, OWN},
                [STYLE_FOCUS] = {A_REVERSE, OWN, OWN},
                [STYLE_WRONG] = {A_BOLD, RED, OWN},
                [STYLE_GOOD] = {A_BOLD, GREEN, OWN},
                [STYLE_WARNING] = {A_BOLD, YELLOW, OWN},
                [STYLE_BLACK_ON_WHITE] = {A_NORMAL, BLACK, WHITE},
                [STYLE_WHITE_ON_BLACK] = {A_NORMAL, WHITE, BLACK},
            },
        /* Never bold on reverse: black and bold is grey on many a terminal. */
        [THEME_CONTRAST] =
            {
                [STYLE_PLAIN] = {A_NORMAL, WHITE, BLACK},
                [STYLE_STRONG] = {A_BOLD, WHITE, BLACK},
                [STYLE_QUIET] = {A_NORMAL, WHITE, BLACK},
                [STYLE_HEADER] = {A_REVERSE, WHITE, BLACK},
                [STYLE_TRAINING] = {A_REVERSE, WHITE, BLACK},
                [STYLE_KEY] = {A_REVERSE, WHITE, BLACK},
                [STYLE_FOCUS] = {A_REVERSE, WHITE, BLACK},
                [STYLE_WRONG] = {A_BOLD | A_UNDERLINE, WHITE, BLACK},
                [STYLE_GOOD] = {A_BOLD, WHITE, BLACK},
                [STYLE_WARNING] = {A_BOLD, WHITE, BLACK},
                [STYLE_BLACK_ON_WHITE] = {A_NORMAL, BLACK, WHITE},
                [STYLE_WHITE_ON_BLACK] = {A_NORMAL, WHITE, BLACK},
            },
};

static enum theme theme;
static bool coloured;       /* every style may have colours */
static bool black_on_white; /* QR codes may */

/* Black and white that no palette has made grey, where there are so many colours. */
static short number_of(enum colour colour)
{
    if (colour == WHITE)
        return COLORS >= 256 ? 231 : COLORS >= 16 ? 15 : COLOR_WHITE;
    if (colour == BLACK && COLORS >= 256)
        return 16;
    return (short)colour;
}

static bool has_colours(enum style style)
{
    bool is_code = style == STYLE_BLACK_ON_WHITE || style == STYLE_WHITE_ON_BLACK;
    return coloured || (is_code && black_on_white);
}

void looks_start(enum theme wanted)
{
    black_on_white = has_colors() && start_color() == OK;
    coloured = black_on_white && !getenv("NO_COLOR");
    looks_use(wanted);
}

void looks_use(enum theme wanted)
{
    theme = wanted;
    bool own = black_on_white && use_default_colors() == OK;
    for (int style = 0; black_on_white && style < STYLE_COUNT; style++) {
        short fore = number_of(LOOKS[theme][style].fore);
        short back = number_of(LOOKS[theme][style].back);
        init_pair((short)(style + 1), !own && fore < 0 ? COLOR_WHITE : fore,
                  !own && back < 0 ? COLOR_BLACK : back);
    }
    bool all_black = coloured && theme == THEME_CONTRAST;
    bkgdset(all_black ? (chtype)(' ' | COLOR_PAIR(STYLE_PLAIN + 1)) : ' ');
}

enum theme looks_theme(void)
{
    return theme;
}

/* Without colours a QR code is reverse: a screen that has none is dark. */
static attr_t attributes_of(enum style style)
{
    if (style == STYLE_BLACK_ON_WHITE && !has_colours(style))
        return A_REVERSE;
    return LOOKS[theme][style].attributes;
}

/* Without colours of its own it is the terminal's pair, which takes no bytes to leave. */
void looks_take(enum style style)
{
    const struct look *look = &LOOKS[theme][style];
    bool own = has_colours(style) && (look->fore != OWN || look->back != OWN);
    attr_set(attributes_of(style), own ? (short)(style + 1) : 0, NULL);
}
