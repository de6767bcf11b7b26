/* SPDX-License-Identifier: MIT */
/* From a filled form to bytes that cannot be lost: the envelope, the idempotency key and
 * the reference, stored in one durable transaction. */
#ifndef SERVICE_DOSSIER_H
#define SERVICE_DOSSIER_H

#include "forms/form/procedure.h"
#include "kiosk/base/settings.h"
#include "kiosk/service/reference.h"
#include "kiosk/store/store.h"

struct submission {
    const struct procedure *procedure;
    const json_t *answers;    /* final: form_final_answers() */
    const json_t *warnings;   /* form_passed_warnings(), or NULL */
    const json_t *identified; /* card_fill_confirmed(), or NULL */
    const json_t *papers;     /* form_papers_here(); NULL: nobody looked */
    const char *language;     /* that the citizen was served in */
    const char *consent; /* the words that were agreed to; NULL: no consent, refused */
    int64_t draft;       /* 0: none; what is attached to it goes with the dossier */
};

/* On success `reference` is set and the dossier is on the disk; only then may a slip
 * print or a byte leave. Errors: no consent; the store cannot be written. */
bool dossier_finalise(struct store *store, const struct settings *settings,
                      const struct submission *submission, char reference[REFERENCE_ROOM],
                      struct error *err);

/* What was finalised. A new reference, to be wiped; NULL and an error if it cannot be
 * read (any more). */
json_t *dossier_read(struct store *store, const struct dossier *dossier,
                     struct error *err);

#endif
