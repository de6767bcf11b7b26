/* SPDX-License-Identifier: MIT */
#include "kiosk/net/http.h"

#include "config.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum {
    CONNECT_TIMEOUT = 15,
    MOST_CONNECTIONS = 8,
    PATIENCE = 10,     /* times the time that others have */
    LEAST_SPEED = 256, /* bytes a second, below which nothing comes */
};

struct http {
    struct loop *loop;
    CURLM *multi;
    unsigned timer;
    char *authorities, *certificate, *key;
    long timeout;
    struct http_call *calls; /* those under way */
};

struct http_call {
    struct http *http;
    struct http_call *next;
    CURL *easy;
    struct curl_slist *headers;
    char *body;
    http_give *give; /* in place of body */
    void *give_arg;
    size_t size, sent;
    size_t header_bytes;
    struct buffer answer;
    http_take *take; /* where it goes instead; NULL */
    void *take_arg;
    size_t most, taken;
    bool waits;                    /* for http_go_on() */
    char trouble[CURL_ERROR_SIZE]; /* libcurl's words */
    http_done *done;
    void *arg;
};

const char *http_end_name(enum http_end end)
{
    static const char *const NAMES[HTTP_END_COUNT] = {
        [HTTP_ANSWERED] = "answered",
        [HTTP_NO_NAME] = "the name is not known",
        [HTTP_NO_CONNECTION] = "no connection",
        [HTTP_TLS_UNTRUSTED] = "TLS: unknown authority",
        [HTTP_TLS_WRONG_NAME] = "TLS: certificate of another host",
        [HTTP_TLS_EXPIRED] = "TLS: certificate not valid any more",
        [HTTP_TLS_NOT_YET] = "TLS: certificate not valid yet",
        [HTTP_TLS_FAILED] = "TLS: no agreement",
        [HTTP_TLS_OURS] = "TLS: our own certificate, key or authorities cannot be read",
        [HTTP_TIMEOUT] = "no answer in time",
        [HTTP_CUT] = "the connection broke",
        [HTTP_TOO_LARGE] = "the answer is too large",
        [HTTP_MALFORMED] = "the answer is no HTTP",
    };
    return NAMES[end];
}

/* --- libcurl on the loop ------------------------------------------------------------ */

static void finish_calls(struct http *http);

static void act(struct http *http, curl_socket_t fd, int events)
{
    int running;
    curl_multi_socket_action(http->multi, fd, events, &running);
    finish_calls(http);
}

static void socket_ready(void *arg, int fd, int events)
{
    act(arg, fd,
        (events & LOOP_READ ? CURL_CSELECT_IN : 0) |
            (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0));
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *unused)
{
    struct http *http = arg;
    (void)easy, (void)unused;
    int events = what == CURL_POLL_IN      ? LOOP_READ
                 : what == CURL_POLL_OUT   ? LOOP_WRITE
                 : what == CURL_POLL_INOUT ? LOOP_READ | LOOP_WRITE
                                           : 0;
    loop_watch(http->loop, fd, events, socket_ready, http);
    return 0;
}

static void timer_due(void *arg)
{
    struct http *http = arg;
    http->timer = 0;
    act(http, CURL_SOCKET_TIMEOUT, 0);
}

static int set_timer(CURLM *multi, long delay_ms, void *arg)
{
    struct http *http = arg;
    (void)multi;
    loop_cancel(http->loop, &http->timer);
    if (delay_ms >= 0)
        http->timer = loop_after(http->loop, delay_ms, timer_due, http);
    return 0;
}

struct http *http_create(struct loop *loop, const struct http_options *options)
{
    struct http *http = memory_alloc(sizeof(*http));
    http->loop = loop;
    http->authorities = memory_copy_text(options->authorities);
    http->certificate = memory_copy_text(options->certificate);
    http->key = memory_copy_text(options->key);
    http->timeout = options->timeout;
    /* A header that found no memory would be left out. */
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, memory_take, free, memory_take_again,
                             memory_copy_text, memory_array) != CURLE_OK)
        error_die("libcurl does not start");
    http->multi = curl_multi_init();
    if (!http->multi)
        error_die("out of memory");
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
    curl_multi_setopt(http->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                      (long)MOST_CONNECTIONS);
    return http;
}

void http_free(struct http **http_)
{
    struct http *http = *http_;
    if (!http)
        return;
    while (http->calls) {
        struct http_call *call = http->calls;
        http_cancel(&call);
    }
    curl_multi_cleanup(http->multi);
    loop_cancel(http->loop, &http->timer);
    curl_global_cleanup();
    free(http->authorities);
    free(http->certificate);
    free(http->key);
    free(http);
    *http_ = NULL;
}

/* --- one call ----------------------------------------------------------------------- */

/* There is no seek function beside this one, so that libcurl cannot start the body anew
 * on a fresh connection when a kept one breaks: that ends the call, and the outbox asks
 * the portal before it sends again. */
