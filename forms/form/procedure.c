/* SPDX-License-Identifier: MIT */
#include "forms/form/procedure.h"

#include "forms/form/extension.h"
#include "forms/form/settled.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { PAPERS_MOST = 200, SHEETS_MOST = 10000, CASES_MOST = 100, FORMAT = 1 };

struct procedure {
    struct procedure_files files;
    struct schema_set *set;
    struct schema *schema;
    struct extensions *extensions;
    struct demands *demands;
    struct uischema *layout;
};

/* ---- the shape of procedure.json ---- */

enum shape {
    SHAPE_TEXT,
    SHAPE_WORDS,
    SHAPE_WORD_LIST,
    SHAPE_LIST,
    SHAPE_OBJECT,
    SHAPE_POINTER
};

static const struct fact {
    const char *name;
    enum shape shape;
    bool needed;
} facts_known[] = {
    {"code", SHAPE_TEXT, true},      {"version", SHAPE_TEXT, true},
    {"name", SHAPE_WORDS, true},     {"keywords", SHAPE_OBJECT, false},
    {"field", SHAPE_WORDS, false},   {"agency", SHAPE_WORDS, false},
    {"channels", SHAPE_LIST, false}, {"time", SHAPE_OBJECT, false},
    {"fee", SHAPE_OBJECT, false},    {"legalBasis", SHAPE_WORD_LIST, false},
    {"result", SHAPE_WORDS, false},  {"papers", SHAPE_LIST, false},
    {"owner", SHAPE_POINTER, false}, {"submitter", SHAPE_POINTER, false},
    {"cases", SHAPE_LIST, false},
};

static const struct fact paper_facts[] = {
    {"id", SHAPE_TEXT, true},    {"name", SHAPE_WORDS, true},
    {"kind", SHAPE_TEXT, false}, {"note", SHAPE_WORDS, false},
    {"why", SHAPE_WORDS, false}, {"cases", SHAPE_LIST, false},
};

static const struct fact case_facts[] = {
    {"id", SHAPE_TEXT, true},
    {"name", SHAPE_WORDS, true},
};

static bool is_words(const json_t *value)
{
    return json_is_string(value) || json_text(value, "vi");
}

static bool are_words(const json_t *list)
{
    size_t i;
    json_t *words;
    json_array_foreach(list, i, words)
    {
        if (!is_words(words))
            return false;
    }
    return json_is_array(list);
}

static bool has_shape(const json_t *value, enum shape shape)
{
    switch (shape) {
    case SHAPE_TEXT:
        return json_string_length(value) > 0;
    case SHAPE_WORDS:
        return is_words(value);
    case SHAPE_WORD_LIST:
        return are_words(value);
    case SHAPE_LIST:
        return json_is_array(value);
    case SHAPE_OBJECT:
        return json_is_object(value);
    case SHAPE_POINTER:
        return json_is_string(value) && json_string_value(value)[0] == '/';
    }
    return false;
}

static bool check_members(const json_t *object, const struct fact *facts, size_t count,
                          const char *pointer, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(object, facts[i].name);
        if (!value && facts[i].needed)
            return error_set(err, _("procedure.json: %s/%s is missing."), pointer,
                             facts[i].name);
        if (value && !has_shape(value, facts[i].shape))
            return error_set(err, _("procedure.json: %s/%s has the wrong shape."),
                             pointer, facts[i].name);
    }
    return true;
}

/* Has one of the entries before `count` the id? */
static bool is_known(const json_t *list, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(json_text_or(json_array_get(list, i), "id", ""), id) == 0)
            return true;
    return false;
}

