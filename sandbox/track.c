/* SPDX-License-Identifier: MIT */
/* Where is it? By key for a courier that is not sure, by code or reference for people. */
#include "sandbox/portal.h"

#include "kiosk/base/clock.h"
#include "sandbox/problem.h"
#include "sandbox/status.h"

#include <string.h>

json_t *track_stamp(int64_t when)
{
    char stamp[CLOCK_STAMP_ROOM];
    return when == 0 ? json_null() : json_string(clock_stamp(stamp, when));
}

json_t *track_receipt(const struct dossier *dossier)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "reference", dossier->reference, "code",
                     dossier->code, "status", status_json(STATUS_RECEIVED), "receivedAt",
                     track_stamp(dossier->received_at), "dueAt",
                     track_stamp(dossier->due_at));
}

/* A note of the officer may hold anything; it goes out as JSON, whose strings are safe.
 */
static json_t *event_json(const struct event *event)
{
    json_t *note = json_null();
    if (event->note_vi && event->note_en)
        note = words_json((struct words){event->note_vi, event->note_en});
    return json_pack("{s:o, s:o, s:o}", "at", track_stamp(event->at), "status",
                     status_json(event->status), "note", note);
}

json_t *track_json(struct portal *portal, const struct dossier *dossier)
{
    size_t count;
    struct event *events = book_history(portal->book, dossier->code, &count);
    json_t *history = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(history, event_json(&events[i]));
    /* The last event, so that status and history agree while somebody advances it. */
    int status = count > 0 ? events[count - 1].status : dossier->status;
    book_free_events(events, count);
    json_t *procedure = json_pack("{s:s, s:o}", "code", dossier->procedure, "name",
                                  words_json(portal_procedure_name(portal, dossier)));
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "reference",
                     dossier->reference, "code", dossier->code, "procedure", procedure,
                     "status", status_json(status), "receivedAt",
                     track_stamp(dossier->received_at), "dueAt",
                     track_stamp(dossier->due_at), "history", history);
}

static void reply_found(struct portal *portal, const struct request *request, bool found,
                        const struct dossier *dossier, struct reply *reply)
{
    if (found)
        reply_json_take(reply, 200, TYPE_JSON, track_json(portal, dossier));
    else
        problem_reply(reply, PROBLEM_NOT_FOUND, request_language(request), NULL);
}

void track_by_key(struct portal *portal, const struct request *request,
                  const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    const char *key = request_query(request, "key");
    if (!key || strlen(key) != BOOK_KEY_ROOM - 1 ||
        key[strspn(key, "0123456789abcdef")] != '\0') {
        problem_reply(reply, PROBLEM_QUERY_INVALID, request_language(request), NULL);
        return;
    }
    json_t *list = json_array();
    struct dossier dossier;
    if (book_find(portal->book, BOOK_BY_KEY, key, &dossier))
        json_array_append_new(list, track_receipt(&dossier));
    reply_json_take(reply, 200, TYPE_JSON, json_pack("{s:o}", "dossiers", list));
}

void track_by_code(struct portal *portal, const struct request *request,
                   const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    struct dossier dossier;
    bool found = book_find(portal->book, BOOK_BY_CODE, request->part, &dossier);
    reply_found(portal, request, found, &dossier, reply);
}

void track_by_reference(struct portal *portal, const struct request *request,
                        const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    struct dossier dossier;
    char reference[REFERENCE_ROOM];
    bool found = reference_read(reference, request->part) &&
                 book_find(portal->book, BOOK_BY_REFERENCE, reference, &dossier);
    reply_found(portal, request, found, &dossier, reply);
}
