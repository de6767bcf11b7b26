/* SPDX-License-Identifier: MIT */
/*
 * Running a compiled schema over a value.
 *
 * The run has a budget of depth and of steps. Whatever goes beyond it ends the run with a
 * violation of the keyword at work: a limit must never make a value valid.
 */
#include "forms/schema/inside.h"

#include "kiosk/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 512,
    MOST_STEPS = 1000000,
    MOST_VIOLATIONS = 1000,
    BYTES_A_STEP = 64, /* of text that a pattern is matched against */
};

/* The resources entered on the way, for $dynamicRef. */
struct scope {
    const struct resource *resource;
    const struct scope *outer;
};

struct run {
    struct violations *out; /* NULL: nobody listens */
    unsigned quiet;         /* inside how many schemas that may fail */
    unsigned depth;
    size_t steps;
    const char *limit; /* the one that was met, or NULL */
    bool limit_told;
    const struct scope *scope;
};

/* -- marks -- */

void marks_init(struct marks *marks, const json_t *value)
{
    marks->count =
        json_is_array(value) ? json_array_size(value) : json_object_size(value);
    marks->seen = memory_array(marks->count + 1, sizeof *marks->seen);
}

void marks_free(struct marks *marks)
{
    free(marks->seen);
    marks->seen = NULL;
}

void marks_set(struct marks *marks, size_t index)
{
    if (marks != NULL)
        marks->seen[index] = true;
}

void marks_set_all(struct marks *marks)
{
    if (marks != NULL)
        memset(marks->seen, true, marks->count * sizeof *marks->seen);
}

void marks_add(struct marks *marks, const struct marks *more)
{
    for (size_t i = 0; i < marks->count; i++)
        marks->seen[i] |= more->seen[i];
}

/* -- violations -- */

bool run_is_quiet(const struct run *run)
{
    return run->quiet > 0 || run->out == NULL || run->out->truncated;
}

/* Length of a name as a step of a JSON pointer; written to `out` unless that is NULL. */
static size_t write_step(char *out, const char *name)
{
    size_t size = 1;
    if (out != NULL)
        *out++ = '/';
    for (; *name != '\0'; name++) {
        bool escaped = *name == '~' || *name == '/';
        if (out != NULL && escaped) {
            *out++ = '~';
            *out++ = *name == '~' ? '0' : '1';
        } else if (out != NULL) {
            *out++ = *name;
        }
        size += escaped ? 2 : 1;
    }
    return size;
}

static char *place_pointer(const struct place *place)
{
    char number[24];
    size_t size = 0;
    for (const struct place *p = place; p->above != NULL; p = p->above) {
        snprintf(number, sizeof number, "%zu", p->index);
        size += write_step(NULL, p->name != NULL ? p->name : number);
    }
    char *pointer = memory_alloc(size + 1);
    for (const struct place *p = place; p->above != NULL; p = p->above) {
        snprintf(number, sizeof number, "%zu", p->index);
        const char *name = p->name != NULL ? p->name : number;
        size -= write_step(NULL, name);
        write_step(pointer + size, name);
    }
    return pointer;
}

static void tell(struct violations *out, const struct node *node, const char *keyword,
                 const struct place *place, json_t *params)
{
    if (out->count == MOST_VIOLATIONS) {
        out->truncated = true;
        json_decref(params);
        return;
    }
    if ((out->count & (out->count - 1)) == 0) {
        size_t room = out->count == 0 ? 1 : out->count * 2;
        out->list = memory_resize(out->list, room, sizeof *out->list);
    }
    /* `true` and `false` have no keyword inside them to point at */
    bool boolean = !json_is_object(node->source);
    out->list[out->count++] = (struct violation){
        .instance = place_pointer(place),
        .schema = memory_format("%s%s%s", node->pointer, boolean ? "" : "/",
                                boolean ? "" : keyword),
        .keyword = keyword,
        .params = params,
    };
}

bool run_fail(struct run *run, const struct rule *rule, const struct place *place,
              const char *params, ...)
{
    if (run_is_quiet(run))
        return false;
    va_list args;
    va_start(args, params);
    json_t *packed = json_vpack_ex(NULL, 0, params, args);
    va_end(args);
    tell(run->out, rule->node, rule->keyword->name, place, packed);
    return false;
}

void violations_free(struct violations *violations)
{
    for (size_t i = 0; i < violations->count; i++) {
        free(violations->list[i].instance);
        free(violations->list[i].schema);
        json_decref(violations->list[i].params);
    }
    free(violations->list);
    *violations = (struct violations){0};
}

/* -- limits -- */

static bool meet_limit(struct run *run, const char *which)
{
    if (run->limit == NULL)
        run->limit = which;
    return false;
}

