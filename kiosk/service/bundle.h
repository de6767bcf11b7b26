/* SPDX-License-Identifier: MIT */
/*
 * The outbox on a USB stick, for when a line is down for days: what waits is carried to
 * another office and sent from there, and the portal's answers are carried back.
 *
 * Nothing can be doubled by it: a dossier keeps its idempotency key wherever it is, the
 * one who imports asks the portal before sending, and taking the same bundle twice
 * changes nothing. What was exported stays in its own outbox, too, and goes out from
 * whichever office has a line first.
 *
 * The file: "MCUABNDL", one byte of version (1), 16 bytes of salt, the header of
 * libsodium's secretstream (XChaCha20-Poly1305), then messages, each preceded by its
 * length in four bytes, the lowest first; the last one is tagged as such, so that a cut
 * file is seen. A message is a JSON object. The key is made of a code of 80 random bits,
 * written like a reference, which does not travel with the stick.
 */
#ifndef SERVICE_BUNDLE_H
#define SERVICE_BUNDLE_H

#include "kiosk/service/reference.h"
#include "kiosk/store/store.h"

struct bundle_count {
    size_t dossiers; /* exported; or new here */
    size_t known;    /* here already */
    size_t outcomes; /* what the portal accepted: told, or learnt */
    size_t left;     /* held, not to be read, or with electronic papers: they stay */
};

/* Writes a new file, 0600; one that is there is refused. `code` opens it. */
bool bundle_export(struct store *store, const char *path, char code[REFERENCE_ROOM],
                   struct bundle_count *count, struct error *err);
/* Takes over all of it, or nothing where the file is cut or changed, or the code is not
 * its own. */
bool bundle_import(struct store *store, const char *path, const char *code,
                   struct bundle_count *count, struct error *err);

#endif
