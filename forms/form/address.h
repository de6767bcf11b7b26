/* SPDX-License-Identifier: MIT */
/*
 * Addresses written freely, and the names that were abolished on 1/7/2025: 29 provinces
 * that were merged; every district, with the towns (thị xã) and the cities below a
 * province; every township (thị trấn), and the communes that are not in today's list.
 */
#ifndef FORMS_ADDRESS_H
#define FORMS_ADDRESS_H

#include "forms/form/lists.h"

struct address_fault {
    char *place; /* the first that can be put right, as it was typed: "tỉnh Quảng Nam"; or
                    NULL; allocated */
    const char *successor; /* "Thành phố Đà Nẵng"; NULL: a district, nothing follows it */
    char *suggestion; /* the whole address with all those put right; NULL where there
                         are none; allocated */
    char *commune; /* the first that is no more, "phường Bình Hiên"; nobody but the
                      citizen can tell what it is today; or NULL; allocated */
};

/* True, and what is abolished in the text. Where the lists have no communes, phường and
 * xã are believed; lists NULL: those of provinces, too. */
bool address_find_fault(const char *text, const struct form_lists *lists,
                        struct address_fault *out);
void address_fault_free(struct address_fault *fault);

#endif
