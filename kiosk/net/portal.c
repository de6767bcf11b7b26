/* SPDX-License-Identifier: MIT */
#include "kiosk/net/portal.h"

#include "kiosk/base/memory.h"
#include "kiosk/net/answer.h"

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
        [PORTAL_HAS_IT] = true,      [PORTAL_KNOWS_NOT] = true,
        [PORTAL_IN_PROGRESS] = true, [PORTAL_FORBIDDEN] = true,
        [PORTAL_TOO_LARGE] = true,   [PORTAL_REFUSED] = true,
        [PORTAL_INVALID] = true,     [PORTAL_KEY_REUSED] = true,
    };
    return THERE[outcome];
}

static void free_call(struct portal_call *call)
{
    free(call->reference);
    free(call);
}

static void answered(void *arg, const struct http_answer *answer)
{
    struct portal_call *call = arg;
    struct portal_reply reply;
    answer_read(&reply, call->question, call->reference, answer);
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

static struct portal_call *start(struct portal *portal, struct portal_call call,
                                 const char *reference, struct http_request *request,
                                 const char *path)
{
    struct portal_call *kept = memory_alloc(sizeof(*kept));
    *kept = call;
    kept->reference = memory_copy_text(reference);
    char *url = memory_format("%s%s", portal->address, path);
    request->url = url;
    request->times = portal->times;
    kept->http = http_start(portal->http, request, answered, kept);
    free(url);
    return kept;
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
