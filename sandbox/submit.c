/* SPDX-License-Identifier: MIT */
/* POST /v1/dossiers: one key, one dossier, however often and however badly it arrives. */
#include "sandbox/portal.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "sandbox/due.h"
#include "sandbox/envelope.h"
#include "sandbox/problem.h"
#include "sandbox/status.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Reads the structured-field string "<32 hex>" into `key`. */
static bool read_key(char key[BOOK_KEY_ROOM], const char *header)
{
    const size_t size = BOOK_KEY_ROOM - 1;
    if (strlen(header) != size + 2 || header[0] != '"' || header[size + 1] != '"' ||
        strspn(header + 1, "0123456789abcdef") != size)
        return false;
    memcpy(key, header + 1, size);
    key[size] = '\0';
    return true;
}

static void reply_receipt(struct reply *reply, unsigned status,
                          const struct dossier *dossier)
{
    reply_header(reply, "Location", "/v1/dossiers/%s", dossier->code);
    reply_json_take(reply, status, TYPE_JSON, track_receipt(dossier));
}

/* Says no if the envelope, the procedure or the answers are not right. */
static bool refuse_faulty(struct portal *portal, const json_t *submission,
                          const char *language, struct reply *reply)
{
    json_t *errors = envelope_check(submission, language);
    if (json_array_size(errors) > 0) {
        problem_reply(reply, PROBLEM_SUBMISSION_INVALID, language, errors);
        return true;
    }
    json_decref(errors);
    const struct listing *listing =
        catalogue_find(portal->catalogue, json_text(submission, "procedure"));
    if (!listing) {
        problem_reply_at(reply, PROBLEM_PROCEDURE_UNKNOWN, language, "/procedure",
                         (struct words){"Cổng không nhận thủ tục này.",
                                        "The portal does not handle this procedure."});
        return true;
    }
    errors = catalogue_check(portal->catalogue, listing,
                             json_object_get(submission, "answers"), language);
    if (json_array_size(errors) > 0) {
        problem_reply(reply, PROBLEM_ANSWERS_INVALID, language, errors);
        return true;
    }
    json_decref(errors);
    return false;
}

static void reply_verdict(struct reply *reply, enum book_verdict verdict,
                          const struct dossier *dossier, const char *language)
{
    switch (verdict) {
    case BOOK_ENTERED:
        reply_receipt(reply, 201, dossier);
        break;
    case BOOK_REPLAYED:
        reply_receipt(reply, 200, dossier);
        break;
    case BOOK_KEY_REUSED:
        problem_reply(reply, PROBLEM_KEY_REUSED, language, NULL);
        break;
    case BOOK_REFERENCE_USED:
        problem_reply_at(reply, PROBLEM_REFERENCE_USED, language, "/reference",
                         (struct words){"Mã tra cứu này đã có hồ sơ.",
                                        "This reference has a dossier already."});
        break;
    case BOOK_TROUBLE:
        problem_reply(reply, PROBLEM_TROUBLE, language, NULL);
        break;
    }
}

/* A portal that does not keep keys: the dossier goes into the book under another key and
 * reference, so that the same bytes make a new one each time. The receipt does not tell.
 */
static enum book_verdict enter(struct portal *portal, struct submission entry,
                               bool forget, struct dossier *dossier)
{
    if (!forget)
        return book_enter(portal->book, &entry, dossier);
    unsigned char random[(BOOK_KEY_ROOM - 1) / 2];
    char key[BOOK_KEY_ROOM], reference[REFERENCE_ROOM];
    const char *told = entry.reference;
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(key, sizeof(key), random, sizeof(random));
    snprintf(reference, sizeof(reference), "%.*s", (int)sizeof(reference) - 1, key);
    entry.key = key;
    entry.reference = reference;
    enum book_verdict verdict = book_enter(portal->book, &entry, dossier);
    snprintf(dossier->reference, sizeof(dossier->reference), "%s", told);
    return verdict;
}

