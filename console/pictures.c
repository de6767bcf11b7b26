/* SPDX-License-Identifier: MIT */
#include "console/pictures.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"

#include <string.h>

struct picture {
    uint32_t character;
    uint32_t spare;   /* the letter whose place it takes */
    int top;          /* rows of nothing above */
    const char *dots; /* row after row */
};

/* A VGA card in text mode draws nine dots and joins the glyphs 192 to 223 only: the half
 * blocks take the places of an accent and a cedilla there, so that a QR code has no gaps.
 * The last six are letters of Ê Đê, Gia Rai, Mnông and their neighbours. */
static const struct picture PICTURES[] = {
    {0x2580, 0x00B4, 0, /* ▀ */
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"},
    {0x2584, 0x00B8, 8, /* ▄ */
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"
     "########"},
    {0x20AB, 0x1E02, 3, /* ₫ */
     "......#."
     "....####"
     "......#."
     "..###.#."
     ".#...##."
     ".#....#."
     ".#....#."
     ".#...##."
     "..###.#."
     "........"
     ".######."},
    {0x2713, 0x1E03, 5, /* ✓ */
     ".......#"
     "......#."
     "......#."
     ".....#.."
     ".#...#.."
     ".#..#..."
     "..#.#..."
     "..##...."
     "...#...."},
    {0x25CF, 0x1E0A, 5, /* ● */
     "..####.."
     ".######."
     "########"
     "########"
     "########"
     "########"
     ".######."
     "..####.."},
    {0x25CB, 0x1E0B, 5, /* ○ */
     "..####.."
     ".#....#."
     "#......#"
     "#......#"
     "#......#"
     "#......#"
     ".#....#."
     "..####.."},
    {0x25B2, 0x1E0C, 5, /* ▲ */
     "...##..."
     "...##..."
     "..####.."
     "..####.."
     ".######."
     ".######."
     "########"
     "########"},
    {0x25BC, 0x1E0D, 5, /* ▼ */
     "########"
     "########"
     ".######."
     ".######."
     "..####.."
     "..####.."
     "...##..."
     "...##..."},
    {0x25B8, 0x1E1E, 5, /* ▸ */
     ".##....."
     ".####..."
     ".######."
     ".#######"
     ".######."
     ".####..."
     ".##....."},
    {0x25BE, 0x1E1F, 7, /* ▾ */
     "#######."
     "#######."
     ".#####.."
     "..###..."
     "...#...."},
    {0x25AA, 0x1E36, 8, /* ▪ */
     "..####.."
     "..####.."
     "..####.."
     "..####.."},
    {0x0180, 0x1E24, 3, /* ƀ */
     ".#......"
     "####...."
     ".#......"
     ".#.###.."
     ".##...#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".##...#."
     ".#.###.."},
    {0x0243, 0x1E25, 4, /* Ƀ */
     ".#####.."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#####.."
     ".#....#."
     "####..#."
     ".#....#."
     ".#....#."
     ".#####.."},
    {0x012C, 0x1E30, 0, /* Ĭ */
     ".#....#."
     ".#....#."
     "..####.."
     "........"
     "..#####."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "..#####."},
    {0x012D, 0x1E31, 1, /* ĭ */
     ".#....#."
     ".#....#."
     "..####.."
     "........"
     "........"
     "...##..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "....#..."
     "..#####."},
    {0x014E, 0x1E32, 0, /* Ŏ */
     ".#....#."
     ".#....#."
     "..####.."
     "........"
     "..####.."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     "..####.."},
    {0x014F, 0x1E33, 1, /* ŏ */
     ".#....#."
     ".#....#."
     "..####.."
     "........"
     "........"
     "..####.."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     ".#....#."
     "..####.."},
};

static const char LETTERS[] =
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ";

enum { WIPER = 32, COLUMNS = 8 };

static bool is_blank(const unsigned char *dots)
{
    static const unsigned char NOTHING[FONT_ROWS];
    return memcmp(dots, NOTHING, FONT_ROWS) == 0;
}

static bool has_letters(const struct font *font, struct error *err)
{
    for (size_t at = 0; at < sizeof(LETTERS) - 1;) {
        uint32_t letter;
        size_t size = utf8_read(LETTERS + at, sizeof(LETTERS) - 1 - at, &letter);
        if (font_slot(font, letter) < 0)
            return error_set(err,
                             _("the font lacks the letter %.*s; it takes a "
                               "Vietnamese one."),
                             (int)size, LETTERS + at);
        at += size;
    }
    if (font_slot(font, ' ') != WIPER || !is_blank(font->dots[WIPER]))
        return error_set(err, _("glyph 32 of the font is not the blank."));
    return true;
}

static void draw(const struct picture *picture, unsigned char rows[FONT_ROWS])
{
    memset(rows, 0, FONT_ROWS);
    for (int dot = 0; picture->dots[dot]; dot++) {
        if (picture->dots[dot] == '#')
            rows[picture->top + dot / COLUMNS] |= 0x80u >> dot % COLUMNS;
    }
}

bool pictures_put(struct font *font, struct error *err)
{
    if (!has_letters(font, err))
        return false;
    for (size_t i = 0; i < sizeof(PICTURES) / sizeof(PICTURES[0]); i++) {
        const struct picture *picture = &PICTURES[i];
        unsigned char rows[FONT_ROWS];
        draw(picture, rows);
        if (!font_has_own(font, picture->character) &&
            !font_put(font, picture->character, picture->spare, rows))
            return error_set(err, _("the font has no place for U+%04X."),
                             (unsigned)picture->character);
    }
    return true;
}
