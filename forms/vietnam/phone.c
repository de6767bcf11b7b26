/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/phone.h"

#include "kiosk/base/i18n.h"

#include <stddef.h>
#include <string.h>

enum { MOBILE_DIGITS = 10, LAND_DIGITS = 11 };

const char *phone_find_fault(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits] != '\0')
        return N_("“%s” must be digits only, as in 0912345678.");
    if (text[0] != '0' || !text[1] || !strchr("235789", text[1]))
        return N_("“%s” must begin as telephone numbers of Viet Nam do: 02, 03, 05, 07, "
                  "08 or 09.");
    if (digits != (text[1] == '2' ? LAND_DIGITS : MOBILE_DIGITS))
        return text[1] == '2' ? N_("“%s” must have 11 digits, as a land line has.")
                              : N_("“%s” must have 10 digits, as a mobile has.");
    return NULL;
}
