/* SPDX-License-Identifier: MIT */
/* HTTP and TLS by libmicrohttpd, a thread for each connection, so that a slow answer
 * holds up nobody else. */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include "kiosk/base/error.h"
#include "sandbox/portal.h"

struct server_address {
    const char *bind;              /* an IPv4 or IPv6 address */
    int port;                      /* 0: any free one */
    const char *certificate, *key; /* PEM text, or both NULL for plain HTTP */
};

struct server;

/* Serves until server_stop(). The portal must outlive it. */
struct server *server_start(const struct server_address *address, struct portal *portal,
                            struct error *err);
/* "http://127.0.0.1:8080"; borrowed. */
const char *server_url(const struct server *server);
/* Ends the waiting of faults, lets running answers finish, closes. */
void server_stop(struct server **server);

#endif
