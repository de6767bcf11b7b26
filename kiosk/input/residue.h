/* SPDX-License-Identifier: MIT */
/*
 * What is left in a name when it was typed for an input method that was not at work:
 * "Nguyeenx Vawn An", "Nguye6n4 Va8n An". Pure.
 *
 * It is a guess, and names of other countries are not to be spoilt by it. So the whole
 * name must be Vietnamese once it is put right ("Hans Peter" is not), and letters that
 * are only doubled count only where something else says so ("Lee Văn An", not "Lee Min
 * Ho").
 */
#ifndef INPUT_RESIDUE_H
#define INPUT_RESIDUE_H

#include <stdbool.h>

/* The name put right, NFC, allocated; NULL where there is nothing to put right. */
char *residue_mend(const char *name, bool new_style);

#endif
