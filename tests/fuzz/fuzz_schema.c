/* SPDX-License-Identifier: MIT */
/* A schema on the first line, a value after it. */
#include "forms/schema/schema.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/pair.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pair pair = pair_read(data, size);
    struct schema *schema = NULL;
    struct error err = {0};
    if (pair.first != NULL)
        schema = schema_compile(pair.first, NULL, &err);
    if (pair.first != NULL && (schema == NULL) != error_is_set(&err))
        abort();
    if (schema != NULL) {
        struct violations told;
        bool valid = schema_validate(schema, pair.second, &told);
        /* told or not, the verdict is one */
        if (valid != (told.count == 0) ||
            valid != schema_validate(schema, pair.second, NULL))
            abort();
        violations_free(&told);
    }
    schema_free(&schema);
    pair_free(&pair);
    return 0;
}
