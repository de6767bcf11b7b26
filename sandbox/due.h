/* SPDX-License-Identifier: MIT */
/* When the result is promised. The stand-in knows the week (Monday to Friday) and the
 * closing hour, 17:00; public holidays and half days it does not know. */
#ifndef SANDBOX_DUE_H
#define SANDBOX_DUE_H

#include <jansson.h>
#include <stdint.h>

/* `time` is the processing time of procedure.json. 0 if it promises none. */
int64_t due_time(const json_t *time, int64_t received);

#endif
