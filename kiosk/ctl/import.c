/* SPDX-License-Identifier: MIT */
/* The catalogue: importing one by hand, one procedure a line, of several files, all of
 * them or none (kiosk/service/entries.h); and fetching the portal's at once. */
#include "kiosk/base/clock.h"
#include "kiosk/base/file.h"
#include "kiosk/base/i18n.h"
#include "kiosk/base/json.h"
#include "kiosk/base/utf8.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/service/drain.h"
#include "kiosk/service/entries.h"
#include "kiosk/store/catalogue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    FILE_MOST = 256 << 20,
    LINES_MOST = 100000,
    TROUBLES_MOST = 20,      /* bad lines that are told */
    WRITTEN_AT_ONCE = 100,   /* procedures … */
    PAUSE = 20 * 1000 * 1000 /* … and nanoseconds between them */
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

/* Between two transactions a kiosk that runs has the time to save a draft. */
static void give_way(void)
{
    const struct timespec pause = {.tv_nsec = PAUSE};
    nanosleep(&pause, NULL);
}

static bool put_entry(void *arg, size_t number, const char *json, struct error *err)
{
    if (!stage_put(arg, number, json, err))
        return false;
    if (number % WRITTEN_AT_ONCE != WRITTEN_AT_ONCE - 1)
        return true;
    bool fine = stage_pause(arg, err);
    give_way();
    return fine;
}

/* The names of the files, for the help desk's "source"; what is too long is left out. */
static void name_files(const struct ctl *ctl, char *out, size_t room)
{
    *out = '\0';
    for (int i = 0; i < ctl->count; i++) {
        const char *slash = strrchr(ctl->words[i], '/');
        const char *base = slash ? slash + 1 : ctl->words[i];
        char *name = utf8_clean(base, strlen(base), UTF8_ONE_LINE);
        size_t size = strlen(out);
        if (size + strlen(name) + 3 < room)
            snprintf(out + size, room - size, "%s%s", size ? ", " : "", name);
        free(name);
    }
}

static bool publish(struct ctl *ctl, struct stage *stage, struct error *err)
{
    struct catalogue_mark mark = {0};
    struct catalogue_source *source = &mark.sources[CATALOGUE_IMPORTED];
    source->since = clock_now();
    name_files(ctl, source->from, sizeof(source->from));
    if (!stage_publish(stage, &mark, err))
        return false;
    drain_ring(settings_text(ctl->settings, STORE_FOLDER)); /* a kiosk may be running */
    return true;
}

/* Of all files; returns how many bad lines were told. */
static size_t take_files(const struct ctl *ctl, struct entries *entries)
{
    size_t bad = 0;
    for (int i = 0; i < ctl->count; i++)
        bad += take_file(entries, ctl->words[i]);
    return bad;
}

static bool store_files(struct ctl *ctl, struct stage *stage, struct error *err)
{
    bool more = true, fine = true;
    while (fine && more) {
        fine = stage_sweep(stage, &more, err);
        if (more)
            give_way();
    }
    if (!fine)
        return false;
    struct entries *entries = entries_create(put_entry, stage);
    fine = take_files(ctl, entries) == 0 ||
           error_set(err, "%s", _("Nothing was imported; mend these lines first."));
    entries_free(&entries);
    return fine && publish(ctl, stage, err);
}

/* They are sound. */
static int import_files(struct ctl *ctl, size_t count)
{
    struct error err = {0};
    struct store *store = ctl_store(ctl, &err);
    struct stage *stage = store ? stage_open(store, CATALOGUE_IMPORTED, &err) : NULL;
    bool fine = stage && store_files(ctl, stage, &err);
    stage_close(&stage);
    if (!fine)
        return ctl_complain(EXIT_TROUBLE, "%s", err.text);
    printf(ngettext("%zu procedure imported.\n", "%zu procedures imported.\n", count),
           count);
    return EXIT_FINE;
}

int ctl_import(struct ctl *ctl)
{
    struct entries *entries = entries_create(NULL, NULL);
    size_t bad = take_files(ctl, entries), count = entries_count(entries);
    entries_free(&entries);
    if (bad)
        return ctl_complain(EXIT_TROUBLE,
                            _("Nothing was imported; mend these lines first."));
    if (count == 0)
        return ctl_complain(EXIT_TROUBLE, _("Nothing was imported: the file is empty."));
    return import_files(ctl, count);
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
