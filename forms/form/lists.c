/* SPDX-License-Identifier: MIT */
#include "forms/form/lists.h"

#include "forms/schema/uri.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/viet.h"

#include <stdlib.h>
#include <string.h>

/* Where a schema without an $id stands. */
#define PROCEDURE_BASE "https://forms.motcua.vn/procedures/0.000000/schema.json"

enum { COMMUNES_MOST = 20000, NAME_ROOM = 128 };

struct form_lists {
    json_t *documents; /* the schemas by file name */
    json_t *by_id;     /* $id -> file name */
    json_t *english;
    json_t *provinces;  /* code -> title */
    json_t *codes;      /* folded name -> code */
    json_t *identity;   /* "048" -> name */
    json_t *successors; /* folded name -> code of today */
    struct place *communes;
    size_t commune_count;
    char *texts;         /* of the communes: JSON would take four megabytes */
    struct named *names; /* of the communes, in order */
};

/* What a commune is called, "phuong hoa khanh", and where it is. */
struct named {
    char *folded;
    const char *province; /* NULL, of a key: any */
};

/* ---- reading ---- */

static bool refuse(struct error *err, const char *file, const char *pointer,
                   const char *reason)
{
    return error_set(err, "lists/%s: %s: %s", file, *pointer ? pointer : "/", reason);
}

static bool refuse_row(struct error *err, const char *file, const char *under, size_t i)
{
    char *pointer = memory_format("%s/%zu", under, i);
    refuse(err, file, pointer, _("a member is missing or has the wrong shape."));
    free(pointer);
    return false;
}

static bool read_english(struct form_lists *lists, const char *file, json_t *value,
                         struct error *err)
{
    if (!json_is_object(value))
        return refuse(err, file, "", _("this must be an object."));
    lists->english = json_incref(value);
    return true;
}

static size_t commune_bytes(const json_t *row)
{
    static const char *const MEMBERS[] = {"code", "name", "province"};
    size_t bytes = 0;
    for (size_t i = 0; i < sizeof(MEMBERS) / sizeof(*MEMBERS); i++) {
        const json_t *text = json_object_get(row, MEMBERS[i]);
        if (json_string_length(text) == 0)
            return 0;
        bytes += json_string_length(text) + 1;
    }
    return bytes;
}

static const char *keep(char **to, const json_t *row, const char *member)
{
    const json_t *text = json_object_get(row, member);
    size_t size = json_string_length(text) + 1;
    char *kept = *to;
    memcpy(kept, json_string_value(text), size);
    *to += size;
    return kept;
}

static int compare_places(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->code, ((const struct place *)b)->code);
}

static int compare_names(const void *a, const void *b)
{
    const struct named *one = a, *other = b;
    int order = strcmp(one->folded, other->folded);
    return order || !one->province ? order : strcmp(one->province, other->province);
}

static void name_communes(struct form_lists *lists)
{
    char folded[NAME_ROOM];
    lists->names = memory_array(lists->commune_count + 1, sizeof(*lists->names));
    for (size_t i = 0; i < lists->commune_count; i++) {
        viet_fold(folded, sizeof(folded), lists->communes[i].name);
        lists->names[i] = (struct named){.folded = memory_copy_text(folded),
                                         .province = lists->communes[i].province};
    }
    qsort(lists->names, lists->commune_count, sizeof(*lists->names), compare_names);
}

static bool read_communes(struct form_lists *lists, const char *file, json_t *value,
                          struct error *err)
{
    const json_t *rows = json_object_get(value, "communes");
    size_t i, bytes = 0, count = json_array_size(rows);
    json_t *row;
    if (!json_is_array(rows) || count > COMMUNES_MOST)
        return refuse(err, file, "/communes", _("this must be a list."));
    json_array_foreach(rows, i, row)
    {
        if (commune_bytes(row) == 0)
            return refuse_row(err, file, "/communes", i);
        bytes += commune_bytes(row);
    }
    char *to = lists->texts = memory_alloc(bytes + 1);
    lists->communes = memory_array(count + 1, sizeof(*lists->communes));
    lists->commune_count = count;
    json_array_foreach(rows, i, row)
    {
        lists->communes[i] = (struct place){.code = keep(&to, row, "code"),
                                            .name = keep(&to, row, "name"),
                                            .province = keep(&to, row, "province")};
    }
    qsort(lists->communes, count, sizeof(*lists->communes), compare_places);
    name_communes(lists);
    return true;
}

