/* SPDX-License-Identifier: MIT */
#include "forms/form/general.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FORMAT = 1 };

struct general {
    json_t *facts, *schema, *uischema, *english;
    char *group, *member; /* the question which case it is: /GROUP/MEMBER */
};

/* ---- the template ---- */

static const struct {
    const char *file;
    size_t place;
} FILES[] = {
    {"general.json", offsetof(struct general, facts)},
    {"schema.json", offsetof(struct general, schema)},
    {"uischema.json", offsetof(struct general, uischema)},
    {"i18n/en.json", offsetof(struct general, english)},
};

static bool take_files(struct general *general, const json_t *files, struct error *err)
{
    for (size_t i = 0; i < sizeof(FILES) / sizeof(*FILES); i++) {
        json_t *file = json_object_get(files, FILES[i].file);
        if (!json_is_object(file))
            return error_set(err, _("general/%s is missing or holds no object."),
                             FILES[i].file);
        memcpy((char *)general + FILES[i].place, &file, sizeof(file));
        json_incref(file);
    }
    return true;
}

/* The schema of the group in which the question stands; borrowed. */
static json_t *group_of(const struct general *general, const json_t *schema)
{
    return json_object_get(json_object_get(schema, "properties"), general->group);
}

static json_t *members_of(const struct general *general, const json_t *schema)
{
    return json_object_get(group_of(general, schema), "properties");
}

static bool find_question(struct general *general, struct error *err)
{
    const char *pointer = json_text_or(general->facts, "caseQuestion", "");
    const char *slash = *pointer == '/' ? strchr(pointer + 1, '/') : NULL;
    if (slash) {
        general->group = memory_copy_span(pointer + 1, (size_t)(slash - pointer - 1));
        general->member = memory_copy_text(slash + 1);
    }
    if (!slash || !json_object_get(members_of(general, general->schema), general->member))
        return error_set(err, _("general/general.json: /caseQuestion leads nowhere."));
    return true;
}

static bool check_template(const struct general *general, struct error *err)
{
    static const char *const TEXTS[] = {"version", "owner", "submitter"};
    if (json_number(general->facts, "format", 0) != FORMAT)
        return error_set(err, _("general/general.json: /format must be %d."), FORMAT);
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(*TEXTS); i++)
        if (!json_text(general->facts, TEXTS[i]))
            return error_set(err, _("general/general.json: /%s is missing."), TEXTS[i]);
    return true;
}

struct general *general_create_take(json_t *files, struct error *err)
{
    struct general *general = memory_alloc(sizeof(*general));
    if (!take_files(general, files, err) || !check_template(general, err) ||
        !find_question(general, err))
        general_free(&general);
    json_decref(files);
    return general;
}

void general_free(struct general **general)
{
    struct general *g = *general;
    if (!g)
        return;
    json_decref(g->facts);
    json_decref(g->schema);
    json_decref(g->uischema);
    json_decref(g->english);
    free(g->group);
    free(g->member);
    free(g);
    *general = NULL;
}

bool general_serves(const json_t *facts)
{
    size_t i;
    json_t *channel;
    json_array_foreach(json_object_get(facts, "channels"), i, channel)
    {
        const char *name = json_string_value(channel);
        if (name && (strcmp(name, "ONLINE") == 0 || strcmp(name, "POSTAL") == 0))
            return true;
    }
    return false;
}

/* ---- facts ---- */

static bool lists_text(const json_t *list, const char *text)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (json_is_string(entry) && strcmp(json_string_value(entry), text) == 0)
            return true;
    }
    return false;
}

/* The cases that ask for the paper; none where it is always needed. New reference. */
static json_t *cases_of(const json_t *paper, const json_t *cases)
{
    json_t *bound = json_array();
    size_t i;
    json_t *one;
    json_array_foreach(cases, i, one)
    {
        const char *id = json_text(one, "id");
        if (id && lists_text(json_object_get(paper, "cases"), id))
            json_array_append(bound, one);
    }
    return bound;
}

/* Says in the paper which answers to the question ask for it. */
static void bind_paper(const struct general *general, json_t *paper, const json_t *cases)
{
    json_t *bound = cases_of(paper, cases), *ids = json_array(), *one;
    char *name = memory_format("%s.%s", general->group, general->member);
    size_t i;
    json_array_foreach(bound, i, one) json_array_append(ids, json_object_get(one, "id"));
    if (json_array_size(bound) == 1) {
        one = json_array_get(bound, 0);
        json_object_set_new(
            paper, "when",
            json_pack("{s:[{s:s}, O]}", "==", "var", name, json_object_get(one, "id")));
        json_object_set(paper, "why", json_object_get(one, "name"));
    } else if (json_array_size(bound) > 1) {
        json_object_set_new(paper, "when",
                            json_pack("{s:[{s:s}, O]}", "in", "var", name, ids));
    } else if (json_array_size(json_object_get(paper, "cases")) > 0) {
        json_object_set_new(paper, "optional", json_true()); /* for what nobody asks */
    }
    free(name);
    json_decref(ids);
    json_decref(bound);
}

