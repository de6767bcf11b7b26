/* SPDX-License-Identifier: MIT */
/* One call and its answer, as the handlers see them. The HTTP library itself stays in
 * server.c. */
#ifndef SANDBOX_HTTP_H
#define SANDBOX_HTTP_H

#include "kiosk/base/buffer.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define REQUEST_MOST_BYTES (1024 * 1024)

struct request {
    const char *method; /* "GET" */
    const char *path;   /* decoded, without the query */
    char part[64];      /* what stands where the route's pattern has {} */
    const char *body;
    size_t size;
    bool too_large;   /* the body had more than REQUEST_MOST_BYTES, and is empty here */
    void *connection; /* server.c's own */
    struct piece *piece; /* of an upload, whose body was taken as it came; or NULL */
};

/* Borrowed; NULL if absent. */
const char *request_header(const struct request *request, const char *name);
const char *request_query(const struct request *request, const char *name);
/* "vi", or "en" where the caller prefers it (Accept-Language). */
const char *request_language(const struct request *request);
/* Is the body's media type this one? Parameters after it do not matter. */
bool request_has_type(const struct request *request, const char *type);

#define REPLY_MOST_HEADERS 12

struct reply {
    unsigned status;
    struct buffer body;
    struct {
        const char *name;
        char *value;
    } headers[REPLY_MOST_HEADERS];
    size_t header_count;
    bool dropped; /* close the connection without an answer */
    bool cut;     /* announce the whole body, send half of it, close */
};

void reply_init(struct reply *reply);
void reply_free(struct reply *reply);
void reply_header(struct reply *reply, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Takes the reference of `value`. */
void reply_json_take(struct reply *reply, unsigned status, const char *type,
                     json_t *value);
#define TYPE_JSON    "application/json"
#define TYPE_PROBLEM "application/problem+json"
#define TYPE_HTML    "text/html; charset=utf-8"

#endif