static bool read_successors(struct form_lists *lists, const char *file, json_t *value,
                            struct error *err)
{
    size_t i;
    json_t *row;
    if (!json_is_array(value))
        return refuse(err, file, "", _("this must be a list."));
    json_array_foreach(value, i, row)
    {
        char folded[NAME_ROOM];
        const char *old = json_text_or(row, "old", "");
        if (!json_text(row, "new") || strlen(old) >= NAME_ROOM ||
            viet_fold(folded, sizeof(folded), old) == 0)
            return refuse_row(err, file, "", i);
        json_object_set(lists->successors, folded, json_object_get(row, "new"));
    }
    return true;
}

static bool read_identity(struct form_lists *lists, const char *file, json_t *value,
                          struct error *err)
{
    size_t i;
    json_t *row;
    if (!json_is_array(value))
        return refuse(err, file, "", _("this must be a list."));
    json_array_foreach(value, i, row)
    {
        if (!json_text(row, "code") || !json_text(row, "name"))
            return refuse_row(err, file, "", i);
        json_object_set(lists->identity, json_text(row, "code"),
                        json_object_get(row, "name"));
    }
    return true;
}

static bool read_list(struct form_lists *lists, const char *file, json_t *value,
                      struct error *err)
{
    const json_t *id = json_object_get(value, "$id");
    struct error cause = {.text = ""};
    struct schema *schema = schema_compile(value, NULL, &cause);
    if (!schema)
        return refuse(err, file, "", cause.text);
    schema_free(&schema);
    if (!json_is_string(id))
        return refuse(err, file, "/$id", _("this must be a text."));
    json_object_set(lists->documents, file, value);
    json_object_set_new(lists->by_id, json_string_value(id), json_string(file));
    return true;
}

static void file_province(struct form_lists *lists, const char *title, const char *code)
{
    static const char *const KINDS[] = {"thanh pho ", "tinh "};
    char folded[NAME_ROOM];
    const char *name = folded;
    viet_fold(folded, sizeof(folded), title);
    for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++)
        if (strncmp(folded, KINDS[i], strlen(KINDS[i])) == 0)
            name = folded + strlen(KINDS[i]);
    json_object_set_new(lists->codes, name, json_string(code));
}

static bool read_provinces(struct form_lists *lists, const char *file, json_t *value,
                           struct error *err)
{
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(value, "oneOf"), i, entry)
    {
        const char *code = json_text(entry, "const"), *title = json_text(entry, "title");
        if (!code || !title)
            continue;
        json_object_set(lists->provinces, code, json_object_get(entry, "title"));
        file_province(lists, title, code);
    }
    return read_list(lists, file, value, err);
}

/* Those that are not lists of choices alone. */
static const struct {
    const char *file;
    bool (*read)(struct form_lists *lists, const char *file, json_t *value,
                 struct error *err);
} READERS[] = {
    {"i18n/en.json", read_english},      {"commune.json", read_communes},
    {"abolished.json", read_successors}, {"identity-province.json", read_identity},
    {"province.json", read_provinces},
};

static bool read_file(struct form_lists *lists, const char *file, json_t *value,
                      struct error *err)
{
    for (size_t i = 0; i < sizeof(READERS) / sizeof(*READERS); i++)
        if (strcmp(READERS[i].file, file) == 0)
            return READERS[i].read(lists, file, value, err);
    return read_list(lists, file, value, err);
}

struct form_lists *form_lists_create_take(json_t *files, struct error *err)
{
    struct form_lists *lists = memory_alloc(sizeof(*lists));
    *lists = (struct form_lists){.documents = json_object(),
                                 .by_id = json_object(),
                                 .provinces = json_object(),
                                 .codes = json_object(),
                                 .identity = json_object(),
                                 .successors = json_object()};
    const char *file;
    json_t *value;
    bool fine = true;
    json_object_foreach(files, file, value) fine =
        fine && read_file(lists, file, value, err);
    json_decref(files);
    if (!fine)
        form_lists_free(&lists);
    return lists;
}

void form_lists_free(struct form_lists **lists)
{
    struct form_lists *l = *lists;
    if (!l)
        return;
    json_decref(l->documents);
    json_decref(l->by_id);
    json_decref(l->english);
    json_decref(l->provinces);
    json_decref(l->codes);
    json_decref(l->identity);
    json_decref(l->successors);
    for (size_t i = 0; l->names && i < l->commune_count; i++)
        free(l->names[i].folded);
    free(l->names);
    free(l->communes);
    free(l->texts);
    free(l);
    *lists = NULL;
}

/* ---- asking ---- */

const json_t *form_lists_document(const struct form_lists *lists, const char *name)
{
    char *file = memory_format("%s.json", name);
    const json_t *document = lists ? json_object_get(lists->documents, file) : NULL;
    free(file);
    return document;
}

json_t *form_lists_english(const struct form_lists *lists)
{
    return lists ? lists->english : NULL;
}

