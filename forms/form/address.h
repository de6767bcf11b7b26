/* SPDX-License-Identifier: MIT */
/*
 * Addresses written freely, and the names that were abolished on 1/7/2025: 29 provinces
 * that were merged, and every district, with the towns (thị xã) and the cities below a
 * province.
 */
#ifndef FORMS_ADDRESS_H
#define FORMS_ADDRESS_H

#include "forms/form/lists.h"

struct address_fault {
    char *place;           /* as it was typed, "tỉnh Quảng Nam"; allocated */
    const char *successor; /* "Thành phố Đà Nẵng"; NULL: a district, nothing follows it */
    char *suggestion; /* the whole address put right; allocated */
};

/* True, and the first abolished name in the text; lists NULL: districts alone. */
bool address_find_fault(const char *text, const struct form_lists *lists,
                        struct address_fault *out);

#endif