static size_t give_body(char *out, size_t size, size_t count, void *arg)
{
    struct http_call *call = arg;
    size_t room = size * count, left = call->size - call->sent;
    size_t bytes = left < room ? left : room;
    if (call->give && bytes) {
        bytes = call->give(call->give_arg, out, bytes);
        if (bytes == HTTP_NO_BYTES || bytes == 0)
            return CURL_READFUNC_ABORT;
    } else if (bytes) {
        memcpy(out, call->body + call->sent, bytes);
    }
    call->sent += bytes;
    return bytes;
}

static size_t hand_on(struct http_call *call, const char *data, size_t bytes)
{
    enum http_taken taken = bytes > call->most - call->taken
                                ? HTTP_TAKE_NOT
                                : call->take(call->take_arg, data, bytes);
    call->waits = taken == HTTP_TAKE_LATER;
    if (call->waits)
        return CURL_WRITEFUNC_PAUSE;
    call->taken += bytes;
    return taken == HTTP_TAKEN ? bytes : 0;
}

static size_t take_body(char *data, size_t size, size_t count, void *arg)
{
    struct http_call *call = arg;
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    if (call->take && status == 200)
        return hand_on(call, data, size * count);
    return buffer_add(&call->answer, data, size * count) ? size * count : 0;
}

/* Interim answers and trailers count too. */
static size_t take_header(char *data, size_t size, size_t count, void *arg)
{
    struct http_call *call = arg;
    (void)data;
    call->header_bytes += size * count;
    return call->header_bytes <= HTTP_MOST_HEADERS ? size * count : 0;
}

static enum http_end end_of_certificate(CURL *easy)
{
    /* Numbers of OpenSSL's X509_V_ERR_...; NONE_YET is libcurl's before OpenSSL has found
     * a fault, and stays where libcurl itself compared the name. */
    enum { FINE = 0, NONE_YET = 1, NOT_YET = 9, EXPIRED = 10 };
    enum { OTHER_HOST = 62, OTHER_ADDRESS = 64 };
    long why = FINE;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &why);
    if (why == FINE || why == NONE_YET || why == OTHER_HOST || why == OTHER_ADDRESS)
        return HTTP_TLS_WRONG_NAME;
    if (why == NOT_YET)
        return HTTP_TLS_NOT_YET;
    return why == EXPIRED ? HTTP_TLS_EXPIRED : HTTP_TLS_UNTRUSTED;
}

static enum http_end end_of_handshake(CURL *easy)
{
    long cause = 0; /* errno: the line broke, which is no matter of trust */
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &cause);
    return cause ? HTTP_NO_CONNECTION : HTTP_TLS_FAILED;
}

/* With TLS 1.3 a side that wants another certificate of us says so only after the request
 * has gone out, and libcurl tells it in words alone. */
static enum http_end end_of_connection(const struct http_call *call)
{
    bool refused = strstr(call->trouble, "SSL") && strstr(call->trouble, " alert ");
    return refused ? HTTP_TLS_FAILED : HTTP_CUT;
}

static enum http_end end_of(const struct http_call *call, CURLcode code)
{
    CURL *easy = call->easy;
    switch (code) {
    case CURLE_OK:
        return HTTP_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST:
        return HTTP_NO_NAME;
    case CURLE_COULDNT_CONNECT:
    case CURLE_URL_MALFORMAT:
        return HTTP_NO_CONNECTION;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return end_of_certificate(easy);
    case CURLE_SSL_CONNECT_ERROR:
        return end_of_handshake(easy);
    case CURLE_SSL_CIPHER:
        return HTTP_TLS_FAILED;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
        return HTTP_TLS_OURS;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMEOUT;
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
        return HTTP_TOO_LARGE;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9, or no HTTP at all */
    case CURLE_BAD_CONTENT_ENCODING:
        return HTTP_MALFORMED;
    default: /* receiving, sending, HTTP/2 framing, an answer that is not whole */
        return end_of_connection(call);
    }
}

static bool may_have_left(const struct http_call *call, enum http_end end)
{
    long bytes = 0;
    curl_off_t ready = 0; /* microseconds until the request could go out */
    curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &bytes);
    curl_easy_getinfo(call->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    if (bytes > 0 || ready > 0 || call->sent > 0)
        return true;
    return end == HTTP_ANSWERED || end == HTTP_CUT || end == HTTP_TOO_LARGE ||
           end == HTTP_MALFORMED;
}

static const char *header(CURL *easy, const char *name)
{
    struct curl_header *found;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
        return "";
    return found->value;
}

static long retry_after(CURL *easy)
{
    struct curl_header *header;
    curl_off_t seconds = 0;
    if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return -1;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds); /* of a number or a date */
    if (seconds < 0)
        return 0;
    return seconds < HTTP_MOST_RETRY_AFTER ? (long)seconds : HTTP_MOST_RETRY_AFTER;
}

/* Takes the call out of its http; its parts live on until free_call. */
static void detach(struct http_call *call)
{
    struct http_call **place = &call->http->calls;
    while (*place != call)
        place = &(*place)->next;
    *place = call->next;
    curl_multi_remove_handle(call->http->multi, call->easy);
}

