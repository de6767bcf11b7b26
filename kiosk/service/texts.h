/* SPDX-License-Identifier: MIT */
/*
 * Texts that stay until the end, packed one behind the other: thousands of short ones
 * cost their bytes and not an allocation each. A text that was kept before is not kept
 * twice, so that what a list says again and again (a field, an agency) is there once.
 */
#ifndef SERVICE_TEXTS_H
#define SERVICE_TEXTS_H

#include <stddef.h>

struct texts;

struct texts *texts_create(void);
void texts_free(struct texts **texts); /* and all that it keeps */

/* The same text; stays where it is until texts_free(). NULL stays NULL. */
const char *texts_keep(struct texts *texts, const char *text);

/* Nothing more will be kept: gives back what only serves to find texts again. Keeping
 * more is possible all the same; what was kept before is then not found again. */
void texts_close(struct texts *texts);

#endif
