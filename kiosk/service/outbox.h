/* SPDX-License-Identifier: MIT */
/* The outbox in words (where a dossier stands, why, when it is tried again), and what a
 * person may do about it. */
#ifndef SERVICE_OUTBOX_H
#define SERVICE_OUTBOX_H

#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

#include <jansson.h>

/* By reference or the portal's code; false: not of this counter. */
bool outbox_find(struct store *store, const char *reference_or_code, struct dossier *out);
/* Newest first; returns how many were written; 0 and an error where they cannot be read.
 */
size_t outbox_list(struct store *store, struct dossier *out, size_t room,
                   struct error *err);
/* Those that are not settled: first those that need a person, then what waits, the oldest
 * first. */
size_t outbox_list_open(struct store *store, struct dossier *out, size_t room,
                        struct error *err);

/* Which of these can be done now? To mend: service/mend.h. */
bool outbox_can_hold(const struct dossier *dossier);
bool outbox_can_send(const struct dossier *dossier);
bool outbox_can_mend(const struct dossier *dossier);
bool outbox_needs_somebody(const struct dossier *dossier); /* nothing happens by itself */

/* It stays until it is sent by hand. */
bool outbox_hold(struct store *store, const struct dossier *dossier, struct error *err);
/* At once, whether it was held or waits for its next try; and rings the courier. */
bool outbox_send_now(struct store *store, const struct settings *settings,
                     const struct dossier *dossier, struct error *err);

/* One sentence for the clerk, in the present language: "Chờ gửi: chưa nối được với Cổng
 * dịch vụ công, gửi lại lúc 14:32." Allocated. */
char *outbox_explain(const struct dossier *dossier, int64_t now);
const char *outbox_reason_name(enum dossier_reason reason); /* "timeout", for programs */
/* "Mới đăng ký" for 1 and so on, in the present language; never NULL. */
const char *outbox_status_name(int status);
/* The portal's reasons for a rejected dossier: JSON pointers into the answers and
 * messages, cleaned. A new array of {"pointer", "message"}. */
json_t *outbox_reasons(struct store *store, const struct dossier *dossier);

#endif
