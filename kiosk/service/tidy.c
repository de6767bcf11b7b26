/* SPDX-License-Identifier: MIT */
#include "kiosk/service/tidy.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { NO_BREAK_SPACE = 0xA0, NUMBER_MOST = 8 };

/* Marks of word processors that are seen by nobody: leaving them out loses nothing. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

/* Without the invisible, every blank a plain one, and one where there were several. */
static void squeeze(char *text)
{
    char *to = text;
    for (size_t size = strlen(text), at = 0; at < size;) {
        uint32_t c;
        size_t used = utf8_read(text + at, size - at, &c);
        bool blank = c == NO_BREAK_SPACE || (c < 0x80 && isspace((int)c));
        if (!is_invisible(c) && !(blank && (to == text || to[-1] == ' '))) {
            if (blank)
                *to++ = ' ';
            else
                memmove(to, text + at, used), to += used;
        }
        at += used;
    }
    if (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
}

char *tidy_line(const char *text)
{
    char *copy = memory_copy_text(text);
    squeeze(copy);
    char *clean = utf8_clean(copy, strlen(copy), UTF8_ONE_LINE);
    char *composed = viet_compose(clean);
    free(copy);
    free(clean);
    return composed;
}

/* Bytes of "a)", "(1.2)", "3." and a blank, or 0. */
static size_t number_size(const char *text)
{
    size_t at = *text == '(' ? 1 : 0;
    size_t digits = strspn(text + at, "0123456789.");
    bool dotted = digits > 1 && digits <= NUMBER_MOST && text[at + digits - 1] == '.';
    if (digits > 0 && digits <= NUMBER_MOST)
        at += digits;
    else if (digits == 0 && text[at] != '\0')
        at = utf8_next(text, at); /* one letter */
    if (text[at] == ')')
        return at + 1;
    return dotted && *text != '(' && text[at] == ' ' ? at : 0;
}

static size_t bullet_size(const char *text)
{
    static const char *const BULLETS[] = {"-", "+", "*", ";", ".", ":",
                                          " ", "•", "–", "—", "·", "▪"};
    for (size_t i = 0; i < sizeof(BULLETS) / sizeof(*BULLETS); i++) {
        if (strncmp(text, BULLETS[i], strlen(BULLETS[i])) == 0)
            return strlen(BULLETS[i]);
    }
    return 0;
}

char *tidy_item(const char *text)
{
    char *line = tidy_line(text);
    const char *start = line;
    for (size_t size; (size = bullet_size(start)) > 0 || (size = number_size(start)) > 0;)
        start += size;
    size_t size = strlen(start);
    while (size > 0 && strchr(":;, ", start[size - 1]))
        size--;
    char *item = memory_copy_span(start, size);
    free(line);
    return item;
}

char *tidy_shorten_take(char *text, size_t most, char **rest)
{
    if (rest)
        *rest = NULL;
    if (utf8_count(text) <= most)
        return text;
    size_t end = 0;
    for (size_t i = 0; i < most; i++) {
        uint32_t c;
        end += utf8_read(text + end, strlen(text + end), &c);
    }
    size_t cut = end;
    while (cut > end / 2 && text[cut] != ' ')
        cut--;
    if (text[cut] != ' ')
        cut = end;
    if (rest)
        *rest = memory_copy_text(text + cut + strspn(text + cut, " "));
    char *start = memory_copy_span(text, cut);
    char *shortened = memory_format("%s …", start);
    free(start);
    free(text);
    return shortened;
}
