/* SPDX-License-Identifier: MIT */
/* What is wrong with the answers: the violations of the schema, brought to the fields
 * that can mend them; one for each field, the most telling, in the order of the pages. */
#include "forms/form/inside.h"

#include "forms/form/message.h"
#include "forms/form/shape.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOSE_MOST = 20, /* of those that no field shows; more would not help */
    NAMES_LOOKS_MOST = 2000,
};

struct finding {
    const struct violation *violation;
    const char *said; /* the form's own sentence, or NULL */
    int rank;
};

struct search {
    struct form *form;
    struct finding *at_field; /* by field */
    struct finding *loose;    /* LOOSE_MOST */
    char **loose_pointers;
    size_t loose_count;
};

/* ---- from a violation to its field ---- */

/* The member that a violation of an object is about: "/mother" and fullName. Allocated.
 */
static char *place_of(const struct violation *v)
{
    const char *member = json_text(v->params, "property");
    if (!member)
        return memory_copy_text(v->instance);
    char *escaped = memory_alloc(strlen(member) * 2 + 1), *to = escaped;
    for (; *member; member++) {
        bool special = *member == '~' || *member == '/';
        if (special)
            *to++ = '~';
        *to++ = (char)(!special ? *member : *member == '~' ? '0' : '1');
    }
    char *place = memory_format("%s/%s", v->instance, escaped);
    free(escaped);
    return place;
}

static bool is_visible(const struct form *form, size_t field)
{
    return field != SIZE_MAX && form->fields[field].visible;
}

/* The field of the pointer, or else of what is around it. */
static size_t field_around(const struct form *form, const char *pointer)
{
    char *place = memory_copy_text(pointer);
    size_t field = field_at(form, place);
    for (char *slash = strrchr(place, '/'); slash && !is_visible(form, field);
         slash = strrchr(place, '/')) {
        *slash = '\0';
        field = *place ? field_at(form, place) : SIZE_MAX;
    }
    free(place);
    return is_visible(form, field) ? field : SIZE_MAX;
}

static bool is_under(const char *pointer, const char *object)
{
    size_t size = strlen(object);
    return strncmp(pointer, object, size) == 0 && pointer[size] == '/';
}

/* The members that a violated keyword of an object names anywhere in it: in the branches
 * of anyOf, in `not`, in dependentSchemas. */
static void collect_names(const json_t *said, json_t *names, int *looks)
{
    size_t i;
    const char *key;
    json_t *member;
    if (--*looks < 0)
        return;
    json_object_foreach(json_object_get(said, "properties"), key, member)
        json_object_set_new(names, key, json_true());
    json_array_foreach(said, i, member)
    {
        if (json_is_string(member))
            json_object_set_new(names, json_string_value(member), json_true());
        else
            collect_names(member, names, looks);
    }
    json_object_foreach((json_t *)said, key, member)
    {
        if (strcmp(key, "properties") != 0)
            collect_names(member, names, looks);
    }
}

/* A violation of a whole object lands at its first visible field: one that the violated
 * keyword names and that is empty, else one that it names, else any. */
static size_t field_inside(const struct form *form, const struct violation *v)
{
    size_t best = SIZE_MAX;
    int best_fit = -1;
    int looks = NAMES_LOOKS_MOST;
    json_t *names = json_object();
    collect_names(json_at(form->document, v->schema), names, &looks);
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        if (!field->visible || !field_has_value(field) ||
            !is_under(field->pointer, v->instance))
            continue;
        char *name = memory_copy_text(field->pointer + strlen(v->instance) + 1);
        name[strcspn(name, "/")] = '\0';
        int fit = json_object_get(names, name) ? 1 + !form_value(form, i) : 0;
        free(name);
        if (fit > best_fit) {
            best = i;
            best_fit = fit;
        }
    }
    json_decref(names);
    return best;
}

/* ---- the form's own sentences ---- */

/* x-message beside the keyword, else at the field's own schema; NULL. */
static const char *own_sentence(const struct form *form, const struct violation *v,
                                size_t field)
{
    const char *slash = strrchr(v->schema, '/');
    char *beside = memory_copy_span(v->schema, slash ? (size_t)(slash - v->schema) : 0);
    const json_t *words = json_object_get(
        json_object_get(json_at(form->document, beside), "x-message"), v->keyword);
    free(beside);
    if (!words && field != SIZE_MAX)
        words = shape_find_member(form->document, form->own[field].schema, "x-message",
                                  v->keyword);
    const char *text = json_words(words, form->language);
    return *text ? text : NULL;
}

