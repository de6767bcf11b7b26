/* SPDX-License-Identifier: MIT */
#include "forms/form/label.h"

#include "forms/form/shape.h"
#include "forms/form/typed.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool label_is_said(const struct element *element)
{
    return *json_text_or(element->source, "label", "") != '\0';
}

static bool are_constants(const json_t *list)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (!json_object_get(entry, "const"))
            return false;
    }
    return json_array_size(list) > 0;
}

const json_t *label_choices(const struct form *form, const json_t *schema)
{
    static const char *const keys[] = {"oneOf", "anyOf", "enum"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        const json_t *list = shape_find(form->document, schema, keys[i]);
        bool is_enum = strcmp(keys[i], "enum") == 0;
        if (is_enum ? json_array_size(list) > 0 : are_constants(list))
            return list;
    }
    return NULL;
}

/* ---- translation ---- */

/* The English for a key, which is made of two parts; NULL where there is none. */
static const char *english(const struct form *form, const char *prefix, const char *key)
{
    if (!prefix || strcmp(form->language, "en") != 0)
        return NULL;
    char *whole = *key ? memory_format("%s.%s", prefix, key) : memory_copy_text(prefix);
    const char *text = procedure_english(form->procedure, whole);
    free(whole);
    return text;
}

static const char *in_language(const struct form *form, const char *prefix,
                               const char *key, const char *vietnamese)
{
    const char *text = english(form, prefix, key);
    return text ? text : vietnamese;
}

/* Of an element without a value. Without an i18n key its own text is the key. */
static const char *text_of(const struct form *form, const struct element *e,
                           const char *member)
{
    const char *text = json_text_or(e->source, member, "");
    const char *prefix = json_text(e->source, "i18n");
    return prefix ? in_language(form, prefix, strcmp(member, "text") ? "label" : "text",
                                text)
                  : in_language(form, text, "", text);
}

/* "/mother/fullName" -> "mother.fullName"; places in lists are left out. Allocated. */
static char *prefix_of(const struct form *form, const struct element *e,
                       const char *pointer)
{
    const json_t *own = json_object_get(e->source, "i18n");
    if (!json_is_string(own))
        own = shape_find(form->document, e->schema, "i18n");
    if (json_is_string(own))
        return memory_copy_text(json_string_value(own));
    char *prefix = memory_alloc(strlen(pointer) + 1), *to = prefix;
    for (const char *at = pointer; *at == '/';) {
        size_t size = strcspn(at + 1, "/");
        if (size > 0 && strspn(at + 1, "0123456789") < size) {
            if (to > prefix)
                *to++ = '.';
            memcpy(to, at + 1, size);
            to += size;
        }
        at += 1 + size;
    }
    return prefix;
}

/* ---- one field ---- */

static const char *last_token(const char *pointer)
{
    const char *slash = strrchr(pointer, '/');
    return slash ? slash + 1 : pointer;
}

/* What the file calls the field, and whether it wants that shown. */
static const char *name_in_file(const struct form *form, const struct element *e,
                                bool *shown)
{
    const json_t *label = json_object_get(e->source, "label");
    *shown = !json_is_false(label) && json_flag(label, "show", true);
    if (json_is_string(label))
        return json_string_value(label);
    if (json_text(label, "text"))
        return json_text(label, "text");
    const json_t *title = shape_find(form->document, e->schema, "title");
    if (json_is_string(title))
        return json_string_value(title);
    return last_token(*e->pointer ? e->pointer : json_text_or(e->source, "scope", ""));
}

static const char *example_of(struct form *form, const struct field *field,
                              const json_t *schema)
{
    const json_t *example =
        json_array_get(shape_find(form->document, schema, "examples"), 0);
    if (!json_is_string(example) && !json_is_number(example))
        return "";
    return words_keep(&form->words, typed_write(field, example));
}

