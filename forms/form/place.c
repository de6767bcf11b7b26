/* SPDX-License-Identifier: MIT */
#include "forms/form/place.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <string.h>

enum { WORDS_ROOM = 256 };

/* "Phường", "Xã", "Đặc khu", "Tỉnh", "Thành phố": small inside a sentence. */
static void begin_small(char *name)
{
    static const char great[] = "Đ", small[] = "đ";
    if (*name >= 'A' && *name <= 'Z')
        *name = (char)(*name - 'A' + 'a');
    else if (strncmp(name, great, strlen(great)) == 0)
        memcpy(name, small, strlen(small));
}

static char *words_of(const struct form_lists *lists, const struct place *commune)
{
    const char *province = form_lists_province(lists, commune->province);
    char *names[] = {memory_copy_text(commune->name),
                     memory_copy_text(province ? province : "")};
    begin_small(names[0]);
    begin_small(names[1]);
    char *words = memory_format("%s%s%s", names[0], *names[1] ? ", " : "", names[1]);
    memory_free_text(&names[0]);
    memory_free_text(&names[1]);
    return words;
}

char *place_words(const struct form_lists *lists, const char *code)
{
    const struct place *commune = code ? form_lists_commune(lists, code) : NULL;
    return commune ? words_of(lists, commune) : NULL;
}

const char *place_read(const struct form_lists *lists, const char *text)
{
    char wanted[WORDS_ROOM], folded[WORDS_ROOM];
    const struct place *commune = form_lists_commune(lists, text);
    if (commune || strlen(text) >= WORDS_ROOM)
        return commune ? commune->code : NULL;
    viet_fold(wanted, sizeof(wanted), text);
    size_t count;
    const struct place *list = form_lists_communes(lists, &count);
    for (size_t i = 0; i < count; i++) {
        char *words = words_of(lists, &list[i]);
        viet_fold(folded, sizeof(folded), words);
        memory_free_text(&words);
        if (strcmp(folded, wanted) == 0)
            return list[i].code;
    }
    return NULL;
}
