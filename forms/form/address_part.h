/* SPDX-License-Identifier: MIT */
/*
 * An address written freely, cut into its parts: "12 Lê Lợi P. Bình Hiên, Q. Hải Châu" is
 * a street, a commune and a district. What a part is, is told by the word that it begins
 * with, written in full or shortened, with or without marks.
 */
#ifndef FORMS_ADDRESS_PART_H
#define FORMS_ADDRESS_PART_H

#include "forms/form/lists.h"

enum address_level {
    ADDRESS_OTHER,    /* a house, a street, or a name alone */
    ADDRESS_COMMUNE,  /* phường, xã, đặc khu */
    ADDRESS_TOWNSHIP, /* thị trấn */
    ADDRESS_DISTRICT, /* huyện, quận, thị xã */
    ADDRESS_CITY,     /* thành phố: of the centre, or below a province */
    ADDRESS_PROVINCE,
};

enum { ADDRESS_PARTS_MOST = 64, ADDRESS_NAME_ROOM = 256 };

struct address_part {
    char *text; /* as it was typed, "P. Bình Hiên"; allocated */
    enum address_level level;
    char name[ADDRESS_NAME_ROOM]; /* folded: "phuong binh hien" of a commune, what it is
                                     written out; of any other without that: "hai chau" */
};

struct address_parts {
    struct address_part *list;
    size_t count;
};

/* Beyond ADDRESS_PARTS_MOST the rest is one part. The lists (NULL for none) tell the
 * names of provinces where no comma stands. Free with address_parts_free. */
void address_parts_cut(const char *text, const struct form_lists *lists,
                       struct address_parts *out);
void address_parts_free(struct address_parts *parts);

/* The code of today's province for a folded name of today or of before; NULL. */
const char *address_province_code(const struct form_lists *lists, const char *name);

#endif
