/* SPDX-License-Identifier: MIT */
/* Regular expressions (PCRE2, UTF-8) over the text of a screen. */
#ifndef SCREEN_PATTERN_H
#define SCREEN_PATTERN_H

#include "kiosk/base/error.h"

#include <stddef.h>

struct pattern;

/* NULL and an error where the expression is wrong. */
struct pattern *pattern_create(const char *regex, struct error *err);
void pattern_free(struct pattern **pattern);

/* What the first group matched (the whole match where there is no group), allocated;
 * NULL if nothing matches. */
char *pattern_capture(const struct pattern *pattern, const char *text);

/* The text with every match replaced ($1 in the replacement is the first group),
 * allocated. NULL and an error where the replacement makes no sense. */
char *pattern_replace(const struct pattern *pattern, const char *text,
                      const char *replacement, struct error *err);

#endif
