/* SPDX-License-Identifier: MIT */
/*
 * Sealing what a citizen said: XChaCha20-Poly1305 under a data key, with the identity of
 * what is sealed as associated data, so that a blob moved to another place does not open.
 *
 * A seal is a ring of keys, each with a number. It closes with the newest and opens with
 * the one that a blob names, so that a store under a new key reads what lies under the
 * old one. There are two rings: the outer key alone (number 0), read from a file and kept
 * outside the database, and the data keys, which lie in the database wrapped by it.
 *
 * A sealed blob: one byte of version (2), the number of the key in four bytes, the lowest
 * first, 24 bytes of random nonce, the ciphertext with its tag of 16 bytes. Version 1 had
 * no number, and was under key 0. A key file holds 64 hexadecimal digits and a line feed.
 *
 * Anything can be sealed that has a name of its own. What is too large for memory goes in
 * chunks, each a blob, whose identity says whose it is, which one, and which is the last:
 * "attachment 17 chunk 3", "attachment 17 chunk 4 last". Then chunks cannot be left out,
 * exchanged or cut off unseen. Whoever keeps sealed things outside this room's tables
 * must take part in kiosk/store/renew.c, or a key is dropped that they still need.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seal;

/* Without a key; in locked memory that is left out of core dumps. */
struct seal *seal_create(void);
/* The outer key. `may_make`: a missing file is made, 0600, with a fresh key. Errors:
 * missing, unreadable, open to everybody, not a key. */
struct seal *seal_read_file(const char *key_file, bool may_make, struct error *err);
void seal_free(struct seal **seal); /* wipes the keys; NULL is fine */

/* Replaces what is at `path` durably by the key of a ring that has just one. */
bool seal_write_file(const struct seal *seal, const char *path, unsigned mode,
                     struct error *err);

/* --- keys -------------------------------------------------------------------------- */

void seal_add_random(struct seal *seal, uint32_t number);
/* Takes over the one key of `outer`, as number 0: stores of version 1 used it directly.
 */
void seal_add_outer(struct seal *seal, const struct seal *outer);
/* Forgets all but the newest. */
void seal_drop_old(struct seal *seal);
void seal_drop_all(struct seal *seal);
size_t seal_count(const struct seal *seal);
uint32_t seal_number(const struct seal *seal, size_t index); /* in the order of adding */
uint32_t seal_newest(const struct seal *seal);               /* 0 without any */
/* Are the first keys of the two rings the same? */
bool seal_is_same(const struct seal *a, const struct seal *b);

/* A data key as it lies in the database. seal_unwrap adds it to `seal`; false if the
 * outer key is not its own. */
void seal_wrap(const struct seal *outer, const struct seal *seal, uint32_t number,
               struct buffer *out);
bool seal_unwrap(const struct seal *outer, uint32_t number, const void *blob, size_t size,
                 struct seal *seal);

/* --- blobs ------------------------------------------------------------------------- */

#define SEAL_HEAD  (1 + 4)               /* version and number of the key */
#define SEAL_EXTRA (SEAL_HEAD + 24 + 16) /* bytes by which a blob is longer */

/* Both append to `out`, initialised by the caller. */
void seal_close(const struct seal *seal, const char *identity, const void *content,
                size_t size, struct buffer *out);
/* False if the blob is damaged, of another place, or sealed with a key that is not here.
 */
bool seal_open(const struct seal *seal, const char *identity, const void *blob,
               size_t size, struct buffer *out);

/* The number of the key that a blob names; false if it is no blob. */
bool seal_key_of(const void *blob, size_t size, uint32_t *number);
/* How the blobs begin that are closed now. */
void seal_head(const struct seal *seal, unsigned char head[SEAL_HEAD]);

#endif
