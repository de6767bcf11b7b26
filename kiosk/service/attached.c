/* SPDX-License-Identifier: MIT */
#include "kiosk/service/attached.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/intake.h"
#include "kiosk/service/words.h"

#include <stdlib.h>

size_t attached_list(struct store *store, int64_t draft, struct attachment *out)
{
    struct error err = {0};
    size_t count = 0;
    if (!store_list_attachments(store, ATTACHMENT_OF_DRAFT, draft, out, &count, &err))
        log_line("attachments cannot be listed: %s", err.text);
    return count;
}

bool attached_remove(struct store *store, int64_t id, struct error *err)
{
    return store_delete_attachment(store, id, err);
}

char *attached_words(const struct attachment *a)
{
    char *pages = words_of_pages(a->pages), *size = words_of_bytes(a->size);
    char *words = memory_format("%s · %s · %s · %s · %.8s", a->name,
                                intake_kind_name(a->kind), pages, size, a->sha256);
    free(pages);
    free(size);
    return words;
}
