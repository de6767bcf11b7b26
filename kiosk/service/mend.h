/* SPDX-License-Identifier: MIT */
/* A dossier that the portal has returned becomes a draft again: the same answers, the
 * portal's reasons at their fields, the papers that were here. It is finalised anew,
 * under a reference of its own, and says which one it stands for. */
#ifndef SERVICE_MEND_H
#define SERVICE_MEND_H

#include "forms/form/procedure.h"
#include "kiosk/store/store.h"

/* *draft is the one to go on with: made now, or when somebody began to mend it before.
 * False and an error if the dossier was not returned, or its answers are not kept. */
bool mend_open(struct store *store, const struct dossier *rejected,
               const struct procedure *procedure, int64_t *draft, struct error *err);

#endif
