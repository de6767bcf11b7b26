/* SPDX-License-Identifier: MIT */
#include "tests/unit/forms_fixture.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fixture_start(void)
{
    i18n_start(NULL);
    i18n_find_in("/nonexistent");
}

json_t *fixture_json(const char *text)
{
    if (!text)
        return NULL;
    char *copy = memory_copy_text(text);
    for (char *quote = strchr(copy, '\''); quote; quote = strchr(quote, '\''))
        *quote = '"';
    json_error_t cause;
    json_t *value = json_loads(copy, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &cause);
    if (!value)
        fail_msg("%s: %s", cause.text, copy);
    free(copy);
    return value;
}

static struct procedure *create(struct procedure_files files)
{
    struct error err = {.text = ""};
    struct procedure *procedure = procedure_create_take(files, &err);
    if (!procedure)
        fail_msg("%s", err.text);
    return procedure;
}

struct procedure *fixture_procedure(const char *schema, const char *uischema,
                                    const char *english)
{
    return fixture_procedure_with(schema, uischema, english, NULL);
}

struct procedure *fixture_procedure_with(const char *schema, const char *uischema,
                                         const char *english,
                                         const struct form_lists *lists)
{
    return create((struct procedure_files){
        .facts = fixture_json("{'format': 1, 'code': '9.999999', 'version': '1',"
                              " 'name': {'vi': 'Thử', 'en': 'Trial'}}"),
        .schema = fixture_json(schema),
        .uischema = fixture_json(uischema),
        .english = fixture_json(english),
        .lists = lists});
}

#define GENERAL "../general" /* beside the procedures */

static char *path_of(const char *code, const char *name)
{
    const char *top = getenv("TOP_SRCDIR");
    return memory_format("%s/forms/procedures/%s/%s", top ? top : ".", code, name);
}

static json_t *read_file(const char *code, const char *name)
{
    char *path = path_of(code, name);
    struct error err = {.text = ""};
    json_t *value = json_read_file(path, &JSON_FORM_LIMITS, &err);
    if (!value)
        fail_msg("%s", err.text);
    free(path);
    return value;
}

const struct form_lists *fixture_lists(void)
{
    static struct form_lists *lists; /* one for all, until the program ends */
    if (!lists) {
        char *folder = path_of(".", "../lists");
        struct error err = {.text = ""};
        json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, &err);
        lists = files ? form_lists_create_take(files, &err) : NULL;
        if (!lists)
            fail_msg("%s", err.text);
        free(folder);
    }
    return lists;
}

struct procedure_files fixture_real_files(const char *code)
{
    return (struct procedure_files){.facts = read_file(code, "procedure.json"),
                                    .schema = read_file(code, "schema.json"),
                                    .uischema = read_file(code, "uischema.json"),
                                    .english = read_file(code, "i18n/en.json"),
                                    .lists = fixture_lists()};
}

struct procedure *fixture_real_procedure(const char *code)
{
    return create(fixture_real_files(code));
}

struct general *fixture_general(void)
{
    char *folder = path_of(GENERAL, "");
    struct error err = {.text = ""};
    json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, &err);
    struct general *general = files ? general_create_take(files, &err) : NULL;
    if (!general)
        fail_msg("%s", err.text);
    free(folder);
    return general;
}

struct procedure *fixture_general_procedure(const char *facts)
{
    struct general *general = fixture_general();
    json_t *read = facts ? fixture_json(facts) : read_file(GENERAL, "sample.json");
    struct procedure_files files = general_compose(general, read);
    files.lists = fixture_lists();
    json_decref(read);
    general_free(&general);
    return create(files);
}

json_t *fixture_example(const char *code, const char *name)
{
    char *path = memory_format("examples/%s", name);
    json_t *value = read_file(code, path);
    free(path);
    return value;
}

static int is_example(const struct dirent *entry)
{
    return strstr(entry->d_name, ".json") != NULL;
}

static int is_code(const struct dirent *entry)
{
    return strspn(entry->d_name, "0123456789.") > 2;
}

