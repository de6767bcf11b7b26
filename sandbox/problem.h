/* SPDX-License-Identifier: MIT */
/* What the portal says when it says no: problem details (RFC 9457) from one table. */
#ifndef SANDBOX_PROBLEM_H
#define SANDBOX_PROBLEM_H

#include "sandbox/http.h"
#include "sandbox/words.h"

enum problem {
    PROBLEM_KEY_MISSING,
    PROBLEM_KEY_INVALID,
    PROBLEM_NOT_JSON,
    PROBLEM_QUERY_INVALID,
    PROBLEM_NOT_FOUND,
    PROBLEM_NO_SUCH_CALL,
    PROBLEM_METHOD,
    PROBLEM_KEY_IN_PROGRESS,
    PROBLEM_PATH_ENDED,
    PROBLEM_TOO_LARGE,
    PROBLEM_CONTENT_TYPE,
    PROBLEM_KEY_REUSED,
    PROBLEM_REFERENCE_USED,
    PROBLEM_PROCEDURE_UNKNOWN,
    PROBLEM_SUBMISSION_INVALID,
    PROBLEM_ANSWERS_INVALID,
    PROBLEM_REQUEST_INVALID,
    PROBLEM_TUS_VERSION,
    PROBLEM_UPLOAD_INVALID,
    PROBLEM_UPLOAD_UNKNOWN,
    PROBLEM_UPLOAD_OFFSET,
    PROBLEM_UPLOAD_TOO_LARGE,
    PROBLEM_UPLOAD_TYPE,
    PROBLEM_UPLOAD_BROKEN,
    PROBLEM_UPLOAD_BUSY,
    PROBLEM_ATTACHMENTS_MISSING,
    PROBLEM_TROUBLE,
    PROBLEM_COUNT
};

/* `base` and the member `name` of what stands there, with the escapes of RFC 6901.
 * Allocated. */
char *problem_pointer(const char *base, const char *name);
/* Adds {"pointer", "message"} to a list of errors; beyond 100 it is left out. */
void problem_add_error(json_t *errors, const char *pointer, const char *message);

/* Fills the reply. Takes the reference of `errors`, an array or NULL. */
void problem_reply(struct reply *reply, enum problem which, const char *language,
                   json_t *errors);
/* The same with one error. */
void problem_reply_at(struct reply *reply, enum problem which, const char *language,
                      const char *pointer, struct words message);
/* The status of a fault that was asked for; no type but the status itself. */
void problem_reply_status(struct reply *reply, unsigned status, const char *language);

#endif
