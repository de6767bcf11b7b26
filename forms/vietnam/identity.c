/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/identity.h"

#include "kiosk/base/i18n.h"

#include <stddef.h>
#include <string.h>

enum { DIGITS = 12, FIRST_COUNTRY = 101, LAST_COUNTRY = 399, LAST_PROVINCE = 96 };

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
