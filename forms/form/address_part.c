/* SPDX-License-Identifier: MIT */
#include "forms/form/address_part.h"

#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text, and the same in small letters: Vietnamese letters keep their bytes' number.
 * In a text without any mark "xa" is xã; beside marked words it is what it says: the Xa
 * La estate. */
struct address {
    const struct form_lists *lists;
    const char *text;
    char *small;
    bool marked;
};

static const struct kind {
    const char *marked, *plain;
    enum address_level level;
} KINDS[] = {
    {"phường ", "phuong ", ADDRESS_COMMUNE},
    {"xã ", "xa ", ADDRESS_COMMUNE},
    {"đặc khu ", "dac khu ", ADDRESS_COMMUNE},
    {"thị trấn ", "thi tran ", ADDRESS_TOWNSHIP},
    {"huyện ", "huyen ", ADDRESS_DISTRICT},
    {"quận ", "quan ", ADDRESS_DISTRICT},
    {"thị xã ", "thi xa ", ADDRESS_DISTRICT},
    {"thành phố ", "thanh pho ", ADDRESS_CITY},
    {"tỉnh ", "tinh ", ADDRESS_PROVINCE},
};

/* Shortened: with a dot behind it, or as capitals; P7 and Q1 even without a blank. */
static const struct short_kind {
    const char *word, *plain;
    enum address_level level;
    bool dotted;     /* H, X and T alone are too little */
    int digits_most; /* of a name in digits: P.302 is a room, X.3 a hamlet */
} SHORT_KINDS[] = {
    {"tp", "thanh pho ", ADDRESS_CITY, false, 0},
    {"tx", "thi xa ", ADDRESS_DISTRICT, false, 0},
    {"tt", "thi tran ", ADDRESS_TOWNSHIP, false, 0},
    {"p", "phuong ", ADDRESS_COMMUNE, false, 2},
    {"q", "quan ", ADDRESS_DISTRICT, false, 2},
    {"h", "huyen ", ADDRESS_DISTRICT, true, 0},
    {"x", "xa ", ADDRESS_COMMUNE, true, 0},
    {"t", "tinh ", ADDRESS_PROVINCE, true, 0},
};

/* What begins at a place of the text. */
struct beginning {
    enum address_level level;
    const char *plain;                  /* "phuong " */
    size_t size;                        /* bytes up to the name */
    const struct short_kind *shortened; /* or NULL */
};

/* ---- letters ---- */

static uint32_t small_letter(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde))
        return c + 32;
    if (c == 0x1af) /* Ư */
        return c + 1;
    bool paired = (c >= 0x100 && c <= 0x1a1) || (c >= 0x1ea0 && c <= 0x1ef9);
    return paired ? c | 1 : c;
}

static struct address address_of(const char *text)
{
    size_t size = strlen(text);
    struct address a = {.text = text, .small = memory_alloc(size + 1)};
    for (size_t at = 0; at < size;) {
        char bytes[4];
        uint32_t c;
        size_t used = utf8_read(text + at, size - at, &c);
        bool fits = utf8_write(bytes, small_letter(c)) == used;
        memcpy(a.small + at, fits ? bytes : text + at, used);
        a.marked |= c >= 0x80;
        at += used;
    }
    a.small[size] = '\0';
    return a;
}

static bool starts(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

static bool is_capital(const struct address *a, size_t at)
{
    return a->text[at] != a->small[at] || a->text[at + 1] != a->small[at + 1];
}

/* What follows in brackets is said beside the name, and so is the country. */
static void fold_name(const char *text, size_t size, char *name, size_t room)
{
    static const char country[] = " viet nam";
    char *alone = memory_copy_span(text, size);
    alone[strcspn(alone, "(")] = '\0';
    *name = '\0';
    if (strlen(alone) < room)
        viet_fold(name, room, alone);
    size_t length = strlen(name), ending = strlen(country);
    if (length > ending && strcmp(name + length - ending, country) == 0)
        name[length - ending] = '\0';
    memory_free_text(&alone);
}

/* ---- what a part begins with ---- */

static bool find_kind(const struct address *a, size_t at, struct beginning *out)
{
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++) {
        const char *word = a->marked ? KINDS[i].marked : KINDS[i].plain;
        if (!starts(a->small + at, word))
            continue;
        *out = (struct beginning){
            .level = KINDS[i].level, .plain = KINDS[i].plain, .size = strlen(word)};
        return true;
    }
    return false;
}

/* Bytes behind the shortened word up to the name; 0: it is none. */
static size_t short_size(const struct address *a, size_t at,
                         const struct short_kind *kind)
{
    size_t end = at + strlen(kind->word);
    size_t blanks = strspn(a->text + end, " ");
    if (a->text[end] == '.')
        return end - at + 1 + strspn(a->text + end + 1, " ");
    if (kind->dotted || !is_capital(a, at))
        return 0;
    bool digit = kind->digits_most > 0 && isdigit((unsigned char)a->text[end]);
    return blanks > 0 || digit ? end - at + blanks : 0;
}