/* Says no while an attachment that the dossier names has not arrived whole. */
static bool refuse_incomplete(struct portal *portal, const json_t *submission,
                              const char *key, const char *language, struct reply *reply)
{
    static const struct words MISSING = {"Tệp này chưa được tải lên đủ.",
                                         "This file has not arrived whole."};
    json_t *errors = json_array(), *file;
    size_t i;
    json_array_foreach(json_object_get(submission, "attachments"), i, file)
    {
        char pointer[40];
        snprintf(pointer, sizeof(pointer), "/attachments/%zu", i);
        if (!uploads_has(portal->uploads, key, json_text_or(file, "sha256", ""),
                         json_number(file, "size", 0)))
            problem_add_error(errors, pointer, words_in(MISSING, language));
    }
    if (json_array_size(errors) == 0) {
        json_decref(errors);
        return false;
    }
    problem_reply(reply, PROBLEM_ATTACHMENTS_MISSING, language, errors);
    return true;
}

/* A key that is not known yet: reads the bytes, checks them, enters the dossier. */
static void take_in(struct portal *portal, const struct request *request, const char *key,
                    bool forget, struct reply *reply)
{
    const char *language = request_language(request);
    json_t *submission = json_parse(request->body, request->size, "submission",
                                    &JSON_MESSAGE_LIMITS, NULL);
    if (!json_is_object(submission)) {
        problem_reply(reply, PROBLEM_NOT_JSON, language, NULL);
    } else {
        language = words_language(json_text_or(submission, "language", language));
        if (!refuse_faulty(portal, submission, language, reply) &&
            !refuse_incomplete(portal, submission, key, language, reply)) {
            const char *procedure = json_text(submission, "procedure");
            int64_t now = clock_now();
            struct submission entry = {
                .key = key,
                .reference = json_text(submission, "reference"),
                .procedure = procedure,
                .body = request->body,
                .size = request->size,
                .received_at = now,
                .due_at =
                    due_time(catalogue_find(portal->catalogue, procedure)->time, now),
            };
            struct dossier dossier;
            enum book_verdict verdict = enter(portal, entry, forget, &dossier);
            reply_verdict(reply, verdict, &dossier, language);
        }
    }
    json_wipe(&submission);
}

/* With the key claimed, so that the same key waits outside meanwhile. */
static void judge(struct portal *portal, const struct request *request, const char *key,
                  const struct fault_draw *draw, struct reply *reply)
{
    if (portal_strike(portal, request, draw, reply))
        return;
    struct dossier dossier;
    enum book_verdict known =
        book_recall(portal->book, key, request->body, request->size, &dossier);
    if (known == BOOK_ENTERED)
        take_in(portal, request, key, draw->forget, reply);
    else
        reply_verdict(reply, known, &dossier, request_language(request));
    bool committed = reply->status == 200 || reply->status == 201;
    reply->dropped = committed && draw->drop_after;
}

void submit_dossier(struct portal *portal, const struct request *request,
                    const struct fault_draw *draw, struct reply *reply)
{
    const char *language = request_language(request);
    const char *header = request_header(request, "Idempotency-Key");
    char key[BOOK_KEY_ROOM];
    if (!request_has_type(request, TYPE_JSON)) {
        problem_reply(reply, PROBLEM_CONTENT_TYPE, language, NULL);
    } else if (!header) {
        problem_reply(reply, PROBLEM_KEY_MISSING, language, NULL);
    } else if (!read_key(key, header)) {
        problem_reply(reply, PROBLEM_KEY_INVALID, language, NULL);
    } else if (!book_note_arrival(portal->book, key)) {
        problem_reply(reply, PROBLEM_TROUBLE, language, NULL);
    } else if (!claims_take(portal->claims, key)) {
        reply_header(reply, "Retry-After", "1");
        problem_reply(reply, PROBLEM_KEY_IN_PROGRESS, language, NULL);
    } else {
        judge(portal, request, key, draw, reply);
        claims_give_back(portal->claims, key);
    }
}
