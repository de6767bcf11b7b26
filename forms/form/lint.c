/* SPDX-License-Identifier: MIT */
#include "forms/form/lint.h"

#include "forms/form/form.h"
#include "forms/form/lint_inside.h"
#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FACTS "procedure.json"

void lint_tell(struct lint *l, const char *file, const char *pointer, const char *format,
               ...)
{
    char reason[512];
    struct lint_findings *out = l->out;
    if (out->count >= LINT_FINDINGS_MOST)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof(reason), format, args);
    va_end(args);
    out->list = memory_resize(out->list, out->count + 1, sizeof(*out->list));
    out->list[out->count++] = (struct lint_finding){
        .file = memory_copy_text(file),
        .pointer = memory_copy_text(pointer),
        .reason = utf8_clean(reason, strlen(reason), UTF8_ONE_LINE)};
}

void lint_findings_free(struct lint_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->list[i].file);
        free(findings->list[i].pointer);
        free(findings->list[i].reason);
    }
    free(findings->list);
    *findings = (struct lint_findings){.list = NULL};
}

void lint_members(struct lint *l, const char *file, const char *pointer,
                  const json_t *object, const char *const *known)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], name) != 0)
            i++;
        if (known[i])
            continue;
        char *place = shape_join(pointer, name);
        lint_tell(l, file, place, _("This member is not known here."));
        free(place);
    }
}

bool lint_is_in_two_languages(const json_t *words)
{
    return json_object_size(words) == 2 && *json_text_or(words, "vi", "") &&
           *json_text_or(words, "en", "");
}

/* ---- procedure.json ---- */

/* Those members of the object that are there are words. */
static void lint_words(struct lint *l, const json_t *object, const char *pointer,
                       const char *const *names)
{
    for (; *names; names++) {
        const json_t *words = json_object_get(object, *names);
        if (!words || lint_is_in_two_languages(words))
            continue;
        char *place = shape_join(pointer, *names);
        lint_tell(l, FACTS, place, LINT_TWO_LANGUAGES);
        free(place);
    }
}

/* Those members of the paper that are rules. */
static void lint_rules_of_paper(struct lint *l, const json_t *paper, const char *pointer)
{
    static const char *const RULES[] = {"when", "originals", "copies"};
    for (size_t i = 0; i < sizeof(RULES) / sizeof(*RULES); i++) {
        char *place = shape_join(pointer, RULES[i]);
        lint_logic(l, FACTS, place, json_object_get(paper, RULES[i]));
        free(place);
    }
}

static void lint_paper(struct lint *l, const json_t *paper, const char *pointer)
{
    static const char *const KNOWN[] = {"id",   "name", "kind", "originals", "copies",
                                        "when", "note", "why",  "optional",  NULL};
    static const char *const WORDS[] = {"name", "note", "why", NULL};
    static const char *const KINDS[] = {"submit", "present"};
    const char *kind = json_text(paper, "kind");
    char *why = shape_join(pointer, "why"), *at_kind = shape_join(pointer, "kind");
    char *at_optional = shape_join(pointer, "optional");
    lint_members(l, FACTS, pointer, paper, KNOWN);
    lint_words(l, paper, pointer, WORDS);
    lint_rules_of_paper(l, paper, pointer);
    if (json_object_get(paper, "why") && !json_object_get(paper, "when"))
        lint_tell(l, FACTS, why,
                  _("It says why, but the paper has no “when”: it is always needed."));
    const json_t *optional = json_object_get(paper, "optional");
    if (optional && (!json_is_true(optional) || !json_object_get(paper, "note")))
        lint_tell(l, FACTS, at_optional,
                  _("“optional” is true, and a “note” says when it is needed."));
    if (kind && strcmp(kind, KINDS[0]) != 0 && strcmp(kind, KINDS[1]) != 0)
        lint_tell(l, FACTS, at_kind, _("“kind” must be “submit” or “present”."));
    free(why);
    free(at_kind);
    free(at_optional);
}

static void lint_papers(struct lint *l)
{
    size_t i;
    json_t *paper, *ids = json_object();
    json_array_foreach(json_object_get(l->files->facts, "papers"), i, paper)
    {
        char *place = memory_format("/papers/%zu", i);
        const char *id = json_text_or(paper, "id", "");
        lint_paper(l, paper, place);
        if (json_object_get(ids, id))
            lint_tell(l, FACTS, place, _("The id “%s” is there twice."), id);
        json_object_set_new(ids, id, json_true());
        free(place);
    }
    json_decref(ids);
}

