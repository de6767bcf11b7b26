/* SPDX-License-Identifier: MIT */
/* Places as people write them: a commune with its province. */
#ifndef FORMS_PLACE_H
#define FORMS_PLACE_H

#include "forms/form/lists.h"

/* "phường Hoà Khánh, thành phố Đà Nẵng" for the code of a commune; NULL: there is none.
 * Allocated. */
char *place_words(const struct form_lists *lists, const char *code);

/* The code of the commune that was meant: by its code, or by those words, with or without
 * marks; NULL. Borrowed. */
const char *place_read(const struct form_lists *lists, const char *text);

#endif
