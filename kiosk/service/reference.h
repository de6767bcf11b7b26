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

#define REFERENCE_ROOM         18
#define REFERENCE_GROUPED_ROOM 22

void reference_make(char out[REFERENCE_ROOM]);
/* Reads what a person typed or scanned: any case, hyphens and blanks anywhere, O for 0,
 * I and L for 1, or a whole tracking URL. False if it is none or the check fails. */
bool reference_read(char out[REFERENCE_ROOM], const char *typed);
void reference_group(char out[REFERENCE_GROUPED_ROOM], const char *reference);
/* The tracking URL, "<portal>/t/<reference>". Allocated. */
char *reference_url(const char *portal, const char *reference);

/* Is it shaped like a dossier code of the national system (H17.31.22-261121-0004)? */
bool reference_is_dossier_code(const char *text);

#endif
