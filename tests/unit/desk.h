/* SPDX-License-Identifier: MIT */
/* A desk for tests of the services: a store in a folder of its own, settings, and the
 * procedures of the source tree. */
#ifndef TESTS_DESK_H
#define TESTS_DESK_H

#include "forms/form/procedure.h"
#include "kiosk/base/settings.h"
#include "kiosk/store/store.h"

struct desk {
    char *folder;
    struct store *store;
    struct settings *settings;
    struct form_lists *lists;
    struct procedure *procedure; /* 1.001193 */
};

/* For cmocka: *state becomes a struct desk. */
int desk_open(void **state);
int desk_close(void **state);

/* A new reference. `path` below forms/procedures/. */
json_t *desk_read(const char *path);

#endif
