/* SPDX-License-Identifier: MIT */
/* Vietnamese letters: folding for search, composing to NFC, capitals. */
#ifndef BASE_VIET_H
#define BASE_VIET_H

#include <stddef.h>
#include <stdint.h>

/* Lower case without marks, đ as d, anything but letters and digits as one blank, no
 * blank at the ends: "Chứng thực bản sao" -> "chung thuc ban sao". Writes at most room
 * bytes with the NUL; returns the length. */
size_t viet_fold(char *out, size_t room, const char *text);

/* A key that is the same however a name is styled: capitals, blanks at the ends or
 * doubled, and where the tone mark stands (HÒA, hoà) do not matter; marks do. Allocated.
 */
char *viet_key(const char *text);

/* NFC for Vietnamese: a letter followed by combining marks becomes the one precomposed
 * letter, wherever Unicode has one among the Vietnamese. Allocated. */
char *viet_compose(const char *text);

/* In capitals, as civil-status papers have names: "đặng thị h'hen" -> "ĐẶNG THỊ H'HEN".
 * NFC; what is no letter stays. Allocated. */
char *viet_capitals(const char *text);
/* A capital at the start of each word, small letters after it: "Đặng Thị H'Hen". A word
 * starts after anything that is neither a letter nor a digit. NFC. Allocated. */
char *viet_title(const char *text);

/* Lower-case base letter of a Vietnamese code point ('a' for ắ), or the code point. */
uint32_t viet_base(uint32_t code_point);

/* A letter with a tone (a combining mark: U+0300, 0301, 0303, 0309, 0323), in one code
 * point; the letter as it is where it has a tone already, bears none, or `tone` is 0. */
uint32_t viet_put_tone(uint32_t letter, uint32_t tone);
/* The letter without its tone, which goes to *tone; 0: it had none. */
uint32_t viet_take_tone(uint32_t letter, uint32_t *tone);

#endif