static void each_file(struct procedure *procedure, const char *code, const char *kind,
                      void (*call)(const struct procedure *, const json_t *,
                                   const char *))
{
    struct dirent **files;
    char *folder = path_of(code, kind);
    int found = scandir(folder, &files, is_example, alphasort);
    free(folder);
    assert_true(found > 0);
    for (int i = 0; i < found; i++) {
        char *name = memory_format("%s/%s", kind, files[i]->d_name);
        json_t *value = read_file(code, name);
        call(procedure, value, files[i]->d_name);
        json_decref(value);
        free(name);
        free(files[i]);
    }
    free(files);
    procedure_free(&procedure);
}

void fixture_each_code(void (*call)(const char *code, void *arg), void *arg)
{
    struct dirent **codes;
    char *folder = path_of(".", "");
    int count = scandir(folder, &codes, is_code, alphasort);
    free(folder);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        call(codes[i]->d_name, arg);
        free(codes[i]);
    }
    free(codes);
}

struct each {
    const char *kind;
    void (*call)(const struct procedure *, const json_t *, const char *);
};

static void each_of_procedure(const char *code, void *arg)
{
    const struct each *each = arg;
    each_file(fixture_real_procedure(code), code, each->kind, each->call);
}

static void each_of_all(struct each each)
{
    fixture_each_code(each_of_procedure, &each);
    each_file(fixture_general_procedure(NULL), GENERAL, each.kind, each.call);
}

void fixture_each_example(void (*call)(const struct procedure *procedure,
                                       const json_t *example, const char *name))
{
    each_of_all((struct each){"examples", call});
}

void fixture_each_counterexample(void (*call)(const struct procedure *procedure,
                                              const json_t *counterexample,
                                              const char *name))
{
    each_of_all((struct each){"counterexamples", call});
}

struct form *fixture_form(const struct procedure *procedure, const char *answers)
{
    struct error err = {.text = ""};
    struct form *form =
        form_create_take(procedure, fixture_json(answers), "2026-11-21", &err);
    if (!form)
        fail_msg("%s", err.text);
    return form;
}

size_t fixture_field(const struct form *form, const char *pointer)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < form_field_count(form); i++) {
        const struct field *field = form_field(form, i);
        if (strcmp(field->pointer, pointer) != 0)
            continue;
        if (found == SIZE_MAX || (field->visible && !form_field(form, found)->visible))
            found = i;
    }
    if (found == SIZE_MAX)
        fail_msg("no field %s", pointer);
    return found;
}

void fixture_type(struct form *form, const char *pointer, const char *typed)
{
    form_set_typed(form, fixture_field(form, pointer), typed);
}

const char *fixture_problem(const struct form *form, const char *pointer)
{
    size_t count;
    const struct problem *problems = form_problems(form, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(problems[i].pointer, pointer) == 0)
            return problems[i].message;
    return "";
}

void fixture_assert_equal(const json_t *value, const json_t *expected, const char *file,
                          int line)
{
    if (json_equal(value, expected))
        return;
    char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;
    print_error("%s:%d: got %s\n", file, line, text ? text : "nothing");
    free(text);
    _fail(file, line);
}

struct opened open_form(const char *schema, const char *uischema, const char *answers)
{
    struct procedure *procedure = fixture_procedure(schema, uischema, NULL);
    return (struct opened){procedure, fixture_form(procedure, answers)};
}

void close_form(struct opened *opened)
{
    form_free(&opened->form);
    procedure_free(&opened->procedure);
}

const struct field *field_of(const struct opened *opened, const char *pointer)
{
    return form_field(opened->form, fixture_field(opened->form, pointer));
}

void assert_final(const struct form *form, const char *expected)
{
    json_t *final = form_final_answers(form);
    assert_json(final, expected);
    json_decref(final);
}

void assert_typed(const struct form *form, const char *pointer, const char *text)
{
    char *typed = form_typed(form, fixture_field(form, pointer));
    assert_string_equal(typed, text);
    free(typed);
}
