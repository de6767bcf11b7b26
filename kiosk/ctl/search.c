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

static const struct {
    enum search_reason reason;
    const char *name;
} REASONS[] = {
    {FOUND_LISTED, "listed"},       {FOUND_CODE, "code"},
    {FOUND_ALL_WORDS, "all-words"}, {FOUND_SOME_WORDS, "some-words"},
    {FOUND_SAYING, "saying"},       {FOUND_CORRECTED, "corrected"},
    {FOUND_KEYWORD, "keyword"},
};

static json_t *describe(const struct catalogue_hit *hit)
{
    json_t *why = json_array();
    for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++) {
        if (hit->reasons & REASONS[i].reason)
            json_array_append_new(why, json_string(REASONS[i].name));
    }
    return json_pack("{s:s, s:s, s:i, s:i, s:o}", "code", catalogue_code(hit->entry),
                     "name", catalogue_name(hit->entry, i18n_language()), "score",
                     hit->score, "found", hit->found, "why", why);
}

static void print_json(const struct catalogue_hit *hits, size_t count, size_t total)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, describe(&hits[i]));
    json_t *answer =
        json_pack("{s:I, s:o}", "total", (json_int_t)total, "procedures", list);
    json_dumpf(answer, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(answer);
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
    struct catalogue_hit *found = memory_array((size_t)limit, sizeof(*found));
    size_t total;
    size_t count = catalogue_search(catalogue, query.data, found, (size_t)limit, &total);
    if (ctl->json)
        print_json(found, count, total);
    for (size_t i = 0; i < count && !ctl->json; i++)
        printf("%s\t%s\n", catalogue_code(found[i].entry),
               catalogue_name(found[i].entry, i18n_language()));
    free(found);
    buffer_free(&query);
    return EXIT_FINE;
}
