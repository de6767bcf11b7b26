/* SPDX-License-Identifier: MIT */
/* The idempotency keys whose submissions are being worked on at this moment: a second
 * request with the same key must not run beside the first. */
#ifndef SANDBOX_CLAIMS_H
#define SANDBOX_CLAIMS_H

#include <stdbool.h>

struct claims;
struct claims *claims_create(void);
void claims_free(struct claims **claims);

bool claims_take(struct claims *claims, const char *key); /* false: somebody has it */
void claims_give_back(struct claims *claims, const char *key);

#endif
