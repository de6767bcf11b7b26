/* SPDX-License-Identifier: MIT */
/* Which keys a person presses for a Vietnamese word, by habit. */
#ifndef UNIT_TYPIST_H
#define UNIT_TYPIST_H

#include "kiosk/input/telex.h"

enum typist_habit {
    TYPIST_INLINE,    /* each mark and tone behind its letter: nguyeexn, truwowfng */
    TYPIST_TONE_LAST, /* marks inline, one w for ươ, the tone at the end: truowngf */
    TYPIST_ALL_LAST   /* marks and tone at the end: nguyenex, truongwf */
};

/* The keys for `word`, into out[0..room): letters it has no keys for stand as they are.
 */
void typist_type(char *out, size_t room, const char *word, enum telex_method method,
                 enum typist_habit habit);

#endif
