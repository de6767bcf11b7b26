/* SPDX-License-Identifier: MIT */
/*
 * Ends a process at the Nth thing that it does to the disk: SQLite's writes, syncs,
 * truncations and deletions, and the write, fsync, rename, link and unlink of our own
 * code (link with CRASH_WRAPS of tests/room.am). Every second death in a write leaves
 * half of what was to be written.
 */
#ifndef TESTS_CRASH_H
#define TESTS_CRASH_H

#include <stdbool.h>

/* Runs `job` in a child, once for each point at which it can be ended, until it comes to
 * its end, in a fresh copy of the folder `original` each time. After every run
 * `look(copy, arg)` must find everything in order, `finished` tells whether the job came
 * to its end. A job that fails ends the test. Returns how many points there were. */
unsigned crash_everywhere(const char *original, bool (*job)(const char *copy, void *arg),
                          void (*look)(const char *copy, bool finished, void *arg),
                          void *arg);

/* Copies the files of a folder into another, which is emptied or made. */
void crash_copy(const char *from, const char *to);

#endif
