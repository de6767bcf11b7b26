/* SPDX-License-Identifier: MIT */
/* A rule on the first line, the data after it. */
#include "forms/logic/logic.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pair.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pair pair = pair_read(data, size);
    struct logic_context context = {.today = "2026-11-21"};
    struct error err = {0};
    json_t *result = logic_apply(pair.first, pair.second, &context, &err);
    if ((result == NULL) != error_is_set(&err))
        abort();
    json_decref(result);
    pair_free(&pair);
    return 0;
}
