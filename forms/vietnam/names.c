/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/names.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/utf8.h"

#include <string.h>

/* Latin letters with and without marks, and marks that stand by themselves. */
static bool is_letter(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } RANGES[] = {
        {'A', 'Z'},     {'a', 'z'},       {0xC0, 0xD6},     {0xD8, 0xF6},
        {0xF8, 0x024F}, {0x0300, 0x036F}, {0x1E00, 0x1EFF},
    };
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (c >= RANGES[i].first && c <= RANGES[i].last)
            return true;
    return false;
}

const char *name_find_fault(const char *text)
{
    size_t size = strlen(text), at = 0, letters = 0;
    while (at < size) {
        uint32_t c;
        at += utf8_read(text + at, size - at, &c);
        bool letter = is_letter(c);
        letters += letter;
        if (!letter && c != ' ' && c != '\'' && c != 0x2019 && c != '-' && c != '.')
            return N_("“%s” must be written in letters, without digits or other signs.");
    }
    return letters > 0 ? NULL : N_("“%s” must be written in letters.");
}
