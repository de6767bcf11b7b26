/* SPDX-License-Identifier: MIT */
#include "forms/form/address.h"

#include "forms/form/address_part.h"
#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"

#include <string.h>

enum { ADDRESS_MOST = 2000 };

static bool is_central(const char *name)
{
    static const char *const CITIES[] = {"ha noi",      "hai phong", "hue",
                                         "da nang",     "dong nai",  "can tho",
                                         "ho chi minh", "hcm",       "sai gon"};
    for (size_t i = 0; i < sizeof(CITIES) / sizeof(*CITIES); i++)
        if (strcmp(CITIES[i], name) == 0)
            return true;
    return false;
}

/* The province that the address names, the last if several. */
static const char *province_of(const struct address_parts *parts,
                               const struct form_lists *lists)
{
    const char *found = NULL;
    for (size_t i = 0; i < parts->count; i++) {
        enum address_level level = parts->list[i].level;
        if (level != ADDRESS_OTHER && level != ADDRESS_CITY && level != ADDRESS_PROVINCE)
            continue;
        const char *code = address_province_code(lists, parts->list[i].name);
        found = code ? code : found;
    }
    return found;
}

/* Is there no such thing any more, and what came in its place? */
static bool is_abolished(const struct address_part *part, const struct form_lists *lists,
                         const char **successor)
{
    *successor = NULL;
    if (part->level == ADDRESS_DISTRICT)
        return true;
    if (part->level == ADDRESS_CITY)
        return !is_central(part->name);
    if (part->level == ADDRESS_COMMUNE || part->level == ADDRESS_TOWNSHIP)
        return false;
    const char *code = form_lists_successor(lists, part->name);
    *successor = code ? form_lists_province(lists, code) : NULL;
    return *successor != NULL;
}

static bool is_lost_commune(const struct address_part *part, const char *province,
                            const struct form_lists *lists)
{
    return part->level == ADDRESS_TOWNSHIP ||
           (part->level == ADDRESS_COMMUNE &&
            !form_lists_has_commune(lists, part->name, province));
}

static void add_part(struct buffer *out, const char *part)
{
    if (*part)
        buffer_format(out, "%s%s", out->size > 0 ? ", " : "", part);
}

static void look(const struct address_parts *parts, const struct form_lists *lists,
                 struct buffer *mended, struct address_fault *out)
{
    const char *province = province_of(parts, lists);
    for (size_t i = 0; i < parts->count; i++) {
        const struct address_part *part = &parts->list[i];
        const char *successor;
        bool abolished = is_abolished(part, lists, &successor);
        add_part(mended, !abolished ? part->text : successor ? successor : "");
        if (abolished && !out->place) {
            out->place = memory_copy_text(part->text);
            out->successor = successor;
        }
        if (!out->commune && is_lost_commune(part, province, lists))
            out->commune = memory_copy_text(part->text);
    }
}

bool address_find_fault(const char *text, const struct form_lists *lists,
                        struct address_fault *out)
{
    struct address_parts parts;
    struct buffer mended;
    *out = (struct address_fault){.place = NULL};
    if (strlen(text) > ADDRESS_MOST)
        return false;
    buffer_init(&mended, ADDRESS_MOST * 4);
    address_parts_cut(text, lists, &parts);
    look(&parts, lists, &mended, out);
    if (out->place)
        out->suggestion = memory_copy_text(mended.data);
    address_parts_free(&parts);
    buffer_free(&mended);
    return out->place || out->commune;
}

void address_fault_free(struct address_fault *fault)
{
    memory_free_text(&fault->place);
    memory_free_text(&fault->suggestion);
    memory_free_text(&fault->commune);
}
