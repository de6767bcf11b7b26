/* SPDX-License-Identifier: MIT */
#include "kiosk/service/national.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"
#include "kiosk/service/tidy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_MOST = 500,     /* characters */
    OFFICES_MOST = 3,    /* that a line of a list can show */
    RESULTS_MOST = 5,    /* likewise */
    LAWS_MOST = 40,      /* in a procedure */
    LAW_MOST = 400,      /* characters */
    JOINED_ROOM = 16384, /* bytes of what is joined */
    FOLDED_ROOM = 2048   /* of an office's name */
};

const struct national_channel national_channels[NATIONAL_CHANNELS] = {
    {"DIRECT", "Trực tiếp"},
    {"ONLINE", "Trực tuyến"},
    {"POSTAL", "Bưu chính"},
};

enum national_shape national_shape(const json_t *line)
{
    if (json_is_array(json_object_get(line, "executionMethods")))
        return NATIONAL_DETAIL;
    return json_object_get(line, "categories") ? NATIONAL_LIST : NATIONAL_NONE;
}

static void set_words_take(json_t *facts, const char *key, char *text)
{
    if (*text)
        json_object_set_new(facts, key, json_pack("{s:s}", "vi", text));
    free(text);
}

/* An entry of a list is a text, or an object with a name. */
static const char *name_of(const json_t *entry)
{
    return json_is_string(entry) ? json_string_value(entry)
                                 : json_text_or(entry, "name", "");
}

/* The first names of a list, joined; "" if there are none. Allocated. */
static char *join_names(const json_t *list, size_t most, const char *between)
{
    struct buffer out;
    buffer_init(&out, JOINED_ROOM);
    size_t i, taken = 0;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        char *name = tidy_shorten_take(tidy_item(name_of(entry)), NAME_MOST, NULL);
        bool known = out.size > 0 && strstr(out.data, name) != NULL;
        if (*name && !known && ++taken <= most)
            buffer_format(&out, "%s%s", out.size ? between : "", name);
        free(name);
    }
    if (taken > most)
        buffer_add_text(&out, " …");
    char *joined = memory_copy_text(out.data);
    buffer_free(&out);
    return joined;
}

/* The first of the lists that names somebody; else the text. */
static char *find_agency(const json_t *line, const char *const *lists, size_t count,
                         const char *otherwise)
{
    for (size_t i = 0; i < count; i++) {
        char *names = join_names(json_object_get(line, lists[i]), OFFICES_MOST, ", ");
        if (*names)
            return names;
        free(names);
    }
    return tidy_item(json_text_or(line, otherwise, ""));
}

static void add_list_facts(json_t *facts, const json_t *line)
{
    static const char *const OFFICES[] = {"departments"};
    set_words_take(facts, "field",
                   join_names(json_object_get(line, "categories"), OFFICES_MOST, ", "));
    set_words_take(facts, "agency",
                   find_agency(line, OFFICES, 1, "departmentPromulgate"));
}

/* ---- a detail ---- */

static bool has_method(const json_t *detail, const char *channel)
{
    size_t i;
    json_t *method;
    json_array_foreach(json_object_get(detail, "executionMethods"), i, method)
    {
        if (strcmp(json_text_or(method, "submissionMethod", ""), channel) == 0)
            return true;
    }
    return false;
}

/* One that agencies settle among themselves is nobody's to hand in. */
static void add_channels(json_t *facts, const json_t *detail)
{
    json_t *channels = json_array();
    bool away = !json_flag(detail, "isInternal", false) &&
                !json_flag(detail, "isOfflineOnly", false);
    for (size_t i = 0; i < NATIONAL_CHANNELS; i++) {
        const char *code = national_channels[i].code;
        if (has_method(detail, code) && (away || strcmp(code, "DIRECT") == 0))
            json_array_append_new(channels, json_string(code));
    }
    if (json_array_size(channels) > 0)
        json_object_set(facts, "channels", channels);
    json_decref(channels);
}

/* "Số 101/2024/NĐ-CP: Quy định về …"; the number alone is often all there is to know. */
static char *words_of_law(const json_t *law)
{
    char *name = tidy_item(json_text_or(law, "name", ""));
    char *number = tidy_item(json_text_or(law, "code", ""));
    char *words = NULL;
    if (!*number || strstr(name, number))
        words = memory_copy_text(name);
    else
        words = memory_format("Số %s%s%s", number, *name ? ": " : "", name);
    free(name);
    free(number);
    return tidy_shorten_take(words, LAW_MOST, NULL);
}

static bool has_words(const json_t *list, const char *words)
{
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (strcmp(json_text_or(entry, "vi", ""), words) == 0)
            return true;
    }
    return false;
}

static void add_laws(json_t *facts, const json_t *detail)
{
    json_t *laws = json_array(), *law;
    size_t i;
    json_array_foreach(json_object_get(detail, "legalBasisesDetails"), i, law)
    {
        char *words = words_of_law(law);
        if (*words && !has_words(laws, words) && json_array_size(laws) < LAWS_MOST)
            json_array_append_new(laws, json_pack("{s:s}", "vi", words));
        free(words);
    }
    if (json_array_size(laws) > 0)
        json_object_set(facts, "legalBasis", laws);
    json_decref(laws);
}

