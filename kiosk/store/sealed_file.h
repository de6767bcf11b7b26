/* SPDX-License-Identifier: MIT */
/*
 * A large file at rest: encrypted under a key of its own, in chunks that open one by one,
 * so that memory stays flat and reading can begin at any byte.
 *
 * Each chunk of SEALED_FILE_CHUNK bytes of content is sealed with XChaCha20-Poly1305. Its
 * nonce is its number and whether it is the last, which no two chunks under the key
 * share: chunks that were left out, exchanged, repeated, cut off or taken from another
 * file do not open. An empty file has one empty chunk. The key is not in the file:
 * whoever loses it has destroyed the content.
 */
#ifndef STORE_SEALED_FILE_H
#define STORE_SEALED_FILE_H

#include "kiosk/base/error.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SEALED_FILE_KEY   32
#define SEALED_FILE_CHUNK (64 << 10)

/* Bytes on the disk of so many bytes of content. */
int64_t sealed_file_room(int64_t size);

/* Writes to a temporary file in `folder` that begins with "new-" until it is finished. */
struct sealed_writer;
struct sealed_writer *sealed_writer_create(const char *folder, struct error *err);
bool sealed_writer_add(struct sealed_writer *writer, const void *data, size_t size,
                       struct error *err);
/* The content is whole: on the disk, under `name` in the folder, when this returns true;
 * `key` opens it. After a false the writer can only be freed. */
bool sealed_writer_finish(struct sealed_writer *writer, const char *name,
                          unsigned char key[SEALED_FILE_KEY], struct error *err);
/* Removes what was not finished, and wipes the key. NULL is fine. */
void sealed_writer_free(struct sealed_writer **writer);

struct sealed_reader;
/* `size`: bytes of the content. Errors: not there, or not of this size, which last; or no
 * time for it just now. */
struct sealed_reader *sealed_reader_open(const char *path,
                                         const unsigned char key[SEALED_FILE_KEY],
                                         int64_t size, struct error *err);
/* Up to `room` bytes of the content from `offset`; 0 at its end, -1 and an error where
 * the file cannot be read or does not open. */
ssize_t sealed_reader_read(struct sealed_reader *reader, int64_t offset, void *out,
                           size_t room, struct error *err);
void sealed_reader_free(struct sealed_reader **reader); /* wipes; NULL is fine */

#endif
