/* SPDX-License-Identifier: MIT */
/* Importing a catalogue: one procedure a line, of several files, all of them or none. Of
 * one procedure the line that says more counts: facts or a detail before a line of the
 * national list, whichever file it stands in; then the last. */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/codes.h"
#include "kiosk/service/national.h"
#include "kiosk/service/tidy.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MOST = 256 << 20,
    LINES_MOST = 100000,
    TROUBLES_MOST = 20, /* bad lines that are told */
    FORMAT = 1
};

struct entry {
    char *text;     /* JSON */
    bool from_list; /* a line of the list; another one may say more */
};

struct import {
    struct entry *entries;
    size_t count;
    json_t *places; /* code -> index of the entry */
    size_t next;    /* to be handed to the store */
};

/* --- one line
 * --------------------------------------------------------------------------- */

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

static void keep_entry(struct import *import, const json_t *facts, bool from_list)
{
    const char *code = json_text(facts, "code");
    const json_t *place = json_object_get(import->places, code);
    size_t at = place ? (size_t)json_integer_value(place) : import->count;
    if (place && from_list && !import->entries[at].from_list)
        return;
    if (!place) {
        if (import->count % 1024 == 0)
            import->entries = memory_resize(import->entries, import->count + 1024,
                                            sizeof(*import->entries));
        import->entries[import->count++] = (struct entry){0};
        json_object_set_new(import->places, code, json_integer((json_int_t)at));
    }
    free(import->entries[at].text);
    import->entries[at].text = json_dumps(facts, JSON_COMPACT);
    import->entries[at].from_list = from_list;
}

static bool take_line(struct import *import, const char *text, size_t size,
                      struct error *err)
{
    json_t *line = json_parse(text, size, _("The line"), &JSON_FORM_LIMITS, err);
    json_t *facts = line ? facts_of(line, err) : NULL;
    bool fine = facts && is_sound(facts, err);
    if (fine)
        keep_entry(import, facts, national_shape(line) == NATIONAL_LIST);
    json_decref(facts);
    json_decref(line);
    return fine;
}

/* --- the file
 * ----------------------------------------------------------------------------- */

/* Tells every bad line, up to a number; returns how many there are. */
static size_t take_lines(struct import *import, const char *path, const char *text)
{
    size_t bad = 0;
    for (long number = 1; *text; number++) {
        size_t size = strcspn(text, "\n");
        struct error err = {0};
        bool blank = strspn(text, " \t\r") >= size;
        if (number > LINES_MOST) {
            ctl_complain(EXIT_TROUBLE, _("%s has more than %d lines."), path, LINES_MOST);
            return bad + 1;
        }
        if (!blank && !take_line(import, text, size, &err) && ++bad <= TROUBLES_MOST)
            ctl_complain(EXIT_TROUBLE, _("%s, line %ld: %s"), path, number, err.text);
        text += size + (text[size] == '\n');
    }
    return bad;
}

static const char *next_entry(void *arg)
{
    struct import *import = arg;
    return import->next < import->count ? import->entries[import->next++].text : NULL;
}

static int store_entries(struct ctl *ctl, struct import *import)
{
    struct error err = {0};
    size_t count = 0;
    struct store *store = ctl_store(ctl, &err);
    if (!store || !store_replace_catalogue(store, next_entry, import, &count, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    printf(ngettext("%zu procedure imported.\n", "%zu procedures imported.\n", count),
           count);
    return EXIT_FINE;
}

/* Returns how many bad lines were told; a file that cannot be used is one of them. */
static size_t take_file(struct import *import, const char *path)
{
    struct error err = {0};
    struct buffer text;
    size_t bad = 1;
    if (!file_read(path, FILE_MOST, &text, &err))
        ctl_complain(EXIT_TROUBLE, "%s", err.text);
    else if (strlen(text.data) != text.size)
        ctl_complain(EXIT_TROUBLE, _("%s is not a text file."), path);
    else
        bad = take_lines(import, path, text.data);
    buffer_free(&text);
    return bad;
}

int ctl_import(struct ctl *ctl)
{
    struct import import = {.places = json_object()};
    size_t bad = 0;
    int code = EXIT_TROUBLE;
    for (int i = 0; i < ctl->count; i++)
        bad += take_file(&import, ctl->words[i]);
    if (bad)
        ctl_complain(code, _("Nothing was imported; mend these lines first."));
    else if (import.count == 0)
        ctl_complain(code, _("Nothing was imported: the file is empty."));
    else
        code = store_entries(ctl, &import);
    for (size_t i = 0; i < import.count; i++)
        free(import.entries[i].text);
    free(import.entries);
    json_decref(import.places);
    return code;
}
