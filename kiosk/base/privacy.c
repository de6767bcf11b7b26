/* SPDX-License-Identifier: MIT */
#include "kiosk/base/privacy.h"

#include "kiosk/base/memory.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* The leak check looks at the process from outside. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_OPEN_TO_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_OPEN_TO_SANITIZER 1
#endif
#endif

static void wipe_and_free(void *memory)
{
    memory_wipe(memory, malloc_usable_size(memory));
    free(memory);
}

void privacy_start(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifndef IS_OPEN_TO_SANITIZER
    prctl(PR_SET_DUMPABLE, 0);
#endif
    /* What jansson cannot allocate it leaves out in silence. */
    json_set_alloc_funcs(memory_take, wipe_and_free);
}
