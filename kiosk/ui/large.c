/* SPDX-License-Identifier: MIT */
#include "kiosk/ui/large.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <string.h>

enum { LETTER_DOTS = 7, LETTER_COLUMNS = 5, MARK_DOTS = 2, APART = 1, BLANK_COLUMNS = 3 };

/* --- the drawings --------------------------------------------------------------------
 */

/* So many letters side by side, five columns each and one between them. */
static const struct sheet {
    const char *letters;
    const char *dots[LETTER_DOTS];
} SHEETS[] = {
    {"ABCDEFGHIJKL",
     {".###. ####. .#### ####. ##### ##### .#### #...# .###. ..### #...# #....",
      "#...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #..#. #....",
      "#...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #....",
      "##### ####. #.... #...# ####. ####. #..## ##### ..#.. ...#. ##... #....",
      "#...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #....",
      "#...# #...# #.... #...# #.... #.... #...# #...# ..#.. #..#. #..#. #....",
      "#...# ####. .#### ####. ##### #.... .#### #...# .###. .##.. #...# #####"}},
    {"MNOPQRSTUVWX",
     {"#...# #...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...#",
      "##.## ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# #...#",
      "#.#.# #.#.# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#.",
      "#.#.# #..## #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#..",
      "#...# #...# #...# #.... #.#.# #.#.. ....# ..#.. #...# .#.#. #.#.# .#.#.",
      "#...# #...# #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## #...#",
      "#...# #...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...#"}},
    {"YZĐ012345678",
     {"#...# ##### .###. .###. ..#.. .###. ##### ...#. ##### .###. ##### .###.",
      "#...# ....# .#..# #...# .##.. #...# ....# ..##. #.... #.... ....# #...#",
      ".#.#. ...#. .#..# #..## ..#.. ....# ...#. .#.#. ####. #.... ...#. #...#",
      "..#.. ..#.. ###.# #.#.# ..#.. ...#. ..##. #..#. ....# ####. ..#.. .###.",
      "..#.. .#... .#..# ##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...#",
      "..#.. #.... .#..# #...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...#",
      "..#.. ##### .###. .###. .###. ##### .###. ...#. .###. .###. ..#.. .###."}},
    {"9/-.:_?!",
     {".###. ....# ..... ..... ..... ..... .###. ..#..",
      "#...# ....# ..... ..... ..#.. ..... #...# ..#..",
      "#...# ...#. ..... ..... ..#.. ..... ....# ..#..",
      ".#### ..#.. .###. ..... ..... ..... ...#. ..#..",
      "....# .#... ..... ..... ..#.. ..... ..#.. ..#..",
      "....# #.... ..... ..##. ..#.. ..... ..... .....",
      ".###. #.... ..... ..##. ..... ##### ..#.. ..#.."}},
};

/* Above the letter. A tone on a letter that has a hat stands beside the hat. */
static const struct mark {
    unsigned tone; /* the combining mark */
    const char *alone[MARK_DOTS], *beside[MARK_DOTS];
} TONES[] = {
    {0x0300, {".#...", "..#.."}, {"....#..", ".....#."}},
    {0x0301, {"...#.", "..#.."}, {".....#.", "....#.."}},
    {0x0303, {".#..#", "#.##."}, {"....#.#", "...#.#."}},
    {0x0309, {"..##.", "..#.."}, {"....##.", "....#.."}},
};
static const unsigned DOT_BELOW = 0x0323;

/* What makes another letter of the Latin one: hat, bowl, and horn, which goes on to the
 * right of the letter's first rows. */
static const struct hat {
    unsigned letter, base;
    const char *above[MARK_DOTS], *with_tone[MARK_DOTS];
    bool horn;
} HATS[] = {
    {0x00C2, 'A', {"..#..", ".#.#."}, {".#...", "#.#.."}, false},
    {0x00CA, 'E', {"..#..", ".#.#."}, {".#...", "#.#.."}, false},
    {0x00D4, 'O', {"..#..", ".#.#."}, {".#...", "#.#.."}, false},
    {0x0102, 'A', {".#.#.", "..#.."}, {"#.#..", ".#..."}, false},
    {0x01A0, 'O', {NULL}, {NULL}, true},
    {0x01AF, 'U', {NULL}, {NULL}, true},
};

/* --- setting -------------------------------------------------------------------------
 */

/* A letter taken apart. */
struct parts {
    const struct sheet *sheet; /* NULL: a blank */
    int place;                 /* in the sheet */
    const struct hat *hat;
    const struct mark *tone;
    bool dot_below;
};

