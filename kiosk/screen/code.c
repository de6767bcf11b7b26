/* SPDX-License-Identifier: MIT */
#include "kiosk/screen/code.h"

/* The standard asks for QR_QUIET modules of light around a code. Above and below, readers
 * do with less where a screen has no more rows. */
enum { LEAST_ABOVE = 1, LEAST_SPARE = 3 };

bool code_measure(struct code *code, const struct qr *qr, int rows, int columns)
{
    bool blanks = !term_shows("▀▄█");
    int side = qr_side(qr);
    int spare = (blanks ? rows : 2 * rows) - side;
    int above = spare / 2 < QR_QUIET ? spare / 2 : QR_QUIET;
    *code = (struct code){.qr = qr, .blanks = blanks, .above = above};
    code->rows = blanks ? side + 2 * above : (side + 2 * above + 1) / 2;
    code->columns = (side + 2 * QR_QUIET) * (blanks ? 2 : 1);
    return spare >= LEAST_SPARE && code->columns <= columns;
}

static void paint_blanks(const struct code *code, int row, int column)
{
    for (int y = 0; y < code->rows; y++) {
        for (int x = 0; x < code->columns / 2; x++) {
            bool dark = qr_is_dark(code->qr, x - QR_QUIET, y - code->above);
            term_fill(row + y, column + 2 * x, 2,
                      dark ? STYLE_WHITE_ON_BLACK : STYLE_BLACK_ON_WHITE);
        }
    }
}

static void paint_half_blocks(const struct code *code, int row, int column)
{
    static const char *const SHAPES[2][2] = {{" ", "▄"}, {"▀", "█"}};
    for (int y = 0; y < code->rows; y++) {
        for (int x = 0; x < code->columns; x++) {
            bool upper = qr_is_dark(code->qr, x - QR_QUIET, 2 * y - code->above);
            bool lower = qr_is_dark(code->qr, x - QR_QUIET, 2 * y + 1 - code->above);
            term_text(row + y, column + x, 1, STYLE_BLACK_ON_WHITE, SHAPES[upper][lower]);
        }
    }
}

void code_paint(const struct code *code, int row, int column)
{
    if (code->blanks)
        paint_blanks(code, row, column);
    else
        paint_half_blocks(code, row, column);
}
