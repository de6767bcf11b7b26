/* SPDX-License-Identifier: MIT */
/* Electronic papers, as hostile as they can be: what is taken for whole has a kind and
 * pages, and what is not has none. */
#include "kiosk/inspect/inspect.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1); /* a read beyond its end is seen */
    if (!copy)
        abort();
    memcpy(copy, data, size);
    struct inspection found = inspect(copy, size);
    bool whole = found.fault == INSPECT_FINE;
    if (whole != (found.pages > 0) || (whole && found.kind == INSPECT_UNKNOWN))
        abort();
    if ((unsigned)found.kind >= INSPECT_KIND_COUNT ||
        (unsigned)found.fault >= INSPECT_FAULT_COUNT)
        abort();
    free(copy);
    return 0;
}
