/* SPDX-License-Identifier: MIT */
#include "kiosk/net/answer.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/net/place.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_HISTORY = 1000, /* steps of a dossier */
    MOST_ERRORS = 200,   /* that one problem may list */
    MOST_WORDS = 2000,   /* bytes of one error's message */
    MOST_DEPTH = 16
};

/* Letters, digits, '.' and '-', as the codes of dossiers are made; they go into URLs,
 * file names and logs. */
static bool is_code(const char *text, size_t room)
{
    static const char SYMBOLS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz.-";
    size_t size = text ? strlen(text) : 0;
    return size >= 4 && size < room && strspn(text, SYMBOLS) == size;
}

/* --- cleaning ----------------------------------------------------------------------- */

static json_t *clean_text(const json_t *text)
{
    char *clean =
        utf8_clean(json_string_value(text), json_string_length(text), UTF8_KEEP_LINES);
    json_t *value = json_string(clean);
    free(clean);
    return value;
}

/* A copy in which every text has been cleaned; members whose names are not clean are left
 * out, they cannot be of the contract. */
static json_t *clean_copy(const json_t *value, int depth)
{
    size_t i;
    const char *name;
    json_t *member;
    if (depth > MOST_DEPTH)
        return json_null();
    if (json_is_string(value))
        return clean_text(value);
    if (json_is_array(value)) {
        json_t *copy = json_array();
        json_array_foreach((json_t *)value, i, member)
            json_array_append_new(copy, clean_copy(member, depth + 1));
        return copy;
    }
    if (!json_is_object(value))
        return json_deep_copy(value);
    json_t *copy = json_object();
    json_object_foreach((json_t *)value, name, member)
    {
        char *clean = utf8_clean(name, strlen(name), UTF8_ONE_LINE);
        if (strcmp(clean, name) == 0)
            json_object_set_new(copy, name, clean_copy(member, depth + 1));
        free(clean);
    }
    return copy;
}

/* --- shapes ------------------------------------------------------------------------- */

static bool read_status(const json_t *object, int *number)
{
    const json_t *status = json_object_get(object, "status");
    long long value = json_number(status, "number", 0);
    *number = (int)value;
    return value >= 1 && value <= 10 && json_is_object(json_object_get(status, "name"));
}

static bool read_stamp(const json_t *object, const char *key, bool may_be_null,
                       int64_t *when)
{
    const json_t *value = json_object_get(object, key);
    *when = 0;
    if (may_be_null && (!value || json_is_null(value)))
        return true;
    return json_is_string(value) && clock_read_stamp(json_string_value(value), when);
}

static bool read_receipt(const json_t *object, const char *reference,
                         struct portal_receipt *receipt)
{
    const char *code = json_text(object, "code");
    if (strcmp(json_text_or(object, "reference", ""), reference) != 0 ||
        !is_code(code, sizeof(receipt->code)))
        return false;
    snprintf(receipt->code, sizeof(receipt->code), "%s", code);
    return read_status(object, &receipt->status) &&
           read_stamp(object, "receivedAt", false, &receipt->received_at) &&
           read_stamp(object, "dueAt", true, &receipt->due_at);
}

static bool is_track(const json_t *object)
{
    int status;
    int64_t when;
    size_t i;
    json_t *step;
    const json_t *history = json_object_get(object, "history");
    if (!json_is_array(history) || json_array_size(history) > MOST_HISTORY ||
        !json_text(object, "reference") ||
        !is_code(json_text(object, "code"), PORTAL_CODE_ROOM) ||
        !read_status(object, &status) ||
        !read_stamp(object, "receivedAt", false, &when) ||
        !read_stamp(object, "dueAt", true, &when))
        return false;
    json_array_foreach((json_t *)history, i, step)
    {
        if (!read_status(step, &status) || !read_stamp(step, "at", false, &when))
            return false;
    }
    return true;
}

static json_t *read_errors(const json_t *problem)
{
    size_t i;
    json_t *error, *errors = json_array();
    json_array_foreach(json_object_get(problem, "errors"), i, error)
    {
        const char *pointer = json_text(error, "pointer");
        const char *message = json_text(error, "message");
        if (!pointer || !message || json_array_size(errors) == MOST_ERRORS)
            continue;
        size_t size = strlen(message);
        char *words =
            utf8_clean(message, size < MOST_WORDS ? size : MOST_WORDS, UTF8_ONE_LINE);
        char *place = utf8_clean(pointer, strlen(pointer), UTF8_ONE_LINE);
        json_array_append_new(
            errors, json_pack("{s:s, s:s}", "pointer", place, "message", words));
        free(words);
        free(place);
    }
    return errors;
}

