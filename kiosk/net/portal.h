/* SPDX-License-Identifier: MIT */
/*
 * The portal's calls in the words of the domain (docs/portal-api.yaml).
 *
 * An answer is believed only when it is what the contract says: its media type, its
 * shape, and, for a dossier, the reference it belongs to. A captive portal's page and a
 * redirect are PORTAL_PAGE, JSON that is cut is PORTAL_STRANGE. All text that is handed
 * on has been cleaned.
 */
#ifndef NET_PORTAL_H
#define NET_PORTAL_H

#include "kiosk/base/settings.h"
#include "kiosk/net/http.h"

#include <jansson.h>
#include <stdint.h>

enum portal_outcome {
    PORTAL_HAS_IT,      /* the dossier is there: accepted now or before */
    PORTAL_KNOWS_NOT,   /* an empty list, or 404 to a question */
    PORTAL_UNREACHABLE, /* no connection, or it broke */
    PORTAL_UNTRUSTED,   /* TLS: no authority that is trusted here vouches for it */
    PORTAL_OTHER_NAME,  /* TLS: its certificate is of another host */
    PORTAL_EXPIRED,     /* TLS: its certificate is not valid any more */
    PORTAL_NOT_YET,     /* TLS: not valid yet: this machine's clock is behind */
    PORTAL_NO_TLS,      /* TLS: no agreement, or it does not want our certificate */
    PORTAL_OUR_TLS,     /* TLS: the files of our settings cannot be used */
    PORTAL_LATE,        /* no whole answer in time */
    PORTAL_BUSY,        /* 429 */
    PORTAL_IN_PROGRESS, /* 409: another request with the key is being worked on */
    PORTAL_DOWN,        /* 5xx */
    PORTAL_PAGE,      /* a web page or a redirect: of a Wi-Fi, a proxy, a wrong address */
    PORTAL_STRANGE,   /* an answer that is none */
    PORTAL_FORBIDDEN, /* 401, 403 */
    PORTAL_TOO_LARGE, /* 413 */
    PORTAL_REFUSED,   /* any other 4xx, as a problem of RFC 9457 */
    PORTAL_INVALID,   /* 422 that says what is wrong with the answers */
    PORTAL_KEY_REUSED,    /* 422: the key came with other bytes before */
    PORTAL_INCOMPLETE,    /* 409: an attachment of the dossier is not whole there */
    PORTAL_UPLOAD_MADE,   /* … its place is known */
    PORTAL_UPLOAD_AT,     /* it has so many bytes */
    PORTAL_UPLOAD_GONE,   /* 404, 410: there is no such upload, or not any more */
    PORTAL_UPLOAD_MOVED,  /* 409: it does not stand where we thought */
    PORTAL_UPLOAD_BROKEN, /* 422, 460: what arrived is not what was announced */
    PORTAL_OUTCOME_COUNT
};

#define PORTAL_CODE_ROOM  48
#define PORTAL_TAG_ROOM   160 /* of an ETag; one that is longer is none */
#define PORTAL_PLACE_ROOM 512 /* address of an upload */

struct portal_receipt {
    char code[PORTAL_CODE_ROOM]; /* letters, digits, '.' and '-' */
    int status;                  /* 1 to 10 */
    int64_t received_at;         /* seconds since 1970 */
    int64_t due_at;              /* 0: none */
};

struct portal_reply {
    enum portal_outcome outcome;
    bool may_have_left;            /* bytes of the request may have reached the portal */
    int http_status;               /* 0 without an answer */
    long retry_after;              /* seconds; -1: not said */
    const char *words;             /* of the outcome, for the log; English */
    struct portal_receipt receipt; /* with PORTAL_HAS_IT, of submit and find_key */
    json_t *json; /* the dossier of track and dossier, or a problem; cleaned, borrowed;
                     else NULL */
    char place[PORTAL_PLACE_ROOM]; /* with PORTAL_UPLOAD_MADE: a URL of this portal */
    int64_t offset;                /* with PORTAL_UPLOAD_AT */
    /* With PORTAL_HAS_IT of catalogue: */
    bool unchanged;            /* 304: what one has is what there is */
    char tag[PORTAL_TAG_ROOM]; /* its ETag, printable; "" if none */
};

