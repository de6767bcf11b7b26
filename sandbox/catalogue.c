/* SPDX-License-Identifier: MIT */
#include "sandbox/catalogue.h"

#include "forms/form/general.h"
#include "forms/form/lists.h"
#include "forms/schema/schema.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "sandbox/book.h"
#include "sandbox/problem.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 64 << 20, CODE_MOST = BOOK_PROCEDURE_ROOM - 1 };

struct catalogue {
    char *folder;
    struct listing *list;
    size_t count;
    json_t *others; /* facts of procedures that nobody can hand in here */
    struct form_lists *lists;
    struct general *general;  /* read with the first file of facts */
    struct schema_set *set;   /* that knows our forms' formats */
    pthread_mutex_t checking; /* a compiled schema serves one thread at a time */
};

/* What a broken rule means to people; %lld is the rule's limit. */
static const struct complaint {
    const char *keyword;
    struct words words;
} COMPLAINTS[] = {
    {"required", {"Mục này phải khai.", "This must be answered."}},
    {"dependentRequired", {"Mục này phải khai.", "This must be answered."}},
    {"minLength", {"Ít nhất %lld ký tự.", "At least %lld characters."}},
    {"maxLength", {"Nhiều nhất %lld ký tự.", "At most %lld characters."}},
    {"pattern", {"Chưa đúng dạng.", "This does not have the right form."}},
    {"format", {"Chưa đúng dạng.", "This does not have the right form."}},
    {"enum",
     {"Chọn một trong các giá trị cho sẵn.", "Choose one of the values offered."}},
    {"oneOf",
     {"Chọn một trong các giá trị cho sẵn.", "Choose one of the values offered."}},
    {"const", {"Giá trị này không được chấp nhận.", "This value is not accepted."}},
    {"minimum", {"Không được nhỏ hơn %lld.", "Not less than %lld."}},
    {"maximum", {"Không được lớn hơn %lld.", "Not more than %lld."}},
    {"minItems", {"Ít nhất %lld mục.", "At least %lld entries."}},
    {"maxItems", {"Nhiều nhất %lld mục.", "At most %lld entries."}},
    {"uniqueItems", {"Có mục bị lặp lại.", "An entry is there twice."}},
    {"additionalProperties",
     {"Biểu mẫu không có mục này.", "The form has no such field."}},
    {"unevaluatedProperties",
     {"Biểu mẫu không có mục này.", "The form has no such field."}},
    {"type", {"Sai kiểu giá trị.", "The value is of the wrong kind."}},
};
static const struct words SOME_COMPLAINT = {
    "Giá trị này không đúng quy định của biểu mẫu.",
    "This value breaks a rule of the form."};

