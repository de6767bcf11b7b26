/* SPDX-License-Identifier: MIT */
#include "kiosk/service/upload.h"

#include "kiosk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

/* Of one request: what lies between holds back the bytes of a request until it is whole,
 * here and there, and loses them if it never is. */
enum { PIECE = 4 << 20 };

_Static_assert(PORTAL_PLACE_ROOM == ATTACHMENT_PLACE_ROOM, "one address, one length");

struct upload {
    struct store *store;
    struct attachment files[ATTACHMENTS_MOST];
    bool asked[ATTACHMENTS_MOST]; /* where it stands, in this try */
    size_t count, at;             /* … the one that is under way */
    struct sealed_reader *reader; /* of that one */
    int64_t offset, left;         /* of the piece that goes out */
    struct error trouble;         /* the attachment could not be read */
    bool stopped;                 /* its dossier does not wait any more */
    upload_progress *progress;
    void *arg;
};

struct upload *upload_open(struct store *store, int64_t dossier,
                           upload_progress *progress, void *arg, struct error *err)
{
    struct upload *upload = memory_alloc(sizeof(*upload));
    upload->store = store;
    upload->progress = progress;
    upload->arg = arg;
    if (!store_list_attachments(store, ATTACHMENT_OF_DOSSIER, dossier, upload->files,
                                &upload->count, err))
        upload_free(&upload);
    return upload;
}

void upload_free(struct upload **upload)
{
    if (!*upload)
        return;
    sealed_reader_free(&(*upload)->reader);
    memory_wipe(*upload, sizeof(**upload));
    free(*upload);
    *upload = NULL;
}

bool upload_is_over(const struct upload *upload)
{
    for (size_t i = 0; i < upload->count; i++) {
        if (!upload->files[i].whole)
            return false;
    }
    return true;
}

int64_t upload_confirmed(const struct upload *upload)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < upload->count; i++)
        bytes += upload->files[i].confirmed;
    return bytes;
}

bool upload_is_stopped(const struct upload *upload)
{
    return upload->stopped;
}

bool upload_has_failed(const struct upload *upload, struct error *err)
{
    if (!error_is_set(&upload->trouble))
        return false;
    *err = upload->trouble;
    return true;
}

static void tell_progress(const struct upload *upload, int64_t here)
{
    int64_t sent = 0, size = 0;
    for (size_t i = 0; i < upload->count; i++) {
        const struct attachment *file = &upload->files[i];
        size += file->size;
        sent += i == upload->at ? here : file->whole ? file->size : file->confirmed;
    }
    upload->progress(upload->arg, sent, size);
}

/* libcurl asks for the bytes of the piece. */
static size_t give(void *arg, char *out, size_t room)
{
    struct upload *upload = arg;
    if ((int64_t)room > upload->left)
        room = (size_t)upload->left;
    ssize_t got =
        sealed_reader_read(upload->reader, upload->offset, out, room, &upload->trouble);
    if (got <= 0) {
        error_set_lasting(&upload->trouble, "an attachment ends too early");
        return HTTP_NO_BYTES;
    }
    upload->offset += got;
    upload->left -= got;
    tell_progress(upload, upload->offset);
    return (size_t)got;
}

static struct portal_call *send_piece(struct upload *upload, struct portal *portal,
                                      portal_done *done, void *arg, struct error *err)
{
    const struct attachment *file = &upload->files[upload->at];
    if (!upload->reader)
        upload->reader = store_open_attachment(upload->store, file->id, err);
    if (!upload->reader)
        return NULL;
    upload->offset = file->confirmed;
    upload->left = file->size - file->confirmed;
    if (upload->left > PIECE)
        upload->left = PIECE;
    tell_progress(upload, upload->offset);
    return portal_upload_send(portal, file->place, upload->offset, upload->left, give,
                              upload, done, arg);
}

struct portal_call *upload_go_on(struct upload *upload, struct portal *portal,
                                 const char *key, portal_done *done, void *arg,
                                 struct error *err)
{
    size_t at = 0;
    while (at < upload->count && upload->files[at].whole)
        at++;
    if (at == upload->count)
        error_die("an upload goes on that is over");
    if (at != upload->at)
        sealed_reader_free(&upload->reader);
    upload->at = at;
    const struct attachment *file = &upload->files[at];
    if (!portal_has_place(portal, file->place)) {
        const struct portal_file facts = {.key = key,
                                          .paper = file->paper,
                                          .kind = file->kind,
                                          .sha256 = file->sha256,
                                          .size = file->size};
        return portal_upload_make(portal, &facts, done, arg);
    }
    if (!upload->asked[at])
        return portal_upload_ask(portal, file->place, file->size, done, arg);
    return send_piece(upload, portal, done, arg, err);
}

static bool keep(struct upload *upload, struct error *err)
{
    const struct attachment *file = &upload->files[upload->at];
    bool waits;
    bool fine = store_note_upload(upload->store, file->id, file->place, file->confirmed,
                                  file->whole, &waits, err);
    upload->stopped = fine && !waits;
    return fine;
}

bool upload_note(struct upload *upload, const struct portal_reply *reply,
                 struct error *err)
{
    struct attachment *file = &upload->files[upload->at];
    bool made = reply->outcome == PORTAL_UPLOAD_MADE;
    if (made)
        snprintf(file->place, sizeof(file->place), "%s", reply->place);
    file->confirmed = made ? 0 : reply->offset;
    file->whole = file->confirmed == file->size;
    upload->asked[upload->at] = true;
    return keep(upload, err);
}

bool upload_renew(struct upload *upload, struct error *err)
{
    struct attachment *file = &upload->files[upload->at];
    file->place[0] = '\0';
    file->confirmed = 0;
    file->whole = false;
    upload->asked[upload->at] = false;
    return keep(upload, err);
}

void upload_review(struct upload *upload)
{
    for (size_t i = 0; i < upload->count; i++) {
        upload->asked[i] = false;
        upload->files[i].whole = false;
    }
}
