/* SPDX-License-Identifier: MIT */
#include "sandbox/server.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "sandbox/tus.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_CONNECTIONS = 256,
    IDLE_SECONDS = 120,               /* more than the longest latency on request */
    MOST_SWALLOWED = 64 * 1024 * 1024 /* of a body that is too large */
};

struct server {
    struct portal *portal;
    struct MHD_Daemon *daemon;
    char *url;
};

/* One call while its body comes in. */
struct call {
    struct buffer body;
    size_t swallowed;
    struct piece *piece; /* of an upload: then the body is not kept; else NULL */
};

const char *request_header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *request_query(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

static struct call *call_create(const struct server *server,
                                const struct request *request)
{
    struct call *call = memory_alloc(sizeof(*call));
    buffer_init(&call->body, REQUEST_MOST_BYTES);
    call->piece = piece_begin(server->portal, request);
    return call;
}

static void call_ended(void *arg, struct MHD_Connection *connection, void **state,
                       enum MHD_RequestTerminationCode why)
{
    (void)arg;
    (void)connection;
    (void)why;
    struct call *call = *state;
    if (call) {
        piece_free(&call->piece);
        buffer_free(&call->body);
        free(call);
        *state = NULL;
    }
}

/* A reply that breaks off: half of it, then the connection closes. */
static ssize_t read_half(void *arg, uint64_t at, char *out, size_t room)
{
    const struct buffer *body = arg;
    size_t half = body->size / 2;
    if (at >= half)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    size_t size = half - (size_t)at < room ? half - (size_t)at : room;
    memcpy(out, body->data + at, size);
    return (ssize_t)size;
}

static void free_half(void *arg)
{
    struct buffer *body = arg;
    buffer_free(body);
    free(body);
}

/* The library reads the body of a cut reply after the handler has returned. */
static struct MHD_Response *make_cut_response(const struct buffer *body)
{
    struct buffer *copy = memory_alloc(sizeof(*copy));
    buffer_init(copy, body->limit);
    buffer_add(copy, body->data, body->size);
    return MHD_create_response_from_callback(copy->size, 4096, read_half, copy,
                                             free_half);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection,
                                  const struct reply *reply)
{
    if (reply->dropped)
        return MHD_NO; /* closes the connection without an answer */
    struct MHD_Response *response =
        reply->cut ? make_cut_response(&reply->body)
                   : MHD_create_response_from_buffer(reply->body.size, reply->body.data,
                                                     MHD_RESPMEM_MUST_COPY);
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name,
                                reply->headers[i].value);
    enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result take_body(struct call *call, const char *data, size_t *size)
{
    if (call->piece) {
        bool go_on = piece_take(call->piece, data, *size);
        *size = 0;
        return go_on ? MHD_YES : MHD_NO;
    }
    if (call->swallowed == 0 && buffer_add(&call->body, data, *size)) {
        *size = 0;
        return MHD_YES;
    }
    /* Too large: read on for a while, so that the caller hears the answer. */
    buffer_clear(&call->body);
    call->swallowed += *size;
    *size = 0;
    return call->swallowed <= MOST_SWALLOWED ? MHD_YES : MHD_NO;
}

static enum MHD_Result serve(void *arg, struct MHD_Connection *connection,
                             const char *url, const char *method, const char *version,
                             const char *data, size_t *size, void **state)
{
    (void)version;
    const struct server *server = arg;
    struct call *call = *state;
    struct request request = {.method = method, .path = url, .connection = connection};
    if (!call) {
        *state = call_create(server, &request);
        return MHD_YES;
    }
    if (*size > 0)
        return take_body(call, data, size);
    request.body = call->body.data;
    request.size = call->body.size;
    request.too_large = call->swallowed > 0;
    request.piece = call->piece;
    struct reply reply;
    reply_init(&reply);
    portal_answer(server->portal, &request, &reply);
    piece_free(&call->piece); /* the next one may come before this connection ends */
    enum MHD_Result sent = send_reply(connection, &reply);
    reply_free(&reply);
    return sent;
}

union socket_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool read_address(const struct server_address *address, union socket_address *out)
{
    memset(out, 0, sizeof(*out));
    if (inet_pton(AF_INET, address->bind, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons((uint16_t)address->port);
        return true;
    }
    if (inet_pton(AF_INET6, address->bind, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons((uint16_t)address->port);
        return true;
    }
    return false;
}

static struct MHD_Daemon *start_daemon(const struct server_address *address,
                                       const union socket_address *socket,
                                       struct server *server)
{
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD |
                     MHD_USE_POLL | MHD_USE_ITC;
    if (socket->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (address->certificate)
        flags |= MHD_USE_TLS;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)address->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)address->key},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, (uint16_t)address->port, NULL, NULL, serve, server,
                            MHD_OPTION_SOCK_ADDR, &socket->any,
                            MHD_OPTION_NOTIFY_COMPLETED, call_ended, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                            MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_ARRAY,
                            address->certificate ? tls : &tls[2], MHD_OPTION_END);
}

struct server *server_start(const struct server_address *address, struct portal *portal,
                            struct error *err)
{
    union socket_address socket;
    if (!read_address(address, &socket)) {
        error_set(err, _("%s is no IP address to listen at."), address->bind);
        return NULL;
    }
    struct server *server = memory_alloc(sizeof(*server));
    server->portal = portal;
    errno = 0;
    server->daemon = start_daemon(address, &socket, server);
    if (!server->daemon) {
        error_set(err, _("Cannot listen at %s port %d: %s."), address->bind,
                  address->port,
                  errno != 0 ? strerror(errno) : _("certificate or key is not usable"));
        free(server);
        return NULL;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    bool v6 = socket.any.sa_family == AF_INET6;
    server->url =
        memory_format("%s://%s%s%s:%d", address->certificate ? "https" : "http",
                      v6 ? "[" : "", address->bind, v6 ? "]" : "", (int)info->port);
    return server;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

void server_stop(struct server **server)
{
    if (*server) {
        faults_end((*server)->portal->faults);
        MHD_stop_daemon((*server)->daemon);
        free((*server)->url);
        free(*server);
        *server = NULL;
    }
}
