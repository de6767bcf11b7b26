/* SPDX-License-Identifier: MIT */
/* What is wrong in the keywords of our forms: x-message, x-check, x-compute, x-address.
 */
#include "forms/form/lint_inside.h"

#include "forms/form/shape.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "schema.json"

static void lint_messages(struct lint *l, const json_t *schema, const char *pointer)
{
    const char *keyword;
    json_t *words;
    char *under = shape_join(pointer, "x-message");
    json_object_foreach(json_object_get(schema, "x-message"), keyword, words)
    {
        char *place = shape_join(under, keyword);
        if (!json_object_get(schema, keyword))
            lint_tell(l, SCHEMA, place, _("“%s” does not stand beside it."), keyword);
        if (!lint_is_in_two_languages(words))
            lint_tell(l, SCHEMA, place, LINT_TWO_LANGUAGES);
        free(place);
    }
    free(under);
}

/* ---- checks ---- */

/* As the portal takes it. */
static bool is_name(const char *text)
{
    size_t size = strlen(text);
    while (size <= 64 && (isalnum((unsigned char)*text) || *text == '-'))
        text++;
    return size > 0 && *text == '\0';
}

/* What the engine makes of the check; NULL: it does not come by it. */
static const struct form_check *found_check(const struct lint *l, const json_t *check)
{
    const json_t *logic = json_object_get(check, "logic");
    for (size_t i = 0; i < l->extensions->check_count; i++)
        if (l->extensions->checks[i].logic == logic)
            return &l->extensions->checks[i];
    return NULL;
}

/* The rows that a check is about, the stars in their pointer gone, or numbers for them:
 * "/members" or "/members/0". Allocated. */
static char *rows_as(const char *rows, const char *star)
{
    char *out = memory_copy_text("");
    for (const char *end; (end = strstr(rows, "/*")); rows = end + strlen("/*")) {
        char *longer = memory_format("%s%.*s%s", out, (int)(end - rows), rows, star);
        free(out);
        out = longer;
    }
    return out;
}

static void lint_place(struct lint *l, const json_t *check, const char *rows,
                       const char *pointer)
{
    const char *at = json_text_or(check, "at", "");
    char *place = shape_join(pointer, "at");
    char *one = rows_as(rows, "/0"), *all = rows_as(rows, "");
    char *answer = memory_format("%s%s", one, at),
         *shown = memory_format("%s%s", all, at);
    if (*at != '/' || !lint_is_answer(l, answer))
        lint_tell(l, SCHEMA, place, _("“at” leads to no answer: %s."), at);
    else if (!json_object_get(l->shown, shown))
        lint_tell(l, SCHEMA, place, _("“at” leads to no control: %s."), at);
    free(answer);
    free(shown);
    free(one);
    free(all);
    free(place);
}

/* The engine keeps the first check of an id. */
static void lint_id(struct lint *l, const json_t *check, const char *pointer)
{
    const char *id = json_text(check, "id");
    if (!id || !json_object_get(check, "logic")) {
        lint_tell(l, SCHEMA, pointer, _("A check needs “id” and “logic”."));
        return;
    }
    if (!is_name(id))
        lint_tell(l, SCHEMA, pointer,
                  _("“id” must be up to 64 letters, digits and dashes."));
    if (json_object_get(l->checks, id))
        lint_tell(l, SCHEMA, pointer, _("The id “%s” is there twice."), id);
    json_object_set_new(l->checks, id, json_true());
}

/* Does the engine come by it at all? One whose id was there already was told of. */
static void lint_reached(struct lint *l, const json_t *check, const char *pointer)
{
    const char *id = json_text(check, "id");
    if (!id || !json_object_get(check, "logic") || json_object_get(l->checks, id))
        return;
    for (size_t i = 0; i < l->extensions->check_count; i++)
        if (strcmp(l->extensions->checks[i].id, id) == 0)
            return;
    lint_tell(l, SCHEMA, pointer,
              _("Nothing evaluates a check in a branch. Put it outside."));
}

static void lint_check_logic(struct lint *l, const json_t *logic, const char *rows,
                             const char *pointer)
{
    char *row = rows_as(rows, "/0");
    if (*row)
        lint_logic_of_row(l, SCHEMA, pointer, logic, row);
    else
        lint_logic(l, SCHEMA, pointer, logic);
    free(row);
}

static void lint_check(struct lint *l, const json_t *check, const char *pointer)
{
    static const char *const KNOWN[] = {"id", "logic", "at", "message", "severity", NULL};
    const char *severity = json_text_or(check, "severity", "");
    const struct form_check *found = found_check(l, check);
    const char *rows = found ? found->rows : "";
    lint_members(l, SCHEMA, pointer, check, KNOWN);
    lint_reached(l, check, pointer);
    lint_id(l, check, pointer);
    lint_place(l, check, rows, pointer);
    if (!lint_is_in_two_languages(json_object_get(check, "message")))
        lint_tell(l, SCHEMA, pointer, LINT_TWO_LANGUAGES);
    if (strcmp(severity, "error") != 0 && strcmp(severity, "warning") != 0)
        lint_tell(l, SCHEMA, pointer, _("“severity” must be “error” or “warning”."));
    lint_check_logic(l, json_object_get(check, "logic"), rows, pointer);
}

