/* SPDX-License-Identifier: MIT */
/* The formats that are checked; any other passes, as the standard says. */
#ifndef FORMS_FORMAT_H
#define FORMS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

struct format {
    const char *name;
    bool (*check)(const char *text, size_t size);
};

/* NULL if it is none of ours. */
const struct format *format_find(const char *name);

#endif
