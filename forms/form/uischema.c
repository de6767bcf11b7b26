/* SPDX-License-Identifier: MIT */
#include "forms/form/uischema.h"

#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct uischema *out;
    size_t room;
    const json_t *document;
    struct error *err;
};

static const struct {
    const char *type;
    enum element_kind kind;
} known[] = {
    {"VerticalLayout", ELEMENT_LAYOUT}, {"HorizontalLayout", ELEMENT_HORIZONTAL},
    {"Group", ELEMENT_GROUP},           {"Categorization", ELEMENT_LAYOUT},
    {"Category", ELEMENT_CATEGORY},     {"Control", ELEMENT_CONTROL},
    {"Label", ELEMENT_LABEL},           {"ListWithDetail", ELEMENT_SHOWN},
};

static enum element_kind kind_of(const json_t *source)
{
    const char *type = json_text_or(source, "type", "");
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (strcmp(known[i].type, type) == 0)
            return known[i].kind;
    return json_text(source, "scope") ? ELEMENT_SHOWN : ELEMENT_LAYOUT;
}

static bool has_value(enum element_kind kind)
{
    return kind == ELEMENT_CONTROL || kind == ELEMENT_SHOWN;
}

static struct element *add(struct reader *r)
{
    if (r->out->count == r->room) {
        r->room = r->room ? r->room * 2 : 64;
        r->out->list = memory_resize(r->out->list, r->room, sizeof(*r->out->list));
    }
    struct element *e = &r->out->list[r->out->count++];
    *e = (struct element){.parent = SIZE_MAX};
    return e;
}

/* The whole of the answers ("#") is nothing that one field could hold. */
static void find_value(struct element *e, const json_t *document)
{
    const char *scope = json_text(e->source, "scope");
    char *pointer = scope && has_value(e->kind) ? shape_scope_to_data(scope) : NULL;
    if (pointer && *pointer)
        e->schema = shape_at_scope(document, scope);
    e->read_only = json_is_true(shape_find(document, e->schema, "readOnly"));
    e->pointer = pointer ? pointer : memory_copy_text("");
}

static bool read_element(struct reader *r, const json_t *source, size_t parent,
                         const char *pointer, int depth)
{
    if (!json_is_object(source))
        return error_set(r->err, _("uischema.json: %s is no element."), pointer);
    if (depth > UISCHEMA_DEPTH_MOST || r->out->count >= UISCHEMA_ELEMENTS_MOST)
        return error_set(r->err, _("uischema.json: too many elements, at %s."), pointer);
    struct element *e = add(r);
    size_t self = r->out->count - 1;
    e->kind = kind_of(source);
    e->parent = parent;
    e->source = source;
    find_value(e, r->document);
    const json_t *rule = json_object_get(source, "rule");
    if (rule && !(e->rule = rule_create(rule, pointer, r->err)))
        return false;

    bool fine = true;
    size_t i;
    json_t *child;
    json_array_foreach(json_object_get(source, "elements"), i, child)
    {
        char *place = memory_format("%s/elements/%zu", pointer, i);
        fine = fine && read_element(r, child, self, place, depth + 1);
        free(place);
        if (!fine)
            break;
    }
    return fine;
}

struct uischema *uischema_create(const json_t *source, const json_t *document,
                                 struct error *err)
{
    struct uischema *uischema = memory_alloc(sizeof(*uischema));
    struct reader r = {.out = uischema, .document = document, .err = err};
    if (!read_element(&r, source, SIZE_MAX, "", 0))
        uischema_free(&uischema);
    return uischema;
}

void uischema_free(struct uischema **uischema)
{
    if (!*uischema)
        return;
    for (size_t i = 0; i < (*uischema)->count; i++) {
        free((*uischema)->list[i].pointer);
        rule_free(&(*uischema)->list[i].rule);
    }
    free((*uischema)->list);
    free(*uischema);
    *uischema = NULL;
}
