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
    QUESTION_COUNT
};

/* `reference` is the one that a receipt must carry; NULL where none is expected. Fills
 * all of `reply`; its json is a new reference, to be dropped by answer_clear. */
void answer_read(struct portal_reply *reply, enum portal_question question,
                 const char *reference, const struct http_answer *http);
void answer_clear(struct portal_reply *reply);

#endif
