/* SPDX-License-Identifier: MIT */
/*
 * What the preload library is asked to do, and to which process. It comes through the
 * environment:
 *
 *   FAULT_PROGRAM   the name of the process that is meant; others are left alone
 *   FAULT_FOLDER    files below it count, and Internet sockets; nothing else does
 *   FAULT_KIND      a name of KINDS in plan.c; none: calls are counted, nothing happens
 *   FAULT_AT        the number of the call that is struck, from 1; calls of which the
 *                   kind has no effect are not counted
 *   FAULT_SHARED    a file in which the count goes on when the program is started anew,
 *                   so that a fault strikes once in a run
 *   FAULT_TRACE     a file into which each counted call writes "number name"
 *   FAULT_SYNC      "lies": files are said to be synced, and are not
 *   FAULT_CLOCK     seconds that are added to the hour; "=N": it is always N
 */
#ifndef FAULT_PLAN_H
#define FAULT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What a call does, for the kinds of faults that make sense with it. */
enum deed {
    DEED_OPEN = 1 << 0,
    DEED_MAKE = 1 << 1, /* makes or grows something: needs room on the disk */
    DEED_READ = 1 << 2,
    DEED_WRITE = 1 << 3,
    DEED_SYNC = 1 << 4,
    DEED_CHANGE = 1 << 5, /* of a folder or a file's length */
    DEED_CONNECT = 1 << 6,
    DEED_SOCKET = 1 << 7, /* beside READ or WRITE */
    DEED_ALLOC = 1 << 8,
};

enum strike {
    STRIKE_NONE,
    STRIKE_FAIL,  /* return -1 with errno `error` */
    STRIKE_SHORT, /* do only `bytes` of it */
    STRIKE_TEAR,  /* the same, and die then */
};

struct blow {
    enum strike strike;
    int error;
    size_t bytes;
};

/* Counts a call and says what becomes of it; does not come back where the process dies
 * of it. `size`: bytes that it would read or write. */
struct blow plan_call(const char *name, unsigned deeds, size_t size);
bool plan_is_on(void);      /* this process is meant */
bool plan_keeps_undo(void); /* the kind needs to know what was not synced */
bool plan_syncs(void);      /* a sync is done, not only said to be */
bool plan_is_in_folder(const char *path);
_Noreturn void plan_die(void);

/* What is not synced (undo.c). */
void undo_note_write(int fd, off_t at, size_t size); /* before it is written */
void undo_synced(int fd);
void undo_lost(void); /* a sync has failed: what it was for will not reach the disk */
void undo_all(void);  /* the power fails: all that was not synced goes back */

#endif