static void free_call(struct http_call *call)
{
    curl_easy_cleanup(call->easy);
    curl_slist_free_all(call->headers);
    memory_wipe(call->body, call->body ? call->size : 0);
    free(call->body);
    buffer_free(&call->answer);
    free(call);
}

static void finish_call(struct http_call *call, CURLcode code)
{
    struct http_answer answer = {.end = end_of(call, code),
                                 .type = "",
                                 .etag = "",
                                 .location = "",
                                 .tus = "",
                                 .upload_offset = "",
                                 .retry_after = -1,
                                 .body = call->answer.data,
                                 .size = call->answer.size};
    answer.may_have_left = may_have_left(call, answer.end);
    if (answer.end == HTTP_ANSWERED) {
        long status = 0;
        const char *type = NULL;
        curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
        answer.status = (int)status;
        answer.type = type ? type : "";
        answer.etag = header(call->easy, "ETag");
        answer.retry_after = retry_after(call->easy);
        answer.location = header(call->easy, "Location");
        answer.tus = header(call->easy, "Tus-Resumable");
        answer.upload_offset = header(call->easy, "Upload-Offset");
    }
    detach(call);
    call->done(call->arg, &answer);
    free_call(call);
}

static void finish_calls(struct http *http)
{
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(http->multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct http_call *call = NULL;
        CURLcode code = message->data.result; /* the message dies with its handle */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
        finish_call(call, code);
    }
}

static void set_trust(const struct http *http, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (*http->authorities) {
        /* These and no others. */
        curl_easy_setopt(easy, CURLOPT_CAINFO, http->authorities);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    if (*http->certificate)
        curl_easy_setopt(easy, CURLOPT_SSLCERT, http->certificate);
    if (*http->key)
        curl_easy_setopt(easy, CURLOPT_SSLKEY, http->key);
}

static void set_limits(const struct http *http, CURL *easy,
                       const struct http_request *request)
{
    long connect = http->timeout < CONNECT_TIMEOUT ? http->timeout : CONNECT_TIMEOUT;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    bool patient = request->take != NULL;
    int times = patient ? PATIENCE : request->times ? request->times : 1;
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, http->timeout * times);
    if (patient || request->give) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LEAST_SPEED);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, http->timeout);
    }
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connect);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE,
                     (long)(patient ? request->most : HTTP_MOST_BYTES));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "motcua/" PACKAGE_VERSION);
}

static void set_request(struct http_call *call, const struct http_request *request)
{
    curl_easy_setopt(call->easy, CURLOPT_URL, request->url);
    for (size_t i = 0; request->headers && request->headers[i]; i++)
        call->headers = curl_slist_append(call->headers, request->headers[i]);
    if (request->body || request->give) {
        /* No waiting for "100 Continue", and no asking for it. */
        call->headers = curl_slist_append(call->headers, "Expect:");
        call->body =
            request->body ? memory_copy_span(request->body, request->size) : NULL;
        call->give = request->give;
        call->give_arg = request->give_arg;
        call->size = request->size;
        curl_easy_setopt(call->easy, CURLOPT_POST, 1L);
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)request->size);
        curl_easy_setopt(call->easy, CURLOPT_READFUNCTION, give_body);
        curl_easy_setopt(call->easy, CURLOPT_READDATA, call);
    }
    if (request->give) /* however long it is under way, as long as it is not stuck */
        curl_easy_setopt(call->easy, CURLOPT_TIMEOUT, 0L);
    if (request->method && strcmp(request->method, "HEAD") == 0)
        curl_easy_setopt(call->easy, CURLOPT_NOBODY, 1L);
    else if (request->method)
        curl_easy_setopt(call->easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
}

struct http_call *http_start(struct http *http, const struct http_request *request,
                             http_done *done, void *arg)
{
    struct http_call *call = memory_alloc(sizeof(*call));
    call->http = http;
    call->done = done;
    call->arg = arg;
    buffer_init(&call->answer, HTTP_MOST_BYTES);
    call->take = request->take;
    call->take_arg = request->take_arg;
    call->most = request->most;
    call->easy = curl_easy_init();
    if (!call->easy)
        error_die("out of memory");
    set_limits(http, call->easy, request);
    set_trust(http, call->easy);
    set_request(call, request);
    curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
    curl_easy_setopt(call->easy, CURLOPT_ERRORBUFFER, call->trouble);
    curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(call->easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(call->easy, CURLOPT_HEADERDATA, call);
    call->next = http->calls;
    http->calls = call;
    curl_multi_add_handle(http->multi, call->easy);
    return call;
}

void http_cancel(struct http_call **call)
{
    if (!*call)
        return;
    detach(*call);
    free_call(*call);
    *call = NULL;
}

void http_go_on(struct http_call *call)
{
    if (!call->waits)
        return;
    call->waits = false;
    curl_easy_pause(call->easy, CURLPAUSE_CONT);
}
