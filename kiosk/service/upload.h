/* SPDX-License-Identifier: MIT */
/* The attachments of one dossier on their way to the portal, one after the other, each
 * from the byte where it stands. What the portal has confirmed is in the store. */
#ifndef SERVICE_UPLOAD_H
#define SERVICE_UPLOAD_H

#include "kiosk/net/portal.h"
#include "kiosk/store/attachments.h"

struct upload;

/* NULL and an error where the store cannot be read. `progress` is called while bytes go
 * out, often; `sent` and `size` are those of all attachments together. */
typedef void upload_progress(void *arg, int64_t sent, int64_t size);
struct upload *upload_open(struct store *store, int64_t dossier,
                           upload_progress *progress, void *arg, struct error *err);
void upload_free(struct upload **upload); /* after its call; NULL is fine */

/* Does the portal have all of them, as far as is known? */
bool upload_is_over(const struct upload *upload);
/* Bytes of all of them that the portal has, as far as is known. */
int64_t upload_confirmed(const struct upload *upload);
/* Was it seen, with what was noted last, that the dossier does not wait any more? A
 * person may have held it. */
bool upload_is_stopped(const struct upload *upload);
/* The next call. NULL and an error if the attachment cannot be read; it lasts where no
 * later try mends that. */
struct portal_call *upload_go_on(struct upload *upload, struct portal *portal,
                                 const char *key, portal_done *done, void *arg,
                                 struct error *err);
/* Did the last call break off because the attachment cannot be read? Then the error. */
bool upload_has_failed(const struct upload *upload, struct error *err);

/* What the last call has brought: PORTAL_UPLOAD_MADE or PORTAL_UPLOAD_AT. */
bool upload_note(struct upload *upload, const struct portal_reply *reply,
                 struct error *err);
/* The last one is begun anew, from its first byte. */
bool upload_renew(struct upload *upload, struct error *err);
/* Asks where each of them stands before anything is sent. */
void upload_review(struct upload *upload);

#endif
