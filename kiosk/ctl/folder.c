/* SPDX-License-Identifier: MIT */
#include "kiosk/ctl/folder.h"

#include "kiosk/base/file.h"
#include "kiosk/base/json.h"
#include "kiosk/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_file(const char *folder, const char *name)
{
    char *path = file_join(folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

bool folder_is_procedure(const char *path)
{
    return has_file(path, "procedure.json");
}

static bool read_part(const char *folder, const char *name, json_t **part,
                      struct error *err)
{
    char *path = file_join(folder, name);
    *part = json_read_file(path, &JSON_FORM_LIMITS, err);
    free(path);
    return *part != NULL;
}

static bool read_lists(struct folder *folder, struct error *err)
{
    char *path = file_join(folder->path, "../../lists");
    json_t *files = json_read_folder(path, &JSON_FORM_LIMITS, err);
    free(path);
    folder->lists = files ? form_lists_create_take(files, err) : NULL;
    folder->files.lists = folder->lists;
    return folder->lists != NULL;
}

/* The name of the folder, also where the path is "." or ends with a slash. */
static char *name_of(const char *path)
{
    char *whole = realpath(path, NULL);
    const char *slash = whole ? strrchr(whole, '/') : NULL;
    char *name = memory_copy_text(slash ? slash + 1 : path);
    free(whole);
    return name;
}

bool folder_read(struct folder *folder, const char *path, struct error *err)
{
    *folder = (struct folder){.path = memory_copy_text(path), .code = name_of(path)};
    struct procedure_files *files = &folder->files;
    return read_lists(folder, err) &&
           read_part(path, "procedure.json", &files->facts, err) &&
           read_part(path, "schema.json", &files->schema, err) &&
           read_part(path, "uischema.json", &files->uischema, err) &&
           (!has_file(path, "i18n/en.json") ||
            read_part(path, "i18n/en.json", &files->english, err));
}

void folder_free(struct folder *folder)
{
    json_decref(folder->files.facts);
    json_decref(folder->files.schema);
    json_decref(folder->files.uischema);
    json_decref(folder->files.english);
    form_lists_free(&folder->lists);
    free(folder->path);
    free(folder->code);
}

struct procedure *folder_compile(const struct folder *folder, struct error *err)
{
    struct procedure_files files = folder->files;
    json_incref(files.facts);
    json_incref(files.schema);
    json_incref(files.uischema);
    json_incref(files.english);
    return procedure_create_take(files, err);
}
