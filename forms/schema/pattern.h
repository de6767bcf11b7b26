/* SPDX-License-Identifier: MIT */
/*
 * Regular expressions of ECMA-262 (with the u flag, as JSON Schema asks), run by PCRE2
 * under limits: \d and \w are ASCII, \p{Letter} and \p{L} are the same, $ is the very
 * end.
 */
#ifndef FORMS_PATTERN_H
#define FORMS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

struct pattern;

/* NULL where the text is no such expression; then `why` (room bytes, may be NULL) says in
 * English what is wrong with it. */
struct pattern *pattern_create(const char *text, size_t size, char *why, size_t room);
void pattern_free(struct pattern **pattern);

/* LIMIT: the match was given up, for the text is beyond 32 KiB or it took too long. */
enum pattern_verdict { PATTERN_MISS, PATTERN_MATCH, PATTERN_LIMIT };
/* Anywhere in the text, which is UTF-8. */
enum pattern_verdict pattern_match(const struct pattern *pattern, const char *text,
                                   size_t size);

#endif
