/* SPDX-License-Identifier: MIT */
/*
 * JSONLogic (https://jsonlogic.com/operations.html): fees, conditions of papers, derived
 * values and checks between fields, as data. Pure; `today` is handed in.
 *
 * Values convert as in JavaScript, so that a web portal decides the same way. Beside the
 * standard's operations there are these; all but the first give null where an argument is
 * not what they need:
 *   {"today": []}                  the day, as "2026-11-21"
 *   {"days_between": [from, to]}   days from one date to another, negative if backwards
 *   {"age_on": [birth, date]}      whole years of age on that date
 *   {"date_words": date}           "Ngày mười lăm tháng ba năm hai nghìn hai mươi sáu"
 *   {"money_words": 200000}        "hai trăm nghìn đồng"; whole đồng, not negative
 *   {"identity_sex": number}       "male" or "female", by the personal number
 *   {"identity_year": number}      year of birth, by the personal number
 *   {"identity_province": number}  name of the province of a personal number, or of a
 *                                  code: "048", "48"; null for a country's
 * "log" and "method" are left out.
 */
#ifndef FORMS_LOGIC_H
#define FORMS_LOGIC_H

#include "kiosk/base/error.h"

#include <jansson.h>

struct logic_context {
    const char *today; /* "2026-11-21" */
    /* The name of a province by the first digits of personal numbers, "048"; NULL where
     * there is none. The function may be absent. */
    const char *(*province_name)(const void *provinces, const char *code);
    const void *provinces;
    /* Steps that several rules may take together, counted down; NULL: each rule has its
     * own limit alone. */
    size_t *steps_left;
};

/* Applies `rule` to `data`. A new reference; NULL and an error for an unknown operation
 * or beyond the limits of depth (64) and steps (100,000). */
json_t *logic_apply(const json_t *rule, const json_t *data,
                    const struct logic_context *context, struct error *err);
/* Is there such an operation? */
bool logic_knows(const char *operation);
/* Truth as JSONLogic has it: 0, "", [] and null are false, "0" is true. */
bool logic_is_true(const json_t *value);

#endif
