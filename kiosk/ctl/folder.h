/* SPDX-License-Identifier: MIT */
/* The files of a procedure from its folder, with the lists that stand beside it: for the
 * commands of whoever writes forms. They need no store. */
#ifndef CTL_FOLDER_H
#define CTL_FOLDER_H

#include "forms/form/procedure.h"

struct folder {
    char *path;
    char *code; /* the folder's name */
    struct procedure_files files;
    struct form_lists *lists;
};

/* False and an error if a file cannot be read; i18n/en.json may be missing. Free it with
 * folder_free in either case. */
bool folder_read(struct folder *folder, const char *path, struct error *err);
void folder_free(struct folder *folder);
/* The procedure over them; it borrows the lists. NULL and an error. */
struct procedure *folder_compile(const struct folder *folder, struct error *err);

/* Is it the folder of one procedure? */
bool folder_is_procedure(const char *path);

#endif
