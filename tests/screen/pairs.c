/* SPDX-License-Identifier: MIT */
#include "tests/screen/pairs.h"

#include "kiosk/base/buffer.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_LIMIT (1 << 20)

static struct pair *find(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (strcmp(pairs->items[i].name, name) == 0)
            return &pairs->items[i];
    }
    return NULL;
}

void pairs_set(struct pairs *pairs, const char *name, const char *value)
{
    struct pair *pair = find(pairs, name);

    if (pair == NULL) {
        pairs->items =
            memory_resize(pairs->items, pairs->count + 1, sizeof *pairs->items);
        pair = &pairs->items[pairs->count++];
        *pair = (struct pair){.name = memory_copy_text(name)};
    }
    free(pair->value);
    pair->value = memory_copy_text(value);
}

const char *pairs_get(const struct pairs *pairs, const char *name)
{
    const struct pair *pair = find(pairs, name);

    return pair != NULL ? pair->value : NULL;
}

void pairs_export(const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->items[i];

        if (pair->value != NULL)
            setenv(pair->name, pair->value, 1);
        else
            unsetenv(pair->name);
    }
}

void pairs_free(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        free(pairs->items[i].name);
        free(pairs->items[i].value);
    }
    free(pairs->items);
    *pairs = (struct pairs){0};
}

char *pairs_expand(const struct pairs *pairs, const char *text, struct error *err)
{
    struct buffer out;
    const char *from = text;
    const char *open, *close;

    buffer_init(&out, TEXT_LIMIT);
    while ((open = strstr(from, "${")) != NULL && (close = strchr(open, '}')) != NULL) {
        char *name = memory_copy_span(open + 2, (size_t)(close - open) - 2);
        const char *value = pairs_get(pairs, name);

        if (value == NULL)
            error_set(err, "there is no variable ${%s}", name);
        free(name);
        if (value == NULL) {
            buffer_free(&out);
            return NULL;
        }
        buffer_add(&out, from, (size_t)(open - from));
        buffer_add_text(&out, value);
        from = close + 1;
    }
    buffer_add_text(&out, from);
    char *expanded = memory_copy_span(out.data, out.size);
    buffer_free(&out);
    return expanded;
}
