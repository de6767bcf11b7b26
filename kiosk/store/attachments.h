/* SPDX-License-Identifier: MIT */
/*
 * Attachments: the electronic papers of a draft, and then of the dossier it becomes.
 *
 * The content is a sealed file (sealed_file.h) in `attachments/` of the state folder,
 * under a random name. The row in the database, sealed too, holds the file's key and all
 * that is known of it. First the file is whole on the disk, then its row is committed: a
 * file without a row is an orphan, swept away when it is old; a row without its file is
 * told to whoever opens it. A row that goes, by whatever way, leaves its file's name in
 * the table `litter`, which is swept as well.
 */
#ifndef STORE_ATTACHMENTS_H
#define STORE_ATTACHMENTS_H

#include "kiosk/store/sealed_file.h"
#include "kiosk/store/store.h"

#define ATTACHMENT_PAPER_ROOM 65  /* id of a paper */
#define ATTACHMENT_NAME_ROOM  160 /* bytes of a file's name */
#define ATTACHMENT_KIND_ROOM  24  /* "application/pdf" */
#define ATTACHMENT_HASH_ROOM  65  /* SHA-256 in hexadecimal */
#define ATTACHMENT_PLACE_ROOM 512 /* address of an upload */

/* The most of one draft or dossier. */
#define ATTACHMENTS_MOST 50

struct attachment {
    int64_t id;
    char paper[ATTACHMENT_PAPER_ROOM];
    char name[ATTACHMENT_NAME_ROOM]; /* as the file was called, clean; for the clerk */
    char kind[ATTACHMENT_KIND_ROOM];
    int64_t size; /* bytes */
    char sha256[ATTACHMENT_HASH_ROOM];
    int pages;
    /* Of the upload: */
    char place[ATTACHMENT_PLACE_ROOM]; /* "": none was begun */
    int64_t confirmed;                 /* bytes that the portal said it has */
    bool whole;                        /* the portal said it has all of them */
};

/* --- taking in ---------------------------------------------------------------------- */

struct attachment_writer;
struct attachment_writer *attachment_writer_create(struct store *store,
                                                   struct error *err);
bool attachment_writer_add(struct attachment_writer *writer, const void *data,
                           size_t size, struct error *err);
/* Makes file and row durable. Of `what` paper, name, kind and pages are taken; id, size
 * and sha256 are set. Errors: the disk; the draft is gone; too many; the same content is
 * attached to the same paper already. */
bool attachment_writer_keep(struct attachment_writer *writer, int64_t draft,
                            struct attachment *what, struct error *err);
/* What was not kept leaves nothing behind. NULL is fine. */
void attachment_writer_free(struct attachment_writer **writer);

/* --- reading ------------------------------------------------------------------------ */

enum attachment_owner { ATTACHMENT_OF_DRAFT, ATTACHMENT_OF_DOSSIER };

/* In the order in which they were attached; `out` has ATTACHMENTS_MOST places.
 * The error lasts if one of them does not open. */
bool store_list_attachments(struct store *store, enum attachment_owner owner, int64_t id,
                            struct attachment *out, size_t *count, struct error *err);
/* NULL and an error in words if its row or its file is not there, or is damaged: these
 * last. */
struct sealed_reader *store_open_attachment(struct store *store, int64_t id,
                                            struct error *err);

/* --- changing ----------------------------------------------------------------------- */

bool store_delete_attachment(struct store *store, int64_t id, struct error *err);
/* Where the upload of an attachment stands. `place` "" forgets it. *waits: its dossier
 * waits to be sent; else (it is held, say) nothing was written. */
bool store_note_upload(struct store *store, int64_t id, const char *place,
                       int64_t confirmed, bool whole, bool *waits, struct error *err);

/* Within the transaction that finalises: the draft's attachments become the dossier's,
 * exactly these. */
bool attachments_finalise(struct store *store, int64_t draft, int64_t dossier,
                          const int64_t *ids, size_t count, struct error *err);

/* Removes the files of rows that went, and once in a while, by `orphans`, those that
 * never had a row and are older than an hour. What cannot be removed is tried again. */
void store_sweep_attachments(struct store *store, bool orphans);

#endif
