/* SPDX-License-Identifier: MIT */
#include "forms/form/generate.h"

#include "forms/form/shape.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>

/* A schema may lead back to itself: what is deeper or beyond is left out. */
enum { DEPTH_MOST = 4, CONTROLS_MOST = 500 };

struct maker {
    const json_t *document;
    int controls;
};

static json_t *make_elements(struct maker *m, const json_t *schema, const char *scope,
                             int depth);

static json_t *make_element(struct maker *m, const char *name, const json_t *schema,
                            const char *scope, int depth)
{
    if (!shape_find(m->document, schema, "properties"))
        return json_pack("{s:s, s:s}", "type", "Control", "scope", scope);
    const json_t *title = shape_find(m->document, schema, "title");
    return json_pack("{s:s, s:s, s:o}", "type", "Group", "label",
                     json_is_string(title) ? json_string_value(title) : name, "elements",
                     make_elements(m, schema, scope, depth + 1));
}

static json_t *make_elements(struct maker *m, const json_t *schema, const char *scope,
                             int depth)
{
    json_t *elements = json_array();
    char *around = memory_format("%s/properties", scope);
    const json_t *properties = shape_find(m->document, schema, "properties");
    const char *name;
    json_t *property;
    json_object_foreach((json_t *)properties, name, property)
    {
        if (depth > DEPTH_MOST || --m->controls < 0)
            break;
        char *place = shape_join(around, name);
        json_array_append_new(elements, make_element(m, name, property, place, depth));
        free(place);
    }
    free(around);
    return elements;
}

json_t *generate_uischema(const json_t *document, const json_t *schema)
{
    struct maker m = {.document = document, .controls = CONTROLS_MOST};
    return json_pack("{s:s, s:o}", "type", "VerticalLayout", "elements",
                     make_elements(&m, schema, "#", 0));
}
