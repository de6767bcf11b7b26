/* SPDX-License-Identifier: MIT */
#include "kiosk/net/portal.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/net/answer.h"
#include "kiosk/net/place.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The key of no dossier: keys are random. */
static const char NO_KEY[] = "00000000000000000000000000000000";

struct portal {
    struct http *http;
    char *address;
    int times; /* the time that a call has */
};

struct portal_call {
    struct http_call *http;
    enum portal_question question;
    char *reference; /* that the answer must carry, or NULL */
    char *url;
    int64_t least, most; /* of an upload: the offsets that make sense */
    portal_done *done;
    void *arg;
};

struct portal *portal_create(struct loop *loop, const struct settings *settings)
{
    struct portal *portal = memory_alloc(sizeof(*portal));
    portal->address = memory_copy_text(settings_text(settings, PORTAL_URL));
    size_t size = strlen(portal->address);
    while (size && portal->address[size - 1] == '/')
        portal->address[--size] = '\0';
    portal->http =
        http_create(loop, &(struct http_options){
                              .authorities = settings_text(settings, PORTAL_CA),
                              .certificate = settings_text(settings, PORTAL_CERTIFICATE),
                              .key = settings_text(settings, PORTAL_KEY),
                              .timeout = settings_number(settings, PORTAL_TIMEOUT),
                          });
    return portal;
}

void portal_free(struct portal **portal)
{
    if (!*portal)
        return;
    http_free(&(*portal)->http);
    free((*portal)->address);
    free(*portal);
    *portal = NULL;
}

void portal_give_time(struct portal *portal, int failures)
{
    enum { MOST_DOUBLED = 4 };
    portal->times = 1 << (failures < MOST_DOUBLED ? failures : MOST_DOUBLED);
}

bool portal_has_address(const struct portal *portal)
{
    return *portal->address != '\0';
}

bool portal_is_there(enum portal_outcome outcome)
{
    static const bool THERE[PORTAL_OUTCOME_COUNT] = {
        [PORTAL_HAS_IT] = true,       [PORTAL_KNOWS_NOT] = true,
        [PORTAL_IN_PROGRESS] = true,  [PORTAL_FORBIDDEN] = true,
        [PORTAL_TOO_LARGE] = true,    [PORTAL_REFUSED] = true,
        [PORTAL_INVALID] = true,      [PORTAL_KEY_REUSED] = true,
        [PORTAL_INCOMPLETE] = true,   [PORTAL_UPLOAD_MADE] = true,
        [PORTAL_UPLOAD_AT] = true,    [PORTAL_UPLOAD_GONE] = true,
        [PORTAL_UPLOAD_MOVED] = true, [PORTAL_UPLOAD_BROKEN] = true,
    };
    return THERE[outcome];
}

static void free_call(struct portal_call *call)
{
    free(call->reference);
    free(call->url);
    free(call);
}

static void answered(void *arg, const struct http_answer *answer)
{
    struct portal_call *call = arg;
    struct portal_reply reply;
    const struct answer_context context = {.question = call->question,
                                           .reference = call->reference,
                                           .base = call->url,
                                           .least = call->least,
                                           .most = call->most};
    answer_read_in(&reply, &context, answer);
    call->done(call->arg, &reply);
    answer_clear(&reply);
    free_call(call);
}

void portal_cancel(struct portal_call **call)
{
    if (!*call)
        return;
    http_cancel(&(*call)->http);
    free_call(*call);
    *call = NULL;
}

/* Takes over `url`. */
static struct portal_call *start_at(struct portal *portal, struct portal_call call,
                                    const char *reference, struct http_request *request,
                                    char *url)
{
    struct portal_call *kept = memory_alloc(sizeof(*kept));
    *kept = call;
    kept->reference = memory_copy_text(reference);
    kept->url = url;
    request->url = url;
    request->times = portal->times;
    kept->http = http_start(portal->http, request, answered, kept);
    return kept;
}

static struct portal_call *start(struct portal *portal, struct portal_call call,
                                 const char *reference, struct http_request *request,
                                 const char *path)
{
    return start_at(portal, call, reference, request,
                    memory_format("%s%s", portal->address, path));
}

static struct portal_call *get(struct portal *portal, struct portal_call call,
                               const char *reference, const char *path)
{
    static const char *const HEADERS[] = {
        "Accept: application/json, application/problem+json", NULL};
    struct http_request request = {.headers = HEADERS};
    return start(portal, call, reference, &request, path);
}

struct portal_call *portal_submit(struct portal *portal, const void *bytes, size_t size,
                                  const char *key, const char *reference,
                                  portal_done *done, void *arg)
{
    char key_header[64];
    snprintf(key_header, sizeof(key_header), "Idempotency-Key: \"%s\"", key);
    const char *const headers[] = {"Accept: application/json, application/problem+json",
                                   "Content-Type: application/json", key_header, NULL};
    struct http_request request = {.headers = headers, .body = bytes, .size = size};
    struct portal_call call = {.question = QUESTION_SUBMIT, .done = done, .arg = arg};
    return start(portal, call, reference, &request, "/v1/dossiers");
}

struct portal_call *portal_find_key(struct portal *portal, const char *key,
                                    const char *reference, portal_done *done, void *arg)
{
    char path[96];
    snprintf(path, sizeof(path), "/v1/dossiers?key=%s", key);
    struct portal_call call = {.question = QUESTION_FIND_KEY, .done = done, .arg = arg};
    return get(portal, call, reference, path);
}

