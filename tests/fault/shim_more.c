/* SPDX-License-Identifier: MIT */
/* The rest of the preload library: memory that is not there, and a clock that is wrong.
 */
#include "tests/fault/plan.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static bool is_there(void)
{
    if (!plan_is_on() || plan_call("alloc", DEED_ALLOC, 0).strike == STRIKE_NONE)
        return true;
    errno = ENOMEM;
    return false;
}

void *malloc(size_t size)
{
    return is_there() ? __libc_malloc(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return is_there() ? __libc_calloc(count, size) : NULL;
}

void *realloc(void *old, size_t size)
{
    return (old && size == 0) || is_there() ? __libc_realloc(old, size) : NULL;
}

void *reallocarray(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(old, bytes);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return is_there() ? __libc_memalign(alignment, size) : NULL;
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (!is_there())
        return ENOMEM;
    void *memory = __libc_memalign(alignment, size);
    if (!memory)
        return ENOMEM;
    *out = memory;
    return 0;
}

/* --- the hour ----------------------------------------------------------------------- */

static int64_t shift(int64_t seconds)
{
    const char *words = getenv("FAULT_CLOCK");
    if (!words)
        return seconds;
    return *words == '=' ? strtoll(words + 1, NULL, 10)
                         : seconds + strtoll(words, NULL, 10);
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    int result = (int)syscall(SYS_clock_gettime, clock, out);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        out->tv_sec = shift(out->tv_sec);
    return result;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    *out = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}
