/* SPDX-License-Identifier: MIT */
#include "forms/form/address.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <stdlib.h>
#include <string.h>

enum { ADDRESS_MOST = 2000, PART_ROOM = 256 };

enum level { LEVEL_OTHER, LEVEL_PROVINCE, LEVEL_CITY, LEVEL_DISTRICT };

/* What an administrative name begins with, folded; a longer word before its beginning. */
static const struct {
    const char *word;
    enum level level;
} LEVELS[] = {
    {"thanh pho ", LEVEL_CITY}, {"tp ", LEVEL_CITY},       {"tinh ", LEVEL_PROVINCE},
    {"huyen ", LEVEL_DISTRICT}, {"quan ", LEVEL_DISTRICT}, {"thi xa ", LEVEL_DISTRICT},
    {"tx ", LEVEL_DISTRICT},
};

static const char *const CENTRAL_CITIES[] = {"ha noi",      "hai phong", "hue",
                                             "da nang",     "dong nai",  "can tho",
                                             "ho chi minh", "hcm",       "sai gon"};

/* The words before which a new part begins where no comma stands. With their marks: "quân
 * đội" and "quan họ" are no districts. */
static const char *const BEGINNINGS[] = {" huyện ",     " Huyện ",     " quận ", " Quận ",
                                         " thị xã ",    " Thị xã ",    " tỉnh ", " Tỉnh ",
                                         " thành phố ", " Thành phố ", " TP. ",  " TP "};

/* Bytes of the part at the start of `text`, and of what separates it from the next. */
static size_t part_size(const char *text, size_t *separator)
{
    size_t size = strcspn(text, ",;\n");
    *separator = text[size] != '\0';
    for (size_t i = 0; i < sizeof(BEGINNINGS) / sizeof(*BEGINNINGS); i++) {
        const char *found = strstr(text, BEGINNINGS[i]);
        if (found && found > text && (size_t)(found - text) < size) {
            size = (size_t)(found - text);
            *separator = 1;
        }
    }
    return size;
}

static enum level level_of(const char *folded, const char **name)
{
    for (size_t i = 0; i < sizeof(LEVELS) / sizeof(*LEVELS); i++) {
        size_t size = strlen(LEVELS[i].word);
        *name = folded + size;
        if (strncmp(folded, LEVELS[i].word, size) == 0)
            return LEVELS[i].level;
    }
    *name = folded;
    return LEVEL_OTHER;
}

static bool is_central(const char *name)
{
    for (size_t i = 0; i < sizeof(CENTRAL_CITIES) / sizeof(*CENTRAL_CITIES); i++)
        if (strcmp(CENTRAL_CITIES[i], name) == 0)
            return true;
    return false;
}

/* "Quán Thánh" folds as "quận" does; a part without marks is believed. */
static bool is_district_word(const char *part)
{
    static const char *const OTHERS[] = {"quán ", "Quán ", "quân ", "Quân "};
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(*OTHERS); i++)
        if (strncmp(part, OTHERS[i], strlen(OTHERS[i])) == 0)
            return false;
    return true;
}

/* Is the part abolished, and what came in its place? */
static bool is_abolished(const char *part, const struct form_lists *lists,
                         const char **successor)
{
    char folded[PART_ROOM];
    const char *name;
    *successor = NULL;
    if (strlen(part) >= PART_ROOM || viet_fold(folded, sizeof(folded), part) == 0)
        return false;
    enum level level = level_of(folded, &name);
    if (level == LEVEL_DISTRICT)
        return is_district_word(part);
    if (level == LEVEL_CITY)
        return !is_central(name);
    const char *code = form_lists_successor(lists, name);
    *successor = code ? form_lists_province(lists, code) : NULL;
    return *successor != NULL;
}

static char *trimmed(const char *text, size_t size)
{
    while (size > 0 && *text == ' ')
        text++, size--;
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '.'))
        size--;
    return memory_copy_span(text, size);
}

static void add_part(struct buffer *out, const char *part, const char *separator)
{
    if (*part)
        buffer_format(out, "%s%s", out->size > 0 ? separator : "", part);
}

bool address_find_fault(const char *text, const struct form_lists *lists,
                        struct address_fault *out)
{
    struct buffer mended;
    size_t separator;
    *out = (struct address_fault){.place = NULL};
    if (strlen(text) > ADDRESS_MOST)
        return false;
    buffer_init(&mended, ADDRESS_MOST * 4);
    for (const char *at = text; *at;) {
        size_t size = part_size(at, &separator);
        char *part = trimmed(at, size);
        const char *successor;
        bool abolished = is_abolished(part, lists, &successor);
        add_part(&mended, !abolished ? part : successor ? successor : "", ", ");
        if (abolished && !out->place) {
            out->place = part;
            out->successor = successor;
        } else {
            memory_free_text(&part);
        }
        at += size + separator;
    }
    if (out->place)
        out->suggestion = memory_copy_text(mended.data);
    buffer_free(&mended);
    return out->place != NULL;
}
