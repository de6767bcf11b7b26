/* SPDX-License-Identifier: MIT */
#include "kiosk/service/receipt.h"

#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/ctl/ctl.h"
#include "printers/document.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BYTES_MOST = 32 << 20, COLUMNS = 80, DPI = 150 };

static bool draw_pdf(const struct document *document, struct buffer *out,
                     struct error *err)
{
    return document_to_pdf(document, out, err);
}

static bool draw_png(const struct document *document, struct buffer *out,
                     struct error *err)
{
    return document_to_png(document, 0, DPI, out, err);
}

static bool draw_text(const struct document *document, struct buffer *out,
                      struct error *err)
{
    return document_to_text(document, COLUMNS, out, err);
}

static const struct format {
    const char *name;
    bool binary;
    bool (*draw)(const struct document *document, struct buffer *out, struct error *err);
} FORMATS[] = {
    {"text", false, draw_text},
    {"pdf", true, draw_pdf},
    {"png", true, draw_png},
};

static const struct format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
        if (!name || strcmp(FORMATS[i].name, name) == 0)
            return &FORMATS[i];
    }
    return NULL;
}

static bool draw(struct ctl *ctl, const struct dossier *dossier,
                 const struct format *format, struct buffer *out, struct error *err)
{
    struct catalogue *catalogue = ctl_catalogue(ctl, err);
    if (!catalogue)
        return false;
    /* A procedure that is not known here any more still has its slips. */
    const struct procedure *procedure =
        catalogue_find(catalogue, dossier->procedure, NULL);
    json_t *slip = receipt_slip(ctl->store, ctl->settings, procedure, dossier, err);
    struct document *document = slip ? document_create(slip, err) : NULL;
    bool fine = document && format->draw(document, out, err);
    document_free(&document);
    json_decref(slip);
    return fine;
}

static bool write_out(const struct ctl *ctl, const struct buffer *bytes,
                      struct error *err)
{
    if (ctl->output)
        return file_write(ctl->output, bytes->data, bytes->size, 0600, err);
    fwrite(bytes->data, 1, bytes->size, stdout);
    return true; /* ctl_finish_output() sees what failed */
}

int ctl_receipt(struct ctl *ctl)
{
    struct error err = {0};
    struct dossier dossier;
    const struct format *format = find_format(ctl->format);
    if (!format)
        return ctl_complain(EXIT_USAGE, _("--format must be one of: %s."),
                            "pdf png text");
    if (format->binary && !ctl->output && isatty(STDOUT_FILENO))
        return ctl_complain(EXIT_USAGE,
                            _("A %s is not for a terminal; name a file with --output."),
                            format->name);
    if (!ctl_find_dossier(ctl, ctl->words[0], &dossier, &err))
        return error_is_set(&err)
                   ? ctl_complain(EXIT_TROUBLE, "%s", err.text)
                   : ctl_complain(CTL_UNKNOWN, _("No such dossier was made here."));
    struct buffer bytes;
    buffer_init(&bytes, BYTES_MOST);
    bool fine = draw(ctl, &dossier, format, &bytes, &err) && write_out(ctl, &bytes, &err);
    buffer_free(&bytes);
    return fine ? EXIT_FINE : ctl_complain(EXIT_TROUBLE, "%s", err.text);
}
