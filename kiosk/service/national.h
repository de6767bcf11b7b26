/* SPDX-License-Identifier: MIT */
/*
 * A line of the national portal's catalogue, in that portal's own members, made into the
 * facts of a procedure (docs/form-format.md). There are two shapes: the list, with names
 * and offices, and the detail, with channels, times, fees, papers and cases. Both are
 * typed by hundreds of offices: nothing in them is taken for granted.
 */
#ifndef SERVICE_NATIONAL_H
#define SERVICE_NATIONAL_H

#include <jansson.h>

enum national_shape {
    NATIONAL_NONE, /* another's line */
    NATIONAL_LIST,
    NATIONAL_DETAIL,
};

enum national_shape national_shape(const json_t *line);

/* The facts, but for format, code and version. A new reference, also where the line holds
 * nothing that can be used; `line` is in one of the two shapes. */
json_t *national_facts(const json_t *line);

/* Of the above, in files of their own. Each sets the members it finds something for. */
void national_add_papers(json_t *facts, const json_t *detail); /* papers and cases */
void national_add_time(json_t *facts, const json_t *detail);
void national_add_fee(json_t *facts, const json_t *detail);

/* The methods of a detail by which a dossier comes: for each channel. */
#define NATIONAL_CHANNELS 3
struct national_channel {
    const char *code; /* "ONLINE" */
    const char *name; /* as in the texts of a fee */
};
extern const struct national_channel national_channels[NATIONAL_CHANNELS];

#endif
