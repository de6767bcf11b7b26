/* SPDX-License-Identifier: MIT */
/* Uploads by tus 1.0: creation, the core protocol, termination. */
#include "sandbox/tus.h"

#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "sandbox/portal.h"
#include "sandbox/problem.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION "1.0.0"

static const char PLACE[] = "/v1/uploads/";

struct piece {
    struct portal *portal;
    struct upload upload;
    int fd;
    bool refused;
    enum problem why;
    unsigned status;         /* of a fault, in place of any answer; 0: none */
    int64_t from, first, at; /* as the client says; … what was there; … is there now */
    int64_t cut;             /* bytes after which the connection is cut; 0: not */
    bool fine;               /* the disk took all so far */
};

/* A whole number, digits alone; -1: it is none. */
static int64_t read_number(const char *text)
{
    size_t size = text ? strspn(text, "0123456789") : 0;
    return size > 0 && size <= 15 && text[size] == '\0' ? strtoll(text, NULL, 10) : -1;
}

static void refuse(const struct request *request, struct reply *reply, enum problem why)
{
    reply_header(reply, "Tus-Resumable", VERSION);
    if (why == PROBLEM_TUS_VERSION)
        reply_header(reply, "Tus-Version", VERSION);
    problem_reply(reply, why, request_language(request), NULL);
}

static bool speaks_tus(const struct request *request)
{
    const char *version = request_header(request, "Tus-Resumable");
    return version && strcmp(version, VERSION) == 0;
}

/* --- a new upload --------------------------------------------------------------------
 */

/* The value of "name base64" in the list that Upload-Metadata is. */
static bool read_metadata(const char *list, const char *name, char *out, size_t room)
{
    size_t size = strlen(name), used = 0;
    while (list && *list) {
        size_t length = strcspn(list, ",");
        if (length > size && strncmp(list, name, size) == 0 && list[size] == ' ')
            return sodium_base642bin((unsigned char *)out, room - 1, list + size + 1,
                                     length - size - 1, NULL, &used, NULL,
                                     sodium_base64_VARIANT_ORIGINAL) == 0 &&
                   !memchr(out, '\0', used) && (out[used] = '\0', true);
        list += length + (list[length] == ',');
        list += strspn(list, " ");
    }
    return false;
}

static bool is_hex(const char *text, size_t size)
{
    return strlen(text) == size && strspn(text, "0123456789abcdef") == size;
}

static bool is_name(const char *text)
{
    return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")];
}

static bool read_upload(const struct request *request, struct upload *upload)
{
    const char *list = request_header(request, "Upload-Metadata");
    upload->length = read_number(request_header(request, "Upload-Length"));
    return upload->length > 0 &&
           read_metadata(list, "key", upload->key, sizeof(upload->key)) &&
           read_metadata(list, "sha256", upload->sha256, sizeof(upload->sha256)) &&
           read_metadata(list, "paper", upload->paper, sizeof(upload->paper)) &&
           read_metadata(list, "kind", upload->kind, sizeof(upload->kind)) &&
           is_hex(upload->key, 32) && is_hex(upload->sha256, 64) &&
           is_name(upload->paper);
}

void upload_options(struct portal *portal, const struct request *request,
                    const struct fault_draw *draw, struct reply *reply)
{
    (void)portal, (void)request, (void)draw;
    reply_header(reply, "Tus-Resumable", VERSION);
    reply_header(reply, "Tus-Version", VERSION);
    reply_header(reply, "Tus-Extension", "creation,termination");
    reply_header(reply, "Tus-Max-Size", "%lld", UPLOADS_MOST_BYTES);
    reply->status = 204;
}

void upload_make(struct portal *portal, const struct request *request,
                 const struct fault_draw *draw, struct reply *reply)
{
    struct upload upload = {0};
    if (portal_strike(portal, request, draw, reply))
        return;
    if (!speaks_tus(request)) {
        refuse(request, reply, PROBLEM_TUS_VERSION);
    } else if (!read_upload(request, &upload)) {
        refuse(request, reply, PROBLEM_UPLOAD_INVALID);
    } else if (upload.length > UPLOADS_MOST_BYTES) {
        refuse(request, reply, PROBLEM_UPLOAD_TOO_LARGE);
    } else if (!uploads_make(portal->uploads, &upload)) {
        refuse(request, reply, PROBLEM_TROUBLE);
    } else {
        reply_header(reply, "Tus-Resumable", VERSION);
        reply_header(reply, "Location", "%s%s", PLACE, upload.id);
        reply->status = 201;
        reply->dropped = draw->drop_after;
    }
}

/* --- where it stands ------------------------------------------------------------------
 */

void upload_tell(struct portal *portal, const struct request *request,
                 const struct fault_draw *draw, struct reply *reply)
{
    struct upload upload;
    if (portal_strike(portal, request, draw, reply))
        return;
    if (draw->lose_upload)
        uploads_drop(portal->uploads, request->part);
    if (!speaks_tus(request)) {
        refuse(request, reply, PROBLEM_TUS_VERSION);
    } else if (!uploads_find(portal->uploads, request->part, &upload)) {
        refuse(request, reply, PROBLEM_UPLOAD_UNKNOWN);
    } else {
        int64_t told = draw->wrong_offset ? upload.offset / 2 : upload.offset;
        reply_header(reply, "Tus-Resumable", VERSION);
        reply_header(reply, "Upload-Offset", "%lld", (long long)told);
        reply_header(reply, "Upload-Length", "%lld", (long long)upload.length);
        reply_header(reply, "Cache-Control", "no-store");
        reply->status = 200;
    }
}

