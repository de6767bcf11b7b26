/* SPDX-License-Identifier: MIT */
/* A form being filled, kept safe: saved as it is typed, taken up again after a power cut
 * or when the citizen comes back with what was missing. */
#ifndef SERVICE_DRAFT_H
#define SERVICE_DRAFT_H

#include "forms/form/form.h"
#include "kiosk/store/store.h"

/* Where somebody is in a form. */
struct draft_place {
    size_t step;
    size_t field; /* SIZE_MAX: none */
    bool papers;  /* past the last step, at the papers */
};

/* Saves the form and the place; *id 0 makes a new draft and sets it. */
bool draft_save(struct store *store, int64_t *id, const struct procedure *procedure,
                const struct form *form, const struct draft_place *place,
                struct error *err);

/* A draft with the answers of a rejected dossier, to be mended; *id is the one that is
 * there already, if there is one. */
bool draft_mend(struct store *store, const char *rejected,
                const struct procedure *procedure, const struct form *form,
                const struct draft_place *place, int64_t *id, struct error *err);

/* The form of a saved draft, to be freed by the caller; NULL and an error if it cannot be
 * read. `procedure` must be the draft's; where that has changed since, the answers are
 * carried over, and *lost is a new array of what it has no place for (form_carry_over),
 * else NULL. */
struct form *draft_open(struct store *store, int64_t id,
                        const struct procedure *procedure, const char *today,
                        struct draft_place *place, json_t **lost, struct error *err);

/* Newest first; returns how many were written; 0 and an error where they cannot be read.
 */
size_t draft_list(struct store *store, struct draft *out, size_t room, struct error *err);
/* Whose it is, as far as a stranger may see: "H. L. B. NGỌC"; "" where nobody was named
 * yet. The procedure, that of the draft, may be NULL: gone. Allocated. */
char *draft_owner(struct store *store, int64_t id, const struct procedure *procedure);
/* What its procedure was called when it was saved, cleaned; "" where that is not known.
 * For procedures that are gone. Allocated. */
char *draft_name(struct store *store, int64_t id, const char *language);
bool draft_delete(struct store *store, int64_t id, struct error *err);
/* Deletes those that nobody touched for so many days. */
bool draft_expire(struct store *store, long days, struct error *err);

#endif
