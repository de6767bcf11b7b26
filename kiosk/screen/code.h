/* SPDX-License-Identifier: MIT */
/* A QR code on the screen: in half blocks, two modules in a cell; where the terminal has
 * none, in blanks two columns wide, black and white or reverse. */
#ifndef SCREEN_CODE_H
#define SCREEN_CODE_H

#include "kiosk/qr/qr.h"
#include "kiosk/screen/screen.h"

struct code {
    const struct qr *qr;
    int rows, columns;
    int above;   /* modules of light above the code: as many as there is room for */
    bool blanks; /* one module in two cells */
};

/* Measures the code for an area of this size; false where it cannot be shown in it, and
 * the address has to be told in words. */
bool code_measure(struct code *code, const struct qr *qr, int rows, int columns);
void code_paint(const struct code *code, int row, int column);

#endif
