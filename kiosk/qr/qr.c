/* SPDX-License-Identifier: MIT */
/* QR codes through libqrencode: the only file that knows the library. */
#include "kiosk/qr/qr.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

struct qr {
    QRcode *code;
};

struct qr *qr_create(const char *text, struct error *err)
{
    size_t size = strlen(text);
    if (size == 0 || size > QR_MOST_BYTES) {
        error_set(err, _("A QR code holds 1 to %d bytes; these are %zu."), QR_MOST_BYTES,
                  size);
        return NULL;
    }
    /* Byte mode throughout: a reader then gives back exactly these bytes. */
    QRcode *code =
        QRcode_encodeData((int)size, (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (code == NULL)
        error_die("qr: %zu bytes could not be encoded", size);
    struct qr *qr = memory_alloc(sizeof *qr);
    qr->code = code;
    return qr;
}

void qr_free(struct qr **qr)
{
    if (*qr == NULL)
        return;
    QRcode_free((*qr)->code);
    free(*qr);
    *qr = NULL;
}

int qr_side(const struct qr *qr)
{
    return qr->code->width;
}

bool qr_is_dark(const struct qr *qr, int x, int y)
{
    int side = qr->code->width;
    if (x < 0 || y < 0 || x >= side || y >= side)
        return false;
    return qr->code->data[y * side + x] & 1;
}

int qr_columns(const struct qr *qr)
{
    return qr->code->width + 2 * QR_QUIET;
}

int qr_rows(const struct qr *qr)
{
    return (qr_columns(qr) + 1) / 2;
}

enum qr_cell qr_cell_at(const struct qr *qr, int column, int row)
{
    int x = column - QR_QUIET;
    int y = row * 2 - QR_QUIET;
    int upper = qr_is_dark(qr, x, y) ? QR_CELL_UPPER : 0;
    int lower = qr_is_dark(qr, x, y + 1) ? QR_CELL_LOWER : 0;
    return upper | lower;
}

const char *qr_cell_text(enum qr_cell cell, bool inverse)
{
    static const char *const shapes[] = {
        [QR_CELL_LIGHT] = " ",
        [QR_CELL_UPPER] = "▀",
        [QR_CELL_LOWER] = "▄",
        [QR_CELL_DARK] = "█",
    };
    return shapes[inverse ? QR_CELL_DARK - cell : cell];
}

bool qr_to_text(const struct qr *qr, struct buffer *out)
{
    for (int row = 0; row < qr_rows(qr); row++) {
        for (int column = 0; column < qr_columns(qr); column++)
            buffer_add_text(out, qr_cell_text(qr_cell_at(qr, column, row), false));
        buffer_add_text(out, "\n");
    }
    return !out->overflowed;
}
