/* SPDX-License-Identifier: MIT */
/*
 * Finding a procedure by its code. The first eight characters count (1.001193 in
 * 1.001193.000.00.00.H17); but the national list has codes that begin alike (1.013361 and
 * 1.0133611), so the very code that is asked for comes first.
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

/* The item with this code; else the one with its first eight characters, the shortest
 * code first, then the one added first. False if there is none. */
bool codes_find(const struct codes *codes, const char *code, size_t *item);

#endif
