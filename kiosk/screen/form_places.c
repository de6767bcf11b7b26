/* SPDX-License-Identifier: MIT */
/* Picking a commune out of thousands: those of one province are listed, and what is typed
 * is looked for among them first, then among the provinces, then everywhere. The province
 * is the one chosen last in this form, else the office's own. */
#include "forms/form/place.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"

#include <stdlib.h>
#include <string.h>

struct place_entry {
    const struct place *commune; /* NULL: a province */
    const char *province;        /* its code */
};

static const struct form_lists *lists_of(const struct form_screen *s)
{
    return procedure_lists(s->procedure);
}

static const struct place *present_commune(const struct form_screen *s)
{
    const char *code = json_string_value(form_value(s->form, s->focus));
    return code ? form_lists_commune(lists_of(s), code) : NULL;
}

/* --- the entries -------------------------------------------------------------------- */

void form_places_forget(struct form_screen *s)
{
    free(s->places_listed);
    s->places_listed = NULL;
    s->places_count = 0;
}

static void add_entry(struct form_screen *s, const struct place *commune,
                      const char *province)
{
    s->places_listed[s->places_count++] =
        (struct place_entry){.commune = commune, .province = province};
}

static void add_provinces(struct form_screen *s, const json_t *provinces)
{
    size_t i;
    json_t *entry;
    json_array_foreach(provinces, i, entry)
    {
        add_entry(s, NULL, json_text_or(entry, "const", ""));
    }
}

/* Those of the listed province, or all others. */
static void add_communes(struct form_screen *s, bool inside)
{
    size_t count;
    const struct place *list = form_lists_communes(lists_of(s), &count);
    for (size_t i = 0; i < count; i++) {
        bool is_inside = s->province && strcmp(list[i].province, s->province) == 0;
        if (is_inside == inside)
            add_entry(s, &list[i], list[i].province);
    }
}

/* What is listed at once comes first; returns how many that are. */
static size_t list_entries(struct form_screen *s)
{
    size_t communes;
    const json_t *provinces =
        json_object_get(form_lists_document(lists_of(s), "province"), "oneOf");
    form_lists_communes(lists_of(s), &communes);
    form_places_forget(s);
    s->places_listed =
        memory_array(json_array_size(provinces) + communes, sizeof(*s->places_listed));
    if (s->province)
        add_communes(s, true);
    size_t near = s->places_count;
    add_provinces(s, provinces);
    near = s->province ? near : s->places_count;
    add_communes(s, false);
    return near;
}

/* --- the list ----------------------------------------------------------------------- */

static void open_list(struct form_screen *s, uint32_t typed);

static char *title(void *arg)
{
    struct form_screen *s = arg;
    const char *province =
        s->province ? form_lists_province(lists_of(s), s->province) : NULL;
    return province ? memory_format(_("Ward or commune in %s"), province)
                    : memory_copy_text(_("Province or city"));
}

/* "Phường Hội An" in its own province, "phường Hội An, thành phố Đà Nẵng" elsewhere. */
static char *text(void *arg, size_t index)
{
    struct form_screen *s = arg;
    const struct place_entry *entry = &s->places_listed[index];
    const char *province = form_lists_province(lists_of(s), entry->province);
    if (!entry->commune)
        return memory_copy_text(province ? province : "");
    if (s->province && strcmp(entry->province, s->province) == 0)
        return memory_copy_text(entry->commune->name);
    return place_words(lists_of(s), entry->commune->code);
}

static bool leads_on(void *arg, size_t index)
{
    return !((struct form_screen *)arg)->places_listed[index].commune;
}

static void picked(void *arg, size_t index)
{
    struct form_screen *s = arg;
    const struct place_entry entry = s->places_listed[index];
    s->province = entry.province;
    if (!entry.commune) {
        open_list(s, 0);
        return;
    }
    json_t *code = json_string(entry.commune->code);
    form_screen_set(s, code);
    json_decref(code);
    form_screen_move(s, 1);
}

static void all_provinces(void *arg)
{
    struct form_screen *s = arg;
    s->province = NULL;
    open_list(s, 0);
}

/* The entry of the commune that the field has now, or of its province; else the first. */
static size_t present_entry(const struct form_screen *s)
{
    const struct place *commune = present_commune(s);
    for (size_t i = 0; commune && i < s->places_count; i++) {
        const struct place_entry *entry = &s->places_listed[i];
        if (entry->commune == commune ||
            (!entry->commune && !s->province &&
             strcmp(entry->province, commune->province) == 0))
            return i;
    }
    return 0;
}

static void open_list(struct form_screen *s, uint32_t typed)
{
    size_t near = list_entries(s);
    const struct choose choose = {.title = title,
                                  .text = text,
                                  .picked = picked,
                                  .leads_on = leads_on,
                                  .widen = s->province ? all_provinces : NULL,
                                  .arg = s,
                                  .count = s->places_count,
                                  .near = near,
                                  .selected = present_entry(s),
                                  .filter = true,
                                  .typed = typed};
    choose_screen_open(s->screen.counter, &choose);
}

void form_places_open(struct form_screen *s, uint32_t typed)
{
    const struct place *commune = present_commune(s);
    const char *office = settings_text(s->screen.counter->settings, OFFICE_PROVINCE);
    if (commune)
        s->province = commune->province;
    else if (!s->province && form_lists_province(lists_of(s), office))
        s->province = office;
    open_list(s, typed);
}