static void lint_basis(struct lint *l)
{
    size_t i;
    json_t *words;
    json_array_foreach(json_object_get(l->files->facts, "legalBasis"), i, words)
    {
        char *place = memory_format("/legalBasis/%zu", i);
        if (!lint_is_in_two_languages(words))
            lint_tell(l, FACTS, place, LINT_TWO_LANGUAGES);
        free(place);
    }
}

/* The answers of which the facts give the pointer. */
static void lint_pointers(struct lint *l)
{
    static const char *const POINTERS[] = {"owner", "submitter"};
    for (size_t i = 0; i < sizeof(POINTERS) / sizeof(*POINTERS); i++) {
        const char *pointer = json_text(l->files->facts, POINTERS[i]);
        char *place = shape_join("", POINTERS[i]);
        if (pointer && !lint_is_answer(l, pointer))
            lint_tell(l, FACTS, place, _("%s is no answer of the form."), pointer);
        free(place);
    }
}

static void lint_facts(struct lint *l, const char *code)
{
    static const char *const KNOWN[] = {"format",   "code",  "version",    "name",
                                        "keywords", "field", "agency",     "channels",
                                        "time",     "fee",   "legalBasis", "result",
                                        "papers",   "owner", "submitter",  NULL};
    static const char *const WORDS[] = {"name", "field", "agency", "result", NULL};
    static const char *const TIME_KNOWN[] = {"amount", "unit", "note", NULL};
    static const char *const TIME_WORDS[] = {"note", NULL};
    static const char *const FEE_KNOWN[] = {"logic", "text", NULL};
    static const char *const FEE_WORDS[] = {"text", NULL};
    const json_t *facts = l->files->facts, *fee = json_object_get(facts, "fee");
    lint_members(l, FACTS, "", facts, KNOWN);
    lint_words(l, facts, "", WORDS);
    if (code && strcmp(json_text_or(facts, "code", ""), code) != 0)
        lint_tell(l, FACTS, "/code", _("The folder bears another code: %s."), code);
    lint_members(l, FACTS, "/time", json_object_get(facts, "time"), TIME_KNOWN);
    lint_words(l, json_object_get(facts, "time"), "/time", TIME_WORDS);
    lint_members(l, FACTS, "/fee", fee, FEE_KNOWN);
    lint_words(l, fee, "/fee", FEE_WORDS);
    lint_logic(l, FACTS, "/fee/logic", json_object_get(fee, "logic"));
    lint_basis(l);
    lint_papers(l);
    lint_pointers(l);
}

/* ---- all ---- */

static struct procedure *compile(struct lint *l)
{
    struct error err = {.text = ""};
    struct procedure *p = procedure_create_take(
        (struct procedure_files){.facts = json_incref(l->files->facts),
                                 .schema = json_incref(l->files->schema),
                                 .uischema = json_incref(l->files->uischema),
                                 .english = json_incref(l->files->english),
                                 .lists = l->files->lists},
        &err);
    if (!p)
        lint_tell(l, "", "", "%s", err.text);
    return p;
}

/* Answers of a type that the kiosk has no field for: they are shown, but nobody can give
 * them. */
static void lint_fields(struct lint *l, const struct procedure *procedure)
{
    struct error err = {.text = ""};
    struct form *form = form_create_take(procedure, json_object(), "2026-01-01", &err);
    if (!form)
        lint_tell(l, "", "", "%s", err.text);
    for (size_t i = 0; form && i < form_field_count(form); i++) {
        const struct field *field = form_field(form, i);
        if (field->kind == FIELD_DISPLAY && field->enabled &&
            lint_is_answer(l, field->pointer))
            lint_tell(l, "uischema.json", "",
                      _("There is no field for such an answer: %s."), field->pointer);
    }
    form_free(&form);
}

void form_lint(const struct procedure_files *files, const char *code,
               struct lint_findings *out)
{
    struct lint l = {.files = files, .out = out};
    *out = (struct lint_findings){.list = NULL};
    struct procedure *procedure = compile(&l);
    if (!procedure)
        return;
    l.document = form_lists_bundle(files->lists, files->schema);
    l.shown = json_object();
    l.used = json_object();
    l.checks = json_object();
    l.extensions = extensions_create(l.document, NULL);
    if (files->schema) {
        lint_layout(&l);
        lint_schema(&l);
        lint_english(&l);
        lint_fields(&l, procedure);
    }
    lint_facts(&l, code);
    json_decref(l.document);
    json_decref(l.shown);
    json_decref(l.used);
    json_decref(l.checks);
    extensions_free(&l.extensions);
    procedure_free(&procedure);
}
