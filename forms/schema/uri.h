/* SPDX-License-Identifier: MIT */
/* URIs as RFC 3986 has them: is it one, and what does a reference mean from here. */
#ifndef FORMS_URI_H
#define FORMS_URI_H

#include <stdbool.h>
#include <stddef.h>

/* With a scheme, in ASCII, percent-encodings whole, a host and port of the right shape.
 */
bool uri_is_valid(const char *text, size_t size);
/* The same, or a reference relative to one. */
bool uri_is_reference(const char *text, size_t size);

/* `reference` as seen from `base` (section 5.2); an empty base gives the reference
 * itself. The fragment is kept. Allocated. */
char *uri_resolve(const char *base, const char *reference);

/* Replaces %xx by its byte, in place. */
void uri_decode(char *text);

#endif
