/* SPDX-License-Identifier: MIT */
/* The log, for the person who looks after the machine: one line an event, to standard
 * error or, where that is the terminal of the kiosk, to a file. Never personal data:
 * references, codes and reasons only. Controls are replaced. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

void log_start(const char *program); /* the name that starts each line; not copied */
/* Appended, 0600, started anew above 1 MiB. Where the file cannot be opened, lines go
 * where they went; but nowhere if that is a terminal, for a screen stands on it. */
void log_to_file(const char *path);
/* For a helper process, whose standard files are the kiosk's terminal: that is not ours
 * to write on, nor is it the libraries'. */
void log_leave_terminal(const char *path);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
