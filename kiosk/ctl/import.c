/* SPDX-License-Identifier: MIT */
/* The catalogue: importing one by hand, one procedure a line, of several files, all of
 * them or none (kiosk/service/entries.h); and fetching the portal's at once. */
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/entries.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FILE_MOST = 256 << 20,
    LINES_MOST = 100000,
    TROUBLES_MOST = 20, /* bad lines that are told */
};

static bool take_line(struct entries *entries, const char *text, size_t size,
                      struct error *err)
{
    json_t *line = json_parse(text, size, _("The line"), &JSON_FORM_LIMITS, err);
    bool fine = line && entries_take(entries, line, err);
    json_decref(line);
    return fine;
}

/* Tells every bad line, up to a number; returns how many there are. */
static size_t take_lines(struct entries *entries, const char *path, const char *text)
{
    size_t bad = 0;
    for (long number = 1; *text; number++) {
        size_t size = strcspn(text, "\n");
        struct error err = {0};
        bool blank = strspn(text, " \t\r") >= size;
        if (number > LINES_MOST) {
            ctl_complain(EXIT_TROUBLE, _("%s has more than %d lines."), path, LINES_MOST);
            return bad + 1;
        }
        if (!blank && !take_line(entries, text, size, &err) && ++bad <= TROUBLES_MOST)
            ctl_complain(EXIT_TROUBLE, _("%s, line %ld: %s"), path, number, err.text);
        text += size + (text[size] == '\n');
    }
    return bad;
}

static int store_entries(struct ctl *ctl, struct entries *entries)
{
    struct error err = {0};
    size_t count = 0;
    struct store *store = ctl_store(ctl, &err);
    if (!store || !store_replace_catalogue(store, entries_next, entries, &count, &err))
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    drain_ring(settings_text(ctl->settings, STORE_FOLDER)); /* a kiosk may be running */
    printf(ngettext("%zu procedure imported.\n", "%zu procedures imported.\n", count),
           count);
    return EXIT_FINE;
}

/* Returns how many bad lines were told; a file that cannot be used is one of them. */
static size_t take_file(struct entries *entries, const char *path)
{
    struct error err = {0};
    struct buffer text;
    size_t bad = 1;
    if (!file_read(path, FILE_MOST, &text, &err))
        ctl_complain(EXIT_TROUBLE, "%s", err.text);
    else if (strlen(text.data) != text.size)
        ctl_complain(EXIT_TROUBLE, _("%s is not a text file."), path);
    else
        bad = take_lines(entries, path, text.data);
    buffer_free(&text);
    return bad;
}

int ctl_import(struct ctl *ctl)
{
    struct entries *entries = entries_create();
    size_t bad = 0;
    int code = EXIT_TROUBLE;
    for (int i = 0; i < ctl->count; i++)
        bad += take_file(entries, ctl->words[i]);
    if (bad)
        ctl_complain(code, _("Nothing was imported; mend these lines first."));
    else if (entries_count(entries) == 0)
        ctl_complain(code, _("Nothing was imported: the file is empty."));
    else
        code = store_entries(ctl, entries);
    entries_free(&entries);
    return code;
}

/* The courier says what happened, on both of its outputs. */
int ctl_refresh(struct ctl *ctl)
{
    struct error err = {0};
    char bytes[4096];
    ssize_t got;
    int fd, status;
    pid_t courier = ctl_start_courier(ctl, "--refresh", NULL, &fd, &err);
    if (courier < 0)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    while ((got = read(fd, bytes, sizeof(bytes))) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0)
            fwrite(bytes, 1, (size_t)got, stdout);
    }
    close(fd);
    while (waitpid(courier, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_TROUBLE;
}
