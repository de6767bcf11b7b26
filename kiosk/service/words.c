/* SPDX-License-Identifier: MIT */
#include "kiosk/service/words.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <stdio.h>
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
