/* SPDX-License-Identifier: MIT */
/*
 * The reference (mã tra cứu): 80 random bits in Crockford's base32 and a check symbol,
 * 17 symbols, grouped for reading aloud as 7QHM-2K9T-XV4D-A3NP-W. It tells nothing about
 * the citizen and cannot be guessed.
 *
 * The check symbol makes the weighted sum over GF(32) (x^5+x^2+1, weights the powers of
 * x) zero; it finds every wrong symbol and every exchange of neighbours.
 */
#ifndef SERVICE_REFERENCE_H
#define SERVICE_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#define REFERENCE_ROOM         18
#define REFERENCE_GROUPED_ROOM 22

void reference_make(char out[REFERENCE_ROOM]);
/* Reads what a person typed or scanned: any case, hyphens and blanks anywhere, O for 0,
 * I and L for 1, or a whole tracking URL. False if it is none or the check fails. */
bool reference_read(char out[REFERENCE_ROOM], const char *typed);
void reference_group(char out[REFERENCE_GROUPED_ROOM], const char *reference);
/* The tracking URL, "<portal>/t/<reference>". Allocated. */
char *reference_url(const char *portal, const char *reference);

/* What is wrong with a reference that reference_read() does not take. */
enum reference_fault {
    REFERENCE_SOUND,
    REFERENCE_SHORT,   /* `count` symbols: some are missing, or all of them */
    REFERENCE_LONG,    /* there are more than 17 */
    REFERENCE_STRANGE, /* `strange` is in no reference */
    REFERENCE_DOUBTFUL /* the check fails; `doubts` are where a look-alike makes it right
                        */
};

enum { REFERENCE_DOUBTS_MOST = 4 };

struct reference_finding {
    enum reference_fault fault;
    char symbols[REFERENCE_ROOM]; /* what could be read, from the first on */
    size_t count;
    char strange[5]; /* a character, UTF-8 */
    struct {
        size_t at;   /* from 0 */
        char likely; /* what may have been meant by symbols[at] */
    } doubts[REFERENCE_DOUBTS_MOST];
    size_t doubt_count;
};

/* For whoever has to find the mistake: which symbol is to be looked at again. */
void reference_examine(struct reference_finding *finding, const char *typed);
/* The group in which a symbol stands, from 0, as it is printed. */
size_t reference_group_of(size_t at);

/* Is it shaped like a dossier code of the national system (H17.31.22-261121-0004)? */
bool reference_is_dossier_code(const char *text);
/* The same of what a person typed: blanks around it, small letters. The code as the
 * portal writes it goes to `out`. */
#define REFERENCE_CODE_ROOM 48
bool reference_read_code(char out[REFERENCE_CODE_ROOM], const char *typed);

#endif
