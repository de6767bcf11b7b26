/* SPDX-License-Identifier: MIT */
/* Reading JSON from outside, under limits, and asking it questions without a NULL check
 * at every step. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "kiosk/base/error.h"

#include <jansson.h>

struct json_limits {
    size_t bytes;
    size_t depth; /* nested arrays and objects */
    size_t nodes;
};
extern const struct json_limits JSON_FORM_LIMITS; /* files of a procedure */
extern const struct json_limits
    JSON_MESSAGE_LIMITS; /* between processes, from the portal */

/* Strict: duplicate keys, invalid UTF-8 and U+0000 are refused. Returns a new reference,
 * or NULL and an error that names `source` (a file name or the like), line and reason. */
json_t *json_parse(const char *data, size_t size, const char *source,
                   const struct json_limits *limits, struct error *err);
json_t *json_read_file(const char *path, const struct json_limits *limits,
                       struct error *err);
/* Every *.json in the folder and eight deep in its folders, by the path from there:
 * {"sex.json":
 * ..., "i18n/en.json": ...}. A folder that is not there is an empty one. New reference;
 * NULL and an error at the first file that cannot be read. */
json_t *json_read_folder(const char *path, const struct json_limits *limits,
                         struct error *err);

/* Members; borrowed. A wrong type counts as absent. `object` may be NULL. */
const char *json_text(const json_t *object, const char *key); /* NULL if absent */
const char *json_text_or(const json_t *object, const char *key, const char *otherwise);
long long json_number(const json_t *object, const char *key, long long otherwise);
bool json_flag(const json_t *object, const char *key, bool otherwise);

/* {"vi": "...", "en": "..."} in `language`, else Vietnamese, else ""; a plain string is
 * itself. Borrowed, never NULL. */
const char *json_words(const json_t *words, const char *language);

/* JSON Pointer (RFC 6901): "/applicant/fullName". Borrowed, NULL if absent. */
json_t *json_at(const json_t *root, const char *pointer);
/* Sets the value there, making objects on the way; value NULL removes it and the objects
 * this leaves empty. Takes no reference of `value`. An array is passed through where it
 * has the place, and keeps it; false if it has not, or a scalar is in the way. */
bool json_put(json_t *root, const char *pointer, json_t *value);

/* Overwrites the strings inside, then drops the reference: for a citizen's answers. Only
 * for trees nobody else holds. NULL is fine; *value is set to NULL. */
void json_wipe(json_t **value);

#endif
