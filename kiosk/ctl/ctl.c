/* SPDX-License-Identifier: MIT */
#include "kiosk/ctl/ctl.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"
#include "kiosk/service/reference.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int ctl_complain(int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = memory_format_list(format, args);
    va_end(args);
    char *clean = utf8_clean(text, strlen(text), UTF8_ONE_LINE);
    fprintf(stderr, "motcuactl: %s\n", clean);
    memory_free_text(&clean);
    memory_free_text(&text);
    return code;
}

int ctl_finish_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_FINE;
    return ctl_complain(EXIT_TROUBLE, _("The output could not be written."));
}

void ctl_print_json_take(json_t *value)
{
    json_dumpf(value, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(value);
}

bool ctl_number(const char *name, const char *text, long least, long most, long otherwise,
                long *out)
{
    char *end;
    *out = text ? strtol(text, &end, 10) : otherwise;
    if (!text || (*text && *end == '\0' && *out >= least && *out <= most))
        return true;
    ctl_complain(EXIT_USAGE, _("%s must be a number from %ld to %ld."), name, least,
                 most);
    return false;
}

struct store *ctl_store(struct ctl *ctl, struct error *err)
{
    if (!ctl->store)
        ctl->store = store_open(settings_text(ctl->settings, STORE_FOLDER),
                                settings_text(ctl->settings, STORE_KEY), err);
    return ctl->store;
}

struct catalogue *ctl_catalogue(struct ctl *ctl, struct error *err)
{
    if (ctl->catalogue)
        return ctl->catalogue;
    struct error cause = {0};
    struct store *store = ctl_store(ctl, err);
    if (!store)
        return NULL;
    ctl->catalogue = catalogue_create();
    /* A bad form is left out and the others are there; catalogue.c has logged it. */
    catalogue_load_forms(ctl->catalogue, settings_text(ctl->settings, PATH_FORMS),
                         &cause);
    catalogue_use_province(ctl->catalogue, settings_text(ctl->settings, OFFICE_PROVINCE));
    if (!catalogue_load_store(ctl->catalogue, store, err))
        catalogue_free(&ctl->catalogue);
    else if (error_is_set(&cause) && catalogue_count(ctl->catalogue) == 0)
        ctl_complain(EXIT_TROUBLE, "%s", cause.text);
    return ctl->catalogue;
}

bool ctl_find_dossier(struct ctl *ctl, const char *typed, struct dossier *out,
                      struct error *err)
{
    char reference[REFERENCE_ROOM];
    struct store *store = ctl_store(ctl, err);
    const char *name = reference_read(reference, typed) ? reference : typed;
    return store && store_find_dossier(store, name, out, err);
}

const char *ctl_state_name(enum dossier_state state)
{
    static const char *const NAMES[] = {
        [DOSSIER_FINALISED] = "finalised", [DOSSIER_SENDING] = "sending",
        [DOSSIER_ACCEPTED] = "accepted",   [DOSSIER_HELD] = "held",
        [DOSSIER_REJECTED] = "rejected",
    };
    return NAMES[state];
}