static bool find_short_kind(const struct address *a, size_t at, struct beginning *out)
{
    for (size_t i = 0; i < sizeof(SHORT_KINDS) / sizeof(*SHORT_KINDS); i++) {
        const struct short_kind *kind = &SHORT_KINDS[i];
        size_t size = starts(a->small + at, kind->word) ? short_size(a, at, kind) : 0;
        if (size == 0)
            continue;
        *out = (struct beginning){
            .level = kind->level, .plain = kind->plain, .size = size, .shortened = kind};
        return true;
    }
    return false;
}

static bool find_beginning(const struct address *a, size_t at, struct beginning *out)
{
    return find_kind(a, at, out) || find_short_kind(a, at, out);
}

/* ---- where a part begins without a comma ---- */

/* Words after which that of a commune belongs to another name: phố Xã Đàn, hợp tác xã. */
static bool is_named_after(const struct address *a, size_t start, size_t at)
{
    static const struct {
        const char *marked, *plain;
    } WORDS[] = {{"đường", "duong"}, {"phố", "pho"}, {"ngõ", "ngo"},
                 {"ngách", "ngach"}, {"hẻm", "hem"}, {"kiệt", "kiet"},
                 {"chợ", "cho"},     {"cầu", "cau"}, {"thôn", "thon"},
                 {"ấp", "ap"},       {"xóm", "xom"}, {"làng", "lang"},
                 {"thị", "thi"},     {"tác", "tac"}, {"liên", "lien"}};
    size_t end = at - 1, word = end;
    while (word > start && a->text[word - 1] != ' ')
        word--;
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(*WORDS); i++) {
        const char *known = a->marked ? WORDS[i].marked : WORDS[i].plain;
        if (strlen(known) == end - word && starts(a->small + word, known))
            return true;
    }
    return false;
}

/* "120", "số 12A", "ngõ 4": then the name of a street follows. */
static bool is_house_number(const struct address *a, size_t start, size_t at)
{
    static const char *const WORDS[] = {"số ",    "so ",   "sn ",  "nhà ", "nha ",
                                        "ngõ ",   "ngo ",  "hẻm ", "hem ", "ngách ",
                                        "ngach ", "kiệt ", "kiet "};
    while (start < at) {
        size_t size = strcspn(a->text + start, " ");
        bool known = strcspn(a->text + start, "0123456789") < size;
        for (size_t i = 0; i < sizeof(WORDS) / sizeof(*WORDS); i++)
            known |= starts(a->small + start, WORDS[i]);
        if (!known)
            return false;
        start += size + 1;
    }
    return true;
}

/* Those of one letter may be of somebody's name; behind a commune they are a district. */
static bool is_short_inside(const struct address *a, size_t start, size_t at,
                            const struct beginning *found)
{
    struct beginning before;
    if (strcmp(found->shortened->word, "p") == 0)
        return !is_house_number(a, start, at);
    if (strlen(found->shortened->word) > 1)
        return true;
    bool behind_commune =
        find_beginning(a, start, &before) &&
        (before.level == ADDRESS_COMMUNE || before.level == ADDRESS_TOWNSHIP);
    bool numbered = isdigit((unsigned char)a->text[at + found->size]);
    return found->level == ADDRESS_DISTRICT && (behind_commune || numbered);
}

/* "phường Hải Châu Đà Nẵng": the province, behind a name of something smaller; but "xã
 * Nguyễn Huệ" has none. */
static bool is_province_inside(const struct address *a, size_t start, size_t at,
                               size_t end)
{
    struct beginning before;
    char name[ADDRESS_NAME_ROOM];
    if (a->text[at - 1] != ' ' || !find_beginning(a, start, &before) ||
        at <= start + before.size)
        return false;
    fold_name(a->text + at, end - at, name, sizeof(name));
    if (!address_province_code(a->lists, name))
        return false;
    fold_name(a->text + start, end - start, name, sizeof(name));
    return before.level != ADDRESS_COMMUNE ||
           !form_lists_has_commune(a->lists, name, NULL);
}

/* "xã hội" (social) in small letters, as a whole word: of a house, an insurance. */
static bool is_social(const char *text)
{
    const char *const ways[] = {"xã hội", "xa hoi"};
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        if (starts(text, ways[i]) && strchr(" ,.;)", text[strlen(ways[i])]))
            return true; /* strchr() finds the end of the text, too */
    }
    return false;
}

/* A house, an insurance; a road. */
static bool is_other_word(const struct address *a, size_t at)
{
    return is_social(a->text + at) || starts(a->small + at, "tỉnh lộ ") ||
           starts(a->small + at, "huyện lộ ");
}

