/* SPDX-License-Identifier: MIT */
/* The outbox in words: where a dossier stands, why, and when it is tried again. */
#ifndef SERVICE_OUTBOX_H
#define SERVICE_OUTBOX_H

#include "kiosk/store/store.h"

#include <jansson.h>

/* By reference or the portal's code; false: not of this counter. */
bool outbox_find(struct store *store, const char *reference_or_code, struct dossier *out);
/* Newest first; returns how many were written. */
size_t outbox_list(struct store *store, struct dossier *out, size_t room);

/* One sentence for the clerk, in the present language: "Chờ gửi: chưa nối được với Cổng
 * dịch vụ công, gửi lại lúc 14:32." Allocated. */
char *outbox_explain(const struct dossier *dossier, int64_t now);
/* "Mới đăng ký" for 1 and so on, in the present language; never NULL. */
const char *outbox_status_name(int status);
/* The portal's reasons for a rejected dossier: JSON pointers into the answers and
 * messages, cleaned. A new array of {"pointer", "message"}. */
json_t *outbox_reasons(struct store *store, const struct dossier *dossier);

#endif
