/* SPDX-License-Identifier: MIT */
/* What people type, over all procedures of the national portal: how often the right one
 * is the first, or among the first five. */
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"
#include "kiosk/service/catalogue.h"
#include "tests/unit/scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* Of 66 queries; measured 48 and 53. */
enum { LEAST_FIRST = 45, LEAST_FIVE = 50, LINE_ROOM = 65536 };

static char *data_path(const char *name)
{
    const char *top = getenv("TOP_SRCDIR");
    return memory_format("%s/../shared/data/%s", top ? top : ".", name);
}

/* A line of the file, as JSON; NULL at its end. */
static json_t *next_line(FILE *file)
{
    static char line[LINE_ROOM];
    if (!fgets(line, sizeof(line), file))
        return NULL;
    struct error err = {0};
    json_t *value = json_parse(line, strlen(line), "line", &JSON_FORM_LIMITS, &err);
    if (!value)
        fail_msg("%s", err.text);
    return value;
}

static const char *next_entry(void *file)
{
    static char *text;
    free(text);
    text = NULL;
    json_t *line = next_line(file);
    if (line) {
        json_t *entry =
            json_pack("{si, ss, ss, s{ss}}", "format", 1, "version", "1", "code",
                      json_text(line, "code"), "name", "vi", json_text(line, "name"));
        text = json_dumps(entry, JSON_COMPACT);
        json_decref(entry);
        json_decref(line);
    }
    return text;
}

static struct catalogue *load_all(struct store *store)
{
    struct error err = {0};
    size_t count = 0;
    const char *top = getenv("TOP_SRCDIR");
    char *path = data_path("catalogue/national.jsonl");
    char *forms = memory_format("%s/forms/procedures", top ? top : ".");
    FILE *file = fopen(path, "r");
    struct catalogue *catalogue = catalogue_create();
    if (!file || !store_replace_catalogue(store, next_entry, file, &count, &err) ||
        !catalogue_load_forms(catalogue, forms, &err) ||
        !catalogue_load_store(catalogue, store, &err))
        fail_msg("%s: %s", path, err.text);
    assert_int_equal(count, 5670);
    fclose(file);
    free(path);
    free(forms);
    return catalogue;
}

static bool is_right(const json_t *query, const struct catalogue_entry *entry)
{
    size_t i;
    json_t *code;
    json_array_foreach(json_object_get(query, "codes"), i, code)
    {
        if (strncmp(json_string_value(code), catalogue_code(entry), 8) == 0)
            return true;
    }
    return false;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_hit_rates(void **state)
{
    struct error err = {0};
    struct store *store = store_open(*state, "", &err);
    assert_non_null(store);
    struct catalogue *catalogue = load_all(store);
    char *path = data_path("search/dev-queries.jsonl");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const struct catalogue_entry *found[5];
    int asked = 0, first = 0, five = 0;
    double spent = 0;
    catalogue_search(catalogue, "x", found, 5, NULL); /* folds all names once */
    for (json_t *query; (query = next_line(file)); asked++) {
        double start = seconds();
        size_t count =
            catalogue_search(catalogue, json_text(query, "query"), found, 5, NULL);
        spent += seconds() - start;
        size_t place = 0;
        while (place < count && !is_right(query, found[place]))
            place++;
        first += count && place == 0;
        five += place < count;
        if (place)
            printf("%s  %s\n", place < count ? "later " : "missed",
                   json_text(query, "query"));
        json_decref(query);
    }
    printf("%d queries: first %d (%d%%), among five %d (%d%%), %.2f ms each\n", asked,
           first, 100 * first / asked, five, 100 * five / asked, 1000 * spent / asked);
    assert_true(first >= LEAST_FIRST);
    assert_true(five >= LEAST_FIVE);
    fclose(file);
    free(path);
    catalogue_free(&catalogue);
    store_close(&store);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    unsetenv("CREDENTIALS_DIRECTORY");
    char *path = data_path("search/dev-queries.jsonl");
    bool there = access(path, R_OK) == 0;
    if (!there)
        printf("%s is not here: nothing to measure with\n", path);
    free(path);
    if (!there)
        return 77;
    const struct CMUnitTest tests[] = {IN_SCRATCH(test_hit_rates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
