/* SPDX-License-Identifier: MIT */
/* The envelope around the answers, as the portal reads it: what docs/portal-api.yaml
 * calls Submission. The portal's own reading, shared with no client. */
#ifndef SANDBOX_ENVELOPE_H
#define SANDBOX_ENVELOPE_H

#include <jansson.h>

/* What is wrong with the envelope (not with the answers in it): an array of {"pointer",
 * "message"}, empty if nothing is. A new reference. */
json_t *envelope_check(const json_t *submission, const char *language);

#endif
