/* SPDX-License-Identifier: MIT */
/* forms evaluate: what a form makes of a file of answers, as JSON — for comparing it with
 * a web portal, and for the examples of each procedure. */
#include "forms/form/form.h"

#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/ctl/folder.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- errors ---- */

/* The member that is missing is what is wrong, as JSON Forms has it. Allocated. */
static char *control_of(const json_t *error)
{
    const char *keyword = json_text_or(error, "keyword", "");
    const char *missing = json_text(json_object_get(error, "params"), "property");
    const char *path = json_text_or(error, "instancePath", "");
    bool required = strcmp(keyword, "required") == 0;
    return required && missing ? memory_format("%s/%s", path, missing)
                               : memory_copy_text(path);
}

/* The sentence of the counter about that place, or the bare keyword. */
static const char *message_for(const struct form *form, const char *pointer,
                               const char *keyword)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(problems[i].pointer, pointer) == 0 &&
            strcmp(problems[i].keyword, keyword) == 0)
            return problems[i].message;
    return keyword;
}

/* Of all answers, those of hidden fields too: that is what JSON Forms validates. */
static json_t *errors_of(const struct form *form, const struct procedure *procedure)
{
    struct violations violations = {0};
    size_t i;
    json_t *error;
    schema_validate(procedure_schema(procedure), form_answers(form), &violations);
    json_t *errors = ctl_violations(&violations);
    violations_free(&violations);
    json_array_foreach(errors, i, error)
    {
        char *place = control_of(error);
        const char *keyword = json_text_or(error, "keyword", "");
        json_object_set_new(error, "message",
                            json_string(message_for(form, place, keyword)));
        free(place);
    }
    return errors;
}

static json_t *errors_at(const json_t *errors, const char *pointer)
{
    json_t *list = json_array();
    size_t i;
    json_t *error;
    json_array_foreach(errors, i, error)
    {
        char *place = control_of(error);
        if (strcmp(place, pointer) == 0)
            json_array_append(list, json_object_get(error, "keyword"));
        free(place);
    }
    return list;
}

/* ---- the parts ---- */

/* "/child/fullName" as a scope of the UI schema. Allocated. */
static char *scope_of(const char *pointer)
{
    struct buffer scope;
    buffer_init(&scope, 4096);
    buffer_add_text(&scope, "#");
    while (*pointer == '/') {
        size_t size = strcspn(pointer + 1, "/");
        buffer_add_text(&scope, "/properties/");
        buffer_add(&scope, pointer + 1, size);
        pointer += 1 + size;
    }
    char *text = memory_copy_text(scope.data);
    buffer_free(&scope);
    return text;
}

static json_t *controls_of(const struct form *form, const json_t *errors)
{
    json_t *list = json_array();
    for (size_t i = 0; i < form_field_count(form); i++) {
        const struct field *field = form_field(form, i);
        if (!*field->pointer)
            continue;
        char *scope = scope_of(field->pointer);
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:b, s:b, s:o}", "scope",
                                              scope, "pointer", field->pointer, "visible",
                                              field->visible, "enabled", field->enabled,
                                              "required", field->required, "errors",
                                              errors_at(errors, field->pointer)));
        free(scope);
    }
    return list;
}

/* What the counter tells; `checks`: only what the schema does not say. */
static json_t *problems_of(const struct form *form, bool checks)
{
    json_t *list = json_array();
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++) {
        const struct problem *p = &problems[i];
        if (checks && !*p->id)
            continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s*}",
                                              "pointer", p->pointer, "keyword",
                                              p->keyword, "id", p->id, "severity",
                                              p->warning ? "warning" : "error", "message",
                                              p->message, "suggestion", p->suggestion));
    }
    return list;
}

static json_t *papers_of(const struct procedure *procedure, const json_t *answers,
                         const char *today)
{
    static const char *const MEMBERS[] = {"id", "needed", "originals", "copies"};
    json_t *papers = procedure_papers(procedure, answers, today), *list = json_array();
    size_t i;
    json_t *paper;
    json_array_foreach(papers, i, paper)
    {
        json_t *entry = json_object();
        for (size_t k = 0; k < sizeof(MEMBERS) / sizeof(*MEMBERS); k++)
            json_object_set(entry, MEMBERS[k], json_object_get(paper, MEMBERS[k]));
        json_array_append_new(list, entry);
    }
    json_decref(papers);
    return list;
}

