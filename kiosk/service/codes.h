/* SPDX-License-Identifier: MIT */
/*
 * Finding a procedure by its code. What follows the second dot says where it is dealt
 * with (1.001193.000.00.00.H17 is 1.001193 in one province) and does not count unless
 * there is that very code. 1.013361, 1.0133611 and 1.013361-Xoa are three procedures.
 */
#ifndef SERVICE_CODES_H
#define SERVICE_CODES_H

#include <stdbool.h>
#include <stddef.h>

enum { CODES_LENGTH = 8 }; /* 1.001193 */

struct codes;

struct codes *codes_create(void);
void codes_free(struct codes **codes);

/* `code` is borrowed, and has at least CODES_LENGTH bytes. */
void codes_add(struct codes *codes, const char *code, size_t item);

/* The item with this code; else the one that is the same up to the second dot, the
 * shortest code first, then the one added first. False if there is none. */
bool codes_find(const struct codes *codes, const char *code, size_t *item);

#endif
