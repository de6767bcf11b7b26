/* SPDX-License-Identifier: MIT */
/*
 * The general form: one template for every procedure that nobody has modelled. It asks
 * who applies, whose dossier it is and what is asked for; the papers, the fee and the
 * cases come from the catalogue. docs/form-format.md says what stands in its files.
 *
 * Reading is the caller's affair: the template is the folder `general`, beside
 * `procedures`.
 */
#ifndef FORMS_GENERAL_H
#define FORMS_GENERAL_H

#include "forms/form/procedure.h"
#include "kiosk/base/error.h"

#include <jansson.h>
#include <stdbool.h>

struct general;

/* `files` maps each file's path in the folder ("general.json", "i18n/en.json") to its
 * value; taken even when it fails. An error names the file and what is wrong with it. */
struct general *general_create_take(json_t *files, struct error *err);
void general_free(struct general **general);

/* May it be handed in away from the agency? The facts' channels have ONLINE or POSTAL. */
bool general_serves(const json_t *facts);

/* The facts of a procedure, with the general form for it: new references that may go to
 * procedure_create_take(), which also judges the facts; the lists are left to the caller.
 * `facts` stays as it is. */
struct procedure_files general_compose(const struct general *general,
                                       const json_t *facts);

#endif
