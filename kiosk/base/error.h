/* SPDX-License-Identifier: MIT */
/*
 * The two channels of failure.
 *
 * What a person, the network, a file or a printer can cause fills the caller's struct
 * error, in the user's language, and says what to do; the first error wins, so that the
 * cause is told and not its echo. A bug or the lack of memory goes to error_die(), which
 * gives the terminal back and ends the program.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

struct error {
    char text[512]; /* UTF-8, one line, translated; empty: no error */
    bool lasting;   /* no new try mends it: what was wanted is lost or damaged */
};

/* Sets the error unless one is set already; `err` may be NULL. Text that comes from
 * outside may stand in the arguments: control characters are replaced here. Returns
 * false, so that a function can end with `return error_set(...)`. */
bool error_set(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, of what no new try mends. */
bool error_set_lasting(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool error_is_set(const struct error *err);
void error_clear(struct error *err);

/* Called before the program dies, to leave the terminal usable. */
void error_on_death(void (*restore)(void));
_Noreturn void error_die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
