/* SPDX-License-Identifier: MIT */
/*
 * HTTP requests that do not wait: libcurl's multi interface on the program's one loop.
 *
 * The other side is hostile until it has proved otherwise: an answer has limits in time,
 * in bytes (counted after unpacking) and in headers; redirects are not followed; no
 * protocol but http and https is spoken; no proxy, cookie or password file of the
 * environment is taken up. A request's body is sent once: libcurl may not repeat it on
 * its own, because whether to send again is the outbox's decision.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "kiosk/base/loop.h"

#include <stddef.h>

#define HTTP_MOST_BYTES   (1 << 20) /* of an answer's body */
#define HTTP_MOST_HEADERS (64 << 10)

/* How it ended. */
enum http_end {
    HTTP_ANSWERED, /* the whole answer is there, whatever its status */
    HTTP_NO_NAME,  /* the host's name is not known, or no name server answers */
    HTTP_NO_CONNECTION,
    HTTP_TLS_UNTRUSTED,  /* its certificate is from no authority that is trusted here */
    HTTP_TLS_WRONG_NAME, /* its certificate is for another host */
    HTTP_TLS_EXPIRED, /* its certificate is not valid any more; or our clock is ahead */
    HTTP_TLS_NOT_YET, /* it is not valid yet: our clock is behind */
    HTTP_TLS_FAILED,  /* no TLS came about: the other side speaks none, or refused us */
    HTTP_TLS_OURS,    /* the files named in the settings cannot be used */
    HTTP_TIMEOUT,
    HTTP_CUT,       /* the connection broke before the answer was whole */
    HTTP_TOO_LARGE, /* the answer went over a limit */
    HTTP_MALFORMED, /* what came is no HTTP */
    HTTP_END_COUNT
};

struct http_answer {
    enum http_end end;
    bool may_have_left; /* bytes of the request may have reached the other side */
    int status;         /* 0 unless HTTP_ANSWERED */
    const char *type;   /* Content-Type as sent, "" if none; raw */
    const char *etag;   /* ETag as sent, "" if none; raw */
    const char *location, *tus, *upload_offset; /* headers as sent, "" if none; raw */
    long retry_after; /* seconds, 0 to HTTP_MOST_RETRY_AFTER; -1: not said */
    const char *body; /* raw; wiped after the callback */
    size_t size;
};
#define HTTP_MOST_RETRY_AFTER 3600

struct http_options {
    const char *authorities; /* PEM file, "" for the system's */
    const char *certificate; /* PEM file of the kiosk's own, "" for none */
    const char *key;         /* and its private key */
    long timeout;            /* seconds for one request from start to end */
};

enum http_taken {
    HTTP_TAKEN,
    HTTP_TAKE_LATER, /* not now: nothing more comes until http_go_on(), then this again */
    HTTP_TAKE_NOT    /* ends the call, as one that is too large */
};
typedef enum http_taken http_take(void *arg, const char *data, size_t size);

/* Fills `out` with the next bytes of a body that is not held in memory; how many, or
 * HTTP_NO_BYTES, which breaks the call off. */
typedef size_t http_give(void *arg, char *out, size_t room);
#define HTTP_NO_BYTES ((size_t)-1)

struct http_request {
    const char *method; /* "HEAD", "PATCH"; NULL: GET without a body, else POST */
    const char *url;
    const char *const *headers; /* "Name: value", ended by NULL; may be NULL */
    const void *body;           /* copied; NULL: none, or one that is given in pieces: */
    http_give *give;            /* or NULL. It takes as long as bytes go out at all */
    void *give_arg;
    size_t size; /* of the body */
    int times;   /* so many times the time, for a line that crawls; 0: once */
    /* For an answer that is large; NULL where it is not. The body of a 200 goes there as
     * it comes, up to `most` bytes, and is not in the answer. It has ten times the time,
     * as long as something comes all the while. */
    http_take *take;
    void *take_arg;
    size_t most;
};

struct http;
struct http_call;
typedef void http_done(void *arg, const struct http_answer *answer);

/* The strings of `options` are copied. */
struct http *http_create(struct loop *loop, const struct http_options *options);
/* Cancels what is under way. Not from within a callback. */
void http_free(struct http **http);

/* Never calls `done` before it returns; calls it once, unless the call is cancelled. The
 * call is gone when `done` is called. */
struct http_call *http_start(struct http *http, const struct http_request *request,
                             http_done *done, void *arg);
void http_cancel(struct http_call **call); /* NULL is fine */
void http_go_on(struct http_call *call);   /* if it stopped at HTTP_TAKE_LATER */

/* For the log: "no connection". English, not translated. */
const char *http_end_name(enum http_end end);

#endif
