/* SPDX-License-Identifier: MIT */
/*
 * QR codes: text to a square of modules, level M, and that square in half blocks for a
 * terminal. Two modules stand in one cell, so a code is half as many rows as columns.
 *
 * On the 80x25 screen, QR_SCREEN_BYTES bytes are the most: version 5, 37 modules and the
 * quiet zone of 4 on each side, 45 columns by 23 rows, of which a screen with a header
 * and a footer leaves out some of the quiet zone. On paper QR_MOST_BYTES.
 */
#ifndef QR_QR_H
#define QR_QR_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#define QR_SCREEN_BYTES 84
#define QR_MOST_BYTES   500
#define QR_QUIET        4 /* modules of blank that the standard asks for around a code */

struct qr;

/* Encodes the bytes of `text` as they are. NULL and an error where it is empty or longer
 * than QR_MOST_BYTES. */
struct qr *qr_create(const char *text, struct error *err);
void qr_free(struct qr **qr);

int qr_side(const struct qr *qr); /* modules, without the quiet zone: 21, 25, 29, … */
/* Is the module dark? Anything outside the square is quiet zone, and light. */
bool qr_is_dark(const struct qr *qr, int x, int y);

/* What a terminal shows in one cell: the upper and the lower module. */
enum qr_cell {
    QR_CELL_LIGHT,
    QR_CELL_UPPER, /* the upper module is dark */
    QR_CELL_LOWER,
    QR_CELL_DARK,
};

/* Size in cells, quiet zone included; the cell at a column and row of that. The half row
 * that is left over at the end of an odd square is light. */
int qr_columns(const struct qr *qr);
int qr_rows(const struct qr *qr);
enum qr_cell qr_cell_at(const struct qr *qr, int column, int row);

/* The character for a cell: " ", "▀", "▄" or "█". What is dark is drawn, for black on
 * white (paper, a light terminal); `inverse` draws what is light, for light letters on a
 * dark screen. */
const char *qr_cell_text(enum qr_cell cell, bool inverse);

/* All rows, each ended by '\n', dark modules drawn. False where `out` is too small. */
bool qr_to_text(const struct qr *qr, struct buffer *out);

#endif
