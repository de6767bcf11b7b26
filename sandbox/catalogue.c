/* SPDX-License-Identifier: MIT */
#include "sandbox/catalogue.h"

#include "forms/form/lists.h"
#include "forms/schema/schema.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/base/memory.h"
#include "sandbox/problem.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct catalogue {
    struct listing *list;
    size_t count;
    struct form_lists *lists;
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
    return text[i] == '\0';
}

static bool read_listing(const struct catalogue *catalogue, struct listing *listing,
                         const char *folder, struct error *err)
{
    char *facts_path = file_join(folder, "procedure.json");
    char *schema_path = file_join(folder, "schema.json");
    json_t *facts = json_read_file(facts_path, &JSON_FORM_LIMITS, err);
    json_t *schema = facts ? json_read_file(schema_path, &JSON_FORM_LIMITS, err) : NULL;
    json_t *whole = schema ? form_lists_bundle(catalogue->lists, schema) : NULL;
    if (whole)
        listing->schema = schema_compile(whole, catalogue->set, err);
    if (listing->schema) {
        const json_t *name = json_object_get(facts, "name");
        listing->name.vi = memory_copy_text(json_words(name, "vi"));
        listing->name.en = memory_copy_text(json_words(name, "en"));
        listing->time = json_incref(json_object_get(facts, "time"));
    }
    json_decref(facts);
    json_decref(schema);
    json_decref(whole);
    free(facts_path);
    free(schema_path);
    return listing->schema != NULL;
}

static void add_listing(struct catalogue *catalogue, const char *folder, const char *code)
{
    struct error err = {0};
    struct listing listing = {0};
    char *path = file_join(folder, code);
    if (read_listing(catalogue, &listing, path, &err)) {
        listing.code = memory_copy_text(code);
        catalogue->list = memory_resize(catalogue->list, catalogue->count + 1,
                                        sizeof(*catalogue->list));
        catalogue->list[catalogue->count++] = listing;
    } else {
        log_line("%s is left out: %s", code, err.text);
    }
    free(path);
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
    read_lists(catalogue, folder);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (catalogue_is_code(entry->d_name))
            add_listing(catalogue, folder, entry->d_name);
    closedir(dir);
    return catalogue;
}

void catalogue_free(struct catalogue **catalogue)
{
    if (!*catalogue)
        return;
    for (size_t i = 0; i < (*catalogue)->count; i++) {
        struct listing *listing = &(*catalogue)->list[i];
        schema_free(&listing->schema);
        json_decref(listing->time);
        free(listing->code);
        free((char *)listing->name.vi);
        free((char *)listing->name.en);
    }
    free((*catalogue)->list);
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

json_t *catalogue_check(struct catalogue *catalogue, const struct listing *listing,
                        const json_t *answers, const char *language)
{
    json_t *errors = json_array();
    struct violations found = {0};
    pthread_mutex_lock(&catalogue->checking);
    if (!schema_validate(listing->schema, answers, &found)) {
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
