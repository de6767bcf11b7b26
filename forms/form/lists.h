/* SPDX-License-Identifier: MIT */
/*
 * What all forms share: lists of choices (ethnic groups, nationalities, kinds of identity
 * papers), their English, and the places of Viet Nam. The files of the folder `lists`,
 * beside `procedures`; docs/form-format.md says what stands in each.
 *
 * A list is a JSON Schema document with an $id, to which a form's schema refers.
 */
#ifndef FORMS_LISTS_H
#define FORMS_LISTS_H

#include "forms/schema/schema.h"
#include "kiosk/base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct form_lists;

/* `files` maps each file's path in the folder ("sex.json", "i18n/en.json") to its value;
 * taken even when it fails. An error names the file, the JSON pointer and the reason. */
struct form_lists *form_lists_create_take(json_t *files, struct error *err);
void form_lists_free(struct form_lists **lists);

/* All of the following take NULL for no lists, and give borrowed values. */

/* The document of a list by its name ("sex"), or NULL. */
const json_t *form_lists_document(const struct form_lists *lists, const char *name);
/* English texts of all lists by their i18n keys; may be NULL. */
json_t *form_lists_english(const struct form_lists *lists);
/* The schema as it is, or a copy in which the lists that it refers to stand under $defs
 * and every reference to one leads there. New reference. */
json_t *form_lists_bundle(const struct form_lists *lists, json_t *schema);

struct place {
    const char *code;     /* "20194" */
    const char *name;     /* "Phường Hoà Khánh" */
    const char *province; /* "48" */
};

/* The communes, by code. */
const struct place *form_lists_communes(const struct form_lists *lists, size_t *count);
const struct place *form_lists_commune(const struct form_lists *lists, const char *code);
/* Is there such a commune, "phuong hoa khanh" as viet_fold() gives it, in the province of
 * that code, or with NULL in any? Of lists without communes all are believed. */
bool form_lists_has_commune(const struct form_lists *lists, const char *folded,
                            const char *province);
/* "Thành phố Đà Nẵng" for "48"; NULL if there is none. */
const char *form_lists_province(const struct form_lists *lists, const char *code);
/* "48" for "Đà Nẵng", with or without marks, without what kind of place it is; NULL. */
const char *form_lists_province_code(const struct form_lists *lists, const char *name);
/* The code of the present province for the name, with or without marks, of one that was
 * abolished on 1/7/2025: "48" for "quang nam". NULL for any other name. */
const char *form_lists_successor(const struct form_lists *lists, const char *name);
/* The name of a province by the first digits of personal numbers, "048"; the lists as
 * `lists`, for struct logic_context. */
const char *form_lists_identity_province(const void *lists, const char *code);

/* The formats that our forms define, vn-phone and the like; lists are their data. */
extern const struct schema_format FORM_FORMATS[];

#endif
