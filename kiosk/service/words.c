/* SPDX-License-Identifier: MIT */
#include "kiosk/service/words.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *words_of_time(long long amount, const char *unit)
{
    unsigned long n = (unsigned long)(amount < 0 ? 0 : amount);
    if (n == 0)
        return memory_copy_text("");
    if (strcmp(unit, "hour") == 0)
        return memory_format(ngettext("%lu hour", "%lu hours", n), n);
    if (strcmp(unit, "working-day") == 0)
        return memory_format(ngettext("%lu working day", "%lu working days", n), n);
    return memory_format(ngettext("%lu day", "%lu days", n), n);
}

char *words_of_money(long long amount)
{
    if (amount <= 0)
        return memory_copy_text(_("no fee"));
    char digits[32], grouped[48];
    char mark = strcmp(i18n_language(), "vi") == 0 ? '.' : ',';
    int length = snprintf(digits, sizeof(digits), "%lld", amount), out = 0;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            grouped[out++] = mark;
        grouped[out++] = digits[i];
    }
    grouped[out] = '\0';
    return memory_format(_("%s đồng"), grouped);
}

char *words_of_bytes(int64_t size)
{
    enum { KB = 1000, MB = 1000000 };
    if (size < 10 * KB)
        return memory_format(_("%d bytes"), (int)size);
    if (size < MB)
        return memory_format("%d KB", (int)(size / KB));
    char mark = strcmp(i18n_language(), "vi") == 0 ? ',' : '.';
    return memory_format("%d%c%d MB", (int)(size / MB), mark, (int)(size % MB * 10 / MB));
}

char *words_of_pages(int pages)
{
    return memory_format(ngettext("%d page", "%d pages", (unsigned long)pages), pages);
}

char *words_of_fee(const struct procedure *procedure, long long fee)
{
    const json_t *published = json_object_get(procedure_facts(procedure), "fee");
    if (fee >= 0)
        return words_of_money(fee);
    return memory_copy_text(
        json_words(json_object_get(published, "text"), i18n_language()));
}

char *words_of_sheets(const json_t *paper)
{
    long long originals = json_number(paper, "originals", 0);
    long long copies = json_number(paper, "copies", 0);
    bool shown = strcmp(json_text_or(paper, "kind", ""), "present") == 0;
    if (originals && copies)
        return memory_format(shown ? _("show originals: %lld, copies: %lld")
                                   : _("hand over originals: %lld, copies: %lld"),
                             originals, copies);
    if (copies)
        return memory_format(shown ? _("show copies: %lld") : _("hand over copies: %lld"),
                             copies);
    return memory_format(
        shown ? _("show originals: %lld") : _("hand over originals: %lld"), originals);
}

char *words_of_paper(const json_t *paper, size_t number)
{
    bool maybe = !json_is_true(json_object_get(paper, "needed"));
    char *count = words_of_sheets(paper);
    char *words =
        memory_format("%zu. %s (%s)%s", number,
                      json_words(json_object_get(paper, "name"), i18n_language()), count,
                      maybe ? _(" — in some cases") : "");
    free(count);
    return words;
}
