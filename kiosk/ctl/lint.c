/* SPDX-License-Identifier: MIT */
/* forms lint: everything in the files of procedures that is unknown or leads nowhere. */
#include "forms/form/lint.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/ctl/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line for each finding; returns how many there are. */
static size_t lint_procedure(const char *path)
{
    struct error err = {0};
    struct folder folder;
    struct lint_findings found = {0};
    size_t count = 1;
    if (folder_read(&folder, path, &err)) {
        form_lint(&folder.files, folder.code, &found);
        count = found.count;
    } else {
        printf("%s: %s\n", path, err.text);
    }
    for (size_t i = 0; i < found.count; i++) {
        const struct lint_finding *f = &found.list[i];
        printf("%s%s%s: %s%s%s\n", path, *f->file ? "/" : "", f->file, f->pointer,
               *f->pointer ? ": " : "", f->reason);
    }
    lint_findings_free(&found);
    folder_free(&folder);
    return count;
}

/* A procedure's own folder, or one that holds such folders. *looked counts them. */
static bool lint_folder(const char *path, size_t *looked, size_t *findings)
{
    struct dirent **names;
    if (folder_is_procedure(path)) {
        ++*looked;
        *findings += lint_procedure(path);
        return true;
    }
    int count = scandir(path, &names, NULL, alphasort);
    if (count < 0) {
        ctl_complain(EXIT_TROUBLE, _("%s cannot be read: %s."), path, strerror(errno));
        return false;
    }
    for (int i = 0; i < count; i++) {
        char *below = file_join(path, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && folder_is_procedure(below)) {
            ++*looked;
            *findings += lint_procedure(below);
        }
        free(below);
        free(names[i]);
    }
    free(names);
    return true;
}

int ctl_lint(struct ctl *ctl)
{
    size_t looked = 0, findings = 0;
    bool fine = true;
    if (ctl->count == 0)
        fine = lint_folder(settings_text(ctl->settings, PATH_FORMS), &looked, &findings);
    for (int i = 0; i < ctl->count; i++)
        fine &= lint_folder(ctl->words[i], &looked, &findings);
    if (fine && looked == 0)
        return ctl_complain(EXIT_TROUBLE, _("There is no procedure to look at."));
    return fine && findings == 0 ? EXIT_FINE : EXIT_TROUBLE;
}
