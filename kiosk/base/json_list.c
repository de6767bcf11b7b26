/* SPDX-License-Identifier: MIT */
#include "kiosk/base/json_list.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Of what stands around the list. */
static const struct json_limits FRAME_LIMITS = {
    .bytes = 64 << 10, .depth = 16, .nodes = 1000};

struct json_list {
    const char *source;
    char *key; /* the name in its quotes */
    const struct json_limits *each;
    json_list_member *take;
    void *arg;
    struct buffer frame;  /* the whole without what is in the list */
    struct buffer member; /* the one that is being read */
    size_t depth;         /* of what stands open: outside the list, or in the member */
    size_t count;
    bool in_list, had_list, in_string, escaped;
};

struct json_list *json_list_create(const char *name, const char *source,
                                   const struct json_limits *each,
                                   json_list_member *member, void *arg)
{
    struct json_list *list = memory_alloc(sizeof(*list));
    list->source = source;
    list->key = memory_format("\"%s\"", name);
    list->each = each;
    list->take = member;
    list->arg = arg;
    buffer_init(&list->frame, FRAME_LIMITS.bytes);
    buffer_init(&list->member, each->bytes);
    return list;
}

void json_list_free(struct json_list **list)
{
    if (!*list)
        return;
    buffer_free(&(*list)->frame);
    buffer_free(&(*list)->member);
    free((*list)->key);
    free(*list);
    *list = NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool refuse(const struct json_list *list, struct error *err)
{
    return error_set(err, _("%s is not JSON."), list->source);
}

/* Does what was read so far end in `"name" :`? A quote behind a backslash is in a text.
 */
static bool stands_behind_key(const struct json_list *list)
{
    const char *start = list->frame.data, *end = start + list->frame.size;
    size_t size = strlen(list->key);
    while (end > start && is_blank(end[-1]))
        end--;
    if (end == start || *--end != ':')
        return false;
    while (end > start && is_blank(end[-1]))
        end--;
    return (size_t)(end - start) > size && memcmp(end - size, list->key, size) == 0 &&
           end[-(long)size - 1] != '\\';
}

/* Nothing between two commas is no member; nothing in the brackets is an empty list. */
static bool end_member(struct json_list *list, char mark, struct error *err)
{
    if (list->member.size == 0)
        return (mark == ']' && list->count == 0) || refuse(list, err);
    json_t *value =
        json_parse(list->member.data, list->member.size, list->source, list->each, err);
    bool fine = value && list->take(list->arg, value, err);
    json_decref(value);
    buffer_clear(&list->member);
    list->count++;
    return fine;
}

static void follow(struct json_list *list, char c)
{
    if (list->in_string) {
        bool escapes = c == '\\' && !list->escaped;
        list->in_string = c != '"' || list->escaped;
        list->escaped = escapes;
    } else if (c == '"') {
        list->in_string = true;
    } else if (c == '[' || c == '{') {
        list->depth++;
    } else if (c == ']' || c == '}') {
        list->depth -= list->depth > 0;
    }
}

static bool take_outside(struct json_list *list, char c, struct error *err)
{
    bool opens =
        c == '[' && !list->in_string && list->depth == 1 && stands_behind_key(list);
    if (!buffer_add(&list->frame, &c, 1))
        return refuse(list, err);
    follow(list, c);
    if (opens) {
        list->in_list = list->had_list = true;
        list->depth = 0; /* of the member */
    }
    return true;
}

static bool take_inside(struct json_list *list, char c, struct error *err)
{
    bool between = list->depth == 0 && !list->in_string;
    if (between && (c == ',' || c == ']')) {
        if (!end_member(list, c, err))
            return false;
        if (c == ',')
            return true;
        list->in_list = false;
        list->depth = 1;
        return buffer_add(&list->frame, &c, 1) || refuse(list, err);
    }
    if (list->member.size == 0 && is_blank(c))
        return true;
    follow(list, c);
    return buffer_add(&list->member, &c, 1) ||
           error_set(err, _("%s is too large: more than %zu bytes."), list->source,
                     list->each->bytes);
}

bool json_list_feed(struct json_list *list, const char *data, size_t size,
                    struct error *err)
{
    for (size_t i = 0; i < size; i++) {
        if (!(list->in_list ? take_inside : take_outside)(list, data[i], err))
            return false;
    }
    return true;
}

bool json_list_end(struct json_list *list, struct error *err)
{
    if (list->in_list || !list->had_list)
        return refuse(list, err);
    json_t *frame =
        json_parse(list->frame.data, list->frame.size, list->source, &FRAME_LIMITS, err);
    bool fine = json_is_object(frame) || refuse(list, err);
    json_decref(frame);
    return fine;
}
