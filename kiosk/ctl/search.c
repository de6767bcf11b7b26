/* SPDX-License-Identifier: MIT */
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_USUAL = 20, LIMIT_MOST = 50000, QUERY_MOST = 1000 };

/* The query may be several words of the command line. */
static void join_words(const struct ctl *ctl, struct buffer *out)
{
    buffer_init(out, QUERY_MOST);
    for (int i = 0; i < ctl->count; i++)
        buffer_format(out, "%s%s", i ? " " : "", ctl->words[i]);
}

int ctl_search(struct ctl *ctl)
{
    struct error err = {0};
    long limit;
    if (!ctl_number("--limit", ctl->limit, 1, LIMIT_MOST, LIMIT_USUAL, &limit))
        return EXIT_USAGE;
    struct catalogue *catalogue = ctl_catalogue(ctl, &err);
    if (!catalogue)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    struct buffer query;
    join_words(ctl, &query);
    const struct catalogue_entry **found = memory_array((size_t)limit, sizeof(*found));
    size_t count = catalogue_search(catalogue, query.data, found, (size_t)limit, NULL);
    for (size_t i = 0; i < count; i++)
        printf("%s\t%s\n", catalogue_code(found[i]),
               catalogue_name(found[i], i18n_language()));
    free(found);
    buffer_free(&query);
    return EXIT_FINE;
}
