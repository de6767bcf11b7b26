/* SPDX-License-Identifier: MIT */
/* What is wrong with the answers: the violations of the schema, brought to the fields
 * that can mend them; one for each field, the most telling, in the order of the pages.
 * Then what the schema does not say, at fields that are right by themselves. */
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
    bool *troubled; /* by field */
    struct remarks remarks;
    size_t *remark_fields; /* by remark: SIZE_MAX: loose, NOWHERE: not told */
};
#define NOWHERE (SIZE_MAX - 1)

/* ---- from a violation to its field ---- */

/* The member that a violation of an object is about: "/mother" and fullName. Allocated.
 */
static char *place_of(const struct violation *v)
{
    const char *member = json_text(v->params, "property");
    if (!member)
        return memory_copy_text(v->instance);
    return shape_join(v->instance, member);
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

/* Where a branch of oneOf or anyOf is broken, nothing is told of what is missing in it;
 * the marks know. */
static void find_missing(struct search *s)
{
    static const struct violation missing = {.keyword = "required"};
    struct form *form = s->form;
    int rank = message_rank(missing.keyword);
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *field = &form->fields[i];
        struct finding *best = &s->at_field[i];
        if (field->required && field->visible && field_at(form, field->pointer) == i &&
            !json_at(form->final, field->pointer) &&
            (!best->violation || best->rank > rank))
            *best = (struct finding){.violation = &missing, .rank = rank};
    }
}

/* What the schema does not say, looked for where answers are right by themselves. A
 * remark for a field that is wrong already would be one too many. */
static void find_remarks(struct search *s)
{
    struct form *form = s->form;
    for (size_t i = 0; i < form->field_count; i++)
        s->troubled[i] =
            s->at_field[i].violation || (form->fields[i].visible && form->own[i].typed);
    remarks_find(form, s->troubled, &s->remarks);
    s->remark_fields = memory_array(s->remarks.count + 1, sizeof(*s->remark_fields));
    for (size_t i = 0; i < s->remarks.count; i++) {
        size_t field = field_around(form, s->remarks.list[i].pointer);
        s->remark_fields[i] = field == SIZE_MAX || !s->troubled[field] ? field : NOWHERE;
    }
}

/* ---- telling ---- */

static size_t first_visible_step(const struct form *form)
{
    size_t step = 0;
    while (step + 1 < form->step_count && !form->steps[step].visible)
        step++;
    return step;
}

static void tell(struct form *form, struct problem problem, char *message)
{
    size_t count = form->problem_count;
    if ((count & (count - 1)) == 0) /* as remarks grow */
        form->problems = memory_resize(form->problems, count * 2 + 1, sizeof(problem));
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

static void tell_of_remark(struct search *s, struct remark *remark, size_t field)
{
    struct form *form = s->form;
    const char *reason = remark->warning ? reason_for(form, remark) : NULL;
    struct problem problem = {
        .pointer = words_copy(&form->sentences, remark->pointer),
        .field = field,
        .step = field == SIZE_MAX ? first_visible_step(form) : form->fields[field].step,
        .warning = remark->warning,
        .keyword = remark->keyword,
        .id = remark->id,
        .suggestion = words_copy(&form->sentences, remark->suggestion),
        .reason = reason ? words_clean(&form->sentences, reason, UTF8_ONE_LINE) : NULL};
    tell(form, problem, memory_copy_text(remark->message));
}

static void tell_of_remarks(struct search *s, size_t field)
{
    for (size_t i = 0; i < s->remarks.count; i++) {
        struct remark *remark = &s->remarks.list[i];
        if (s->remark_fields[i] == field)
            tell_of_remark(s, remark, field);
    }
}

static void tell_of_field(struct search *s, size_t i)
{
    struct form *form = s->form;
    const struct field *field = &form->fields[i];
    tell_of_remarks(s, i);
    if (s->troubled[i]) {
        bool unread = field->visible && form->own[i].typed;
        const struct violation *v = s->at_field[i].violation;
        char *mended = field->visible ? remark_mended(form, i) : NULL;
        struct problem problem = {.pointer = field->pointer,
                                  .field = i,
                                  .step = field->step,
                                  .missing = !unread && !form_value(form, i),
                                  .keyword = v ? v->keyword : "type",
                                  .id = ""};
        if (mended) /* a digit of VNI is no letter of a name */
            problem.suggestion = words_keep(&form->sentences, mended);
        tell(form, problem, sentence_of(form, &s->at_field[i], i));
    }
}

/* In the order of the pages: those of rows stand where their list does. */
static void tell_of_fields(struct search *s, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        tell_of_field(s, i);
        for (size_t k = 0; k < s->form->fields[i].row_count; k++) {
            struct row_fields row = form_row(s->form, i, k);
            tell_of_fields(s, row.first, row.count);
        }
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
    tell_of_remarks(s, SIZE_MAX);
    for (size_t i = 0; i < s->loose_count; i++) {
        const struct finding *found = &s->loose[i];
        char *name = name_of_place(form, s->loose_pointers[i]);
        char *message = found->said
                            ? utf8_clean(found->said, strlen(found->said), UTF8_ONE_LINE)
                            : message_out_of_reach(name, found->violation->keyword);
        free(name);
        const char *pointer = words_keep(&form->sentences, s->loose_pointers[i]);
        tell(form,
             (struct problem){.pointer = pointer,
                              .field = SIZE_MAX,
                              .step = first_visible_step(form),
                              .keyword = found->violation->keyword,
                              .id = ""},
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
                       .troubled = memory_array(form->field_count, sizeof(*s.troubled)),
                       .loose = loose,
                       .loose_pointers = pointers};
    schema_validate(procedure_schema(form->procedure), form->final, &violations);
    for (size_t i = 0; i < violations.count; i++)
        consider(&s, &violations.list[i]);
    find_missing(&s);
    find_remarks(&s);
    tell_of_fields(&s, 0, form->sheets[0].count);
    tell_of_loose(&s);
    remarks_free(&s.remarks);
    violations_free(&violations);
    free(s.remark_fields);
    free(s.troubled);
    free(s.at_field);
}

/* ---- warnings ---- */

bool form_pass_warning(struct form *form, const char *id, const char *pointer,
                       const char *reason)
{
    struct remarks remarks = {.list = NULL};
    bool *troubled = memory_array(form->field_count, sizeof(*troubled));
    bool found = false;
    remarks_find(form, troubled, &remarks);
    for (size_t i = 0; i < remarks.count && !found; i++) {
        struct remark *remark = &remarks.list[i];
        found = remark->warning && strcmp(remark->id, id) == 0 &&
                strcmp(remark->pointer, pointer) == 0;
        found = found && reason_keep(form, remark, reason);
    }
    remarks_free(&remarks);
    free(troubled);
    if (found) {
        problems_find(form);
        follow_steps(form);
    }
    return found;
}

json_t *form_passed_warnings(const struct form *form)
{
    json_t *list = json_array();
    for (size_t i = 0; i < form->problem_count; i++) {
        const struct problem *p = &form->problems[i];
        if (p->reason)
            json_array_append_new(list,
                                  json_pack("{s:s, s:s, s:s}", "id", p->id, "pointer",
                                            p->pointer, "reason", p->reason));
    }
    return list;
}
