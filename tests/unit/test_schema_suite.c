/* SPDX-License-Identifier: MIT */
/* The official JSON Schema test suite, 2020-12, all that is required, with its remotes
 * handed in as if they came from http://localhost:1234/. Prints the count per keyword. */
#include "forms/schema/schema.h"
#include "kiosk/base/memory.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct schema_set *remotes; /* nftw() has no argument for its caller */
static size_t remotes_path;

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *json = json_load_file(path, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (json == NULL)
        printf("%s:%d: %s\n", path, error.line, error.text);
    return json;
}

static int add_remote(const char *path, const struct stat *info, int kind,
                      struct FTW *where)
{
    (void)info;
    (void)where;
    if (kind != FTW_F || strstr(path, ".json") == NULL)
        return 0;
    json_t *document = load(path);
    char *uri = memory_format("http://localhost:1234%s", path + remotes_path);
    if (document != NULL)
        schema_set_add(remotes, uri, document);
    json_decref(document);
    free(uri);
    return document == NULL;
}

struct tally {
    int passed, all;
};

static void run_group(const char *keyword, const json_t *group, struct tally *tally)
{
    struct error err = {0};
    struct schema *schema =
        schema_compile(json_object_get(group, "schema"), remotes, &err);
    const char *name = json_string_value(json_object_get(group, "description"));
    if (schema == NULL)
        printf("%s: %s: %s\n", keyword, name, err.text);
    size_t index;
    json_t *test;
    json_array_foreach(json_object_get(group, "tests"), index, test)
    {
        const json_t *data = json_object_get(test, "data");
        bool expected = json_is_true(json_object_get(test, "valid"));
        struct violations out = {0};
        bool fast = schema != NULL && schema_validate(schema, data, NULL);
        bool full = schema != NULL && schema_validate(schema, data, &out);
        bool passed = schema != NULL && fast == expected && full == expected &&
                      full == (out.count == 0);
        tally->all++;
        tally->passed += passed;
        if (!passed)
            printf("%s: %s: %s: fails\n", keyword, name,
                   json_string_value(json_object_get(test, "description")));
        violations_free(&out);
    }
    schema_free(&schema);
}

static struct tally run_file(const char *folder, const char *name)
{
    struct tally tally = {0};
    char *path = memory_format("%s/%s", folder, name);
    json_t *groups = load(path);
    size_t index;
    json_t *group;
    json_array_foreach(groups, index, group) run_group(name, group, &tally);
    printf("%-30s %4d of %4d\n", name, tally.passed, tally.all);
    json_decref(groups);
    free(path);
    return tally;
}

static int is_json(const struct dirent *entry)
{
    return strstr(entry->d_name, ".json") != NULL;
}

static int run_suite(const char *folder, const char *remote)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_json, alphasort);
    if (count <= 0) {
        printf("skipped: the official test suite is not at %s\n", folder);
        return 77;
    }
    remotes = schema_set_create();
    schema_set_follow_dialect(remotes);
    remotes_path = strlen(remote);
    struct tally sum = {.passed = nftw(remote, add_remote, 8, FTW_PHYS) == 0 ? 0 : -1};
    for (int i = 0; i < count; i++) {
        struct tally tally = run_file(folder, names[i]->d_name);
        sum.passed += tally.passed;
        sum.all += tally.all;
        free(names[i]);
    }
    printf("%-30s %4d of %4d\n", "all", sum.passed, sum.all);
    free(names);
    schema_set_free(&remotes);
    return sum.passed == sum.all && sum.all > 0 ? 0 : 1;
}

int main(void)
{
    const char *top = getenv("TOP_SRCDIR");
    char *suites = memory_format("%s/../shared/suites", top != NULL ? top : ".");
    char *folder = memory_format("%s/json-schema-2020-12", suites);
    char *remote = memory_format("%s/json-schema-remotes", suites);
    int result = run_suite(folder, remote);
    free(suites);
    free(folder);
    free(remote);
    return result;
}
