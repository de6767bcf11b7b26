/* SPDX-License-Identifier: MIT */
/* The papers of a finalised dossier, as it was sent: what was handed in or shown, and
 * what the citizen has still to bring. */
#ifndef SERVICE_PAPERS_H
#define SERVICE_PAPERS_H

#include "forms/form/procedure.h"
#include "kiosk/store/store.h"

/* UNSEEN: nobody looked, as with answers that came in a file. */
enum paper_state { PAPER_UNSEEN, PAPER_HERE, PAPER_LACKING };

/* The papers of a submission in that state: the members of facts.papers, with the numbers
 * that were sent; of a paper that is not known any more only what was sent, the id for
 * its name. `procedure` may be NULL. A new array. */
json_t *papers_of(const json_t *submission, const struct procedure *procedure,
                  enum paper_state state);

/* The same of a stored dossier; none where it cannot be read (any more). */
json_t *papers_of_dossier(struct store *store, const struct dossier *dossier,
                          const struct procedure *procedure, enum paper_state state);

#endif
