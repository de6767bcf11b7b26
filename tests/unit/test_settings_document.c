/* SPDX-License-Identifier: MIT */
/* docs/deployment.md tells of every setting in a row of a table, with its default:
 * | `[portal] url` | default | meaning | */
#include "kiosk/base/memory.h"
#include "kiosk/base/settings.h"
#include "tests/unit/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The next cell of a table's row, without blanks and backquotes at its ends. */
static bool take_cell(const char **row, char *out, size_t room)
{
    const char *start = strchr(*row, '|');
    if (!start || !start[1])
        return false;
    start++;
    const char *end = start + strcspn(start, "|\n");
    *row = end;
    while (start < end && strchr(" `", *start))
        start++;
    while (end > start && strchr(" `", end[-1]))
        end--;
    snprintf(out, room, "%.*s", (int)(end - start), start);
    return true;
}

static int setting_named(const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        char *is = memory_format("[%s] %s", SETTINGS[i].section, SETTINGS[i].key);
        bool found = strcmp(is, name) == 0;
        free(is);
        if (found)
            return i;
    }
    return -1;
}

/* An empty default is an empty cell or a dash; one that depends on --prefix is described,
 * not quoted. */
static bool tells_default(int which, const char *cell)
{
    const char *is = SETTINGS[which].otherwise;
    if (is[0] == '/')
        return cell[0] == '/' || cell[0] == '$';
    if (is[0] == '\0')
        return cell[0] == '\0' || strcmp(cell, "-") == 0 || strcmp(cell, "–") == 0 ||
               strcmp(cell, "—") == 0 || strcmp(cell, "\"\"") == 0;
    return strcmp(cell, is) == 0;
}

static void test_documented(void **state)
{
    (void)state;
    const char *top = getenv("TOP_SRCDIR");
    char *path = memory_format("%s/docs/deployment.md", top ? top : ".");
    char *text = scratch_read(path);
    bool told[SETTING_COUNT] = {false};
    for (const char *row = text; row;
         row = strchr(row, '\n'), row = row ? row + 1 : row) {
        char name[128], otherwise[256];
        const char *at = row;
        if (strncmp(row, "| `[", 4) != 0 || !take_cell(&at, name, sizeof(name)))
            continue;
        int which = setting_named(name);
        if (which < 0)
            fail_msg("%s: there is no setting %s", path, name);
        if (told[which])
            fail_msg("%s tells %s twice", path, name);
        if (!take_cell(&at, otherwise, sizeof(otherwise)) ||
            !tells_default(which, otherwise))
            fail_msg("%s: the default of %s is \"%s\", not \"%s\"", path, name,
                     SETTINGS[which].otherwise, otherwise);
        told[which] = true;
    }
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (!told[i])
            fail_msg("%s does not tell of [%s] %s", path, SETTINGS[i].section,
                     SETTINGS[i].key);
    }
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_documented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