/* RFC 9457: only what the kiosk shows is kept. */
static json_t *read_problem(const json_t *problem)
{
    static const char *const TEXTS[] = {"type", "title", "detail"};
    json_t *copy = json_object();
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        const json_t *text = json_object_get(problem, TEXTS[i]);
        if (json_is_string(text))
            json_object_set_new(copy, TEXTS[i], clean_text(text));
    }
    json_object_set_new(copy, "errors", read_errors(problem));
    return copy;
}

/* --- the whole answer --------------------------------------------------------------- */

static bool has_type(const char *type, const char *wanted)
{
    size_t size = strlen(wanted);
    return strncasecmp(type, wanted, size) == 0 && strchr("; \t", type[size]);
}

static json_t *parse(const struct http_answer *http, const char *type)
{
    struct error err = {0};
    if (!has_type(http->type, type))
        return NULL;
    json_t *value =
        json_parse(http->body, http->size, "portal", &JSON_MESSAGE_LIMITS, &err);
    if (!json_is_object(value)) {
        json_decref(value);
        value = NULL;
    }
    return value;
}

static enum portal_outcome read_found(struct portal_reply *reply,
                                      enum portal_question question,
                                      const char *reference, const json_t *value)
{
    if (question == QUESTION_SUBMIT)
        return read_receipt(value, reference, &reply->receipt) ? PORTAL_HAS_IT
                                                               : PORTAL_STRANGE;
    if (question == QUESTION_TRACK) {
        if (!is_track(value))
            return PORTAL_STRANGE;
        reply->json = clean_copy(value, 0);
        return PORTAL_HAS_IT;
    }
    const json_t *list = json_object_get(value, "dossiers");
    if (!json_is_array(list) || json_array_size(list) > 1)
        return PORTAL_STRANGE;
    if (json_array_size(list) == 0)
        return PORTAL_KNOWS_NOT;
    if (question == QUESTION_PROBE)
        return PORTAL_HAS_IT;
    return read_receipt(json_array_get(list, 0), reference, &reply->receipt)
               ? PORTAL_HAS_IT
               : PORTAL_STRANGE;
}

static bool type_ends_with(const json_t *problem, const char *end)
{
    const char *type = json_text_or(problem, "type", "");
    size_t size = strlen(type), length = strlen(end);
    return size >= length && strcmp(type + size - length, end) == 0;
}

/* What a status says; 200 and 201 are read further. */
static const struct {
    int from, to;
    enum portal_outcome outcome;
    bool any_type; /* believed whoever says it, for it does not stop a dossier */
} STATUSES[] = {
    {300, 399, PORTAL_PAGE, true},
    {401, 401, PORTAL_FORBIDDEN, false},
    {403, 403, PORTAL_FORBIDDEN, false},
    {409, 409, PORTAL_IN_PROGRESS, true},
    {413, 413, PORTAL_TOO_LARGE, false},
    {422, 422, PORTAL_INVALID, false},
    {423, 423, PORTAL_IN_PROGRESS, true},
    {429, 429, PORTAL_BUSY, true},
    {400, 499, PORTAL_REFUSED, false},
    {511, 511, PORTAL_PAGE, true}, /* "network authentication required" */
    {500, INT_MAX, PORTAL_DOWN, true},
};

static enum portal_outcome of_type(const struct http_answer *http)
{
    return has_type(http->type, "text/html") ? PORTAL_PAGE : PORTAL_STRANGE;
}

/* A refusal for good is believed only from somebody who speaks the portal's language: a
 * proxy's or a captive portal's page must not stop a dossier. */
static enum portal_outcome read_refusal(struct portal_reply *reply,
                                        enum portal_question question,
                                        enum portal_outcome outcome,
                                        const struct http_answer *http)
{
    json_t *problem = parse(http, "application/problem+json");
    if (!problem)
        return of_type(http);
    reply->json = read_problem(problem);
    if (http->status == 404 && question == QUESTION_TRACK)
        outcome = PORTAL_KNOWS_NOT;
    else if (outcome == PORTAL_INVALID &&
             type_ends_with(problem, "/idempotency-key-reused"))
        outcome = PORTAL_KEY_REUSED;
    else if (outcome == PORTAL_INVALID && type_ends_with(problem, "/upload-broken") &&
             question == QUESTION_UPLOAD_SEND)
        outcome = PORTAL_UPLOAD_BROKEN;
    else if (outcome == PORTAL_INVALID &&
             json_array_size(json_object_get(reply->json, "errors")) == 0)
        outcome = PORTAL_REFUSED;
    json_wipe(&problem);
    return outcome;
}

