/* SPDX-License-Identifier: MIT */
#include "kiosk/service/reference.h"

#include "kiosk/base/memory.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

enum { RANDOM_SYMBOLS = 16, GROUP = 4 };

static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Times x in GF(32), modulo x^5 + x^2 + 1. */
static unsigned times_x(unsigned value)
{
    return (value << 1) ^ (value & 16 ? 0x25u : 0);
}

/* The symbols are the coefficients of a polynomial, the first the highest; its value at
 * x. Zero for a whole reference. */
static unsigned weigh(const char *symbols, size_t count)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++)
        sum = times_x(sum) ^ (unsigned)(strchr(SYMBOLS, symbols[i]) - SYMBOLS);
    return sum;
}

void reference_make(char out[REFERENCE_ROOM])
{
    unsigned char random[RANDOM_SYMBOLS];
    randombytes_buf(random, sizeof(random));
    for (size_t i = 0; i < RANDOM_SYMBOLS; i++)
        out[i] = SYMBOLS[random[i] & 31];
    /* The last symbol weighs 1, so the sum of the others times x is what it must be. */
    out[RANDOM_SYMBOLS] = SYMBOLS[times_x(weigh(out, RANDOM_SYMBOLS))];
    out[RANDOM_SYMBOLS + 1] = '\0';
}

static char read_symbol(char typed)
{
    if (typed >= 'a' && typed <= 'z')
        typed = (char)(typed - 'a' + 'A');
    if (typed == 'O')
        return '0';
    if (typed == 'I' || typed == 'L')
        return '1';
    return typed;
}

/* In a tracking URL the reference stands between "/t/" and what may follow. */
static const char *find_start(const char *typed)
{
    const char *path = strstr(typed, "://") ? strstr(typed, "/t/") : NULL;
    return path ? path + strlen("/t/") : typed;
}

bool reference_read(char out[REFERENCE_ROOM], const char *typed)
{
    const char *at = find_start(typed);
    const char *ends = at == typed ? "" : "/?#";
    size_t count = 0;
    for (; *at && !strchr(ends, *at); at++) {
        if (strchr("- \t\r\n", *at))
            continue;
        char symbol = read_symbol(*at);
        if (count == REFERENCE_ROOM - 1 || !strchr(SYMBOLS, symbol))
            return false;
        out[count++] = symbol;
    }
    out[count] = '\0';
    return count == REFERENCE_ROOM - 1 && weigh(out, count) == 0;
}

void reference_group(char out[REFERENCE_GROUPED_ROOM], const char *reference)
{
    char *to = out;
    for (size_t i = 0; i < REFERENCE_ROOM - 1 && reference[i]; i++) {
        if (i > 0 && i % GROUP == 0)
            *to++ = '-';
        *to++ = reference[i];
    }
    *to = '\0';
}

char *reference_url(const char *portal, const char *reference)
{
    return memory_format("%s/t/%s", portal, reference);
}

/* Skips `least` to `most` digits; NULL if there are fewer or more. */
static const char *skip_digits(const char *at, size_t least, size_t most)
{
    size_t count = strspn(at, "0123456789");
    return count >= least && count <= most ? at + count : NULL;
}

bool reference_is_dossier_code(const char *text)
{
    if (*text != 'H' && *text != 'G')
        return false;
    const char *at = skip_digits(text + 1, 2, 2);
    for (int parts = 0; at && *at == '.' && parts < 4; parts++)
        at = skip_digits(at + 1, 2, 3);
    if (!at || *at != '-')
        return false;
    at = skip_digits(at + 1, 6, 6);
    if (!at || *at != '-')
        return false;
    at = skip_digits(at + 1, 4, 7);
    return at && *at == '\0';
}
