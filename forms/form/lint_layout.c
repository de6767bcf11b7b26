/* SPDX-License-Identifier: MIT */
/* What is wrong in uischema.json and i18n/en.json. */
#include "forms/form/lint_inside.h"

#include "forms/form/card_fill.h"
#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define LAYOUT  "uischema.json"
#define ENGLISH "i18n/en.json"

/* A page: the whole UI schema, or that of a row. */
struct page {
    struct lint *lint;
    const json_t *root; /* schema that its scopes are seen from */
    char *data;         /* pointer of that in the answers, "" or "/members" */
    int rows_deep;
};

static void lint_element(struct page *page, const json_t *element, const char *pointer,
                         int depth);

static const char *const TYPES[] = {"VerticalLayout", "HorizontalLayout", "Group",
                                    "Categorization", "Category",         "Control",
                                    "Label",          "ListWithDetail",   NULL};

static bool is_in(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* ---- English ---- */

static void need_english(struct lint *l, const char *file, const char *pointer,
                         const char *key)
{
    const json_t *shared = form_lists_english(l->files->lists);
    json_object_set_new(l->used, key, json_true());
    if (!json_text(l->files->english, key) && !json_text(shared, key))
        lint_tell(l, file, pointer, _("There is no English for it: “%s”."), key);
}

static void need_english_of(struct lint *l, const char *pointer, const char *prefix,
                            const char *member)
{
    char *key = memory_format("%s.%s", prefix, member);
    need_english(l, LAYOUT, pointer, key);
    free(key);
}

static void need_choices(struct lint *l, const json_t *schema, const char *pointer)
{
    static const char *const KEYS[] = {"oneOf", "anyOf"};
    const json_t *items = shape_find(l->document, schema, "items");
    for (size_t k = 0; k < sizeof(KEYS) / sizeof(*KEYS); k++) {
        size_t i;
        json_t *entry;
        const json_t *list = shape_find(l->document, items ? items : schema, KEYS[k]);
        json_array_foreach(list, i, entry)
        {
            if (json_text(entry, "i18n"))
                need_english(l, LAYOUT, pointer, json_text(entry, "i18n"));
        }
    }
}

/* The words of a Control: its answer's path, without the places in lists. */
static void need_words(struct page *page, const json_t *element, const json_t *schema,
                       const char *data, const char *pointer)
{
    struct lint *l = page->lint;
    const json_t *own = json_object_get(element, "i18n");
    if (!own)
        own = shape_find(l->document, schema, "i18n");
    char *path = memory_copy_text(*data ? data + 1 : "");
    for (char *slash = strchr(path, '/'); slash; slash = strchr(slash, '/'))
        *slash = '.';
    const char *prefix = json_is_string(own) ? json_string_value(own) : path;
    need_english_of(l, pointer, prefix, "label");
    if (shape_find(l->document, schema, "description"))
        need_english_of(l, pointer, prefix, "description");
    need_choices(l, schema, pointer);
    free(path);
}

void lint_english(struct lint *l)
{
    const char *key;
    json_t *text;
    json_object_foreach(l->files->english, key, text)
    {
        char *place = shape_join("", key);
        if (!json_is_string(text))
            lint_tell(l, ENGLISH, place, _("This must be a text."));
        else if (!json_object_get(l->used, key))
            lint_tell(l, ENGLISH, place, _("Nothing asks for this text."));
        free(place);
    }
}

/* ---- rules ---- */

static void lint_scope(struct page *page, const json_t *holder, const char *pointer)
{
    const char *scope = json_text(holder, "scope");
    char *place = shape_join(pointer, "scope");
    if (scope && strcmp(scope, "#") != 0 &&
        !shape_at_scope(page->lint->document, page->root, scope))
        lint_tell(page->lint, LAYOUT, place, _("The scope leads to no answer: %s."),
                  scope);
    free(place);
}

static void lint_condition(struct page *page, const json_t *condition,
                           const char *pointer, int depth)
{
    static const char *const KNOWN[] = {
        "type", "scope", "schema", "expectedValue", "conditions", "failWhenUndefined",
        NULL};
    static const char *const CONDITION_TYPES[] = {"LEAF", "AND", "OR", "SCHEMA", NULL};
    const char *type = json_text(condition, "type");
    const json_t *list = json_object_get(condition, "conditions");
    size_t i;
    json_t *member;
    if (depth > LINT_DEPTH_MOST)
        return;
    lint_members(page->lint, LAYOUT, pointer, condition, KNOWN);
    lint_scope(page, condition, pointer);
    if (type && !is_in(CONDITION_TYPES, type))
        lint_tell(page->lint, LAYOUT, pointer, _("“%s” is no kind of condition."), type);
    bool many = type && (strcmp(type, "AND") == 0 || strcmp(type, "OR") == 0);
    if (many ? !json_is_array(list)
             : !json_text(condition, "scope") || !(json_object_get(condition, "schema") ||
                                                   (type && strcmp(type, "LEAF") == 0)))
        lint_tell(page->lint, LAYOUT, pointer,
                  _("The condition asks for nothing, and is always true."));
    json_array_foreach(list, i, member)
    {
        char *place = memory_format("%s/conditions/%zu", pointer, i);
        lint_condition(page, member, place, depth + 1);
        free(place);
    }
}

static void lint_rule(struct page *page, const json_t *rule, const char *pointer)
{
    static const char *const KNOWN[] = {"effect", "condition", NULL};
    static const char *const EFFECTS[] = {"SHOW", "HIDE", "ENABLE", "DISABLE", NULL};
    const char *effect = json_text_or(rule, "effect", "");
    char *at_effect = shape_join(pointer, "effect");
    char *at_condition = shape_join(pointer, "condition");
    lint_members(page->lint, LAYOUT, pointer, rule, KNOWN);
    if (!is_in(EFFECTS, effect))
        lint_tell(page->lint, LAYOUT, at_effect, _("“%s” is no effect of a rule."),
                  effect);
    lint_condition(page, json_object_get(rule, "condition"), at_condition, 0);
    free(at_effect);
    free(at_condition);
}

/* ---- elements ---- */

/* `words`: the values that are known, or NULL where any of the type will do. */
static const struct option {
    const char *name;
    json_type type;
    const char *words[2];
} OPTIONS[] = {
    {"multi", JSON_TRUE, {NULL}},       {"format", JSON_STRING, {"radio"}},
    {"readonly", JSON_TRUE, {NULL}},    {"readOnly", JSON_TRUE, {NULL}},
    {"detail", JSON_OBJECT, {NULL}},    {"elementLabelProp", JSON_STRING, {NULL}},
    {"picker", JSON_STRING, {"place"}}, {"card", JSON_OBJECT, {NULL}},
};

static bool option_fits(const struct option *option, const json_t *value)
{
    if (option->type == JSON_TRUE)
        return json_is_boolean(value);
    if (json_typeof(value) != option->type)
        return false;
    return !option->words[0] || strcmp(option->words[0], json_string_value(value)) == 0;
}

static void lint_options(struct lint *l, const json_t *element, const char *pointer)
{
    const char *name;
    json_t *value;
    char *under = shape_join(pointer, "options");
    json_object_foreach(json_object_get(element, "options"), name, value)
    {
        char *place = shape_join(under, name);
        size_t i = 0, count = sizeof(OPTIONS) / sizeof(*OPTIONS);
        while (i < count && strcmp(OPTIONS[i].name, name) != 0)
            i++;
        if (i == count)
            lint_tell(l, LAYOUT, place, _("The option “%s” is not known."), name);
        else if (!option_fits(&OPTIONS[i], value))
            lint_tell(l, LAYOUT, place, _("The option “%s” cannot have this value."),
                      name);
        free(place);
    }
    free(under);
}

/* Is there a Control with the scope at the element or below? */
static bool shows(const json_t *element, const char *scope, int depth)
{
    size_t i;
    json_t *child;
    if (strcmp(json_text_or(element, "scope", ""), scope) == 0)
        return true;
    json_array_foreach(json_object_get(element, "elements"), i, child)
    {
        if (depth < LINT_DEPTH_MOST && shows(child, scope, depth + 1))
            return true;
    }
    return false;
}

/* What a card fills stands below, and can take it. */
static void lint_card(struct page *page, const json_t *element, const char *pointer)
{
    const json_t *card = json_object_get(json_object_get(element, "options"), "card");
    const char *name;
    json_t *scope;
    char *under = memory_format("%s/options/card", pointer);
    json_object_foreach((json_t *)card, name, scope)
    {
        char *place = shape_join(under, name);
        const char *path = json_string_value(scope);
        const json_t *schema =
            path ? shape_at_scope(page->lint->document, page->root, path) : NULL;
        const json_t *type = shape_find(page->lint->document, schema, "type");
        if (!card_fill_knows(name))
            lint_tell(page->lint, LAYOUT, place, _("A card does not say this."));
        else if (!schema || !json_is_string(type) ||
                 strcmp(json_string_value(type), "string") != 0)
            lint_tell(page->lint, LAYOUT, place, _("The scope leads to no text: %s."),
                      path ? path : "");
        else if (!shows(element, path, 0))
            lint_tell(page->lint, LAYOUT, place, _("No Control below shows it: %s."),
                      path);
        free(place);
    }
    free(under);
}

static void lint_row(struct page *page, const json_t *element, const json_t *schema,
                     const char *data, const char *pointer)
{
    const json_t *item = shape_of_row(page->lint->document, schema);
    const json_t *options = json_object_get(element, "options");
    const json_t *detail = json_object_get(options, "detail");
    const char *named = json_text(options, "elementLabelProp");
    char *place = memory_format("%s/options/detail", pointer);
    if (detail && !item)
        lint_tell(page->lint, LAYOUT, place, _("The answer is no list of objects."));
    if (item && named) {
        char *scope = shape_join("#/properties", named);
        if (!shape_at_scope(page->lint->document, item, scope))
            lint_tell(page->lint, LAYOUT, pointer, _("A row has no member “%s”."), named);
        free(scope);
    }
    struct page row = {.lint = page->lint,
                       .root = item,
                       .data = memory_copy_text(data),
                       .rows_deep = page->rows_deep + 1};
    if (detail && item && row.rows_deep <= UISCHEMA_ROWS_DEEP)
        lint_element(&row, detail, place, 0);
    free(row.data);
    free(place);
}

static void lint_control(struct page *page, const json_t *element, const char *pointer)
{
    struct lint *l = page->lint;
    const char *scope = json_text(element, "scope");
    const json_t *schema = scope ? shape_at_scope(l->document, page->root, scope) : NULL;
    char *inside = scope ? shape_scope_to_data(scope) : NULL;
    if (!scope)
        lint_tell(l, LAYOUT, pointer, _("A Control needs a “scope”."));
    if (schema && inside) {
        char *data = memory_format("%s%s", page->data, inside);
        if (json_object_get(l->shown, data))
            lint_tell(l, LAYOUT, pointer, _("Another Control shows %s already."), data);
        json_object_set_new(l->shown, data, json_true());
        need_words(page, element, schema, data, pointer);
        lint_row(page, element, schema, data, pointer);
        free(data);
    }
    free(inside);
}

/* Words that stand in the file itself: a label, or a Label's text. */
static void lint_words(struct lint *l, const json_t *element, const char *pointer,
                       const char *member)
{
    const char *text = json_text(element, member), *key = json_text(element, "i18n");
    if (!text || !*text)
        lint_tell(l, LAYOUT, pointer, _("It needs a “%s”."), member);
    else if (key)
        need_english_of(l, pointer, key, member);
    else
        need_english(l, LAYOUT, pointer, text);
}

static void lint_element(struct page *page, const json_t *element, const char *pointer,
                         int depth)
{
    static const char *const KNOWN[] = {"type", "scope",    "label",   "text", "i18n",
                                        "rule", "elements", "options", NULL};
    struct lint *l = page->lint;
    const char *type = json_text_or(element, "type", "");
    const json_t *rule = json_object_get(element, "rule");
    size_t i;
    json_t *child;
    if (depth > LINT_DEPTH_MOST)
        return;
    lint_members(l, LAYOUT, pointer, element, KNOWN);
    lint_options(l, element, pointer);
    lint_card(page, element, pointer);
    lint_scope(page, element, pointer);
    if (!is_in(TYPES, type))
        lint_tell(l, LAYOUT, pointer, _("“%s” is no known element."), type);
    if (strcmp(type, "Control") == 0 || strcmp(type, "ListWithDetail") == 0)
        lint_control(page, element, pointer);
    if (strcmp(type, "Category") == 0 || strcmp(type, "Group") == 0)
        lint_words(l, element, pointer, "label");
    if (strcmp(type, "Label") == 0)
        lint_words(l, element, pointer, "text");
    if (rule) {
        char *place = shape_join(pointer, "rule");
        lint_rule(page, rule, place);
        free(place);
    }
    json_array_foreach(json_object_get(element, "elements"), i, child)
    {
        char *place = memory_format("%s/elements/%zu", pointer, i);
        lint_element(page, child, place, depth + 1);
        free(place);
    }
}

void lint_layout(struct lint *l)
{
    char nowhere[] = "";
    struct page page = {.lint = l, .root = l->document, .data = nowhere};
    lint_element(&page, l->files->uischema, "", 0);
}