static void lint_checks(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *list = json_object_get(schema, "x-check");
    size_t i;
    json_t *check;
    char *under = shape_join(pointer, "x-check");
    if (list && !json_is_array(list))
        lint_tell(l, SCHEMA, under, _("This must be a list."));
    json_array_foreach(list, i, check)
    {
        char *place = memory_format("%s/%zu", under, i);
        lint_check(l, check, place);
        free(place);
    }
    free(under);
}

/* ---- computed answers ---- */

static bool is_computed(const struct extensions *e, const json_t *rule)
{
    for (size_t i = 0; i < e->computed_count; i++)
        if (e->computed[i].logic == rule)
            return true;
    return false;
}

static void lint_computed(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *rule = json_object_get(schema, "x-compute");
    if (!rule)
        return;
    char *place = shape_join(pointer, "x-compute");
    if (!json_is_true(json_object_get(schema, "readOnly")))
        lint_tell(l, SCHEMA, place, _("A computed answer must be “readOnly”."));
    if (!is_computed(l->extensions, rule))
        lint_tell(
            l, SCHEMA, place,
            _("Nothing computes an answer in a row or in a branch. Put it outside."));
    lint_logic(l, SCHEMA, place, rule);
    free(place);
}

/* ---- answers that are filled in ---- */

/* Whatever the walk for extensions does not come to would never be filled in. */
static bool is_followed(const struct lint *l, const char *pointer)
{
    for (size_t i = 0; i < l->extensions->prefilled_count; i++)
        if (strcmp(l->extensions->prefilled[i].at, pointer) == 0)
            return true;
    return false;
}

static void lint_prefilled(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *rule = json_object_get(schema, "x-prefill");
    if (!rule)
        return;
    char *place = shape_join(pointer, "x-prefill");
    if (json_is_true(json_object_get(schema, "readOnly")) ||
        json_object_get(schema, "x-compute"))
        lint_tell(l, SCHEMA, place, _("What is filled in must be open to change."));
    if (!is_followed(l, pointer) || shape_of_row(l->document, schema))
        lint_tell(l, SCHEMA, place, _("It has no effect here: not at a single answer."));
    lint_logic(l, SCHEMA, place, rule);
    free(place);
}

/* ---- circles ---- */

/* What gives the answer of that pointer, computed or filled in; NULL. */
static const json_t *rule_at(const struct extensions *e, const char *pointer)
{
    for (size_t i = 0; i < e->computed_count; i++)
        if (strcmp(e->computed[i].pointer, pointer) == 0)
            return e->computed[i].logic;
    for (size_t i = 0; i < e->prefilled_count; i++)
        if (strcmp(e->prefilled[i].pointer, pointer) == 0)
            return e->prefilled[i].logic;
    return NULL;
}

/* Does the rule, through what it reads, come to read the goal? Each answer on the way is
 * looked at once: those that were are in `seen`. */
static bool leads_to(const struct extensions *e, const json_t *rule, const char *goal,
                     json_t *seen)
{
    const char *read;
    json_t *yes, *reads = reads_of(rule);
    bool found = false;
    json_object_foreach(reads, read, yes)
    {
        const json_t *next = json_object_get(seen, read) ? NULL : rule_at(e, read);
        json_object_set_new(seen, read, json_true());
        found =
            found || strcmp(read, goal) == 0 || (next && leads_to(e, next, goal, seen));
    }
    json_decref(reads);
    return found;
}

static void find_circle(struct lint *l, const char *pointer)
{
    const struct extensions *e = l->extensions;
    json_t *seen = json_object();
    if (leads_to(e, rule_at(e, pointer), pointer, seen))
        lint_tell(l, SCHEMA, "", _("The answer %s leads back to itself."), pointer);
    json_decref(seen);
}

void lint_circles(struct lint *l)
{
    for (size_t i = 0; i < l->extensions->computed_count; i++)
        find_circle(l, l->extensions->computed[i].pointer);
    for (size_t i = 0; i < l->extensions->prefilled_count; i++)
        find_circle(l, l->extensions->prefilled[i].pointer);
}

static void lint_address(struct lint *l, const json_t *schema, const char *pointer)
{
    const json_t *wanted = json_object_get(schema, "x-address");
    char *place = shape_join(pointer, "x-address");
    if (wanted && !json_is_boolean(wanted))
        lint_tell(l, SCHEMA, place, _("This must be true or false."));
    free(place);
}

void lint_own_keywords(struct lint *l, const char *pointer, const json_t *schema)
{
    lint_messages(l, schema, pointer);
    lint_checks(l, schema, pointer);
    lint_computed(l, schema, pointer);
    lint_prefilled(l, schema, pointer);
    lint_address(l, schema, pointer);
}
