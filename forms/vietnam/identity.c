/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/identity.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stddef.h>
#include <string.h>

enum { SEEN = 3 /* at each end */, SHORTEST = 9 };
enum {
    DIGITS = 12,
    OLD_DIGITS = 9,
    FIRST_COUNTRY = 101,
    LAST_COUNTRY = 399,
    LAST_PROVINCE = 96
};

const char *identity_read(const char *text, struct identity *out)
{
    if (strspn(text, "0123456789") != DIGITS || text[DIGITS] != '\0')
        return N_("“%s” must have exactly 12 digits.");
    int place = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    bool abroad = place >= FIRST_COUNTRY;
    if (place == 0 || (place > LAST_PROVINCE && !abroad) || place > LAST_COUNTRY)
        return N_("“%s” is mistyped: its first three digits belong to no province.");
    int sex = text[3] - '0';
    if (sex > 3)
        return N_("“%s” is mistyped: its fourth digit must be 0, 1, 2 or 3.");
    if (out) {
        memcpy(out->province, text, 3);
        out->province[3] = '\0';
        out->abroad = abroad;
        out->female = sex % 2 == 1;
        out->year = 1900 + sex / 2 * 100 + (text[4] - '0') * 10 + (text[5] - '0');
    }
    return NULL;
}

bool identity_resembles(const char *text)
{
    size_t count = 0, digits = 0;
    for (; *text; text++) {
        if (strchr(" .-", *text))
            continue;
        count++;
        digits += *text >= '0' && *text <= '9';
    }
    bool old = count == OLD_DIGITS && digits == OLD_DIGITS;
    return old || (count + 1 >= DIGITS && count <= DIGITS + 1 && digits + 2 >= count);
}

char *identity_mask(const char *text)
{
    size_t size = strlen(text), count = utf8_count(text), length = 0, n = 0;
    char *masked = memory_alloc(size + 1);
    for (size_t at = 0; at < size; n++) {
        uint32_t c;
        size_t used = utf8_read(text + at, size - at, &c);
        if (count >= SHORTEST && (n < SEEN || n + SEEN >= count)) {
            memcpy(masked + length, text + at, used);
            length += used;
        } else {
            masked[length++] = '*';
        }
        at += used;
    }
    return masked;
}
