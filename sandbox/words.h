/* SPDX-License-Identifier: MIT */
/* What the portal says to people, in its two languages. These are the words of a portal,
 * not of a program's user interface: they come as data with the answer, in the language
 * of the one who asks, and not through gettext in the language of the process. */
#ifndef SANDBOX_WORDS_H
#define SANDBOX_WORDS_H

#include <jansson.h>
#include <string.h>

struct words {
    const char *vi, *en;
};

/* "en" if that is what was asked for, else "vi": whatever came, it is safe to send back.
 */
static inline const char *words_language(const char *asked)
{
    return asked != NULL && strcmp(asked, "en") == 0 ? "en" : "vi";
}

/* Vietnamese unless `language` is "en". */
static inline const char *words_in(struct words words, const char *language)
{
    return language != NULL && strcmp(language, "en") == 0 ? words.en : words.vi;
}

/* {"vi": ..., "en": ...}; a new reference. */
static inline json_t *words_json(struct words words)
{
    return json_pack("{s:s, s:s}", "vi", words.vi, "en", words.en);
}

#endif
