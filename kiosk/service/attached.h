/* SPDX-License-Identifier: MIT */
/* What is attached to a draft, for the screens. */
#ifndef SERVICE_ATTACHED_H
#define SERVICE_ATTACHED_H

#include "kiosk/store/attachments.h"

/* Fills `out`, which has ATTACHMENTS_MOST places; returns how many there are. What cannot
 * be read is logged. */
size_t attached_list(struct store *store, int64_t draft, struct attachment *out);
bool attached_remove(struct store *store, int64_t id, struct error *err);

/* "giấy tờ.pdf · PDF · 3 trang · 1,2 MB · 3f1c0a9b", in the present language. Allocated.
 */
char *attached_words(const struct attachment *attachment);

#endif
