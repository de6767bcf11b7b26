/* SPDX-License-Identifier: MIT */
/*
 * Số định danh cá nhân, the personal number of twelve digits on every identity card.
 *
 * Source: Nghị định 137/2015/NĐ-CP, article 13, and Thông tư 07/2016/TT-BCA: three digits
 * for the province (from 101: the country) where the birth was registered, one for sex
 * and century, two for the year of birth, six at random. There is no check digit.
 */
#ifndef FORMS_IDENTITY_H
#define FORMS_IDENTITY_H

#include <stdbool.h>

struct identity {
    char province[4]; /* "048" */
    bool abroad;      /* `province` is a country's code */
    bool female;
    int year; /* of birth */
};

/* What is wrong with the number: a sentence for gettext with one %s, the field's name.
 * NULL, and `out` (may be NULL) is filled in, where the number can be one. */
const char *identity_read(const char *text, struct identity *out);

/* May somebody have meant one: with a digit too few or too many, with letters for digits,
 * with blanks, or the nine digits of the card before? A telephone number is none. */
bool identity_resembles(const char *text);

/* As it may be seen by whoever stands behind the clerk: of twelve digits the first three
 * and the last three, "001******123"; nothing of a short text. Allocated. */
char *identity_mask(const char *text);

#endif
