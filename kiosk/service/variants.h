/* SPDX-License-Identifier: MIT */
/* Variants of one procedure: names that say the same but for a part, as "đăng ký khai
 * sinh", "đăng ký lại khai sinh" and "đăng ký khai sinh lưu động". */
#ifndef SERVICE_VARIANTS_H
#define SERVICE_VARIANTS_H

#include <stddef.h>

enum { VARIANTS_LEAST = 3, VARIANTS_MOST = 16 };

/* What each of the first VARIANTS_MOST names says beside the words it has in common with
 * its variants: parts[i] is "lại", "lưu động"; " … " stands between what is apart. NULL
 * where a name has fewer than VARIANTS_LEAST variants, itself included, or says nothing
 * besides. Words are the same in capitals or not, and wherever the tone mark stands.
 * `parts` has room for `count`, and each is allocated. */
void variants_tell_apart(const char *const *names, size_t count, char **parts);

#endif
