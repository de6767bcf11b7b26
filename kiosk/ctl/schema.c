/* SPDX-License-Identifier: MIT */
/* schema check and logic: the engines of the forms by themselves, for whoever writes
 * forms and for comparing them with others. */
#include "forms/schema/schema.h"

#include "forms/logic/logic.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SCHEMA_INVALID = 1, SCHEMA_UNUSABLE = 2 };

/* "DIR=URL": every JSON file below DIR is known under URL. */
static bool add_remotes(struct schema_set *set, const char *option, struct error *err)
{
    const char *equals = strchr(option, '=');
    if (!equals)
        return error_set(err, _("%s must be DIR=URL."), "--remotes");
    char *folder = memory_copy_span(option, (size_t)(equals - option));
    json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, err);
    const char *url = equals + 1, *name;
    json_t *document;
    const char *slash = *url && url[strlen(url) - 1] == '/' ? "" : "/";
    json_object_foreach(files, name, document)
    {
        char *uri = memory_format("%s%s%s", url, slash, name);
        schema_set_add(set, uri, document);
        free(uri);
    }
    free(folder);
    bool fine = files != NULL;
    json_decref(files);
    return fine;
}

json_t *ctl_violations(const struct violations *violations)
{
    json_t *list = json_array();
    for (size_t i = 0; i < violations->count; i++) {
        const struct violation *v = &violations->list[i];
        char *path = memory_format("#%s", v->schema);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:O}", "instancePath",
                                              v->instance, "schemaPath", path, "keyword",
                                              v->keyword, "params", v->params));
        free(path);
    }
    return list;
}

static int print_verdict(const struct schema *schema, const json_t *instance)
{
    struct violations violations = {0};
    bool valid = schema_validate(schema, instance, &violations);
    ctl_print_json_take(
        json_pack("{s:b, s:o}", "valid", valid, "errors", ctl_violations(&violations)));
    violations_free(&violations);
    return valid ? EXIT_FINE : SCHEMA_INVALID;
}

int ctl_schema(struct ctl *ctl)
{
    struct error err = {0};
    struct schema_set *set = schema_set_create();
    struct schema *schema = NULL;
    json_t *instance = NULL;
    int code = SCHEMA_UNUSABLE;
    json_t *document = json_read_file(ctl->words[0], &JSON_FORM_LIMITS, &err);
    if (document && (!ctl->remotes || add_remotes(set, ctl->remotes, &err)))
        schema = schema_compile(document, set, &err);
    if (schema)
        instance = json_read_file(ctl->words[1], &JSON_FORM_LIMITS, &err);
    if (instance)
        code = print_verdict(schema, instance);
    else
        ctl_complain(code, "%s", err.text);
    json_decref(instance);
    json_decref(document);
    schema_free(&schema);
    schema_set_free(&set);
    return code;
}

/* A file of that name, else the word itself as JSON. */
static json_t *read_word(const char *word, struct error *err)
{
    if (access(word, R_OK) == 0)
        return json_read_file(word, &JSON_FORM_LIMITS, err);
    return json_parse(word, strlen(word), _("The word"), &JSON_FORM_LIMITS, err);
}

int ctl_logic(struct ctl *ctl)
{
    struct error err = {0};
    char today[CLOCK_DATE_ROOM];
    const struct logic_context context = {.today = ctl->today ? ctl->today
                                                              : clock_today(today)};
    json_t *rule = read_word(ctl->words[0], &err);
    json_t *data = rule ? read_word(ctl->words[1], &err) : NULL;
    json_t *result = data ? logic_apply(rule, data, &context, &err) : NULL;
    json_decref(rule);
    json_decref(data);
    if (!result)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    char *text = json_dumps(result, JSON_ENCODE_ANY | JSON_COMPACT);
    json_decref(result);
    printf("%s\n", text ? text : "null");
    free(text);
    return EXIT_FINE;
}
