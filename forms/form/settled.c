/* SPDX-License-Identifier: MIT */
#include "forms/form/settled.h"

#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 64, LOOKS_MOST = 20000 };

struct walk {
    const json_t *answers;
    const struct logic_context *context;
    int looks;
};

static bool is_settled(struct walk *w, const json_t *rule, int depth);

/* True or false as far as it is settled; else -1. */
static int truth_of(struct walk *w, const json_t *rule, int depth)
{
    if (!is_settled(w, rule, depth))
        return -1;
    json_t *value = logic_apply(rule, w->answers, w->context, NULL);
    int truth = value ? logic_is_true(value) : -1;
    json_decref(value);
    return truth;
}

/* "copies.count" is there, or the rule has another value for its absence. */
static bool is_answered(const struct walk *w, const json_t *args)
{
    const json_t *path = json_is_array(args) ? json_array_get(args, 0) : args;
    if (json_array_size(args) > 1)
        return true;
    if (!json_is_string(path))
        return !path || json_is_null(path);
    char *pointer = memory_format("/%s", json_string_value(path));
    for (char *dot = strchr(pointer, '.'); dot; dot = strchr(dot, '.'))
        *dot = '/';
    bool answered = pointer[1] == '\0' || json_at(w->answers, pointer);
    free(pointer);
    return answered;
}

/* if, condition, value, condition, value, ..., otherwise */
static bool is_branch_settled(struct walk *w, const json_t *args, int depth)
{
    size_t i = 0, count = json_array_size(args);
    for (; i + 1 < count; i += 2) {
        int truth = truth_of(w, json_array_get(args, i), depth);
        if (truth != 0)
            return truth > 0 && is_settled(w, json_array_get(args, i + 1), depth);
    }
    return i >= count || is_settled(w, json_array_get(args, i), depth);
}

/* One settled argument that decides is enough; else all have to be. */
static bool is_chain_settled(struct walk *w, const json_t *args, int decisive, int depth)
{
    bool all = true;
    size_t i;
    json_t *arg;
    json_array_foreach(args, i, arg)
    {
        int truth = truth_of(w, arg, depth);
        if (truth == decisive)
            return true;
        all &= truth >= 0;
    }
    return all;
}

static bool is_operation_settled(struct walk *w, const char *name, const json_t *args,
                                 int depth)
{
    /* Their other arguments speak of the members of the first. */
    static const char *const over_lists[] = {"map", "filter", "reduce",
                                             "all", "none",   "some"};
    if (strcmp(name, "var") == 0)
        return is_answered(w, args);
    if (strncmp(name, "missing", strlen("missing")) == 0)
        return true;
    if (strcmp(name, "if") == 0 || strcmp(name, "?:") == 0)
        return is_branch_settled(w, args, depth);
    if (strcmp(name, "and") == 0 || strcmp(name, "or") == 0)
        return is_chain_settled(w, args, strcmp(name, "or") == 0, depth);
    for (size_t i = 0; i < sizeof(over_lists) / sizeof(*over_lists); i++)
        if (strcmp(name, over_lists[i]) == 0)
            return is_settled(w, json_array_get(args, 0), depth);
    return is_settled(w, args, depth);
}

static bool is_settled(struct walk *w, const json_t *rule, int depth)
{
    if (depth > DEPTH_MOST || --w->looks < 0)
        return false;
    size_t i;
    json_t *member;
    json_array_foreach(rule, i, member)
    {
        if (!is_settled(w, member, depth + 1))
            return false;
    }
    if (json_object_size(rule) != 1)
        return true;
    void *first = json_object_iter((json_t *)rule);
    return is_operation_settled(w, json_object_iter_key(first),
                                json_object_iter_value(first), depth + 1);
}

json_t *settled_apply(const json_t *rule, const json_t *answers,
                      const struct logic_context *context)
{
    struct walk w = {.answers = answers, .context = context, .looks = LOOKS_MOST};
    size_t *left = context->steps_left;
    if (left && *left == 0)
        return NULL;
    bool settled = is_settled(&w, rule, 0);
    size_t looks = (size_t)(LOOKS_MOST - w.looks);
    if (left)
        *left -= looks < *left ? looks : *left;
    return settled ? logic_apply(rule, answers, context, NULL) : NULL;
}
