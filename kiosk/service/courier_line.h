/* SPDX-License-Identifier: MIT */
/*
 * The kiosk's line to motcua-courier. Messages, one JSON object a line:
 *
 * kiosk -> courier   {"do": "wake"}                           look in the outbox now
 *                    {"do": "track", "id": 3, "query": "…"}   reference or dossier code
 * courier -> kiosk   {"event": "portal", "reachable": true, "since": 1795…}
 *                    {"event": "dossier", "reference": "…"}   its row has changed
 *                    {"event": "uploading", "reference": "…", "sent": 65536, "size":
 * 200000} bytes of its attachments
 *                    {"event": "tracked", "id": 3, "found": true, "dossier": {…}}
 *                    {"event": "tracked", "id": 3, "found": false}
 *                    {"event": "tracked", "id": 3, "reason": 2}  enum dossier_reason
 *                    {"event": "catalogue", "edition": 7}    of the store's catalogue;
 *                                              told at the start and after a change
 *
 * "dossier" is what GET /v1/track/{reference} answers (docs/portal-api.yaml).
 */
#ifndef SERVICE_COURIER_LINE_H
#define SERVICE_COURIER_LINE_H

#include "kiosk/base/link.h"
#include "kiosk/store/store.h"

struct courier_line;

struct courier_calls {
    /* May be told again without a change. `since`: seconds since 1970. */
    void (*portal)(void *arg, bool reachable, int64_t since);
    void (*dossier)(void *arg, const char *reference);
    /* Bytes of a dossier's attachments; NULL is fine. */
    void (*uploading)(void *arg, const char *reference, int64_t sent, int64_t size);
    /* `dossier` NULL: unknown to the portal, or, with a reason, no answer. */
    void (*tracked)(void *arg, unsigned id, const json_t *dossier,
                    enum dossier_reason reason);
    /* catalogue_mark.edition of the store; may be told again without a change. */
    void (*catalogue)(void *arg, int64_t edition);
};

/* Starts `program` (a path) with --config and --state; both may be NULL. */
struct courier_line *courier_line_start(struct loop *loop, const char *program,
                                        const char *config, const char *state,
                                        const struct courier_calls *calls, void *arg);
void courier_line_free(struct courier_line **line);

void courier_line_wake(struct courier_line *line);
/* Returns the id that comes back; it replaces an earlier question. While the courier is
 * down the question waits for the next one. */
unsigned courier_line_track(struct courier_line *line, const char *query);

#endif
