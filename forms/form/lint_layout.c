/* SPDX-License-Identifier: MIT */
/* What is wrong in uischema.json and i18n/en.json. */
#include "forms/form/lint_inside.h"

#include "forms/form/card_fill.h"
#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define LAYOUT  "uischema.json"
#define ENGLISH "i18n/en.json"

static void lint_element(struct lint_page *page, const json_t *element,
                         const char *pointer, int depth);

/* What each element may have beside `type`, `rule` and `options`. */
static const struct element_type {
    const char *name;
    bool has_elements;
    const char *members[3];
} TYPES[] = {
    {"VerticalLayout", true, {NULL}},
    {"HorizontalLayout", true, {NULL}},
    {"Group", true, {"label", "i18n"}},
    {"Categorization", true, {"label", "i18n"}},
    {"Category", true, {"label", "i18n"}},
    {"Control", false, {"scope", "label", "i18n"}},
    {"ListWithDetail", false, {"scope", "label", "i18n"}},
    {"Label", false, {"text", "i18n"}},
};

static const struct element_type *type_named(const char *name)
{
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(*TYPES); i++)
        if (strcmp(TYPES[i].name, name) == 0)
            return &TYPES[i];
    return NULL;
}

enum { TITLE_MOST = 24 };

static bool is(const json_t *element, const char *type)
{
    return strcmp(json_text_or(element, "type", ""), type) == 0;
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
static void need_words(struct lint_page *page, const json_t *element,
                       const json_t *schema, const char *data, const char *pointer)
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

/* ---- elements ---- */

enum option_for { FOR_ANY, FOR_TEXT, FOR_CHOICE, FOR_ROWS };

/* `word`: the value that is known, or NULL where any of the type will do. */
static const struct option {
    const char *name;
    json_type type;
    const char *word;
    enum option_for fit;
} OPTIONS[] = {
    {"multi", JSON_TRUE, NULL, FOR_TEXT},
    {"format", JSON_STRING, "radio", FOR_CHOICE},
    {"readonly", JSON_TRUE, NULL, FOR_ANY},
    {"readOnly", JSON_TRUE, NULL, FOR_ANY},
    {"detail", JSON_OBJECT, NULL, FOR_ROWS},
    {"elementLabelProp", JSON_STRING, NULL, FOR_ROWS},
    {"picker", JSON_STRING, "place", FOR_TEXT},
    {"card", JSON_OBJECT, NULL, FOR_ANY},
    {"typing", JSON_STRING, "plain", FOR_TEXT},
};

static bool has_value(const struct option *option, const json_t *value)
{
    if (option->type == JSON_TRUE)
        return json_is_boolean(value);
    if (json_typeof(value) != option->type)
        return false;
    return !option->word || strcmp(option->word, json_string_value(value)) == 0;
}

/* Does the option change anything for such an answer? */
static bool fits(const struct lint *l, const struct option *option, const json_t *schema)
{
    bool choice = lint_choices(l, schema) != NULL;
    const char *type = json_string_value(shape_find(l->document, schema, "type"));
    if (option->fit == FOR_TEXT)
        return !choice && type && strcmp(type, "string") == 0;
    if (option->fit == FOR_CHOICE)
        return choice;
    return option->fit == FOR_ANY || shape_of_row(l->document, schema);
}

static void lint_option(struct lint *l, const char *name, const json_t *value,
                        const json_t *schema, const char *pointer)
{
    size_t i = 0, count = sizeof(OPTIONS) / sizeof(*OPTIONS);
    while (i < count && strcmp(OPTIONS[i].name, name) != 0)
        i++;
    if (i == count)
        lint_tell(l, LAYOUT, pointer, _("The option “%s” is not known."), name);
    else if (!has_value(&OPTIONS[i], value))
        lint_tell(l, LAYOUT, pointer, _("The option “%s” cannot have this value."), name);
    else if (schema && !fits(l, &OPTIONS[i], schema))
        lint_tell(l, LAYOUT, pointer, _("The option “%s” does nothing for this answer."),
                  name);
}

/* `schema`: of the answer of a Control, else NULL. */
static void lint_options(struct lint *l, const json_t *element, const json_t *schema,
                         const char *pointer)
{
    const char *name;
    json_t *value;
    char *under = shape_join(pointer, "options");
    const json_t *options = json_object_get(element, "options");
    if (options && !json_is_object(options))
        lint_tell(l, LAYOUT, under, _("This must be an object."));
    json_object_foreach((json_t *)options, name, value)
    {
        char *place = shape_join(under, name);
        lint_option(l, name, value, schema, place);
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
static void lint_card(struct lint_page *page, const json_t *element, const char *pointer)
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

static void lint_row(struct lint_page *page, const json_t *element, const json_t *schema,
                     const char *data, const char *pointer)
{
    const json_t *item = shape_of_row(page->lint->document, schema);
    const json_t *options = json_object_get(element, "options");
    const json_t *detail = json_object_get(options, "detail");
    const char *named = json_text(options, "elementLabelProp");
    char *place = memory_format("%s/options/detail", pointer);
    if (item && named) {
        char *scope = shape_join("#/properties", named);
        if (!shape_at_scope(page->lint->document, item, scope))
            lint_tell(page->lint, LAYOUT, pointer, _("A row has no member “%s”."), named);
        free(scope);
    }
    struct lint_page row = {.lint = page->lint,
                            .root = item,
                            .data = memory_copy_text(data),
                            .rows_deep = page->rows_deep + 1};
    if (detail && item && row.rows_deep <= UISCHEMA_ROWS_DEEP)
        lint_element(&row, detail, place, 0);
    free(row.data);
    free(place);
}

static void lint_control(struct lint_page *page, const json_t *element,
                         const char *pointer)
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

/* The titles of the steps stand side by side. */
static void lint_title(struct lint *l, const json_t *element, const char *pointer)
{
    const char *key = json_text(element, "i18n");
    char *at = key ? memory_format("%s.label", key) : memory_copy_text("");
    const char *const titles[] = {json_text_or(element, "label", ""),
                                  json_text_or(l->files->english, at, "")};
    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
        if (utf8_columns(titles[i]) > TITLE_MOST)
            lint_tell(l, LAYOUT, pointer,
                      _("“%s” has more than the %d columns of a step's title."),
                      titles[i], TITLE_MOST);
    free(at);
}

/* Members that no element has, and those that this one has no use for. */
static void lint_element_members(struct lint *l, const json_t *element,
                                 const struct element_type *type, const char *pointer)
{
    static const char *const ANY[] = {"type", "scope",    "label",   "text", "i18n",
                                      "rule", "elements", "options", NULL};
    const char *known[8] = {"type", "rule", "options"};
    size_t count = 3;
    for (size_t i = 0; type && i < 3 && type->members[i]; i++)
        known[count++] = type->members[i];
    if (type && type->has_elements)
        known[count++] = "elements";
    lint_members(l, LAYOUT, pointer, element, type ? known : ANY);
}

/* Steps stand in a Categorization, and nothing else does. */
static void lint_children(struct lint_page *page, const json_t *element,
                          const struct element_type *type, const char *pointer, int depth)
{
    const json_t *list = json_object_get(element, "elements");
    bool steps = is(element, "Categorization");
    size_t i;
    json_t *child;
    if (type && type->has_elements && !json_is_array(list))
        lint_tell(page->lint, LAYOUT, pointer, _("It needs a list of “elements”."));
    json_array_foreach(list, i, child)
    {
        char *place = memory_format("%s/elements/%zu", pointer, i);
        bool step = is(child, "Category") || (steps && is(child, "Categorization"));
        if (steps != step && type_named(json_text_or(child, "type", "")))
            lint_tell(page->lint, LAYOUT, place,
                      _("A Category stands in a Categorization, and nothing else does."));
        lint_element(page, child, place, depth + 1);
        free(place);
    }
}

static void lint_element(struct lint_page *page, const json_t *element,
                         const char *pointer, int depth)
{
    struct lint *l = page->lint;
    const char *name = json_text_or(element, "type", "");
    const struct element_type *type = type_named(name);
    const char *scope = json_text(element, "scope");
    const json_t *rule = json_object_get(element, "rule");
    if (depth > LINT_DEPTH_MOST)
        return;
    lint_element_members(l, element, type, pointer);
    lint_options(l, element,
                 scope ? shape_at_scope(l->document, page->root, scope) : NULL, pointer);
    lint_card(page, element, pointer);
    lint_scope(page, element, pointer);
    if (!type)
        lint_tell(l, LAYOUT, pointer, _("“%s” is no known element."), name);
    if (is(element, "Control") || is(element, "ListWithDetail"))
        lint_control(page, element, pointer);
    if (is(element, "Category"))
        lint_title(l, element, pointer);
    if (is(element, "Category") || is(element, "Group"))
        lint_words(l, element, pointer, "label");
    if (is(element, "Label"))
        lint_words(l, element, pointer, "text");
    if (rule) {
        char *place = shape_join(pointer, "rule");
        lint_rule(page, rule, place);
        free(place);
    }
    lint_children(page, element, type, pointer, depth);
}

void lint_layout(struct lint *l)
{
    char nowhere[] = "";
    struct lint_page page = {.lint = l, .root = l->document, .data = nowhere};
    lint_element(&page, l->files->uischema, "", 0);
}