struct portal;
struct portal_call;
typedef void portal_done(void *arg, const struct portal_reply *reply);

struct portal *portal_create(struct loop *loop, const struct settings *settings);
void portal_free(struct portal **portal);
/* Is an address set at all? Without one no call may be made. */
bool portal_has_address(const struct portal *portal);

/* The calls from now on have twice the time for each of so many failures, up to 16 times:
 * what is too slow today may be all the line there is. */
void portal_give_time(struct portal *portal, int failures);

/* Each calls `done` once, later, unless it is cancelled; the call is gone by then. */

/* Sends these bytes. `key` has 32 hexadecimal digits; an answer for another `reference`
 * is PORTAL_STRANGE. The bytes are copied. */
struct portal_call *portal_submit(struct portal *portal, const void *bytes, size_t size,
                                  const char *key, const char *reference,
                                  portal_done *done, void *arg);
/* Has a dossier with this key arrived? */
struct portal_call *portal_find_key(struct portal *portal, const char *key,
                                    const char *reference, portal_done *done, void *arg);
/* Is anybody there? Asks for a key that nobody has; every outcome that the portal itself
 * can have given counts as a yes (portal_is_there). */
struct portal_call *portal_probe(struct portal *portal, portal_done *done, void *arg);
bool portal_is_there(enum portal_outcome outcome);
/* For the log and the documentation: "unreachable". English, not translated. */
const char *portal_outcome_name(enum portal_outcome outcome);

/* Status and history, by the portal's code or by the reference; both must be made of
 * letters, digits, '.' and '-' only. */
struct portal_call *portal_dossier(struct portal *portal, const char *code,
                                   portal_done *done, void *arg);
struct portal_call *portal_track(struct portal *portal, const char *reference,
                                 portal_done *done, void *arg);

/* All procedures of the portal, unless `tag`, the ETag of those one has, says that they
 * are the same; "" has none. What is said to be a catalogue goes to `take` as it comes
 * (http.h): raw bytes, of which nothing is known yet, at most PORTAL_CATALOGUE_MOST. */
#define PORTAL_CATALOGUE_MOST (16 << 20)
struct portal_call *portal_catalogue(struct portal *portal, const char *tag,
                                     http_take *take, void *take_arg, portal_done *done,
                                     void *arg);
void portal_go_on(struct portal_call *call); /* after HTTP_TAKE_LATER */

/* --- uploads, by tus 1.0 ------------------------------------------------------------ */

struct portal_file {
    const char *key;    /* of the dossier it belongs to */
    const char *paper;  /* id: letters, digits and hyphens */
    const char *kind;   /* "application/pdf" */
    const char *sha256; /* in hexadecimal */
    int64_t size;
};

/* Announces a file: PORTAL_UPLOAD_MADE with the place for its bytes. */
struct portal_call *portal_upload_make(struct portal *portal,
                                       const struct portal_file *file, portal_done *done,
                                       void *arg);
/* How much of it is there: PORTAL_UPLOAD_AT, from 0 to `size`. */
struct portal_call *portal_upload_ask(struct portal *portal, const char *place,
                                      int64_t size, portal_done *done, void *arg);
/* Adds `count` bytes from `offset`, as `give` hands them out: PORTAL_UPLOAD_AT, beyond
 * `offset` and not beyond what was given. */
struct portal_call *portal_upload_send(struct portal *portal, const char *place,
                                       int64_t offset, int64_t count, http_give *give,
                                       void *give_arg, portal_done *done, void *arg);
/* Is it a place of this portal? The settings may have changed since. */
bool portal_has_place(const struct portal *portal, const char *place);

void portal_cancel(struct portal_call **call); /* NULL is fine */

#endif
