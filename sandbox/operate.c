/* SPDX-License-Identifier: MIT */
/* The calls under /_sandbox/, by which tests and trainers play the office: they move
 * dossiers on, look into the book, and order faults. They never fail on request. */
#include "sandbox/portal.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "sandbox/problem.h"
#include "sandbox/status.h"

#include <string.h>

/* What the body asks for; false, and a reply, if it is not right. */
static bool read_order(const struct request *request, const json_t *order,
                       struct event *event, struct reply *reply)
{
    const char *name;
    json_t *value;
    const json_t *note = json_object_get(order, "note");
    json_t *errors = json_array();
    const char *language = request_language(request);
    json_object_foreach((json_t *)order, name, value)
    {
        bool fine = false;
        if (strcmp(name, "status") == 0) {
            fine = json_is_integer(value) && status_find(json_integer_value(value));
            event->status = fine ? (int)json_integer_value(value) : 0;
        } else if (strcmp(name, "note") == 0) {
            event->note_vi = (char *)json_text(note, "vi");
            event->note_en = (char *)json_text(note, "en");
            fine = event->note_vi && event->note_en && json_object_size(note) == 2;
        }
        if (!fine)
            problem_add_error(
                errors, strcmp(name, "note") == 0 ? "/note" : "/status",
                words_in((struct words){"Cần status từ 1 đến 10 và, nếu có, "
                                        "note với vi và en.",
                                        "Takes a status from 1 to 10, and a "
                                        "note with vi and en."},
                         language));
    }
    bool fine = json_array_size(errors) == 0;
    if (!fine)
        problem_reply(reply, PROBLEM_REQUEST_INVALID, language, errors);
    else
        json_decref(errors);
    return fine;
}

static void advance(struct portal *portal, const struct request *request,
                    const json_t *order, struct reply *reply)
{
    struct dossier dossier;
    const char *language = request_language(request);
    if (!book_find(portal->book, BOOK_BY_CODE, request->part, &dossier)) {
        problem_reply(reply, PROBLEM_NOT_FOUND, language, NULL);
        return;
    }
    struct event event = {.at = clock_now(),
                          .status = status_find(dossier.status)->ordinary_next};
    if (!read_order(request, order, &event, reply))
        return;
    if (event.status == 0)
        problem_reply(reply, PROBLEM_PATH_ENDED, language, NULL);
    else if (!book_advance(portal->book, dossier.code, &event))
        problem_reply(reply, PROBLEM_TROUBLE, language, NULL);
    else
        reply_json_take(reply, 200, TYPE_JSON, track_json(portal, &dossier));
}

void operate_advance(struct portal *portal, const struct request *request,
                     const struct fault_draw *draw, struct reply *reply)
{
    (void)draw;
    json_t *order = json_object();
    if (request->size > 0) {
        json_decref(order);
        order =
            json_parse(request->body, request->size, "order", &JSON_MESSAGE_LIMITS, NULL);
    }
    if (json_is_object(order))
        advance(portal, request, order, reply);
    else
        problem_reply(reply, PROBLEM_NOT_JSON, request_language(request), NULL);
    json_decref(order);
}

static void add_to_list(void *arg, const struct dossier *dossier)
{
    json_array_append_new(arg,
                          json_pack("{s:s, s:s, s:s, s:s, s:I, s:o, s:o}", "key",
                                    dossier->key, "reference", dossier->reference, "code",
                                    dossier->code, "procedure", dossier->procedure,
                                    "timesReceived", (json_int_t)dossier->times_received,
                                    "receivedAt", track_stamp(dossier->received_at),
                                    "status", status_json(dossier->status)));
}

void operate_list(struct portal *portal, const struct request *request,
                  const struct fault_draw *draw, struct reply *reply)
{
    (void)request;
    (void)draw;
    json_t *list = json_array();
    book_list(portal->book, add_to_list, list);
    reply_json_take(reply, 200, TYPE_JSON, json_pack("{s:o}", "dossiers", list));
}

void operate_get_faults(struct portal *portal, const struct request *request,
                        const struct fault_draw *draw, struct reply *reply)
{
    (void)request;
    (void)draw;
    struct fault_spec spec = faults_get(portal->faults);
    reply_json_take(reply, 200, TYPE_JSON, fault_spec_json(&spec));
}

void operate_put_faults(struct portal *portal, const struct request *request,
                        const struct fault_draw *draw, struct reply *reply)
{
    const char *language = request_language(request);
    struct fault_spec spec;
    struct error err = {0};
    json_t *object =
        json_parse(request->body, request->size, "faults", &JSON_MESSAGE_LIMITS, NULL);
    if (!json_is_object(object)) {
        problem_reply(reply, PROBLEM_NOT_JSON, language, NULL);
    } else if (!fault_spec_read(&spec, object, &err)) {
        problem_reply_at(reply, PROBLEM_REQUEST_INVALID, language, "",
                         (struct words){err.text, err.text});
    } else {
        faults_set(portal->faults, &spec);
        operate_get_faults(portal, request, draw, reply);
    }
    json_decref(object);
}
