/* SPDX-License-Identifier: MIT */
/* What a printer says about itself (RFC 8011, printer-state-reasons), in words that tell
 * the person at the counter what to do. */
#ifndef PRINTERS_REASONS_H
#define PRINTERS_REASONS_H

#include <stddef.h>
#include <stdint.h>

/* `keywords` like "media-empty-error", and `message`, the printer's state in its own
 * words, about a job that is `age` milliseconds old. Gives the words for what most likely
 * stands in its way, translated; NULL where nothing does. Errors count at once; warnings
 * and reports are often about another tray, or soon over, and count after some seconds.
 */
const char *reasons_find(const char *const *keywords, size_t count, const char *message,
                         int64_t age);

#endif
