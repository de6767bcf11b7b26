/* SPDX-License-Identifier: MIT */
/* The outbox in words: where a dossier stands, why, and when it is tried again. */
#ifndef SERVICE_OUTBOX_H
#define SERVICE_OUTBOX_H

#include "kiosk/store/store.h"

#include <jansson.h>

/* One sentence for the clerk, in the present language: "Chờ gửi: chưa nối được với Cổng
 * dịch vụ công, gửi lại lúc 14:32." Allocated. */
char *outbox_explain(const struct dossier *dossier, int64_t now);
/* "Mới đăng ký" for 1 and so on, in the present language; never NULL. */
const char *outbox_status_name(int status);
/* The portal's reasons for a rejected dossier: JSON pointers into the answers and
 * messages, cleaned. A new array of {"pointer", "message"}. */
json_t *outbox_reasons(struct store *store, const struct dossier *dossier);

#endif
