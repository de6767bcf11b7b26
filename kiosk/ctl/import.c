/* SPDX-License-Identifier: MIT */
/* Importing a catalogue: one procedure a line, all of them or none. */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/viet.h"
#include "kiosk/ctl/ctl.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MOST = 256 << 20,
    LINES_MOST = 100000,
    CODE_LENGTH = 8,    /* 1.001193 */
    AGENCIES_MOST = 3,  /* that a line of a list can show */
    TROUBLES_MOST = 20, /* bad lines that are told */
    FORMAT = 1
};

struct import {
    char **entries; /* JSON texts */
    size_t count;
    size_t next; /* to be handed to the store */
};

/* --- one line
 * --------------------------------------------------------------------------- */

/* One line of text, clean, in NFC, without blanks at its ends. Allocated. */
static char *tidy(const char *text)
{
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    char *start = clean + strspn(clean, " ");
    size_t size = strlen(start);
    while (size && start[size - 1] == ' ')
        start[--size] = '\0';
    char *composed = viet_compose(start);
    free(clean);
    return composed;
}

static bool is_code(const char *code)
{
    if (strlen(code) < CODE_LENGTH || strlen(code) >= STORE_CODE_ROOM)
        return false;
    for (size_t i = 0; code[i]; i++) {
        if (i == 1 ? code[i] != '.' : i < CODE_LENGTH && !isdigit((unsigned char)code[i]))
            return false;
        if (!isgraph((unsigned char)code[i]))
            return false;
    }
    return true;
}

/* The first texts of a list, joined; "" if there are none. Allocated. */
static char *join(const json_t *list, size_t most)
{
    struct buffer out;
    buffer_init(&out, 4096);
    size_t i;
    json_t *text;
    json_array_foreach(list, i, text)
    {
        if (i < most && json_is_string(text))
            buffer_format(&out, "%s%s", out.size ? ", " : "", json_string_value(text));
    }
    if (json_array_size(list) > most)
        buffer_add_text(&out, " …");
    char *joined = tidy(out.data);
    buffer_free(&out);
    return joined;
}

static void set_words(json_t *facts, const char *key, const char *text)
{
    if (*text)
        json_object_set_new(facts, key, json_pack("{s:s}", "vi", text));
}

/* The national portal's own shape: "categories" and "departments" are lists of texts. */
static json_t *facts_of_national(const json_t *line)
{
    json_t *facts = json_object();
    char *name = tidy(json_text_or(line, "name", ""));
    char *field = join(json_object_get(line, "categories"), AGENCIES_MOST);
    char *agency = join(json_object_get(line, "departments"), AGENCIES_MOST);
    if (!*agency) {
        free(agency);
        agency = tidy(json_text_or(line, "departmentPromulgate", ""));
    }
    set_words(facts, "name", name);
    set_words(facts, "field", field);
    set_words(facts, "agency", agency);
    free(name);
    free(field);
    free(agency);
    return facts;
}

/* The facts of a procedure without a form. A new reference; NULL and an error. */
static json_t *facts_of(const json_t *line, struct error *err)
{
    if (!json_is_object(line)) {
        error_set(err, _("This is not an object."));
        return NULL;
    }
    char *code = tidy(json_text_or(line, "code", ""));
    bool national = json_object_get(line, "categories") != NULL;
    json_t *facts = NULL;
    if (is_code(code)) {
        facts = national ? facts_of_national(line) : json_copy((json_t *)line);
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

static bool take_line(struct import *import, const char *text, size_t size,
                      struct error *err)
{
    json_t *line = json_parse(text, size, _("The line"), &JSON_FORM_LIMITS, err);
    json_t *facts = line ? facts_of(line, err) : NULL;
    bool fine = facts && is_sound(facts, err);
    if (fine) {
        if (import->count % 1024 == 0)
            import->entries = memory_resize(import->entries, import->count + 1024,
                                            sizeof(*import->entries));
        import->entries[import->count++] = json_dumps(facts, JSON_COMPACT);
    }
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
    return import->next < import->count ? import->entries[import->next++] : NULL;
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

int ctl_import(struct ctl *ctl)
{
    struct error err = {0};
    struct import import = {0};
    struct buffer text;
    const char *path = ctl->words[0];
    int code = EXIT_TROUBLE;
    if (!file_read(path, FILE_MOST, &text, &err)) {
        ctl_complain(code, "%s", err.text);
    } else if (strlen(text.data) != text.size) {
        ctl_complain(code, _("%s is not a text file."), path);
    } else {
        size_t bad = take_lines(&import, path, text.data);
        if (bad || import.count == 0)
            ctl_complain(code, bad ? _("Nothing was imported; mend these lines first.")
                                   : _("Nothing was imported: the file is empty."));
        else
            code = store_entries(ctl, &import);
    }
    for (size_t i = 0; i < import.count; i++)
        free(import.entries[i]);
    free(import.entries);
    buffer_free(&text);
    return code;
}
