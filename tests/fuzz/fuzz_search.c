/* SPDX-License-Identifier: MIT */
/* A table of sayings, an empty line, names a line each, an empty line, and what is typed:
 * whatever they are, what is found is there and in order. */
#include "kiosk/base/memory.h"
#include "kiosk/search/search.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { HITS = 10, NAMES_MOST = 200 };

/* Cuts the part up to the next empty line off *rest. */
static char *cut(char **rest)
{
    char *part = *rest, *end = strstr(part, "\n\n");
    *rest = end ? end + 2 : part + strlen(part);
    if (end)
        *end = '\0';
    return part;
}

static size_t add_names(struct search *search, char *names)
{
    size_t count = 0;
    while (*names && count < NAMES_MOST) {
        size_t size = strcspn(names, "\n");
        char *name = memory_copy_span(names, size);
        size_t item = search_add(search, name, (unsigned)size);
        search_add_name(search, item, name, count % 3 ? SEARCH_NAME : SEARCH_KEYWORD);
        free(name);
        names += size + (names[size] == '\n');
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {0};
    char *text = memory_copy_span((const char *)data, size), *rest = text;
    struct sayings *sayings = sayings_read(cut(&rest), &err);
    struct search *search = search_create(sayings);
    size_t names = add_names(search, cut(&rest)), total;
    struct search_hit hits[HITS];
    size_t count = search_find(search, rest, hits, HITS, &total);
    if (count > total || total > names || (count < HITS && count != total))
        abort();
    for (size_t i = 0; i < count; i++) {
        if (hits[i].item >= names || hits[i].reasons == 0 ||
            (i > 0 && hits[i].score > hits[i - 1].score))
            abort();
    }
    search_free(&search);
    sayings_free(&sayings);
    free(text);
    return 0;
}
