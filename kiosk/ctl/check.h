/* SPDX-License-Identifier: MIT */
/* Answers from a file, checked as the form at the counter would check them. */
#ifndef CTL_CHECK_H
#define CTL_CHECK_H

#include "forms/form/procedure.h"

/* What is wrong, an array of {"pointer", "message"} in the present language; empty: it
 * can be sent. *final receives the answers to send. Warnings, which may be passed, go to
 * `warnings` in the same shape. NULL and an error if the form cannot be used. All are new
 * references. */
json_t *check_answers(const struct procedure *procedure, const json_t *answers,
                      json_t **final, json_t **warnings, struct error *err);

#endif