static bool begins_inside(const struct address *a, size_t start, size_t at)
{
    struct beginning found;
    if (a->text[at - 1] != ' ' || !find_beginning(a, at, &found) || is_other_word(a, at))
        return false;
    if (found.shortened)
        return is_short_inside(a, start, at, &found);
    if (found.level != ADDRESS_COMMUNE)
        return true;
    bool may_be_street = is_capital(a, at) && is_house_number(a, start, at);
    return !may_be_street && !is_named_after(a, start, at);
}

static size_t part_end(const struct address *a, size_t start)
{
    size_t end = start + strcspn(a->text + start, ",;\n");
    for (size_t at = start + 1; at < end; at++)
        if (begins_inside(a, start, at) || is_province_inside(a, start, at, end))
            return at;
    return end;
}

/* ---- a part by itself ---- */

/* Dashes stand between parts, too. */
static char *trimmed(const char *text, size_t size)
{
    static const char dash[] = "–";
    enum { DASH = sizeof(dash) - 1 };
    for (bool more = true; more && size > 0;) {
        bool long_one = size >= DASH && memcmp(text, dash, DASH) == 0;
        more = long_one || *text == ' ' || *text == '-';
        text += more ? (long_one ? DASH : 1) : 0;
        size -= more ? (long_one ? DASH : 1) : 0;
    }
    for (bool more = true; more && size > 0;) {
        bool long_one = size >= DASH && memcmp(text + size - DASH, dash, DASH) == 0;
        more = long_one || strchr(" .-", text[size - 1]);
        size -= more ? (long_one ? DASH : 1) : 0;
    }
    return memory_copy_span(text, size);
}

/* Does the word in front mean what it seems to, before this name? */
static bool is_name_of(const struct address *a, const struct beginning *b,
                       const char *name)
{
    static const char *const CENTRES[] = {"y te",    "thuong mai", "hanh chinh",
                                          "van hoa", "giao duc",   "bao tro",
                                          "dao tao", "hoi nghi"};
    size_t digits = strspn(name, "0123456789");
    if (*name == '\0')
        return false;
    if (b->shortened && digits > 0 &&
        (name[digits] != '\0' || digits > (size_t)b->shortened->digits_most))
        return false;
    for (size_t i = 0; i < sizeof(CENTRES) / sizeof(*CENTRES); i++)
        if (b->shortened && b->level == ADDRESS_TOWNSHIP && starts(name, CENTRES[i]))
            return false;
    if (strcmp(b->plain, "xa ") == 0) /* a street, and "xa lo Ha Noi" */
        return strcmp(name, "dan") != 0 && (a->marked || strcmp(name, "lo") != 0);
    return true;
}

static struct address_part part_of(char *taken_text)
{
    struct address_part part = {.text = taken_text, .level = ADDRESS_OTHER};
    fold_name(taken_text, strlen(taken_text), part.name, sizeof(part.name));
    return part;
}

static void judge(const struct address *whole, struct address_part *part)
{
    struct beginning found;
    char name[ADDRESS_NAME_ROOM - 16]; /* "thanh pho " has to go before it */
    struct address a = address_of(part->text);
    a.marked = whole->marked;
    if (find_beginning(&a, 0, &found)) {
        fold_name(part->text + found.size, strlen(part->text) - found.size, name,
                  sizeof(name));
        if (is_name_of(&a, &found, name)) {
            bool written_out = found.level == ADDRESS_COMMUNE;
            part->level = found.level;
            snprintf(part->name, sizeof(part->name), "%s%s",
                     written_out ? found.plain : "", name);
        }
    }
    memory_free_text(&a.small);
}

void address_parts_cut(const char *text, const struct form_lists *lists,
                       struct address_parts *out)
{
    struct address a = address_of(text);
    a.lists = lists;
    *out = (struct address_parts){
        .list = memory_array(ADDRESS_PARTS_MOST, sizeof(*out->list))};
    for (size_t at = 0; text[at];) {
        bool last = out->count + 1 == ADDRESS_PARTS_MOST;
        size_t end = last ? strlen(text) : part_end(&a, at);
        char *part = trimmed(text + at, end - at);
        if (*part) {
            out->list[out->count] = part_of(part);
            judge(&a, &out->list[out->count++]);
        } else {
            memory_free_text(&part);
        }
        at = end + (text[end] != '\0' && strchr(",;\n", text[end]) != NULL);
    }
    memory_free_text(&a.small);
}

const char *address_province_code(const struct form_lists *lists, const char *name)
{
    static const char *const SHORT[] = {"hcm", "tphcm", "sai gon"};
    for (size_t i = 0; i < sizeof(SHORT) / sizeof(*SHORT); i++)
        if (strcmp(SHORT[i], name) == 0)
            return form_lists_province_code(lists, "ho chi minh");
    const char *code = form_lists_province_code(lists, name);
    return code ? code : form_lists_successor(lists, name);
}

void address_parts_free(struct address_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        memory_free_text(&parts->list[i].text);
    free(parts->list);
    *parts = (struct address_parts){.list = NULL};
}