static bool has_question(const json_t *facts)
{
    return json_array_size(json_object_get(facts, "cases")) > 1;
}

static bool has_paper(const json_t *papers, const json_t *paper)
{
    size_t i;
    json_t *one;
    json_array_foreach(papers, i, one)
    {
        if (strcmp(json_text_or(one, "id", ""), json_text_or(paper, "id", "")) == 0)
            return true;
    }
    return false;
}

static json_t *compose_papers(const struct general *general, const json_t *facts)
{
    json_t *papers = json_array(), *paper;
    size_t i;
    json_array_foreach(json_object_get(facts, "papers"), i, paper)
    {
        json_t *copy = json_copy(paper);
        if (has_question(facts))
            bind_paper(general, copy, json_object_get(facts, "cases"));
        if (has_paper(json_object_get(general->facts, "papers"), copy))
            json_object_set_new(copy, "id", json_sprintf("facts-%zu", i + 1));
        json_array_append_new(papers, copy);
    }
    json_array_extend(papers, json_object_get(general->facts, "papers"));
    return papers;
}

static json_t *compose_facts(const struct general *general, const json_t *facts)
{
    static const char *const OWN[] = {"version", "owner", "submitter"};
    json_t *composed = json_copy((json_t *)facts);
    for (size_t i = 0; i < sizeof(OWN) / sizeof(*OWN); i++)
        json_object_set(composed, OWN[i], json_object_get(general->facts, OWN[i]));
    json_object_set_new(composed, "papers", compose_papers(general, facts));
    return composed;
}

/* ---- the form ---- */

/* "case.kind.lost": the i18n key of a choice, or of a part of the question. Allocated. */
static char *key_of(const struct general *general, const char *end)
{
    return memory_format("%s.%s.%s", general->group, general->member, end);
}

static void set_choices(const struct general *general, json_t *schema,
                        const json_t *cases, json_t *english)
{
    json_t *choices = json_array(), *one;
    size_t i;
    json_array_foreach(cases, i, one)
    {
        const char *id = json_text_or(one, "id", "");
        const json_t *words = json_object_get(one, "name");
        char *key = key_of(general, id);
        json_array_append_new(choices, json_pack("{s:s, s:s, s:s}", "const", id, "title",
                                                 json_words(words, "vi"), "i18n", key));
        if (json_text(words, "en"))
            json_object_set(english, key, json_object_get(words, "en"));
        free(key);
    }
    json_object_set_new(json_object_get(members_of(general, schema), general->member),
                        "oneOf", choices);
}

static void drop_text(json_t *list, const char *text)
{
    for (size_t i = json_array_size(list); i-- > 0;) {
        const char *entry = json_string_value(json_array_get(list, i));
        if (entry && strcmp(entry, text) == 0)
            json_array_remove(list, i);
    }
}

/* The controls of that scope go, wherever they stand. */
static void drop_control(json_t *element, const char *scope)
{
    json_t *elements = json_object_get(element, "elements");
    for (size_t i = json_array_size(elements); i-- > 0;) {
        json_t *inner = json_array_get(elements, i);
        if (strcmp(json_text_or(inner, "scope", ""), scope) == 0)
            json_array_remove(elements, i);
        else
            drop_control(inner, scope);
    }
}

static void drop_question(const struct general *general, struct procedure_files *files)
{
    static const char *const PARTS[] = {"label", "description"};
    json_t *group = group_of(general, files->schema);
    json_object_del(members_of(general, files->schema), general->member);
    drop_text(json_object_get(group, "required"), general->member);
    char *scope =
        memory_format("#/properties/%s/properties/%s", general->group, general->member);
    drop_control(files->uischema, scope);
    free(scope);
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(*PARTS); i++) {
        char *key = key_of(general, PARTS[i]);
        json_object_del(files->english, key);
        free(key);
    }
}

/* The form is this procedure's from now on: its name, and an $id of its own. */
static void name_schema(json_t *schema, const json_t *facts)
{
    char *id = memory_format("https://forms.motcua.vn/procedures/%s/schema.json",
                             json_text_or(facts, "code", "general"));
    json_object_set_new(schema, "$id", json_string(id));
    json_object_set_new(schema, "title",
                        json_string(json_words(json_object_get(facts, "name"), "vi")));
    free(id);
}

struct procedure_files general_compose(const struct general *general, const json_t *facts)
{
    struct procedure_files files = {
        .facts = compose_facts(general, facts),
        .schema = json_deep_copy(general->schema),
        .uischema = json_deep_copy(general->uischema),
        .english = json_deep_copy(general->english),
    };
    name_schema(files.schema, facts);
    if (has_question(facts))
        set_choices(general, files.schema, json_object_get(facts, "cases"),
                    files.english);
    else
        drop_question(general, &files);
    return files;
}