static void add_detail_facts(json_t *facts, const json_t *detail)
{
    static const char *const OFFICES[] = {"departmentsExecuting", "unitGroupsExecuting"};
    set_words_take(
        facts, "field",
        join_names(json_object_get(detail, "categoriesDetails"), OFFICES_MOST, ", "));
    set_words_take(facts, "agency",
                   find_agency(detail, OFFICES, 2, "departmentPromulgateName"));
    set_words_take(
        facts, "result",
        join_names(json_object_get(detail, "resultsDetails"), RESULTS_MOST, "; "));
    add_channels(facts, detail);
    add_laws(facts, detail);
    national_add_time(facts, detail);
    national_add_fee(facts, detail);
    national_add_papers(facts, detail);
}

/* ---- what tells procedures apart that have like names ---- */

/* A member of the line, at any depth of texts and objects with names, has the words. */
static bool names(const json_t *entry, const char *folded)
{
    char name[FOLDED_ROOM];
    viet_fold(name, sizeof(name), name_of(entry));
    return strstr(name, folded) != NULL;
}

static bool mentions(const json_t *line, const char *member, const char *folded)
{
    size_t i;
    json_t *entry, *entries = json_object_get(line, member);
    bool found = json_is_string(entries) && names(entries, folded);
    json_array_foreach(entries, i, entry)
    {
        found |= names(entry, folded);
    }
    return found;
}

/* Who settles it, whom it is for: the list has it in some members, the detail in others.
 */
static const struct {
    const char *trait, *member, *words;
} TRAITS[] = {
    {"commune", "departments", "cap xa"},
    {"commune", "departments", "xa phuong"},
    {"commune", "departmentsExecuting", "cap xa"},
    {"commune", "departmentsExecuting", "xa phuong"},
    {"commune", "unitGroupsExecuting", "cap xa"},
    {"citizen", "formalityTargetType", "cong dan"},
    {"citizen", "subjectTypesDetails", "cong dan"},
    {"citizen", "formalityTargetType", "nguoi viet nam"},
    {"citizen", "subjectTypesDetails", "nguoi viet nam"},
    {"citizen", "formalityTargetType", "nguoi nuoc ngoai"},
    {"citizen", "subjectTypesDetails", "nguoi nuoc ngoai"},
    {"abroad", "departmentPromulgate", "bo ngoai giao"},
    {"abroad", "departmentPromulgateName", "bo ngoai giao"},
};

static bool has_trait(const json_t *traits, const char *trait)
{
    size_t i;
    json_t *known;
    json_array_foreach(traits, i, known)
    {
        if (strcmp(json_string_value(known), trait) == 0)
            return true;
    }
    return false;
}

static void add_trait(json_t *traits, const char *trait)
{
    if (!has_trait(traits, trait))
        json_array_append_new(traits, json_string(trait));
}

static void add_traits(json_t *facts, const json_t *line)
{
    json_t *traits = json_array();
    for (size_t i = 0; i < sizeof(TRAITS) / sizeof(TRAITS[0]); i++) {
        if (mentions(line, TRAITS[i].member, TRAITS[i].words))
            add_trait(traits, TRAITS[i].trait);
    }
    bool says_for_whom = json_array_size(json_object_get(line, "formalityTargetType")) ||
                         json_array_size(json_object_get(line, "subjectTypesDetails"));
    if (says_for_whom && !has_trait(traits, "citizen"))
        add_trait(traits, "business");
    if (json_flag(line, "isInternal", false) ||
        strcmp(json_text_or(line, "type", ""), "STANDARD_INTERNAL") == 0)
        add_trait(traits, "internal");
    if (json_array_size(traits) > 0)
        json_object_set(facts, "traits", traits);
    json_decref(traits);
}

/* "UBND tỉnh Bắc Ninh" has published it: it holds there alone. */
static void add_province(json_t *facts, const json_t *line)
{
    static const char *const STARTS[] = {"UBND tỉnh ", "UBND Tỉnh ", "UBND Thành phố ",
                                         "UBND thành phố ", "UBND "};
    const char *issuer = json_text_or(line, "departmentPromulgate",
                                      json_text_or(line, "departmentPromulgateName", ""));
    for (size_t i = 0; i < sizeof(STARTS) / sizeof(STARTS[0]); i++) {
        size_t size = strlen(STARTS[i]);
        if (strncmp(issuer, STARTS[i], size) != 0)
            continue;
        char *province = tidy_line(issuer + size);
        json_object_set_new(facts, "province", json_string(province));
        free(province);
        return;
    }
}

/* A name that is too long to be shown is searched for in full. */
static void add_name(json_t *facts, const json_t *line)
{
    char *name = tidy_item(json_text_or(line, "name", "")), *rest;
    char *whole = memory_copy_text(name);
    set_words_take(facts, "name", tidy_shorten_take(name, NAME_MOST, &rest));
    if (rest)
        json_object_set_new(facts, "title", json_string(whole));
    free(rest);
    free(whole);
}

json_t *national_facts(const json_t *line)
{
    json_t *facts = json_object();
    add_name(facts, line);
    add_traits(facts, line);
    add_province(facts, line);
    if (national_shape(line) == NATIONAL_DETAIL)
        add_detail_facts(facts, line);
    else
        add_list_facts(facts, line);
    return facts;
}
