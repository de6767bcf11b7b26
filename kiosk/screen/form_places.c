/* SPDX-License-Identifier: MIT */
/* Picking a commune out of thousands: its province first, then one of those in it. */
#include "forms/form/lists.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/screen/form_screen.h"
#include "kiosk/screen/screens.h"

#include <string.h>

static const struct form_lists *lists_of(const struct form_screen *s)
{
    return procedure_lists(s->procedure);
}

/* --- the province ------------------------------------------------------------------- */

static const json_t *provinces_of(const struct form_screen *s)
{
    return json_object_get(form_lists_document(lists_of(s), "province"), "oneOf");
}

static const char *province_at(const struct form_screen *s, size_t index)
{
    return json_text_or(json_array_get(provinces_of(s), index), "const", "");
}

static char *province_title(void *arg)
{
    (void)arg;
    return memory_copy_text(_("Province or city"));
}

static char *province_text(void *arg, size_t index)
{
    const json_t *entry = json_array_get(provinces_of(arg), index);
    return memory_copy_text(json_text_or(entry, "title", ""));
}

/* --- the commune -------------------------------------------------------------------- */

static bool is_there(const struct form_screen *s, const struct place *commune)
{
    return strcmp(commune->province, s->province) == 0;
}

/* The communes of the province that was picked: how many, and which is the `index`th. */
static const struct place *commune_at(const struct form_screen *s, size_t index)
{
    size_t count;
    const struct place *list = form_lists_communes(lists_of(s), &count);
    for (size_t i = 0; i < count; i++)
        if (is_there(s, &list[i]) && index-- == 0)
            return &list[i];
    return NULL;
}

static size_t communes_there(const struct form_screen *s)
{
    size_t count, there = 0;
    const struct place *list = form_lists_communes(lists_of(s), &count);
    for (size_t i = 0; i < count; i++)
        there += is_there(s, &list[i]);
    return there;
}

static char *commune_title(void *arg)
{
    struct form_screen *s = arg;
    const char *province = form_lists_province(lists_of(s), s->province);
    return memory_format(_("Ward or commune in %s"), province ? province : "");
}

static char *commune_text(void *arg, size_t index)
{
    const struct place *commune = commune_at(arg, index);
    return memory_copy_text(commune ? commune->name : "");
}

static void picked_commune(void *arg, size_t index)
{
    struct form_screen *s = arg;
    json_t *code = json_string(commune_at(s, index)->code);
    form_screen_set(s, code);
    json_decref(code);
    form_screen_move(s, 1);
}

/* The commune that the field has now, among those of the province; else the first. */
static size_t present_commune(const struct form_screen *s)
{
    const char *code = json_string_value(form_value(s->form, s->focus));
    const struct place *commune = code ? form_lists_commune(lists_of(s), code) : NULL;
    size_t index = 0;
    if (!commune || !is_there(s, commune))
        return 0;
    while (commune_at(s, index) != commune)
        index++;
    return index;
}

static void picked_province(void *arg, size_t index)
{
    struct form_screen *s = arg;
    s->province = province_at(s, index);
    const struct choose choose = {.title = commune_title,
                                  .text = commune_text,
                                  .picked = picked_commune,
                                  .arg = s,
                                  .count = communes_there(s),
                                  .selected = present_commune(s),
                                  .filter = true};
    choose_screen_open(s->screen.counter, &choose);
}

static size_t present_province(const struct form_screen *s)
{
    const char *code = json_string_value(form_value(s->form, s->focus));
    const struct place *commune = code ? form_lists_commune(lists_of(s), code) : NULL;
    const char *wanted = commune ? commune->province : s->province;
    for (size_t i = 0; wanted && i < json_array_size(provinces_of(s)); i++)
        if (strcmp(province_at(s, i), wanted) == 0)
            return i;
    return 0;
}

void form_places_open(struct form_screen *s, uint32_t typed)
{
    const struct choose choose = {.title = province_title,
                                  .text = province_text,
                                  .picked = picked_province,
                                  .arg = s,
                                  .count = json_array_size(provinces_of(s)),
                                  .selected = present_province(s),
                                  .filter = true,
                                  .typed = typed};
    choose_screen_open(s->screen.counter, &choose);
}