struct portal_call *portal_probe(struct portal *portal, portal_done *done, void *arg)
{
    char path[96];
    snprintf(path, sizeof(path), "/v1/dossiers?key=%s", NO_KEY);
    struct portal_call call = {.question = QUESTION_PROBE, .done = done, .arg = arg};
    return get(portal, call, NULL, path);
}

struct portal_call *portal_dossier(struct portal *portal, const char *code,
                                   portal_done *done, void *arg)
{
    char path[96];
    snprintf(path, sizeof(path), "/v1/dossiers/%s", code);
    struct portal_call call = {.question = QUESTION_TRACK, .done = done, .arg = arg};
    return get(portal, call, NULL, path);
}

struct portal_call *portal_track(struct portal *portal, const char *reference,
                                 portal_done *done, void *arg)
{
    char path[96];
    snprintf(path, sizeof(path), "/v1/track/%s", reference);
    struct portal_call call = {.question = QUESTION_TRACK, .done = done, .arg = arg};
    return get(portal, call, NULL, path);
}

struct portal_call *portal_catalogue(struct portal *portal, const char *tag,
                                     http_take *take, void *take_arg, portal_done *done,
                                     void *arg)
{
    char tag_header[PORTAL_TAG_ROOM + 32];
    snprintf(tag_header, sizeof(tag_header), "If-None-Match: %s", tag);
    const char *const headers[] = {"Accept: application/json, application/problem+json",
                                   *tag ? tag_header : NULL, NULL};
    struct http_request request = {.headers = headers,
                                   .take = take,
                                   .take_arg = take_arg,
                                   .most = PORTAL_CATALOGUE_MOST};
    struct portal_call call = {.question =
                                   *tag ? QUESTION_CATALOGUE_NEWER : QUESTION_CATALOGUE,
                               .done = done,
                               .arg = arg};
    return start(portal, call, NULL, &request, "/v1/catalogue");
}

void portal_go_on(struct portal_call *call)
{
    http_go_on(call->http);
}

/* --- uploads ------------------------------------------------------------------------ */

#define TUS    "Tus-Resumable: 1.0.0"
#define ACCEPT "Accept: application/problem+json"

/* "name base64", as Upload-Metadata has it. */
static void add_metadata(struct buffer *out, const char *name, const char *value)
{
    char coded[256];
    sodium_bin2base64(coded, sizeof(coded), (const unsigned char *)value, strlen(value),
                      sodium_base64_VARIANT_ORIGINAL);
    bool first = out->data[out->size - 1] == ' ';
    buffer_format(out, "%s%s %s", first ? "" : ",", name, coded);
}

struct portal_call *portal_upload_make(struct portal *portal,
                                       const struct portal_file *file, portal_done *done,
                                       void *arg)
{
    char length[64];
    struct buffer metadata;
    buffer_init(&metadata, 2048);
    buffer_add_text(&metadata, "Upload-Metadata: ");
    add_metadata(&metadata, "key", file->key);
    add_metadata(&metadata, "sha256", file->sha256);
    add_metadata(&metadata, "paper", file->paper);
    add_metadata(&metadata, "kind", file->kind);
    snprintf(length, sizeof(length), "Upload-Length: %lld", (long long)file->size);
    const char *const headers[] = {TUS, ACCEPT, length, metadata.data, NULL};
    struct http_request request = {.headers = headers, .body = ""};
    struct portal_call call = {
        .question = QUESTION_UPLOAD_MAKE, .done = done, .arg = arg};
    struct portal_call *made = start(portal, call, NULL, &request, "/v1/uploads");
    buffer_free(&metadata);
    return made;
}

struct portal_call *portal_upload_ask(struct portal *portal, const char *place,
                                      int64_t size, portal_done *done, void *arg)
{
    static const char *const HEADERS[] = {TUS, ACCEPT, NULL};
    struct http_request request = {.method = "HEAD", .headers = HEADERS};
    struct portal_call call = {
        .question = QUESTION_UPLOAD_ASK, .done = done, .arg = arg, .most = size};
    return start_at(portal, call, NULL, &request, memory_copy_text(place));
}

struct portal_call *portal_upload_send(struct portal *portal, const char *place,
                                       int64_t offset, int64_t count, http_give *give,
                                       void *give_arg, portal_done *done, void *arg)
{
    char from[64];
    snprintf(from, sizeof(from), "Upload-Offset: %lld", (long long)offset);
    const char *const headers[] = {
        TUS, ACCEPT, "Content-Type: application/offset+octet-stream", from, NULL};
    struct http_request request = {.method = "PATCH",
                                   .headers = headers,
                                   .give = give,
                                   .give_arg = give_arg,
                                   .size = (size_t)count};
    struct portal_call call = {.question = QUESTION_UPLOAD_SEND,
                               .done = done,
                               .arg = arg,
                               .least = offset + 1,
                               .most = offset + count};
    return start_at(portal, call, NULL, &request, memory_copy_text(place));
}

bool portal_has_place(const struct portal *portal, const char *place)
{
    char resolved[PORTAL_PLACE_ROOM];
    return place_resolve(portal->address, place, resolved) &&
           strcmp(resolved, place) == 0;
}
