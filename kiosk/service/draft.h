/* SPDX-License-Identifier: MIT */
/* A form being filled, kept safe: saved as it is typed, taken up again after a power cut
 * or when the citizen comes back with what was missing. */
#ifndef SERVICE_DRAFT_H
#define SERVICE_DRAFT_H

#include "forms/form/form.h"
#include "kiosk/store/store.h"

/* Saves the form and the step it stands at; *id 0 makes a new draft and sets it. */
bool draft_save(struct store *store, int64_t *id, const struct procedure *procedure,
                const struct form *form, size_t step, struct error *err);

/* The form of a saved draft, to be freed by the caller; NULL and an error if it cannot be
 * read. `procedure` must be the draft's. */
struct form *draft_open(struct store *store, int64_t id,
                        const struct procedure *procedure, const char *today,
                        size_t *step, struct error *err);

/* Newest first; returns how many were written. */
size_t draft_list(struct store *store, struct draft *out, size_t room);
bool draft_delete(struct store *store, int64_t id, struct error *err);

#endif