/* Each entry of the list under `name`, which may be absent. */
static bool check_list(const json_t *all, const char *name, size_t most,
                       const struct fact *facts, size_t count, struct error *err)
{
    const json_t *list = json_object_get(all, name);
    if (json_array_size(list) > most)
        return error_set(err, _("procedure.json: /%s has more than %zu entries."), name,
                         most);
    for (size_t i = 0; i < json_array_size(list); i++) {
        char pointer[48];
        snprintf(pointer, sizeof(pointer), "/%s/%zu", name, i);
        if (!check_members(json_array_get(list, i), facts, count, pointer, err))
            return false;
        const char *id = json_text(json_array_get(list, i), "id");
        if (is_known(list, i, id))
            return error_set(err, _("procedure.json: %s: the id “%s” is there twice."),
                             pointer, id);
    }
    return true;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool check_facts(const json_t *facts, struct error *err)
{
    if (!json_is_object(facts))
        return error_set(err, _("procedure.json holds no object."));
    if (json_number(facts, "format", 0) != FORMAT)
        return error_set(err, _("procedure.json: /format must be %d."), FORMAT);
    return check_members(facts, facts_known, COUNT(facts_known), "", err) &&
           check_list(facts, "papers", PAPERS_MOST, paper_facts, COUNT(paper_facts),
                      err) &&
           check_list(facts, "cases", CASES_MOST, case_facts, COUNT(case_facts), err);
}

/* ---- the form ---- */

static bool compile_form(struct procedure *p, struct error *err)
{
    struct error cause = {.text = ""};
    if (!p->files.schema)
        return true;
    if (!json_is_object(p->files.schema))
        return error_set(err, _("schema.json holds no object."));
    json_t *bundled = form_lists_bundle(p->files.lists, p->files.schema);
    json_decref(p->files.schema);
    p->files.schema = bundled;
    p->set = schema_set_create();
    schema_set_use_formats(p->set, FORM_FORMATS, p->files.lists);
    p->schema = schema_compile(p->files.schema, p->set, &cause);
    if (!p->schema)
        return error_set(err, "schema.json: %s", cause.text);
    if (!p->files.uischema)
        return error_set(err, _("uischema.json is missing."));
    if (!json_is_object(p->files.uischema))
        return error_set(err, _("uischema.json holds no object."));
    p->layout = uischema_create(p->files.uischema, p->files.schema, err);
    p->demands = demands_create(p->files.schema);
    p->extensions = extensions_create(p->files.schema, p->set);
    return p->layout != NULL;
}

struct procedure *procedure_create_take(struct procedure_files files, struct error *err)
{
    struct procedure *p = memory_alloc(sizeof(*p));
    p->files = files;
    if (!check_facts(files.facts, err) || !compile_form(p, err))
        procedure_free(&p);
    return p;
}

void procedure_free(struct procedure **procedure)
{
    struct procedure *p = *procedure;
    if (!p)
        return;
    uischema_free(&p->layout);
    demands_free(&p->demands);
    extensions_free(&p->extensions);
    schema_free(&p->schema);
    schema_set_free(&p->set);
    json_decref(p->files.facts);
    json_decref(p->files.schema);
    json_decref(p->files.uischema);
    json_decref(p->files.english);
    free(p);
    *procedure = NULL;
}

const json_t *procedure_facts(const struct procedure *p)
{
    return p->files.facts;
}

const char *procedure_code(const struct procedure *p)
{
    return json_text(p->files.facts, "code");
}

const char *procedure_version(const struct procedure *p)
{
    return json_text(p->files.facts, "version");
}

bool procedure_has_form(const struct procedure *p)
{
    return p->schema != NULL;
}

struct logic_context procedure_context(const struct procedure *p, const char *today)
{
    return (struct logic_context){.today = today,
                                  .province_name = form_lists_identity_province,
                                  .provinces = p->files.lists};
}

/* ---- papers and fee ---- */

/* What stands in the list for a paper: true, "maybe", "optional", or NULL where it is not
 * needed. */
static json_t *need_of(const json_t *paper, const json_t *answers,
                       const struct logic_context *context)
{
    const json_t *when = json_object_get(paper, "when");
    json_t *value = json_true();
    if (when)
        value = answers ? settled_apply(when, answers, context) : NULL;
    if (value && !logic_is_true(value)) {
        json_decref(value);
        return NULL;
    }
    if (!value)
        return json_string("maybe");
    json_decref(value);
    return json_flag(paper, "optional", false) ? json_string("optional") : json_true();
}

/* How many, where the answers have to be asked: at least 0; 1 until they tell. */
static void count_sheets(json_t *paper, const char *member, const json_t *answers,
                         const struct logic_context *context)
{
    const json_t *rule = json_object_get(paper, member);
    if (!rule || json_is_number(rule))
        return;
    json_t *value = answers ? settled_apply(rule, answers, context) : NULL;
    double count = json_is_number(value) ? json_number_value(value) : 1;
    json_decref(value);
    count = count > 0 ? count : 0;
    count = count < SHEETS_MOST ? count : SHEETS_MOST;
    json_object_set_new(paper, member, json_integer((json_int_t)(count + 0.5)));
}

json_t *procedure_papers(const struct procedure *p, const json_t *answers,
                         const char *today)
{
    size_t steps_left = RULES_STEPS_MOST;
    struct logic_context context = procedure_context(p, today);
    context.steps_left = &steps_left;
    json_t *list = json_array();
    size_t i;
    json_t *paper;
    json_array_foreach(json_object_get(p->files.facts, "papers"), i, paper)
    {
        json_t *need = need_of(paper, answers, &context);
        if (!need)
            continue;
        json_t *copy = json_copy(paper);
        json_object_set_new(copy, "needed", need);
        count_sheets(copy, "originals", answers, &context);
        count_sheets(copy, "copies", answers, &context);
        json_array_append_new(list, copy);
    }
    return list;
}

long long procedure_fee(const struct procedure *p, const json_t *answers,
                        const char *today)
{
    size_t steps_left = RULES_STEPS_MOST;
    struct logic_context context = procedure_context(p, today);
    context.steps_left = &steps_left;
    const json_t *logic =
        json_object_get(json_object_get(p->files.facts, "fee"), "logic");
    json_t *nothing = json_object();
    json_t *fee =
        logic ? settled_apply(logic, answers ? answers : nothing, &context) : NULL;
    double amount = json_is_number(fee) ? json_number_value(fee) : -1;
    json_decref(fee);
    json_decref(nothing);
    return amount >= 0 && amount < 1e15 ? (long long)(amount + 0.5) : -1;
}

/* ---- for form.c ---- */

const struct schema *procedure_schema(const struct procedure *p)
{
    return p->schema;
}

const json_t *procedure_schema_document(const struct procedure *p)
{
    return p->files.schema;
}

const json_t *procedure_uischema(const struct procedure *p)
{
    return p->files.uischema;
}

const char *procedure_english(const struct procedure *p, const char *key)
{
    const char *text = json_text(p->files.english, key);
    return text ? text : json_text(form_lists_english(p->files.lists), key);
}

const struct demands *procedure_demands(const struct procedure *p)
{
    return p->demands;
}

const struct uischema *procedure_layout(const struct procedure *p)
{
    return p->layout;
}

const struct extensions *procedure_extensions(const struct procedure *p)
{
    return p->extensions;
}

const struct form_lists *procedure_lists(const struct procedure *p)
{
    return p->files.lists;
}
