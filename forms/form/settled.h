/* SPDX-License-Identifier: MIT */
/*
 * Do the answers say yet what a JSONLogic rule comes to?
 *
 * JSONLogic itself takes what is absent for null, which makes a fee of copies not yet
 * counted 0 đ. A rule is settled when nothing that is still unanswered could change it:
 * {"and": [false, unanswered]} is, {"*": [2000, unanswered]} is not.
 */
#ifndef FORMS_SETTLED_H
#define FORMS_SETTLED_H

#include "forms/logic/logic.h"

/* What the rules of a form may take together for one change, in steps and looks (200
 * checks in 200 rows are many rules); a rule that is left has no value. */
enum { RULES_STEPS_MOST = 2000000 };

/* The value, a new reference, if the rule is settled and can be applied; else NULL. */
json_t *settled_apply(const json_t *rule, const json_t *answers,
                      const struct logic_context *context);

#endif
