/* SPDX-License-Identifier: MIT */
/*
 * Rules of a UI schema: SHOW, HIDE, ENABLE or DISABLE an element while a condition holds.
 * Conditions are LEAF (the value equals), schema-based, AND and OR; one of another kind
 * is true, as in JSON Forms.
 */
#ifndef FORMS_RULE_H
#define FORMS_RULE_H

#include "kiosk/base/error.h"

#include <jansson.h>

enum rule_effect { RULE_SHOW, RULE_HIDE, RULE_ENABLE, RULE_DISABLE, RULE_OTHER };

struct rule;

/* Compiles; `source` must outlive the rule. `pointer` is its place, for the error: a
 * condition's schema that is none, or conditions nested too deeply. */
struct rule *rule_create(const json_t *source, const char *pointer, struct error *err);
void rule_free(struct rule **rule);

enum rule_effect rule_effect(const struct rule *rule);
bool rule_is_fulfilled(const struct rule *rule, const json_t *answers);

#endif
