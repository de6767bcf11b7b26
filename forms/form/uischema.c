/* SPDX-License-Identifier: MIT */
#include "forms/form/uischema.h"

#include "forms/form/generate.h"
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
    const json_t *document, *root; /* and the schema that scopes are seen from */
    int rows_deep;                 /* lists around it */
    size_t *left;                  /* elements that may still come, here and in rows */
    struct error *err;
};

static const struct {
    const char *type;
    enum element_kind kind;
} known[] = {
    {"VerticalLayout", ELEMENT_LAYOUT}, {"HorizontalLayout", ELEMENT_HORIZONTAL},
    {"Group", ELEMENT_GROUP},           {"Categorization", ELEMENT_LAYOUT},
    {"Category", ELEMENT_CATEGORY},     {"Control", ELEMENT_CONTROL},
    {"Label", ELEMENT_LABEL},           {"ListWithDetail", ELEMENT_CONTROL},
};

static enum element_kind kind_of(const json_t *source)
{
    const char *type = json_text_or(source, "type", "");
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (strcmp(known[i].type, type) == 0)
            return known[i].kind;
    bool plain = json_text(source, "scope") && !json_object_get(source, "elements");
    return plain ? ELEMENT_CONTROL : ELEMENT_LAYOUT;
}

static bool read_element(struct reader *r, const json_t *source, size_t parent,
                         const char *pointer, int depth);

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
static void find_value(struct element *e, const struct reader *r)
{
    const char *scope = json_text(e->source, "scope");
    char *pointer =
        scope && e->kind == ELEMENT_CONTROL ? shape_scope_to_data(scope) : NULL;
    if (pointer && *pointer)
        e->schema = shape_at_scope(r->document, r->root, scope);
    e->read_only = json_is_true(shape_find(r->document, e->schema, "readOnly"));
    e->pointer = pointer ? pointer : memory_copy_text("");
}

static struct uischema *read_page(struct reader *r, const json_t *source,
                                  const char *pointer)
{
    r->out = memory_alloc(sizeof(*r->out));
    if (!read_element(r, source, SIZE_MAX, pointer, 0))
        uischema_free(&r->out);
    return r->out;
}

/* The page of a row: options.detail, or made from its schema, as JSON Forms makes it. */
static bool read_row(struct reader *r, size_t self, const char *pointer)
{
    const json_t *source = r->out->list[self].source;
    const json_t *item = shape_of_row(r->document, r->out->list[self].schema);
    if (!item || r->out->list[self].kind != ELEMENT_CONTROL ||
        r->rows_deep == UISCHEMA_ROWS_DEEP)
        return true;
    const json_t *detail = json_object_get(json_object_get(source, "options"), "detail");
    json_t *made = json_is_object(detail) ? NULL : generate_uischema(r->document, item);
    struct reader row = {.document = r->document,
                         .root = item,
                         .rows_deep = r->rows_deep + 1,
                         .left = r->left,
                         .err = r->err};
    char *place = memory_format("%s/options/detail", pointer);
    struct uischema *page = read_page(&row, made ? made : detail, place);
    free(place);
    if (page)
        page->generated = json_incref(made);
    json_decref(made);
    r->out->list[self].row = page;
    return page != NULL;
}

static bool read_element(struct reader *r, const json_t *source, size_t parent,
                         const char *pointer, int depth)
{
    if (!json_is_object(source))
        return error_set(r->err, _("uischema.json: %s is no element."), pointer);
    if (depth > UISCHEMA_DEPTH_MOST || *r->left == 0)
        return error_set(r->err, _("uischema.json: too many elements, at %s."), pointer);
    --*r->left;
    struct element *e = add(r);
    size_t self = r->out->count - 1;
    e->kind = kind_of(source);
    e->parent = parent;
    e->source = source;
    find_value(e, r);
    const json_t *rule = json_object_get(source, "rule");
    if (rule && !(e->rule = rule_create(rule, pointer, r->err)))
        return false;

    bool fine = read_row(r, self, pointer);
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
    size_t left = UISCHEMA_ELEMENTS_MOST;
    struct reader r = {.document = document, .root = document, .left = &left, .err = err};
    return read_page(&r, source, "");
}

const json_t *uischema_card(const struct element *element)
{
    const json_t *card =
        json_object_get(json_object_get(element->source, "options"), "card");
    return json_is_object(card) ? card : NULL;
}

void uischema_free(struct uischema **uischema)
{
    if (!*uischema)
        return;
    for (size_t i = 0; i < (*uischema)->count; i++) {
        free((*uischema)->list[i].pointer);
        rule_free(&(*uischema)->list[i].rule);
        uischema_free(&(*uischema)->list[i].row);
    }
    json_decref((*uischema)->generated);
    free((*uischema)->list);
    free(*uischema);
    *uischema = NULL;
}