bool catalogue_is_code(const char *text)
{
    static const char SHAPE[] = "d.dddddd";
    size_t i = 0;
    for (; SHAPE[i] != '\0'; i++) {
        bool fits = SHAPE[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == '.';
        if (!fits)
            return false;
    }
    for (; text[i] != '\0'; i++) {
        bool fits = isascii(text[i]) &&
                    (isalnum((unsigned char)text[i]) || strchr("._-", text[i]));
        if (!fits)
            return false;
    }
    return i <= CODE_MOST;
}

/* Takes `facts` and `schema`. */
static void add_listing(struct catalogue *catalogue, const char *code, json_t *facts,
                        struct schema *schema)
{
    const json_t *name = json_object_get(facts, "name");
    catalogue->list =
        memory_resize(catalogue->list, catalogue->count + 1, sizeof(*catalogue->list));
    catalogue->list[catalogue->count++] = (struct listing){
        .code = memory_copy_text(code),
        .name = {memory_copy_text(json_words(name, "vi")),
                 memory_copy_text(json_words(name, "en"))},
        .time = json_object_get(facts, "time"),
        .facts = facts,
        .schema = schema,
    };
}

static struct schema *compile(const struct catalogue *catalogue, json_t *schema,
                              struct error *err)
{
    json_t *whole = form_lists_bundle(catalogue->lists, schema);
    struct schema *compiled = schema_compile(whole, catalogue->set, err);
    json_decref(whole);
    return compiled;
}

static void read_procedure(struct catalogue *catalogue, const char *code)
{
    struct error err = {0};
    char *facts_path = memory_format("%s/%s/procedure.json", catalogue->folder, code);
    char *schema_path = memory_format("%s/%s/schema.json", catalogue->folder, code);
    json_t *facts = json_read_file(facts_path, &JSON_FORM_LIMITS, &err);
    json_t *schema = facts ? json_read_file(schema_path, &JSON_FORM_LIMITS, &err) : NULL;
    struct schema *compiled = schema ? compile(catalogue, schema, &err) : NULL;
    if (compiled)
        add_listing(catalogue, code, json_incref(facts), compiled);
    else
        log_line("%s is left out: %s", code, err.text);
    json_decref(facts);
    json_decref(schema);
    free(facts_path);
    free(schema_path);
}

/* What the forms share stands beside them. */
static void read_lists(struct catalogue *catalogue, const char *folder)
{
    struct error err = {0};
    char *path = file_join(folder, "../lists");
    json_t *files = json_read_folder(path, &JSON_FORM_LIMITS, &err);
    catalogue->lists = files ? form_lists_create_take(files, &err) : NULL;
    if (!catalogue->lists)
        log_line("%s is left out: %s", path, err.text);
    catalogue->set = schema_set_create();
    schema_set_use_formats(catalogue->set, FORM_FORMATS, catalogue->lists);
    free(path);
}

struct catalogue *catalogue_read(const char *folder, struct error *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        error_set(err, _("The procedures' folder %s cannot be read: %s."), folder,
                  strerror(errno));
        return NULL;
    }
    struct catalogue *catalogue = memory_alloc(sizeof(*catalogue));
    pthread_mutex_init(&catalogue->checking, NULL);
    catalogue->folder = memory_copy_text(folder);
    catalogue->others = json_array();
    read_lists(catalogue, folder);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (catalogue_is_code(entry->d_name))
            read_procedure(catalogue, entry->d_name);
    closedir(dir);
    return catalogue;
}

/* ---- a file of facts ---- */

static bool read_general(struct catalogue *catalogue, struct error *err)
{
    if (catalogue->general)
        return true;
    char *path = file_join(catalogue->folder, "../general");
    json_t *files = json_read_folder(path, &JSON_FORM_LIMITS, err);
    catalogue->general = files ? general_create_take(files, err) : NULL;
    free(path);
    return catalogue->general != NULL;
}

/* Are they what a procedure's facts must be? */
static bool are_facts(json_t *facts, struct error *err)
{
    struct procedure_files files = {.facts = json_incref(facts)};
    struct procedure *procedure = procedure_create_take(files, err);
    bool fine = procedure && catalogue_is_code(procedure_code(procedure));
    if (procedure && !fine)
        error_set(err, _("The code is missing or is none like 1.001193."));
    procedure_free(&procedure);
    return fine;
}

static bool add_facts(struct catalogue *catalogue, const char *text, size_t size,
                      const char *source, struct error *err)
{
    json_t *facts = json_parse(text, size, source, &JSON_FORM_LIMITS, err);
    bool fine = facts && are_facts(facts, err);
    if (fine && !catalogue_find(catalogue, json_text(facts, "code"))) {
        if (general_serves(facts))
            add_listing(catalogue, json_text(facts, "code"), json_incref(facts), NULL);
        else
            json_array_append(catalogue->others, facts);
    }
    json_decref(facts);
    return fine;
}

static bool add_lines(struct catalogue *catalogue, const char *text, const char *path,
                      struct error *err)
{
    for (long number = 1; *text; number++) {
        struct error cause = {0};
        size_t size = strcspn(text, "\n");
        bool blank = strspn(text, " \t\r") >= size;
        if (!blank && !add_facts(catalogue, text, size, _("The line"), &cause))
            return error_set(err, _("%s, line %ld: %s"), path, number, cause.text);
        text += size + (text[size] == '\n');
    }
    return true;
}

