/* SPDX-License-Identifier: MIT */
#include "kiosk/input/viet_rules.h"

#include <stddef.h>

/* Kiểu gõ Telex. */
const struct key_rule TELEX_RULES[] = {
    {U's', .tone = TONE_SAC},  {U'f', .tone = TONE_HUYEN},
    {U'r', .tone = TONE_HOI},  {U'x', .tone = TONE_NGA},
    {U'j', .tone = TONE_NANG}, {U'z', .tone = TONE_NGANG}, /* takes the tone away */
    {U'a', .marks = U"aâ"},    {U'e', .marks = U"eê"},
    {U'o', .marks = U"oô"},    {U'w', .marks = U"uưoơaă", .alone = U'ư'},
    {U'd', .marks = U"dđ"},    {0},
};

/* Kiểu gõ VNI. */
const struct key_rule VNI_RULES[] = {
    {U'1', .tone = TONE_SAC},
    {U'2', .tone = TONE_HUYEN},
    {U'3', .tone = TONE_HOI},
    {U'4', .tone = TONE_NGA},
    {U'5', .tone = TONE_NANG},
    {U'0', .tone = TONE_NGANG},
    {U'6', .marks = U"aâeêoô"},
    {U'7', .marks = U"uưoơ"},
    {U'8', .marks = U"aă"},
    {U'9', .marks = U"dđ"},
    {0},
};

const char32_t MARKED[] = U"ăâđêôơư";
const char32_t UNMARKED[] = U"aadeoou";
const char32_t CAPITALS[] = U"ĂÂĐÊÔƠƯ";

/* Âm đầu, và những nguyên âm không đứng sau nó (kẻ, ghé, nghỉ: không viết với c, g, ng).
 */
const struct initial_rule INITIALS[] = {
    {U"b", NULL},  {U"c", U"e ê i y"}, {U"ch", NULL}, {U"d", NULL},
    {U"đ", NULL},  {U"g", U"e ê"},     {U"gi", NULL}, {U"gh", U"a ă â o ô ơ u ư y"},
    {U"h", NULL},  {U"k", NULL},       {U"kh", NULL}, {U"l", NULL},
    {U"m", NULL},  {U"n", NULL},       {U"nh", NULL}, {U"ng", U"e ê i"},
    {U"p", NULL},  {U"ph", NULL},      {U"qu", NULL}, {U"ngh", U"a ă â o ô ơ u ư y"},
    {U"r", NULL},  {U"s", NULL},       {U"t", NULL},  {U"th", NULL},
    {U"tr", NULL}, {U"v", NULL},       {U"x", NULL},  {NULL, NULL},
};

/* Âm đầu trong tên người, tên đất Tây Nguyên: Krông, Blơk, M'Đrắk, Rvê, Bhăng. */
const char32_t HIGHLAND_INITIALS[] =
    U"bh bk bkr bl br chr dl dr đh đr gl gr hd hđ hl hm hn hr hw j jr kb kbr kđ kh kl "
    U"km kn kp kr ks kt ktr ml mđ mn mr nd ng pl pn pr rb rc rch rl rm rs rv sr tl tr";

/* Vần: nguyên âm, rồi những âm cuối đi với nó ("-": không có âm cuối). */
const struct vowel_rule VOWELS[] = {
    {U"a", U"- c ch m n ng nh p t", NULL},
    {U"ă", U"c k m n ng p t", NULL}, /* Đắk Lắk */
    {U"â", U"c m n ng p t", NULL},
    {U"e", U"- c m n ng p t", NULL},
    {U"ê", U"- ch m n nh p t", NULL},
    {U"i", U"- ch m n nh p t", NULL},
    {U"o", U"- c m n ng p t", NULL},
    {U"ô", U"- c m n ng p t", NULL},
    {U"ơ", U"- k m n p t", NULL}, /* Blơk */
    {U"u", U"- c m n ng p t", NULL},
    {U"ư", U"- c m n ng t", NULL},
    {U"y", U"- ch n nh p t", NULL},
    {U"ai", U"-", NULL},
    {U"ao", U"-", NULL},
    {U"au", U"-", NULL},
    {U"ay", U"-", NULL},
    {U"âu", U"-", NULL},
    {U"ây", U"-", NULL},
    {U"eo", U"-", NULL},
    {U"êu", U"-", NULL},
    {U"ia", U"-", NULL},
    {U"iê", U"c m n ng p t", NULL},
    {U"iê", U"-", U"g"},
    {U"iêu", U"-", NULL},
    {U"iu", U"-", NULL},
    {U"oa", U"- c ch m n ng nh p t", NULL},
    {U"oai", U"-", NULL},
    {U"oao", U"-", NULL},
    {U"oay", U"-", NULL},
    {U"oă", U"c m n ng p t", NULL},
    {U"oe", U"- m n ng t", U"- ch đ h kh l ng nh t th x"},
    {U"oeo", U"-", NULL},
    {U"oi", U"-", NULL},
    {U"oo", U"c ng", NULL}, /* xoong, moóc */
    {U"ôi", U"-", NULL},
    {U"ơi", U"-", NULL},
    {U"ua", U"-", NULL},
    {U"uâ", U"n ng t", NULL},
    {U"uây", U"-", NULL},
    {U"uê", U"- ch nh", NULL},
    {U"ui", U"-", NULL},
    {U"uô", U"c m n ng t", NULL},
    {U"uôi", U"-", NULL},
    {U"uơ", U"-", U"h kh th"}, /* huơ, khuơ, thuở; quơ is qu with ơ */
    {U"uy", U"- ch n nh p t", NULL},
    {U"uya", U"-", NULL},
    {U"uyê", U"n t", NULL},
    {U"uyu", U"-", NULL},
    {U"ưa", U"-", NULL},
    {U"ưi", U"-", NULL},
    {U"ươ", U"c m n ng p t", NULL},
    {U"ươi", U"-", NULL},
    {U"ươu", U"-", NULL},
    {U"ưu", U"-", NULL},
    {U"yă", U"-", U"b"}, /* Byă */
    {U"yê", U"m n ng t", U"- qu"},
    {U"yêu", U"-", U"-"},
    /* Chữ cái đứng một mình. */
    {U"ă", U"-", U"-"},
    {U"â", U"-", U"-"},
    {U"ươ", U"-", U"-"},
    {NULL, NULL, NULL},
};

/* Âm cuối chỉ đi với dấu sắc, dấu nặng. */
const char32_t STOPS[] = U"c ch k p t";
const char32_t LEVEL_STOPS[] = U"k"; /* Đăk, Blơk: cũng không dấu */

/* Âm cuối trong tên riêng, và những nguyên âm đi trước: Đắk, Cuôr, Păh, Khăl, Kpă. */
const char32_t NAME_FINALS[] = U"- c ch h k l m n ng nh p r t";
const char32_t NAME_VOWELS[] = U"a ă â e ê i iê o ô ơ u uê uô ư ươ";

/* Kiểu cũ: hòa, khỏe, thủy. Kiểu mới: hoà, khoẻ, thuỷ. */
const char32_t NEW_STYLE_OPEN[] = U"oa oe uy";
