/* SPDX-License-Identifier: MIT */
/*
 * What the terminal can show, and what is drawn in the place of the rest. The Linux
 * console is asked for the characters of its font; where that cannot be done, the kind of
 * the terminal decides. A stand-in is one column wide and ASCII.
 */
#ifndef UI_GLYPHS_H
#define UI_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

enum glyphs_wish {
    GLYPHS_AUTO,
    GLYPHS_FULL, /* everything, whatever the terminal seems to be */
    GLYPHS_PLAIN /* letters; lines and marks in ASCII */
};

enum { GLYPHS_MOST = 0x10000 /* a font of the console ends before */ };

struct glyphs {
    bool all;                      /* nothing is replaced */
    bool marks;                    /* characters that are no letters can be shown */
    bool ascii;                    /* nothing but ASCII can be shown */
    bool is_linux;                 /* the Linux console, and `font` is what it has */
    uint8_t font[GLYPHS_MOST / 8]; /* a bit a character */
};

/* Asks the terminal at `fd`, which calls itself `name` (TERM; may be NULL). May be called
 * again: fonts change. */
void glyphs_look(struct glyphs *glyphs, enum glyphs_wish wish, int fd, const char *name);
/* The terminal takes bytes for characters: from now on ASCII. */
void glyphs_no_utf8(struct glyphs *glyphs);

bool glyphs_has(const struct glyphs *glyphs, uint32_t character);
/* The character itself where it can be shown; '?' where nothing is like it. */
uint32_t glyphs_shown(const struct glyphs *glyphs, uint32_t character);

#endif
