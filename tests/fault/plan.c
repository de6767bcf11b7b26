/* SPDX-License-Identifier: MIT */
/* Which call is struck, and by what. Uses no memory of the C library's: the allocations
 * of the program are counted too. */
#include "tests/fault/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

enum {
    ANY = DEED_OPEN | DEED_MAKE | DEED_READ | DEED_WRITE | DEED_SYNC | DEED_CHANGE |
          DEED_CONNECT | DEED_SOCKET,
    DEPTH = 7,        /* frames that tell one place of allocation from another */
    PLACES = 1 << 16, /* power of two */
    SECTOR = 512,
};

enum what {
    DO_KILL,
    DO_POWER,
    DO_TEAR,
    DO_SHORT,
    DO_FAIL,
    DO_FAIL_SYNC, /* and the power fails when the program ends */
};

static const struct kind {
    const char *name;
    enum what what;
    unsigned deeds; /* calls that have one of them are counted */
    int error;
    size_t bytes; /* 0: half */
    bool stays;   /* strikes every call from that one on */
} KINDS[] = {
    {"kill", DO_KILL, ANY, 0, 0, false},
    {"power", DO_POWER, ANY, 0, 0, false},
    {"tear-half", DO_TEAR, DEED_WRITE, 0, 0, false},
    {"tear-512", DO_TEAR, DEED_WRITE, 0, SECTOR, false},
    {"short", DO_SHORT, DEED_READ | DEED_WRITE, 0, 0, false},
    {"enospc", DO_FAIL, DEED_MAKE | DEED_SYNC, ENOSPC, 0, false},
    {"full-disk", DO_FAIL, DEED_MAKE | DEED_SYNC, ENOSPC, 0, true},
    {"eio", DO_FAIL, ANY, EIO, 0, false},
    {"broken-disk", DO_FAIL, ANY, EIO, 0, true},
    {"eio-sync", DO_FAIL_SYNC, DEED_SYNC, EIO, 0, false},
    {"eintr", DO_FAIL, DEED_OPEN | DEED_READ | DEED_WRITE | DEED_CONNECT, EINTR, 0,
     false},
    {"alloc", DO_FAIL, DEED_ALLOC, ENOMEM, 0, false},
};

struct shared {
    uint64_t count;
    uint64_t struck;
};

static struct plan {
    bool on, busy, lies;
    const struct kind *kind;
    uint64_t at;
    char folder[512];
    size_t folder_size;
    struct shared *shared;
    int trace;
    uint64_t places[PLACES]; /* hashes of where was allocated, 0: free */
} plan = {.trace = -1};

static void open_shared(const char *path)
{
    static struct shared own;
    plan.shared = &own;
    int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC,
                                 0600)
                  : -1;
    if (fd < 0)
        return;
    if (syscall(SYS_ftruncate, fd, (long)sizeof(own)) == 0) {
        void *map = mmap(NULL, sizeof(own), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (map != MAP_FAILED)
            plan.shared = map;
    }
    syscall(SYS_close, fd);
}

static void open_trace(const char *path)
{
    if (!path)
        return;
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    plan.trace = fcntl(fd, F_DUPFD_CLOEXEC, 400); /* out of the program's way */
    syscall(SYS_close, fd);
}

__attribute__((constructor)) static void start(void)
{
    const char *program = getenv("FAULT_PROGRAM"), *folder = getenv("FAULT_FOLDER"),
               *kind = getenv("FAULT_KIND"), *at = getenv("FAULT_AT");
    if (!program || strcmp(program, program_invocation_short_name) != 0)
        return;
    if (folder) {
        snprintf(plan.folder, sizeof(plan.folder), "%s", folder);
        plan.folder_size = strlen(plan.folder);
    }
    for (size_t i = 0; kind && i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
        if (strcmp(kind, KINDS[i].name) == 0)
            plan.kind = &KINDS[i];
    }
    plan.at = at ? strtoull(at, NULL, 10) : 0;
    open_shared(getenv("FAULT_SHARED"));
    open_trace(getenv("FAULT_TRACE"));
    const char *sync = getenv("FAULT_SYNC");
    plan.lies = sync && strcmp(sync, "lies") == 0;
    plan.on = plan.kind != NULL;
}