static bool find_drawing(struct parts *parts, uint32_t c)
{
    for (size_t i = 0; i < sizeof(SHEETS) / sizeof(SHEETS[0]); i++) {
        const char *letters = SHEETS[i].letters;
        size_t size = strlen(letters);
        uint32_t drawn;
        parts->place = 0;
        for (size_t at = 0; at < size; parts->place++) {
            at += utf8_read(letters + at, size - at, &drawn);
            if (drawn == c) {
                parts->sheet = &SHEETS[i];
                return true;
            }
        }
    }
    return c == ' ';
}

static bool take_apart(struct parts *parts, uint32_t c)
{
    uint32_t tone;
    *parts = (struct parts){0};
    c = viet_take_tone(c, &tone);
    for (size_t i = 0; i < sizeof(HATS) / sizeof(HATS[0]); i++) {
        if (HATS[i].letter == c)
            parts->hat = &HATS[i];
    }
    for (size_t i = 0; i < sizeof(TONES) / sizeof(TONES[0]); i++) {
        if (TONES[i].tone == tone)
            parts->tone = &TONES[i];
    }
    parts->dot_below = tone == DOT_BELOW;
    return find_drawing(parts, parts->hat ? parts->hat->base : c);
}

/* Marks `columns` of a row in the picture from `column` on. */
static void put_row(struct large *large, int dot, int column, const char *dots,
                    int columns)
{
    for (int i = 0; i < columns && dots[i]; i++)
        large->dots[dot][column + i] |= dots[i] == '#';
}

static bool has_hat(const struct parts *parts)
{
    return parts->hat && !parts->hat->horn;
}

static bool has_marks_above(const struct parts *parts)
{
    return parts->tone || has_hat(parts);
}

static int width_of(const struct parts *parts)
{
    if (!parts->sheet)
        return BLANK_COLUMNS;
    bool wide = (parts->hat && parts->hat->horn) || (has_hat(parts) && parts->tone);
    return LETTER_COLUMNS + (wide ? 2 : 0);
}

/* `first` is the row of dots in which letters begin; marks stand above it. */
static void put_letter(struct large *large, const struct parts *parts, int first,
                       int column)
{
    if (!parts->sheet)
        return;
    for (int dot = 0; dot < LETTER_DOTS; dot++)
        put_row(large, first + dot, column,
                parts->sheet->dots[dot] + parts->place * (LETTER_COLUMNS + 1),
                LETTER_COLUMNS);
    for (int dot = 0; dot < MARK_DOTS; dot++) {
        int above = first - APART - MARK_DOTS + dot;
        if (has_hat(parts))
            put_row(large, above, column,
                    parts->tone ? parts->hat->with_tone[dot] : parts->hat->above[dot],
                    LETTER_COLUMNS + 2);
        if (parts->tone)
            put_row(large, above, column,
                    has_hat(parts) ? parts->tone->beside[dot] : parts->tone->alone[dot],
                    LETTER_COLUMNS + 2);
    }
    if (parts->hat && parts->hat->horn) {
        put_row(large, first, column + LETTER_COLUMNS, ".#", 2);
        put_row(large, first + 1, column + LETTER_COLUMNS, "#.", 2);
    }
    if (parts->dot_below)
        put_row(large, first + LETTER_DOTS + APART, column, "..#..", LETTER_COLUMNS);
}

/* Calls for each letter's parts; false where one has no drawing. */
static bool measure(struct large *large, const char *text, bool *above, bool *below)
{
    size_t size = strlen(text);
    struct parts parts;
    uint32_t c;
    for (size_t at = 0; at < size;) {
        at += utf8_read(text + at, size - at, &c);
        if (!take_apart(&parts, c))
            return false;
        *above |= has_marks_above(&parts);
        *below |= parts.dot_below;
        large->columns += width_of(&parts) + (at < size ? APART : 0);
        if (large->columns > LARGE_WIDTH_MOST)
            return false;
    }
    return true;
}

static void put_letters(struct large *large, const char *text, int first)
{
    size_t size = strlen(text);
    struct parts parts;
    uint32_t c;
    int column = 0;
    for (size_t at = 0; at < size;) {
        at += utf8_read(text + at, size - at, &c);
        take_apart(&parts, c);
        put_letter(large, &parts, first, column);
        column += width_of(&parts) + APART;
    }
}

bool large_set(struct large *large, const char *text)
{
    bool above = false, below = false;
    memset(large, 0, sizeof(*large));
    char *capitals = viet_capitals(text);
    bool fine = measure(large, capitals, &above, &below);
    int first = above ? MARK_DOTS + APART : 0;
    int dots = first + LETTER_DOTS + (below ? APART + 1 : 0);
    large->rows = (dots + 1) / 2;
    if (fine)
        put_letters(large, capitals, first);
    memory_free_text(&capitals);
    return fine;
}

const char *large_cell(const struct large *large, int row, int column)
{
    static const char *const CELLS[2][2] = {{" ", "▄"}, {"▀", "█"}};
    return CELLS[large->dots[2 * row][column]][large->dots[2 * row + 1][column]];
}