/* ---- gathering ---- */

static void keep_loose(struct search *s, const struct finding *found, char *place)
{
    for (size_t i = 0; i < s->loose_count; i++) {
        if (strcmp(s->loose_pointers[i], place) != 0)
            continue;
        if (found->rank < s->loose[i].rank)
            s->loose[i] = *found;
        free(place);
        return;
    }
    if (s->loose_count == LOOSE_MOST) {
        free(place);
        return;
    }
    s->loose[s->loose_count] = *found;
    s->loose_pointers[s->loose_count++] = place;
}

static void consider(struct search *s, const struct violation *v)
{
    char *place = place_of(v);
    size_t field = field_at(s->form, place);
    if (!is_visible(s->form, field) && !json_text(v->params, "property"))
        field = field_inside(s->form, v); /* the list around a row is less telling */
    if (!is_visible(s->form, field))
        field = field_around(s->form, place);
    struct finding found = {.violation = v,
                            .said = own_sentence(s->form, v, field),
                            .rank = message_rank(v->keyword)};
    if (found.said)
        found.rank -= INT_MAX / 2;
    if (field == SIZE_MAX) {
        keep_loose(s, &found, place);
        return;
    }
    free(place);
    struct finding *best = &s->at_field[field];
    if (!best->violation || found.rank < best->rank)
        *best = found;
}

/* ---- telling ---- */

static void tell(struct form *form, struct problem problem, char *message)
{
    form->problems =
        memory_resize(form->problems, form->problem_count + 1, sizeof(problem));
    problem.message = words_keep(&form->sentences, message);
    form->problems[form->problem_count++] = problem;
}

static char *sentence_of(const struct form *form, const struct finding *found,
                         size_t field)
{
    struct message_subject subject = {.name = form->own[field].name,
                                      .field = &form->fields[field]};
    if (form->own[field].typed)
        return message_unreadable(&subject, form->own[field].too_long);
    if (found->said)
        return utf8_clean(found->said, strlen(found->said), UTF8_ONE_LINE);
    return message_for(&subject, found->violation->keyword, found->violation->params);
}

static void tell_of_fields(struct search *s)
{
    struct form *form = s->form;
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        bool unread = field->visible && form->own[i].typed;
        if (!unread && !s->at_field[i].violation)
            continue;
        struct problem problem = {.pointer = field->pointer,
                                  .field = i,
                                  .step = field->step,
                                  .missing = !unread && !form_value(form, i)};
        tell(form, problem, sentence_of(form, &s->at_field[i], i));
    }
}

static char *name_of_place(const struct form *form, const char *pointer)
{
    size_t hidden = field_at(form, pointer);
    if (hidden != SIZE_MAX)
        return memory_copy_text(form->own[hidden].name);
    const char *slash = strrchr(pointer, '/');
    const char *name = slash ? slash + 1 : procedure_code(form->procedure);
    return utf8_clean(name, strlen(name), UTF8_ONE_LINE);
}

static void tell_of_loose(struct search *s)
{
    struct form *form = s->form;
    size_t step = 0;
    while (step + 1 < form->step_count && !form->steps[step].visible)
        step++;
    for (size_t i = 0; i < s->loose_count; i++) {
        const struct finding *found = &s->loose[i];
        char *name = name_of_place(form, s->loose_pointers[i]);
        char *message = found->said
                            ? utf8_clean(found->said, strlen(found->said), UTF8_ONE_LINE)
                            : message_out_of_reach(name, found->violation->keyword);
        free(name);
        const char *pointer = words_keep(&form->sentences, s->loose_pointers[i]);
        tell(form, (struct problem){.pointer = pointer, .field = SIZE_MAX, .step = step},
             message);
    }
}

void problems_find(struct form *form)
{
    struct violations violations;
    words_clear(&form->sentences);
    free(form->problems);
    form->problems = NULL;
    form->problem_count = 0;

    struct finding loose[LOOSE_MOST];
    char *pointers[LOOSE_MOST];
    struct search s = {.form = form,
                       .at_field = memory_array(form->field_count, sizeof(*s.at_field)),
                       .loose = loose,
                       .loose_pointers = pointers};
    schema_validate(procedure_schema(form->procedure), form->final, &violations);
    for (size_t i = 0; i < violations.count; i++)
        consider(&s, &violations.list[i]);
    tell_of_fields(&s);
    tell_of_loose(&s);
    violations_free(&violations);
    free(s.at_field);
}
