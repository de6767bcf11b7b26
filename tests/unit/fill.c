/* SPDX-License-Identifier: MIT */
#include "tests/unit/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

size_t fill_catalogue(struct store *store, enum catalogue_part part,
                      const struct catalogue_mark *mark, const char *(*next)(void *arg),
                      void *arg)
{
    static const struct catalogue_mark NOTHING;
    struct error err = {0};
    struct stage *stage = stage_open(store, part, &err);
    bool fine = stage != NULL, more = true;
    size_t count = 0;
    while (fine && more)
        fine = stage_sweep(stage, &more, &err);
    for (const char *entry; fine && (entry = next(arg)); count++)
        fine = stage_put(stage, count, entry, &err);
    fine = fine && stage_publish(stage, mark ? mark : &NOTHING, &err);
    stage_close(&stage);
    if (!fine)
        fail_msg("%s", err.text);
    return count;
}
