/* SPDX-License-Identifier: MIT */
#include "kiosk/service/stick.h"

#include "kiosk/base/i18n.h"
#include "kiosk/base/memory.h"
#include "kiosk/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MOST = 16, ENTRIES_MOST = 2000 };

struct stick {
    int folders[DEPTH_MOST]; /* open, the top one first */
    char *names[DEPTH_MOST]; /* clean; that of the top is not used */
    size_t depth;            /* how many are open, 1 and more */
    char *place;
    struct stick_entry *entries;
    size_t count;
};

static void forget_entries(struct stick *stick)
{
    for (size_t i = 0; i < stick->count; i++) {
        memory_free_text(&stick->entries[i].name);
        memory_free_text(&stick->entries[i].shown);
    }
    free(stick->entries);
    stick->entries = NULL;
    stick->count = 0;
}

static void add_entry(struct stick *stick, int folder, const char *name)
{
    struct stat info;
    if (name[0] == '.' || fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) < 0 ||
        !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)))
        return;
    stick->entries =
        memory_resize(stick->entries, stick->count + 1, sizeof(*stick->entries));
    stick->entries[stick->count++] =
        (struct stick_entry){.name = memory_copy_text(name),
                             .shown = utf8_clean(name, strlen(name), UTF8_ONE_LINE),
                             .folder = S_ISDIR(info.st_mode),
                             .size = info.st_size};
}

static int compare(const void *a, const void *b)
{
    const struct stick_entry *one = a, *other = b;
    if (one->folder != other->folder)
        return one->folder ? -1 : 1;
    int by_shown = strcoll(one->shown, other->shown);
    return by_shown ? by_shown : strcmp(one->name, other->name);
}

static bool list(struct stick *stick, struct error *err)
{
    int folder =
        openat(stick->folders[stick->depth - 1], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = folder < 0 ? NULL : fdopendir(folder);
    forget_entries(stick);
    if (!listing) {
        int cause = errno;
        if (folder >= 0)
            close(folder);
        return error_set(err, _("The folder cannot be read: %s. Is the USB stick in?"),
                         strerror(cause));
    }
    errno = 0;
    for (struct dirent *entry; stick->count < ENTRIES_MOST && (entry = readdir(listing));)
        add_entry(stick, folder, entry->d_name);
    closedir(listing);
    if (stick->count)
        qsort(stick->entries, stick->count, sizeof(*stick->entries), compare);
    return true;
}

static void name_place(struct stick *stick)
{
    memory_free_text(&stick->place);
    stick->place = memory_copy_text("");
    for (size_t i = 1; i < stick->depth; i++) {
        char *longer =
            memory_format("%s%s%s", stick->place, i > 1 ? " / " : "", stick->names[i]);
        memory_free_text(&stick->place);
        stick->place = longer;
    }
}

struct stick *stick_open(const char *folder, struct error *err)
{
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (top < 0) {
        error_set(err, _("The folder cannot be read: %s. Is the USB stick in?"),
                  strerror(errno));
        return NULL;
    }
    struct stick *stick = memory_alloc(sizeof(*stick));
    stick->folders[stick->depth++] = top;
    name_place(stick);
    if (!list(stick, err))
        stick_free(&stick);
    return stick;
}

static void close_last(struct stick *stick)
{
    stick->depth--;
    close(stick->folders[stick->depth]);
    memory_free_text(&stick->names[stick->depth]);
}

void stick_free(struct stick **stick)
{
    if (!*stick)
        return;
    forget_entries(*stick);
    while ((*stick)->depth)
        close_last(*stick);
    memory_free_text(&(*stick)->place);
    free(*stick);
    *stick = NULL;
}

const struct stick_entry *stick_entries(const struct stick *stick, size_t *count)
{
    *count = stick->count;
    return stick->entries;
}

bool stick_at_top(const struct stick *stick)
{
    return stick->depth == 1;
}

const char *stick_place(const struct stick *stick)
{
    return stick->place;
}

bool stick_enter(struct stick *stick, size_t index, struct error *err)
{
    if (stick->depth == DEPTH_MOST)
        return error_set(err, _("There are too many folders within folders."));
    const struct stick_entry *entry = &stick->entries[index];
    int folder = openat(stick->folders[stick->depth - 1], entry->name,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        return error_set(err, _("%s cannot be read: %s."), entry->shown, strerror(errno));
    stick->names[stick->depth] = memory_copy_text(entry->shown);
    stick->folders[stick->depth++] = folder;
    name_place(stick);
    return list(stick, err);
}

bool stick_leave(struct stick *stick, struct error *err)
{
    if (stick->depth > 1)
        close_last(stick);
    name_place(stick);
    return list(stick, err);
}

int stick_file(struct stick *stick, size_t index, struct error *err)
{
    const struct stick_entry *entry = &stick->entries[index];
    int file = openat(stick->folders[stick->depth - 1], entry->name,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0)
        error_set(err, _("%s cannot be read: %s."), entry->shown, strerror(errno));
    return file;
}
