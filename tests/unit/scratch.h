/* SPDX-License-Identifier: MIT */
/* A folder for each test that needs files, and a child process for what must not befall
 * the test itself: other rights, a full disk, a death. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* For cmocka: *state becomes the folder's path. */
int scratch_make(void **state);
int scratch_remove(void **state);
#define IN_SCRATCH(test) \
    cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

/* `folder/name`, allocated; the second writes the file. */
char *scratch_path(const char *folder, const char *name);
char *scratch_write(const char *folder, const char *name, const void *data, size_t size);
char *scratch_text(const char *folder, const char *name, const char *text);
/* The whole file as text, allocated; the test fails where it cannot be read. */
char *scratch_read(const char *path);
size_t scratch_count(const char *folder); /* entries */

/* Runs `run` in a child and returns its wait status. What it writes to standard error is
 * appended to `errors` (may be NULL), of which it keeps `room` bytes with the NUL. */
int scratch_child(int (*run)(void *arg), void *arg, char *errors, size_t room);

/* The test's own program, allocated: it plays the helper as well. */
char *scratch_self(void);

#endif