bool run_goes_on(const struct run *run)
{
    return run->limit == NULL;
}

bool run_spend(struct run *run, size_t steps)
{
    run->steps += steps;
    return run->steps <= MOST_STEPS ? run_goes_on(run) : meet_limit(run, "steps");
}

bool run_matches(struct run *run, const struct pattern *pattern, const char *text,
                 size_t size)
{
    if (!run_spend(run, 1 + size / BYTES_A_STEP))
        return false;
    enum pattern_verdict verdict = pattern_match(pattern, text, size);
    if (verdict == PATTERN_LIMIT)
        return meet_limit(run, "match");
    return verdict == PATTERN_MATCH;
}

/* The innermost keyword that was at work is the one to name, even where its failing would
 * have been quiet. */
static void tell_limit(struct run *run, const struct rule *rule,
                       const struct place *place)
{
    if (run->limit_told)
        return;
    run->limit_told = true;
    if (run->out != NULL)
        tell(run->out, rule->node, rule->keyword->name, place,
             json_pack("{ss}", "beyond", run->limit));
}

/* -- nodes -- */

const struct node *run_find_dynamic(struct run *run, const char *anchor)
{
    const struct node *found = NULL;
    for (const struct scope *scope = run->scope; scope != NULL; scope = scope->outer) {
        const struct resource *resource = scope->resource;
        if (!run_spend(run, 1 + resource->dynamic_count / 8))
            break;
        for (size_t i = 0; i < resource->dynamic_count; i++) {
            if (strcmp(resource->dynamic[i].name, anchor) == 0)
                found = resource->dynamic[i].node;
        }
    }
    return found; /* the last one found is the outermost */
}

/* Work that a rule may do on a value without going through run_node(). */
static size_t rule_cost(const struct rule *rule, const json_t *value)
{
    size_t walked = rule->branch_count + json_array_size(rule->value);
    walked += json_array_size(value) + json_object_size(value);
    return 1 + walked / 8 + json_string_length(value) / BYTES_A_STEP;
}

static bool run_rules(struct run *run, const struct node *node, const struct place *place,
                      struct marks *marks)
{
    unsigned type =
        place->value != NULL ? TYPE_BIT(json_typeof(place->value)) : TYPE_ABSENT;
    bool valid = true;
    for (size_t i = 0; i < node->rule_count; i++) {
        const struct rule *rule = &node->rules[i];
        if (rule->keyword->evaluate == NULL || (rule->keyword->applies & type) == 0)
            continue;
        if (run_spend(run, rule_cost(rule, place->value)))
            valid &= rule->keyword->evaluate(run, rule, place, marks);
        if (!run_goes_on(run)) {
            tell_limit(run, rule, place);
            return false;
        }
        if (!valid && run_is_quiet(run))
            return false;
    }
    return valid;
}

/* `true` and `false` */
static bool run_boolean(struct run *run, const struct node *node,
                        const struct place *place)
{
    if (json_is_true(node->source))
        return true;
    if (!run_is_quiet(run))
        tell(run->out, node, "false", place, json_object());
    return false;
}

bool run_node(struct run *run, const struct node *node, const struct place *place,
              struct marks *marks)
{
    if (!json_is_object(node->source))
        return run_boolean(run, node, place);
    if (run->depth >= MOST_DEPTH)
        return meet_limit(run, "depth");
    if (!run_spend(run, 1))
        return false;
    struct scope scope = {.resource = node->resource, .outer = run->scope};
    if (run->scope == NULL || run->scope->resource != node->resource)
        run->scope = &scope;
    run->depth++;

    /* What this schema's unevaluated keywords ask for is what this schema has looked at,
     * not what its neighbours have. */
    bool valid;
    if (node->unevaluated) {
        struct marks own;
        marks_init(&own, place->value);
        valid = run_rules(run, node, place, &own);
        if (marks != NULL)
            marks_add(marks, &own);
        marks_free(&own);
    } else {
        valid = run_rules(run, node, place, marks);
    }
    run->depth--;
    if (run->scope == &scope)
        run->scope = scope.outer;
    return valid;
}

bool run_node_quietly(struct run *run, const struct node *node, const struct place *place,
                      struct marks *marks)
{
    run->quiet++;
    bool valid = run_node(run, node, place, marks);
    run->quiet--;
    return valid;
}

bool schema_validate(const struct schema *schema, const json_t *instance,
                     struct violations *out)
{
    struct run run = {.out = out};
    struct place root = {.value = instance};
    if (out != NULL)
        *out = (struct violations){0};
    return run_node(&run, schema->root, &root, NULL);
}
