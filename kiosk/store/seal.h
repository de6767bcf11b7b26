/* SPDX-License-Identifier: MIT */
/*
 * Sealing what a citizen said: XChaCha20-Poly1305 under the data key, with the identity
 * of the row as associated data, so that a blob moved to another row does not open.
 *
 * A sealed blob: one byte of version (1), 24 bytes of random nonce, the ciphertext with
 * its tag of 16 bytes. The key file holds 64 hexadecimal digits and a line feed.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct seal;

/* Reads the key. `may_make`: a missing file is made, 0600, with a fresh key. The key is
 * held in locked memory that is left out of core dumps. Errors: missing, unreadable, open
 * to everybody, not a key. */
struct seal *seal_create(const char *key_file, bool may_make, struct error *err);
void seal_free(struct seal **seal); /* wipes the key */

#define SEAL_EXTRA (1 + 24 + 16) /* bytes by which a blob is longer than its content */

/* Both append to `out`, initialised by the caller. */
void seal_close(const struct seal *seal, const char *identity, const void *content,
                size_t size, struct buffer *out);
/* False if the blob is damaged, of another row, or sealed with another key. */
bool seal_open(const struct seal *seal, const char *identity, const void *blob,
               size_t size, struct buffer *out);

#endif
