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

enum { FORMAT = 1, GROWTH = 1024 };

struct entry {
    char *text;     /* JSON */
    bool from_list; /* a line of the list; another one may say more */
};

struct entries {
    struct entry *list;
    size_t count;
    json_t *places; /* code -> index of the entry */
    size_t next;    /* to be handed to the store */
};

struct entries *entries_create(void)
{
    struct entries *entries = memory_alloc(sizeof(*entries));
    entries->places = json_object();
    return entries;
}

void entries_free(struct entries **entries)
{
    if (!*entries)
        return;
    for (size_t i = 0; i < (*entries)->count; i++)
        free((*entries)->list[i].text);
    free((*entries)->list);
    json_decref((*entries)->places);
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
    bool known = json_object_get(entries->places, json_text(facts, "code"));
    return known || entries->count < ENTRIES_MOST ||
           error_set(err, _("There are more than %d procedures."), ENTRIES_MOST);
}

static void keep(struct entries *entries, const json_t *facts, bool from_list)
{
    const char *code = json_text(facts, "code");
    const json_t *place = json_object_get(entries->places, code);
    size_t at = place ? (size_t)json_integer_value(place) : entries->count;
    if (place && from_list && !entries->list[at].from_list)
        return;
    if (!place) {
        if (entries->count % GROWTH == 0)
            entries->list = memory_resize(entries->list, entries->count + GROWTH,
                                          sizeof(*entries->list));
        entries->list[entries->count++] = (struct entry){0};
        json_object_set_new(entries->places, code, json_integer((json_int_t)at));
    }
    free(entries->list[at].text);
    entries->list[at].text = json_dumps(facts, JSON_COMPACT);
    entries->list[at].from_list = from_list;
}

bool entries_take(struct entries *entries, const json_t *line, struct error *err)
{
    json_t *facts = facts_of(line, err);
    bool fine = facts && has_room(entries, facts, err) && is_sound(facts, err);
    if (fine)
        keep(entries, facts, national_shape(line) == NATIONAL_LIST);
    json_decref(facts);
    return fine;
}

size_t entries_count(const struct entries *entries)
{
    return entries->count;
}

const char *entries_next(void *arg)
{
    struct entries *entries = arg;
    return entries->next < entries->count ? entries->list[entries->next++].text : NULL;
}
