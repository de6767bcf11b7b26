/* SPDX-License-Identifier: MIT */
/* Between what people type and read, and the values of the answers. */
#ifndef FORMS_TYPED_H
#define FORMS_TYPED_H

#include "forms/form/form.h"

enum typed_result {
    TYPED_READ,
    TYPED_EMPTY,
    TYPED_UNREADABLE,
    TYPED_TOO_LONG, /* more bytes than any field takes */
};

enum { TYPED_BYTES_MOST = 16 * 1024 };

/* Cleaned, composed to NFC and trimmed; allocated. */
char *typed_tidy(const char *typed, enum field_kind kind);

/* "0914 556.677" and "+84 914556677" as 0914556677; unchanged where that leaves anything
 * but digits. In place. */
void typed_close_up(char *tidy);

/* Reads tidy text for the field; *value is a new reference with TYPED_READ only. */
enum typed_result typed_read(const struct field *field, const char *tidy, json_t **value);

/* The value as people write it, cleaned; "" for NULL. Allocated. */
char *typed_write(const struct field *field, const json_t *value);

#endif
