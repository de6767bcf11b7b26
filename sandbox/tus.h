/* SPDX-License-Identifier: MIT */
/* The bytes of a PATCH are stored as they come, for what has come before a connection
 * breaks counts. */
#ifndef SANDBOX_TUS_H
#define SANDBOX_TUS_H

#include "sandbox/http.h"

struct portal;
struct piece;

/* Before the first byte of a body: NULL where this is no PATCH of an upload. It may have
 * been refused already; then its bytes are passed over. */
struct piece *piece_begin(struct portal *portal, const struct request *request);
/* False: the connection is to be cut now. */
bool piece_take(struct piece *piece, const char *data, size_t size);
/* Whether its body is whole or not. NULL is fine. */
void piece_free(struct piece **piece);

#endif
