/* SPDX-License-Identifier: MIT */
/* What a printer says about itself (RFC 8011, printer-state-reasons), in words that tell
 * the person at the counter what to do. */
#ifndef PRINTERS_REASONS_H
#define PRINTERS_REASONS_H

#include <stdbool.h>
#include <stddef.h>

/* Of keywords like "media-empty-error", the words for the one that is most likely to stop
 * a job, translated; NULL where none does. Warnings and reports ("-warning", "-report")
 * are often about another tray or soon over, and count only where `patient` is false. */
const char *reasons_find(const char *const *keywords, size_t count, bool patient);

#endif
