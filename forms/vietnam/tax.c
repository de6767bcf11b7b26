/* SPDX-License-Identifier: MIT */
#include "forms/vietnam/tax.h"

#include "forms/vietnam/identity.h"
#include "kiosk/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { DIGITS = 10, PERSONAL_DIGITS = 12 };

/* The tenth digit is 10 less the weighted sum of the others modulo 11; where that makes
 * 10, the number is not given out. */
static bool is_checked(const char *text)
{
    static const int WEIGHTS[DIGITS - 1] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    int sum = 0;
    for (int i = 0; i < DIGITS - 1; i++)
        sum += WEIGHTS[i] * (text[i] - '0');
    return 10 - sum % 11 == text[DIGITS - 1] - '0';
}

static bool is_branch(const char *rest)
{
    return *rest == '-' && strspn(rest + 1, "0123456789") == 3 && rest[4] == '\0' &&
           strcmp(rest, "-000") != 0;
}

const char *tax_find_fault(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == PERSONAL_DIGITS && text[digits] == '\0')
        return identity_read(text, NULL);
    if (digits != DIGITS || (text[digits] != '\0' && !is_branch(text + digits)))
        return N_("“%s” must have 10 digits, 10 and a branch as in 0100109106-001, or "
                  "be a personal number of 12.");
    return is_checked(text) ? NULL
                            : N_("“%s” is mistyped: its last digit does not fit "
                                 "the others.");
}