static json_t *fee_of(const struct procedure *procedure, const json_t *answers,
                      const char *today)
{
    const json_t *fee = json_object_get(procedure_facts(procedure), "fee");
    long long amount = procedure_fee(procedure, answers, today);
    return json_pack("{s:o, s:s}", "amount",
                     amount >= 0 ? json_integer(amount) : json_null(), "text",
                     json_words(json_object_get(fee, "text"), i18n_language()));
}

/* `data` is what JSON Forms calls so: all that the form holds, of which controls and
 * errors tell; `answers` is what would be sent. */
static json_t *evaluate(const struct procedure *procedure, struct form *form,
                        const char *today)
{
    form_leave_all(form);
    json_t *final = form_final_answers(form);
    json_t *errors = errors_of(form, procedure);
    json_t *controls = controls_of(form, errors);
    json_t *data = json_deep_copy(form_answers(form)); /* the form wipes its own */
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "data", data,
                     "controls", controls, "errors", errors, "problems",
                     problems_of(form, false), "checks", problems_of(form, true),
                     "papers", papers_of(procedure, final, today), "fee",
                     fee_of(procedure, final, today), "computed", form_computed(form),
                     "offers", form_offers(form), "answers", final);
}

/* ---- the command ---- */

/* A folder, or a code of the forms' folder. Allocated. */
static char *find_folder(const struct ctl *ctl)
{
    const char *word = ctl->words[0];
    if (folder_is_procedure(word))
        return memory_copy_text(word);
    return file_join(settings_text(ctl->settings, PATH_FORMS), word);
}

/* What the form makes of one file; NULL and an error. */
static json_t *evaluate_file(const struct procedure *procedure, const char *path,
                             const char *today, struct error *err)
{
    struct error cause = {0};
    json_t *answers = json_read_file(path, &JSON_FORM_LIMITS, err);
    if (!answers)
        return NULL;
    struct form *form = form_create_take(procedure, answers, today, &cause);
    json_t *told = form ? evaluate(procedure, form, today) : NULL;
    if (!form)
        error_set(err, "%s: %s", path, cause.text);
    form_free(&form);
    return told;
}

/* Of several files a list, in their order; all of it or nothing. */
static int run(const struct procedure *procedure, char **paths, int count,
               const char *today)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        struct error err = {0};
        json_t *told = evaluate_file(procedure, paths[i], today, &err);
        if (!told) {
            json_decref(list);
            return ctl_complain(EXIT_TROUBLE, "%s", err.text);
        }
        json_array_append_new(list, told);
    }
    ctl_print_json_take(count > 1 ? json_incref(list)
                                  : json_incref(json_array_get(list, 0)));
    json_decref(list);
    return EXIT_FINE;
}

static int run_folder(const struct ctl *ctl, const char *path, const char *today)
{
    struct error err = {0};
    struct folder folder;
    struct procedure *procedure =
        folder_read(&folder, path, &err) ? folder_compile(&folder, &err) : NULL;
    int code = procedure ? run(procedure, ctl->words + 1, ctl->count - 1, today)
                         : ctl_complain(CTL_UNKNOWN, "%s", err.text);
    procedure_free(&procedure);
    folder_free(&folder);
    return code;
}

/* A procedure of the catalogue, which has the general form or none. */
static int run_imported(struct ctl *ctl, const char *today)
{
    struct error err = {0};
    struct catalogue *catalogue = ctl_catalogue(ctl, &err);
    const struct procedure *procedure =
        catalogue ? catalogue_find(catalogue, ctl->words[0], &err) : NULL;
    if (!procedure)
        return ctl_complain(CTL_UNKNOWN, "%s", err.text);
    if (!procedure_has_form(procedure))
        return ctl_complain(CTL_UNKNOWN, _("The procedure %s has no form here."),
                            procedure_code(procedure));
    return run(procedure, ctl->words + 1, ctl->count - 1, today);
}

int ctl_evaluate(struct ctl *ctl)
{
    char now[CLOCK_DATE_ROOM], checked[CLOCK_DATE_ROOM];
    const char *today = ctl->today ? ctl->today : clock_today(now);
    if (!clock_date_to_people(checked, today))
        return ctl_complain(EXIT_USAGE, _("%s must be a day like 2026-11-21."),
                            "--today");
    char *path = find_folder(ctl);
    bool has_folder = folder_is_procedure(path) || strchr(ctl->words[0], '/');
    int code = has_folder ? run_folder(ctl, path, today) : run_imported(ctl, today);
    free(path);
    return code;
}
