/* SPDX-License-Identifier: MIT */
/*
 * A program in a terminal: the program runs under a pseudo-terminal, libvterm draws what
 * it writes, and keys go in as a terminal would send them. All of it in this process, so
 * that nothing has to be guessed with sleeps.
 */
#ifndef SCREEN_TERMINAL_H
#define SCREEN_TERMINAL_H

#include "kiosk/base/buffer.h"
#include "kiosk/base/error.h"
#include "tests/screen/pairs.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct terminal;

/* Runs argv[0] (looked for in PATH) with the environment of this process and `env` over
 * it; its standard error goes to the open file `error_fd`. */
struct terminal *terminal_start(char *const argv[], const struct pairs *env, int columns,
                                int rows, int error_fd, struct error *err);
/* Ends a program that still runs: SIGTERM, and SIGKILL after some seconds. */
/* From now on bytes are characters, as on terminals older than UTF-8. */
void terminal_take_bytes(struct terminal *term);
void terminal_free(struct terminal **term);

pid_t terminal_pid(const struct terminal *term);
/* The exit code, or 128 + the signal that killed it. */
bool terminal_has_ended(const struct terminal *term, int *code);
bool terminal_wait_end(struct terminal *term, int most_ms); /* false: it still runs */

/* What goes in. False and an error where the program does not read it in time. */
bool terminal_send(struct terminal *term, const void *bytes, size_t size,
                   struct error *err);
bool terminal_paste(struct terminal *term, const char *text, struct error *err);
/* A key by its name: "Enter", "F2", "Ctrl-U", "S-Tab", "x". */
bool terminal_key(struct terminal *term, const char *name, struct error *err);
void terminal_resize(struct terminal *term, int columns, int rows);

/* Reads what the program writes: one turn, at most `most_ms` long. */
void terminal_turn(struct terminal *term, int most_ms);
/* Until the program has read all its keys, sleeps, and wrote nothing for `quiet_ms`.
 * False if it did not come to rest in `most_ms`. */
bool terminal_settle(struct terminal *term, int quiet_ms, int most_ms);

/* What is seen. Rows and columns count from 1, as people do. */
int terminal_rows(const struct terminal *term);
int terminal_columns(const struct terminal *term);
void terminal_cursor(const struct terminal *term, int *row, int *column);
/* The rows from first to last without the blanks at their ends, each with a line feed;
 * allocated. */
char *terminal_text(const struct terminal *term, int first, int last);
/* Where the text stands; false if it is nowhere. */
bool terminal_find(const struct terminal *term, const char *text, int *row, int *column);

enum { STYLE_BOLD = 1, STYLE_REVERSE = 2, STYLE_UNDERLINE = 4 };
int terminal_style(const struct terminal *term, int row, int column);

/* The cells of the whole screen, allocated: "COLUMNS ROWS", then a line for each with its
 * character, colour and ground as seen: "2580 e0e0e0 000000". */
char *terminal_cells(const struct terminal *term);

/* Every byte that the program wrote since its start. */
const struct buffer *terminal_record(const struct terminal *term);

#endif
