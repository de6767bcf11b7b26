/* SPDX-License-Identifier: MIT */
/* Names of people as civil status records write them: Latin letters of any language
 * (Nguyễn, Y Blơk, K'Brêu, Müller), blanks, apostrophes, dashes and dots. */
#ifndef FORMS_NAMES_H
#define FORMS_NAMES_H

/* What is wrong, as identity_read() says it; NULL if nothing is. */
const char *name_find_fault(const char *text);

#endif
