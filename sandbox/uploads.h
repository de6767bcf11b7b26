/* SPDX-License-Identifier: MIT */
/*
 * The files that are being uploaded, and those that have arrived: one file each in
 * `uploads/` of the state folder, as long as what has come so far, and a description
 * beside it. So a restart forgets nothing. All functions may be called from any thread.
 */
#ifndef SANDBOX_UPLOADS_H
#define SANDBOX_UPLOADS_H

#include "kiosk/base/error.h"
#include "sandbox/book.h"

#include <jansson.h>

#define UPLOADS_MOST_BYTES (100LL << 20) /* of one */

struct upload {
    char id[33];
    char key[BOOK_KEY_ROOM]; /* of the dossier it is for */
    char sha256[65];
    char paper[65];
    char kind[33];
    int64_t length, offset;
};

struct uploads;
struct uploads *uploads_open(const char *folder, struct error *err);
void uploads_close(struct uploads **uploads);

/* Enters a new upload without a byte, and gives it an id. */
bool uploads_make(struct uploads *uploads, struct upload *upload);
bool uploads_find(struct uploads *uploads, const char *id, struct upload *out);
/* Forgets it, and its bytes. */
void uploads_drop(struct uploads *uploads, const char *id);
/* Has a file with this hash and size arrived for this key? */
bool uploads_has(struct uploads *uploads, const char *key, const char *sha256,
                 int64_t size);
json_t *uploads_list(struct uploads *uploads);

/* One at a time may add to an upload: -1 if it is not there, -2 if somebody does. Else a
 * file to append to, closed by uploads_release. */
int uploads_claim(struct uploads *uploads, const char *id);
void uploads_release(struct uploads *uploads, const char *id, int fd);
/* Does the content have the hash that was announced? */
bool uploads_check(struct uploads *uploads, const char *id);

#endif
