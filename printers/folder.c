/* SPDX-License-Identifier: MIT */
/* Documents as PDF files in a folder: for demonstration, for an office without a printer,
 * and for those who print by hand. */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "printers/target.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PDF_LIMIT = 32 << 20 };

struct folder {
    char *path;
};

static void *folder_open(const struct settings *settings, struct error *err)
{
    (void)err;
    struct folder *folder = memory_alloc(sizeof *folder);
    const char *path = settings_text(settings, PRINTER_FOLDER);
    if (path[0] != '\0')
        folder->path = memory_copy_text(path);
    else
        folder->path = file_join(settings_text(settings, STORE_FOLDER), "slips");
    return folder;
}

/* Makes the folder if need be; its whole path, for the kiosk may run somewhere else. */
static char *find_folder(const struct folder *folder, struct error *err)
{
    if (!file_make_folder(folder->path, 0700, err))
        return NULL;
    char *path = realpath(folder->path, NULL);
    if (path == NULL)
        error_set(err, _("The folder %s cannot be used: %s."), folder->path,
                  strerror(errno));
    return path;
}

static bool folder_print(void *self, const struct document *document, struct job *job,
                         struct error *err)
{
    char *folder = find_folder(self, err);
    if (folder == NULL)
        return false;
    struct buffer pdf;
    buffer_init(&pdf, PDF_LIMIT);
    char *path = memory_format("%s/%s.pdf", folder, job->name);
    bool done = document_to_pdf(document, &pdf, err) &&
                file_write(path, pdf.data, pdf.size, 0600, err);
    if (done) {
        job->state = JOB_DONE;
        snprintf(job->where, sizeof job->where, "%s", path);
    }
    buffer_free(&pdf);
    free(path);
    free(folder);
    return done;
}

static void folder_free(void *self)
{
    struct folder *folder = self;
    free(folder->path);
    free(folder);
}

const struct target TARGET_FOLDER = {
    .open = folder_open,
    .print = folder_print,
    .free = folder_free,
};
