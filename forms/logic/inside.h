/* SPDX-License-Identifier: MIT */
/* The inside of JSONLogic: what the evaluator (logic.c) and the operations that take
 * values (logic_operation.c) share. */
#ifndef FORMS_LOGIC_INSIDE_H
#define FORMS_LOGIC_INSIDE_H

#include "forms/logic/logic.h"

struct logic {
    const struct logic_context *context;
    struct error *err;
    unsigned depth;
    size_t steps;
};

/* A new reference, or NULL with the error set. */
#define OPERATION(name)                                      \
    json_t *name(struct logic *l __attribute__((unused)),    \
                 const json_t *args __attribute__((unused)), \
                 const json_t *data __attribute__((unused)))
typedef OPERATION(operate);

/* Arguments: {"!": x} is {"!": [x]}. The second is NULL where there are not so many. */
size_t arg_count(const json_t *args);
const json_t *arg(const json_t *args, size_t index);

/* A new reference to the value; null for NULL. */
json_t *logic_keep(const json_t *value);
/* Counts work against the budget; false and the error when it is spent. */
bool logic_spend(struct logic *l, size_t steps);

OPERATION(operate_var);
OPERATION(operate_missing);
OPERATION(operate_missing_some);
OPERATION(operate_not);
OPERATION(operate_truth);
OPERATION(operate_equal);
OPERATION(operate_same);
OPERATION(operate_unequal);
OPERATION(operate_other);
OPERATION(operate_less);
OPERATION(operate_less_or_equal);
OPERATION(operate_greater);
OPERATION(operate_greater_or_equal);
OPERATION(operate_add);
OPERATION(operate_subtract);
OPERATION(operate_multiply);
OPERATION(operate_divide);
OPERATION(operate_remainder);
OPERATION(operate_max);
OPERATION(operate_min);
OPERATION(operate_cat);
OPERATION(operate_substr);
OPERATION(operate_in);
OPERATION(operate_merge);
OPERATION(operate_today);
OPERATION(operate_days_between);
OPERATION(operate_age_on);
OPERATION(operate_date_words);
OPERATION(operate_money_words);
OPERATION(operate_identity_sex);
OPERATION(operate_identity_year);
OPERATION(operate_identity_province);

#endif
