/* SPDX-License-Identifier: MIT */
/* What the kiosk draws and console-setup's Vietnamese fonts lack, or draw like something
 * else: half blocks, marks, the sign of the đồng, letters of the highlands. */
#ifndef CONSOLE_PICTURES_H
#define CONSOLE_PICTURES_H

#include "console/font.h"

/* Puts each of them in the place of a letter that nobody writes in Viet Nam; those that
 * have a glyph of their own already stay as they are. Error: the font is not one of the
 * Vietnamese ones: a letter of Vietnamese, or a place, is missing, or glyph 32, with
 * which the console wipes, is not blank. */
bool pictures_put(struct font *font, struct error *err);

#endif
