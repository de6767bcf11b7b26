/* SPDX-License-Identifier: MIT */
/* The slip (Phiếu hỗ trợ nộp hồ sơ) of a dossier as a document for printers/. It is not
 * the office's receipt (Mẫu 01), and says so until the portal has accepted. */
#ifndef SERVICE_RECEIPT_H
#define SERVICE_RECEIPT_H

#include "forms/form/procedure.h"
#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

/* In the present language. A new reference, NULL and an error if the bytes of the dossier
 * cannot be read (any more). `procedure` may be NULL if it is not known here any more. */
json_t *receipt_slip(struct store *store, const struct settings *settings,
                     const struct procedure *procedure, const struct dossier *dossier,
                     struct error *err);

#endif