/* A dossier that came before its attachments were whole. */
static bool lacks_attachments(const struct http_answer *http)
{
    json_t *problem = parse(http, "application/problem+json");
    bool lacks = type_ends_with(problem, "/attachments-missing");
    json_wipe(&problem);
    return lacks;
}

/* What may stand in a header, and in the next question. */
static void read_tag(char out[PORTAL_TAG_ROOM], const char *etag)
{
    size_t size = strlen(etag);
    const char *mark = strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
    bool fine = size < PORTAL_TAG_ROOM && *mark == '"' && etag[size - 1] == '"' &&
                etag + size - 1 > mark;
    for (const char *c = etag; fine && *c; c++)
        fine = *c > ' ' && *c < 0x7f;
    snprintf(out, PORTAL_TAG_ROOM, "%s", fine ? etag : "");
}

/* Its body went elsewhere, and is read there. */
static enum portal_outcome read_catalogue(struct portal_reply *reply,
                                          const struct http_answer *http)
{
    if (!has_type(http->type, "application/json"))
        return of_type(http);
    read_tag(reply->tag, http->etag);
    return PORTAL_HAS_IT;
}

/* --- uploads ------------------------------------------------------------------------ */

static bool is_of_upload(enum portal_question question)
{
    return question == QUESTION_UPLOAD_MAKE || question == QUESTION_UPLOAD_ASK ||
           question == QUESTION_UPLOAD_SEND;
}

/* A whole number from `least` to `most`, digits alone. */
static bool read_offset(const char *text, int64_t least, int64_t most, int64_t *out)
{
    size_t size = strspn(text, "0123456789");
    if (size == 0 || size > 15 || text[size] != '\0')
        return false;
    *out = strtoll(text, NULL, 10);
    return *out >= least && *out <= most;
}

/* Only who speaks tus is believed that an upload is gone or stands elsewhere: a page of
 * somebody else's must not make us begin anew. Whatever is not of uploads is read as
 * other answers are: PORTAL_OUTCOME_COUNT. */
static enum portal_outcome read_upload(struct portal_reply *reply,
                                       const struct answer_context *context,
                                       const struct http_answer *http)
{
    int status = http->status;
    enum portal_question question = context->question;
    if (strcmp(http->tus, "1.0.0") != 0)
        return status >= 200 && status < 300 ? of_type(http) : PORTAL_OUTCOME_COUNT;
    if (question == QUESTION_UPLOAD_MAKE && status == 201)
        return place_resolve(context->base, http->location, reply->place)
                   ? PORTAL_UPLOAD_MADE
                   : PORTAL_STRANGE;
    if (question != QUESTION_UPLOAD_MAKE && (status == 200 || status == 204))
        return read_offset(http->upload_offset, context->least, context->most,
                           &reply->offset)
                   ? PORTAL_UPLOAD_AT
                   : PORTAL_STRANGE;
    if (status >= 200 && status < 300)
        return PORTAL_STRANGE;
    if (question == QUESTION_UPLOAD_MAKE)
        return PORTAL_OUTCOME_COUNT;
    if (status == 404 || status == 410)
        return PORTAL_UPLOAD_GONE;
    /* A HEAD has no body that could say more. By tus 403 tells of the upload, and whether
     * we are admitted shows when it is made anew; 401 tells of us. Any other refusal is
     * the portal's to mend, and what it has stays there meanwhile. */
    if (question == QUESTION_UPLOAD_ASK && status == 403)
        return PORTAL_UPLOAD_GONE;
    if (question == QUESTION_UPLOAD_ASK && status == 401)
        return PORTAL_FORBIDDEN;
    if (status == 409)
        return PORTAL_UPLOAD_MOVED;
    if (status == 460)
        return PORTAL_UPLOAD_BROKEN;
    return PORTAL_OUTCOME_COUNT;
}

static enum portal_outcome read_status_line(struct portal_reply *reply,
                                            const struct answer_context *context,
                                            const struct http_answer *http)
{
    int status = http->status;
    enum portal_question question = context->question;
    const char *reference = context->reference ? context->reference : "";
    if (is_of_upload(question)) {
        enum portal_outcome outcome = read_upload(reply, context, http);
        if (outcome != PORTAL_OUTCOME_COUNT)
            return outcome;
    }
    bool of_catalogue =
        question == QUESTION_CATALOGUE || question == QUESTION_CATALOGUE_NEWER;
    reply->unchanged = status == 304 && question == QUESTION_CATALOGUE_NEWER;
    if (reply->unchanged)
        return PORTAL_HAS_IT;
    if (status == 200 && of_catalogue)
        return read_catalogue(reply, http);
    if (status == 200 || (status == 201 && question == QUESTION_SUBMIT)) {
        json_t *value = parse(http, "application/json");
        enum portal_outcome outcome =
            value ? read_found(reply, question, reference, value) : of_type(http);
        json_wipe(&value);
        return outcome;
    }
    for (size_t i = 0; i < sizeof(STATUSES) / sizeof(STATUSES[0]); i++) {
        if (status < STATUSES[i].from || status > STATUSES[i].to)
            continue;
        if (status == 409 && question == QUESTION_SUBMIT && lacks_attachments(http))
            return PORTAL_INCOMPLETE;
        return STATUSES[i].any_type
                   ? STATUSES[i].outcome
                   : read_refusal(reply, question, STATUSES[i].outcome, http);
    }
    return PORTAL_STRANGE;
}

