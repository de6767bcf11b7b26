/* SPDX-License-Identifier: MIT */
#include "forms/form/lint.h"

#include "forms/form/extension.h"
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

/* ---- rules ---- */

/* A step down from the schema of an answer: a member, or a place in a list. */
static const json_t *step_down(const json_t *document, const json_t *schema,
                               const char *name)
{
    if (*name && strspn(name, "0123456789") == strlen(name))
        return shape_find(document, schema, "items");
    char *escaped = shape_join("#/properties", name);
    const json_t *found = shape_at_scope(document, schema, escaped);
    free(escaped);
    return found;
}

bool lint_is_answer(const struct lint *l, const char *pointer)
{
    char *copy = memory_copy_text(pointer), *at = copy;
    const json_t *schema = l->document;
    while (schema && *at == '/') {
        char *name = at + 1;
        at = name + strcspn(name, "/");
        bool last = *at == '\0';
        *at = '\0';
        schema = step_down(l->document, schema, name);
        if (!last)
            *at = '/';
    }
    free(copy);
    return schema != NULL;
}

static void look_for_operations(struct lint *l, const char *file, const char *pointer,
                                const json_t *rule, int depth)
{
    size_t i;
    const char *name;
    json_t *member;
    if (depth > LINT_DEPTH_MOST)
        return;
    json_array_foreach(rule, i, member)
    {
        look_for_operations(l, file, pointer, member, depth + 1);
    }
    json_object_foreach((json_t *)rule, name, member)
    {
        if (json_object_size(rule) == 1 && !logic_knows(name))
            lint_tell(l, file, pointer, _("“%s” is no operation of JSONLogic."), name);
        look_for_operations(l, file, pointer, member, depth + 1);
    }
}

void lint_logic(struct lint *l, const char *file, const char *pointer, const json_t *rule)
{
    const char *read;
    json_t *yes, *reads = reads_of(rule);
    look_for_operations(l, file, pointer, rule, 0);
    json_object_foreach(reads, read, yes)
    {
        if (!lint_is_answer(l, read))
            lint_tell(l, file, pointer, _("It reads %s, which is no answer of the form."),
                      read);
    }
    json_decref(reads);
}

/* ---- procedure.json ---- */

static void lint_papers(struct lint *l)
{
    static const char *const KNOWN[] = {"id",   "name", "kind", "originals", "copies",
                                        "when", "note", "why",  NULL};
    size_t i;
    json_t *paper, *ids = json_object();
    json_array_foreach(json_object_get(l->files->facts, "papers"), i, paper)
    {
        char *place = memory_format("/papers/%zu", i);
        char *when = memory_format("/papers/%zu/when", i);
        const char *id = json_text_or(paper, "id", "");
        lint_members(l, FACTS, place, paper, KNOWN);
        lint_logic(l, FACTS, when, json_object_get(paper, "when"));
        if (json_object_get(ids, id))
            lint_tell(l, FACTS, place, _("The id “%s” is there twice."), id);
        json_object_set_new(ids, id, json_true());
        free(place);
        free(when);
    }
    json_decref(ids);
}

static void lint_facts(struct lint *l, const char *code)
{
    static const char *const KNOWN[] = {"format",   "code",  "version",    "name",
                                        "keywords", "field", "agency",     "channels",
                                        "time",     "fee",   "legalBasis", "result",
                                        "papers",   "owner", "submitter",  NULL};
    static const char *const POINTERS[] = {"owner", "submitter"};
    const json_t *facts = l->files->facts;
    lint_members(l, FACTS, "", facts, KNOWN);
    if (code && strcmp(json_text_or(facts, "code", ""), code) != 0)
        lint_tell(l, FACTS, "/code", _("The folder bears another code: %s."), code);
    lint_logic(l, FACTS, "/fee/logic",
               json_object_get(json_object_get(facts, "fee"), "logic"));
    lint_papers(l);
    for (size_t i = 0; i < sizeof(POINTERS) / sizeof(*POINTERS); i++) {
        const char *pointer = json_text(facts, POINTERS[i]);
        char *place = shape_join("", POINTERS[i]);
        if (pointer && !lint_is_answer(l, pointer))
            lint_tell(l, FACTS, place, _("%s is no answer of the form."), pointer);
        free(place);
    }
}

/* ---- all ---- */

static bool lint_compiles(struct lint *l)
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
    procedure_free(&p);
    return !error_is_set(&err);
}

void form_lint(const struct procedure_files *files, const char *code,
               struct lint_findings *out)
{
    struct lint l = {.files = files, .out = out};
    *out = (struct lint_findings){.list = NULL};
    if (!lint_compiles(&l))
        return;
    l.document = form_lists_bundle(files->lists, files->schema);
    l.shown = json_object();
    l.used = json_object();
    if (files->schema) {
        lint_layout(&l);
        lint_schema(&l);
        lint_english(&l);
    }
    lint_facts(&l, code);
    json_decref(l.document);
    json_decref(l.shown);
    json_decref(l.used);
}
