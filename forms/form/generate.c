/* SPDX-License-Identifier: MIT */
#include "forms/form/generate.h"

#include "forms/form/shape.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A schema may lead back to itself: what is deeper or beyond is left out. */
enum { DEPTH_MOST = 4, CONTROLS_MOST = 500 };

struct maker {
    const json_t *document;
    int controls;
};

/* A property as it stands in a scope: "/" and "~" are escaped. Allocated. */
static char *scope_of(const char *around, const char *name)
{
    char *escaped = memory_alloc(2 * strlen(name) + 1), *to = escaped;
    for (; *name; name++) {
        bool special = *name == '~' || *name == '/';
        if (special)
            *to++ = '~';
        *to++ = (char)(!special ? *name : *name == '~' ? '0' : '1');
    }
    char *scope = memory_format("%s/properties/%s", around, escaped);
    free(escaped);
    return scope;
}

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
    const json_t *properties = shape_find(m->document, schema, "properties");
    const char *name;
    json_t *property;
    json_object_foreach((json_t *)properties, name, property)
    {
        if (depth > DEPTH_MOST || --m->controls < 0)
            break;
        char *place = scope_of(scope, name);
        json_array_append_new(elements, make_element(m, name, property, place, depth));
        free(place);
    }
    return elements;
}

json_t *generate_uischema(const json_t *document, const json_t *schema)
{
    struct maker m = {.document = document, .controls = CONTROLS_MOST};
    return json_pack("{s:s, s:o}", "type", "VerticalLayout", "elements",
                     make_elements(&m, schema, "#", 0));
}
