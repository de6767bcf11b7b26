/* SPDX-License-Identifier: MIT */
/*
 * The folder that electronic papers are picked from, a USB stick perhaps: listed and
 * walked through by open folders, never by paths, and never through a symbolic link, so
 * that nothing outside it can be reached. Names are as hostile as names can be.
 */
#ifndef SERVICE_STICK_H
#define SERVICE_STICK_H

#include "kiosk/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct stick_entry {
    char *name;  /* as it is */
    char *shown; /* clean */
    bool folder;
    int64_t size;
};

struct stick;

/* NULL and an error where the folder is not there: no stick is in, perhaps. */
struct stick *stick_open(const char *folder, struct error *err);
void stick_free(struct stick **stick); /* NULL is fine */

/* Folders first, then files, by name; hidden ones, links and devices are left out. */
const struct stick_entry *stick_entries(const struct stick *stick, size_t *count);
bool stick_at_top(const struct stick *stick);
const char *stick_place(const struct stick *stick); /* "Giấy tờ / Khai sinh", clean */
bool stick_enter(struct stick *stick, size_t index, struct error *err);
bool stick_leave(struct stick *stick, struct error *err); /* to the folder above */
/* Opens a file, to be closed by the caller; -1 and an error. */
int stick_file(struct stick *stick, size_t index, struct error *err);

#endif
