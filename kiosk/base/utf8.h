/* SPDX-License-Identifier: MIT */
/*
 * UTF-8, and the cleaning of text that comes from outside.
 *
 * Text from the portal, a form, a file, a scanner or a key is hostile until it has gone
 * through utf8_clean(): controls (C0, C1, DEL), bidirectional overrides and isolates,
 * invisible format characters, and bytes that are no UTF-8 become U+FFFD, so that none
 * reaches a terminal, a printer or a log.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

/* Reads one code point of text[0..size); returns the bytes used (at least 1 when size
 * is). An invalid, overlong or cut sequence gives UTF8_REPLACEMENT and uses one byte. */
size_t utf8_read(const char *text, size_t size, uint32_t *code_point);
/* Writes up to 4 bytes and returns how many; no NUL. */
size_t utf8_write(char out[4], uint32_t code_point);
bool utf8_is_valid(const char *text, size_t size);

/* May this code point be shown? Line feeds are not a matter of this. */
bool utf8_is_showable(uint32_t code_point);

enum utf8_lines { UTF8_ONE_LINE, UTF8_KEEP_LINES };
/* A cleaned copy, allocated. UTF8_ONE_LINE turns line feeds and tabs into blanks,
 * UTF8_KEEP_LINES keeps '\n' (CR LF and CR become '\n'). */
char *utf8_clean(const char *text, size_t size, enum utf8_lines lines);

/* Columns on a terminal: 0 for combining marks, 2 for wide characters. */
int utf8_width(uint32_t code_point);
int utf8_columns(const char *text);
/* Bytes of the longest start of `text` that fits in `columns`. */
size_t utf8_fit(const char *text, int columns);
size_t utf8_count(const char *text); /* code points */

/* Bytes of the first line when `text` is set in `columns`: broken at a blank where there
 * is one, always at '\n'. *next is where the following line starts; the caller stops at
 * the NUL. At least one character is taken. */
size_t utf8_wrap(const char *text, int columns, const char **next);

/* The neighbours of a cursor: letters with their combining marks count as one. `at` is at
 * most the length of the text. */
size_t utf8_next(const char *text, size_t at);
size_t utf8_previous(const char *text, size_t at);

#endif
