/* SPDX-License-Identifier: MIT */
#include "forms/form/words.h"

#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

const char *words_keep(struct words *words, char *taken)
{
    if (words->count == words->room) {
        words->room = words->room ? words->room * 2 : 64;
        words->list = memory_resize(words->list, words->room, sizeof(*words->list));
    }
    words->list[words->count++] = taken;
    return taken;
}

const char *words_copy(struct words *words, const char *text)
{
    return text ? words_keep(words, memory_copy_text(text)) : NULL;
}

const char *words_clean(struct words *words, const char *text, enum utf8_lines lines)
{
    if (!text || !*text)
        return "";
    return words_keep(words, utf8_clean(text, strlen(text), lines));
}

void words_clear(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        memory_free_text(&words->list[i]);
    free(words->list);
    *words = (struct words){.list = NULL};
}