bool plan_is_on(void)
{
    return plan.on && !plan.busy;
}

bool plan_keeps_undo(void)
{
    return plan_is_on() &&
           (plan.kind->what == DO_POWER || plan.kind->what == DO_FAIL_SYNC);
}

bool plan_syncs(void)
{
    return !plan.lies;
}

bool plan_is_in_folder(const char *path)
{
    return plan.folder_size && strncmp(path, plan.folder, plan.folder_size) == 0;
}

_Noreturn void plan_die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

/* --- where memory is asked for ----------------------------------------------------- */

struct stack {
    uint64_t hash;
    int depth;
};

static _Unwind_Reason_Code take_frame(struct _Unwind_Context *context, void *arg)
{
    struct stack *stack = arg;
    if (stack->depth++ >= 2) /* not this library's own */
        stack->hash = (stack->hash ^ _Unwind_GetIP(context)) * 0x100000001b3ULL;
    return stack->depth < DEPTH + 2 ? _URC_NO_REASON : _URC_END_OF_STACK;
}

/* Has nobody allocated from here before? */
static bool is_new_place(void)
{
    struct stack stack = {.hash = 0xcbf29ce484222325ULL};
    plan.busy = true;
    _Unwind_Backtrace(take_frame, &stack);
    plan.busy = false;
    for (size_t i = stack.hash;; i++) {
        uint64_t *place = &plan.places[i & (PLACES - 1)];
        if (*place == stack.hash)
            return false;
        if (*place == 0) {
            *place = stack.hash;
            return true;
        }
    }
}

/* --- the calls ---------------------------------------------------------------------- */

static void trace(const char *name, uint64_t number)
{
    char line[64];
    if (plan.trace < 0 || ((plan.kind->deeds & DEED_ALLOC) && !is_new_place()))
        return;
    int size =
        snprintf(line, sizeof(line), "%llu %s\n", (unsigned long long)number, name);
    syscall(SYS_write, plan.trace, line, (size_t)size);
}

/* A line that breaks does not say EIO. */
static int error_of(unsigned deeds)
{
    if (plan.kind->error != EIO || !(deeds & (DEED_SOCKET | DEED_CONNECT)))
        return plan.kind->error;
    return deeds & DEED_CONNECT ? ENETUNREACH : ECONNRESET;
}

struct blow plan_call(const char *name, unsigned deeds, size_t size)
{
    struct blow none = {STRIKE_NONE, 0, size};
    if (!plan_is_on() || !(deeds & plan.kind->deeds) ||
        (plan.kind->what == DO_SHORT && size < 2))
        return none;
    uint64_t number = __atomic_add_fetch(&plan.shared->count, 1, __ATOMIC_SEQ_CST);
    trace(name, number);
    if (plan.at == 0 || (plan.kind->stays ? number < plan.at : number != plan.at))
        return none;
    plan.shared->struck++;
    size_t bytes = plan.kind->bytes ? plan.kind->bytes : size / 2;
    if (bytes > size)
        bytes = size / 2;
    switch (plan.kind->what) {
    case DO_POWER:
        undo_all();
        plan_die();
    case DO_KILL:
        plan_die();
    case DO_TEAR:
        return (struct blow){STRIKE_TEAR, 0, bytes};
    case DO_SHORT:
        return (struct blow){STRIKE_SHORT, 0, bytes ? bytes : 1};
    case DO_FAIL_SYNC:
        undo_lost();
        break;
    case DO_FAIL:
        break;
    }
    return (struct blow){STRIKE_FAIL, error_of(deeds), 0};
}

/* A sync has failed: now the power fails as well, and nothing that was acknowledged since
 * may have hung on it. */
__attribute__((destructor)) static void end(void)
{
    if (plan.on && plan.kind->what == DO_FAIL_SYNC && plan.shared->struck)
        undo_all();
}
