/* SPDX-License-Identifier: MIT */
#include "kiosk/service/reference.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <sodium.h>
#include <stdint.h>
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

/* In a tracking URL the reference stands between "/t/" and what may follow; a scanner
 * that types changes the case where the keyboard's capitals are locked. */
static const char *find_start(const char *typed)
{
    const char *path = strstr(typed, "://") ? strcasestr(typed, "/t/") : NULL;
    return path ? path + strlen("/t/") : typed;
}

/* Up to the first that is no symbol, or one too many. */
static void read_symbols(struct reference_finding *finding, const char *typed)
{
    const char *at = find_start(typed);
    const char *ends = at == typed ? "" : "/?#";
    for (; *at && !strchr(ends, *at); at++) {
        if (strchr("- \t\r\n", *at))
            continue;
        char symbol = read_symbol(*at);
        if (!strchr(SYMBOLS, symbol)) {
            uint32_t strange;
            utf8_read(at, strlen(at), &strange);
            utf8_write(finding->strange, strange);
            finding->fault = REFERENCE_STRANGE;
            return;
        }
        if (finding->count == REFERENCE_ROOM - 1) {
            finding->fault = REFERENCE_LONG;
            return;
        }
        finding->symbols[finding->count++] = symbol;
    }
    if (finding->count < REFERENCE_ROOM - 1)
        finding->fault = REFERENCE_SHORT;
    else if (weigh(finding->symbols, finding->count) != 0)
        finding->fault = REFERENCE_DOUBTFUL;
}

bool reference_read(char out[REFERENCE_ROOM], const char *typed)
{
    struct reference_finding finding = {.fault = REFERENCE_SOUND};
    read_symbols(&finding, typed);
    memcpy(out, finding.symbols, REFERENCE_ROOM);
    return finding.fault == REFERENCE_SOUND;
}

/* One symbol is taken for another: on paper, or by a finger on the keyboard's next key.
 */
static bool look_alike(char one, char other)
{
    static const char *const ALIKE[] = {"8B", "5S", "2Z", "0D", "0Q", "DQ", "6G",
                                        "17", "VY", "MN", "EF", "3B", "38", "KX",
                                        "PR", "UV", "CG", "4A", "9G", "6B", "HN",
                                        "VW", "MW", "1T", "7T", "56", "0C", "CQ"};
    for (size_t i = 0; i < sizeof(ALIKE) / sizeof(ALIKE[0]); i++) {
        if (strchr(ALIKE[i], one) && strchr(ALIKE[i], other))
            return true;
    }
    return false;
}

/* A mistake in one symbol tells, for each place, which symbol would be right there; those
 * which people take for one another are worth a second look. */
void reference_examine(struct reference_finding *finding, const char *typed)
{
    *finding = (struct reference_finding){.fault = REFERENCE_SOUND};
    read_symbols(finding, typed);
    if (finding->fault != REFERENCE_DOUBTFUL)
        return;
    char tried[REFERENCE_ROOM];
    memcpy(tried, finding->symbols, sizeof(tried));
    for (size_t at = 0; at < finding->count; at++) {
        for (const char *likely = SYMBOLS; *likely; likely++) {
            tried[at] = *likely;
            if (finding->doubt_count < REFERENCE_DOUBTS_MOST &&
                look_alike(finding->symbols[at], *likely) &&
                weigh(tried, finding->count) == 0) {
                finding->doubts[finding->doubt_count].at = at;
                finding->doubts[finding->doubt_count++].likely = *likely;
            }
        }
        tried[at] = finding->symbols[at];
    }
}

size_t reference_group_of(size_t at)
{
    return at / GROUP;
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

bool reference_read_code(char out[REFERENCE_CODE_ROOM], const char *typed)
{
    typed += strspn(typed, " ");
    size_t size = strlen(typed);
    while (size > 0 && typed[size - 1] == ' ')
        size--;
    if (size >= REFERENCE_CODE_ROOM)
        return false;
    for (size_t i = 0; i < size; i++)
        out[i] =
            typed[i] >= 'a' && typed[i] <= 'z' ? (char)(typed[i] - 'a' + 'A') : typed[i];
    out[size] = '\0';
    return reference_is_dossier_code(out);
}