static const char *choice_text(const struct form *form, const json_t *entry, bool titled,
                               const char *prefix, char **made)
{
    const json_t *value = titled ? json_object_get(entry, "const") : entry;
    const char *text = titled ? json_text(entry, "title") : NULL;
    if (!text)
        text = json_string_value(value);
    if (!text)
        text = *made = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    if (!text)
        return "";
    const char *key = titled ? json_text(entry, "i18n") : NULL;
    return key ? in_language(form, key, "", text) : in_language(form, prefix, text, text);
}

static struct choice_list *make_choices(struct form *form, const json_t *source,
                                        const char *prefix)
{
    struct choice_list *made = memory_alloc(sizeof(*made));
    made->source = source;
    made->prefix = prefix;
    made->list = memory_array(json_array_size(source), sizeof(*made->list));
    bool titled = are_constants(source);
    size_t i;
    json_t *entry;
    json_array_foreach(source, i, entry)
    {
        json_t *value = titled ? json_object_get(entry, "const") : entry;
        if (json_is_null(value))
            continue;
        char *text = NULL;
        const char *said = choice_text(form, entry, titled, prefix, &text);
        made->list[made->count++] = (struct choice){
            .text = words_clean(&form->words, said, UTF8_ONE_LINE), .value = value};
        free(text);
    }
    made->next = form->choices;
    form->choices = made;
    return made;
}

static void offer_choices(struct form *form, struct field *field, const json_t *schema,
                          const char *prefix)
{
    if (field->kind == FIELD_CHOICES)
        schema = shape_find(form->document, schema, "items");
    const json_t *source = label_choices(form, schema);
    bool translated = strcmp(form->language, "en") == 0;
    struct choice_list *list = form->choices;
    while (list &&
           (list->source != source || (translated && strcmp(list->prefix, prefix) != 0)))
        list = list->next;
    if (!list)
        list = make_choices(form, source, prefix);
    field->choices = list->list;
    field->choice_count = list->count;
}

static void write_field(struct form *form, size_t self)
{
    struct field *field = &form->fields[self];
    struct field_own *own = &form->own[self];
    const struct element *e = field_element(form, self);
    if (!field_has_value(field)) {
        bool heading = field->kind == FIELD_HEADING;
        field->label =
            words_clean(&form->words, text_of(form, e, heading ? "label" : "text"),
                        heading ? UTF8_ONE_LINE : UTF8_KEEP_LINES);
        own->name = field->label;
        return;
    }
    bool shown;
    const char *prefix = words_keep(&form->words, prefix_of(form, e, field->pointer));
    const char *name = in_language(form, prefix, "label", name_in_file(form, e, &shown));
    own->name = words_clean(&form->words, name, UTF8_ONE_LINE);
    field->label = shown ? own->name : "";
    const json_t *help = shape_find(form->document, own->schema, "description");
    field->help = words_clean(
        &form->words, in_language(form, prefix, "description", json_string_value(help)),
        UTF8_KEEP_LINES);
    if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES)
        offer_choices(form, field, own->schema, prefix);
    field->example = example_of(form, field, own->schema);
}

static const char *step_title(const struct form *form, size_t step)
{
    size_t element = form->steps_own[step].element;
    if (element != SIZE_MAX)
        return text_of(form, &form->sheets[0].ui->list[element], "label");
    const json_t *facts = procedure_facts(form->procedure);
    return json_words(json_object_get(facts, "name"), form->language);
}

void labels_write(struct form *form)
{
    labels_clear(form);
    for (size_t i = 0; i < form->field_count; i++)
        write_field(form, i);
    for (size_t i = 0; i < form->step_count; i++)
        form->steps[i].title =
            words_clean(&form->words, step_title(form, i), UTF8_ONE_LINE);
}

void labels_clear(struct form *form)
{
    while (form->choices) {
        struct choice_list *next = form->choices->next;
        free(form->choices->list);
        free(form->choices);
        form->choices = next;
    }
    words_clear(&form->words);
}
