/* SPDX-License-Identifier: MIT */
/*
 * Texts of a catalogue as offices type them, made fit to be read: control characters,
 * invisible ones and runs of blanks, bullets and numbers in front, colons behind.
 */
#ifndef SERVICE_TIDY_H
#define SERVICE_TIDY_H

#include <stddef.h>

/* One line, clean, in NFC, single blanks and none at the ends. Allocated. */
char *tidy_line(const char *text);

/* The same without what makes it an item of a list: "- ", "+ ", "a) ", "(1.2) ", "3. " in
 * front, and ":", ";" or "," behind. Allocated. */
char *tidy_item(const char *text);

/* Shortens to `most` characters, at a blank, with " …" behind. Takes `text`, gives an
 * allocated one; *rest (may be NULL) is what was cut off, allocated, or NULL. */
char *tidy_shorten_take(char *text, size_t most, char **rest);

#endif
