/* SPDX-License-Identifier: MIT */
/*
 * JSONLogic (https://jsonlogic.com/operations.html): fees, conditions of papers, derived
 * values and checks between fields, as data. Pure; `today` is handed in.
 *
 * Values convert as in JavaScript, so that a web portal decides the same way. Beside the
 * standard's operations there are three:
 *   {"today": []}                  the day, as "2026-11-21"
 *   {"days_between": [from, to]}   days from one date to another, negative if it is
 * before
 *   {"age_on": [birth, date]}      whole years of age on that date
 * the last two give null where an argument is no date. "log" and "method" are left out.
 */
#ifndef FORMS_LOGIC_H
#define FORMS_LOGIC_H

#include "kiosk/base/error.h"

#include <jansson.h>

struct logic_context {
    const char *today; /* "2026-11-21" */
};

/* Applies `rule` to `data`. A new reference; NULL and an error for an unknown operation
 * or beyond the limits of depth (64) and steps (100,000). */
json_t *logic_apply(const json_t *rule, const json_t *data,
                    const struct logic_context *context, struct error *err);
/* Truth as JSONLogic has it: 0, "", [] and null are false, "0" is true. */
bool logic_is_true(const json_t *value);

#endif
