/* SPDX-License-Identifier: MIT */
/* Allocation that cannot fail: without memory the program ends (error_die), for there is
 * no screen left to say it on. The caller frees with free(). */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

void *memory_alloc(size_t size);               /* zeroed */
void *memory_array(size_t count, size_t size); /* zeroed; dies on overflow */
void *memory_resize(void *old, size_t count, size_t size);
/* Room for one more behind `count`, of an array that grows by this alone: it doubles. */
void *memory_one_more(void *array, size_t count, size_t size);
/* For libraries that take allocators, and would go on with half of a thing: malloc() and
 * realloc() that end the program. */
void *memory_take(size_t size);
void *memory_take_again(void *old, size_t size);
char *memory_copy_text(const char *text);              /* NULL stays NULL */
char *memory_copy_span(const char *text, size_t size); /* adds the NUL */
/* Unlike asprintf these leave no half-made copies behind. */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_format_list(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

/* What was freed goes back to the system, where the library can do that: for the moment
 * after something large was read. */
void memory_give_back(void);

/* Overwrites before freeing: for what a citizen typed. NULL is fine. */
void memory_wipe(void *data, size_t size);
void memory_free_text(char **text); /* wiped up to its NUL, freed, set to NULL */

#endif
