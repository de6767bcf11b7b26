/* SPDX-License-Identifier: MIT */
#include "sandbox/reference.h"

#include <stddef.h>
#include <string.h>

static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Crockford's reading: what looks alike on paper counts alike. */
static char read_symbol(char typed)
{
    if (typed >= 'a' && typed <= 'z')
        typed = (char)(typed - 'a' + 'A');
    switch (typed) {
    case 'O':
        return '0';
    case 'I':
    case 'L':
        return '1';
    default:
        return typed;
    }
}

/* Multiplies by alpha in GF(32), modulo x^5 + x^2 + 1. */
static unsigned times_alpha(unsigned value)
{
    return (value << 1) ^ ((value & 16) != 0 ? 0x25u : 0u);
}

/* The symbols are the coefficients of a polynomial that must vanish at alpha. alpha has
 * order 31, so no two of the 17 places weigh the same: that is what finds exchanged
 * neighbours. */
static bool check_holds(const char *symbols)
{
    unsigned sum = 0;
    for (const char *s = symbols; *s != '\0'; s++)
        sum = times_alpha(sum) ^ (unsigned)(strchr(SYMBOLS, *s) - SYMBOLS);
    return sum == 0;
}

bool reference_read(char out[REFERENCE_ROOM], const char *typed)
{
    size_t count = 0;
    for (const char *t = typed; *t != '\0'; t++) {
        if (*t == '-' || *t == ' ')
            continue;
        char symbol = read_symbol(*t);
        if (count == REFERENCE_SYMBOLS || strchr(SYMBOLS, symbol) == NULL) {
            out[0] = '\0';
            return false;
        }
        out[count++] = symbol;
    }
    out[count] = '\0';
    if (count != REFERENCE_SYMBOLS || !check_holds(out)) {
        out[0] = '\0';
        return false;
    }
    return true;
}

bool reference_is_exact(const char *text)
{
    return strlen(text) == REFERENCE_SYMBOLS &&
           strspn(text, SYMBOLS) == REFERENCE_SYMBOLS && check_holds(text);
}

char *reference_group(char out[REFERENCE_GROUPED_ROOM], const char *reference)
{
    char *to = out;
    for (size_t i = 0; i < REFERENCE_SYMBOLS && reference[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            *to++ = '-';
        *to++ = reference[i];
    }
    *to = '\0';
    return out;
}