bool catalogue_add_file(struct catalogue *catalogue, const char *path, struct error *err)
{
    struct buffer text;
    bool fine = file_read(path, FILE_MOST, &text, err) && read_general(catalogue, err) &&
                add_lines(catalogue, text.data, path, err);
    buffer_free(&text);
    return fine;
}

json_t *catalogue_facts(const struct catalogue *catalogue)
{
    json_t *all = json_array();
    for (size_t i = 0; i < catalogue->count; i++)
        json_array_append(all, catalogue->list[i].facts);
    json_array_extend(all, catalogue->others);
    return all;
}

void catalogue_free(struct catalogue **catalogue)
{
    if (!*catalogue)
        return;
    for (size_t i = 0; i < (*catalogue)->count; i++) {
        struct listing *listing = &(*catalogue)->list[i];
        schema_free(&listing->schema);
        json_decref(listing->facts);
        free(listing->code);
        free((char *)listing->name.vi);
        free((char *)listing->name.en);
    }
    free((*catalogue)->list);
    free((*catalogue)->folder);
    json_decref((*catalogue)->others);
    general_free(&(*catalogue)->general);
    schema_set_free(&(*catalogue)->set);
    form_lists_free(&(*catalogue)->lists);
    pthread_mutex_destroy(&(*catalogue)->checking);
    free(*catalogue);
    *catalogue = NULL;
}

const struct listing *catalogue_find(const struct catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->list[i].code, code) == 0)
            return &catalogue->list[i];
    return NULL;
}

static struct words words_for(const char *keyword)
{
    for (size_t i = 0; i < sizeof(COMPLAINTS) / sizeof(COMPLAINTS[0]); i++)
        if (strcmp(COMPLAINTS[i].keyword, keyword) == 0)
            return COMPLAINTS[i].words;
    return SOME_COMPLAINT;
}

/* A missing member is complained about where it should stand, so that the complaint
 * leads to its field. */
static void add_violation(json_t *errors, const struct violation *violation,
                          const char *language)
{
    char *pointer = memory_format("/answers%s", violation->instance);
    const char *missing = json_text(violation->params, "property");
    if (missing && strstr(violation->keyword, "equired")) {
        char *parent = pointer;
        pointer = problem_pointer(parent, missing);
        free(parent);
    }
    char *message = memory_format(words_in(words_for(violation->keyword), language),
                                  json_number(violation->params, "limit", 0));
    problem_add_error(errors, pointer, message);
    free(pointer);
    free(message);
}

/* Makes the schema of a procedure with the general form, once. */
static const struct schema *schema_of(const struct catalogue *catalogue,
                                      struct listing *listing)
{
    struct error err = {0};
    if (listing->schema)
        return listing->schema;
    struct procedure_files files = general_compose(catalogue->general, listing->facts);
    listing->schema = compile(catalogue, files.schema, &err);
    if (!listing->schema)
        log_line("%s cannot be checked: %s", listing->code, err.text);
    json_decref(files.facts);
    json_decref(files.schema);
    json_decref(files.uischema);
    json_decref(files.english);
    return listing->schema;
}

json_t *catalogue_check(struct catalogue *catalogue, const struct listing *listing,
                        const json_t *answers, const char *language)
{
    json_t *errors = json_array();
    struct violations found = {0};
    struct listing *own = &catalogue->list[listing - catalogue->list];
    pthread_mutex_lock(&catalogue->checking);
    const struct schema *schema = schema_of(catalogue, own);
    if (!schema || !schema_validate(schema, answers, &found)) {
        for (size_t i = 0; i < found.count; i++)
            add_violation(errors, &found.list[i], language);
        /* A schema may say no to everything without a keyword to name. */
        if (found.count == 0)
            problem_add_error(errors, "/answers", words_in(SOME_COMPLAINT, language));
    }
    violations_free(&found);
    pthread_mutex_unlock(&catalogue->checking);
    return errors;
}
