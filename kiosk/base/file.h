/* SPDX-License-Identifier: MIT */
/* Whole files: read under a limit, written so that a power cut leaves the old one or the
 * new one, never half of one. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"

#include <sys/types.h>

/* Reads the file into `out`, which is initialised here with `limit` and freed by the
 * caller in either case. Errors: cannot be read; larger than `limit` bytes. */
bool file_read(const char *path, size_t limit, struct buffer *out, struct error *err);

/* Temporary file beside it, write, fsync, rename, fsync of the folder. What is there
 * already is replaced if it is a plain file; a device or a pipe is refused. */
bool file_write(const char *path, const void *data, size_t size, mode_t mode,
                struct error *err);

/* A file for reading and writing that has no name, and is gone when it is closed or the
 * process ends; it uses the room of `folder`. -1 and an error. */
int file_open_nameless(const char *folder, struct error *err);
/* Writes where the file stands; nothing is synced. */
bool file_add(int fd, const void *data, size_t size, struct error *err);

/* Names that were given or taken in the folder are on the disk afterwards. */
bool file_sync_folder(const char *folder, struct error *err);

/* Opens the file, which is made if it is not there (0600), and locks it: for this process
 * `alone`, or beside others that do not want it alone. Does not wait: -1 with errno
 * EWOULDBLOCK where another process stands in the way. Closing it, or the end of the
 * process, frees it. */
int file_lock(const char *path, bool alone);

/* Makes the folder, and with 0755 those above it that are missing; one that exists is
 * fine. */
bool file_make_folder(const char *path, mode_t mode, struct error *err);

/* `folder/name`, allocated. */
char *file_join(const char *folder, const char *name);

/* The file `name` in the folder of the running program, allocated. */
char *file_beside_program(const char *name);

#endif