static const enum portal_outcome OF_END[HTTP_END_COUNT] = {
    [HTTP_ANSWERED] = PORTAL_STRANGE, /* read further */
    [HTTP_NO_NAME] = PORTAL_UNREACHABLE,
    [HTTP_NO_CONNECTION] = PORTAL_UNREACHABLE,
    [HTTP_TLS_UNTRUSTED] = PORTAL_UNTRUSTED,
    [HTTP_TLS_WRONG_NAME] = PORTAL_OTHER_NAME,
    [HTTP_TLS_EXPIRED] = PORTAL_EXPIRED,
    [HTTP_TLS_NOT_YET] = PORTAL_NOT_YET,
    [HTTP_TLS_FAILED] = PORTAL_NO_TLS,
    [HTTP_TLS_OURS] = PORTAL_OUR_TLS,
    [HTTP_TIMEOUT] = PORTAL_LATE,
    [HTTP_CUT] = PORTAL_UNREACHABLE,
    [HTTP_TOO_LARGE] = PORTAL_STRANGE,
    [HTTP_MALFORMED] = PORTAL_STRANGE,
};

static const char *const WORDS[PORTAL_OUTCOME_COUNT] = {
    [PORTAL_HAS_IT] = "accepted",
    [PORTAL_KNOWS_NOT] = "not known to the portal",
    [PORTAL_UNREACHABLE] = "unreachable",
    [PORTAL_UNTRUSTED] = "an unknown authority",
    [PORTAL_OTHER_NAME] = "a certificate of another host",
    [PORTAL_EXPIRED] = "a certificate not valid any more",
    [PORTAL_NOT_YET] = "a certificate not valid yet",
    [PORTAL_NO_TLS] = "no TLS",
    [PORTAL_OUR_TLS] = "our own certificate files",
    [PORTAL_LATE] = "no answer in time",
    [PORTAL_BUSY] = "the portal is busy",
    [PORTAL_IN_PROGRESS] = "the portal is still at it",
    [PORTAL_DOWN] = "the portal has a problem",
    [PORTAL_PAGE] = "a web page or a redirect",
    [PORTAL_STRANGE] = "an answer that is none of the portal's",
    [PORTAL_FORBIDDEN] = "forbidden",
    [PORTAL_TOO_LARGE] = "too large for the portal",
    [PORTAL_REFUSED] = "refused",
    [PORTAL_INVALID] = "answers not right",
    [PORTAL_KEY_REUSED] = "the key came with other bytes before",
    [PORTAL_INCOMPLETE] = "attachments are not whole",
    [PORTAL_UPLOAD_MADE] = "an upload was made",
    [PORTAL_UPLOAD_AT] = "the upload stands",
    [PORTAL_UPLOAD_GONE] = "the upload is gone",
    [PORTAL_UPLOAD_MOVED] = "the upload stands elsewhere",
    [PORTAL_UPLOAD_BROKEN] = "the upload arrived broken",
};

const char *portal_outcome_name(enum portal_outcome outcome)
{
    return WORDS[outcome];
}

void answer_read(struct portal_reply *reply, enum portal_question question,
                 const char *reference, const struct http_answer *http)
{
    const struct answer_context context = {.question = question, .reference = reference};
    answer_read_in(reply, &context, http);
}

void answer_read_in(struct portal_reply *reply, const struct answer_context *context,
                    const struct http_answer *http)
{
    *reply = (struct portal_reply){.outcome = OF_END[http->end],
                                   .may_have_left = http->may_have_left,
                                   .http_status = http->status,
                                   .retry_after = http->retry_after};
    if (http->end == HTTP_ANSWERED)
        reply->outcome = read_status_line(reply, context, http);
    reply->words =
        http->end == HTTP_ANSWERED ? WORDS[reply->outcome] : http_end_name(http->end);
}

void answer_clear(struct portal_reply *reply)
{
    json_wipe(&reply->json);
}