void upload_end(struct portal *portal, const struct request *request,
                const struct fault_draw *draw, struct reply *reply)
{
    struct upload upload;
    if (portal_strike(portal, request, draw, reply))
        return;
    if (!speaks_tus(request)) {
        refuse(request, reply, PROBLEM_TUS_VERSION);
    } else if (!uploads_find(portal->uploads, request->part, &upload)) {
        refuse(request, reply, PROBLEM_UPLOAD_UNKNOWN);
    } else {
        uploads_drop(portal->uploads, request->part);
        reply_header(reply, "Tus-Resumable", VERSION);
        reply->status = 204;
    }
}

void operate_uploads(struct portal *portal, const struct request *request,
                     const struct fault_draw *draw, struct reply *reply)
{
    (void)request, (void)draw;
    reply_json_take(reply, 200, TYPE_JSON,
                    json_pack("{s:o}", "uploads", uploads_list(portal->uploads)));
}

/* --- its bytes ------------------------------------------------------------------------
 */

static struct piece *refused(struct piece *piece, enum problem why)
{
    piece->refused = true;
    piece->why = why;
    return piece;
}

struct piece *piece_begin(struct portal *portal, const struct request *request)
{
    size_t before = strlen(PLACE);
    if (strcmp(request->method, "PATCH") != 0 ||
        strncmp(request->path, PLACE, before) != 0)
        return NULL;
    const char *id = request->path + before;
    struct fault_draw draw = faults_draw(portal->faults);
    struct piece *piece = memory_alloc(sizeof(*piece));
    piece->portal = portal;
    piece->fd = -1;
    piece->status = draw.upload_status;
    piece->cut = draw.cut_upload;
    piece->from = read_number(request_header(request, "Upload-Offset"));
    if (draw.lose_upload)
        uploads_drop(portal->uploads, id);
    if (piece->status)
        return refused(piece, PROBLEM_TROUBLE);
    if (!speaks_tus(request))
        return refused(piece, PROBLEM_TUS_VERSION);
    if (!request_has_type(request, "application/offset+octet-stream"))
        return refused(piece, PROBLEM_UPLOAD_TYPE);
    piece->fd = uploads_claim(portal->uploads, id);
    if (piece->fd == -2)
        return refused(piece, PROBLEM_UPLOAD_BUSY);
    if (piece->fd < 0 || !uploads_find(portal->uploads, id, &piece->upload))
        return refused(piece, PROBLEM_UPLOAD_UNKNOWN);
    piece->at = piece->first = piece->upload.offset;
    piece->fine = true;
    return piece->from == piece->at ? piece : refused(piece, PROBLEM_UPLOAD_OFFSET);
}

bool piece_take(struct piece *piece, const char *data, size_t size)
{
    bool cut = false;
    if (piece->refused)
        return true;
    if (piece->cut && piece->at + (int64_t)size - piece->from >= piece->cut) {
        size = (size_t)(piece->from + piece->cut - piece->at);
        cut = true;
    }
    if (piece->at + (int64_t)size > piece->upload.length) {
        refused(piece, PROBLEM_UPLOAD_INVALID);
        return true;
    }
    while (piece->fine && size) {
        ssize_t done = write(piece->fd, data, size);
        if (done < 0 && errno == EINTR)
            continue;
        piece->fine = done >= 0;
        if (done > 0)
            piece->at += done, data += done, size -= (size_t)done;
    }
    return !cut;
}

void piece_free(struct piece **piece)
{
    struct piece *old = *piece;
    if (!old)
        return;
    if (old->fd >= 0) {
        if (old->at > old->first)
            log_line("upload %.8s: bytes %lld to %lld of %lld", old->upload.id,
                     (long long)old->first, (long long)old->at,
                     (long long)old->upload.length);
        uploads_release(old->portal->uploads, old->upload.id, old->fd);
    }
    free(old);
    *piece = NULL;
}

/* All bytes of this request are there. */
void upload_add(struct portal *portal, const struct request *request,
                const struct fault_draw *draw, struct reply *reply)
{
    struct piece *piece = request->piece;
    if (piece && piece->status) {
        problem_reply_status(reply, piece->status, request_language(request));
        return;
    }
    if (portal_strike(portal, request, draw, reply))
        return;
    if (!piece || piece->refused) {
        refuse(request, reply, piece ? piece->why : PROBLEM_UPLOAD_UNKNOWN);
    } else if (!piece->fine || fdatasync(piece->fd) < 0) {
        refuse(request, reply, PROBLEM_TROUBLE);
    } else if (piece->at == piece->upload.length &&
               !uploads_check(portal->uploads, piece->upload.id)) {
        uploads_drop(portal->uploads, piece->upload.id);
        refuse(request, reply, PROBLEM_UPLOAD_BROKEN);
    } else {
        reply_header(reply, "Tus-Resumable", VERSION);
        reply_header(reply, "Upload-Offset", "%lld", (long long)piece->at);
        reply->status = 204;
        reply->dropped = draw->drop_after;
    }
}
