/* SPDX-License-Identifier: MIT */
#include "kiosk/base/json.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct json_limits JSON_FORM_LIMITS = {
    .bytes = 1 << 20, .depth = 64, .nodes = 100000};
const struct json_limits JSON_MESSAGE_LIMITS = {
    .bytes = 4 << 20, .depth = 64, .nodes = 200000};

/* Depth and size are counted before the parser allocates anything: every value but the
 * first follows a '[', '{', ',' or ':' that is not in a string. */
static bool within_limits(const char *data, size_t size, const struct json_limits *limits)
{
    size_t depth = 0, nodes = 1;
    bool in_string = false;
    for (size_t i = 0; i < size; i++) {
        char c = data[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            nodes++;
            if (++depth > limits->depth)
                return false;
        } else if (c == ']' || c == '}') {
            depth -= depth > 0;
        } else if (c == ',') {
            nodes++;
        }
    }
    return nodes <= limits->nodes;
}

json_t *json_parse(const char *data, size_t size, const char *source,
                   const struct json_limits *limits, struct error *err)
{
    if (size > limits->bytes) {
        error_set(err, _("%s is too large: more than %zu bytes."), source, limits->bytes);
        return NULL;
    }
    if (!within_limits(data, size, limits)) {
        error_set(err, _("%s is nested too deeply or holds too many values."), source);
        return NULL;
    }
    json_error_t cause;
    json_t *value =
        json_loadb(data, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &cause);
    if (!value)
        error_set(err, _("%s is not JSON: line %d, column %d."), source, cause.line,
                  cause.column);
    return value;
}

json_t *json_read_file(const char *path, const struct json_limits *limits,
                       struct error *err)
{
    struct buffer bytes;
    json_t *value = NULL;
    if (file_read(path, limits->bytes, &bytes, err))
        value = json_parse(bytes.data, bytes.size, path, limits, err);
    buffer_free(&bytes);
    return value;
}

/* ---- folders ---- */

enum { FOLDER_FILES_MOST = 1000, FOLDER_DEPTH_MOST = 8 };

/* What is being read; `prefix` is of the names, "" or "i18n/". */
struct reading {
    json_t *files;
    const struct json_limits *limits;
    struct error *err;
};

static bool read_folder(struct reading *r, const char *path, const char *prefix,
                        int depth);

static bool read_entry(struct reading *r, const struct dirent *entry, const char *path,
                       const char *prefix, int depth)
{
    const char *dot = strrchr(entry->d_name, '.');
    char *whole = file_join(path, entry->d_name);
    char *name = memory_format("%s%s", prefix, entry->d_name);
    bool fine = true;
    if (dot && strcmp(dot, ".json") == 0) {
        json_t *value = json_read_file(whole, r->limits, r->err);
        fine = value && json_object_size(r->files) < FOLDER_FILES_MOST;
        json_object_set_new(r->files, name, value);
    } else if (depth < FOLDER_DEPTH_MOST) {
        char *deeper = memory_format("%s/", name);
        fine = read_folder(r, whole, deeper, depth + 1);
        free(deeper);
    }
    free(whole);
    free(name);
    return fine;
}

/* One that is not there, or is a plain file, holds nothing. */
static bool read_folder(struct reading *r, const char *path, const char *prefix,
                        int depth)
{
    struct dirent **names;
    int count = scandir(path, &names, NULL, alphasort);
    if (count < 0)
        return errno == ENOENT || errno == ENOTDIR ||
               error_set(r->err, _("%s cannot be read: %s."), path, strerror(errno));
    bool fine = true;
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.')
            fine = fine && read_entry(r, names[i], path, prefix, depth);
        free(names[i]);
    }
    free(names);
    return fine;
}

json_t *json_read_folder(const char *path, const struct json_limits *limits,
                         struct error *err)
{
    struct reading r = {.files = json_object(), .limits = limits, .err = err};
    if (!read_folder(&r, path, "", 0)) {
        error_set(err, _("%s holds too many files."), path);
        json_decref(r.files);
        return NULL;
    }
    return r.files;
}

/* ---- members ---- */

const char *json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

const char *json_text_or(const json_t *object, const char *key, const char *otherwise)
{
    const char *text = json_text(object, key);
    return text ? text : otherwise;
}

long long json_number(const json_t *object, const char *key, long long otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool json_flag(const json_t *object, const char *key, bool otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

const char *json_words(const json_t *words, const char *language)
{
    if (json_is_string(words))
        return json_string_value(words);
    const char *text = json_text(words, language);
    return text ? text : json_text_or(words, "vi", "");
}

/* Cuts the next token off a pointer: ~1 is '/', ~0 is '~'. Returns what follows it. */
static const char *take_token(const char *pointer, char *token)
{
    const char *at = pointer + 1;
    while (*at && *at != '/') {
        if (at[0] == '~' && (at[1] == '0' || at[1] == '1')) {
            *token++ = at[1] == '0' ? '~' : '/';
            at += 2;
        } else {
            *token++ = *at++;
        }
    }
    *token = '\0';
    return at;
}

static json_t *child(const json_t *parent, const char *token)
{
    if (json_is_object(parent))
        return json_object_get(parent, token);
    if (!json_is_array(parent) || (token[0] == '0' && token[1]))
        return NULL;
    char *end;
    unsigned long index = strtoul(token, &end, 10);
    bool plain = *token >= '0' && *token <= '9' && *end == '\0';
    return plain ? json_array_get(parent, index) : NULL;
}

json_t *json_at(const json_t *root, const char *pointer)
{
    char *token = memory_alloc(strlen(pointer) + 1);
    const json_t *value = root;
    while (value && *pointer == '/') {
        pointer = take_token(pointer, token);
        value = child(value, token);
    }
    free(token);
    return *pointer ? NULL : (json_t *)value;
}

static bool put_under(json_t *parent, const char *pointer, json_t *value)
{
    char *token = memory_alloc(strlen(pointer) + 1);
    const char *rest = take_token(pointer, token);
    bool done = json_is_object(parent);
    if (json_is_array(parent)) {
        json_t *place = *rest ? child(parent, token) : NULL;
        done = place && put_under(place, rest, value);
    } else if (done && *rest == '\0') {
        if (value)
            json_object_set(parent, token, value);
        else
            json_object_del(parent, token);
    } else if (done) {
        json_t *next = json_object_get(parent, token);
        if (!next && value) {
            next = json_object();
            json_object_set_new(parent, token, next);
        }
        done = !next || put_under(next, rest, value);
        if (next && !value && json_is_object(next) && json_object_size(next) == 0)
            json_object_del(parent, token);
    }
    free(token);
    return done;
}

bool json_put(json_t *root, const char *pointer, json_t *value)
{
    return *pointer == '/' && put_under(root, pointer, value);
}

static void wipe_texts(json_t *value)
{
    size_t i;
    const char *key;
    json_t *member;
    if (json_is_string(value)) {
        /* jansson hands out its own bytes; nobody else holds this tree. */
        memory_wipe((char *)json_string_value(value), json_string_length(value));
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, member) wipe_texts(member);
    } else if (json_is_object(value)) {
        json_object_foreach(value, key, member) wipe_texts(member);
    }
}

void json_wipe(json_t **value)
{
    if (*value)
        wipe_texts(*value);
    json_decref(*value);
    *value = NULL;
}