const struct place *form_lists_communes(const struct form_lists *lists, size_t *count)
{
    *count = lists ? lists->commune_count : 0;
    return lists ? lists->communes : NULL;
}

const struct place *form_lists_commune(const struct form_lists *lists, const char *code)
{
    const struct place key = {.code = code};
    if (!lists || lists->commune_count == 0)
        return NULL;
    return bsearch(&key, lists->communes, lists->commune_count, sizeof(key),
                   compare_places);
}

const char *form_lists_province(const struct form_lists *lists, const char *code)
{
    return lists ? json_text(lists->provinces, code) : NULL;
}

/* By a name, however it is written. */
static const char *text_under(const json_t *filed, const char *name)
{
    char folded[NAME_ROOM];
    if (strlen(name) >= NAME_ROOM || viet_fold(folded, sizeof(folded), name) == 0)
        return NULL;
    return json_text(filed, folded);
}

const char *form_lists_province_code(const struct form_lists *lists, const char *name)
{
    return lists ? text_under(lists->codes, name) : NULL;
}

const char *form_lists_successor(const struct form_lists *lists, const char *name)
{
    return lists ? text_under(lists->successors, name) : NULL;
}

bool form_lists_has_commune(const struct form_lists *lists, const char *folded,
                            const char *province)
{
    const struct named key = {.folded = (char *)folded, .province = province};
    if (!lists || lists->commune_count == 0)
        return true;
    return bsearch(&key, lists->names, lists->commune_count, sizeof(key), compare_names);
}

const char *form_lists_identity_province(const void *lists, const char *code)
{
    const struct form_lists *l = lists;
    return l ? json_text(l->identity, code) : NULL;
}

/* ---- bundling ---- */

/* Where a reference to a list leads once it is bundled: "#/$defs/list:sex.json", and
 * what fragment there was. NULL if it leads to no list. Allocated. */
static char *bundled_reference(const struct form_lists *lists, const char *base,
                               const char *reference, const char **file)
{
    char *uri = uri_resolve(base, reference);
    size_t size = strcspn(uri, "#");
    const char *fragment = uri[size] ? uri + size + 1 : "";
    char *id = memory_copy_span(uri, size);
    *file = json_text(lists->by_id, id);
    char *bundled = *file && (!*fragment || *fragment == '/')
                        ? memory_format("#/$defs/list:%s%s", *file, fragment)
                        : NULL;
    free(id);
    free(uri);
    return bundled;
}

static json_t *bundle(const struct form_lists *lists, const char *base, json_t *value,
                      json_t *used);

/* The value with a member replaced; `made` is that copy of it, NULL before the first. */
static void put_bundled(json_t **made, json_t *value, const char *key, size_t index,
                        json_t *taken)
{
    if (!taken)
        return;
    if (!*made)
        *made = json_copy(value);
    if (key)
        json_object_set_new(*made, key, taken);
    else
        json_array_set_new(*made, index, taken);
}

/* A copy in which the references lead into the bundle, with all in common that has none;
 * NULL where nothing has. The files of the lists are noted in `used`. New reference. */
static json_t *bundle(const struct form_lists *lists, const char *base, json_t *value,
                      json_t *used)
{
    size_t i;
    const char *key, *file;
    json_t *member, *made = NULL;
    const char *reference = json_text(value, "$ref");
    char *bundled = reference && *reference != '#'
                        ? bundled_reference(lists, base, reference, &file)
                        : NULL;
    if (bundled) {
        json_object_set_new(used, file, json_true());
        put_bundled(&made, value, "$ref", 0, json_string(bundled));
        free(bundled);
    }
    json_object_foreach(value, key, member)
    {
        put_bundled(&made, value, key, 0, bundle(lists, base, member, used));
    }
    json_array_foreach(value, i, member)
    {
        put_bundled(&made, value, NULL, i, bundle(lists, base, member, used));
    }
    return made;
}

json_t *form_lists_bundle(const struct form_lists *lists, json_t *schema)
{
    if (!lists || !json_is_object(schema))
        return json_incref(schema);
    json_t *used = json_object();
    json_t *copy =
        bundle(lists, json_text_or(schema, "$id", PROCEDURE_BASE), schema, used);
    if (!copy)
        copy = json_incref(schema);
    const json_t *defs = json_object_get(copy, "$defs");
    json_t *with_lists = json_is_object(defs) ? json_copy((json_t *)defs) : json_object();
    const char *file;
    json_t *value;
    json_object_foreach(used, file, value)
    {
        char *name = memory_format("list:%s", file);
        json_object_set(with_lists, name, json_object_get(lists->documents, file));
        free(name);
    }
    if (json_object_size(used) > 0)
        json_object_set(copy, "$defs", with_lists);
    json_decref(with_lists);
    json_decref(used);
    return copy;
}
