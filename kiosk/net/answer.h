/* SPDX-License-Identifier: MIT */
/* Reading the portal's answers: pure, so that tests and fuzzers can feed it anything. */
#ifndef NET_ANSWER_H
#define NET_ANSWER_H

#include "kiosk/net/portal.h"

/* What was asked; it says which answers make sense. */
enum portal_question {
    QUESTION_SUBMIT,          /* POST /v1/dossiers */
    QUESTION_FIND_KEY,        /* GET /v1/dossiers?key= */
    QUESTION_PROBE,           /* the same, with a key that nobody has */
    QUESTION_TRACK,           /* GET /v1/dossiers/{code}, GET /v1/track/{reference} */
    QUESTION_CATALOGUE,       /* GET /v1/catalogue */
    QUESTION_CATALOGUE_NEWER, /* the same, with the ETag of what one has */
    QUESTION_UPLOAD_MAKE,     /* POST /v1/uploads */
    QUESTION_UPLOAD_ASK,      /* HEAD of one */
    QUESTION_UPLOAD_SEND,     /* PATCH of one */
    QUESTION_COUNT
};

struct answer_context {
    enum portal_question question;
    const char *reference; /* that a receipt must carry; NULL where none is expected */
    const char *base;      /* of an upload: the URL that was called */
    int64_t least, most;   /* … and the offsets that make sense */
};

/* `reference` is the one that a receipt must carry; NULL where none is expected. Fills
 * all of `reply`; its json is a new reference, to be dropped by answer_clear. */
void answer_read(struct portal_reply *reply, enum portal_question question,
                 const char *reference, const struct http_answer *http);
void answer_read_in(struct portal_reply *reply, const struct answer_context *context,
                    const struct http_answer *http);
void answer_clear(struct portal_reply *reply);

#endif
