/* SPDX-License-Identifier: MIT */
/* The stand-in portal: what its handlers share, and the handlers themselves, one for each
 * line of routes.c. A handler may run in any thread. */
#ifndef SANDBOX_PORTAL_H
#define SANDBOX_PORTAL_H

#include "sandbox/book.h"
#include "sandbox/catalogue.h"
#include "sandbox/claims.h"
#include "sandbox/faults.h"
#include "sandbox/http.h"
#include "sandbox/list.h"
#include "sandbox/uploads.h"

struct portal {
    struct book *book;
    struct uploads *uploads;
    struct catalogue *catalogue;
    struct list *list; /* what GET /v1/catalogue answers */
    struct claims *claims;
    struct faults *faults;
    const char *hotline; /* as people write it; "" for none */
};

typedef void portal_handler(struct portal *portal, const struct request *request,
                            const struct fault_draw *draw, struct reply *reply);

portal_handler list_show;      /* list.c */
portal_handler submit_dossier; /* submit.c */
portal_handler track_by_key;   /* track.c */
portal_handler track_by_code;
portal_handler track_by_reference;
portal_handler page_show; /* page.c */
portal_handler page_look_up;
portal_handler upload_options; /* tus.c */
portal_handler upload_make;
portal_handler upload_tell;
portal_handler upload_add;
portal_handler upload_end;
portal_handler operate_uploads;
portal_handler operate_advance; /* operate.c */
portal_handler operate_list;
portal_handler operate_get_faults;
portal_handler operate_put_faults;

/* Finds the route, lets the faults strike, calls the handler (routes.c). */
void portal_answer(struct portal *portal, struct request *request, struct reply *reply);

/* Waits, then answers with a status or drops the connection if the draw says so; true if
 * that was the whole answer. */
bool portal_strike(struct portal *portal, const struct request *request,
                   const struct fault_draw *draw, struct reply *reply);

/* The name of the dossier's procedure, or its code where the forms no longer have it;
 * borrowed from either. */
struct words portal_procedure_name(const struct portal *portal,
                                   const struct dossier *dossier);

/* Where a dossier is and how it got there; nothing personal in it. A new reference. */
json_t *track_json(struct portal *portal, const struct dossier *dossier);
/* The answer to an accepted submission: always as it was on receipt, so that a replay is
 * the same to the byte. A new reference. */
json_t *track_receipt(const struct dossier *dossier);
/* The stamp "2026-11-21T14:32:05+07:00", or null for 0. A new reference. */
json_t *track_stamp(int64_t when);

#endif
