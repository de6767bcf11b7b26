/* SPDX-License-Identifier: MIT */
#include "tests/unit/desk.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void *there(void *thing, const struct error *err)
{
    if (!thing)
        fail_msg("%s", err->text);
    return thing;
}

json_t *desk_read(const char *path)
{
    struct error err = {0};
    const char *top = getenv("TOP_SRCDIR");
    char *whole = memory_format("%s/forms/procedures/%s", top ? top : ".", path);
    json_t *value = json_read_file(whole, &JSON_FORM_LIMITS, &err);
    free(whole);
    return there(value, &err);
}

static json_t *read_lists(struct error *err)
{
    const char *top = getenv("TOP_SRCDIR");
    char *folder = memory_format("%s/forms/lists", top ? top : ".");
    json_t *files = json_read_folder(folder, &JSON_FORM_LIMITS, err);
    free(folder);
    return files;
}

int desk_open(void **state)
{
    struct error err = {0};
    struct desk *desk = memory_alloc(sizeof(*desk));
    desk->folder = memory_copy_text("/tmp/motcua-desk-XXXXXX");
    if (!mkdtemp(desk->folder))
        return -1;
    unsetenv("CREDENTIALS_DIRECTORY");
    i18n_use("en");
    desk->store = there(store_open(desk->folder, "", &err), &err);
    desk->settings = there(settings_read("/dev/null", &err), &err);
    settings_override(desk->settings, PORTAL_URL, "https://dvc.example.vn");
    settings_override(desk->settings, OFFICE_NAME, "Bưu điện Hoà Khánh");
    settings_override(desk->settings, OFFICE_COUNTER, "Quầy 2");
    settings_override(desk->settings, OFFICE_ID, "HK-2");
    json_t *lists = there(read_lists(&err), &err);
    desk->lists = there(form_lists_create_take(lists, &err), &err);
    struct procedure_files files = {.facts = desk_read("1.001193/procedure.json"),
                                    .schema = desk_read("1.001193/schema.json"),
                                    .uischema = desk_read("1.001193/uischema.json"),
                                    .english = desk_read("1.001193/i18n/en.json"),
                                    .lists = desk->lists};
    desk->procedure = there(procedure_create_take(files, &err), &err);
    *state = desk;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

int desk_close(void **state)
{
    struct desk *desk = *state;
    procedure_free(&desk->procedure);
    form_lists_free(&desk->lists);
    settings_free(&desk->settings);
    store_close(&desk->store);
    nftw(desk->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(desk->folder);
    free(desk);
    return 0;
}
