/* SPDX-License-Identifier: MIT */
#include "kiosk/service/entries.h"

#include "forms/form/procedure.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/codes.h"
#include "kiosk/service/national.h"
#include "kiosk/service/tidy.h"
#include "kiosk/store/store.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT = 1 };

struct entries {
    entries_put *put;
    void *arg;
    size_t count;
    /* By code: twice the number of the entry, and 1 if it is a line of the list, of which
     * another one may say more. */
    json_t *known;
};

struct entries *entries_create(entries_put *put, void *arg)
{
    struct entries *entries = memory_alloc(sizeof(*entries));
    entries->put = put;
    entries->arg = arg;
    entries->known = json_object();
    return entries;
}

void entries_free(struct entries **entries)
{
    if (!*entries)
        return;
    json_decref((*entries)->known);
    free(*entries);
    *entries = NULL;
}

static bool is_code(const char *code)
{
    if (strlen(code) < CODES_LENGTH || strlen(code) >= STORE_CODE_ROOM)
        return false;
    for (size_t i = 0; code[i]; i++) {
        if (i == 1 ? code[i] != '.'
                   : i < CODES_LENGTH && !isdigit((unsigned char)code[i]))
            return false;
        if (!isalnum((unsigned char)code[i]) && !strchr(".-_", code[i]))
            return false;
    }
    return true;
}

/* The facts of a procedure. A new reference; NULL and an error. */
static json_t *facts_of(const json_t *line, struct error *err)
{
    if (!json_is_object(line)) {
        error_set(err, _("This is not an object."));
        return NULL;
    }
    char *code = tidy_line(json_text_or(line, "code", ""));
    json_t *facts = NULL;
    if (is_code(code)) {
        facts = national_shape(line) == NATIONAL_NONE ? json_copy((json_t *)line)
                                                      : national_facts(line);
        json_object_set_new(facts, "code", json_string(code));
        if (!json_object_get(facts, "format"))
            json_object_set_new(facts, "format", json_integer(FORMAT));
        if (!json_text(facts, "version"))
            json_object_set_new(facts, "version", json_string("imported"));
    } else {
        error_set(err, _("The code is missing or is none like 1.001193."));
    }
    free(code);
    return facts;
}

/* Lets the form engine judge what is not ours to know. */
static bool is_sound(json_t *facts, struct error *err)
{
    struct procedure_files files = {.facts = json_incref(facts)};
    struct procedure *procedure = procedure_create_take(files, err);
    bool sound = procedure != NULL;
    procedure_free(&procedure);
    return sound;
}

static bool has_room(const struct entries *entries, const json_t *facts,
                     struct error *err)
{
    bool known = json_object_get(entries->known, json_text(facts, "code"));
    return known || entries->count < ENTRIES_MOST ||
           error_set(err, _("There are more than %d procedures."), ENTRIES_MOST);
}

static bool keep(struct entries *entries, const json_t *facts, bool from_list,
                 struct error *err)
{
    const char *code = json_text(facts, "code");
    const json_t *known = json_object_get(entries->known, code);
    size_t mark = known ? (size_t)json_integer_value(known) : 2 * entries->count + 1;
    if (known && from_list && mark % 2 == 0)
        return true;
    entries->count += !known;
    json_object_set_new(entries->known, code,
                        json_integer((json_int_t)(mark / 2 * 2 + from_list)));
    if (!entries->put)
        return true;
    char *text = json_dumps(facts, JSON_COMPACT);
    bool fine = entries->put(entries->arg, mark / 2, text, err);
    free(text);
    return fine;
}

bool entries_take(struct entries *entries, const json_t *line, struct error *err)
{
    json_t *facts = facts_of(line, err);
    bool fine = facts && has_room(entries, facts, err) && is_sound(facts, err) &&
                keep(entries, facts, national_shape(line) == NATIONAL_LIST, err);
    json_decref(facts);
    return fine;
}

size_t entries_count(const struct entries *entries)
{
    return entries->count;
}
